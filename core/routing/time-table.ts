/**
 * Travel times between junctions for dispatch, which asks for thousands of pairs where it plans one
 * route: looked up, refreshed from current turn costs. A row is computed when it is first asked for
 * after a refresh, from the costs of the refresh: quiet hours and quiet corners cost nothing.
 *
 * T[from][to] is the time from leaving junction `from` on its best street to the way out of junction
 * `to` on its best street. What is left out is which turns the journey makes at its two ends: the
 * street that it comes on and the last before the one it goes to are charged with their mean turn,
 * and turning round counts as possible. (With the cheapest turn in place of the mean, times came out
 * a quarter too short on short journeys, and promises to travellers with them.)
 *
 * Memory: 4 bytes a pair of junctions; where it is not much, 4 bytes a junction and link as well for
 * the order in which the links were reached when a row was first computed, which later ones follow.
 */
import type { LinkPlace, RoadNetwork } from '../network/road-network.js';
import {
  bucketsPerSecond,
  type CostTree,
  createCostTree,
  growCosts,
  noteOrder,
  regrowCosts,
} from './cost-tree.js';
import type { FreeTimes } from './link-times.js';
import type { Source } from './shortest-path.js';
import { type Arcs, forwardArcs, type TurnGraph, turnGraphOf } from './turn-graph.js';

export interface TimeTableInput {
  readonly graph: TurnGraph;
  readonly nodeCount: number;
  readonly linkFrom: ArrayLike<number>;
  readonly linkTo: ArrayLike<number>;
  readonly linkLength_m: ArrayLike<number>;
  /** Time along each link without traffic. */
  readonly linkFree_s: ArrayLike<number>;
}

export interface TimeTable extends TimeTableInput {
  /**
   * By to-junction, then from-junction: many are asked for that lead to one place. Only what begins
   * at a junction with a row of the present refresh counts.
   */
  readonly time_s: Float32Array;
  /** By from-junction: refresh that its row was computed after. */
  readonly refreshOfRow: Int32Array;
  refresh: number;
  /** Turn costs at the present refresh. */
  readonly turnCost_s: Float64Array;
  perSecond: number;
  /** By link: time along a metre of it without traffic. */
  readonly perMetre_s: Float64Array;
  /** By link: its mean turn, or the link alone where it leads out of the network. */
  readonly linkOut_s: Float64Array;
  readonly arcs: Arcs;
  readonly linksFrom: readonly (readonly Source[])[];
  readonly scratch: CostTree;
  /** By from-junction: all links in the order of their first times. Empty in large networks. */
  readonly order: Int32Array;
  /** By from-junction: 1 once its order is known. */
  readonly isOrdered: Uint8Array;
}

/** Orders of at most 64 MB are kept: those of 400 junctions and 1,520 links take 2.4 MB. */
const MOST_ORDERED = 1 << 24;

/** A table of the network on free times until its first refresh. */
export function timeTableOf(network: RoadNetwork, free: FreeTimes): TimeTable {
  const { nodeCount, links } = network;
  const { from: linkFrom, to: linkTo, length_m: linkLength_m } = links;
  const { linkFree_s } = free;
  const graph = turnGraphOf(network);
  const table = createTimeTable({
    graph,
    nodeCount,
    linkFrom,
    linkTo,
    linkLength_m,
    linkFree_s,
  });
  refreshTimeTable(table, free.freeTurn_s);
  return table;
}

export function createTimeTable(input: TimeTableInput): TimeTable {
  const { graph, nodeCount, linkFrom } = input;
  const orderedCount = nodeCount * graph.linkCount;
  const linksFrom: Source[][] = Array.from({ length: nodeCount }, () => []);
  for (let link = 0; link < graph.linkCount; link++) {
    linksFrom[linkFrom[link]!]!.push({ link, cost_s: 0 });
  }
  return {
    ...input,
    time_s: new Float32Array(nodeCount * nodeCount),
    refreshOfRow: new Int32Array(nodeCount),
    refresh: 0,
    turnCost_s: new Float64Array(graph.turnCount),
    perSecond: 1,
    perMetre_s: Float64Array.from({ length: graph.linkCount }, (_, link) => {
      return input.linkFree_s[link]! / input.linkLength_m[link]!;
    }),
    linkOut_s: new Float64Array(graph.linkCount),
    arcs: forwardArcs(graph),
    linksFrom,
    scratch: createCostTree(graph.linkCount),
    order: new Int32Array(orderedCount > MOST_ORDERED ? 0 : orderedCount),
    isOrdered: new Uint8Array(nodeCount),
  };
}

/** Takes over the present turn costs; every row is due again. */
export function refreshTimeTable(table: TimeTable, turnCost_s: ArrayLike<number>): void {
  table.turnCost_s.set(turnCost_s);
  table.perSecond = bucketsPerSecond(table.turnCost_s);
  table.refresh++;
  refreshLinkOut(table);
}

function refreshLinkOut(table: TimeTable): void {
  const { graph, linkFree_s, linkOut_s, turnCost_s } = table;
  for (let link = 0; link < graph.linkCount; link++) {
    let sum_s = 0;
    let openCount = 0;
    for (let turn = graph.firstTurn[link]!; turn < graph.firstTurn[link + 1]!; turn++) {
      if (turnCost_s[turn] === Number.POSITIVE_INFINITY) continue;
      sum_s += turnCost_s[turn]!;
      openCount++;
    }
    linkOut_s[link] = openCount === 0 ? linkFree_s[link]! : sum_s / openCount;
  }
}

/** Time from junction to junction; Infinity where there is no way. */
export function nodeTime_s(table: TimeTable, from: number, to: number): number {
  if (table.refreshOfRow[from] !== table.refresh) writeRow(table, from);
  return table.time_s[to * table.nodeCount + from]!;
}

function writeRow(table: TimeTable, from: number): void {
  const { nodeCount, time_s, linkTo, linkOut_s, scratch } = table;
  growRow(table, from);
  for (let to = 0; to < nodeCount; to++) time_s[to * nodeCount + from] = Number.POSITIVE_INFINITY;
  const { cost_s } = scratch;
  for (let link = 0; link < cost_s.length; link++) {
    const arrival_s = cost_s[link]! + linkOut_s[link]!;
    const at = linkTo[link]! * nodeCount + from;
    if (arrival_s < time_s[at]!) time_s[at] = arrival_s;
  }
  time_s[from * nodeCount + from] = 0;
  table.refreshOfRow[from] = table.refresh;
}

function growRow(table: TimeTable, from: number): void {
  const { arcs, scratch, order, isOrdered, perSecond } = table;
  const costs = { arcCost_s: table.turnCost_s, perSecond };
  const sources = table.linksFrom[from]!;
  const start = from * scratch.cost_s.length;
  if (isOrdered[from] === 1) {
    regrowCosts(scratch, arcs, costs, sources, { order, start });
    return;
  }
  growCosts(scratch, arcs, costs, sources);
  if (order.length === 0) return;
  noteOrder(scratch, order, start);
  isOrdered[from] = 1;
}

/** Rest of the from-link + T + part of the to-link; along the link where it lies ahead on the same. */
export function travelTime_s(table: TimeTable, from: LinkPlace, to: LinkPlace): number {
  return timeBetween_s(table, from.link, from.position_m, to.link, to.position_m);
}

/** The same without objects, for who asks millions of times. */
export function timeBetween_s(
  table: TimeTable,
  fromLink: number,
  from_m: number,
  toLink: number,
  to_m: number,
): number {
  const { linkFree_s, linkLength_m } = table;
  const perMetre = table.perMetre_s[fromLink]!;
  if (fromLink === toLink && to_m >= from_m) return (to_m - from_m) * perMetre;
  const rest_s = table.linkOut_s[fromLink]! - from_m * perMetre;
  const between_s = nodeTime_s(table, table.linkTo[fromLink]!, table.linkFrom[toLink]!);
  const part_s = (to_m / linkLength_m[toLink]!) * linkFree_s[toLink]!;
  return rest_s + between_s + part_s;
}

/**
 * Times from the first `count` places to one, at least 0, into `time_s`: as by `timeBetween_s`, but
 * without a call for each.
 */
export function timesToPlace(
  table: TimeTable,
  from: { readonly link: Int32Array; readonly position_m: Float64Array; readonly count: number },
  toLink: number,
  to_m: number,
  time_s: Float64Array,
): void {
  const { linkFree_s, linkLength_m, perMetre_s, linkOut_s, linkTo, linkFrom } = table;
  const { nodeCount, time_s: between_s, refreshOfRow, refresh } = table;
  const { link, position_m, count } = from;
  const column = linkFrom[toLink]! * nodeCount;
  const part_s = (to_m / linkLength_m[toLink]!) * linkFree_s[toLink]!;
  for (let at = 0; at < count; at++) {
    const fromLink = link[at]!;
    const from_m = position_m[at]!;
    const perMetre = perMetre_s[fromLink]!;
    let way_s: number;
    if (fromLink === toLink && to_m >= from_m) way_s = (to_m - from_m) * perMetre;
    else {
      const node = linkTo[fromLink]!;
      if (refreshOfRow[node] !== refresh) writeRow(table, node);
      way_s = linkOut_s[fromLink]! - from_m * perMetre + between_s[column + node]! + part_s;
    }
    time_s[at] = Math.max(way_s, 0);
  }
}
