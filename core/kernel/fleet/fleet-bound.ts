/**
 * How many vehicles the rides of a day need at least, if each is made alone and begins when it did: the
 * minimum path cover of rides (core/fleet/path-cover.ts) on empty streets. A fleet that pools, or
 * that lets people wait longer than they did, may be smaller.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { minimumPathCover } from '../../fleet/path-cover.js';
import type { LinkPlace } from '../../network/road-network.js';
import { travelTime_s } from '../../routing/time-table.js';
import type { World } from '../../world.js';
import { buildWorld, type RunInputs } from '../build-world.js';
import { dropoffTarget, pickupTarget } from './fleet-requests.js';

export interface FleetBound {
  readonly vehicleCount: number;
  /** Rides that it was found from, and when the first and the last of them begin. */
  readonly rideCount: number;
  readonly from_s: number;
  readonly to_s: number;
}

/**
 * More rides would take too many pairs: then those of the busiest time are taken. What they need the
 * day needs as well.
 */
const MOST_RIDES = 4000;

interface Ride {
  /** When its vehicle comes. */
  readonly start_s: number;
  /** When its vehicle can drive on at the earliest. */
  readonly end_s: number;
  readonly origin: LinkPlace;
  readonly destination: LinkPlace;
}

/**
 * `startOf_s`: by the name of a trip, when a vehicle comes for its traveller, NaN where none does; on
 * leaving the door unless given.
 */
export function fleetBound(inputs: RunInputs, startOf_s?: (trip: string) => number): FleetBound {
  const { world, trips } = buildWorld(inputs);
  const rides: Ride[] = [];
  for (let trip = 0; trip < world.tripCount; trip++) {
    if (world.trips.vehicle[trip] !== NONE) continue;
    const { name, departure_s } = trips[trip]!;
    const start_s = startOf_s === undefined ? departure_s : startOf_s(name);
    if (Number.isNaN(start_s)) continue;
    const ride = rideOf(world, trip, start_s);
    if (ride.end_s < Number.POSITIVE_INFINITY) rides.push(ride);
  }
  rides.sort((a, b) => a.start_s - b.start_s);
  const busiest = busiestOf(rides);
  return {
    vehicleCount: minimumPathCover(successorsOf(world, busiest)).vehicleCount,
    rideCount: busiest.length,
    from_s: busiest[0]?.start_s ?? world.scenario.start_s,
    to_s: busiest.at(-1)?.start_s ?? world.scenario.start_s,
  };
}

function rideOf(world: World, trip: number, start_s: number): Ride {
  const { trips, scenario, router } = world;
  const from = pickupTarget(world, trip);
  const to = dropoffTarget(world, trip);
  const origin = { link: from.link as LinkId, position_m: from.position_m };
  const destination = { link: to.link as LinkId, position_m: to.position_m };
  const { dwell_s } = scenario.curb;
  const start = leavingFrom(world, trips.fromGate[trip]!, origin);
  const ride_s = travelTime_s(router.freeTable, start, destination);
  return {
    start_s,
    end_s: start_s + dwell_s + ride_s + dwell_s,
    origin,
    destination: leavingFrom(world, trips.toGate[trip]!, destination),
  };
}

/** From beyond a gate a vehicle comes back by the street that it has left by. */
function leavingFrom({ network }: World, gate: number, place: LinkPlace): LinkPlace {
  const back = gate === NONE ? NONE : network.links.opposite[place.link]!;
  return back === NONE ? place : { link: back as LinkId, position_m: 0 };
}

function busiestOf(rides: readonly Ride[]): readonly Ride[] {
  if (rides.length <= MOST_RIDES) return rides;
  let first = 0;
  let least_s = Number.POSITIVE_INFINITY;
  for (let at = 0; at + MOST_RIDES <= rides.length; at++) {
    const span_s = rides[at + MOST_RIDES - 1]!.start_s - rides[at]!.start_s;
    if (span_s < least_s) [first, least_s] = [at, span_s];
  }
  return rides.slice(first, first + MOST_RIDES);
}

function successorsOf({ router }: World, rides: readonly Ride[]) {
  const first = new Int32Array(rides.length + 1);
  let ride = new Int32Array(1024);
  let count = 0;
  for (const [from, { end_s, destination }] of rides.entries()) {
    for (let to = from + 1; to < rides.length; to++) {
      const { start_s, origin } = rides[to]!;
      if (start_s < end_s) continue;
      const there_s = end_s + travelTime_s(router.freeTable, destination, origin);
      if (there_s > start_s) continue;
      if (count === ride.length) {
        const longer = new Int32Array(2 * count);
        longer.set(ride);
        ride = longer;
      }
      ride[count++] = to;
    }
    first[from + 1] = count;
  }
  return { first, ride };
}
