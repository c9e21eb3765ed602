/**
 * The cheapest order in which one vehicle can serve a set of requests besides the people aboard: all
 * orders are tried, depth first, and left as soon as a promise cannot be kept or the cost is no
 * better. The cost is the insertion's: time of work, and a weight for waits.
 *
 * A party that could not be reached in time by driving straight to it now cannot be reached later
 * (the triangle inequality of TravelTime), so one late party ends a branch.
 */
import { NONE } from '../base/ids.js';
import { type FleetVehicleId, type RequestId, STOP_KIND } from '../state/fleet-tables.js';
import { ROUNDING_s } from './candidates.js';
import type { Fleet, TravelTime } from './fleet.js';
import { earliestStart, type PlanSchedule } from './plan-schedule.js';

/** Promises as they can be kept now: those that traffic has broken may get no worse. By request. */
export interface Promises {
  readonly latestPickup_s: Float64Array;
  readonly longestRide_s: Float64Array;
}

export interface PlanSearch {
  readonly waitWeight: number;
  readonly nodeLimit: number;
  /** The parties: first those aboard, then those to be picked up. */
  partyCount: number;
  readonly party: Int32Array;
  readonly stage: Uint8Array;
  readonly pickedUp_s: Float64Array;
  /** Stops as 2 × request + kind, in the order under trial and the best so far. */
  readonly order: Int32Array;
  readonly bestOrder: Int32Array;
  stopCount: number;
  bestCost_s: number;
  nodesLeft: number;
}

const [WAITING, ABOARD, GONE] = [0, 1, 2] as const;

export const createPlanSearch = (
  planCapacity: number,
  { waitWeight, nodeLimit }: { readonly waitWeight: number; readonly nodeLimit: number },
): PlanSearch => ({
  waitWeight,
  nodeLimit,
  partyCount: 0,
  party: new Int32Array(planCapacity),
  stage: new Uint8Array(planCapacity),
  pickedUp_s: new Float64Array(planCapacity),
  order: new Int32Array(planCapacity),
  bestOrder: new Int32Array(planCapacity),
  stopCount: 0,
  bestCost_s: 0,
  nodesLeft: 0,
});

/**
 * Finds it; false if there is none, or none within the limit of nodes. The order and its cost are
 * left in `search`.
 */
export function searchPlan(
  fleet: Fleet,
  ask: {
    readonly vehicle: FleetVehicleId;
    readonly aboard: readonly number[];
    readonly requests: readonly number[];
    readonly time_s: number;
  },
  promises: Promises,
  travelTime: TravelTime,
  search: PlanSearch,
): boolean {
  const { vehicle, aboard, requests, time_s } = ask;
  const { vehicles } = fleet;
  search.partyCount = 0;
  search.stopCount = aboard.length + 2 * requests.length;
  if (search.stopCount > search.order.length) return false;
  for (const request of aboard) {
    search.pickedUp_s[search.partyCount] = fleet.requests.pickedUp_s[request]!;
    search.stage[search.partyCount] = ABOARD;
    search.party[search.partyCount++] = request;
  }
  for (const request of requests) {
    search.stage[search.partyCount] = WAITING;
    search.party[search.partyCount++] = request;
  }
  search.bestCost_s = Number.POSITIVE_INFINITY;
  search.nodesLeft = search.nodeLimit;
  if (search.stopCount === 0) {
    search.bestCost_s = 0;
    return true;
  }
  const start_s = earliestStart(fleet, vehicle, time_s);
  const drive = { fleet, promises, travelTime, start_s, range_s: vehicles.range_s[vehicle] };
  const at = { link: vehicles.link[vehicle] as number, position_m: vehicles.position_m[vehicle] };
  extend(search, drive, 0, at, start_s, vehicles.onboardCount[vehicle], 0);
  return search.bestCost_s < Number.POSITIVE_INFINITY;
}

interface Drive {
  readonly fleet: Fleet;
  readonly promises: Promises;
  readonly travelTime: TravelTime;
  readonly start_s: number;
  /** Longest plan that the vehicle's battery allows. */
  readonly range_s: number;
}

interface Place {
  readonly link: number;
  readonly position_m: number;
}

/** Tries every party's next stop after `stopCount` stops, the last at `at`, reached at `time_s`. */
function extend(
  search: PlanSearch,
  drive: Drive,
  stopCount: number,
  at: Place,
  time_s: number,
  loadCount: number,
  wait_s: number,
): void {
  const { requests, settings } = drive.fleet;
  const end_s = time_s + settings.dwell_s - drive.start_s;
  const cost_s = end_s + search.waitWeight * wait_s;
  if (cost_s >= search.bestCost_s || (stopCount > 0 && end_s > drive.range_s)) return;
  if (stopCount === search.stopCount) {
    search.bestCost_s = cost_s;
    search.bestOrder.set(search.order);
    return;
  }
  if (search.nodesLeft-- <= 0 || isTooLate(search, drive, stopCount, at, time_s)) return;
  for (let party = 0; party < search.partyCount; party++) {
    const stage = search.stage[party]!;
    if (stage === GONE) continue;
    const request = search.party[party]!;
    const isPickup = stage === WAITING;
    const newLoad = loadCount + (isPickup ? 1 : -1) * requests.partySize[request]!;
    if (newLoad > settings.seatCount) continue;
    const there = placeOf(drive.fleet, request, isPickup);
    const there_s = time_s + leg_s(drive, stopCount, at, there);
    const arrival_s = isPickup ? Math.max(there_s, requests.earliest_s[request]!) : there_s;
    search.order[stopCount] = 2 * request + (isPickup ? STOP_KIND.pickup : STOP_KIND.dropoff);
    search.stage[party] = stage + 1;
    if (isPickup) search.pickedUp_s[party] = arrival_s;
    const newWait_s = isPickup ? wait_s + arrival_s - requests.earliest_s[request]! : wait_s;
    extend(search, drive, stopCount + 1, there, arrival_s, newLoad, newWait_s);
    search.stage[party] = stage;
  }
}

/** Would someone's promise be broken even if they came next? */
function isTooLate(
  search: PlanSearch,
  drive: Drive,
  stopCount: number,
  at: Place,
  time_s: number,
): boolean {
  const { latestPickup_s, longestRide_s } = drive.promises;
  for (let party = 0; party < search.partyCount; party++) {
    const stage = search.stage[party];
    if (stage === GONE) continue;
    const request = search.party[party]!;
    const there = placeOf(drive.fleet, request, stage === WAITING);
    const arrival_s = time_s + leg_s(drive, stopCount, at, there);
    const latest_s =
      stage === WAITING
        ? latestPickup_s[request]!
        : search.pickedUp_s[party]! + longestRide_s[request]!;
    if (arrival_s > latest_s + ROUNDING_s) return true;
  }
  return false;
}

function leg_s({ fleet, travelTime }: Drive, stopCount: number, from: Place, to: Place): number {
  if (from.link === to.link && from.position_m === to.position_m) return 0;
  const stand_s = stopCount === 0 ? 0 : fleet.settings.dwell_s;
  return stand_s + travelTime(from.link, from.position_m, to.link, to.position_m);
}

const placeOf = ({ requests }: Fleet, request: number, isPickup: boolean): Place =>
  isPickup
    ? { link: requests.originLink[request]!, position_m: requests.originPosition_m[request]! }
    : {
        link: requests.destinationLink[request]!,
        position_m: requests.destinationPosition_m[request]!,
      };

/** The cost of a plan as it stands, and what its promises have become. */
export function readPlan(
  fleet: Fleet,
  { stopCount, stop, arrival_s, pickupEntry, limit_s }: PlanSchedule,
  waitWeight: number,
  promises: Promises,
): { readonly cost_s: number; readonly aboard: number[]; readonly waiting: number[] } {
  const { stops, requests, settings } = fleet;
  const aboard: number[] = [];
  const waiting: number[] = [];
  let wait_s = 0;
  for (let entry = 1; entry <= stopCount; entry++) {
    const request = stops.request[stop[entry]!] as RequestId;
    if (stops.kind[stop[entry]!] === STOP_KIND.pickup) {
      waiting.push(request);
      promises.latestPickup_s[request] = limit_s[entry]!;
      wait_s += arrival_s[entry]! - requests.earliest_s[request];
    } else if (pickupEntry[entry] === NONE) {
      aboard.push(request);
      promises.longestRide_s[request] = limit_s[entry]! - requests.pickedUp_s[request];
    } else {
      promises.longestRide_s[request] = limit_s[entry]!;
    }
  }
  const worked_s = stopCount === 0 ? 0 : arrival_s[stopCount]! + settings.dwell_s - arrival_s[0]!;
  return { cost_s: worked_s + waitWeight * wait_s, aboard, waiting };
}
