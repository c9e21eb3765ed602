import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOMS } from '../rooms.js';
import { runMain } from '../run-main.js';

const startFolder = process.cwd();
const BUILT = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'blockwise-convert-'));

async function blockwise(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runMain(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** Sixteen junctions: nine whole blocks and the halves at the rim. */
const SMALL = {
  side_m: 480,
  residentCount: 600,
  jobCount: 450,
  addressCount: 60,
  curbStallCount: 200,
  lotStallCount: 300,
  pudoBayCount: 64,
  loadingBayCount: 32,
  remoteLotCount: 2,
  remoteStallCount: 600,
};

beforeAll(async () => {
  process.chdir(home);
  const settings = Object.entries(SMALL).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  await blockwise('network', 'make', 'small-block', ...settings, '--out', 'as-it-is');
});
afterAll(() => {
  process.chdir(startFolder);
  rmSync(home, { recursive: true });
});

test('a converted district has the same trips, and runs against itself in a study', async () => {
  const convert = ['network', 'convert', 'as-it-is', '--to', 'superilla', '--out', 'superilla'];
  const { code, out } = await blockwise(...convert);
  expect(code).toBe(0);
  expect(out).toMatch(/^1 groups of 9 blocks in all are closed to through traffic\n {2}one-way: 8/);
  const changes = readFileSync('superilla/changes.csv', 'utf8').trimEnd().split('\n');
  expect(changes[0]).toBe('change,subject,group,x_m,y_m,length_m,message');
  expect(changes.filter((line) => line.startsWith('closed,'))).toHaveLength(4);
  expect(readFileSync('superilla/changes.html', 'utf8')).toMatch(/closed here \(4\)/);
  const [before, after] = await Promise.all(['as-it-is', 'superilla'].map(demandOf));
  expect(before!.trips.length).toBeGreaterThan(500);
  expect(after).toEqual(before);

  writeFileSync(
    'itself.study.yaml',
    'name: itself\nlayouts:\n  as-it-is: { folder: as-it-is }\n  superilla: { folder: superilla }\n' +
      'regimes: [today]\nseeds: [1]\ndemand: { factor: 0.3 }\n' +
      'compare:\n  layouts: [[as-it-is, superilla]]\n',
  );
  // Studies start their workers from built files.
  const argv = [BUILT, 'study', 'itself.study.yaml', '--out', 'out', '--jobs', '1'];
  const study = await promisify(execFile)(process.execPath, argv, { timeout: 60_000 });
  expect(study.stdout).toMatch(/travel-time index/);
  expect(existsSync('out/report.html')).toBe(true);
}, 90_000);

async function demandOf(dir: string) {
  const { network } = await ROOMS.readNetworkFolder(dir);
  return ROOMS.generateDemand(network, { factor: 1, seed: 1 });
}

test('an area may be a box or a file of polygons, and one without blocks is refused', async () => {
  const convert = (area: string) =>
    blockwise('network', 'convert', 'as-it-is', '--to', 'superilla', '--area', area, '--out', 'x');
  expect((await convert('0,0,480,480')).code).toBe(0);
  const ring = [
    [0, 0],
    [480, 0],
    [480, 480],
    [0, 480],
    [0, 0],
  ];
  writeFileSync('all.geojson', JSON.stringify({ type: 'Polygon', coordinates: [ring] }));
  expect((await convert('all.geojson')).code).toBe(0);
  const none = await convert('0,0,10,10');
  expect([none.code, none.err]).toEqual([
    3,
    '0,0,10,10 CNV-005 has no blocks that could be converted: a group needs two blocks side by side\n',
  ]);
  expect((await convert('9,0,1')).err).toMatch(/^--area CNV-004 must be west,south,east,north/);
  expect((await convert('none.geojson')).err).toMatch(/^none\.geojson CLI-001 does not exist/);
});

test('numbers that make no sense are refused as usage', async () => {
  const wrong = [
    'network',
    'convert',
    'as-it-is',
    '--to',
    'superilla',
    '--group',
    '0',
    '--out',
    'x',
  ];
  const { code, err } = await blockwise(...wrong);
  expect(code).toBe(2);
  expect(err).toMatch(/must be a whole number from 1 to 1000/);
});
