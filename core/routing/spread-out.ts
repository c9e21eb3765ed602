/** Stand-ins for coordinates where a network has none: distances from vertices far apart. */
import { NONE } from '../base/ids.js';
import type { Neighbours } from './directed-graph.js';

/**
 * x runs from one end of a connected part to its other end, y away from both, in arcs. Parts lie on
 * top of each other, which does no harm: they are parted before anything else.
 */
export function spreadOut(neighbours: Neighbours): { x: Float64Array; y: Float64Array } {
  const { vertexCount } = neighbours;
  const x = new Float64Array(vertexCount);
  const y = new Float64Array(vertexCount);
  const distances = [0, 1, 2, 3].map(() => new Int32Array(vertexCount).fill(NONE));
  const [any, one, other, third] = distances as [Int32Array, Int32Array, Int32Array, Int32Array];
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (any[vertex] !== NONE) continue;
    const part = measure(neighbours, vertex, any);
    const end = part.at(-1)!;
    const otherEnd = measure(neighbours, end, one).at(-1)!;
    measure(neighbours, otherEnd, other);
    measure(neighbours, farthestFromBoth(part, one, other), third);
    for (const member of part) {
      x[member] = one[member]! - other[member]!;
      y[member] = third[member]!;
    }
  }
  return { x, y };
}

/** Writes the arcs from `start` to each vertex of its part; returns the part, nearest first. */
function measure({ first, vertex }: Neighbours, start: number, distance: Int32Array): number[] {
  const part = [start];
  distance[start] = 0;
  for (let head = 0; head < part.length; head++) {
    const from = part[head]!;
    for (let at = first[from]!; at < first[from + 1]!; at++) {
      const beside = vertex[at]!;
      if (distance[beside] !== NONE) continue;
      distance[beside] = distance[from]! + 1;
      part.push(beside);
    }
  }
  return part;
}

function farthestFromBoth(part: readonly number[], one: Int32Array, other: Int32Array): number {
  let best = part[0]!;
  let most: number = NONE;
  for (const member of part) {
    const least = Math.min(one[member]!, other[member]!);
    if (least <= most) continue;
    most = least;
    best = member;
  }
  return best;
}
