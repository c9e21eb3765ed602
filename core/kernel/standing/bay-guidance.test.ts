import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../network/network-draft.js';
import { simulate } from '../../simulate.js';
import type { Snapshot } from '../../state/snapshot.js';
import { BUILT_WORKER } from '../../testing/built-worker.js';
import { crowdedTown } from '../../testing/crowded-town.js';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';

/** A bay for one before the inn, and one for one round the corner. */
const town: NetworkDraft = {
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' }),
  addresses: [addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 })],
  curbs: [
    curbOn('ab', { start_m: 70, end_m: 76, use: 'pudo' }),
    curbOn('bd', { start_m: 50, end_m: 56, use: 'pudo' }),
  ],
  lots: [lotOn('Wa', { name: 'depot', position_m: 60, stallCount: 40, isRemote: true, x_m: 60 })],
};
const guests = [0, 8].map((after_s) => tripOf(`guest${after_s}`, 'gate-W', 'inn', after_s));
const guided = (guidance: object) => ({
  curb: { dwell_s: 60, guidance: { share: 1, ahead_s: 86_400, longestHold_s: 600, ...guidance } },
});

test('each of two guided cars has a bay held for it, the second is led to the other, none is refused', () => {
  const settings = guided({});
  const run = play({ regime: 'private-automated', network: town, trips: guests, settings });
  run.until(SCENE_START_s + 600);
  expect(eventsOf(run, 'bayHeld').map(({ zone }) => zone)).toEqual([0, 1]);
  expect(eventsOf(run, 'bayHoldEnded')).toMatchObject([{ isTaken: 1 }, { isTaken: 1 }]);
  expect(eventsOf(run, 'bayRefused')).toEqual([]);
  const zones = eventsOf(run, 'stopped').map(({ zone }) => zone);
  expect(zones.sort()).toEqual([0, 1]);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
});

test('without guidance the second comes to a full zone', () => {
  const settings = guided({ share: 0 });
  const run = play({ regime: 'private-automated', network: town, trips: guests, settings });
  run.until(SCENE_START_s + 600);
  expect(eventsOf(run, 'bayHeld')).toEqual([]);
  expect(eventsOf(run, 'bayRefused')).toHaveLength(1);
});

test('a bay is held no earlier than so long before the car is expected', () => {
  const heldFor_s = (ahead_s: number): number => {
    const settings = guided({ ahead_s });
    const trips = guests.slice(0, 1);
    const run = play({ regime: 'private-automated', network: town, trips, settings });
    run.until(SCENE_START_s + 600);
    return eventsOf(run, 'bayHoldEnded')[0]!['held_s']!;
  };
  const fromStart_s = heldFor_s(86_400);
  expect(fromStart_s).toBeGreaterThan(16);
  expect(heldFor_s(8)).toBeLessThan(fromStart_s - 4);
});

test('a bay that has been held as long as it may is given up', () => {
  const settings = guided({ longestHold_s: 5 });
  const trips = guests.slice(0, 1);
  const run = play({ regime: 'private-automated', network: town, trips, settings });
  run.until(SCENE_START_s + 600);
  expect(eventsOf(run, 'bayHoldEnded')).toMatchObject([{ held_s: 5, isTaken: 0 }]);
  expect(eventsOf(run, 'stopped')).toHaveLength(1);
});

test('who has a bay held for it finds it free, however many others come', () => {
  const trips = Array.from({ length: 40 }, (_, at) => tripOf(`car${at}`, 'gate-W', 'inn', 20 * at));
  const settings = guided({ share: 0.5 });
  const run = play({ regime: 'private-automated', network: town, trips, settings });
  run.until(SCENE_START_s + 1500);
  const ended = eventsOf(run, 'bayHoldEnded');
  expect(ended.length).toBeGreaterThan(5);
  expect(ended.every(({ isTaken }) => isTaken === 1)).toBe(true);
  expect(eventsOf(run, 'bayRefused').length).toBeGreaterThan(0);
});

test('the more cars are guided, the fewer come to a full zone', () => {
  const trips = Array.from({ length: 40 }, (_, at) => tripOf(`car${at}`, 'gate-W', 'inn', 50 * at));
  const refusals = (share: number): number => {
    const settings = guided({ share });
    const run = play({ regime: 'private-automated', network: town, trips, settings });
    run.until(SCENE_START_s + 2600);
    expect(eventsOf(run, 'tripArrived')).toHaveLength(40);
    return eventsOf(run, 'bayRefused').length;
  };
  const [none, some, all] = [refusals(0), refusals(0.5), refusals(1)];
  expect(none).toBeGreaterThan(some);
  expect(some).toBeGreaterThan(all);
});

test.each(['private-automated', 'shared-automated'] as const)(
  'held bays are the same for three threads, and after resuming, in the regime %s',
  async (regime) => {
    const guidance = { share: 0.5, ahead_s: 60, longestHold_s: 60 };
    const inputs = crowdedTown(regime, { guidance });
    const snapshots: Snapshot[] = [];
    const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
    const expected = await simulate(inputs, { checkpoints: { every_min: 20, keep } });
    expect(expected.summary['bays_held']).toBeGreaterThan(0);
    const threads = { threadCount: 3, leastBlocks: 2, workerFile: BUILT_WORKER };
    const blockSizes = { nodes: 1, movers: 3 };
    expect(await simulate(inputs, { blockSizes, threads })).toEqual(expected);
    for (const resumeFrom of snapshots) {
      expect(await simulate(inputs, { resumeFrom })).toEqual(expected);
    }
  },
);
