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
import { CLOSED_ticks, secondsOf, ticksOf } from './ticks.js';

export interface QueryScratch {
  /** By row: least cost from the start, and to the end; CLOSED_ticks between queries. */
  readonly from_ticks: Int32Array;
  readonly to_ticks: Int32Array;
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
    from_ticks: new Int32Array(vertexCount).fill(CLOSED_ticks),
    to_ticks: new Int32Array(vertexCount).fill(CLOSED_ticks),
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
  const { from_ticks, to_ticks, fromArc, toArc } = scratch;
  const up_ticks = costs.up.cost_ticks;
  const down_ticks = costs.down.cost_ticks;
  let start = rows.row[from]!;
  let end = rows.row[to]!;
  from_ticks[start] = 0;
  to_ticks[end] = 0;
  fromArc[start] = NONE;
  toArc[end] = NONE;
  while (start !== end) {
    if (start < end) {
      climb(start, up, up_ticks, from_ticks, fromArc);
      from_ticks[start] = CLOSED_ticks;
      start = parent[start]!;
    } else {
      climb(end, down, down_ticks, to_ticks, toArc);
      to_ticks[end] = CLOSED_ticks;
      end = parent[end]!;
    }
  }
  let best_ticks = CLOSED_ticks;
  scratch.meeting = NONE;
  for (let row = start; row < vertexCount; row = parent[row]!) {
    const here_ticks = from_ticks[row]! + to_ticks[row]!;
    if (here_ticks < best_ticks) {
      best_ticks = here_ticks;
      scratch.meeting = row;
    }
    if (from_ticks[row]! < best_ticks) climb(row, up, up_ticks, from_ticks, fromArc);
    if (to_ticks[row]! < best_ticks) climb(row, down, down_ticks, to_ticks, toArc);
    from_ticks[row] = CLOSED_ticks;
    to_ticks[row] = CLOSED_ticks;
  }
  return secondsOf(best_ticks);
}

/**
 * Passes a row's cost on to the rows above. One arc in twelve improves anything: to take the lesser
 * without a branch, and to look for the arcs of the way afterwards, was no quicker.
 */
function climb(
  row: number,
  { rows: { firstArc }, arcs: { above } }: Arm,
  arc_ticks: Column,
  cost_ticks: Int32Array,
  byArc: Int32Array,
): void {
  const row_ticks = cost_ticks[row]!;
  if (row_ticks === CLOSED_ticks) return;
  const end = firstArc[row + 1]!;
  for (let arc = firstArc[row]!; arc < end; arc++) {
    const head = above[arc]!;
    const head_ticks = row_ticks + arc_ticks[arc]!;
    if (head_ticks >= cost_ticks[head]!) continue;
    cost_ticks[head] = head_ticks;
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
  const up_ticks = costs.up.cost_ticks;
  const down_ticks = costs.down.cost_ticks;
  let { size, count } = work;
  while (size > 0) {
    const used = stack[--size]!;
    const arc = used >> 1;
    const isDown = (used & 1) === 1;
    const input = isDown
      ? inputOf(down, down_ticks, arcCost_s, arc)
      : inputOf(up, up_ticks, arcCost_s, arc);
    if (input !== NONE) {
      if (count < slots.length) slots[count] = input;
      count++;
      continue;
    }
    // Both halves go by a lower row: down to it first, then up. The stack is taken from its end.
    if (isDown) putHalves(down, down_ticks, up_ticks, arc, stack, { near: size, far: size + 1 });
    else putHalves(up, up_ticks, down_ticks, arc, stack, { near: size + 1, far: size });
    stack[size] = 2 * stack[size]!;
    stack[size + 1] = 2 * stack[size + 1]! + 1;
    size += 2;
  }
  return count;
}

/** Arc of the network that costs what the arc does, or NONE where the way lies below it. */
function inputOf(
  { rows, arcs, inputs }: Arm,
  arm_ticks: Column,
  arcCost_s: ArrayLike<number>,
  arc: number,
): number {
  const row = arcs.below[arc]!;
  const above = arcs.above[arc]!;
  const end = rows.firstInput[row + 1]!;
  for (let at = rows.firstInput[row]!; at < end; at++) {
    if (inputs.above[at] !== above) continue;
    if (ticksOf(arcCost_s[inputs.arc[at]!]!) === arm_ticks[arc]) return inputs.arc[at]!;
  }
  return NONE;
}

/**
 * Finds the two arcs by a lower row that together cost what `arc` does: `near`, of the other arm,
 * ends at the arc's row, and `far`, of the same arm, at the row above. Writes them into `stack`.
 */
function putHalves(
  { rows, arcs, vias }: Arm,
  arm_ticks: Column,
  other_ticks: Column,
  arc: number,
  stack: Int32Array,
  places: { readonly near: number; readonly far: number },
): void {
  const { below, above } = arcs;
  const row = below[arc]!;
  const top = above[arc]!;
  const arc_ticks = arm_ticks[arc]!;
  const end = rows.firstVia[row + 1]!;
  for (let via = rows.firstVia[row]!; via < end; via++) {
    const near_ticks = other_ticks[vias.near[via]!]!;
    if (near_ticks > arc_ticks) continue;
    const far_ticks = arc_ticks - near_ticks;
    const first = vias.firstFar[via]!;
    let far = vias.endFar[via]! - 1;
    while (far >= first && above[far]! > top) far--;
    if (far < first || above[far] !== top || arm_ticks[far] !== far_ticks) continue;
    stack[places.near] = vias.near[via]!;
    stack[places.far] = far;
    return;
  }
  throw new Error(`Arc ${arc} of the hierarchy has no way below it.`);
}
