/**
 * The same bytes of every result, and the same state at the end of each simulated minute, for any
 * number of threads and however they are scheduled. Blocks are a few rows, so that each step of these
 * small worlds is shared out; the built worker runs in the other threads.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demandFor } from '../demand/generate/demand-spec.js';
import { generateDemand } from '../demand/generate/generate-demand.js';
import { importOsm } from '../networks/import/osm.js';
import { RunError } from './base/errors.js';
import { buildWorld } from './kernel/build-world.js';
import { shuffledBlocks } from './kernel/threads/shuffled-blocks.js';
import { REGIMES, type Regime } from './scenario/scenario.js';
import { type RunHooks, type RunInputs, simulate } from './simulate.js';
import type { Snapshot } from './state/snapshot.js';
import { BUILT_WORKER } from './testing/built-worker.js';
import { randomWorld } from './testing/random-world.js';
import { scenarioOf, townRun } from './testing/small-town.js';

const START_s = 8 * 3600;
const THREAD_COUNTS = [2, 3, 4, 8];
/** A few fit every run of the tests; the variable asks for more. */
const ORDER_COUNT = Number(process.env['BLOCKWISE_ORDERS'] ?? 5);

interface Fingerprint {
  readonly result: string;
  /** At the end of each simulated minute. */
  readonly states: readonly string[];
}

async function fingerprint(inputs: RunInputs, hooks: RunHooks = {}): Promise<Fingerprint> {
  const states: string[] = [];
  const result = await simulate(inputs, { ...hooks, onStateHash: (hash) => states.push(hash) });
  const bytes = createHash('sha256').update(JSON.stringify(result)).digest('hex');
  return { result: bytes, states };
}

const withThreads = (threadCount: number, delaySeed?: number): RunHooks => ({
  blockSizes: { nodes: 1, movers: 3 },
  threads: {
    threadCount,
    leastBlocks: 2,
    workerFile: BUILT_WORKER,
    ...(delaySeed === undefined ? {} : { delaySeed }),
  },
});

/** Random worlds, four of each regime, with every control, curbs, lots and gates. */
function worldsOf(regime: Regime): RunInputs[] {
  const worlds: RunInputs[] = [];
  for (let seed = 1; worlds.length < 4; seed++) {
    const world = randomWorld(seed, 6);
    if (world.scenario.regime === regime && hasStalls(world)) worlds.push(world);
  }
  return worlds;
}

/** Has every car of the start a stall that can be reached? A run refuses other worlds. */
function hasStalls(inputs: RunInputs): boolean {
  try {
    buildWorld(inputs);
    return true;
  } catch (error) {
    if (error instanceof RunError && error.code === 'RUN-002') return false;
    throw error;
  }
}

describe.each(REGIMES)('in the regime %s', (regime) => {
  const town = townRun(regime, { end_s: START_s + 900, overtime_s: 0 });

  test('a town has one result and one state a minute with 1, 2, 3, 4 and 8 threads', async () => {
    const expected = await fingerprint(town);
    expect(expected.states).toHaveLength(15);
    expect(new Set(expected.states).size).toBe(15);
    for (const count of THREAD_COUNTS) {
      expect(await fingerprint(town, withThreads(count))).toEqual(expected);
    }
  });

  test('workers that are late change nothing', async () => {
    const inputs = townRun(regime, { end_s: START_s + 300, overtime_s: 0 });
    const expected = await fingerprint(inputs);
    for (const seed of [1, 2, 3]) {
      expect(await fingerprint(inputs, withThreads(3, seed))).toEqual(expected);
    }
  });

  test(`blocks in ${ORDER_COUNT} other orders leave the same state each minute`, {
    timeout: 60_000 + 2000 * ORDER_COUNT,
  }, async () => {
    const inputs = townRun(regime, { end_s: START_s + 300, overtime_s: 0 });
    const expected = await fingerprint(inputs);
    const blockSizes = withThreads(1).blockSizes!;
    for (let seed = 1; seed <= ORDER_COUNT; seed++) {
      const hooks = { executor: shuffledBlocks(seed), blockSizes };
      expect(await fingerprint(inputs, hooks)).toEqual(expected);
    }
  });

  test.each([0, 1, 2, 3])('random world %i has one result with 1 and more threads', async (at) => {
    const world = worldsOf(regime)[at]!;
    const expected = await fingerprint(world);
    const count = THREAD_COUNTS[at]!;
    expect(await fingerprint(world, withThreads(count))).toEqual(expected);
  });
});

describe.each(REGIMES)('a run is broken off and resumed in the regime %s', (regime) => {
  const town = townRun(regime, { end_s: START_s + 1500, overtime_s: 300 });

  test('at any minute: its result and its states are those of the unbroken run', async () => {
    const snapshots: Snapshot[] = [];
    const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
    const expected = await fingerprint(town, { checkpoints: { every_min: 1, keep } });
    expect(await fingerprint(town)).toEqual(expected);
    expect(snapshots.length).toBeGreaterThanOrEqual(25);
    for (const [at, resumeFrom] of snapshots.entries()) {
      const { result, states } = await fingerprint(town, { resumeFrom });
      expect(result).toBe(expected.result);
      expect(states).toEqual(expected.states.slice(at + 1));
    }
  });

  test('a last snapshot is taken when a run is called off', async () => {
    const controller = new AbortController();
    const snapshots: Snapshot[] = [];
    const run = simulate(town, {
      signal: controller.signal,
      onMinute: ({ time_s }) => time_s >= START_s + 420 && controller.abort(),
      checkpoints: { every_min: 60, keep: async (snapshot) => void snapshots.push(snapshot) },
    });
    await expect(run).rejects.toThrow('aborted');
    expect(snapshots.map(({ time_s }) => time_s)).toEqual([START_s + 420]);
    const resumed = await fingerprint(town, { resumeFrom: snapshots[0]!, ...withThreads(2) });
    expect(resumed.result).toBe((await fingerprint(town)).result);
  });
});

test('random worlds resumed in their middle end as if unbroken', async () => {
  for (const inputs of REGIMES.flatMap(worldsOf)) {
    const snapshots: Snapshot[] = [];
    const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
    const expected = await fingerprint(inputs, { checkpoints: { every_min: 3, keep } });
    const { result } = await fingerprint(inputs, { resumeFrom: snapshots[0]! });
    expect(result).toBe(expected.result);
  }
});

test('a snapshot of another kind of run is refused', async () => {
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const short = { end_s: START_s + 120, overtime_s: 0 };
  await simulate(townRun('today', short), { checkpoints: { every_min: 1, keep } });
  const resumeFrom = snapshots[0]!;
  await expect(simulate(townRun('shared-automated', short), { resumeFrom })).rejects.toThrow(
    'other parts',
  );
  await expect(simulate(randomWorld(1, 2), { resumeFrom })).rejects.toThrow();
});

test('a state that differs in one bit has another hash', async () => {
  const inputs = townRun('today', { end_s: START_s + 120, overtime_s: 0 });
  const { states } = await fingerprint(inputs);
  const [first, ...others] = inputs.trips;
  const moved = { ...first!, departure_s: first!.departure_s + 2 ** -20 };
  const changed = await fingerprint({ ...inputs, trips: [moved, ...others] });
  expect(changed.states[0]).not.toBe(states[0]);
});

const DATA = process.env['BLOCKWISE_DATA'] ?? '';
const EXTRACTS = [
  ['osm-graphhopper/monaco.osm.gz', 'shared-automated'],
  ['osm-graphhopper/moscow.osm.gz', 'private-automated'],
  ['osm-shanghai/shanghai.osm.gz', 'today'],
] as const;

describe.each(EXTRACTS)('%s', (file, regime) => {
  const isThere = DATA !== '' && existsSync(join(DATA, file));
  test.skipIf(!isThere)(
    `has one result with 1, 2, 3, 4 and 8 threads, ${regime}`,
    {
      timeout: 300_000,
    },
    async () => {
      const { network } = await importOsm(join(DATA, file));
      const demand = generateDemand(network, { ...demandFor(network), factor: 0.1 });
      const end_s = START_s + 900;
      // A fleet goes out and comes back by one gate: it cannot serve one without both ways.
      const oneWay = new Set(
        network.gates
          .filter(({ entries, exits }) => entries.length === 0 || exits.length === 0)
          .map(({ name }) => name),
      );
      const inputs = {
        scenario: scenarioOf({
          regime,
          start_s: START_s,
          end_s,
          overtime_s: 0,
          fleet: { vehicleCount: 200 },
          signals: { rounds: 1 },
        }),
        network,
        idleCars: demand.idleCars,
        trips: demand.trips.filter(
          ({ departure_s, origin, destination }) =>
            departure_s >= START_s &&
            departure_s < end_s &&
            !(oneWay.has(origin) || oneWay.has(destination)),
        ),
      };
      const expected = await fingerprint(inputs);
      for (const count of THREAD_COUNTS) {
        const hooks = { ...withThreads(count, count), blockSizes: { nodes: 8, movers: 16 } };
        expect(await fingerprint(inputs, hooks)).toEqual(expected);
      }
    },
  );
});
