/**
 * Lines of bookkeeping, each taken out of a copy of the built simulator: random worlds are run in it
 * until a law is broken, and it must be the law named here. A few are tried in every run of the
 * tests; BLOCKWISE_MUTANTS=all tries all of them and prints which law caught which.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Enough for every line of the list to be needed. */
const WORLD_COUNT = 20;

/** By module: statement, law, and which of several equal statements where it is not the first. */
type Mutant = readonly [statement: string, law: string, which?: number];

/** A list that is not whole shows in its count, or in a neighbour that is none. */
const LIST = 'CON-LANE or CON-GAP';

const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  'traffic/hand-over': [
    ['lanes.occupied_m[lane] -= room_m;', 'PROMISED'],
    ['movers.position_m[mover] -= network.lanes.length_m[lane];', 'PLACE'],
    ['movers.crossedFrom[mover] = lane;', 'LINE'],
    ['movers.crossedAt_m[mover] = movers.odometer_m[mover] - movers.position_m[mover];', 'LINE'],
    ['lanes.lastOut[lane] = mover;', 'LINE'],
    ['turns.count[turn]++;', 'TURN'],
    ['nodes.withinCount[network.turns.node[turn]]++;', 'WITHIN'],
    ['lanes.reserved[out]++;', 'RESERVED'],
    ['lanes.source[out] = connector;', 'SOURCE'],
    ['lanes.occupied_m[out] += room_m;', 'PROMISED'],
    ['links.exitCount[from]++;', 'CON-FLOW'],
    ['turns.count[turn]--;', 'TURN'],
    ['nodes.withinCount[network.turns.node[turn]]--;', 'WITHIN'],
    ['lanes.reserved[out]--;', 'RESERVED'],
    ['movers.position_m[mover] -= network.lanes.length_m[connector];', 'CON-GAP'],
    ['links.entryCount[network.lanes.link[lane]]++;', 'CON-FLOW'],
    ['links.exitCount[network.lanes.link[lane]]++;', 'CON-FLOW'],
    ['lanes.waitedFor[out]++;', 'WAITED'],
    ['turns.waitingCount[turn]++;', 'WAITING'],
  ],
  'traffic/junction-waiting': [
    ['lanes.waitedFor[out]--;', 'WAITED'],
    ['turns.waitingCount[turn]--;', 'WAITING'],
  ],
  'traffic/lane-queue': [
    ['movers.lane[mover] = lane;', LIST],
    ['movers.ahead[mover] = ahead;', LIST],
    ['movers.behind[ahead] = mover;', LIST],
    ['lanes.rear[lane] = mover;', LIST],
    ['lanes.count[lane]++;', LIST],
    ['movers.lane[mover] = lane;', LIST, 1],
    ['movers.behind[mover] = behind;', LIST],
    ['movers.ahead[behind] = mover;', LIST],
    ['lanes.count[lane]++;', LIST, 1],
    ['lanes.front[lane] = behind;', LIST],
    ['movers.behind[ahead] = behind;', LIST],
    ['movers.ahead[behind] = ahead;', LIST],
    ['lanes.count[lane]--;', LIST],
  ],
  'traffic/entry': [
    ['lanes.occupied_m[lane] += storage_m(state, movers.driver[mover]);', 'CON-ROOM'],
    ['counters[ON_ROAD]++;', 'CON-ROAD'],
  ],
  'traffic/lane-changing': [
    ['lanes.occupied_m[from] -= room_m;', 'PROMISED'],
    ['lanes.occupied_m[lane] += room_m;', 'CON-ROOM'],
  ],
  'curb/zones': [
    ['zones.taken_m[zone] += stall_m;', 'CON-CURB'],
    ['zones.parkedCount[zone]++;', 'CON-CURB'],
    ['zones.taken_m[zone] -= stall_m;', 'CON-CURB'],
    ['zones.parkedCount[zone]--;', 'CON-CURB'],
    ['zones.taken_m[zone] += bay_m;', 'CON-CURB'],
    ['zones.stoppedCount[zone]++;', 'CON-CURB'],
    ['zones.taken_m[zone] -= bay_m;', 'CON-CURB', 1],
    ['zones.stoppedCount[zone]--;', 'CON-CURB'],
    ['zones.taken_m[zone] += bay_m;', 'CON-CURB', 1],
    ['zones.heldCount[zone]++;', 'CON-CURB'],
    ['zones.heldCount[zone]--;', 'CON-CURB'],
    ['zones.stoppedCount[zone]++;', 'CON-CURB', 1],
    ['zones.taken_m[zone] -= bay_m;', 'CON-CURB'],
    ['zones.heldCount[zone]--;', 'CON-CURB', 1],
  ],
  'parking/lots': [
    ['lots.expectedCount[lot]++;', 'CON-STALL'],
    ['lots.expectedCount[lot]--;', 'CON-STALL'],
    ['lots.takenCount[lot]++;', 'CON-STALL'],
    ['lots.takenCount[lot]--;', 'CON-STALL'],
  ],
  'kernel/journeys/trips': [
    ['clock.aboardCount += trips.partySize[trip];', 'CON-PERSON'],
    ['trips.status[trip] = ABOARD;', 'CON-PERSON'],
    ['clock.aboardCount -= trips.partySize[trip];', 'CON-PERSON'],
    ['clock.aboardCount -= trips.partySize[trip];', 'CON-PERSON', 1],
    ['trips.status[trip] = ALIGHTED;', 'CON-PERSON'],
  ],
  'kernel/fleet/fleet-stops': [
    ['vehicles.passengerCount[vehicle] += trips.partySize[trip];', 'CON-PERSON'],
    ['vehicles.passengerCount[vehicle] -= trips.partySize[trip];', 'CON-PERSON'],
    ['vehicles.activity[vehicle] = AT_GATE;', 'CON-VEHICLE'],
  ],
};

/** One in so many is tried where not all are asked for. */
const SAMPLE = 7;

const ALL = Object.entries(MUTANTS).flatMap(([module, mutants]) =>
  mutants.map(([statement, law, which = 0]) => ({ module, statement, law, which })),
);
const isFull = process.env['BLOCKWISE_MUTANTS'] === 'all';
const tried = ALL.filter((_, at) => isFull || at % SAMPLE === 0);

const PROGRAM = 'cli/testing/broken-law.js';
const built = fileURLToPath(new URL('../../dist', import.meta.url));
let copy = '';
const table: string[] = [];

beforeAll(() => {
  copy = mkdtempSync(join(built, 'mutant-'));
  const isNeeded = (path: string): boolean => !/\.map$|\.test\.js$/.test(path);
  for (const part of ['core', PROGRAM]) {
    cpSync(join(built, part), join(copy, part), { recursive: true, filter: isNeeded });
  }
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
  if (isFull) process.stdout.write(`${table.join('\n')}\n`);
});

/** The law that worlds break in the copy as it stands, or what else came of it. */
function lawBroken(): string {
  const program = join(copy, PROGRAM);
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, `${WORLD_COUNT}`], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) return `stopped with ${stderr}`;
  return stdout === '' ? 'none' : stdout.split(' ')[0]!;
}

test.each(tried)('$law is broken without `$statement` ($module, $which)', (mutant) => {
  const { module, statement, law, which } = mutant;
  const path = join(copy, 'core', `${module}.js`);
  const source = readFileSync(path, 'utf8');
  const parts = source.split(statement);
  expect(parts.length).toBeGreaterThan(which + 1);
  const before = parts.slice(0, which + 1).join(statement);
  writeFileSync(path, `${before};${parts.slice(which + 1).join(statement)}`);
  try {
    const caughtBy = lawBroken();
    table.push(`${module.padEnd(24)}${statement.padEnd(84)}${caughtBy}`);
    expect(law.split(' or ')).toContain(caughtBy);
  } finally {
    writeFileSync(path, source);
  }
});

test('with all its lines the simulator breaks no law in the same worlds', () => {
  expect(lawBroken()).toBe('none');
});

test('the list has fifty lines', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(50);
});
