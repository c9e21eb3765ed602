/** The vehicles that could be at a request's origin in time, to be taken in the order of when. */
import { NONE } from '../base/ids.js';
import type { FleetVehicleId, RequestId } from '../state/fleet-tables.js';
import { type Fleet, seatsFor, type TravelTime } from './fleet.js';

/** A heap: at its root the earliest pick-up, of equals the vehicle with the lowest row. */
export interface Candidates {
  count: number;
  readonly vehicle: Int32Array;
  /** No pick-up by this vehicle can be earlier. */
  readonly earliest_s: Float64Array;
  /** Where each vehicle sets out from for the origin, and how long it takes. */
  readonly link: Int32Array;
  readonly position_m: Float64Array;
  readonly way_s: Float64Array;
}

/** Sums of the same legs in another order differ by rounding; nothing must be lost to that. */
export const ROUNDING_s = 1e-6;

export function createCandidates(vehicleCount: number): Candidates {
  return {
    count: 0,
    vehicle: new Int32Array(vehicleCount),
    earliest_s: new Float64Array(vehicleCount),
    link: new Int32Array(vehicleCount),
    position_m: new Float64Array(vehicleCount),
    way_s: new Float64Array(vehicleCount),
  };
}

/**
 * Fills `candidates` with every vehicle that could be at the origin in time, of those whose plans have
 * changed in dispatch `since` or later (0: all of them).
 *
 * Earliest is straight to the origin, whatever the plan says; but a vehicle without enough free
 * seats first has to serve its next stop. By the triangle inequality no place in its plan is
 * earlier. This loop over all vehicles is most of the cost of a dispatch in quiet hours.
 */
export function findCandidates(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  candidates: Candidates,
  since = 0,
): void {
  listThoseInReach(fleet, request, time_s, travelTime, candidates, since);
  const { originLink, originPosition_m } = fleet.requests;
  const [toLink, to_m] = [originLink[request], originPosition_m[request]];
  measureWays(candidates, toLink, to_m, travelTime, candidates.way_s);
  const latest_s = fleet.requests.latestPickup_s[request] + ROUNDING_s;
  const { vehicle, earliest_s, way_s } = candidates;
  let count = 0;
  for (let at = 0; at < candidates.count; at++) {
    const there_s = earliest_s[at] + way_s[at];
    if (there_s > latest_s) continue;
    vehicle[count] = vehicle[at];
    earliest_s[count] = there_s;
    count++;
  }
  candidates.count = count;
  for (let place = (count >> 1) - 1; place >= 0; place--) {
    settle(candidates, place, vehicle[place], earliest_s[place]);
  }
}

/** Every vehicle with room in its plan, with the place and time from which it could set out. */
function listThoseInReach(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  candidates: Candidates,
  since: number,
): void {
  const { vehicles, stops, requests, settings } = fleet;
  const { link, position_m, available_s, stopCount, onboardCount, firstStop, capacity } = vehicles;
  const { changedAt, range_s, dutyEnd_s, operator } = vehicles;
  const asked = requests.operator[request];
  const latest_s = requests.latestPickup_s[request] + ROUNDING_s;
  const mostOnboardCount = seatsFor(fleet, request) - requests.partySize[request];
  const longestPlan = settings.planCapacity - 2;
  let count = 0;
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (changedAt[vehicle]! < since || range_s[vehicle] === 0) continue;
    if (dutyEnd_s[vehicle]! <= time_s || operator[vehicle] !== asked) continue;
    let earliest_s = Math.max(available_s[vehicle], time_s);
    let fromLink: number = link[vehicle];
    let from_m = position_m[vehicle];
    if (earliest_s > latest_s || fromLink === NONE || stopCount[vehicle] > longestPlan) continue;
    if (onboardCount[vehicle] > mostOnboardCount) {
      const stop = firstStop[vehicle];
      earliest_s += travelTime(fromLink, from_m, stops.link[stop], stops.position_m[stop]);
      fromLink = stops.link[stop];
      from_m = stops.position_m[stop];
    }
    candidates.vehicle[count] = vehicle;
    candidates.earliest_s[count] = earliest_s;
    candidates.link[count] = fromLink;
    candidates.position_m[count] = from_m;
    count++;
  }
  candidates.count = count;
}

/** Times of the ways from the first `count` places to one, into `way_s`. */
export function measureWays(
  from: { readonly link: Int32Array; readonly position_m: Float64Array; readonly count: number },
  toLink: number,
  to_m: number,
  travelTime: TravelTime,
  way_s: Float64Array,
): void {
  if (travelTime.fromMany !== undefined) {
    travelTime.fromMany(from, toLink, to_m, way_s);
    return;
  }
  const { link, position_m, count } = from;
  for (let at = 0; at < count; at++) {
    way_s[at] = travelTime(link[at]!, position_m[at]!, toLink, to_m);
  }
}

/** Takes the root out. */
export function takeEarliest(candidates: Candidates): FleetVehicleId {
  const { vehicle, earliest_s } = candidates;
  const earliest = vehicle[0] as FleetVehicleId;
  const last = --candidates.count;
  settle(candidates, 0, vehicle[last], earliest_s[last]);
  return earliest;
}

/** Finds the place for an entry in the heap below `free`. */
function settle(candidates: Candidates, free: number, entrant: number, its_s: number): void {
  const { vehicle, earliest_s, count } = candidates;
  let place = free;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= count) break;
    const other = child + 1;
    if (
      other < count &&
      isEarlier(vehicle[other], earliest_s[other], vehicle[child], earliest_s[child])
    ) {
      child = other;
    }
    if (!isEarlier(vehicle[child], earliest_s[child], entrant, its_s)) break;
    vehicle[place] = vehicle[child];
    earliest_s[place] = earliest_s[child];
    place = child;
  }
  vehicle[place] = entrant;
  earliest_s[place] = its_s;
}

function isEarlier(one: number, one_s: number, other: number, other_s: number): boolean {
  return one_s < other_s || (one_s === other_s && one < other);
}
