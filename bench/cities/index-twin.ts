/** The routing index on one graph beside Dijkstra: for tests on drawn and on real networks. */
import createGraph from 'ngraph.graph';
import { nba } from 'ngraph.path';
import { expect } from 'vitest';
import { draw, PURPOSE } from '../../core/base/random.js';
import { buildRoadNetwork } from '../../core/network/build-network.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { createArcCosts, customize } from '../../core/routing/customization.js';
import { lineGraphOf } from '../../core/routing/directed-graph.js';
import { createHierarchy } from '../../core/routing/hierarchy.js';
import { hierarchyOrder } from '../../core/routing/hierarchy-order.js';
import { createQueryScratch, leastCost_s, unpackWay } from '../../core/routing/hierarchy-query.js';
import { costsFrom } from '../../core/routing/hierarchy-table.js';
import { createShortestPaths, growPaths } from '../../core/routing/shortest-path.js';
import { turnGraphOf } from '../../core/routing/turn-graph.js';
import type { RoadGraph } from './road-graphs.js';

/** An imported network's links and its own turns. */
export function turnsOfDraft(name: string, draft: NetworkDraft): RoadGraph {
  const network = buildRoadNetwork(draft);
  const { links, nodes, linkCount, turns } = network;
  const graph = lineGraphOf(turnGraphOf(network));
  const from = Array.from({ length: linkCount }, (_, link) => links.from[link]!);
  return {
    name,
    graph,
    arcCost_s: Float64Array.from(
      { length: graph.arcCount },
      (_, turn) => links.length_m[turns.from[turn]!]! / 10,
    ),
    places: {
      x: Float64Array.from(from, (node) => nodes.x_m[node]!),
      y: Float64Array.from(from, (node) => nodes.y_m[node]!),
    },
  };
}

/** Whole milliseconds and some closed arcs, so that sums are exact in any order. */
function redrawn({ graph, arcCost_s }: RoadGraph): Float64Array {
  return arcCost_s.map((cost_s, arc) =>
    draw(5, PURPOSE.testOrder, arc, 1) < 0.01
      ? Number.POSITIVE_INFINITY
      : (Math.round(cost_s * (1 + draw(5, PURPOSE.testOrder, arc)) * 1024) +
          (arc % graph.vertexCount)) /
        1024,
  );
}

/** Sweeps equal Dijkstra; so do queries, whose ways add up. Returns how many ends were reached. */
export function compare(roads: RoadGraph): number {
  const { name, graph, places } = roads;
  const { vertexCount, firstArc: first, headOfArc: head } = graph;
  const cost_s = redrawn(roads);
  const hierarchy = createHierarchy(graph, hierarchyOrder(graph, places));
  const costs = createArcCosts(hierarchy);
  customize(hierarchy, costs, cost_s);
  const scratch = createQueryScratch(hierarchy);
  const paths = createShortestPaths(vertexCount);
  const turn = Int32Array.from({ length: graph.arcCount }, (_, arc) => arc);
  const [row_ticks, all_s] = [new Int32Array(vertexCount), new Float64Array(vertexCount)];
  const way = new Int32Array(vertexCount);
  let reachedCount = 0;
  for (let round = 0; round < 6; round++) {
    const from = Math.floor(draw(6, PURPOSE.place, round) * vertexCount);
    growPaths(paths, { linkCount: vertexCount, first, turn, head }, cost_s, [
      { link: from, cost_s: 0 },
    ]);
    costsFrom(hierarchy, costs, [{ link: from, cost_s: 0 }], row_ticks, all_s);
    expect(all_s, name).toEqual(paths.cost_s);
    for (let pair = 0; pair < 200; pair++) {
      const to = Math.floor(draw(7, PURPOSE.place, round, pair) * vertexCount);
      const least_s = leastCost_s(hierarchy, costs, scratch, { from, to });
      expect(least_s, name).toBe(paths.cost_s[to]);
      const count = unpackWay(hierarchy, costs, cost_s, scratch, way);
      if (count < 0) continue;
      reachedCount++;
      let vertex = from;
      let sum_s = 0;
      for (const arc of way.subarray(0, count)) {
        expect(arc >= first[vertex]! && arc < first[vertex + 1]!, name).toBe(true);
        sum_s += cost_s[arc]!;
        vertex = head[arc]!;
      }
      expect([vertex, sum_s], name).toEqual([to, least_s]);
    }
  }
  compareWithNgraph(roads, cost_s, (from, to) =>
    leastCost_s(hierarchy, costs, scratch, { from, to }),
  );
  return reachedCount;
}

/** Few pairs, since its search takes milliseconds: least costs equal those of ngraph.path. */
function compareWithNgraph(
  { name, graph }: RoadGraph,
  cost_s: Float64Array,
  least: (from: number, to: number) => number,
): void {
  const { vertexCount, firstArc, headOfArc } = graph;
  const streets = createGraph<unknown, number>();
  const arcOf_s = new Map<number, number>();
  for (let tail = 0; tail < vertexCount; tail++) {
    streets.addNode(tail);
    for (let arc = firstArc[tail]!; arc < firstArc[tail + 1]!; arc++) {
      const key = tail * vertexCount + headOfArc[arc]!;
      arcOf_s.set(key, Math.min(cost_s[arc]!, arcOf_s.get(key) ?? Number.POSITIVE_INFINITY));
    }
  }
  for (const [key, arc_s] of arcOf_s) {
    if (arc_s === Number.POSITIVE_INFINITY) continue;
    streets.addLink(Math.floor(key / vertexCount), key % vertexCount, arc_s);
  }
  const finder = nba(streets, { oriented: true, distance: (_from, _to, link) => link.data });
  for (let pair = 0; pair < 5; pair++) {
    const from = Math.floor(draw(8, PURPOSE.place, pair, 0) * vertexCount);
    const to = Math.floor(draw(8, PURPOSE.place, pair, 1) * vertexCount);
    if (from === to) continue;
    const nodes = finder
      .find(from, to)
      .map(({ id }) => Number(id))
      .reverse();
    let sum_s = nodes.length === 0 ? Number.POSITIVE_INFINITY : 0;
    for (let at = 1; at < nodes.length; at++) {
      sum_s += arcOf_s.get(nodes[at - 1]! * vertexCount + nodes[at]!)!;
    }
    expect(least(from, to), `${name}, as by ngraph.path`).toBe(sum_s);
  }
}
