/** Who may drive into a lot. */
export const LOT_USERS = ['all', 'residents', 'others', 'shared'] as const;

/**
 * `residents`: cars that live in the district. `others`: all that do not. `shared`: residents in
 * `parking.residentHours`, others at other times; who is in may stay.
 */
export type LotUsers = (typeof LOT_USERS)[number];
