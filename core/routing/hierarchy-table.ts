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

/** Writes by vertex the least cost from the best of `sources`; `row_s` is room by row. */
export function costsFrom(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  sources: readonly Source[],
  row_s: Float64Array,
  vertex_s: Float64Array,
): void {
  const { up, down } = hierarchy;
  sweep(hierarchy, [up, costs.up.cost_s, down, costs.down.cost_s], sources, row_s, vertex_s);
}

/** Writes by vertex the least cost to the best of `targets`. */
export function costsTo(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  targets: readonly Source[],
  row_s: Float64Array,
  vertex_s: Float64Array,
): void {
  const { up, down } = hierarchy;
  sweep(hierarchy, [down, costs.down.cost_s, up, costs.up.cost_s], targets, row_s, vertex_s);
}

function sweep(
  { rows, vertexCount }: Hierarchy,
  [first, first_s, then, then_s]: readonly [Arm, Column, Arm, Column],
  sources: readonly Source[],
  row_s: Float64Array,
  vertex_s: Float64Array,
): void {
  row_s.fill(Number.POSITIVE_INFINITY);
  let lowest = vertexCount;
  for (const { link, cost_s } of sources) {
    const row = rows.row[link]!;
    if (row < lowest) lowest = row;
    if (cost_s < row_s[row]!) row_s[row] = cost_s;
  }
  for (let row = lowest; row < vertexCount; row++) passUp(row, first, first_s, row_s);
  const { firstArc } = then.rows;
  const { above } = then.arcs;
  for (let row = vertexCount - 1, end = then.arcCount; row >= 0; row--) {
    let least_s = row_s[row]!;
    const start = firstArc[row]!;
    for (let arc = start; arc < end; arc++) {
      const through_s = row_s[above[arc]!]! + then_s[arc]!;
      if (through_s < least_s) least_s = through_s;
    }
    row_s[row] = least_s;
    vertex_s[rows.vertex[row]!] = least_s;
    end = start;
  }
}

function passUp(
  row: number,
  { rows: { firstArc }, arcs: { above } }: Arm,
  arc_s: Column,
  cost_s: Float64Array,
): void {
  const row_s = cost_s[row]!;
  if (row_s === Number.POSITIVE_INFINITY) return;
  const end = firstArc[row + 1]!;
  for (let arc = firstArc[row]!; arc < end; arc++) {
    const head = above[arc]!;
    const head_s = row_s + arc_s[arc]!;
    if (head_s < cost_s[head]!) cost_s[head] = head_s;
  }
}

/** Climbs of a set of ends, each as a list of the rows above it from the top down. */
interface Climbs {
  /** By end: where its list begins; one more for the end of the last. */
  readonly first: Int32Array;
  readonly row: Int32Array;
  readonly cost_s: Float64Array;
}

/** Writes the least cost of every pair, row by row of `from`. */
export function costTable(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  { from, to }: { readonly from: ArrayLike<number>; readonly to: ArrayLike<number> },
  table_s: { [place: number]: number },
): void {
  const { up, down } = hierarchy;
  const row_s = new Float64Array(hierarchy.vertexCount).fill(Number.POSITIVE_INFINITY);
  const starts = climbsOf(hierarchy, up, costs.up.cost_s, from, row_s);
  const ends = climbsOf(hierarchy, down, costs.down.cost_s, to, row_s);
  for (let start = 0; start < from.length; start++) {
    for (let end = 0; end < to.length; end++) {
      table_s[start * to.length + end] = leastSum_s(starts, start, ends, end);
    }
  }
}

function climbsOf(
  { rows, vertexCount }: Hierarchy,
  arm: Arm,
  arc_s: Column,
  vertices: ArrayLike<number>,
  row_s: Float64Array,
): Climbs {
  const first = new Int32Array(vertices.length + 1);
  for (let end = 0; end < vertices.length; end++) {
    first[end + 1] = first[end]! + rows.depth[rows.row[vertices[end]!]!]! + 1;
  }
  const row = new Int32Array(first[vertices.length]!);
  const cost_s = new Float64Array(row.length);
  for (let end = 0; end < vertices.length; end++) {
    let at = rows.row[vertices[end]!]!;
    row_s[at] = 0;
    for (let place = first[end + 1]! - 1; at < vertexCount; place--, at = rows.parent[at]!) {
      passUp(at, arm, arc_s, row_s);
      row[place] = at;
      cost_s[place] = row_s[at]!;
      row_s[at] = Number.POSITIVE_INFINITY;
    }
  }
  return { first, row, cost_s };
}

function leastSum_s(starts: Climbs, start: number, ends: Climbs, end: number): number {
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
  let least_s = Number.POSITIVE_INFINITY;
  for (let depth = 0; depth < common; depth++) {
    const sum_s = starts.cost_s[one + depth]! + ends.cost_s[other + depth]!;
    if (sum_s < least_s) least_s = sum_s;
  }
  return least_s;
}
