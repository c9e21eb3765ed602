import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { staticCity } from '../../core/testing/static-networks.js';
import { Interrupted } from '../exit-codes.js';
import { runMain } from '../run-main.js';

const startFolder = process.cwd();
let home = '';
beforeEach(() => {
  if (home !== '') rmSync(home, { recursive: true, force: true });
  home = mkdtempSync(join(tmpdir(), 'blockwise-assign-'));
  process.chdir(home);
  writeFileSync('net.tntp', NETWORK);
  writeFileSync('trips.tntp', TRIPS);
});
afterAll(() => {
  process.chdir(startFolder);
  rmSync(home, { recursive: true, force: true });
});

/** Braess' network, and a trip that stays at home. */
const NETWORK = `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<FIRST THRU NODE> 1
<NUMBER OF LINKS> 5
<END OF METADATA>
1 3 1 100 0.00000001 1000000000 1 0 0 1 ;
1 4 1 100 50 0.02 1 0 2 1 ;
3 2 1 100 50 0.02 1 0 0 1 ;
3 4 1 100 10 0.1 1 0 0 1 ;
4 2 1 100 0.00000001 1000000000 1 0 0 1 ;
`;
const TRIPS = `<NUMBER OF ZONES> 2
<TOTAL OD FLOW> 7.0
<END OF METADATA>
Origin 1
1 : 1.0; 2 : 6.0;
`;

async function assign(
  argv: readonly string[],
  signal = new AbortController().signal,
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runMain(['assign', ...argv], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal,
  });
  return { code, out, err };
}

const BRAESS = ['net.tntp', '--trips', 'trips.tntp', '--gap', '1e-12'];

test('the figures are a table on stdout, the notes stand on stderr', async () => {
  const { code, out, err } = await assign(BRAESS);
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['user equilibrium'],
    ['trips', '6.000'],
    ['trips within zones', '1.000'],
    ['total time', '552.000'],
    ['total cost', '552.000'],
    ['total distance', '1,400.000'],
    ['mean time', '92.000'],
    ['objective', '386.000'],
    ['relative gap', expect.stringMatching(/^-?\d\.\d\de[+-]\d+$/)],
    ['average excess cost', expect.stringMatching(/^-?\d\.\d\de[+-]\d+$/)],
    ['iterations', expect.stringMatching(/^\d$/)],
    [''],
  ]);
  expect(err).toBe('1.000 trips stay in their zone and load no link.\n');
});

test('--optimum leaves the middle link empty, and --json prints the figures alone', async () => {
  const { code, out } = await assign([...BRAESS, '--optimum', '--json']);
  const figures = JSON.parse(out);
  expect(code).toBe(0);
  expect(figures.meanTime).toBeCloseTo(83, 7);
  expect(figures.objective).toBeCloseTo(figures.totalCost, 7);
});

test('lengths and tolls count by their weights', async () => {
  const weighted = await assign([...BRAESS, '--json', '--length-weight', '0.1']);
  const { totalCost, totalTime, totalDistance } = JSON.parse(weighted.out);
  expect(totalCost).toBeCloseTo(totalTime + 0.1 * totalDistance, 9);
  // A toll that nobody pays empties its road.
  await assign([...BRAESS, '--toll-weight', '1000', '--out', 'tolled']);
  expect(readFileSync('tolled/link-volumes.csv', 'utf8')).toMatch(/^1,4,0,/m);
});

test('--out holds the links with volumes, and coordinates where nodes are given', async () => {
  const nodes = [1, 2, 3, 4].map((node) => `${node} ${10 * node} ${20 * node} ;`);
  writeFileSync('nodes.tntp', `node X Y ;\n${nodes.join('\n')}\n`);
  const plain = await assign([...BRAESS, '--out', 'plain']);
  const placed = await assign([...BRAESS, '--nodes', 'nodes.tntp', '--out', 'placed']);
  expect([plain.code, placed.code]).toEqual([0, 0]);
  expect(readdirSync('plain').sort()).toEqual(['assignment.json', 'link-volumes.csv']);
  const lines = readFileSync('plain/link-volumes.csv', 'utf8').trim().split('\n');
  expect(lines[0]).toBe('from,to,volume,time,cost,saturation');
  expect(lines).toHaveLength(6);
  const [from, to, volume, time] = lines[1]!.split(',').map(Number);
  expect([from, to]).toEqual([1, 3]);
  // The format's 1e-8 of free time, over the slopes of the ways.
  expect(volume).toBeCloseTo(4, 8);
  expect(time).toBeCloseTo(40, 7);
  expect(readFileSync('placed/link-volumes.csv', 'utf8')).toMatch(/^1,3,.*,10,20,30,60$/m);
  expect(JSON.parse(readFileSync('plain/assignment.json', 'utf8')).trips).toBe(6);
});

test('zipped files give the same bytes, and a second time in the same folder', async () => {
  writeFileSync('net.tntp.gz', gzipSync(NETWORK));
  writeFileSync('zipped', gzipSync(TRIPS));
  await assign([...BRAESS, '--out', 'plain']);
  const first = readFileSync('plain/link-volumes.csv');
  await assign(['net.tntp.gz', '--trips', 'zipped', '--gap', '1e-12', '--out', 'plain']);
  expect(readFileSync('plain/link-volumes.csv').equals(first)).toBe(true);
});

test("a folder with somebody else's table is refused and kept", async () => {
  await assign([...BRAESS, '--out', 'mine']);
  rmSync('mine/assignment.json');
  writeFileSync('mine/link-volumes.csv', 'mine');
  const { code, err } = await assign([...BRAESS, '--out', 'mine']);
  expect([code, err]).toEqual([3, expect.stringContaining('mine CLI-010 holds link-volumes.csv')]);
  expect(readFileSync('mine/link-volumes.csv', 'utf8')).toBe('mine');
});

test('every problem of a file is told with its place, and damaged gzip with a code', async () => {
  writeFileSync('bad.tntp', NETWORK.replace('1 3 1 100', '1 9 1 far'));
  const bad = await assign(['bad.tntp', '--trips', 'trips.tntp', '--json']);
  expect(bad.code).toBe(3);
  expect(JSON.parse(bad.out).problems.map(({ code }: { code: string }) => code)).toEqual([
    'TNTP-005',
    'TNTP-004',
  ]);
  writeFileSync('cut.gz', gzipSync(NETWORK).subarray(0, 60));
  const cut = await assign(['cut.gz', '--trips', 'trips.tntp']);
  expect([cut.code, cut.err]).toEqual([3, 'cut.gz CLI-015 is damaged gzip\n']);
});

test('trips without a way are told by their place in the file', async () => {
  writeFileSync('back.tntp', TRIPS.replace('Origin 1\n1 : 1.0; 2 : 6.0;', 'Origin 2\n 1 : 7.0;'));
  const { code, err } = await assign(['net.tntp', '--trips', 'back.tntp']);
  expect(code).toBe(3);
  expect(err).toBe(
    'back.tntp:5:2 TNTP-026 destination: the network has no way from zone 2 to 1 (7 trips)\n',
  );
});

test('a gap that is not reached in the iterations ends with 1, and the figures all the same', async () => {
  writeCity();
  const flags = ['--gap', '1e-12', '--iterations', '1', '--out', 'short'];
  const { code, out, err } = await assign(['city.tntp', '--trips', 'city-trips.tntp', ...flags]);
  expect(code).toBe(1);
  expect(err).toMatch(/The gap of 1e-12 was not reached in 1 iterations\.\n/);
  expect(out).toMatch(/^iterations +1$/m);
  expect(existsSync('short/link-volumes.csv')).toBe(true);
});

test('a stopped assignment ends with the code of its signal and writes nothing', async () => {
  for (const code of [130, 143]) {
    const stop = new AbortController();
    stop.abort(new Interrupted(code));
    const ended = await assign([...BRAESS, '--out', 'out'], stop.signal);
    expect([ended.code, ended.out, ended.err.endsWith('Stopped.\n')]).toEqual([code, '', true]);
    expect(existsSync('out')).toBe(false);
  }
});

/** A city that takes more than one iteration. */
function writeCity(): void {
  const { network, trips } = staticCity({ seed: 11, side: 8, zoneCount: 20, volume: 25 });
  const { linkFrom, linkTo, capacity, length, freeTime, b, power, toll } = network;
  const links = Array.from(linkFrom, (from, link) =>
    [from + 1, linkTo[link]! + 1]
      .concat([capacity, length, freeTime, b, power].map((column) => column[link]!))
      .concat(0, toll[link]!, 1)
      .join(' '),
  );
  const size = [
    `<NUMBER OF ZONES> ${network.zoneCount}`,
    `<NUMBER OF NODES> ${network.nodeCount}`,
    `<FIRST THRU NODE> ${network.firstThroughNode + 1}`,
    `<NUMBER OF LINKS> ${network.linkCount}`,
    '<END OF METADATA>',
  ];
  writeFileSync('city.tntp', [...size, ...links].join('\n'));
  const pairs = Array.from({ length: trips.zoneCount }, (_, origin) => {
    const [begin, end] = [trips.firstPair[origin]!, trips.firstPair[origin + 1]!];
    const of = Array.from({ length: end - begin }, (_unused, at) => begin + at);
    const cells = of.map((pair) => `${trips.destination[pair]! + 1} : ${trips.volume[pair]};`);
    return `Origin ${origin + 1}\n${cells.join(' ')}`;
  });
  writeFileSync('city-trips.tntp', [size[0], size[4], ...pairs].join('\n'));
}

const USAGE: (readonly string[])[] = [
  ['net.tntp'],
  ['net.tntp', '--trips'],
  [...BRAESS, '--gap', '0'],
  [...BRAESS, '--gap', 'small'],
  [...BRAESS, '--iterations', '0'],
  [...BRAESS, '--toll-weight', '-1'],
  [...BRAESS, '--length-weight', ''],
];

test.each(USAGE.map((argv) => [argv.join(' '), argv] as const))(
  'usage errors end with 2: %s',
  async (_, argv) => {
    expect((await assign(argv)).code).toBe(2);
  },
);
