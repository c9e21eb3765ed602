/**
 * One request tried in one vehicle's plan: every place for its pick-up and for its drop-off.
 *
 * Times are summed along the plan in the order in which it will be driven, so that what is found
 * feasible here is feasible to the last bit wherever it is summed again.
 */
import { NONE } from '../base/ids.js';
import type { FleetVehicleId, RequestId, StopId } from '../state/fleet-tables.js';
import { ROUNDING_s } from './candidates.js';
import { type Fleet, longestPlan_s, seatsFor, type TravelTime } from './fleet.js';
import {
  createPlanSchedule,
  isSamePlace,
  type PlanSchedule,
  schedulePlan,
} from './plan-schedule.js';
import type { PlanPlace } from './stop-plan.js';

/** The working memory of a search, and the best place it has met. */
export interface Trial {
  readonly waitWeight: number;
  readonly schedule: PlanSchedule;
  /** Arrivals at the plan's entries with the new stops put in. */
  readonly arrival_s: Float64Array;
  /** Legs between the plan's entries and the new drop-off, with the dwell before them. */
  readonly toDropoff_s: Float64Array;
  readonly fromDropoff_s: Float64Array;
  pickupToDropoff_s: number;
  /** The request's own terms. */
  /** Nobody gets in before. */
  earliest_s: number;
  latestPickup_s: number;
  longestRide_s: number;
  /** Persons who may be aboard when the party gets in. */
  mostOnboardCount: number;
  dwell_s: number;
  /** Longest plan that the vehicle's battery and shift allow. */
  range_s: number;
  /** The best so far. */
  vehicle: FleetVehicleId | typeof NONE;
  cost_s: number;
  readonly place: PlanPlace;
}

export function createTrial(planCapacity: number, waitWeight: number): Trial {
  const perEntry = (): Float64Array => new Float64Array(planCapacity + 1);
  return {
    waitWeight,
    schedule: createPlanSchedule(planCapacity),
    arrival_s: perEntry(),
    toDropoff_s: perEntry(),
    fromDropoff_s: perEntry(),
    pickupToDropoff_s: 0,
    earliest_s: 0,
    latestPickup_s: 0,
    longestRide_s: 0,
    mostOnboardCount: 0,
    dwell_s: 0,
    range_s: 0,
    vehicle: NONE,
    cost_s: 0,
    place: { pickupAfter: NONE, dropoffAfter: NONE },
  };
}

export function beginTrial(fleet: Fleet, request: RequestId, trial: Trial): void {
  const { requests, settings } = fleet;
  trial.earliest_s = requests.earliest_s[request];
  trial.latestPickup_s = requests.latestPickup_s[request];
  trial.longestRide_s = requests.longestRide_s[request];
  trial.mostOnboardCount = seatsFor(fleet, request) - requests.partySize[request];
  trial.dwell_s = settings.dwell_s;
  trial.vehicle = NONE;
  trial.cost_s = Number.POSITIVE_INFINITY;
}

/** Tries every place in the vehicle's plan; false if none keeps every promise. */
export function tryVehicle(
  fleet: Fleet,
  request: RequestId,
  vehicle: FleetVehicleId,
  time_s: number,
  travelTime: TravelTime,
  trial: Trial,
): boolean {
  const { schedule, latestPickup_s, mostOnboardCount, dwell_s } = trial;
  const { link, position_m, arrival_s, loadCount } = schedule;
  const atLink = fleet.requests.originLink[request];
  const at_m = fleet.requests.originPosition_m[request];
  schedulePlan(fleet, vehicle, time_s, travelTime, schedule);
  trial.range_s = longestPlan_s(fleet, vehicle, arrival_s[0]!);
  let areDropoffLegsKnown = false;
  let isServing = false;
  for (let before = 0; before <= schedule.stopCount; before++) {
    if (arrival_s[before] > latestPickup_s) break;
    trial.arrival_s[before] = arrival_s[before];
    if (loadCount[before] > mostOnboardCount) continue;
    const toPickup_s = isSamePlace(schedule, before, atLink, at_m)
      ? 0
      : (before === 0 ? 0 : dwell_s) + travelTime(link[before], position_m[before], atLink, at_m);
    const there_s = arrival_s[before] + toPickup_s;
    const pickup_s = Math.max(there_s, trial.earliest_s);
    if (pickup_s > latestPickup_s) continue;
    const next = before + 1;
    if (next <= schedule.stopCount) {
      const fromPickup_s = isSamePlace(schedule, next, atLink, at_m)
        ? 0
        : dwell_s + travelTime(atLink, at_m, link[next], position_m[next]);
      trial.arrival_s[next] = Math.max(pickup_s + fromPickup_s, schedule.earliest_s[next]);
      // To drop off before the next stop, too, would make that later still.
      if (lateness_s(trial, next) > ROUNDING_s) continue;
    }
    if (!areDropoffLegsKnown) measureDropoffLegs(fleet, request, travelTime, trial);
    areDropoffLegsKnown = true;
    // A vehicle that is early stands there: that is no work.
    const idle_s = pickup_s - there_s;
    if (tryDropoffs(trial, vehicle, before, pickup_s, idle_s)) isServing = true;
  }
  return isServing;
}

/**
 * Every place for the drop-off once the pick-up follows entry `before`; the arrival at the entry
 * after that is in `trial.arrival_s`.
 */
function tryDropoffs(
  trial: Trial,
  vehicle: FleetVehicleId,
  before: number,
  pickup_s: number,
  idle_s: number,
): boolean {
  const { schedule, arrival_s, longestRide_s, mostOnboardCount } = trial;
  const { stopCount, leg_s, loadCount, earliest_s } = schedule;
  const waitCost_s = trial.waitWeight * (pickup_s - trial.earliest_s) - idle_s;
  let next_s = arrival_s[before + 1];
  let isServing = false;
  for (let last = before; last <= stopCount; last++) {
    let dropoff_s = pickup_s + trial.pickupToDropoff_s;
    if (last > before) {
      arrival_s[last] = next_s;
      if (next_s - pickup_s > longestRide_s) break;
      if (loadCount[last] > mostOnboardCount || lateness_s(trial, last) > 0) break;
      dropoff_s = next_s + trial.toDropoff_s[last];
      next_s = Math.max(next_s + leg_s[last + 1], earliest_s[last + 1]);
    }
    if (dropoff_s - pickup_s > longestRide_s || !isRestInTime(trial, last, dropoff_s)) continue;
    const end_s = last === stopCount ? dropoff_s : arrival_s[stopCount];
    if (end_s + trial.dwell_s - arrival_s[0] > trial.range_s) continue;
    isServing = true;
    offer(trial, vehicle, before, last, addedTime(trial, end_s) + waitCost_s);
  }
  return isServing;
}

/** Drives on from the drop-off, which follows entry `last`, to the end of the plan. */
function isRestInTime(trial: Trial, last: number, dropoff_s: number): boolean {
  const { arrival_s } = trial;
  const { stopCount, leg_s, earliest_s } = trial.schedule;
  if (last === stopCount) return true;
  arrival_s[last + 1] = Math.max(dropoff_s + trial.fromDropoff_s[last + 1], earliest_s[last + 1]);
  if (lateness_s(trial, last + 1) > 0) return false;
  for (let entry = last + 2; entry <= stopCount; entry++) {
    arrival_s[entry] = Math.max(arrival_s[entry - 1] + leg_s[entry], earliest_s[entry]);
    if (lateness_s(trial, entry) > 0) return false;
  }
  return true;
}

/** By how much the entry's promise would be broken; 0 or less if it is kept. */
function lateness_s({ arrival_s, schedule }: Trial, entry: number): number {
  const pickup = schedule.pickupEntry[entry];
  const used_s = pickup === NONE ? arrival_s[entry] : arrival_s[entry] - arrival_s[pickup];
  return used_s - schedule.limit_s[entry];
}

/** A busy vehicle works longer, an idle one from now on; its last dwell is work too. */
function addedTime({ schedule, dwell_s }: Trial, end_s: number): number {
  const { stopCount, arrival_s } = schedule;
  return stopCount === 0 ? end_s + dwell_s - arrival_s[0] : end_s - arrival_s[stopCount];
}

/** Of equally good places the lower vehicle row wins, then the earlier place. */
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

function measureDropoffLegs(
  { requests }: Fleet,
  request: RequestId,
  travelTime: TravelTime,
  trial: Trial,
): void {
  const { schedule, toDropoff_s, fromDropoff_s, dwell_s } = trial;
  const { link, position_m, stopCount } = schedule;
  const fromLink = requests.originLink[request];
  const from_m = requests.originPosition_m[request];
  const atLink = requests.destinationLink[request];
  const at_m = requests.destinationPosition_m[request];
  trial.pickupToDropoff_s =
    fromLink === atLink && from_m === at_m
      ? 0
      : dwell_s + travelTime(fromLink, from_m, atLink, at_m);
  for (let entry = 1; entry <= stopCount; entry++) {
    const isHere = isSamePlace(schedule, entry, atLink, at_m);
    const here = link[entry];
    const here_m = position_m[entry];
    toDropoff_s[entry] = isHere ? 0 : dwell_s + travelTime(here, here_m, atLink, at_m);
    fromDropoff_s[entry] = isHere ? 0 : dwell_s + travelTime(atLink, at_m, here, here_m);
  }
}
