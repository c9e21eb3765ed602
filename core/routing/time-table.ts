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
 * Larger networks have a hierarchy, by which eight rows are computed at once (`time-sweeps`).
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
import type { Hierarchy } from './hierarchy.js';
import type { FreeTimes } from './link-times.js';
import type { Source } from './shortest-path.js';
import { secondsOf } from './ticks.js';
import {
  createTimeSweeps,
  GROUP_SIZE,
  inTicks_s,
  sweepGroup,
  type TimeSweeps,
} from './time-sweeps.js';
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
   * By to-junction, then row of the from-junction: many are asked for that lead to one place. Only
   * what begins at a junction with a row of the present refresh counts.
   */
  readonly time_s: Float32Array;
  /** Rows, or a few more: of whole groups. */
  readonly rowCount: number;
  readonly rowOfNode: Int32Array;
  readonly nodeOfRow: Int32Array;
  /** By link: row of the junction at its end. */
  readonly rowAtEnd: Int32Array;
  /** Links by the junction at their end; empty unless rows are swept. */
  readonly linksByEnd: Int32Array;
  /** Refresh that each row was computed after. */
  readonly refreshOfRow: Int32Array;
  refresh: number;
  /** Turn costs at the present refresh. */
  readonly turnCost_s: Float64Array;
  perSecond: number;
  /** By link: time along a metre of it without traffic. */
  readonly perMetre_s: Float64Array;
  /** By link: its mean turn, or the link alone where it leads out of the network. Known with any row. */
  readonly linkOut_s: Float64Array;
  /** Refresh that `linkOut_s` and `perSecond` were computed after. */
  refreshOfLinks: number;
  readonly arcs: Arcs;
  /** By row: the links that leave its junction. */
  readonly sources: readonly (readonly Source[])[];
  readonly scratch: CostTree;
  /** By row: all links in the order of their first times. Empty in large networks. */
  readonly order: Int32Array;
  /** By row: 1 once its order is known. */
  readonly isOrdered: Uint8Array;
  /** Where a hierarchy was given. */
  readonly sweeps: TimeSweeps | null;
}

/** Orders of at most 64 MB are kept: those of 400 junctions and 1,520 links take 2.4 MB. */
const MOST_ORDERED = 1 << 24;

/**
 * Where orders cannot be kept, a row by a hierarchy takes a third to a sixth of what it takes without.
 * (Up to there it takes two thirds, which is not worth ordering the links for.)
 */
export const needsSweeps = ({
  nodeCount,
  linkCount,
}: Pick<RoadNetwork, 'nodeCount' | 'linkCount'>): boolean => nodeCount * linkCount > MOST_ORDERED;

/** A table of the network on free times until its first refresh. */
export function timeTableOf(
  network: RoadNetwork,
  free: FreeTimes,
  hierarchy: Hierarchy | null = null,
): TimeTable {
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
    hierarchy,
  });
  refreshTimeTable(table, free.freeTurn_s);
  return table;
}

export function createTimeTable(
  input: TimeTableInput & { readonly hierarchy?: Hierarchy | null },
): TimeTable {
  const { graph, nodeCount, linkFrom, hierarchy = null } = input;
  const orderedCount = nodeCount * graph.linkCount;
  const linksFrom: Source[][] = Array.from({ length: nodeCount }, () => []);
  for (let link = 0; link < graph.linkCount; link++) {
    linksFrom[linkFrom[link]!]!.push({ link, cost_s: 0 });
  }
  const groupSize = hierarchy === null ? 1 : GROUP_SIZE;
  const rowCount = groupSize * Math.ceil(nodeCount / groupSize);
  const nodes = inRows(linksFrom, hierarchy);
  const rowOfNode = new Int32Array(nodeCount);
  for (let row = 0; row < nodeCount; row++) rowOfNode[nodes[row]!] = row;
  return {
    ...input,
    time_s: new Float32Array(nodeCount * rowCount),
    rowCount,
    rowOfNode,
    nodeOfRow: nodes,
    rowAtEnd: Int32Array.from({ length: graph.linkCount }, (_, link) => {
      return rowOfNode[input.linkTo[link]!]!;
    }),
    linksByEnd: hierarchy === null ? new Int32Array(0) : byEnd(input.linkTo, graph.linkCount),
    refreshOfRow: new Int32Array(rowCount),
    refresh: 0,
    refreshOfLinks: 0,
    turnCost_s: new Float64Array(graph.turnCount),
    perSecond: 1,
    perMetre_s: Float64Array.from({ length: graph.linkCount }, (_, link) => {
      return input.linkFree_s[link]! / input.linkLength_m[link]!;
    }),
    linkOut_s: new Float64Array(graph.linkCount),
    arcs: forwardArcs(graph),
    sources: Array.from(nodes, (node) => linksFrom[node]!),
    scratch: createCostTree(graph.linkCount),
    order: new Int32Array(hierarchy !== null || orderedCount > MOST_ORDERED ? 0 : orderedCount),
    isOrdered: new Uint8Array(nodeCount),
    sweeps: hierarchy === null ? null : createTimeSweeps(hierarchy, graph.turnCount),
  };
}

const byEnd = (linkTo: ArrayLike<number>, linkCount: number): Int32Array =>
  Int32Array.from({ length: linkCount }, (_, link) => link).sort(
    (one, other) => linkTo[one]! - linkTo[other]! || one - other,
  );

/** Junctions in the order of their rows: as they are numbered, or as their links lie in the hierarchy. */
function inRows(
  linksFrom: readonly (readonly Source[])[],
  hierarchy: Hierarchy | null,
): Int32Array {
  const nodes = Int32Array.from(linksFrom, (_, node) => node);
  if (hierarchy === null) return nodes;
  const lowest = linksFrom.map((links) =>
    links.reduce(
      (row, { link }) => Math.min(row, hierarchy.rows.row[link]!),
      hierarchy.vertexCount,
    ),
  );
  return nodes.sort((one, other) => lowest[one]! - lowest[other]! || one - other);
}

/** Takes over the present turn costs, to the tick where rows are swept; every row is due again. */
export function refreshTimeTable(table: TimeTable, turnCost_s: ArrayLike<number>): void {
  const { sweeps } = table;
  table.turnCost_s.set(turnCost_s);
  if (sweeps !== null) {
    sweeps.isCustomized = false;
    for (let turn = 0; turn < turnCost_s.length; turn++) {
      table.turnCost_s[turn] = inTicks_s(turnCost_s[turn]!);
    }
  }
  table.refresh++;
}

/** What all rows go by, once a refresh, and only where anybody asks for a row. */
function refreshLinks(table: TimeTable): void {
  if (table.refreshOfLinks === table.refresh) return;
  table.refreshOfLinks = table.refresh;
  table.perSecond = bucketsPerSecond(table.turnCost_s);
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
export const nodeTime_s = (table: TimeTable, from: number, to: number): number =>
  rowTime_s(table, table.rowOfNode[from]!, to);

function rowTime_s(table: TimeTable, row: number, to: number): number {
  if (table.refreshOfRow[row] !== table.refresh) writeRow(table, row);
  return table.time_s[to * table.rowCount + row]!;
}

function writeRow(table: TimeTable, row: number): void {
  refreshLinks(table);
  if (table.sweeps !== null) {
    writeGroup(table, table.sweeps, row - (row % GROUP_SIZE));
    return;
  }
  const { nodeCount, rowCount, time_s, linkTo, linkOut_s, scratch } = table;
  growRow(table, row);
  for (let to = 0; to < nodeCount; to++) time_s[to * rowCount + row] = Number.POSITIVE_INFINITY;
  const { cost_s } = scratch;
  for (let link = 0; link < cost_s.length; link++) {
    const arrival_s = cost_s[link]! + linkOut_s[link]!;
    const at = linkTo[link]! * rowCount + row;
    if (arrival_s < time_s[at]!) time_s[at] = arrival_s;
  }
  time_s[table.nodeOfRow[row]! * rowCount + row] = 0;
  table.refreshOfRow[row] = table.refresh;
}

function growRow(table: TimeTable, row: number): void {
  const { arcs, scratch, order, isOrdered, perSecond } = table;
  const costs = { arcCost_s: table.turnCost_s, perSecond };
  const sources = table.sources[row]!;
  const start = row * scratch.cost_s.length;
  if (isOrdered[row] === 1) {
    regrowCosts(scratch, arcs, costs, sources, { order, start });
    return;
  }
  growCosts(scratch, arcs, costs, sources);
  if (order.length === 0) return;
  noteOrder(scratch, order, start);
  isOrdered[row] = 1;
}

/** All rows of a group: times to one place lie side by side. */
function writeGroup(table: TimeTable, sweeps: TimeSweeps, first: number): void {
  const { rowCount, nodeCount, time_s, linkTo, linkOut_s, nodeOfRow, linksByEnd } = table;
  sweepGroup(sweeps, table.turnCost_s, table.sources, first);
  const { row: rowOf } = sweeps.hierarchy.rows;
  let next = 0;
  for (let to = 0; to < nodeCount; to++) {
    const start = to * rowCount + first;
    for (let at = start; at < start + GROUP_SIZE; at++) time_s[at] = Number.POSITIVE_INFINITY;
    for (; next < linksByEnd.length && linkTo[linksByEnd[next]!] === to; next++) {
      const link = linksByEnd[next]!;
      const entry = GROUP_SIZE * rowOf[link]!;
      const out_s = linkOut_s[link]!;
      for (let place = 0; place < GROUP_SIZE; place++) {
        const arrival_s = secondsOf(sweeps.time_ticks[entry + place]!) + out_s;
        if (arrival_s < time_s[start + place]!) time_s[start + place] = arrival_s;
      }
    }
  }
  const end = Math.min(first + GROUP_SIZE, nodeCount);
  for (let row = first; row < end; row++) {
    time_s[nodeOfRow[row]! * rowCount + row] = 0;
    table.refreshOfRow[row] = table.refresh;
  }
}

/** Rest of the from-link + T + part of the to-link; along the link where it lies ahead on the same. */
export function travelTime_s(table: TimeTable, from: LinkPlace, to: LinkPlace): number {
  const { linkFree_s, linkLength_m } = table;
  const perMetre = table.perMetre_s[from.link]!;
  if (from.link === to.link && to.position_m >= from.position_m) {
    return (to.position_m - from.position_m) * perMetre;
  }
  const between_s = rowTime_s(table, table.rowAtEnd[from.link]!, table.linkFrom[to.link]!);
  const rest_s = table.linkOut_s[from.link]! - from.position_m * perMetre;
  const part_s = (to.position_m / linkLength_m[to.link]!) * linkFree_s[to.link]!;
  return rest_s + between_s + part_s;
}

/** Places by row, the first `count` of them. */
export interface ManyPlaces {
  readonly link: Int32Array;
  readonly position_m: Float64Array;
  readonly count: number;
}

export interface TravelTimes {
  readonly between: (fromLink: number, from_m: number, toLink: number, to_m: number) => number;
  /** Writes the times from many places to one. */
  readonly fromMany: (from: ManyPlaces, toLink: number, to_m: number, time_s: Float64Array) => void;
}

/**
 * The same, at least 0, for who asks tens of millions of times: without objects, and made for one table,
 * so that the engine knows its columns for constants.
 */
export function travelTimesOf(table: TimeTable): TravelTimes {
  const { linkFree_s, linkLength_m, perMetre_s, linkOut_s, rowAtEnd, linkFrom } = table;
  const { rowCount, time_s: table_s, refreshOfRow } = table;
  const between: TravelTimes['between'] = (fromLink, from_m, toLink, to_m) => {
    const perMetre = perMetre_s[fromLink]!;
    if (fromLink === toLink && to_m >= from_m) return (to_m - from_m) * perMetre;
    const row = rowAtEnd[fromLink]!;
    if (refreshOfRow[row] !== table.refresh) writeRow(table, row);
    const rest_s = linkOut_s[fromLink]! - from_m * perMetre;
    const between_s = table_s[linkFrom[toLink]! * rowCount + row]!;
    const part_s = (to_m / linkLength_m[toLink]!) * linkFree_s[toLink]!;
    return Math.max(rest_s + between_s + part_s, 0);
  };
  const fromMany: TravelTimes['fromMany'] = (from, toLink, to_m, time_s) => {
    const { link, position_m, count } = from;
    const column = linkFrom[toLink]! * rowCount;
    const part_s = (to_m / linkLength_m[toLink]!) * linkFree_s[toLink]!;
    for (let at = 0; at < count; at++) {
      const fromLink = link[at]!;
      const from_m = position_m[at]!;
      const perMetre = perMetre_s[fromLink]!;
      if (fromLink === toLink && to_m >= from_m) {
        time_s[at] = (to_m - from_m) * perMetre;
        continue;
      }
      const row = rowAtEnd[fromLink]!;
      if (refreshOfRow[row] !== table.refresh) writeRow(table, row);
      const rest_s = linkOut_s[fromLink]! - from_m * perMetre;
      time_s[at] = Math.max(rest_s + table_s[column + row]! + part_s, 0);
    }
  };
  return { between, fromMany };
}
