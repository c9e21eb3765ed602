/**
 * `kill -9` at any moment, then the same command again: the bytes of the unbroken one, and nothing
 * left over. Kills strike by the clock, and in the midst of work on files (testing/strike.ts).
 *
 * A short study and a short run fit every run of the tests. `BLOCKWISE_KILLS=200` breaks as many
 * studies of sixty runs, and as many runs with checkpoints, each up to five times, and prints where;
 * `BLOCKWISE_FIRST_KILL=50` begins with the seed 50, for parts of the whole.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { REGIMES } from '../core/scenario/scenario.js';
import {
  differencesOf,
  type Ended,
  killsOf,
  placeOf,
  runCommand,
  type Targets,
} from './testing/killed-command.js';

const asked = process.env['BLOCKWISE_KILLS'];
const BROKEN_COUNT = Number(asked ?? 1);
const mostKills = asked === undefined ? 2 : 5;
const FIRST = Number(process.env['BLOCKWISE_FIRST_KILL'] ?? 1);
const SEEDS = Array.from({ length: BROKEN_COUNT }, (_, at) => FIRST + at);
/** Some ten seconds a broken study on a busy machine. */
const LIMIT_ms = 60_000 + 30_000 * BROKEN_COUNT;

const home = mkdtempSync(join(tmpdir(), 'blockwise-killed-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const built = (name: string): string =>
  fileURLToPath(new URL(`../dist/cli/${name}`, import.meta.url));
const main = built('main.js');
const strike = built('testing/strike.js');

const TOWN =
  'layout: small-block, side_m: 240, gateStretch_m: 120, remoteLotCount: 2, residentCount: 300, ' +
  'jobCount: 200, addressCount: 40, curbStallCount: 40, pudoBayCount: 8, loadingBayCount: 8, ' +
  'lotStallCount: 150, remoteStallCount: 80';

/** Two layouts, one regime and one seed, or three and ten: two runs or sixty. */
const STUDY = `
name: broken
layouts: { slow: { ${TOWN}, speed_kmh: 30 }, fast: { ${TOWN} } }
regimes: [${asked === undefined ? 'today' : REGIMES.join(', ')}]
seeds: ${JSON.stringify(asked === undefined ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])}
demand: { factor: 0.5 }
scenario: { start_s: "08:00", end_s: "08:05", overtime_s: 120, fleet: { vehicleCount: 5 } }
`;

const RUN = `
name: broken
regime: shared-automated
start_s: "08:00"
end_s: ${asked === undefined ? '"08:10"' : '"08:40"'}
overtime_s: 300
network: { ${TOWN} }
fleet: { vehicleCount: 5 }
`;

const ofFolder = (name: string): string => {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.study.yaml'), STUDY);
  writeFileSync(join(folder, 'a.yaml'), RUN);
  return folder;
};

/** Runs `argv` to its end; what it takes tells how late a kill may come. */
async function runWhole(name: string, argv: readonly string[]): Promise<Ended> {
  const ended = await runCommand({ main, strike, folder: ofFolder(name) }, argv);
  expect(ended).toMatchObject({ code: 0 });
  return ended;
}

/** Where the processes were struck that one broken command took. */
async function breakAndResume(
  whole: string,
  seed: number,
  argv: readonly string[],
  targets: Targets,
): Promise<string[]> {
  const folder = ofFolder(`${whole}-${seed}`);
  const places: string[] = [];
  for (const kill of killsOf(seed, targets)) {
    const ended = await runCommand({ main, strike, folder }, argv, kill);
    if (ended.code === null) places.push(placeOf(kill, ended));
    else expect(ended).toMatchObject({ code: 0 });
  }
  const resumed = await runCommand({ main, strike, folder }, argv);
  expect(resumed, `seed ${seed}, struck ${places.join('; ')}`).toMatchObject({ code: 0 });
  const differences = differencesOf(join(home, whole), folder);
  expect(differences, `seed ${seed}, struck ${places.join('; ')}`).toEqual([]);
  rmSync(folder, { recursive: true });
  return places;
}

test(`${BROKEN_COUNT} killed studies go on to the bytes of the unbroken one`, {
  timeout: LIMIT_ms,
}, async () => {
  const argv = ['study', 'a.study.yaml', '--jobs', '2', '--out', 'out'];
  const { wall_ms } = await runWhole('study', argv);
  const moments = { main: 40, worker: asked === undefined ? 130 : 3900 };
  const places: string[] = [];
  for (const seed of SEEDS) {
    places.push(...(await breakAndResume('study', seed, argv, { wall_ms, moments, mostKills })));
    tell('studies', seed, places);
  }
  expect(places.length).toBeGreaterThan(0.5 * BROKEN_COUNT);
});

test(`${BROKEN_COUNT} killed runs go on from their checkpoints to the bytes of the unbroken one`, {
  timeout: LIMIT_ms,
}, async () => {
  const argv = ['run', 'a.yaml', '--checkpoint', '1', '--resume', '--out', 'out'];
  const { wall_ms } = await runWhole('run', argv);
  const places: string[] = [];
  for (const seed of SEEDS) {
    const targets = { wall_ms, moments: { main: asked === undefined ? 260 : 560 }, mostKills };
    const threads = ['--threads', String(1 + (seed % 2))];
    places.push(...(await breakAndResume('run', seed, [...argv, ...threads], targets)));
    tell('runs', seed, places);
  }
  expect(places.length).toBeGreaterThan(0.5 * BROKEN_COUNT);
});

/** Prints how often which place has been struck so far, where it was asked for. */
function tell(what: string, seed: number, places: readonly string[]): void {
  if (asked === undefined) return;
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const listed = lines.map(([place, count]) => `${count} ${place}`).join(', ');
  process.stdout.write(`${what} to seed ${seed}: ${places.length} kills: ${listed}\n`);
}

test('what is left over, missing or half written is noticed (broken twins)', () => {
  const [whole, broken] = ['twin', 'broken-twin'].map(ofFolder) as [string, string];
  expect(differencesOf(whole, broken)).toEqual([]);
  writeFileSync(join(broken, '.tmp~x'), '');
  writeFileSync(join(broken, 'a.yaml'), RUN.slice(0, RUN.length >> 1));
  rmSync(join(broken, 'a.study.yaml'));
  mkdirSync(join(broken, '.making~x'));
  expect(differencesOf(whole, broken)).toEqual([
    '.tmp~x is left over',
    'a.study.yaml is missing',
    'a.yaml has other bytes',
    '.making~x/ is left over',
  ]);
});
