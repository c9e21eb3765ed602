/** The vehicles worth an exhaustive look: those that could be at the origin first. */
import { NONE } from '../base/ids.js';
import type { RequestId } from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';

export interface Candidates {
  readonly limit: number;
  count: number;
  /** The first `count` entries: a heap with the latest (pick-up, then row) at its root. */
  readonly vehicle: Int32Array;
  /** No pick-up by this vehicle can be earlier. */
  readonly earliest_s: Float64Array;
}

/**
 * Sums of the same legs in another order differ by rounding; a vehicle must not be lost to that.
 */
const ROUNDING_s = 1e-6;

export function createCandidates(limit: number): Candidates {
  if (!(limit >= 1)) throw new RangeError(`candidateLimit must be at least 1: ${limit}.`);
  return { limit, count: 0, vehicle: new Int32Array(limit), earliest_s: new Float64Array(limit) };
}

/**
 * Fills `candidates` with the vehicles that could be at the origin in time, the earliest ones.
 *
 * Earliest is straight to the origin, whatever the plan says; but a vehicle without enough free
 * seats first has to serve its next stop. By the triangle inequality no place in its plan is
 * earlier.
 *
 * This loop over all vehicles is most of the cost of a dispatch; hence one plain loop over columns.
 */
export function findCandidates(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  candidates: Candidates,
): void {
  const { vehicles, stops, requests, settings } = fleet;
  const { link, position_m, available_s, stopCount, onboardCount, firstStop, capacity } = vehicles;
  const toLink = requests.originLink[request];
  const to_m = requests.originPosition_m[request];
  const latest_s = requests.latestPickup_s[request] + ROUNDING_s;
  const mostOnboardCount = settings.seatCount - requests.partySize[request];
  const longestPlan = settings.planCapacity - 2;
  candidates.count = 0;
  let bound_s = latest_s;
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    let earliest_s = Math.max(available_s[vehicle], time_s);
    if (earliest_s > bound_s) continue;
    let fromLink: number = link[vehicle];
    let from_m = position_m[vehicle];
    if (fromLink === NONE || stopCount[vehicle] > longestPlan) continue;
    if (onboardCount[vehicle] > mostOnboardCount) {
      const stop = firstStop[vehicle];
      earliest_s += travelTime(fromLink, from_m, stops.link[stop], stops.position_m[stop]);
      fromLink = stops.link[stop];
      from_m = stops.position_m[stop];
    }
    earliest_s += travelTime(fromLink, from_m, toLink, to_m);
    if (earliest_s <= bound_s) {
      bound_s = Math.min(latest_s, keepEarliest(candidates, vehicle, earliest_s));
    }
  }
}

/**
 * Keeps the newcomer, in place of the latest if full. Returns the time that the next has to beat.
 */
function keepEarliest(candidates: Candidates, newcomer: number, its_s: number): number {
  const { limit, earliest_s } = candidates;
  if (candidates.count < limit) {
    settleUp(candidates, candidates.count++, newcomer, its_s);
    return candidates.count < limit ? Number.POSITIVE_INFINITY : earliest_s[0]!;
  }
  // Vehicles come in row order: of equals, the one kept already has the lower row.
  if (its_s < earliest_s[0]!) settleDown(candidates, newcomer, its_s);
  return earliest_s[0]!;
}

function settleUp(candidates: Candidates, free: number, newcomer: number, its_s: number): void {
  const { vehicle, earliest_s } = candidates;
  let place = free;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    // The newcomer has the highest row so far and goes above its equals.
    if (earliest_s[parent]! > its_s) break;
    vehicle[place] = vehicle[parent]!;
    earliest_s[place] = earliest_s[parent]!;
    place = parent;
  }
  vehicle[place] = newcomer;
  earliest_s[place] = its_s;
}

function settleDown(candidates: Candidates, newcomer: number, its_s: number): void {
  const { vehicle, earliest_s, count } = candidates;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && isLater(candidates, child + 1, child)) child++;
    if (earliest_s[child]! <= its_s) break;
    vehicle[place] = vehicle[child]!;
    earliest_s[place] = earliest_s[child]!;
    place = child;
  }
  vehicle[place] = newcomer;
  earliest_s[place] = its_s;
}

function isLater({ vehicle, earliest_s }: Candidates, one: number, other: number): boolean {
  return (
    earliest_s[one]! > earliest_s[other]! ||
    (earliest_s[one] === earliest_s[other] && vehicle[one]! > vehicle[other]!)
  );
}
