/**
 * The fewest vertices that part one end of a cell from its other end: a maximum flow of paths that
 * share no vertex, one augmenting path at a time (Ford and Fulkerson; Menger's theorem says that as
 * many vertices part the ends as there are paths).
 *
 * Every vertex stands for two states, entered and left, with room for one path between them. A
 * state is `2 · vertex` when entered and one more when left.
 */
import { NONE } from '../base/ids.js';
import type { Neighbours } from './directed-graph.js';

export const MIDDLE = 0;
export const SOURCE = 1;
export const TARGET = 2;

export interface Flow {
  readonly neighbours: Neighbours;
  /** By vertex: cell that it is in; only vertices of the cell in work take part. */
  readonly cell: Int32Array;
  /** By vertex: SOURCE, TARGET or MIDDLE. */
  readonly end: Uint8Array;
  /** By vertex: the path's vertex before and after it, NONE at its ends and off the paths. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly isOnPath: Uint8Array;
  /** By state: search that reached it last, and the state it was reached from. */
  readonly reachedBy: Int32Array;
  readonly reachedFrom: Int32Array;
  readonly queue: Int32Array;
  search: number;
}

export function createFlow(neighbours: Neighbours): Flow {
  const { vertexCount } = neighbours;
  return {
    neighbours,
    cell: new Int32Array(vertexCount),
    end: new Uint8Array(vertexCount),
    before: new Int32Array(vertexCount).fill(NONE),
    after: new Int32Array(vertexCount).fill(NONE),
    isOnPath: new Uint8Array(vertexCount),
    reachedBy: new Int32Array(2 * vertexCount),
    reachedFrom: new Int32Array(2 * vertexCount),
    queue: new Int32Array(2 * vertexCount),
    search: 0,
  };
}

/** What a search through the cell may use; swapped, it goes from the targets to the sources. */
interface Direction {
  readonly from: number;
  readonly to: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/**
 * Lays as many paths as there is room for between SOURCE and TARGET vertices of `vertices`, which
 * are one cell, and returns their number; `limit` as soon as there are that many.
 */
export function layPaths(flow: Flow, vertices: Int32Array, limit: number): number {
  const { before, after, isOnPath } = flow;
  for (const vertex of vertices) {
    before[vertex] = NONE;
    after[vertex] = NONE;
    isOnPath[vertex] = 0;
  }
  const direction = { from: SOURCE, to: TARGET, before, after };
  const starts = rimOf(flow, vertices, SOURCE);
  let pathCount = 0;
  while (pathCount < limit) {
    const end = searchPath(flow, starts, direction);
    if (end === NONE) break;
    turnOver(flow, end);
    pathCount++;
  }
  return pathCount;
}

/** Which side of the separator a vertex is on. */
export const NEAR = 0;
export const FAR = 1;
export const PARTING = 2;

/**
 * Writes the side of each of `vertices` after `layPaths` found no more: of the smallest separators
 * the one nearest to the sources, or to the targets. NEAR is always the sources' side.
 */
export function partCell(
  flow: Flow,
  vertices: Int32Array,
  nearest: typeof SOURCE | typeof TARGET,
  side: Uint8Array,
): void {
  const { before, after, end, reachedBy } = flow;
  const direction =
    nearest === SOURCE
      ? { from: SOURCE, to: TARGET, before, after }
      : { from: TARGET, to: SOURCE, before: after, after: before };
  searchPath(flow, rimOf(flow, vertices, nearest), direction);
  const [own, other] = nearest === SOURCE ? [NEAR, FAR] : [FAR, NEAR];
  const { search } = flow;
  for (let at = 0; at < vertices.length; at++) {
    const vertex = vertices[at]!;
    const isEntered = reachedBy[2 * vertex] === search;
    const isLeft = reachedBy[2 * vertex + 1] === search;
    if (isLeft || (end[vertex] === nearest && !isEntered)) side[at] = own;
    else side[at] = isEntered ? PARTING : other;
  }
}

/** Vertices of one end that touch others of the cell: no path needs to begin further inside. */
function rimOf({ neighbours, cell, end }: Flow, vertices: Int32Array, which: number): number[] {
  const { first, vertex: neighbour } = neighbours;
  const rim: number[] = [];
  for (const vertex of vertices) {
    if (end[vertex] !== which) continue;
    for (let at = first[vertex]!; at < first[vertex + 1]!; at++) {
      const beside = neighbour[at]!;
      if (cell[beside] !== cell[vertex] || end[beside] === which) continue;
      rim.push(vertex);
      break;
    }
  }
  return rim;
}

/** Breadth-first; returns the state at which a free vertex of the other end is entered, or NONE. */
function searchPath(flow: Flow, starts: readonly number[], direction: Direction): number {
  const { neighbours, cell, end, isOnPath, reachedBy, reachedFrom, queue } = flow;
  const { first, vertex: neighbour } = neighbours;
  const { from, to, before, after } = direction;
  const search = ++flow.search;
  let queueEnd = 0;
  for (const vertex of starts) {
    reachedBy[2 * vertex] = search;
    reachedFrom[2 * vertex] = NONE;
    queue[queueEnd++] = 2 * vertex;
  }
  for (let head = 0; head < queueEnd; head++) {
    const state = queue[head]!;
    const vertex = state >> 1;
    if ((state & 1) === 0) {
      if (isOnPath[vertex] === 0 && end[vertex] === to) return state;
      const back = isOnPath[vertex] === 0 ? vertex : before[vertex]!;
      if (back === NONE || reachedBy[2 * back + 1] === search) continue;
      reachedBy[2 * back + 1] = search;
      reachedFrom[2 * back + 1] = state;
      queue[queueEnd++] = 2 * back + 1;
      continue;
    }
    if (reachedBy[state - 1] !== search) {
      reachedBy[state - 1] = search;
      reachedFrom[state - 1] = state;
      queue[queueEnd++] = state - 1;
    }
    const own = cell[vertex];
    for (let at = first[vertex]!; at < first[vertex + 1]!; at++) {
      const beside = neighbour[at]!;
      if (cell[beside] !== own || end[beside] === from || after[vertex] === beside) continue;
      if (reachedBy[2 * beside] === search) continue;
      reachedBy[2 * beside] = search;
      reachedFrom[2 * beside] = state;
      queue[queueEnd++] = 2 * beside;
    }
  }
  return NONE;
}

/** Adds the path that ends at `state` to the others, taking back the pieces it goes against. */
function turnOver({ before, after, isOnPath, reachedFrom }: Flow, end: number): void {
  isOnPath[end >> 1] = 1;
  for (let state = end; reachedFrom[state] !== NONE; state = reachedFrom[state]!) {
    const previous = reachedFrom[state]!;
    const vertex = state >> 1;
    const from = previous >> 1;
    const isEntered = (state & 1) === 0;
    if (vertex !== from) {
      if (!isEntered) continue;
      after[from] = vertex;
      before[vertex] = from;
    } else if (isEntered) {
      isOnPath[vertex] = 0;
      before[vertex] = NONE;
      after[vertex] = NONE;
    } else {
      isOnPath[vertex] = 1;
    }
  }
}
