/**
 * Dijkstra's algorithm on the turn graph, forward or backward: the plain form that faster searches
 * are checked against, and the builder of their lower bounds and tables.
 */
import { clearHeap, createHeap, putRow, type RowHeap, takeRow } from '../base/heap.js';
import { NONE } from '../base/ids.js';
import { type Arcs, backwardArcs, forwardArcs, type TurnGraph } from './turn-graph.js';

/** A tree of best ways, and the room to grow it in; grown again and again without allocation. */
export interface ShortestPaths {
  /** Forward: time until the link is entered. Backward: time from entering it to the target. */
  readonly cost_s: Float64Array;
  /** Turn by which a link is entered (forward) or left (backward); NONE at a source. */
  readonly turn: Int32Array;
  readonly heap: RowHeap;
}

export interface Source {
  readonly link: number;
  readonly cost_s: number;
}

/** Times from entering one of the sources to entering every other link; Infinity if unreachable. */
export function shortestPathsFrom(
  graph: TurnGraph,
  turnCost_s: ArrayLike<number>,
  sources: readonly Source[],
): ShortestPaths {
  const paths = createShortestPaths(graph.linkCount);
  growPaths(paths, forwardArcs(graph), turnCost_s, sources);
  return paths;
}

/** Times from entering every link to entering the best target. */
export function shortestPathsTo(
  graph: TurnGraph,
  turnCost_s: ArrayLike<number>,
  targets: readonly Source[],
): ShortestPaths {
  const paths = createShortestPaths(graph.linkCount);
  growPaths(paths, backwardArcs(graph), turnCost_s, targets);
  return paths;
}

export function createShortestPaths(linkCount: number): ShortestPaths {
  return {
    cost_s: new Float64Array(linkCount),
    turn: new Int32Array(linkCount),
    heap: createHeap(linkCount),
  };
}

/** Writes every column of `paths` anew. Costs must not be negative; Infinity closes a turn. */
export function growPaths(
  paths: ShortestPaths,
  { first, turn: turnOfArc, head }: Arcs,
  turnCost_s: ArrayLike<number>,
  sources: readonly Source[],
): void {
  const { cost_s, turn: turnOfLink, heap } = paths;
  cost_s.fill(Number.POSITIVE_INFINITY);
  turnOfLink.fill(NONE);
  clearHeap(heap);
  for (const source of sources) {
    if (source.cost_s >= cost_s[source.link]!) continue;
    cost_s[source.link] = source.cost_s;
    putRow(heap, source.link, source.cost_s);
  }
  while (heap.size > 0) {
    const link = takeRow(heap);
    const linkCost_s = cost_s[link]!;
    const end = first[link + 1]!;
    for (let arc = first[link]!; arc < end; arc++) {
      const turn = turnOfArc[arc]!;
      const next = head[arc]!;
      const nextCost_s = linkCost_s + turnCost_s[turn]!;
      if (nextCost_s >= cost_s[next]!) continue;
      cost_s[next] = nextCost_s;
      turnOfLink[next] = turn;
      putRow(heap, next, nextCost_s);
    }
  }
}
