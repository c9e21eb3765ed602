/**
 * Pooling by the shareability graph of requests, trips and vehicles: which sets of requests could
 * each vehicle serve, and which of these trips together are best? (Alonso-Mora, Samaranayake,
 * Wallar, Frazzoli, Rus 2017, "On-demand high-capacity ride-sharing via dynamic trip-vehicle
 * assignment", PNAS 114(3).)
 *
 * First each new request is inserted where it adds least (`insertion.ts`): that is the choice to
 * start from, and the result is never dearer. Then the vehicles near the new requests may trade
 * all that they have not picked up yet. A party of one of them that is not in the new choice
 * would be worse off than promised: unlike in the paper, such choices cost more than any other.
 */
import { NONE } from '../base/ids.js';
import { type FleetVehicleId, REQUEST_STATE, type RequestId } from '../state/fleet-tables.js';
import {
  createCandidates,
  findCandidates,
  measureWays,
  ROUNDING_s,
  takeEarliest,
} from './candidates.js';
import type { BatchDispatcher } from './dispatch.js';
import type { Fleet, FleetSettings, TravelTime } from './fleet.js';
import { createInsertion, WAIT_WEIGHT } from './insertion.js';
import { createPlanSchedule, earliestStart, keepArrivals, schedulePlan } from './plan-schedule.js';
import {
  beginVehicle,
  bringOnly,
  createPlanSearch,
  type PlanSearch,
  type PlanWeights,
  readPlan,
  searchPlan,
} from './plan-search.js';
import { replacePlans } from './stop-plan.js';
import { type ChoiceLimits, costOfChoice, keepsRules, type TripSolver } from './trip-choice.js';
import { addColumn, beginColumns, type Columns, choiceOf } from './trip-columns.js';
import { chooseTrips } from './trip-solver.js';

export interface ShareabilitySettings extends ChoiceLimits, PlanWeights {
  /** Vehicles that each new request brings into play, by earliest pick-up. */
  readonly candidateLimit: number;
  /** Most requests of a trip that is built from nothing; a vehicle's present one may have more. */
  readonly tripSizeLimit: number;
  /** Orders tried for one trip, as nodes of the search. */
  readonly orderLimit: number;
  /** Trips kept for one vehicle. */
  readonly tripLimit: number;
}

/**
 * Bounds of work. With them 6,600 requests in an hour and 400 vehicles on 2.4 km × 2.4 km wait 80 s
 * and not 109 s as with insertion, are delayed by 150 s and not 166 s, and take 27 times as long to
 * dispatch, some 6 s of work (bench/kernels/rtv.ts).
 */
export const SHAREABILITY: ShareabilitySettings = {
  candidateLimit: 6,
  tripSizeLimit: 3,
  orderLimit: 400,
  tripLimit: 60,
  waitWeight: WAIT_WEIGHT,
  rideWeight: 0,
  nodeLimit: 2000,
  // A second of work.
  gap: 1,
};

/** Serving one more is worth more than any detour; a promise is worth more than any new request. */
const UNSERVED_COST_s = 1e5;
const PROMISE_COST_s = 1e7;

type FleetSizes = Pick<
  Required<FleetSettings>,
  'vehicleCount' | 'planCapacity' | 'requestCapacity'
>;

export function createShareability(
  sizes: FleetSizes,
  given: Partial<ShareabilitySettings> = {},
  solve: TripSolver = chooseTrips,
): BatchDispatcher {
  const settings = { ...SHAREABILITY, ...given };
  const insertion = createInsertion(sizes, { waitWeight: settings.waitWeight });
  const work = createWork(sizes, settings);
  return {
    assignAll(fleet, batch, batchCount, time_s, travelTime) {
      const requests = Array.from(batch.subarray(0, batchCount));
      const vehicles = vehiclesInPlay(fleet, requests, time_s, travelTime, work);
      for (const request of requests) {
        const served = insertion.assign(fleet, request as RequestId, time_s, travelTime);
        if (served !== NONE) vehicles.add(served);
      }
      if (vehicles.size === 0) return;
      const rows = [...vehicles].sort((a, b) => a - b);
      const columns = columnsOf(fleet, requests, rows, { time_s, travelTime }, work);
      const problem = choiceOf(columns);
      const chosen = solve(problem, settings);
      if (!keepsRules(problem, chosen)) throw new Error('The trip solver breaks a rule.');
      if (costOfChoice(problem, chosen) >= costOfChoice(problem, problem.start)) return;
      apply(fleet, columns, chosen, { time_s, travelTime }, work);
    },
  };
}

type Work = ReturnType<typeof createWork>;

function createWork(
  { vehicleCount, planCapacity, requestCapacity }: FleetSizes,
  settings: ShareabilitySettings,
) {
  return {
    settings,
    candidates: createCandidates(vehicleCount),
    schedule: createPlanSchedule(planCapacity),
    search: createPlanSearch(planCapacity, { ...settings, nodeLimit: settings.orderLimit }),
    promises: {
      latestPickup_s: new Float64Array(requestCapacity),
      longestRide_s: new Float64Array(requestCapacity),
    },
  };
}

function vehiclesInPlay(
  fleet: Fleet,
  requests: readonly number[],
  time_s: number,
  travelTime: TravelTime,
  { candidates, settings }: Work,
): Set<number> {
  const vehicles = new Set<number>();
  for (const request of requests) {
    findCandidates(fleet, request as RequestId, time_s, travelTime, candidates);
    for (let left = settings.candidateLimit; left > 0 && candidates.count > 0; left--) {
      vehicles.add(takeEarliest(candidates));
    }
  }
  return vehicles;
}

interface Now {
  readonly time_s: number;
  readonly travelTime: TravelTime;
}

/** Every trip found for the vehicles in play; each begins with the plan as it is and the empty one. */
function columnsOf(
  fleet: Fleet,
  batch: readonly number[],
  vehicles: readonly number[],
  now: Now,
  work: Work,
): Columns {
  const { promises, schedule, settings } = work;
  for (const request of batch) {
    promises.latestPickup_s[request] = fleet.requests.latestPickup_s[request]!;
    promises.longestRide_s[request] = fleet.requests.longestRide_s[request]!;
  }
  const plans = vehicles.map((row) => {
    const vehicle = row as FleetVehicleId;
    schedulePlan(fleet, vehicle, now.time_s, now.travelTime, schedule);
    return { vehicle, ...readPlan(fleet, schedule, settings, promises) };
  });
  const waiting = plans.flatMap((plan) => plan.waiting);
  const open = [...new Set([...batch, ...waiting])].sort((a, b) => a - b);
  const isNew = new Set(batch);
  const columns = beginColumns(
    open,
    open.map((request) => (isNew.has(request) ? UNSERVED_COST_s : PROMISE_COST_s)),
  );
  const reach = reachOf(fleet, open, vehicles, now, work);
  for (const [at, plan] of plans.entries()) addTrips(fleet, columns, plan, reach[at]!, now, work);
  return columns;
}

/**
 * By vehicle: the open requests whose origins it could reach in time by driving straight there, all
 * the others of its trips left aside. Nobody else can be in any of its trips, and a table of times
 * tells them from the rest much faster than a search of orders.
 */
function reachOf(
  fleet: Fleet,
  open: readonly number[],
  vehicles: readonly number[],
  { time_s, travelTime }: Now,
  { promises }: Work,
): readonly (readonly number[])[] {
  const { requests } = fleet;
  const from = {
    count: vehicles.length,
    link: Int32Array.from(vehicles, (row) => fleet.vehicles.link[row]!),
    position_m: Float64Array.from(vehicles, (row) => fleet.vehicles.position_m[row]!),
  };
  const start_s = vehicles.map((row) => earliestStart(fleet, row as FleetVehicleId, time_s));
  const reach = vehicles.map((): number[] => []);
  const way_s = new Float64Array(vehicles.length);
  for (const request of open) {
    const latest_s = promises.latestPickup_s[request]! + ROUNDING_s;
    const toLink = requests.originLink[request]!;
    measureWays(from, toLink, requests.originPosition_m[request]!, travelTime, way_s);
    for (let at = 0; at < vehicles.length; at++) {
      if (start_s[at]! + way_s[at]! <= latest_s) reach[at]!.push(request);
    }
  }
  return reach;
}

interface Plan {
  readonly vehicle: FleetVehicleId;
  readonly cost_s: number;
  readonly aboard: readonly number[];
  readonly waiting: readonly number[];
}

/**
 * Sets of one request more grow from sets that can be served, since who can be left out of a
 * feasible trip always can. Then the present trip with one request more, less, or another.
 */
function addTrips(
  fleet: Fleet,
  columns: Columns,
  plan: Plan,
  reach: readonly number[],
  now: Now,
  work: Work,
): void {
  const { settings } = work;
  const parties = [...new Set([...plan.aboard, ...plan.waiting, ...reach])];
  beginVehicle(fleet, plan.vehicle, parties, work.promises, work.search);
  columns.firstColumn.push(columns.cost.length);
  columns.vehicles.push(plan.vehicle);
  addColumn(columns, plan.cost_s, plan.waiting, null);
  const mostColumns = columns.cost.length + settings.tripLimit;
  const isFull = (): boolean => columns.cost.length >= mostColumns;
  const known = new Map<string, boolean>();
  const offer = (requests: readonly number[]): boolean => {
    const key = requests.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const isFeasible = !isFull() && addTrip(fleet, columns, plan, requests, now, work);
    known.set(key, isFeasible);
    return isFeasible;
  };
  if (!offer([])) {
    bringOnly(fleet, { ...plan, time_s: now.time_s }, now.travelTime, work.search);
    addFound(columns, [], work.search);
  }
  const singles = reach.filter((request) => offer([request]));
  offerNeighbours(plan, singles, offer, isFull);
  let trips = singles.map((request) => [request]);
  for (let size = 2; size <= settings.tripSizeLimit && trips.length > 0; size++) {
    const larger: number[][] = [];
    for (const trip of trips) {
      for (const request of singles) {
        // What follows can only add columns.
        if (isFull()) return;
        if (request <= trip[trip.length - 1]!) continue;
        const grown = [...trip, request];
        if (offer(grown)) larger.push(grown);
      }
    }
    trips = larger;
  }
}

/** The present trip with one request less, another in its place, or one more. */
function offerNeighbours(
  { waiting }: Plan,
  singles: readonly number[],
  offer: (requests: readonly number[]) => boolean,
  isFull: () => boolean,
): void {
  const isWaiting = new Set(waiting);
  const entrants = singles.filter((request) => !isWaiting.has(request));
  for (const request of waiting) {
    const others = waiting.filter((other) => other !== request);
    offer(sorted(others));
    for (const entrant of entrants) {
      if (isFull()) return;
      offer(sorted([...others, entrant]));
    }
  }
  for (const entrant of entrants) {
    if (isFull()) return;
    offer(sorted([...waiting, entrant]));
  }
}

const sorted = (requests: readonly number[]): number[] => [...requests].sort((a, b) => a - b);

function addTrip(
  fleet: Fleet,
  columns: Columns,
  plan: Plan,
  requests: readonly number[],
  { time_s, travelTime }: Now,
  { search }: Work,
): boolean {
  const ask = { vehicle: plan.vehicle, aboard: plan.aboard, requests, time_s };
  if (!searchPlan(fleet, ask, travelTime, search)) return false;
  addFound(columns, requests, search);
  return true;
}

function addFound(columns: Columns, requests: readonly number[], search: PlanSearch): void {
  const order = Array.from(search.bestOrder.subarray(0, search.stopCount));
  addColumn(columns, search.bestCost_s, requests, order);
}

/** Rewrites the plans that have changed; who is left out waits for the next dispatch. */
function apply(
  fleet: Fleet,
  columns: Columns,
  chosen: readonly number[],
  { time_s, travelTime }: Now,
  { schedule }: Work,
): void {
  const changed = chosen.flatMap((column, at) => {
    const order = columns.order[column];
    return order === null || order === undefined
      ? []
      : [{ vehicle: columns.vehicles[at] as FleetVehicleId, order }];
  });
  replacePlans(fleet, changed, time_s);
  for (const { vehicle } of changed) {
    schedulePlan(fleet, vehicle, time_s, travelTime, schedule);
    keepArrivals(fleet, schedule);
  }
  for (const request of columns.requests) {
    if (fleet.requests.vehicle[request] !== NONE) continue;
    fleet.requests.state[request] = REQUEST_STATE.submitted;
  }
}
