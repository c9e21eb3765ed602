/**
 * Which rows of a hierarchy a way through lower rows may connect, whatever arcs cost: the chordal
 * completion of the network in the order of contraction, without regard to directions.
 */
import { NONE } from '../base/ids.js';
import type { Neighbours } from './directed-graph.js';

export interface EliminationTree {
  /** By row: the lowest row above it that it is connected to; the count of rows at a top. */
  readonly parent: Int32Array;
  /** By row: the rows above it that it is connected to, ascending. */
  readonly above: readonly Int32Array[];
}

/**
 * A row is connected to its neighbours above and to all that its children are connected to: no other
 * row needs to be looked at. `order` has the vertex by row, `rowOf` the row by vertex.
 */
export function growEliminationTree(
  neighbours: Neighbours,
  order: ArrayLike<number>,
  rowOf: ArrayLike<number>,
): EliminationTree {
  const { vertexCount, first, vertex } = neighbours;
  const parent = new Int32Array(vertexCount);
  const above: Int32Array[] = [];
  const children: number[][] = Array.from({ length: vertexCount }, () => []);
  const seenBy = new Int32Array(vertexCount).fill(NONE);
  for (let row = 0; row < vertexCount; row++) {
    const heads: number[] = [];
    const meet = (head: number): void => {
      if (head <= row || seenBy[head] === row) return;
      seenBy[head] = row;
      heads.push(head);
    };
    const self = order[row]!;
    for (let at = first[self]!; at < first[self + 1]!; at++) meet(rowOf[vertex[at]!]!);
    for (const child of children[row]!) above[child]!.forEach(meet);
    const sorted = Int32Array.from(heads).sort();
    above.push(sorted);
    parent[row] = sorted[0] ?? vertexCount;
    if (sorted.length > 0) children[sorted[0]!]!.push(row);
  }
  return { parent, above };
}
