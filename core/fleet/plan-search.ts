/**
 * The cheapest order in which one vehicle can serve a set of requests besides the people aboard: all
 * orders are tried, depth first, and left as soon as a promise cannot be kept or the cost is no
 * better. The cost is the insertion's, time of work and a weight for waits, and
 * a weight for riding.
 *
 * A party that could not be reached in time by driving straight to it now cannot be reached later
 * (the triangle inequality of TravelTime), so one late party ends a branch. Mean times of traffic keep
 * that inequality nearly: an order is then missed now and then, and to bring those aboard is asked for
 * by `bringOnly`, which misses none.
 */
import { NONE } from '../base/ids.js';
import { type FleetVehicleId, type RequestId, STOP_KIND } from '../state/fleet-tables.js';
import { ROUNDING_s } from './candidates.js';
import { type Fleet, longestPlan_s, type TravelTime } from './fleet.js';
import { earliestStart, type PlanSchedule } from './plan-schedule.js';

/** Promises as they can be kept now: those that traffic has broken may get no worse. By request. */
export interface Promises {
  readonly latestPickup_s: Float64Array;
  readonly longestRide_s: Float64Array;
}

/** Seconds of a vehicle's time that a second of a party's wait, or of its ride, is worth. */
export interface PlanWeights {
  readonly waitWeight: number;
  readonly rideWeight: number;
}

/**
 * Orders are tried by the hundred for the same few parties of a vehicle, so that the ways between
 * their places are looked up once.
 */
export interface PlanSearch extends PlanWeights {
  readonly nodeLimit: number;
  /** The parties under trial, as rows of `near`: first those aboard, then those to be picked up. */
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
  near: NearParties;
}

/** Whoever the vehicle carries or may pick up; a party's places are 1 + 2 × row + kind, 0 the vehicle's. */
interface NearParties {
  readonly capacity: number;
  readonly rowOf: Map<number, number>;
  readonly request: Int32Array;
  readonly partySize: Int32Array;
  readonly earliest_s: Float64Array;
  readonly latestPickup_s: Float64Array;
  readonly longestRide_s: Float64Array;
  readonly link: Int32Array;
  readonly position_m: Float64Array;
  /** By place and place: time of the way, SAME_PLACE, or NaN until it is asked for. */
  readonly way_s: Float64Array;
}

const SAME_PLACE = -1;
const [WAITING, ABOARD, GONE] = [0, 1, 2] as const;
const USUAL_NEAR = 64;

export const createPlanSearch = (
  planCapacity: number,
  { waitWeight, rideWeight, nodeLimit }: PlanWeights & { readonly nodeLimit: number },
): PlanSearch => ({
  waitWeight,
  rideWeight,
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
  near: createNear(USUAL_NEAR),
});

function createNear(capacity: number): NearParties {
  const placeCount = 1 + 2 * capacity;
  return {
    capacity,
    rowOf: new Map(),
    request: new Int32Array(capacity),
    partySize: new Int32Array(capacity),
    earliest_s: new Float64Array(capacity),
    latestPickup_s: new Float64Array(capacity),
    longestRide_s: new Float64Array(capacity),
    link: new Int32Array(placeCount),
    position_m: new Float64Array(placeCount),
    way_s: new Float64Array(placeCount * placeCount),
  };
}

/** Takes in the parties that `searchPlan` may be asked about for this vehicle, aboard ones included. */
export function beginVehicle(
  { requests, vehicles }: Fleet,
  vehicle: FleetVehicleId,
  parties: readonly number[],
  promises: Promises,
  search: PlanSearch,
): void {
  if (parties.length > search.near.capacity) search.near = createNear(2 * parties.length);
  const { near } = search;
  near.rowOf.clear();
  near.link[0] = vehicles.link[vehicle];
  near.position_m[0] = vehicles.position_m[vehicle];
  for (let row = 0; row < parties.length; row++) {
    const request = parties[row]!;
    near.rowOf.set(request, row);
    near.request[row] = request;
    near.partySize[row] = requests.partySize[request]!;
    near.earliest_s[row] = requests.earliest_s[request]!;
    near.latestPickup_s[row] = promises.latestPickup_s[request]!;
    near.longestRide_s[row] = promises.longestRide_s[request]!;
    const pickup = placeOf(row, STOP_KIND.pickup);
    near.link[pickup] = requests.originLink[request]!;
    near.position_m[pickup] = requests.originPosition_m[request]!;
    const dropoff = placeOf(row, STOP_KIND.dropoff);
    near.link[dropoff] = requests.destinationLink[request]!;
    near.position_m[dropoff] = requests.destinationPosition_m[request]!;
  }
  const stride = placeOf(near.capacity, STOP_KIND.pickup);
  const usedCount = placeOf(parties.length, STOP_KIND.pickup);
  for (let place = 0; place < usedCount; place++) {
    near.way_s.fill(Number.NaN, place * stride, place * stride + usedCount);
  }
}

const placeOf = (row: number, kind: number): number => 1 + 2 * row + kind;

/**
 * Finds it; false if there is none, or none within the limit of nodes. The order and its cost are
 * left in `search`. All parties must have been given to `beginVehicle`.
 */
export function searchPlan(
  fleet: Fleet,
  ask: {
    readonly vehicle: FleetVehicleId;
    readonly aboard: readonly number[];
    readonly requests: readonly number[];
    readonly time_s: number;
  },
  travelTime: TravelTime,
  search: PlanSearch,
): boolean {
  const { vehicle, aboard, requests, time_s } = ask;
  const { near } = search;
  search.partyCount = 0;
  search.stopCount = aboard.length + 2 * requests.length;
  if (search.stopCount > search.order.length) return false;
  for (const request of aboard) {
    search.pickedUp_s[search.partyCount] = fleet.requests.pickedUp_s[request]!;
    search.stage[search.partyCount] = ABOARD;
    search.party[search.partyCount++] = near.rowOf.get(request)!;
  }
  for (const request of requests) {
    search.stage[search.partyCount] = WAITING;
    search.party[search.partyCount++] = near.rowOf.get(request)!;
  }
  search.bestCost_s = Number.POSITIVE_INFINITY;
  search.nodesLeft = search.nodeLimit;
  if (search.stopCount === 0) {
    search.bestCost_s = 0;
    return true;
  }
  const start_s = earliestStart(fleet, vehicle, time_s);
  const { dwell_s, operators } = fleet.settings;
  const { seatCount } = operators[fleet.vehicles.operator[vehicle]!]!;
  const range_s = longestPlan_s(fleet, vehicle, start_s);
  const drive = { travelTime, start_s, dwell_s, seatCount, range_s };
  extend(search, drive, 0, 0, start_s, fleet.vehicles.onboardCount[vehicle], 0);
  return search.bestCost_s < Number.POSITIVE_INFINITY;
}

/**
 * Leaves in `search` the order in which `aboard` are given, and its cost: those who are in the vehicle
 * are brought where they want to go, however late that has become.
 */
export function bringOnly(
  fleet: Fleet,
  ask: { readonly vehicle: FleetVehicleId; readonly aboard: readonly number[]; time_s: number },
  travelTime: TravelTime,
  search: PlanSearch,
): void {
  const { near, rideWeight } = search;
  const { dwell_s } = fleet.settings;
  const start_s = earliestStart(fleet, ask.vehicle, ask.time_s);
  search.stopCount = 0;
  let [at, time_s, burden_s] = [0, start_s, 0];
  for (const request of ask.aboard) {
    const there = placeOf(near.rowOf.get(request)!, STOP_KIND.dropoff);
    time_s += leg_s(near, { travelTime, dwell_s }, search.stopCount, at, there);
    burden_s += rideWeight * (time_s - fleet.requests.pickedUp_s[request]!);
    search.bestOrder[search.stopCount++] = 2 * request + STOP_KIND.dropoff;
    at = there;
  }
  search.bestCost_s = search.stopCount === 0 ? 0 : time_s + dwell_s - start_s + burden_s;
}

interface Drive {
  readonly travelTime: TravelTime;
  readonly start_s: number;
  readonly dwell_s: number;
  readonly seatCount: number;
  /** Longest plan that the vehicle's battery and shift allow. */
  readonly range_s: number;
}

/** Tries every party's next stop after `stopCount` stops, the last at place `at`, reached at `time_s`. */
function extend(
  search: PlanSearch,
  drive: Drive,
  stopCount: number,
  at: number,
  time_s: number,
  loadCount: number,
  burden_s: number,
): void {
  const end_s = time_s + drive.dwell_s - drive.start_s;
  const cost_s = end_s + burden_s;
  if (cost_s >= search.bestCost_s || (stopCount > 0 && end_s > drive.range_s)) return;
  if (stopCount === search.stopCount) {
    search.bestCost_s = cost_s;
    search.bestOrder.set(search.order);
    return;
  }
  if (search.nodesLeft-- <= 0 || isTooLate(search, drive, stopCount, at, time_s)) return;
  const { near, party: rowOfParty, stage: stageOfParty } = search;
  for (let party = 0; party < search.partyCount; party++) {
    const stage = stageOfParty[party]!;
    if (stage === GONE) continue;
    const row = rowOfParty[party]!;
    const isPickup = stage === WAITING;
    const newLoad = loadCount + (isPickup ? near.partySize[row]! : -near.partySize[row]!);
    if (newLoad > drive.seatCount) continue;
    // Stages are numbered like the kinds of their next stops.
    const there = placeOf(row, stage);
    const there_s = time_s + leg_s(near, drive, stopCount, at, there);
    const arrival_s = isPickup ? Math.max(there_s, near.earliest_s[row]!) : there_s;
    search.order[stopCount] = 2 * near.request[row]! + stage;
    stageOfParty[party] = stage + 1;
    if (isPickup) search.pickedUp_s[party] = arrival_s;
    const added_s = isPickup
      ? search.waitWeight * (arrival_s - near.earliest_s[row]!)
      : search.rideWeight * (arrival_s - search.pickedUp_s[party]!);
    extend(search, drive, stopCount + 1, there, arrival_s, newLoad, burden_s + added_s);
    stageOfParty[party] = stage;
  }
}

/** Would someone's promise be broken even if they came next? */
function isTooLate(
  { near, party: rowOfParty, partyCount, stage: stageOfParty, pickedUp_s }: PlanSearch,
  drive: Drive,
  stopCount: number,
  at: number,
  time_s: number,
): boolean {
  for (let party = 0; party < partyCount; party++) {
    const stage = stageOfParty[party]!;
    if (stage === GONE) continue;
    const row = rowOfParty[party]!;
    const arrival_s = time_s + leg_s(near, drive, stopCount, at, placeOf(row, stage));
    const latest_s =
      stage === WAITING ? near.latestPickup_s[row]! : pickedUp_s[party]! + near.longestRide_s[row]!;
    if (arrival_s > latest_s + ROUNDING_s) return true;
  }
  return false;
}

/** The dwell before it and the way; nothing between stops at one place. */
function leg_s(
  near: NearParties,
  drive: Pick<Drive, 'travelTime' | 'dwell_s'>,
  stopCount: number,
  from: number,
  to: number,
): number {
  const known_s = near.way_s[from * placeOf(near.capacity, STOP_KIND.pickup) + to]!;
  const way_s = Number.isNaN(known_s) ? lookUp(near, drive.travelTime, from, to) : known_s;
  if (way_s === SAME_PLACE) return 0;
  return (stopCount === 0 ? 0 : drive.dwell_s) + way_s;
}

function lookUp(near: NearParties, travelTime: TravelTime, from: number, to: number): number {
  const { link, position_m, way_s } = near;
  const isSamePlace = link[from] === link[to] && position_m[from] === position_m[to];
  const found_s = isSamePlace
    ? SAME_PLACE
    : travelTime(link[from]!, position_m[from]!, link[to]!, position_m[to]!);
  way_s[from * placeOf(near.capacity, STOP_KIND.pickup) + to] = found_s;
  return found_s;
}

/** The cost of a plan as it stands, and what its promises have become. */
export function readPlan(
  fleet: Fleet,
  { stopCount, stop, arrival_s, pickupEntry, limit_s }: PlanSchedule,
  { waitWeight, rideWeight }: PlanWeights,
  promises: Promises,
): { readonly cost_s: number; readonly aboard: number[]; readonly waiting: number[] } {
  const { stops, requests, settings } = fleet;
  const aboard: number[] = [];
  const waiting: number[] = [];
  let burden_s = 0;
  for (let entry = 1; entry <= stopCount; entry++) {
    const request = stops.request[stop[entry]!] as RequestId;
    if (stops.kind[stop[entry]!] === STOP_KIND.pickup) {
      waiting.push(request);
      promises.latestPickup_s[request] = limit_s[entry]!;
      burden_s += waitWeight * (arrival_s[entry]! - requests.earliest_s[request]);
    } else if (pickupEntry[entry] === NONE) {
      aboard.push(request);
      burden_s += rideWeight * (arrival_s[entry]! - requests.pickedUp_s[request]);
      promises.longestRide_s[request] = limit_s[entry]! - requests.pickedUp_s[request];
    } else {
      burden_s += rideWeight * (arrival_s[entry]! - arrival_s[pickupEntry[entry]!]!);
      promises.longestRide_s[request] = limit_s[entry]!;
    }
  }
  const worked_s = stopCount === 0 ? 0 : arrival_s[stopCount]! + settings.dwell_s - arrival_s[0]!;
  return { cost_s: worked_s + burden_s, aboard, waiting };
}
