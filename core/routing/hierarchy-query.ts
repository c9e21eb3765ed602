/**
 * Best ways between two vertices by a customized hierarchy. Every row above an end lies on the way
 * from parent to parent, so a query needs no heap: it climbs from both ends until it is at the top.
 *
 * A query allocates nothing. Any number of threads may ask the same hierarchy and costs, each with
 * a scratch of its own.
 */
import { NONE } from '../base/ids.js';
import type { Column } from '../state/table.js';
import type { ArcCosts } from './customization.js';
import type { Arm, Hierarchy } from './hierarchy.js';

export interface QueryScratch {
  /** By row: least cost from the start, and to the end; Infinity between queries. */
  readonly from_s: Float64Array;
  readonly to_s: Float64Array;
  /** By row: arc of the up arm, or of the down arm, by which it was reached. */
  readonly fromArc: Int32Array;
  readonly toArc: Int32Array;
  /** Arcs still to be unpacked: 2 · arc of the up arm, or 2 · arc of the down arm + 1. */
  readonly stack: Int32Array;
  /** Row at which the two climbs of the last query met, NONE if there was no way. */
  meeting: number;
}

export function createQueryScratch({ vertexCount }: Hierarchy): QueryScratch {
  return {
    from_s: new Float64Array(vertexCount).fill(Number.POSITIVE_INFINITY),
    to_s: new Float64Array(vertexCount).fill(Number.POSITIVE_INFINITY),
    fromArc: new Int32Array(vertexCount),
    toArc: new Int32Array(vertexCount),
    stack: new Int32Array(2 * vertexCount + 2),
    meeting: NONE,
  };
}

/** Least cost from vertex to vertex; Infinity where there is no way, 0 from a vertex to itself. */
export function leastCost_s(
  { rows, up, down, vertexCount }: Hierarchy,
  costs: ArcCosts,
  scratch: QueryScratch,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const { parent } = rows;
  const { from_s, to_s, fromArc, toArc } = scratch;
  const up_s = costs.up.cost_s;
  const down_s = costs.down.cost_s;
  let start = rows.row[from]!;
  let end = rows.row[to]!;
  from_s[start] = 0;
  to_s[end] = 0;
  fromArc[start] = NONE;
  toArc[end] = NONE;
  while (start !== end) {
    if (start < end) {
      climb(start, up, up_s, from_s, fromArc);
      from_s[start] = Number.POSITIVE_INFINITY;
      start = parent[start]!;
    } else {
      climb(end, down, down_s, to_s, toArc);
      to_s[end] = Number.POSITIVE_INFINITY;
      end = parent[end]!;
    }
  }
  let best_s = Number.POSITIVE_INFINITY;
  scratch.meeting = NONE;
  for (let row = start; row < vertexCount; row = parent[row]!) {
    const here_s = from_s[row]! + to_s[row]!;
    if (here_s < best_s) {
      best_s = here_s;
      scratch.meeting = row;
    }
    if (from_s[row]! < best_s) climb(row, up, up_s, from_s, fromArc);
    if (to_s[row]! < best_s) climb(row, down, down_s, to_s, toArc);
    from_s[row] = Number.POSITIVE_INFINITY;
    to_s[row] = Number.POSITIVE_INFINITY;
  }
  return best_s;
}

/** Passes a row's cost on to the rows above. */
function climb(
  row: number,
  { rows: { firstArc }, arcs: { above } }: Arm,
  arc_s: Column,
  cost_s: Float64Array,
  byArc: Int32Array,
): void {
  const row_s = cost_s[row]!;
  if (row_s === Number.POSITIVE_INFINITY) return;
  const end = firstArc[row + 1]!;
  for (let arc = firstArc[row]!; arc < end; arc++) {
    const head = above[arc]!;
    const head_s = row_s + arc_s[arc]!;
    if (head_s >= cost_s[head]!) continue;
    cost_s[head] = head_s;
    byArc[head] = arc;
  }
}

/**
 * Writes the network's arcs of the way that the last query found into `slots`, as many as fit;
 * returns their number, or NONE if there was no way.
 */
export function unpackWay(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  scratch: QueryScratch,
  slots: Int32Array,
): number {
  const { meeting, fromArc, toArc, stack } = scratch;
  if (meeting === NONE) return NONE;
  const upBelow = hierarchy.up.arcs.below;
  const downBelow = hierarchy.down.arcs.below;
  let size = 0;
  for (let arc = fromArc[meeting]!; arc !== NONE; arc = fromArc[upBelow[arc]!]!) {
    stack[size++] = 2 * arc;
  }
  let count = unpackStack(hierarchy, costs, arcCost_s, { stack, size, slots, count: 0 });
  for (let arc = toArc[meeting]!; arc !== NONE; arc = toArc[downBelow[arc]!]!) {
    stack[0] = 2 * arc + 1;
    count = unpackStack(hierarchy, costs, arcCost_s, { stack, size: 1, slots, count });
  }
  return count;
}

function unpackStack(
  { up, down }: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  work: { readonly stack: Int32Array; size: number; readonly slots: Int32Array; count: number },
): number {
  const { stack, slots } = work;
  const up_s = costs.up.cost_s;
  const down_s = costs.down.cost_s;
  let { size, count } = work;
  while (size > 0) {
    const used = stack[--size]!;
    const arc = used >> 1;
    const isDown = (used & 1) === 1;
    const input = isDown
      ? inputOf(down, down_s, arcCost_s, arc)
      : inputOf(up, up_s, arcCost_s, arc);
    if (input !== NONE) {
      if (count < slots.length) slots[count] = input;
      count++;
      continue;
    }
    // Both halves go by a lower row: down to it first, then up. The stack is taken from its end.
    if (isDown) putHalves(down, down_s, up, up_s, arc, stack, { near: size, far: size + 1 });
    else putHalves(up, up_s, down, down_s, arc, stack, { near: size + 1, far: size });
    stack[size] = 2 * stack[size]!;
    stack[size + 1] = 2 * stack[size + 1]! + 1;
    size += 2;
  }
  return count;
}

/** Arc of the network that costs what the arc does, or NONE where the way lies below it. */
function inputOf(
  { rows, arcs, inputs }: Arm,
  arm_s: Column,
  arcCost_s: ArrayLike<number>,
  arc: number,
): number {
  const row = arcs.below[arc]!;
  const above = arcs.above[arc]!;
  const end = rows.firstInput[row + 1]!;
  for (let at = rows.firstInput[row]!; at < end; at++) {
    if (inputs.above[at] === above && arcCost_s[inputs.arc[at]!] === arm_s[arc]) {
      return inputs.arc[at]!;
    }
  }
  return NONE;
}

/**
 * Finds the two arcs by a lower row that together cost what `arc` does: `near`, of the other arm,
 * ends at the arc's row, and `far`, of the same arm, at the row above. Writes them into `stack`.
 */
function putHalves(
  arm: Arm,
  arm_s: Column,
  otherArm: Arm,
  other_s: Column,
  arc: number,
  stack: Int32Array,
  places: { readonly near: number; readonly far: number },
): void {
  const { firstArc } = arm.rows;
  const { above } = arm.arcs;
  const { below, lower } = otherArm.arcs;
  const row = arm.arcs.below[arc]!;
  const top = above[arc]!;
  const arc_s = arm_s[arc]!;
  const lowerEnd = otherArm.rows.firstLower[row + 1]!;
  for (let place = otherArm.rows.firstLower[row]!; place < lowerEnd; place++) {
    const near = lower[place]!;
    const near_s = other_s[near]!;
    if (near_s > arc_s) continue;
    const via = below[near]!;
    let far = firstArc[via + 1]! - 1;
    while (far >= firstArc[via]! && above[far]! > top) far--;
    if (far < firstArc[via]! || above[far] !== top || near_s + arm_s[far]! !== arc_s) continue;
    stack[places.near] = near;
    stack[places.far] = far;
    return;
  }
  throw new Error(`Arc ${arc} of the hierarchy has no way below it.`);
}
