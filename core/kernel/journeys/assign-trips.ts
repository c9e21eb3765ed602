/**
 * Trips onto turns before the day starts: each trip takes its best route on expected times, with
 * its own noise, and loads the turns of it in the period of its departure.
 */
import { NONE } from '../../base/ids.js';
import { mix } from '../../base/random.js';
import {
  addTargetSet,
  createRouteQuery,
  createRouteSearch,
  findRoute,
  type RouteQuery,
  type RouteSearch,
  type RouteSearchInput,
} from '../../routing/routes.js';
import { travellerKey } from '../../routing/traveller-noise.js';

export interface PlannedTrip {
  /** One link, entered in its middle, or the links that share a gate, entered at their start. */
  readonly fromLinks: readonly number[];
  /** One link, driven to its middle, or the links that share a gate, driven to their end. */
  readonly toLinks: readonly number[];
  readonly departure_s: number;
  /** Of its name. */
  readonly hash: number;
  /** Turns of the route that it brings along, if it does. */
  readonly givenTurns?: Int32Array;
}

/**
 * Above this number every k-th trip by hash is routed and counts k-fold. At a turn with 100 veh/h
 * in a period of three hours a sixth of the trips still is 50 vehicles: a flow within 14 %.
 */
const ROUTED_TRIPS = 16_000;

/** Longest way that is counted; beyond it only the beginning is. */
const WAY_CAPACITY = 2048;

export interface Assignment {
  /** By period, then turn: mean flow over the period. */
  readonly flow_vph: readonly Float64Array[];
  readonly routedCount: number;
  /** Routed trips without a way from origin to destination. */
  readonly strandedCount: number;
}

export interface AssignmentSettings {
  readonly seed: number;
  readonly noise: number;
  /** Clock times at which periods begin, rising, the first at 0. */
  readonly periodStarts_s: readonly number[];
}

/** Routes on `turnCost_s` of the trip's period. */
export function assignTrips(
  roads: Omit<RouteSearchInput, 'lowestTurn_s'>,
  turnCost_s: readonly Float64Array[],
  trips: readonly PlannedTrip[],
  settings: AssignmentSettings,
): Assignment {
  const { turnCount } = roads.graph;
  const search = createRouteSearch({ ...roads, lowestTurn_s: leastOf(turnCost_s) });
  const way = new Int32Array(WAY_CAPACITY);
  const query = { ...createRouteQuery(search, way), slotCount: WAY_CAPACITY };
  query.noise = settings.noise;
  const targetSets = new Map<string, number>();
  const flow_vph = turnCost_s.map(() => new Float64Array(turnCount));
  const routed = sampleOf(trips);
  const hours = periodHours(settings.periodStarts_s);
  let strandedCount = 0;
  for (const trip of routed) {
    const period = periodOf(settings.periodStarts_s, trip.departure_s);
    query.turnCost_s = turnCost_s[period]!;
    query.travellerHash = travellerKey(settings.seed, trip.hash);
    const { givenTurns } = trip;
    if (givenTurns === undefined) setEnds(search, query, trip, targetSets);
    const count = givenTurns === undefined ? findRoute(search, query) : givenTurns.length;
    if (count === NONE) strandedCount++;
    const turns = givenTurns ?? way;
    const vehicles_vph = trips.length / routed.length / hours[period]!;
    for (let at = 0; at < count; at++) flow_vph[period]![turns[at]!]! += vehicles_vph;
  }
  return { flow_vph, routedCount: routed.length, strandedCount };
}

function leastOf(columns: readonly Float64Array[]): Float64Array {
  return columns[0]!.map((_, turn) => Math.min(...columns.map((column) => column[turn]!)));
}

function sampleOf(trips: readonly PlannedTrip[]): readonly PlannedTrip[] {
  const every = Math.ceil(trips.length / ROUTED_TRIPS);
  if (every <= 1) return trips;
  return trips.filter(({ hash }) => (mix(hash) >>> 0) % every === 0);
}

function setEnds(
  search: RouteSearch,
  query: RouteQuery,
  { fromLinks, toLinks }: PlannedTrip,
  targetSets: Map<string, number>,
): void {
  query.originLinks = fromLinks;
  query.originLink = fromLinks.length === 1 ? fromLinks[0]! : NONE;
  query.originFraction = 0.5;
  query.targetFraction = 0.5;
  query.targetLink = toLinks.length === 1 ? toLinks[0]! : NONE;
  if (toLinks.length === 1) return;
  const name = toLinks.join();
  let set = targetSets.get(name);
  if (set === undefined) {
    set = addTargetSet(search, toLinks);
    targetSets.set(name, set);
  }
  query.targetSet = set;
}

const DAY_s = 86_400;

/** Period in force at a time that may pass midnight. */
export function periodOf(periodStarts_s: readonly number[], time_s: number): number {
  const clock_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  let period = periodStarts_s.length - 1;
  for (let at = 0; at < periodStarts_s.length; at++) {
    if (periodStarts_s[at]! <= clock_s) period = at;
  }
  return period;
}

/** Length of each period; where the first begins after midnight, the last goes on until then. */
function periodHours(periodStarts_s: readonly number[]): number[] {
  return periodStarts_s.map((start_s, period) => {
    const end_s = periodStarts_s[period + 1] ?? DAY_s + periodStarts_s[0]!;
    return (end_s - start_s) / 3600;
  });
}
