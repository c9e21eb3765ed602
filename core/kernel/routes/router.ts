/**
 * Routes and travel times for the journeys of a run: the routing room's search, its table of times
 * between junctions, and the turn times both are planned on, refreshed from the traffic.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import type { LinkPlace, RoadNetwork } from '../../network/road-network.js';
import type { Customizer } from '../../routing/customization.js';
import {
  createTurnTimes,
  type FreeTimes,
  freeTimesOf,
  lowestTurnTimes,
  noteStillWaiting,
  refreshTurnTimes,
  setDefaultTimes,
  type TurnTimes,
} from '../../routing/link-times.js';
import { hierarchyOf, type RouteOrder } from '../../routing/network-hierarchy.js';
import {
  addTargetSet,
  createRouteQuery,
  createRouteSearch,
  findRoute,
  moveBounds,
  type RouteQuery,
  type RouteSearch,
} from '../../routing/routes.js';
import {
  needsSweeps,
  refreshTimeTable,
  type TimeTable,
  timeTableOf,
  travelTime_s,
} from '../../routing/time-table.js';
import { findTimedRoute, type TimedCosts, type TimedSearch } from '../../routing/timed-routes.js';
import type { RoutingSettings } from '../../scenario/routing-settings.js';
import type { Column } from '../../state/table.js';
import type { TrafficState } from '../../traffic/traffic-state.js';
import type { Places } from '../places.js';
import {
  closeFirstTurns,
  closeTurns,
  createRoadsByClass,
  openFirstTurns,
  type RoadsByClass,
} from './class-roads.js';
import { type EarlierTimes, earlierAt } from './earlier-times.js';
import { priceSpanAt, type RoadPricing, roadPricingOf } from './road-pricing.js';

export interface Router {
  readonly search: RouteSearch;
  readonly query: RouteQuery;
  readonly free: FreeTimes;
  readonly times: TurnTimes;
  /** By turn: the times that drivers go by, those of the traffic or those expected without any. */
  readonly known_s: Column;
  /** By vehicle class, then turn: `known_s` and what its drivers pay for the link that it leads to. */
  readonly classCost_s: readonly Column[];
  readonly pricing: RoadPricing | null;
  /** What the day will be like, for drivers who learn from day to day or know an earlier day; else null. */
  expected: ExpectedDay | null;
  /** Times of an earlier day, where the run begins with them: expected where nobody drives. */
  earlier: EarlierTimes | null;
  /** Times between junctions on present times, and on empty streets. */
  readonly table: TimeTable;
  readonly freeTable: TimeTable;
  /** By gate: the number of its set of exits. */
  readonly exitSets: readonly number[];
  readonly routeCapacity: number;
  /** Turn times of the classes to which turns are closed. */
  readonly classes: RoadsByClass;
  /** Expected turn times by signal period, and the period now in force. */
  readonly defaults_s: readonly Float64Array[];
  period: number;
  /** Trips and legs that had no way to where they wanted. */
  unreachableCount: number;
}

export interface ExpectedDay {
  readonly search: TimedSearch;
  /** By class, and beside each what those of it do who are guided: 2 · class, and + 1. */
  readonly costs: readonly TimedCosts[];
  /** Times alone, for who plans ahead. */
  readonly ahead: TimedCosts;
  /** Do all drivers go by it? False on the first day. */
  isKnown: boolean;
}

/**
 * Up to here there is memory to keep a tree of lower bounds for every link; beyond, trees would be
 * grown again and again, and the bounds come from a hierarchy.
 */
const MOST_LINKS_BY_TREES = 8000;

export function createRouter(
  network: RoadNetwork,
  places: Places,
  routes: Int32Array,
  defaults_s: readonly Float64Array[],
  settings: RoutingSettings,
  start_s: number,
  order: RouteOrder | null = null,
): Router {
  const { noise, routeCapacity } = settings;
  const free = freeTimesOf(network);
  const lowestTurn_s = lowestTurnTimes(free.freeTurn_s, defaults_s);
  const times = createTurnTimes(defaults_s[0]!, lowestTurn_s);
  const known_s = settings.policy === 'free-flow' ? times.default_s : times.estimate_s;
  const pricing = roadPricingOf(network, settings);
  const isForSmall = order?.isForSmall === true;
  const isBoundByTrees = !isForSmall && network.linkCount <= MOST_LINKS_BY_TREES;
  const isSwept = isForSmall || needsSweeps(network);
  const hierarchy = isBoundByTrees && !isSwept ? null : hierarchyOf(network, order);
  const table = timeTableOf(network, free, isSwept ? hierarchy : null);
  const freeTable = timeTableOf(network, free, isSwept ? hierarchy : null);
  const search = createRouteSearch({
    graph: table.graph,
    freeTurn_s: free.freeTurn_s,
    linkFree_s: free.linkFree_s,
    lowestTurn_s,
    nameHash: network.links.nameHash,
    hierarchy: isBoundByTrees ? undefined : hierarchy!,
  });
  moveBounds(search, known_s);
  const query = createRouteQuery(search, routes);
  query.noise = noise;
  query.slotCount = routeCapacity;
  const router: Router = {
    search,
    query,
    free,
    times,
    known_s,
    classCost_s: VEHICLE_CLASSES.map(() =>
      pricing === null ? known_s : Float64Array.from(known_s),
    ),
    pricing,
    expected: null,
    earlier: null,
    table,
    freeTable,
    exitSets: places.gates.map(({ exits }) => addTargetSet(search, exits)),
    routeCapacity,
    classes: createRoadsByClass(),
    defaults_s,
    period: 0,
    unreachableCount: 0,
  };
  refreshTimeTable(table, times.estimate_s);
  addPrices(router, start_s);
  return router;
}

/** What puts new costs into the router's indexes: none in small networks. */
export const customizersOf = ({ search, table }: Router): Customizer[] =>
  [search.climbs?.customizer, table.sweeps?.customizer].filter((each) => each !== undefined);

/** Puts what links cost now on the times that drivers go by. */
export function addPrices({ pricing, known_s, classCost_s, search }: Router, time_s: number): void {
  if (pricing === null) return;
  const felt_s = pricing.felt_s[priceSpanAt(pricing, time_s)]!;
  const { turnTo } = search.graph;
  for (const [vehicleClass, cost_s] of classCost_s.entries()) {
    const link_s = felt_s[vehicleClass]!;
    for (let turn = 0; turn < cost_s.length; turn++) {
      cost_s[turn] = known_s[turn]! + link_s[turnTo[turn]!]!;
    }
  }
}

/** From now on no route costs less than it may: the times known, or the least of any hour. */
export function followTimes(router: Router): void {
  moveBounds(router.search, plansAhead(router) ? router.times.lowest_s : router.known_s);
}

/** Does anyone look for ways at times to come? */
const plansAhead = ({ expected, earlier }: Router): boolean =>
  expected?.isKnown === true || earlier !== null;

/** Where a route leads: a place on a link, or out by a gate. */
export interface Destination {
  readonly link: number;
  readonly position_m: number;
  /** Gate row, or NONE for the place. */
  readonly gate: number;
}

export interface Traveller {
  readonly mover: number;
  readonly hash: number;
  readonly vehicleClass: number;
  readonly isGuided: boolean;
  /** Bit k: the k-th turn of its link may be taken; -1 for all of one who is not on a lane yet. */
  readonly firstTurnMask: number;
  /** Clock time of setting out. */
  readonly time_s: number;
}

/** Share of its link that lies before a place. */
const fractionAt = ({ links }: RoadNetwork, { link, position_m }: Omit<Destination, 'gate'>) =>
  position_m / links.length_m[link]!;

/** Puts the ends of a route into the router's query. */
export function aim(router: Router, network: RoadNetwork, from: LinkPlace, to: Destination): void {
  setEnds(router, {
    originLink: from.link,
    originFraction: fractionAt(network, from),
    targetLink: to.gate === NONE ? to.link : NONE,
    targetFraction: to.gate === NONE ? fractionAt(network, to) : 1,
    gate: to.gate,
  });
}

type Ends = Pick<RouteQuery, 'originLink' | 'originFraction' | 'targetLink' | 'targetFraction'>;

export function setEnds({ query, exitSets }: Router, ends: Ends & { readonly gate: number }): void {
  query.originLink = ends.originLink;
  query.originFraction = ends.originFraction;
  query.targetLink = ends.targetLink;
  query.targetFraction = ends.targetFraction;
  query.targetSet = ends.gate === NONE ? NONE : exitSets[ends.gate]!;
}

/**
 * Writes the best route between the ends that `aim` has put in into the mover's slots. Returns the
 * number of its turns (those that did not fit are planned on when the route runs out), or NONE where
 * there is no way.
 */
export function planRoute(router: Router, network: RoadNetwork, traveller: Traveller): number {
  const { query, search, routeCapacity, expected, classes } = router;
  const { vehicleClass, isGuided, firstTurnMask } = traveller;
  query.travellerHash = traveller.hash;
  query.firstTurnMask = firstTurnMask;
  query.firstSlot = traveller.mover * routeCapacity;
  // Classes that may not use all lanes go by the times known now, which say what is closed to them.
  const roads = classes[vehicleClass] ?? null;
  let count: number;
  if (roads === null && expected?.isKnown === true) {
    const costs = expected.costs[2 * vehicleClass + (isGuided ? 1 : 0)]!;
    count = findTimedRoute(expected.search, query, costs, traveller.time_s);
  } else {
    query.turnCost_s = roads?.cost_s ?? router.classCost_s[vehicleClass]!;
    const isOnLane = firstTurnMask !== -1;
    if (roads !== null && isOnLane) openFirstTurns(roads, network, query.originLink);
    count = findRoute(search, query);
    if (roads !== null && isOnLane) closeFirstTurns(roads, network, query.originLink);
  }
  if (count < 0) router.unreachableCount++;
  return count < 0 ? NONE : Math.min(search.found.turnCount, routeCapacity);
}

/** Driving time on present times, for dispatch and for setting out in time. */
export const expectedTime_s = (router: Router, from: LinkPlace, to: LinkPlace): number =>
  travelTime_s(router.table, from, to);

/**
 * Driving time of who wants to be there at `arrive_s`: by what the day will be like then, where that
 * is known, else on present times.
 */
export function timeAhead_s(
  router: Router,
  network: RoadNetwork,
  from: LinkPlace,
  to: LinkPlace,
  arrive_s: number,
): number {
  const now_s = expectedTime_s(router, from, to);
  const { query, search, expected } = router;
  if (expected === null || !plansAhead(router) || now_s === Infinity) return now_s;
  const { noise, slotCount } = query;
  aim(router, network, from, { ...to, gate: NONE });
  Object.assign(query, { noise: 0, slotCount: 0, firstTurnMask: -1 });
  const count = findTimedRoute(expected.search, query, expected.ahead, arrive_s - now_s);
  Object.assign(query, { noise, slotCount });
  return count === NONE ? now_s : search.found.cost_s;
}

/** Takes what was experienced since the last refresh into routes and tables. */
export function refreshTimes(
  router: Router,
  { turns, movers, lanes, network, counters }: TrafficState,
  {
    time_s,
    smoothing,
    period,
    isForTable,
  }: {
    readonly time_s: number;
    readonly smoothing: number;
    readonly period: number;
    readonly isForTable: boolean;
  },
): void {
  const { times, earlier } = router;
  if (earlier !== null) setDefaultTimes(times, earlierAt(earlier, time_s));
  else if (period !== router.period) setDefaultTimes(times, router.defaults_s[period]!);
  router.period = period;
  for (let turn = 0; turn < network.turnCount; turn++) {
    times.sum_s[turn]! += turns.passed_s[turn]!;
    times.count[turn]! += turns.passedCount[turn]!;
    turns.passed_s[turn] = 0;
    turns.passedCount[turn] = 0;
  }
  const MOVER_END = 0;
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    const lane = movers.lane[mover];
    if (lane === NONE) continue;
    const isCrossing = lane >= network.linkLaneCount;
    const turn = isCrossing ? network.lanes.turn[lane] : movers.turn[mover];
    const stopsHere =
      !isCrossing && movers.stop_m[mover]! < Infinity && movers.isPocketBound[mover] === 0;
    if (turn === NONE || stopsHere) continue;
    noteStillWaiting(times, turn, time_s - movers.linkEntered_s[mover]!);
  }
  refreshTurnTimes(times, router.search.graph, { smoothing });
  if (!plansAhead(router)) followTimes(router);
  addPrices(router, time_s);
  closeTurns(router.classes, { network, lanes }, router.classCost_s);
  if (isForTable) refreshTimeTable(router.table, times.estimate_s);
}

/** Driving time on empty streets between two places, by a gate the nearest of its exits. */
export function freeTime_s(
  { freeTable }: Router,
  { links }: RoadNetwork,
  from: LinkPlace,
  exits: readonly LinkId[] | null,
  to: LinkPlace,
): number {
  if (exits === null) return travelTime_s(freeTable, from, to);
  let least_s = Infinity;
  for (const link of exits) {
    const way_s = travelTime_s(freeTable, from, { link, position_m: links.length_m[link]! });
    if (way_s < least_s) least_s = way_s;
  }
  return least_s;
}
