import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import { simulate } from '../../core/simulate.js';
import { TOWN_START_s, townRun } from '../../core/testing/small-town.js';
import { ROOMS, type Rooms } from '../rooms.js';
import { runMain } from '../run-main.js';
import { sampleResult } from '../testing/sample-run.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-fleet-'));
afterAll(() => rmSync(home, { recursive: true }));

/** A town that needs 23 vehicles, and 31 for short waits. */
const rooms: Rooms = {
  ...ROOMS,
  simulate: async ({ scenario }) => {
    const { vehicleCount } = scenario.fleet;
    const sample = sampleResult(vehicleCount);
    const summary = {
      ...sample.summary,
      rejected_share: vehicleCount >= 23 ? 1 : 9,
      wait_p95_s: vehicleCount >= 31 ? 200 : 400,
    };
    return { ...sample, summary, fleet: [] };
  },
  fleetBound: async (_, startOf_s) => ({
    vehicleCount: startOf_s === undefined ? 9 : 11,
    rideCount: 40,
    from_s: 28_800,
    to_s: 32_400,
  }),
  generateNetwork: async () => townRun('shared-automated').network,
  generateDemand: async () => ({
    trips: townRun('shared-automated').trips,
    idleCars: [],
    notes: [],
  }),
};

async function fleet(text: string, ...argv: string[]) {
  const file = join(home, 'town.yaml');
  writeFileSync(file, text);
  let [out, err] = ['', ''];
  const before = process.cwd();
  process.chdir(home);
  try {
    const code = await runMain(['fleet', file, '--out', join(home, 'answer'), ...argv], {
      stdout: { write: (said) => (out += said) },
      stderr: { write: (said) => (err += said) },
      signal: new AbortController().signal,
      rooms,
    });
    return { code, out, err };
  } finally {
    process.chdir(before);
  }
}

const TOWN =
  'name: town\nregime: shared-automated\nnetwork: { layout: superblock }\nfleet: { vehicleCount: 5, dispatcher: batch }\n';

test('one command names the smallest fleet, what was tried, and the bound from below', async () => {
  const { code, out } = await fleet(TOWN, '--step', '0');
  expect(code).toBe(0);
  expect(out).toContain('23 vehicles: the smallest fleet tried that refuses under 2.0');
  expect(out).toContain('22 were tried and are too few');
  expect(out).toContain(
    '11 vehicles could make the 40 rides served from 8:00 to 9:00 one by one, each when it was made',
  );
  expect(out).toContain('It does not pool');
  const rows = readFileSync(join(home, 'answer', 'fleetSize.csv'), 'utf8')
    .trim()
    .split('\n');
  expect(rows[0]).toMatch(/^vehicleCount,isEnough,rejectedShare,/);
  expect(rows.find((row) => row.startsWith('23,'))).toMatch(/^23,true,0\.01,/);
  const html = readFileSync(join(home, 'answer', 'report.html'), 'utf8');
  expect(html).toContain('<strong>23</strong>');
});

test('a limit to waits asks for more vehicles', async () => {
  const { out } = await fleet(TOWN, '--step', '0', '--wait', '250', '--json');
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({ vehicleCount: 31, waitLimit_s: 250, bound: { vehicleCount: 11 } });
});

test('a fleet that is never large enough is told, with another exit code', async () => {
  const { code, out } = await fleet(TOWN, '--most', '12');
  expect(code).toBe(1);
  expect(out).toContain('No fleet up to 12 vehicles refuses under 2.0');
});

test('a fleet whose runs would not fit is refused with a code and exit 4', async () => {
  const seed = ['--seed', '77'];
  const { code, err } = await fleet(TOWN, ...seed, '--max-memory', '20');
  expect(code).toBe(4);
  expect(err).toContain('CAP-003 the run is expected to take');
  expect((await fleet(TOWN, ...seed, '--max-memory', '2000')).code).toBe(0);
});

test('without a shared fleet there is no size', async () => {
  const { code, err } = await fleet('name: t\nregime: today\nnetwork: { layout: superblock }\n');
  expect(code).toBe(2);
  expect(err).toContain('only in the regime shared-automated');
});

test('the bound of the drawn town: no fewer than ride at one moment, no more than all', () => {
  const town = townRun('shared-automated', { fleet: { vehicleCount: 1 } });
  const bound = fleetBound(town);
  expect(bound.rideCount).toBe(48);
  expect(bound.vehicleCount).toBeGreaterThan(1);
  expect(bound.vehicleCount).toBeLessThan(20);
  // Rides at one moment need a vehicle each, rides an hour apart one for all.
  expect(fleetBound(town, () => TOWN_START_s).vehicleCount).toBe(48);
  const rows = new Map(town.trips.map(({ name }, row) => [name, row]));
  expect(fleetBound(town, (name) => 3600 * rows.get(name)!).vehicleCount).toBe(1);
  const some = fleetBound(town, (name) => (name.startsWith('t15') ? TOWN_START_s : Number.NaN));
  expect(some).toMatchObject({ rideCount: 2, vehicleCount: 2 });
});

test('certificate: a fleet that takes one party at a time is no smaller than the bound of its rides', async () => {
  for (const vehicleCount of [3, 6, 12]) {
    const town = townRun('shared-automated', { fleet: { vehicleCount, dispatcher: 'batch' } });
    const { trips } = await simulate(town);
    const at = new Map(trips.map(({ trip, pickedUp_s }) => [trip, pickedUp_s]));
    const bound = fleetBound(town, (name) => at.get(name)!);
    expect(bound.rideCount).toBeGreaterThan(20);
    expect(bound.vehicleCount).toBeLessThanOrEqual(vehicleCount);
    expect(bound.vehicleCount).toBeGreaterThan(1);
  }
});
