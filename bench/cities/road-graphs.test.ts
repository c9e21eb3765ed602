/** Real networks, where they are at hand: `BLOCKWISE_DATA` names the folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importEdgeList } from '../../networks/import/edge-list.js';
import { importNetwork } from '../../networks/import/import-network.js';
import { compare, turnsOfDraft } from './index-twin.js';
import {
  gridRoads,
  readHangzhou,
  readManhattan,
  readTntp,
  streetGraph,
  TNTP_NAMES,
} from './road-graphs.js';

const DATA = process.env['BLOCKWISE_DATA'] ?? '';

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

/** Every real network with an importer, with the nodes of those whose links name nodes only. */
const FILES: readonly { readonly file: string; readonly nodes?: string }[] = [
  { file: 'osm-shanghai/shanghai.osm.gz' },
  { file: 'osm-graphhopper/moscow.osm.gz' },
  { file: 'osm-graphhopper/monaco.osm.gz' },
  { file: 'osm-graphhopper/krems.osm.gz' },
  { file: 'osm-monaco/osmix-monaco.osm.pbf' },
  { file: 'osm-valhalla/harrisburg.osm.pbf' },
  { file: 'osm-valhalla/nyc.osm.pbf' },
  { file: 'osm-valhalla/paris_bss.osm.pbf' },
  { file: 'sumo-bologna/acosta/acosta_buslanes.net.xml.gz' },
  { file: 'matsim-maas/mielec_2014_02/network.xml.gz' },
  { file: 'lpsim-bayarea/partial_edges.csv.gz', nodes: 'lpsim-bayarea/partial_nodes.csv.gz' },
  { file: 'gmns/Arlington_Signals' },
  { file: 'gmns/Cambridge_Intersection' },
  { file: 'gmns/Cambridge_Multimodal_Network' },
];

test.skipIf(DATA === '' || !existsSync(join(DATA, 'osm-shanghai'))).each(FILES)(
  '$file with its own turns (twin, certificate)',
  async ({ file, nodes }) => {
    const options = nodes === undefined ? {} : { nodes: join(DATA, nodes) };
    const { network } = await importNetwork(join(DATA, file), options);
    expect(compare(turnsOfDraft(file, network))).toBeGreaterThan(100);
  },
);

test.skipIf(DATA === '' || !existsSync(join(DATA, 'cityflow-hangzhou')))(
  'Hangzhou, its roads and the ways over its junctions (twin, certificate)',
  () => {
    const roads = readHangzhou()!;
    expect(roads.graph.vertexCount).toBe(80);
    expect(compare(roads)).toBeGreaterThan(100);
  },
);

test.skipIf(DATA === '' || !existsSync(join(DATA, 'urn-30cities')))(
  'a square kilometre of each of thirty cities (twin, certificate)',
  () => {
    const [nodes, edges] = ['nodes', 'edges'].map((name) =>
      gunzipSync(readFileSync(join(DATA, `urn-30cities/${name}.csv.gz`)))
        .toString()
        .trim()
        .split('\n'),
    ) as [string[], string[]];
    const tileOf = (line: string): string => line.split(',', 2).join(',');
    const firstTiles = new Map(
      edges.slice(1).map((line) => [line.split(',')[0]!, tileOf(line)] as const),
    );
    expect(firstTiles.size).toBe(30);
    for (const tile of firstTiles.values()) {
      const table = (names: string, lines: readonly string[]): string =>
        [
          names,
          ...lines
            .filter((line) => tileOf(line) === tile)
            .map((line) => line.slice(tile.length + 1)),
        ].join('\n');
      const { network } = importEdgeList(
        { file: 'edges.csv', text: table('u,v', edges) },
        { file: 'nodes.csv', text: table('osmid,lon,lat', nodes) },
      );
      expect(compare(turnsOfDraft(tile, network)), tile).toBeGreaterThan(20);
    }
  },
);
