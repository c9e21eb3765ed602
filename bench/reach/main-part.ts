/** The part of a road graph in which every junction is reached from every other. */
import type { RoadGraph } from '../cities/road-graphs.js';

/** Throws where there is none that holds more than half of the junctions. */
export function mainPart(roads: RoadGraph): RoadGraph {
  const { graph, arcCost_s, places } = roads;
  const { vertexCount, firstArc, headOfArc } = graph;
  const tailOfArc = new Int32Array(graph.arcCount);
  for (let node = 0; node < vertexCount; node++) {
    tailOfArc.fill(node, firstArc[node], firstArc[node + 1]);
  }
  const kept = keptNodes(vertexCount, tailOfArc, headOfArc as Int32Array);
  const rowOf = new Int32Array(vertexCount).fill(-1);
  for (const [row, node] of kept.entries()) rowOf[node] = row;
  const first = new Int32Array(kept.length + 1);
  const heads: number[] = [];
  const costs_s: number[] = [];
  for (const [row, node] of kept.entries()) {
    for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) {
      const head = rowOf[headOfArc[arc]!]!;
      if (head < 0) continue;
      heads.push(head);
      costs_s.push(arcCost_s[arc]!);
    }
    first[row + 1] = heads.length;
  }
  const of = (at: ArrayLike<number>): Float64Array => Float64Array.from(kept, (node) => at[node]!);
  return {
    name: roads.name,
    graph: {
      vertexCount: kept.length,
      arcCount: heads.length,
      firstArc: first,
      headOfArc: Int32Array.from(heads),
    },
    arcCost_s: Float64Array.from(costs_s),
    places: places && { x: of(places.x), y: of(places.y) },
  };
}

function keptNodes(nodeCount: number, tailOfArc: Int32Array, headOfArc: Int32Array): number[] {
  for (let start = 0; start < nodeCount; start++) {
    const ahead = reachedFrom(start, nodeCount, tailOfArc, headOfArc);
    const behind = reachedFrom(start, nodeCount, headOfArc, tailOfArc);
    const both = [...ahead.keys()].filter((node) => ahead[node] === 1 && behind[node] === 1);
    if (both.length > nodeCount / 2) return both;
  }
  throw new Error('The road graph falls into small parts.');
}

/** 1 for each junction that is reached along the arcs. */
function reachedFrom(
  start: number,
  nodeCount: number,
  tailOfArc: Int32Array,
  headOfArc: Int32Array,
): Uint8Array {
  const isReached = new Uint8Array(nodeCount);
  const next = Array.from({ length: nodeCount }, (): number[] => []);
  for (let arc = 0; arc < tailOfArc.length; arc++) next[tailOfArc[arc]!]!.push(headOfArc[arc]!);
  isReached[start] = 1;
  for (const open = [start]; open.length > 0; ) {
    for (const node of next[open.pop()!]!) {
      if (isReached[node] === 1) continue;
      isReached[node] = 1;
      open.push(node);
    }
  }
  return isReached;
}
