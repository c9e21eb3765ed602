/**
 * Pooling by cheapest insertion: a request's pick-up and drop-off go to where they add least to a
 * vehicle's time, of all the places in all the candidates' plans where every promise is kept.
 *
 * (Jaw, Odoni, Psaraftis, Wilson 1986, "A heuristic algorithm for the multi-vehicle advance request
 * dial-a-ride problem with time windows", Transportation Research B 20(3).) The order of the stops
 * already planned is kept. Times are summed along the plan in the order in which it will be driven,
 * so that what is found feasible here is feasible to the last bit wherever it is summed again.
 */
import { NONE } from '../base/ids.js';
import type { FleetVehicleId, RequestId, StopId } from '../state/fleet-tables.js';
import { type Candidates, createCandidates, findCandidates } from './candidates.js';
import type { Dispatcher } from './dispatch.js';
import type { Fleet, TravelTime } from './fleet.js';
import {
  createPlanSchedule,
  earliestStart,
  isSamePlace,
  keepArrivals,
  type PlanSchedule,
  schedulePlan,
} from './plan-schedule.js';
import { insertStops, type PlanPlace } from './stop-plan.js';

export interface InsertionSettings {
  /** Longest plan that can occur: `planCapacity` of the fleet. */
  readonly planCapacity: number;
  /** At most this many vehicles, those with the earliest pick-up, are tried exhaustively. */
  readonly candidateLimit?: number;
  /** Seconds of vehicle time that one second of the new traveller's wait is worth. */
  readonly waitWeight?: number;
}

/**
 * Enough to lose little against trying every vehicle; a tenth of a second a second lets the nearer
 * of two equally cheap vehicles come, without sending an idle one past a detour that pooling
 * allows.
 */
const CANDIDATE_LIMIT = 40;
const WAIT_WEIGHT = 0.1;

/** One dispatcher's working memory; nothing is allocated per request. */
interface Trial {
  readonly waitWeight: number;
  readonly candidates: Candidates;
  readonly schedule: PlanSchedule;
  /** Legs between the plan's entries and the new stops, dwell before them included. */
  readonly toPickup_s: Float64Array;
  readonly fromPickup_s: Float64Array;
  readonly toDropoff_s: Float64Array;
  readonly fromDropoff_s: Float64Array;
  pickupToDropoff_s: number;
  /** Arrivals at the plan's entries with the new stops put in. */
  readonly arrival_s: Float64Array;
  /** The request's own terms. */
  partySize: number;
  submitted_s: number;
  latestPickup_s: number;
  longestRide_s: number;
  /** The best so far. */
  vehicle: FleetVehicleId | typeof NONE;
  cost_s: number;
  readonly place: PlanPlace;
}

export function createInsertion({
  planCapacity,
  candidateLimit = CANDIDATE_LIMIT,
  waitWeight = WAIT_WEIGHT,
}: InsertionSettings): Dispatcher {
  const trial = createTrial(planCapacity, candidateLimit, waitWeight);
  return {
    assign(fleet, request, time_s, travelTime) {
      if (fleet.settings.planCapacity > planCapacity) {
        throw new RangeError(
          `Plans of ${fleet.settings.planCapacity} stops, tried in ${planCapacity}.`,
        );
      }
      beginTrial(fleet, request, trial);
      findCandidates(fleet, request, time_s, travelTime, trial.candidates);
      const { vehicle, count } = trial.candidates;
      for (let candidate = 0; candidate < count; candidate++) {
        tryVehicle(fleet, request, vehicle[candidate] as FleetVehicleId, time_s, travelTime, trial);
      }
      if (trial.vehicle !== NONE) insertBest(fleet, request, time_s, travelTime, trial);
      return trial.vehicle;
    },
  };
}

function createTrial(planCapacity: number, candidateLimit: number, waitWeight: number): Trial {
  const perEntry = (): Float64Array => new Float64Array(planCapacity + 1);
  return {
    waitWeight,
    candidates: createCandidates(candidateLimit),
    schedule: createPlanSchedule(planCapacity),
    toPickup_s: perEntry(),
    fromPickup_s: perEntry(),
    toDropoff_s: perEntry(),
    fromDropoff_s: perEntry(),
    pickupToDropoff_s: 0,
    arrival_s: perEntry(),
    partySize: 0,
    submitted_s: 0,
    latestPickup_s: 0,
    longestRide_s: 0,
    vehicle: NONE,
    cost_s: 0,
    place: { pickupAfter: NONE, dropoffAfter: NONE },
  };
}

function beginTrial({ requests }: Fleet, request: RequestId, trial: Trial): void {
  trial.partySize = requests.partySize[request];
  trial.submitted_s = requests.submitted_s[request];
  trial.latestPickup_s = requests.latestPickup_s[request];
  trial.longestRide_s = requests.longestRide_s[request];
  trial.vehicle = NONE;
  trial.cost_s = Number.POSITIVE_INFINITY;
}

function insertBest(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  { vehicle, place, schedule }: Trial,
): void {
  const served = vehicle as FleetVehicleId;
  fleet.vehicles.available_s[served] = earliestStart(fleet, served, time_s);
  insertStops(fleet, served, request, place);
  schedulePlan(fleet, served, time_s, travelTime, schedule);
  keepArrivals(fleet, schedule);
}

/** Every place for the pick-up that has a seat and is in time. */
function tryVehicle(
  fleet: Fleet,
  request: RequestId,
  vehicle: FleetVehicleId,
  time_s: number,
  travelTime: TravelTime,
  trial: Trial,
): void {
  const { schedule } = trial;
  schedulePlan(fleet, vehicle, time_s, travelTime, schedule);
  measureLegs(fleet, request, travelTime, trial);
  const { stopCount, arrival_s, loadCount } = schedule;
  const seatsUsableCount = fleet.settings.seatCount - trial.partySize;
  for (let before = 0; before <= stopCount; before++) {
    if (arrival_s[before] > trial.latestPickup_s) break;
    trial.arrival_s[before] = arrival_s[before];
    if (loadCount[before] > seatsUsableCount) continue;
    const pickup_s = arrival_s[before] + trial.toPickup_s[before];
    if (pickup_s <= trial.latestPickup_s) {
      tryDropoffs(vehicle, before, pickup_s, seatsUsableCount, fleet.settings.dwell_s, trial);
    }
  }
}

/** Every place for the drop-off once the pick-up follows entry `before`. */
function tryDropoffs(
  vehicle: FleetVehicleId,
  before: number,
  pickup_s: number,
  seatsUsableCount: number,
  dwell_s: number,
  trial: Trial,
): void {
  const { schedule, arrival_s, longestRide_s } = trial;
  const { stopCount, leg_s, loadCount } = schedule;
  const pickupCost_s = trial.waitWeight * (pickup_s - trial.submitted_s);
  for (let last = before; last <= stopCount; last++) {
    let dropoff_s = pickup_s + trial.pickupToDropoff_s;
    if (last > before) {
      arrival_s[last] =
        last === before + 1
          ? pickup_s + trial.fromPickup_s[last]
          : arrival_s[last - 1] + leg_s[last];
      if (arrival_s[last] - pickup_s > longestRide_s) return;
      if (loadCount[last] > seatsUsableCount || !isInTime(trial, last)) return;
      dropoff_s = arrival_s[last] + trial.toDropoff_s[last];
    }
    if (dropoff_s - pickup_s > longestRide_s || !restIsInTime(trial, last, dropoff_s)) continue;
    const end_s = last === stopCount ? dropoff_s : arrival_s[stopCount];
    // An idle vehicle is at work from now on; a busy one from its planned end, dwell included.
    const added_s =
      stopCount === 0
        ? end_s + dwell_s - schedule.arrival_s[0]
        : end_s - schedule.arrival_s[stopCount];
    offer(trial, vehicle, before, last, added_s + pickupCost_s);
  }
}

/** Drives on from the drop-off, which follows entry `last`, to the end of the plan. */
function restIsInTime(trial: Trial, last: number, dropoff_s: number): boolean {
  const { arrival_s } = trial;
  const { stopCount, leg_s } = trial.schedule;
  if (last === stopCount) return true;
  arrival_s[last + 1] = dropoff_s + trial.fromDropoff_s[last + 1];
  if (!isInTime(trial, last + 1)) return false;
  for (let entry = last + 2; entry <= stopCount; entry++) {
    arrival_s[entry] = arrival_s[entry - 1] + leg_s[entry];
    if (!isInTime(trial, entry)) return false;
  }
  return true;
}

function isInTime({ arrival_s, schedule }: Trial, entry: number): boolean {
  const pickup = schedule.pickupEntry[entry];
  const used_s = pickup === NONE ? arrival_s[entry] : arrival_s[entry] - arrival_s[pickup];
  return used_s <= schedule.limit_s[entry];
}

function offer(
  trial: Trial,
  vehicle: FleetVehicleId,
  before: number,
  last: number,
  cost_s: number,
): void {
  const isBetter =
    cost_s < trial.cost_s || (cost_s === trial.cost_s && vehicle < (trial.vehicle as number));
  if (!isBetter) return;
  trial.vehicle = vehicle;
  trial.cost_s = cost_s;
  trial.place.pickupAfter = trial.schedule.stop[before] as StopId;
  trial.place.dropoffAfter = trial.schedule.stop[last] as StopId;
}

function measureLegs(fleet: Fleet, request: RequestId, travelTime: TravelTime, trial: Trial): void {
  const { originLink, originPosition_m, destinationLink, destinationPosition_m } = fleet.requests;
  const { dwell_s } = fleet.settings;
  const { schedule, toPickup_s, fromPickup_s, toDropoff_s, fromDropoff_s } = trial;
  const { link, position_m, arrival_s, stopCount } = schedule;
  const fromLink = originLink[request];
  const from_m = originPosition_m[request];
  const toLink = destinationLink[request];
  const to_m = destinationPosition_m[request];
  trial.pickupToDropoff_s =
    fromLink === toLink && from_m === to_m
      ? 0
      : dwell_s + travelTime(fromLink, from_m, toLink, to_m);
  let isReachable = true;
  for (let entry = 0; entry <= stopCount; entry++) {
    const here = link[entry];
    const here_m = position_m[entry];
    const stand_s = entry === 0 ? 0 : dwell_s;
    const isPickup = isSamePlace(schedule, entry, fromLink, from_m);
    const isDropoff = isSamePlace(schedule, entry, toLink, to_m);
    // fromPickup is used one entry after the last place for a pick-up.
    if (isReachable && entry > 0) {
      fromPickup_s[entry] = isPickup ? 0 : dwell_s + travelTime(fromLink, from_m, here, here_m);
    }
    isReachable &&= arrival_s[entry] <= trial.latestPickup_s;
    if (isReachable) {
      toPickup_s[entry] = isPickup ? 0 : stand_s + travelTime(here, here_m, fromLink, from_m);
    }
    if (entry === 0) continue;
    toDropoff_s[entry] = isDropoff ? 0 : stand_s + travelTime(here, here_m, toLink, to_m);
    fromDropoff_s[entry] = isDropoff ? 0 : dwell_s + travelTime(toLink, to_m, here, here_m);
  }
}
