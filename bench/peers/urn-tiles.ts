/**
 * Measures of real street layouts: square kilometres of twelve cities, imported as lists of edges,
 * beside the figures that the data set gives of them (Xue et al. 2022, "Quantifying the spatial
 * homogeneity of urban road networks via graph neural networks"; OpenStreetMap contributors, ODbL).
 *
 *     BLOCKWISE_DATA=DIR npm run bench -- peers/urn-tiles
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importEdgeList } from '../../networks/import/edge-list.js';
import { measureLayout } from '../../networks/measure/layout-measures.js';

const CITIES = [
  ...['Amsterdam', 'Beijing', 'Berlin', 'Chicago', 'London', 'Moscow'],
  ...['New york', 'Paris', 'Phoenix', 'Shanghai', 'Shenzhen', 'Tokyo'],
];

/** Columns of tiles.csv. */
const [CITY, TILE, , , JUNCTIONS, MEDIAN, MEAN, , WIDTH, HEIGHT] = Array.from(
  { length: 10 },
  (_, column) => column,
) as [number, number, number, number, number, number, number, number, number, number];

const HEADS = [
  ...['tile', 'junctions', 'theirs', 'per km²', 'theirs', 'mean link, m', 'theirs, mean'],
  ...['theirs, median', 'dead ends', 'curb, m/ha'],
];

export function tileTable(folder: string, cities: readonly string[] = CITIES): string[][] {
  const tiles = rowsOf(readFileSync(join(folder, 'tiles.csv'), 'utf8'));
  const [nodes, edges] = ['nodes', 'edges'].map((name) =>
    rowsOf(gunzipSync(readFileSync(join(folder, `${name}.csv.gz`))).toString()),
  ) as [string[][], string[][]];
  return [
    HEADS,
    ...cities.map((city) => {
      const tile = tiles.find((row) => row[CITY] === city)!;
      const isIn = (row: readonly string[]): boolean =>
        row[CITY] === city && row[TILE] === tile[TILE];
      return tileRow(tile, nodes.filter(isIn), edges.filter(isIn));
    }),
  ];
}

/** Ours are of the network that a run would drive on: bends and split junctions are joined. */
function tileRow(tile: string[], nodes: string[][], edges: string[][]): string[] {
  const { network } = importEdgeList(
    { file: 'edges.csv', text: tableText(['u', 'v'], edges) },
    { file: 'nodes.csv', text: tableText(['osmid', 'lon', 'lat'], nodes) },
  );
  const ours = measureLayout(network);
  const box_km2 = (Number(tile[WIDTH]) * Number(tile[HEIGHT])) / 1e6;
  return [
    `${tile[CITY]} ${tile[TILE]}`,
    `${ours.junctionCount}`,
    tile[JUNCTIONS]!,
    ours.junctions_perKm2.toFixed(1),
    (Number(tile[JUNCTIONS]) / box_km2).toFixed(1),
    ours.meanLink_m.toFixed(0),
    Number(tile[MEAN]).toFixed(0),
    Number(tile[MEDIAN]).toFixed(0),
    `${ours.deadEndCount}`,
    ours.curb_mPerHa.toFixed(0),
  ];
}

const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));

const tableText = (names: readonly string[], rows: readonly string[][]): string =>
  [names, ...rows.map((row) => row.slice(2))].map((cells) => cells.join(',')).join('\n');

export const isHere = (folder: string): boolean => existsSync(join(folder, 'tiles.csv'));

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'urn-30cities');
  if (isHere(folder)) {
    const rows = tileTable(folder);
    const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    for (const row of rows) {
      console.log(
        row
          .map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!)))
          .join('  '),
      );
    }
  } else console.log('No tiles: BLOCKWISE_DATA does not name a folder with urn-30cities.');
}
