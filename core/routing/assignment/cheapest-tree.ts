/**
 * Dijkstra's algorithm on nodes: the cheapest ways from one zone to all nodes, through no zone that
 * bars through traffic. Plain, as the certificate of an equilibrium rests on it.
 */
import { clearHeap, createHeap, putRow, type RowHeap, takeRow } from '../../base/heap.js';
import { NONE } from '../../base/ids.js';
import type { StaticNetwork } from '../../network/static-network.js';

export interface CheapestTree {
  /** By node, Infinity where there is no way. */
  readonly cost: Float64Array;
  /** Link by which a node is reached; NONE at the origin and where there is no way. */
  readonly link: Int32Array;
  readonly heap: RowHeap;
}

export const createCheapestTree = (nodeCount: number): CheapestTree => ({
  cost: new Float64Array(nodeCount),
  link: new Int32Array(nodeCount),
  heap: createHeap(nodeCount),
});

/** Writes every column of `tree` anew. */
export function growCheapest(
  { cost, link: linkOf, heap }: CheapestTree,
  { firstLink, linkTo, firstThroughNode }: StaticNetwork,
  linkCost: Float64Array,
  origin: number,
): void {
  cost.fill(Number.POSITIVE_INFINITY);
  linkOf.fill(NONE);
  clearHeap(heap);
  cost[origin] = 0;
  putRow(heap, origin, 0);
  while (heap.size > 0) {
    const node = takeRow(heap);
    if (node < firstThroughNode && node !== origin) continue;
    const nodeCost = cost[node]!;
    const end = firstLink[node + 1]!;
    for (let link = firstLink[node]!; link < end; link++) {
      const next = linkTo[link]!;
      const nextCost = nodeCost + linkCost[link]!;
      if (nextCost >= cost[next]!) continue;
      cost[next] = nextCost;
      linkOf[next] = link;
      putRow(heap, next, nextCost);
    }
  }
}
