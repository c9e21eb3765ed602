/**
 * The same bytes for any number of threads and after a resumption, with lanes that open and close, and
 * with vehicles that follow by the Intelligent Driver Model.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type RunHooks, type RunInputs, simulate } from './simulate.js';
import type { Snapshot } from './state/snapshot.js';
import { BUILT_WORKER } from './testing/built-worker.js';
import {
  withRandomTides,
  withRandomTurns,
  worldsChanged,
  worldsWithLanes,
} from './testing/random-lanes.js';
import { TOWN_START_s, townRun } from './testing/small-town.js';

async function resultHash(inputs: RunInputs, hooks: RunHooks = {}): Promise<string> {
  const result = await simulate(inputs, hooks);
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

const withThreads = (threadCount: number): RunHooks => ({
  blockSizes: { nodes: 1, movers: 3 },
  threads: { threadCount, leastBlocks: 2, workerFile: BUILT_WORKER },
});

test('one result for 1, 2 and 4 threads, and when resumed while lanes are closed', async () => {
  const results = new Set<string>();
  const worlds = [
    ...worldsWithLanes(3),
    ...worldsWithLanes(1, withRandomTides),
    ...worldsChanged(1, withRandomTurns),
  ];
  for (const { inputs } of worlds) {
    const snapshots: Snapshot[] = [];
    const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
    const expected = await resultHash(inputs, { checkpoints: { every_min: 6, keep } });
    for (const count of [2, 4]) expect(await resultHash(inputs, withThreads(count))).toBe(expected);
    for (const resumeFrom of snapshots) {
      expect(await resultHash(inputs, { resumeFrom })).toBe(expected);
    }
    expect(snapshots.length).toBeGreaterThan(1);
    results.add(expected);
    const links = inputs.network.links.map((link) => ({ ...link, laneUses: [] }));
    const movements = inputs.network.movements.map(({ uses: _, ...movement }) => movement);
    const network = { ...inputs.network, links, movements };
    const scenario = { ...inputs.scenario, tidal: [] };
    results.add(await resultHash({ ...inputs, scenario, network }));
  }
  // Closed lanes make a difference.
  expect(results.size).toBeGreaterThan(worlds.length);
});

test('one result with idm for 1, 2 and 4 threads, and when resumed; another than with Newell', async () => {
  const inputs = townRun('private-automated', { end_s: TOWN_START_s + 900, overtime_s: 0 });
  const traffic = { ...inputs.scenario.traffic, carFollowing: 'idm' } as const;
  const town = { ...inputs, scenario: { ...inputs.scenario, traffic } };
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const expected = await resultHash(town, { checkpoints: { every_min: 6, keep } });
  for (const count of [2, 4]) expect(await resultHash(town, withThreads(count))).toBe(expected);
  for (const resumeFrom of snapshots) expect(await resultHash(town, { resumeFrom })).toBe(expected);
  expect(snapshots.length).toBeGreaterThan(1);
  expect(await resultHash(inputs)).not.toBe(expected);
});
