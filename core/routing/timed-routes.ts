/**
 * One traveller's best route by times of day: what a turn costs is looked up for the moment at which
 * the traveller would come onto its link. The same A* as in `routes.ts`, on costs that move on.
 *
 * Without noise and with times for costs the way found is the one that arrives first, since times are
 * first in, first out. With them, each link keeps the arrival of its cheapest way.
 */
import { NONE } from '../base/ids.js';
import { BUCKET_COUNT, emptyBuckets, takeFirst, wait } from './cost-tree.js';
import type { DayIntervals } from './day-times.js';
import {
  boundFrom,
  boundsOf,
  isFirstTurnAllowed,
  keepDirectWay,
  markGoals,
  PER_SECOND,
  putFirst,
  type RouteQuery,
  type RouteSearch,
  writeRoute,
} from './routes.js';
import { linkNoise, travellerFactor } from './traveller-noise.js';

/** Lists go interval by interval, each in the order of turns. */
export interface TimedCosts extends DayIntervals {
  readonly time_s: Float64Array;
  /** What the traveller wants little of: the times themselves, or more. */
  readonly cost_s: Float64Array;
  /** Clock times, rising from 0, at which prices change; and by span the price of each link. */
  readonly spanStarts_s: readonly number[];
  readonly price_s: readonly ArrayLike<number>[];
}

export interface TimedSearch {
  readonly search: RouteSearch;
  /** By link: clock time of coming onto it on its best way so far. */
  readonly reached_s: Float64Array;
}

export const createTimedSearch = (search: RouteSearch): TimedSearch => ({
  search,
  reached_s: new Float64Array(search.graph.linkCount),
});

/** As `findRoute`, from one link, for a traveller who sets out at `departure_s`. */
export function findTimedRoute(
  { search, reached_s }: TimedSearch,
  query: RouteQuery,
  costs: TimedCosts,
  departure_s: number,
): number {
  search.query++;
  search.waitingCount = 0;
  markGoals(search, query);
  const { originLink } = query;
  const isAhead =
    search.goalOf[originLink] === search.query &&
    (query.targetLink === NONE || query.targetFraction >= query.originFraction);
  if (isAhead) return keepDirectWay(search, query);
  const target = query.targetLink === NONE ? query.targetSet : query.targetLink;
  const potential_s = boundsOf(search, target);
  leaveOrigin(search, query, costs, { potential_s, reached_s, departure_s });
  const goal = searchGoal(search, query, costs, { potential_s, reached_s });
  return goal === NONE ? NONE : writeRoute(search, query, goal);
}

function leaveOrigin(
  search: RouteSearch,
  query: RouteQuery,
  costs: TimedCosts,
  at: {
    readonly potential_s: Float32Array;
    readonly reached_s: Float64Array;
    readonly departure_s: number;
  },
): void {
  const { graph, linkFree_s, reachedBy, cost_s, turnInto } = search;
  const { originLink: origin, originFraction, firstTurnMask, bannedLink } = query;
  const driven_s = originFraction * linkFree_s[origin]!;
  const factor = travellerFactor(query, search.nameHash[origin]!);
  const first = graph.firstTurn[origin]!;
  const place = placeAt(costs, at.departure_s);
  for (let turn = first; turn < graph.firstTurn[origin + 1]!; turn++) {
    const next = graph.turnTo[turn]!;
    if (!isFirstTurnAllowed(firstTurnMask, turn - first) || next === bannedLink) continue;
    const rest_s = boundFrom(search, at.potential_s, next);
    if (rest_s === Number.POSITIVE_INFINITY) continue;
    const own_s = valueAt(costs, costs.cost_s, turn, place) - driven_s;
    const price_s = priceOf_s(costs, next, at.departure_s);
    const nextCost_s = (own_s + price_s) * factor;
    if (reachedBy[next] === search.query && nextCost_s >= cost_s[next]!) continue;
    reachedBy[next] = search.query;
    cost_s[next] = nextCost_s;
    turnInto[next] = turn;
    at.reached_s[next] = at.departure_s + valueAt(costs, costs.time_s, turn, place) - driven_s;
    if (search.waitingCount === 0) search.firstBound_s = nextCost_s + rest_s;
    putFirst(search, next, nextCost_s + rest_s);
  }
}

function searchGoal(
  search: RouteSearch,
  query: RouteQuery,
  costs: TimedCosts,
  { potential_s, reached_s }: { potential_s: Float32Array; reached_s: Float64Array },
): number {
  const { waiting, firstBound_s, reachedBy, goalOf, goalCost_s, cost_s, turnInto } = search;
  const { firstTurn, turnTo } = search.graph;
  const { bannedLink, noise, travellerHash } = query;
  const { firstOfBucket } = waiting;
  const mark = search.query;
  const isPriced = costs.price_s.length > 0;
  let goal: number = NONE;
  let best_s = Number.POSITIVE_INFINITY;
  let { waitingCount } = search;
  let now = 0;
  while (waitingCount > 0) {
    const link = firstOfBucket[now & (BUCKET_COUNT - 1)]!;
    if (link === NONE) {
      now++;
      if (firstBound_s + now / PER_SECOND >= best_s) break;
      continue;
    }
    takeFirst(waiting, link);
    waitingCount--;
    search.expandedCount++;
    const linkCost_s = cost_s[link]!;
    if (goalOf[link] === mark && linkCost_s + goalCost_s[link]! < best_s) {
      best_s = linkCost_s + goalCost_s[link]!;
      goal = link;
    }
    const factor = 1 + noise * linkNoise(travellerHash, search.nameHash[link]!);
    const link_s = reached_s[link]!;
    const place = placeAt(costs, link_s);
    const end = firstTurn[link + 1]!;
    for (let turn = firstTurn[link]!; turn < end; turn++) {
      const next = turnTo[turn]!;
      let turn_s = valueAt(costs, costs.cost_s, turn, place);
      if (isPriced) turn_s += priceOf_s(costs, next, link_s);
      const nextCost_s = linkCost_s + turn_s * factor;
      const bound_s = nextCost_s + boundFrom(search, potential_s, next);
      if (bound_s >= best_s || next === bannedLink) continue;
      if (reachedBy[next] === mark && nextCost_s >= cost_s[next]!) continue;
      reachedBy[next] = mark;
      cost_s[next] = nextCost_s;
      turnInto[next] = turn;
      reached_s[next] = link_s + valueAt(costs, costs.time_s, turn, place);
      waitingCount += wait(waiting, next, (bound_s - firstBound_s) * PER_SECOND, now);
    }
  }
  emptyBuckets(waiting, waitingCount, now);
  search.found.cost_s = best_s;
  return goal;
}

/** What the traveller of `query` pays in time for a way of `turnCount` turns from `firstTurn` on. */
export function timedCost_s(
  search: RouteSearch,
  query: RouteQuery,
  costs: TimedCosts,
  way: {
    readonly turns: ArrayLike<number>;
    readonly firstTurn: number;
    readonly turnCount: number;
    readonly departure_s: number;
  },
): number {
  const { linkFree_s, nameHash, turnFrom } = search;
  const { turnTo } = search.graph;
  let time_s = way.departure_s;
  let cost_s = 0;
  let driven_s = query.originFraction * linkFree_s[query.originLink]!;
  let link = query.originLink;
  for (let at = way.firstTurn; at < way.firstTurn + way.turnCount; at++) {
    const turn = way.turns[at]!;
    const place = placeAt(costs, time_s);
    const factor = travellerFactor(query, nameHash[turnFrom[turn]!]!);
    link = turnTo[turn]!;
    const price_s = priceOf_s(costs, link, time_s);
    cost_s += (valueAt(costs, costs.cost_s, turn, place) - driven_s + price_s) * factor;
    time_s += valueAt(costs, costs.time_s, turn, place) - driven_s;
    driven_s = 0;
  }
  return cost_s + (query.targetLink === NONE ? 1 : query.targetFraction) * linkFree_s[link]!;
}

/** Intervals since the middle of the first: where between two middles a time of day lies. */
function placeAt({ start_s, interval_s, intervalCount }: TimedCosts, time_s: number): number {
  const place = (time_s - start_s) / interval_s - 0.5;
  return place <= 0 ? 0 : Math.min(place, intervalCount - 1);
}

function valueAt(
  { time_s, intervalCount }: TimedCosts,
  values: Float64Array,
  turn: number,
  place: number,
): number {
  const turnCount = time_s.length / intervalCount;
  const interval = Math.floor(place);
  const before = values[interval * turnCount + turn]!;
  if (place === interval) return before;
  return before + (place - interval) * (values[(interval + 1) * turnCount + turn]! - before);
}

const DAY_s = 86_400;

function priceOf_s({ spanStarts_s, price_s }: TimedCosts, link: number, time_s: number): number {
  if (price_s.length === 0) return 0;
  const clock_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  let span = spanStarts_s.length - 1;
  while (spanStarts_s[span]! > clock_s) span--;
  return price_s[span]![link]!;
}
