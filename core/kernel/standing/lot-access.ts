/** Who may drive into which lot: private ones, and those that residents and firms share by the hour. */
import { NONE } from '../../base/ids.js';
import { DAY_s } from '../../base/units.js';
import { LOT_USERS, type LotUsers } from '../../network/lot-users.js';
import type { LotDraft } from '../../network/network-draft.js';
import { hasFreeStall } from '../../parking/lots.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { World } from '../../world.js';

const [ALL, RESIDENTS, OTHERS, SHARED] = LOT_USERS.map((_, code) => code);

/**
 * Codes by lot, in the order of names. What the network says stands; of the other lots within reach on
 * foot every second one is for residents where lots are private.
 */
export function lotUsersOf(
  lots: readonly LotDraft[],
  { parking: { lotUsers } }: Pick<Scenario, 'parking'>,
): Uint8Array {
  let turn = 0;
  return Uint8Array.from(lots, ({ users, isRemote }) => {
    if (users !== undefined) return LOT_USERS.indexOf(users);
    if (isRemote || lotUsers === 'as-mapped') return ALL!;
    if (lotUsers === 'shared') return LOT_USERS.indexOf('shared');
    return turn++ % 2 === 0 ? RESIDENTS! : OTHERS!;
  });
}

/** Those of whom an hour's lot is, for tables. */
export function usersAt(
  users: LotUsers,
  { from_s, to_s }: Scenario['parking']['residentHours'],
  time_s: number,
): Exclude<LotUsers, 'shared'> {
  if (users !== 'shared') return users;
  const ofDay_s = time_s % DAY_s;
  const isWithin =
    from_s < to_s ? ofDay_s >= from_s && ofDay_s < to_s : ofDay_s >= from_s || ofDay_s < to_s;
  return isWithin ? 'residents' : 'others';
}

/** May the vehicle drive in now? Cars of people who live in the district are residents. */
export function admits(world: World, lot: number, vehicle: number): boolean {
  const code = world.lots.users[lot]!;
  if (code === ALL) return true;
  // What stands in a shared lot at the start has come in the night.
  const isStart = world.clock.time_s === world.scenario.start_s;
  if (isStart && code === SHARED) return true;
  const { residentHours } = world.scenario.parking;
  const users = usersAt(LOT_USERS[code]!, residentHours, world.clock.time_s);
  return (world.vehicles.home[vehicle] !== NONE) === (users === 'residents');
}

/** Has the lot a free stall for the vehicle? */
export const hasStallFor = (world: World, lot: number, vehicle: number): boolean =>
  hasFreeStall(world.lots, lot) && admits(world, lot, vehicle);
