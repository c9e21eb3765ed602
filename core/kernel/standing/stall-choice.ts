/**
 * Drivers who weigh prices: a stall at the curb or in a lot, by
 *
 *     cost = fee an hour · expected stay + (walk + search to expect) · what an hour of it is worth
 *
 * Drivers know what zones and lots near their destination cost and, as by a guidance system, how full
 * they are now.
 */
import { NONE } from '../../base/ids.js';
import { DAY_s, HOUR_s } from '../../base/units.js';
import { hasMetres, isForParking } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { walk_m } from '../places.js';
import { walkCost } from './curb-bays.js';
import { hasStallFor } from './lot-access.js';
import { lotFee_perHour, zoneFee_perHour } from './prices.js';

/** Nobody reckons with less of a chance than one free stall in so many. */
const LONGEST_ROW = 50;

/** How long the car of a trip will stand at its end, as far as the day is planned. */
function expectedStay_s({ trips, clock }: World, trip: number): number {
  const next = trips.next[trip];
  if (next === NONE) return DAY_s;
  return Math.max(0, trips.departure_s[next]! - clock.time_s);
}

/** The lot that a driver who weighs prices prefers to the curb, or NONE. */
export function cheaperLot(world: World, trip: number): number {
  if (world.scenario.parking.stallChoice === 'nearest') return NONE;
  const seeker = seekerOf(world, trip);
  const { lot, cost } = cheapestLot(world, seeker);
  return cost < costAtCurb(world, seeker) ? lot : NONE;
}

/** Would a driver who weighs prices, turned away from a lot, now rather look at the curb? */
export const prefersCurb = (world: World, trip: number): boolean =>
  world.scenario.parking.stallChoice === 'cheapest' && cheaperLot(world, trip) === NONE;

export const seekerOf = (world: World, trip: number): StallSeeker => ({
  vehicle: world.trips.vehicle[trip],
  address: world.trips.toAddress[trip]!,
  stay_s: expectedStay_s(world, trip),
});

export interface StallSeeker {
  readonly vehicle: number;
  readonly address: number;
  readonly stay_s: number;
}

/**
 * Signs say that a lot is full a little before it is: those who see the last stalls from afar would come
 * together, and all but one in vain.
 */
const SHOWN_FULL = 0.95;

/** The lot near the address that costs least, of those with free stalls by the signs; NONE if none has. */
export function cheapestLot(world: World, seeker: StallSeeker): { lot: number; cost: number } {
  const { places } = world;
  let best = { lot: NONE as number, cost: Infinity };
  for (const { row, walk_m: way_m } of places.lotsNear[seeker.address]!) {
    const stalls = world.lots.stallCount[row]! * SHOWN_FULL;
    if (world.lots.takenCount[row]! + world.lots.expectedCount[row]! >= stalls) continue;
    if (!hasStallFor(world, row, seeker.vehicle)) continue;
    const fee = (lotFee_perHour(world, seeker.vehicle, row) * seeker.stay_s) / HOUR_s;
    const cost = fee + walkCost(world, way_m);
    if (cost < best.cost) best = { lot: row, cost };
  }
  return best;
}

/** What a stall in the zone costs once it is found. */
export function costInZone(world: World, zone: number, { address, stay_s }: StallSeeker): number {
  const { places, zones } = world;
  const way_m = walk_m(places.addresses[address]!, zones.x_m[zone]!, zones.y_m[zone]!);
  return (zoneFee_perHour(world, zone) * stay_s) / HOUR_s + walkCost(world, way_m);
}

/**
 * What parking at the curb is expected to cost: the cheapest zone, and the search. At occupancy p one
 * passes 1/(1 − p) stalls to find a free one (V-PARK).
 */
export function costAtCurb(world: World, seeker: StallSeeker): number {
  const { places, zones, scenario } = world;
  const { walkLimit_m, stall_m, cruiseSpeed_mps, travellerTime_perHour } = scenario.parking;
  let least = Infinity;
  let [stalls, taken] = [0, 0];
  for (const { row, walk_m: way_m } of places.zonesNear[seeker.address]!) {
    if (way_m > walkLimit_m || !isForParking(zones, row)) continue;
    stalls += zones.end_m[row]! - zones.start_m[row]!;
    taken += zones.taken_m[row]!;
    least = Math.min(least, costInZone(world, row, seeker));
  }
  if (stalls === 0) return Infinity;
  const passed = 1 / Math.max(1 - taken / stalls, 1 / LONGEST_ROW);
  const search_s = (passed * stall_m) / cruiseSpeed_mps;
  return least + (search_s / HOUR_s) * travellerTime_perHour;
}

/** Would the driver rather stop here than drive on to the best lot? */
export function isWorthIt(world: World, zone: number, seeker: StallSeeker): boolean {
  const isThere = hasMetres(world.zones, zone, world.scenario.parking.stall_m);
  return isThere && costInZone(world, zone, seeker) <= cheapestLot(world, seeker).cost;
}
