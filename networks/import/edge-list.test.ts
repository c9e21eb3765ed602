import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { KMH_mps, MPH_mps } from '../../core/base/units.js';
import { checkNetwork } from '../../core/network/check-network.js';
import { type EdgeListOptions, importEdgeList } from './edge-list.js';
import { importGeoJsonLines } from './geojson-lines.js';
import { importNetwork } from './import-network.js';
import { importTntpStreets } from './tntp-streets.js';

/** A square of streets with a way across, on the plane. */
const NODES = 'node_id,x,y\na,0,0\nb,200,0\nc,200,200\nd,0,200\n';
const EDGES =
  'u,v,length_m,lanes,speed_mph\na,b,200,2,30\nb,c,200,1,\nc,d,250,1,20\nd,a,,1,20\na,c,,1,20\n';

const read = (edges = EDGES, nodes = NODES, options: EdgeListOptions = { crs: 'local' }) =>
  importEdgeList({ file: 'e.csv', text: edges }, { file: 'n.csv', text: nodes }, options);

function problemsOf(...args: Parameters<typeof read>): string[] {
  try {
    read(...args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, file, line, field }) => `${file}:${line} ${code} ${field}`);
  }
  return [];
}

const linkNamed = ({ network }: ReturnType<typeof read>, name: string) =>
  network.links.find((link) => link.name === name)!;

test('a list of edges is a sound network with the numbers of its columns', () => {
  const found = read();
  expect(checkNetwork(found.network).filter(({ severity }) => severity === 'error')).toEqual([]);
  const link = linkNamed(found, 'a-b');
  expect(link).toMatchObject({ from: 'a', to: 'b', laneCount: 2 });
  expect(link.freeSpeed_mps).toBeCloseTo(30 * MPH_mps, 9);
  expect(found.network.addresses.length).toBeGreaterThan(10);
});

test('a list without ways back is taken for both directions, one with some is not', () => {
  expect(linkNamed(read(), 'a-b back')).toMatchObject({ from: 'b', to: 'a' });
  expect(read().notes.map(({ code }) => code)).toContain('EDG-202');
  const both = EDGES.split('\n').slice(1, -1);
  const back = both.map((row) => {
    const [from, to, ...rest] = row.split(',');
    return [to, from, ...rest].join(',');
  });
  const twoWay = read(`u,v,length_m,lanes,speed_mph\n${[...both, ...back].join('\n')}\n`);
  expect(twoWay.notes.map(({ code }) => code)).not.toContain('EDG-202');
  expect(twoWay.network.links).toHaveLength(read().network.links.length);
});

test('what the file does not say is guessed and told, lengths never below the straight line', () => {
  const { notes } = read();
  const of = (code: string) => notes.filter((note) => note.code === code).map((n) => n.subject);
  expect(of('EDG-201')).toContain('b-c');
  expect(read(EDGES.replace('a,b,200', 'a,b,20')).notes.map(({ code }) => code)).toContain(
    'EDG-101',
  );
});

test('columns are found by the names that files use, or as the user says', () => {
  const other = EDGES.replace('u,v,length_m,lanes,speed_mph', 'from,to,length,num_lanes,limit');
  const options = { crs: 'local', columns: ['speed=limit'] };
  expect(linkNamed(read(other, NODES, options), 'a-b').freeSpeed_mps).toBeCloseTo(30 * KMH_mps, 9);
  expect(problemsOf(other, NODES, { columns: ['pace=limit', 'speed=limits'] })).toEqual([
    'e.csv:1 EDG-001 --columns',
    'e.csv:1 EDG-001 --columns',
  ]);
  expect(problemsOf(EDGES.replace('u,v', 'p,q'))).toEqual([
    'e.csv:1 EDG-001 from',
    'e.csv:1 EDG-001 to',
  ]);
});

test('all wrong cells are told at once, with file and line', () => {
  const wrong = EDGES.replace('a,b,200', 'a,z,200').replace('c,d,250', 'c,d,far');
  expect(problemsOf(wrong)).toEqual(['e.csv:2 EDG-004 v', 'e.csv:4 EDG-002 length_m']);
  expect(problemsOf(EDGES, NODES.replace('b,200', 'a,x'))).toEqual([
    'n.csv:3 EDG-004 node_id',
    'n.csv:3 EDG-002 x',
  ]);
  expect(problemsOf('u,v\n')).toEqual(['e.csv:0 EDG-005 ']);
});

test('places of an American town whose longitudes and latitudes are swapped are refused', () => {
  const swapped = 'id,x,y\na,40.7,-74\nb,40.71,-74\nc,40.71,-74.01\nd,40.7,-74.01\n';
  expect(problemsOf(EDGES, swapped, {})).toEqual([
    ...['a', 'b', 'c', 'd'].map((node) => `n.csv:0 EDG-002 node "${node}"`),
  ]);
  const right = 'id,lon,lat\na,-74,40.7\nb,-74,40.702\nc,-74.002,40.702\nd,-74.002,40.7\n';
  expect(problemsOf(EDGES, right, {})).toEqual([]);
});

const line = (properties: object, ...coordinates: number[][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates },
});
const lines = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features });

test('lines of GeoJSON meet where they share a point, and are cut there', () => {
  const text = lines(
    line({ highway: 'primary', lanes: 2 }, [0, 0], [100, 0], [200, 0]),
    line({ oneway: '-1' }, [100, 0], [100, 150]),
    line({}, [200, 0], [200, 150], [100, 150]),
    line({}, [0, 0], [0, 150], [100, 150]),
  );
  const { network, notes } = importGeoJsonLines({ file: 'a.geojson', text }, { crs: 'local' });
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
  const [one] = network.links.filter(({ name }) => name === '1');
  expect(one).toMatchObject({ laneCount: 2, rank: 4 });
  expect(network.links.some(({ name }) => name === '1 2')).toBe(true);
  // Against the line only.
  const across = network.links.filter(({ name }) => name.startsWith('2'));
  expect(across).toHaveLength(1);
  expect(across[0]!.geometry[0]![1]).toBeGreaterThan(across[0]!.geometry.at(-1)![1]);
  expect(notes.map(({ code }) => code)).toContain('GJL-202');
});

test('what is no line is left out and told, what is no GeoJSON refused', () => {
  const point = {
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates: [0, 0] },
  };
  const square = line({}, [0, 0], [100, 0], [100, 100], [0, 100], [0, 0], [100, 100]);
  const { notes } = importGeoJsonLines(
    { file: 'a.geojson', text: lines(point, square) },
    { crs: 'local' },
  );
  expect(notes.map(({ code }) => code)).toContain('GJL-102');
  for (const text of ['', '{', '[]', '{"features":[3]}', lines(point), lines(line({}, [0, 0]))]) {
    expect(() => importGeoJsonLines({ file: 'a.geojson', text })).toThrow(/GJL-00[12]/);
  }
});

test('a list wider than a region is refused, and so is a junction of ten thousand streets', () => {
  const scattered = NODES.replace(/^a,.*$/m, 'a,400000,0');
  expect(problemsOf('u,v\na,b\nb,c\nc,d\n', scattered)).toEqual(['e.csv:2 EDG-005 length']);
  const apart = `node_id,x,y\na,0,0\nb,90000,0\n${[2, 3, 4].map((at) => `n${at},${at * 90_000},0\n`).join('')}`;
  const far = read('u,v\na,b\nb,n2\nn2,n3\n', apart);
  expect(far.network.links.length).toBeGreaterThan(0);
  expect(problemsOf('u,v\na,b\nb,n2\nn2,n3\nn3,n4\n', apart)).toEqual(['e.csv:0 EDG-007 ']);
  const rows = (count: number) =>
    Array.from({ length: count }, (_, row) => `same,${row % 2 === 0 ? 'a,b' : 'b,a'}\n`).join('');
  const { links } = read(`edge,u,v\n${rows(60)}`).network;
  expect(new Set(links.map(({ name }) => name)).size).toBe(links.length);
  expect(problemsOf(`edge,u,v\n${rows(20_000)}`)).toEqual(['e:0 NET-373 ']);
});

/** Zone 1 at a corner of four streets' ends, each joined to each. */
const CORNERS = [2, 3, 4, 5];
const PAIRS = CORNERS.flatMap((from) =>
  CORNERS.flatMap((to) => (from === to ? [] : [`${from}\t${to}`])),
);
const TNTP = [
  '<NUMBER OF ZONES> 1\n<NUMBER OF NODES> 5\n<FIRST THRU NODE> 2\n<NUMBER OF LINKS> 14',
  '<END OF METADATA>\n',
  ...['1\t2', '2\t1', ...PAIRS].map((pair) => `\t${pair}\t3600\t1\t1\t0.15\t4\t0\t0\t1\t;`),
].join('\n');
const TNTP_NODES =
  'Node\tX\tY\t;\n1\t0\t100\t;\n2\t0\t0\t;\n3\t900\t0\t;\n4\t0\t900\t;\n5\t900\t900\t;\n';

test('a TNTP network is streets without its zones, its speeds those of the straight lines', () => {
  const source = { file: 'a_net.tntp', text: TNTP };
  const nodes = { file: 'a_node.tntp', text: TNTP_NODES };
  const { network, notes } = importTntpStreets(source, nodes, { crs: 'local' });
  expect(network.links.map(({ name }) => name).sort()).toEqual(
    PAIRS.map((pair) => pair.replace('\t', '-')).sort(),
  );
  const across = network.links.find(({ name }) => name === '2-3')!;
  expect(across).toMatchObject({ laneCount: 2 });
  expect(across.freeSpeed_mps).toBeCloseTo(15, 9);
  expect(notes.filter(({ code }) => code === 'TNTP-103')).toHaveLength(2);
  expect(() => importTntpStreets(source, null)).toThrow('TNTP-031');
  const inFeet = TNTP_NODES.replaceAll('900', '9000');
  expect(() => importTntpStreets(source, { ...nodes, text: inFeet }, { crs: 'local' })).toThrow(
    'TNTP-032',
  );
});

test('an option for another kind of file is refused, and a list needs its nodes', async () => {
  await expect(importNetwork('e.csv')).rejects.toThrow('EDG-007');
  await expect(importNetwork('town.osm', { nodes: 'n.csv' })).rejects.toThrow('EDG-006');
  await expect(importNetwork('e.csv', { additional: ['a.xml'] })).rejects.toThrow('EDG-006');
  await expect(importNetwork('a.tntp', { columns: ['from=u'] })).rejects.toThrow('EDG-006');
});

const MANHATTAN = join(process.env['BLOCKWISE_DATA'] ?? '', 'osm-manhattan-graph');
test.runIf(existsSync(join(MANHATTAN, 'edges.csv.gz')))(
  'the graph of Manhattan is a sound network of its 8,548 edges',
  async () => {
    const nodes = join(MANHATTAN, 'nodes.csv.gz');
    const { network } = await importNetwork(join(MANHATTAN, 'edges.csv.gz'), { nodes });
    expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(network.links.length).toBeGreaterThan(7500);
  },
);
