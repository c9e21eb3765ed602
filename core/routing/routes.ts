/**
 * One traveller's best route on current turn costs: A* on the turn graph, led by exact lower bounds.
 *
 * Every traveller sees each link's turns dearer by a share of its own, drawn from (traveller, link
 * name): on a grid, ties would otherwise load one street and leave the next one empty.
 *
 * A query allocates nothing: it reads one RouteQuery, writes turns into the caller's array and the
 * rest into `search.found`.
 */
import { NONE } from '../base/ids.js';
import {
  BUCKET_COUNT,
  createWaitingLinks,
  emptyBuckets,
  takeFirst,
  type WaitingLinks,
  wait,
} from './cost-tree.js';
import type { Hierarchy } from './hierarchy.js';
import {
  boundOf,
  boundsTo,
  createHierarchyPotentials,
  type HierarchyPotentials,
  setBoundCosts,
  UNKNOWN,
} from './hierarchy-potentials.js';
import { addTarget, createPotentials, type Potentials, potentialsTo } from './potentials.js';
import { linkNoise, travellerFactor } from './traveller-noise.js';
import { type TurnGraph, turnOrigins } from './turn-graph.js';

export interface RouteSearchInput {
  readonly graph: TurnGraph;
  /** Time of each turn without traffic and control; only for `found.free_s`. */
  readonly freeTurn_s: ArrayLike<number>;
  /** Time along each link without traffic: what a part of a link is charged with. */
  readonly linkFree_s: ArrayLike<number>;
  /**
   * Costs that no query goes below; the closer they are to the costs of queries, the quicker the
   * search. At least `linkFree_s` of the turn's link, for a direct way to be the best way.
   */
  readonly lowestTurn_s: ArrayLike<number>;
  /** Keys of the travellers' draws, by link. */
  readonly nameHash: ArrayLike<number>;
  readonly treeMemory_bytes?: number;
  /** Given for networks too large for kept trees: bounds come from it. */
  readonly hierarchy?: Hierarchy | undefined;
}

/** Create one with `createRouteQuery` and fill it anew for each traveller. */
export interface RouteQuery {
  /** Link the traveller is on, or NONE when `originLinks` holds the choices. */
  originLink: number;
  /** Share of the origin link already driven. */
  originFraction: number;
  /** Links that may be entered at their start, all at no cost: the streets that share a gate. */
  originLinks: ArrayLike<number>;
  /** Link to reach, or NONE when `targetSet` is meant. */
  targetLink: number;
  /** Share of the target link to be driven. */
  targetFraction: number;
  /** Number from `addTargetSet`: any of its links, driven to the end. */
  targetSet: number;
  turnCost_s: ArrayLike<number>;
  /** Largest share by which this traveller finds a turn dearer than it is. Not negative. */
  noise: number;
  /** What the noise is drawn with, from `travellerKey`. */
  travellerHash: number;
  /**
   * Bit k allows the k-th turn of the origin link (below 32), -1 all: a vehicle in its lane may
   * have no choice. The other turns are open again if the route comes back to that link.
   */
  firstTurnMask: number;
  /** Link that must not be entered, or NONE. */
  bannedLink: number;
  /** Turns are written from `firstSlot` on, at most `slotCount` of them. */
  slots: { [slot: number]: number };
  firstSlot: number;
  slotCount: number;
}

export interface FoundRoute {
  /** Turns of the whole route, also those that did not fit. */
  turnCount: number;
  /** Only the first `slotCount` turns were written. */
  isCut: boolean;
  /** Link that the route begins on: one of `originLinks` where there was a choice. */
  originLink: number;
  /** Link that it ends on. */
  targetLink: number;
  /** Time as the traveller sees it, noise included. */
  cost_s: number;
  /** Time of the same way without traffic, control and noise. */
  free_s: number;
}

export interface RouteSearch {
  readonly graph: TurnGraph;
  readonly freeTurn_s: ArrayLike<number>;
  readonly linkFree_s: ArrayLike<number>;
  readonly nameHash: ArrayLike<number>;
  readonly turnFrom: Int32Array;
  /** Kept trees, or null where bounds come from a hierarchy. */
  readonly potentials: Potentials | null;
  readonly climbs: HierarchyPotentials | null;
  readonly found: FoundRoute;
  /** Links expanded by all queries: what the bounds save. */
  expandedCount: number;
  /** Marks of the query that wrote a row last; older rows count as never written. */
  query: number;
  readonly reachedBy: Int32Array;
  readonly goalOf: Int32Array;
  readonly goalCost_s: Float64Array;
  readonly cost_s: Float64Array;
  readonly turnInto: Int32Array;
  /** Links to expand, by cost so far + lower bound: in buckets counted from `firstBound_s`. */
  readonly waiting: WaitingLinks;
  waitingCount: number;
  firstBound_s: number;
}

const ALL_TURNS = -1;

export function createRouteSearch(input: RouteSearchInput): RouteSearch {
  const { graph, freeTurn_s, linkFree_s, lowestTurn_s, nameHash, hierarchy } = input;
  const { treeMemory_bytes } = input;
  const { linkCount } = graph;
  const memory = treeMemory_bytes === undefined ? {} : { treeMemory_bytes };
  return {
    graph,
    freeTurn_s,
    linkFree_s,
    nameHash,
    turnFrom: turnOrigins(graph),
    potentials: hierarchy === undefined ? createPotentials(graph, lowestTurn_s, memory) : null,
    climbs: hierarchy === undefined ? null : createHierarchyPotentials(hierarchy, lowestTurn_s),
    found: {
      turnCount: 0,
      isCut: false,
      originLink: NONE,
      targetLink: NONE,
      cost_s: 0.5,
      free_s: 0.5,
    },
    expandedCount: 0,
    query: 0,
    reachedBy: new Int32Array(linkCount),
    goalOf: new Int32Array(linkCount),
    goalCost_s: new Float64Array(linkCount),
    cost_s: new Float64Array(linkCount),
    turnInto: new Int32Array(linkCount),
    waiting: createWaitingLinks(linkCount),
    waitingCount: 0,
    firstBound_s: 0.5,
  };
}

/** A query from nowhere to nowhere, on free costs without noise, that may use every turn. */
export function createRouteQuery(search: RouteSearch, slots: RouteQuery['slots']): RouteQuery {
  return {
    originLink: NONE,
    originFraction: 0,
    originLinks: [],
    targetLink: NONE,
    targetFraction: 1,
    targetSet: NONE,
    turnCost_s: search.freeTurn_s,
    noise: 0,
    travellerHash: 0,
    firstTurnMask: ALL_TURNS,
    bannedLink: NONE,
    slots,
    firstSlot: 0,
    slotCount: 0,
  };
}

/** Number of a target that is any of `links`, each driven to its end. */
export function addTargetSet(search: RouteSearch, links: readonly number[]): number {
  const ends = links.map((link) => ({ link, cost_s: search.linkFree_s[link]! }));
  const { potentials, climbs } = search;
  return potentials === null ? climbs!.targets.push(ends) - 1 : addTarget(potentials, ends);
}

/**
 * From now on no query goes below these turn costs. Kept trees stay on the costs they were made
 * with; bounds from a hierarchy become exact on these.
 */
export function moveBounds({ climbs }: RouteSearch, turnCost_s: ArrayLike<number>): void {
  if (climbs !== null) setBoundCosts(climbs, turnCost_s);
}

/** Bounds by link, some perhaps UNKNOWN: read them by `boundFrom`. */
export function boundsOf({ potentials, climbs }: RouteSearch, target: number): Float32Array {
  return potentials === null ? boundsTo(climbs!, target) : potentialsTo(potentials, target);
}

export function boundFrom(
  { climbs }: RouteSearch,
  potential_s: Float32Array,
  link: number,
): number {
  const bound_s = potential_s[link]!;
  return bound_s === UNKNOWN ? boundOf(climbs!, link) : bound_s;
}

/** Count of turns written, or -1 when there is no way. The rest is in `search.found`. */
export function findRoute(search: RouteSearch, query: RouteQuery): number {
  search.query++;
  search.waitingCount = 0;
  markGoals(search, query);
  const { originLink } = query;
  const isAhead =
    originLink !== NONE &&
    search.goalOf[originLink] === search.query &&
    (query.targetLink === NONE || query.targetFraction >= query.originFraction);
  if (isAhead) return keepDirectWay(search, query);
  const target = query.targetLink === NONE ? query.targetSet : query.targetLink;
  const potential_s = boundsOf(search, target);
  if (originLink === NONE) enterOrigins(search, query, potential_s);
  else leaveOrigin(search, query, potential_s);
  const goal = searchGoal(search, query, potential_s);
  return goal === NONE ? NONE : writeRoute(search, query, goal);
}

export function markGoals(
  search: RouteSearch,
  { targetLink, targetSet, targetFraction }: RouteQuery,
) {
  const { goalOf, goalCost_s, query } = search;
  if (targetLink !== NONE) {
    goalOf[targetLink] = query;
    goalCost_s[targetLink] = targetFraction * search.linkFree_s[targetLink]!;
    return;
  }
  const ends = (search.potentials ?? search.climbs!).targets[targetSet]!;
  for (let at = 0; at < ends.length; at++) {
    const { link, cost_s } = ends[at]!;
    goalOf[link] = query;
    goalCost_s[link] = cost_s;
  }
}

export function keepDirectWay(search: RouteSearch, query: RouteQuery): number {
  const { found, linkFree_s, goalCost_s } = search;
  const link = query.originLink;
  found.turnCount = 0;
  found.isCut = false;
  found.originLink = link;
  found.targetLink = link;
  found.cost_s = goalCost_s[link]! - query.originFraction * linkFree_s[link]!;
  found.free_s = found.cost_s;
  return 0;
}

function enterOrigins(search: RouteSearch, query: RouteQuery, potential_s: Float32Array): void {
  const { reachedBy, cost_s, turnInto } = search;
  const { originLinks } = query;
  for (let at = 0; at < originLinks.length; at++) {
    const link = originLinks[at]!;
    const bound_s = boundFrom(search, potential_s, link);
    if (bound_s === Number.POSITIVE_INFINITY) continue;
    reachedBy[link] = search.query;
    cost_s[link] = 0;
    turnInto[link] = NONE;
    if (search.waitingCount === 0) search.firstBound_s = bound_s;
    putFirst(search, link, bound_s);
  }
}

/** Lets the links after the origin wait. It stays unreached itself: the target may lie behind. */
function leaveOrigin(search: RouteSearch, query: RouteQuery, potential_s: Float32Array): void {
  const { graph, reachedBy, cost_s, turnInto } = search;
  const { originLink: origin, originFraction, firstTurnMask, bannedLink, turnCost_s } = query;
  const driven_s = originFraction * search.linkFree_s[origin]!;
  const factor = travellerFactor(query, search.nameHash[origin]!);
  const first = graph.firstTurn[origin]!;
  // Counted from the least bound, 52,000 routes expand 7.0 million links; from another's, 8.3.
  search.firstBound_s = Number.POSITIVE_INFINITY;
  for (let turn = first; turn < graph.firstTurn[origin + 1]!; turn++) {
    if (!isFirstTurnAllowed(firstTurnMask, turn - first)) continue;
    const rest_s = boundFrom(search, potential_s, graph.turnTo[turn]!);
    const bound_s = (turnCost_s[turn]! - driven_s) * factor + rest_s;
    if (bound_s < search.firstBound_s) search.firstBound_s = bound_s;
  }
  for (let turn = first; turn < graph.firstTurn[origin + 1]!; turn++) {
    const next = graph.turnTo[turn]!;
    if (!isFirstTurnAllowed(firstTurnMask, turn - first) || next === bannedLink) continue;
    const rest_s = boundFrom(search, potential_s, next);
    if (rest_s + turnCost_s[turn]! === Number.POSITIVE_INFINITY) continue;
    const nextCost_s = (turnCost_s[turn]! - driven_s) * factor;
    if (reachedBy[next] === search.query && nextCost_s >= cost_s[next]!) continue;
    reachedBy[next] = search.query;
    cost_s[next] = nextCost_s;
    turnInto[next] = turn;
    putFirst(search, next, nextCost_s + rest_s);
  }
}

/** Buckets a second: few links share one, and few are empty between the first and the goal's. */
export const PER_SECOND = 2;

/** Buckets are counted from `firstBound_s`; all that is below waits in the first, in no order. */
export function putFirst(search: RouteSearch, link: number, bound_s: number): void {
  const place = (bound_s - search.firstBound_s) * PER_SECOND;
  search.waitingCount += wait(search.waiting, link, place, 0);
}

/**
 * Expands links in the order of cost so far + lower bound, to half a second; returns the goal's link
 * or NONE. A link is expanded again if a better way to it turns up, so that the order costs work and
 * never the best way. What cannot beat the best goal found so far is not put in to wait.
 */
function searchGoal(search: RouteSearch, query: RouteQuery, potential_s: Float32Array): number {
  const { waiting, firstBound_s, reachedBy, goalOf, goalCost_s, cost_s, turnInto, nameHash } =
    search;
  const { firstTurn, turnTo } = search.graph;
  const { turnCost_s, bannedLink, noise, travellerHash } = query;
  const { firstOfBucket } = waiting;
  const mark = search.query;
  let goal: number = NONE;
  let best_s = Number.POSITIVE_INFINITY;
  let expandedCount = 0;
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
    expandedCount++;
    const linkCost_s = cost_s[link]!;
    if (goalOf[link] === mark && linkCost_s + goalCost_s[link]! < best_s) {
      best_s = linkCost_s + goalCost_s[link]!;
      goal = link;
    }
    const factor = 1 + noise * linkNoise(travellerHash, nameHash[link]!);
    const end = firstTurn[link + 1]!;
    for (let turn = firstTurn[link]!; turn < end; turn++) {
      const next = turnTo[turn]!;
      const nextCost_s = linkCost_s + turnCost_s[turn]! * factor;
      let rest_s = potential_s[next]!;
      if (rest_s === UNKNOWN) rest_s = boundOf(search.climbs!, next);
      const bound_s = nextCost_s + rest_s;
      if (bound_s >= best_s || next === bannedLink) continue;
      if (reachedBy[next] === mark && nextCost_s >= cost_s[next]!) continue;
      reachedBy[next] = mark;
      cost_s[next] = nextCost_s;
      turnInto[next] = turn;
      waitingCount += wait(waiting, next, (bound_s - firstBound_s) * PER_SECOND, now);
    }
  }
  search.expandedCount += expandedCount;
  emptyBuckets(waiting, waitingCount, now);
  search.found.cost_s = best_s;
  return goal;
}

export function writeRoute(search: RouteSearch, query: RouteQuery, goal: number): number {
  const { found, turnInto, turnFrom, freeTurn_s, linkFree_s, goalCost_s } = search;
  let turnCount = 0;
  let free_s = goalCost_s[goal]!;
  let link = goal;
  for (let turn = turnInto[goal]!; turn !== NONE; turn = previousTurn(search, query, turn)) {
    turnCount++;
    free_s += freeTurn_s[turn]!;
    link = turnFrom[turn]!;
  }
  if (query.originLink !== NONE) free_s -= query.originFraction * linkFree_s[link]!;
  const { slots, firstSlot, slotCount } = query;
  let at = turnCount;
  for (let turn = turnInto[goal]!; turn !== NONE; turn = previousTurn(search, query, turn)) {
    at--;
    if (at < slotCount) slots[firstSlot + at] = turn;
  }
  found.turnCount = turnCount;
  found.isCut = turnCount > slotCount;
  found.originLink = link;
  found.targetLink = goal;
  found.free_s = free_s;
  return found.isCut ? slotCount : turnCount;
}

/**
 * The turn before `turn`, NONE at the route's beginning. A turn out of the origin link begins the
 * route if the mask allows it: to come round and take it later cannot be cheaper.
 */
function previousTurn(search: RouteSearch, query: RouteQuery, turn: number): number {
  const link = search.turnFrom[turn]!;
  const place = turn - search.graph.firstTurn[link]!;
  if (link === query.originLink && isFirstTurnAllowed(query.firstTurnMask, place)) return NONE;
  return search.turnInto[link]!;
}

export const isFirstTurnAllowed = (firstTurnMask: number, place: number): boolean =>
  firstTurnMask === ALL_TURNS || ((firstTurnMask >>> place) & 1) === 1;
