/**
 * Least costs from one vertex to all and between many, by a customized hierarchy.
 *
 * To all: one climb, then every row once from the top down, each from the rows above it, in the
 * order of memory (Delling, Goldberg, Nowatzyk and Werneck, "PHAST", JPDC 73, 2013). Between many:
 * one climb an end, then for every pair the least sum over the rows above both.
 */
import type { Column } from '../state/table.js';
import type { ArcCosts } from './customization.js';
import type { Arm, Hierarchy } from './hierarchy.js';
import type { Source } from './shortest-path.js';
import { CLOSED_ticks, secondsOf, ticksOf } from './ticks.js';

/** Writes by vertex the least cost from the best of `sources`; `row_ticks` is room by row. */
export function costsFrom(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  sources: readonly Source[],
  row_ticks: Int32Array,
  vertex_s: Float64Array,
): void {
  const { up, down } = hierarchy;
  const arms: Arms = [up, costs.up.cost_ticks, down, costs.down.cost_ticks];
  sweep(hierarchy, arms, sources, row_ticks, vertex_s);
}

/** Writes by vertex the least cost to the best of `targets`. */
export function costsTo(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  targets: readonly Source[],
  row_ticks: Int32Array,
  vertex_s: Float64Array,
): void {
  const { up, down } = hierarchy;
  const arms: Arms = [down, costs.down.cost_ticks, up, costs.up.cost_ticks];
  sweep(hierarchy, arms, targets, row_ticks, vertex_s);
}

/** The arm that is climbed, then the one that is come down by. */
type Arms = readonly [first: Arm, first_ticks: Column, then: Arm, then_ticks: Column];

function sweep(
  { rows, vertexCount }: Hierarchy,
  [first, first_ticks, then, then_ticks]: Arms,
  sources: readonly Source[],
  row_ticks: Int32Array,
  vertex_s: Float64Array,
): void {
  row_ticks.fill(CLOSED_ticks);
  let lowest = vertexCount;
  for (const { link, cost_s } of sources) {
    const row = rows.row[link]!;
    if (row < lowest) lowest = row;
    row_ticks[row] = Math.min(ticksOf(cost_s), row_ticks[row]!);
  }
  for (let row = lowest; row < vertexCount; row++) passUp(row, first, first_ticks, row_ticks);
  const { firstArc } = then.rows;
  const { above } = then.arcs;
  for (let row = vertexCount - 1, end = then.arcCount; row >= 0; row--) {
    let least_ticks = row_ticks[row]!;
    const start = firstArc[row]!;
    for (let arc = start; arc < end; arc++) {
      const gain_ticks = (row_ticks[above[arc]!]! + then_ticks[arc]! - least_ticks) | 0;
      least_ticks += gain_ticks & (gain_ticks >> 31);
    }
    row_ticks[row] = least_ticks;
    vertex_s[rows.vertex[row]!] = secondsOf(least_ticks);
    end = start;
  }
}

function passUp(
  row: number,
  { rows: { firstArc }, arcs: { above } }: Arm,
  arc_ticks: Column,
  cost_ticks: Int32Array,
): void {
  const row_ticks = cost_ticks[row]!;
  if (row_ticks === CLOSED_ticks) return;
  const end = firstArc[row + 1]!;
  for (let arc = firstArc[row]!; arc < end; arc++) {
    const head = above[arc]!;
    const known_ticks = cost_ticks[head]!;
    const gain_ticks = (row_ticks + arc_ticks[arc]! - known_ticks) | 0;
    cost_ticks[head] = known_ticks + (gain_ticks & (gain_ticks >> 31));
  }
}

/** Climbs of a set of ends, each as a list of the rows above it from the top down. */
interface Climbs {
  /** By end: where its list begins; one more for the end of the last. */
  readonly first: Int32Array;
  readonly row: Int32Array;
  readonly cost_ticks: Int32Array;
}

/** Writes the least cost of every pair, row by row of `from`. */
export function costTable(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  { from, to }: { readonly from: ArrayLike<number>; readonly to: ArrayLike<number> },
  table_s: { [place: number]: number },
): void {
  const { up, down } = hierarchy;
  const row_ticks = new Int32Array(hierarchy.vertexCount).fill(CLOSED_ticks);
  const starts = climbsOf(hierarchy, up, costs.up.cost_ticks, from, row_ticks);
  const ends = climbsOf(hierarchy, down, costs.down.cost_ticks, to, row_ticks);
  for (let start = 0; start < from.length; start++) {
    for (let end = 0; end < to.length; end++) {
      table_s[start * to.length + end] = secondsOf(leastSum_ticks(starts, start, ends, end));
    }
  }
}

function climbsOf(
  { rows, vertexCount }: Hierarchy,
  arm: Arm,
  arc_ticks: Column,
  vertices: ArrayLike<number>,
  row_ticks: Int32Array,
): Climbs {
  const first = new Int32Array(vertices.length + 1);
  for (let end = 0; end < vertices.length; end++) {
    first[end + 1] = first[end]! + rows.depth[rows.row[vertices[end]!]!]! + 1;
  }
  const row = new Int32Array(first[vertices.length]!);
  const cost_ticks = new Int32Array(row.length);
  for (let end = 0; end < vertices.length; end++) {
    let at = rows.row[vertices[end]!]!;
    row_ticks[at] = 0;
    for (let place = first[end + 1]! - 1; at < vertexCount; place--, at = rows.parent[at]!) {
      passUp(at, arm, arc_ticks, row_ticks);
      row[place] = at;
      cost_ticks[place] = row_ticks[at]!;
      row_ticks[at] = CLOSED_ticks;
    }
  }
  return { first, row, cost_ticks };
}

function leastSum_ticks(starts: Climbs, start: number, ends: Climbs, end: number): number {
  const one = starts.first[start]!;
  const other = ends.first[end]!;
  const depths = Math.min(starts.first[start + 1]! - one, ends.first[end + 1]! - other);
  // Lists agree from the top down to where the ways part, and nowhere below.
  let common = 0;
  for (let beyond = depths; common < beyond; ) {
    const middle = (common + beyond) >> 1;
    if (starts.row[one + middle] === ends.row[other + middle]) common = middle + 1;
    else beyond = middle;
  }
  let least_ticks = CLOSED_ticks;
  for (let depth = 0; depth < common; depth++) {
    const sum_ticks = starts.cost_ticks[one + depth]! + ends.cost_ticks[other + depth]!;
    if (sum_ticks < least_ticks) least_ticks = sum_ticks;
  }
  return least_ticks;
}
