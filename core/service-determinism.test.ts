/** Runs with buses, a clinic on wheels and calls: one result for any number of threads, and resumed. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RunInputs } from './kernel/build-world.js';
import { shuffledBlocks } from './kernel/threads/shuffled-blocks.js';
import { NO_PRIORITY } from './scenario/services.js';
import { type RunHooks, simulate } from './simulate.js';
import type { Snapshot } from './state/snapshot.js';
import { BUILT_WORKER } from './testing/built-worker.js';
import { withServices } from './testing/served-worlds.js';
import { townRun } from './testing/small-town.js';

const START_s = 8 * 3600;
const BLOCKS = { nodes: 1, movers: 3 };

/** Every junction has a signal, and hears everyone who calls. */
const town: RunInputs = withServices(
  townRun('today', {
    end_s: START_s + 900,
    overtime_s: 300,
    signals: {
      warrantY: 0,
      control: 'actuated',
      priority: { ...NO_PRIORITY, greenExtension_s: 10, earlyGreen_s: 10, walkers_perHour: 200 },
    },
  }),
);

async function fingerprint(hooks: RunHooks = {}) {
  const states: string[] = [];
  const result = await simulate(town, { ...hooks, onStateHash: (hash) => states.push(hash) });
  const bytes = createHash('sha256').update(JSON.stringify(result)).digest('hex');
  return { bytes, states, result };
}

test('threads and the order of blocks change nothing', async () => {
  const { bytes, states, result } = await fingerprint();
  expect(result.buses!.length).toBeGreaterThan(2);
  expect(result.calls!.filter(({ status }) => status === 'reached').length).toBeGreaterThan(5);
  expect(result.crossings!.length).toBeGreaterThan(2);
  expect(result.visits).toMatchObject([{ status: 'closed' }]);
  const others: RunHooks[] = [
    { executor: shuffledBlocks(5), blockSizes: BLOCKS },
    ...[2, 3].map((threadCount) => ({
      blockSizes: BLOCKS,
      threads: { threadCount, leastBlocks: 2, workerFile: BUILT_WORKER },
    })),
  ];
  for (const hooks of others) {
    const other = await fingerprint(hooks);
    expect([other.bytes, other.states]).toEqual([bytes, states]);
  }
});

test('a run resumed at any minute ends as the unbroken one', async () => {
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const { bytes, states } = await fingerprint({ checkpoints: { every_min: 2, keep } });
  expect(snapshots.length).toBeGreaterThan(5);
  for (const [at, resumeFrom] of snapshots.entries()) {
    const resumed = await fingerprint({ resumeFrom });
    expect(resumed.bytes).toBe(bytes);
    expect(resumed.states).toEqual(states.slice(2 * at + 2));
  }
});
