/** Real networks, where they are at hand: `BLOCKWISE_DATA` names the folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../../core/base/random.js';
import { buildRoadNetwork } from '../../core/network/build-network.js';
import { createArcCosts, customize } from '../../core/routing/customization.js';
import { lineGraphOf } from '../../core/routing/directed-graph.js';
import { createHierarchy } from '../../core/routing/hierarchy.js';
import { hierarchyOrder } from '../../core/routing/hierarchy-order.js';
import { createQueryScratch, leastCost_s, unpackWay } from '../../core/routing/hierarchy-query.js';
import { costsFrom } from '../../core/routing/hierarchy-table.js';
import { createShortestPaths, growPaths } from '../../core/routing/shortest-path.js';
import { turnGraphOf } from '../../core/routing/turn-graph.js';
import { importOsm } from '../../networks/import/osm.js';
import {
  gridRoads,
  type RoadGraph,
  readManhattan,
  readTntp,
  streetGraph,
  TNTP_NAMES,
} from './road-graphs.js';

const DATA = process.env['BLOCKWISE_DATA'] ?? '';

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
function compare(roads: RoadGraph): number {
  const { name, graph, places } = roads;
  const { vertexCount, firstArc: first, headOfArc: head } = graph;
  const cost_s = redrawn(roads);
  const hierarchy = createHierarchy(graph, hierarchyOrder(graph, places));
  const costs = createArcCosts(hierarchy);
  customize(hierarchy, costs, cost_s);
  const scratch = createQueryScratch(hierarchy);
  const paths = createShortestPaths(vertexCount);
  const turn = Int32Array.from({ length: graph.arcCount }, (_, arc) => arc);
  const [row_s, all_s] = [new Float64Array(vertexCount), new Float64Array(vertexCount)];
  const way = new Int32Array(vertexCount);
  let reachedCount = 0;
  for (let round = 0; round < 6; round++) {
    const from = Math.floor(draw(6, PURPOSE.place, round) * vertexCount);
    growPaths(paths, { linkCount: vertexCount, first, turn, head }, cost_s, [
      { link: from, cost_s: 0 },
    ]);
    costsFrom(hierarchy, costs, [{ link: from, cost_s: 0 }], row_s, all_s);
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
  return reachedCount;
}

test('a generated grid, as junctions and as streets (twin, certificate)', () => {
  expect(compare(gridRoads(20))).toBe(1200);
  expect(compare(streetGraph(gridRoads(12)))).toBeGreaterThan(1100);
});

test.skipIf(!existsSync(join(DATA, 'tntp')) || DATA === '').each(TNTP_NAMES)(
  '%s, as junctions and as streets (twin, certificate)',
  (name) => {
    const roads = readTntp(name)!;
    expect(compare(roads)).toBeGreaterThan(600);
    expect(compare(streetGraph(roads))).toBeGreaterThan(600);
  },
);

test.skipIf(!existsSync(join(DATA, 'osm-manhattan-graph')) || DATA === '')(
  'Manhattan, as junctions and as streets (twin, certificate)',
  () => {
    const roads = readManhattan()!;
    expect(roads.graph.arcCount).toBeGreaterThan(8000);
    expect(compare(roads)).toBeGreaterThan(600);
    expect(compare(streetGraph(roads))).toBeGreaterThan(600);
  },
);

test
  .skipIf(!existsSync(join(DATA, 'osm-shanghai')) || DATA === '')
  .each([
    'osm-shanghai/shanghai.osm.gz',
    'osm-graphhopper/moscow.osm.gz',
    'osm-graphhopper/monaco.osm.gz',
  ])('%s with its own turns (twin, certificate)', async (file) => {
  const { network: draft } = await importOsm(join(DATA, file));
  const network = buildRoadNetwork(draft);
  const { links, nodes, linkCount } = network;
  const graph = lineGraphOf(turnGraphOf(network));
  const from = Array.from({ length: linkCount }, (_, link) => links.from[link]!);
  const roads = {
    name: file,
    graph,
    arcCost_s: Float64Array.from(
      { length: graph.arcCount },
      (_, turn) => links.length_m[network.turns.from[turn]!]! / 10,
    ),
    places: {
      x: from.map((node) => nodes.x_m[node]!),
      y: from.map((node) => nodes.y_m[node]!),
    },
  };
  expect(compare(roads)).toBeGreaterThan(600);
});
