import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problems } from '../../core/base/errors.js';
import { readScenario } from '../../core/scenario/read-scenario.js';
import { runMain } from '../run-main.js';
import { readYamlFile } from '../yaml-file.js';

const startFolder = process.cwd();
const home = mkdtempSync(join(tmpdir(), 'blockwise-demand-'));

async function blockwise(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runMain(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

beforeAll(async () => {
  process.chdir(home);
  const sizes = ['side_m=480', 'addressCount=60', 'residentCount=600', 'jobCount=450'];
  const stalls = ['curbStallCount=200', 'lotStallCount=300', 'pudoBayCount=64', 'remoteLotCount=2'];
  const settings = [...sizes, ...stalls, 'loadingBayCount=32', 'remoteStallCount=600'];
  const flags = settings.flatMap((setting) => ['--set', setting]);
  await blockwise('network', 'make', 'small-block', ...flags, '--out', 'net');
});
afterAll(() => {
  process.chdir(startFolder);
  rmSync(home, { recursive: true });
});

test('a made day is a file that is imported again as it is', async () => {
  const made = await blockwise('demand', 'make', '--network', 'net', '--out', 'made/trips.csv');
  expect(made.code).toBe(0);
  expect(made.out).toMatch(/^\d{3,} trips\nmade\/trips\.csv\n$/);
  const columns = 'person=vehicle,class=kind';
  const flags = ['--network', 'net', '--columns', columns, '--out', 'again.csv'];
  expect((await blockwise('demand', 'import', 'made/trips.csv', ...flags)).code).toBe(0);
  expect(readFileSync('again.csv', 'utf8')).toBe(readFileSync('made/trips.csv', 'utf8'));
});

test('routes of SUMO become trips with their routes, and it is told how their vehicles drive', async () => {
  const link = readFileSync(join('net', 'link.csv'), 'utf8').split('\n')[1]!.split(',')[0]!;
  const routes =
    '<routes><vType id="car" tau="1.2"/>' +
    `<vehicle id="v" type="car" depart="60"><route edges="${link}"/></vehicle>` +
    '<vehicle id="w" depart="61"><route edges="nowhere"/></vehicle></routes>';
  writeFileSync('town.rou.xml', routes);
  const argv = ['demand', 'import', 'town.rou.xml', '--network', 'net', '--out', 'sumo.csv'];
  const { code, out, err } = await blockwise(...argv);
  expect(code).toBe(0);
  expect(out).toContain('1 trips, 1 rows left out');
  expect(err).toContain('tau_s: 1.2');
  expect(readFileSync('sumo.csv', 'utf8')).toContain(`v,through,v,60,${link},${link},1,${link}`);
});

test("a fleet of MATSim becomes a scenario that a run reads, with each vehicle's depot", async () => {
  const link = readFileSync(join('net', 'link.csv'), 'utf8').split('\n')[1]!.split(',')[0]!;
  const vehicle = (id: string, at: string) =>
    `<vehicle id="${id}" start_link="${at}" t_0="21600" t_1="50400" capacity="6"/>`;
  const vehicles = `<vehicles>${vehicle('a', link)}${vehicle('b', 'nowhere')}</vehicles>`;
  writeFileSync('taxis.xml.gz', gzipSync(vehicles));
  const argv = ['demand', 'vehicles', 'taxis.xml.gz', '--network', 'net', '--out', 'taxis.yaml'];
  const { code, out, err } = await blockwise(...argv);
  expect(code).toBe(0);
  expect(out).toBe('1 vehicles of 6 seats\ntaxis.yaml\n');
  expect(err).toMatch(/^taxis\.xml\.gz:1:\d+ DEM-092 start_link: left out/);
  const { value, where } = await readYamlFile('taxis.yaml');
  const problems = new Problems('taxis.yaml');
  const { scenario } = readScenario(value, where, problems);
  problems.throwIfAny();
  const { vehicleCount, seatCount, shifts, depots } = scenario.fleet;
  const { maxWait_s, maxDetour, detourAllowance_s } = scenario.fleet;
  expect([maxWait_s, maxDetour, detourAllowance_s]).toEqual([600, 1.3, 400]);
  expect({ vehicleCount, seatCount, shifts }).toEqual({
    vehicleCount: 1,
    seatCount: 6,
    shifts: { starts_s: [21_600], length_s: 28_800 },
  });
  const lots = readFileSync(join('net', 'lot.csv'), 'utf8');
  expect(lots).toContain(`\n${depots[0]},`);
});

test('bad rows are told, counted and left out, and the rest is written', async () => {
  const [, trip] = readFileSync('made/trips.csv', 'utf8').split('\n');
  const [origin, destination] = trip!.split(',').slice(4, 6);
  const rows = `8:00,${origin},${destination}\nlate,${origin},${destination}\n`;
  writeFileSync('odd.csv.gz', gzipSync(`departure,origin,destination\n${rows}`));
  const argv = ['demand', 'import', 'odd.csv.gz', '--network', 'net', '--out', 'odd.csv'];
  const { code, out, err } = await blockwise(...argv);
  expect(code).toBe(0);
  expect(err).toMatch(/^odd\.csv\.gz:3:1 DEM-061 departure: left out: must be seconds/);
  expect(out).toMatch(/^1 trips, 1 rows left out\n {2}DEM-061: 1 \(/);
  expect(readFileSync('odd.csv', 'utf8').trimEnd().split('\n')).toHaveLength(2);
});

test('a file without columns that are known is bad input, and a wrong number is bad usage', async () => {
  writeFileSync('none.csv', 'a,b\n1,2\n');
  const argv = ['demand', 'import', 'none.csv', '--network', 'net', '--out', 'x.csv'];
  expect((await blockwise(...argv)).err).toMatch(/^none\.csv:1 DEM-070 departure: no column/);
  expect((await blockwise(...argv)).code).toBe(3);
  expect((await blockwise(...argv, '--reach', 'far')).code).toBe(2);
  expect((await blockwise(...argv, '--network', 'nowhere')).code).toBe(3);
});
