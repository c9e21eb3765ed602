/** What curbs, parking and empty vehicles may be told to do: the words of a scenario's choices. */
import type { CurbUse } from '../network/curb-use.js';

/**
 * `static`: each zone keeps all day the use that it has longest. `timetabled`: by the network's
 * timetables and `pudoHours`. `dynamic`: zones change their use by what was observed. `unlimited`:
 * by the timetables, with room for everyone who stops: what would be without a shortage.
 */
export const CURB_POLICIES = ['static', 'timetabled', 'dynamic', 'unlimited'] as const;
export type CurbPolicy = (typeof CURB_POLICIES)[number];

/**
 * `next-zone`: to another zone with room, and a walk. `circulate`: round to the same zone again.
 * `wait-in-lane`: stands in the lane until a bay is free. `stop-in-lane`: does what it came for there.
 * `go-to-lot`: to the nearest lot with a free stall, and a walk. `refuse`: a delivery or a pick-up is
 * given up; people aboard cannot be refused and are taken to a lot.
 */
export const WHEN_FULL = [
  'next-zone',
  'circulate',
  'wait-in-lane',
  'stop-in-lane',
  'go-to-lot',
  'refuse',
] as const;
export type WhenFull = (typeof WHEN_FULL)[number];

export const SPARE_METRES = ['keep', 'free'] as const;
export type SpareMetres = (typeof SPARE_METRES)[number];

/** A share of the metres of a street side for each use that vehicles want. */
export type SharesOfUses = Readonly<Record<Exclude<CurbUse, 'none'>, number>>;

/** `keep`: metres marked for buses stay so. `move`: they are moved as those of other uses are. */
export const BUS_ZONES = ['keep', 'move'] as const;
export type BusZones = (typeof BUS_ZONES)[number];

/**
 * `remote-first`: the quickest remote lot to reach, else the quickest other. `nearest`: the quickest
 * lot of all. `cruise`: along the streets for up to `cruiseLimit_s`, else the quickest lot.
 * `cheapest`: by cost a kilometre, cost an hour, fee and expected stay.
 */
export const IDLE_CHOICES = ['remote-first', 'nearest', 'cruise', 'cheapest'] as const;
export type IdleChoice = (typeof IDLE_CHOICES)[number];

/**
 * `nearest`: a driver looks for a stall at the curb first, then goes to the nearest lot; a vehicle
 * that stops takes the nearest bay with room. `cheapest`: both weigh price, way on foot and, for a
 * stall at the curb, the search to expect.
 */
export const PLACE_CHOICES = ['nearest', 'cheapest'] as const;
export type PlaceChoice = (typeof PLACE_CHOICES)[number];

export const MOVED_CARS = ['put-back', 'move-on'] as const;
export type MovedCars = (typeof MOVED_CARS)[number];

/**
 * Lots that the network says nothing of: `as-mapped`: for all. `private`: every second one for cars that
 * live in the district, the others for those that do not. `shared`: residents in `residentHours`,
 * others at other times.
 */
export const LOT_USER_CHOICES = ['as-mapped', 'private', 'shared'] as const;
export type LotUserChoice = (typeof LOT_USER_CHOICES)[number];

/** `none`: sums by quarter of an hour only. `all`: also a row for each stay and stop at the curb. */
export const SESSIONS = ['none', 'all'] as const;
export type Sessions = (typeof SESSIONS)[number];
