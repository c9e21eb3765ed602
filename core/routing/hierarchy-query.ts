/**
 * Best ways between two vertices by a customized hierarchy. Every row above an end lies on the way
 * from parent to parent, so a query needs no heap: it climbs from both ends until it meets the top.
 *
 * A query allocates nothing. Any number of threads may ask the same hierarchy and costs, each with
 * a scratch of its own.
 */
import { NONE } from '../base/ids.js';
import type { ArcCosts } from './customization.js';
import type { Hierarchy } from './hierarchy.js';

export interface QueryScratch {
  /** By row: least cost from the start, and to the end; Infinity between queries. */
  readonly from_s: Float64Array;
  readonly to_s: Float64Array;
  /** By row: arc of the hierarchy by which it was reached. */
  readonly fromArc: Int32Array;
  readonly toArc: Int32Array;
  /** Arcs still to be unpacked: 2 · arc, one more if it is used downwards. */
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
  { rows, arcs, vertexCount }: Hierarchy,
  { up_s, down_s }: ArcCosts,
  scratch: QueryScratch,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const { firstArc, parent } = rows;
  const { head } = arcs;
  const { from_s, to_s, fromArc, toArc } = scratch;
  let start = rows.row[from]!;
  let end = rows.row[to]!;
  from_s[start] = 0;
  to_s[end] = 0;
  fromArc[start] = NONE;
  toArc[end] = NONE;
  while (start !== end) {
    if (start < end) {
      climb(start, firstArc, head, up_s, from_s, fromArc);
      from_s[start] = Number.POSITIVE_INFINITY;
      start = parent[start]!;
    } else {
      climb(end, firstArc, head, down_s, to_s, toArc);
      to_s[end] = Number.POSITIVE_INFINITY;
      end = parent[end]!;
    }
  }
  let best_s = Number.POSITIVE_INFINITY;
  let meeting: number = NONE;
  for (let row = start; row < vertexCount; row = parent[row]!) {
    const here_s = from_s[row]! + to_s[row]!;
    if (here_s < best_s) {
      best_s = here_s;
      meeting = row;
    }
    if (from_s[row]! < best_s) climb(row, firstArc, head, up_s, from_s, fromArc);
    if (to_s[row]! < best_s) climb(row, firstArc, head, down_s, to_s, toArc);
    from_s[row] = Number.POSITIVE_INFINITY;
    to_s[row] = Number.POSITIVE_INFINITY;
  }
  scratch.meeting = meeting;
  return best_s;
}

/** Passes a row's cost on along its arcs; what it costs to use them is in `arc_s`. */
function climb(
  row: number,
  firstArc: ArrayLike<number>,
  head: ArrayLike<number>,
  arc_s: ArrayLike<number>,
  cost_s: Float64Array,
  byArc: Int32Array,
): void {
  const row_s = cost_s[row]!;
  if (row_s === Number.POSITIVE_INFINITY) return;
  const end = firstArc[row + 1]!;
  for (let arc = firstArc[row]!; arc < end; arc++) {
    const above = head[arc]!;
    const above_s = row_s + arc_s[arc]!;
    if (above_s >= cost_s[above]!) continue;
    cost_s[above] = above_s;
    byArc[above] = arc;
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
  const { tail } = hierarchy.arcs;
  if (meeting === NONE) return NONE;
  let size = 0;
  for (let arc = fromArc[meeting]!; arc !== NONE; arc = fromArc[tail[arc]!]!) {
    stack[size++] = 2 * arc;
  }
  let count = unpackStack(hierarchy, costs, arcCost_s, { stack, size, slots, count: 0 });
  for (let arc = toArc[meeting]!; arc !== NONE; arc = toArc[tail[arc]!]!) {
    stack[0] = 2 * arc + 1;
    count = unpackStack(hierarchy, costs, arcCost_s, { stack, size: 1, slots, count });
  }
  return count;
}

function unpackStack(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  work: { readonly stack: Int32Array; size: number; readonly slots: Int32Array; count: number },
): number {
  const { stack, slots } = work;
  let { size, count } = work;
  while (size > 0) {
    const used = stack[--size]!;
    const input = inputOf(hierarchy, costs, arcCost_s, used);
    if (input !== NONE) {
      if (count < slots.length) slots[count] = input;
      count++;
      continue;
    }
    putHalves(hierarchy, costs, used, stack, size);
    size += 2;
  }
  return count;
}

/** Arc of the network that costs what the used arc does, or NONE where a way lies below it. */
function inputOf(
  { rows, arcs, inputs }: Hierarchy,
  { up_s, down_s }: ArcCosts,
  arcCost_s: ArrayLike<number>,
  used: number,
): number {
  const arc = used >> 1;
  const isDown = used & 1;
  const used_s = isDown === 1 ? down_s[arc]! : up_s[arc]!;
  const slot = 2 * arcs.head[arc]! + isDown;
  const row = arcs.tail[arc]!;
  const end = rows.firstInput[row + 1]!;
  for (let at = rows.firstInput[row]!; at < end; at++) {
    if (inputs.slot[at] === slot && arcCost_s[inputs.arc[at]!] === used_s) return inputs.arc[at]!;
  }
  return NONE;
}

/** Puts the two arcs of the lower triangle that costs what `used` does on the stack, last first. */
function putHalves(
  { rows, arcs }: Hierarchy,
  { up_s, down_s }: ArcCosts,
  used: number,
  stack: Int32Array,
  size: number,
): void {
  const { firstArc, firstLower } = rows;
  const { tail, head, lower } = arcs;
  const arc = used >> 1;
  const isDown = (used & 1) === 1;
  const used_s = isDown ? down_s[arc]! : up_s[arc]!;
  const top = head[arc]!;
  const row = tail[arc]!;
  const end = firstLower[row + 1]!;
  for (let place = firstLower[row]!; place < end; place++) {
    const below = lower[place]!;
    const below_s = isDown ? up_s[below]! : down_s[below]!;
    if (below_s > used_s) continue;
    const otherEnd = firstArc[tail[below]! + 1]!;
    let other = below + 1;
    while (other < otherEnd && head[other]! < top) other++;
    if (other === otherEnd || head[other] !== top) continue;
    const through_s = isDown ? down_s[other]! + below_s : below_s + up_s[other]!;
    if (through_s !== used_s) continue;
    stack[size] = isDown ? 2 * below : 2 * other;
    stack[size + 1] = isDown ? 2 * other + 1 : 2 * below + 1;
    return;
  }
  throw new Error(`Arc ${arc} of the hierarchy has no way below it.`);
}
