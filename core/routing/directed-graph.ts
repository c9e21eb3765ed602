/**
 * Vertices and arcs without meaning: what an index of routes needs to know of a network. Junctions
 * and streets fit it, and so do links and turns, where turn costs need no special case.
 */
import { NONE } from '../base/ids.js';
import type { TurnGraph } from './turn-graph.js';

export interface DirectedGraph {
  readonly vertexCount: number;
  readonly arcCount: number;
  /** Arcs of a vertex are contiguous: `firstArc[vertex]` to `firstArc[vertex + 1]`. */
  readonly firstArc: Int32Array;
  /** Vertex that an arc leads to. */
  readonly headOfArc: Int32Array;
}

/** Links as vertices, turns as arcs; arc rows are turn rows. */
export const lineGraphOf = (graph: TurnGraph): DirectedGraph => ({
  vertexCount: graph.linkCount,
  arcCount: graph.turnCount,
  firstArc: graph.firstTurn,
  headOfArc: graph.turnTo,
});

/** Vertices beside each other, whichever way the arc between them leads. */
export interface Neighbours {
  readonly vertexCount: number;
  readonly first: Int32Array;
  /** In ascending order, each once, the vertex itself left out. */
  readonly vertex: Int32Array;
}

export function neighboursOf({ vertexCount, firstArc, headOfArc }: DirectedGraph): Neighbours {
  const place = new Int32Array(vertexCount + 1);
  for (let tail = 0; tail < vertexCount; tail++) {
    for (let arc = firstArc[tail]!; arc < firstArc[tail + 1]!; arc++) {
      place[tail + 1]!++;
      place[headOfArc[arc]! + 1]!++;
    }
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) place[vertex + 1]! += place[vertex]!;
  const next = place.slice();
  const all = new Int32Array(place[vertexCount]!);
  for (let tail = 0; tail < vertexCount; tail++) {
    for (let arc = firstArc[tail]!; arc < firstArc[tail + 1]!; arc++) {
      const head = headOfArc[arc]!;
      all[next[tail]!++] = head;
      all[next[head]!++] = tail;
    }
  }
  return withoutRepeats(vertexCount, place, all);
}

function withoutRepeats(vertexCount: number, place: Int32Array, all: Int32Array): Neighbours {
  const first = new Int32Array(vertexCount + 1);
  let count = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    let last: number = NONE;
    for (const neighbour of all.subarray(place[vertex]!, place[vertex + 1]!).sort()) {
      if (neighbour === last || neighbour === vertex) continue;
      last = neighbour;
      all[count++] = neighbour;
    }
    first[vertex + 1] = count;
  }
  return { vertexCount, first, vertex: all.slice(0, count) };
}
