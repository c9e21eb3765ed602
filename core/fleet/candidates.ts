/** The vehicles worth an exhaustive look: those that could be at the origin first. */
import { NONE } from '../base/ids.js';
import type { FleetVehicleId, RequestId } from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';
import { earliestStart } from './plan-schedule.js';

export interface Candidates {
  readonly limit: number;
  count: number;
  /** By earliest pick-up, then row; the first `count` entries. */
  readonly vehicle: Int32Array;
  /** No pick-up by this vehicle can be earlier. */
  readonly earliest_s: Float64Array;
}

/** Sums of the same legs in another order differ by rounding; a vehicle must not be lost to that. */
const ROUNDING_s = 1e-6;

export function createCandidates(limit: number): Candidates {
  if (!(limit >= 1)) throw new RangeError(`candidateLimit must be at least 1: ${limit}.`);
  return { limit, count: 0, vehicle: new Int32Array(limit), earliest_s: new Float64Array(limit) };
}

/** Fills `candidates` with the vehicles that could be at the origin in time, the earliest ones. */
export function findCandidates(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  candidates: Candidates,
): void {
  const { vehicles, requests, settings } = fleet;
  const { link, stopCount, capacity } = vehicles;
  const longestPlan = settings.planCapacity - 2;
  const latest_s = requests.latestPickup_s[request] + ROUNDING_s;
  candidates.count = 0;
  for (let row = 0; row < capacity; row++) {
    if (link[row] === NONE || stopCount[row] > longestPlan) continue;
    const vehicle = row as FleetVehicleId;
    const earliest_s = earliestPickup(fleet, vehicle, request, time_s, travelTime);
    if (earliest_s <= latest_s) keepEarliest(candidates, vehicle, earliest_s);
  }
}

/**
 * Straight to the origin, whatever the plan says; but a vehicle without enough free seats first has
 * to serve its next stop. By the triangle inequality no place in its plan gives an earlier pick-up.
 */
function earliestPickup(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
): number {
  const { vehicles, stops, requests, settings } = fleet;
  const start_s = earliestStart(fleet, vehicle, time_s);
  const link = vehicles.link[vehicle];
  const position_m = vehicles.position_m[vehicle];
  const toLink = requests.originLink[request];
  const toPosition_m = requests.originPosition_m[request];
  if (vehicles.onboardCount[vehicle] + requests.partySize[request] <= settings.seatCount) {
    return start_s + travelTime(link, position_m, toLink, toPosition_m);
  }
  const first = vehicles.firstStop[vehicle];
  const viaLink = stops.link[first];
  const viaPosition_m = stops.position_m[first];
  const there_s = start_s + travelTime(link, position_m, viaLink, viaPosition_m);
  return there_s + travelTime(viaLink, viaPosition_m, toLink, toPosition_m);
}

/** Insertion into a short sorted array; vehicles come in row order, so equals stay in row order. */
function keepEarliest(candidates: Candidates, newcomer: FleetVehicleId, its_s: number): void {
  const { limit, vehicle, earliest_s } = candidates;
  if (candidates.count === limit && its_s >= earliest_s[limit - 1]) return;
  let place = candidates.count < limit ? candidates.count++ : limit - 1;
  while (place > 0 && earliest_s[place - 1] > its_s) {
    vehicle[place] = vehicle[place - 1];
    earliest_s[place] = earliest_s[place - 1];
    place--;
  }
  vehicle[place] = newcomer;
  earliest_s[place] = its_s;
}
