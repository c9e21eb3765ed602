import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../network/network-draft.js';
import { REGIMES, type Regime } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { smallTown, townRun } from '../../testing/small-town.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';
import { checkConservation, createConservationScratch } from '../laws/conservation.js';

/** A street with a lot of one lane: whoever came first stands deepest. */
const street = (depth: number): NetworkDraft => ({
  ...streetMap('W--a--b--E', { step_m: 60, uturns: 'WE' }),
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 10 }),
    addressOn('ba', { name: 'barn', position_m: 80, x_m: 260, y_m: -10 }),
  ],
  curbs: [
    curbOn('ab', { start_m: 70, end_m: 100, use: 'pudo' }),
    curbOn('ba', { start_m: 70, end_m: 100, use: 'pudo' }),
  ],
  lots: [
    lotOn('aW', {
      name: 'depot',
      position_m: 60,
      stallCount: 6,
      depth,
      isRemote: true,
      x_m: 60,
    }),
  ],
});

/** Three cars of residents, the first one deepest and the first to be wanted. */
const trips = [0, 1, 2].map((car) =>
  tripOf(`car${car}`, 'inn', 'barn', 600 + 10 * car, { kind: 'resident' }),
);
const settings = { parking: { retrieval_s: 30, move_s: 20, movedCars: 'put-back' as const } };

test('a car behind others comes out after they have been moved', () => {
  const run = play({ regime: 'private-automated', network: street(6), trips, settings });
  run.until(SCENE_START_s + 1800);
  expect(eventsOf(run, 'retrieved').map(({ moveCount }) => moveCount)).toEqual([4, 2, 0]);
  // Each waits for the one before it, asked for 10 s earlier, to be out of the lane.
  expect(eventsOf(run, 'retrieved').map(({ retrieval_s }) => retrieval_s)).toEqual([
    110,
    110 - 10 + 70,
    110 - 10 + 70 - 10 + 30,
  ]);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(3);
});

test('a car alone in a dense lot sets out early enough that nobody waits for its retrieval', () => {
  const wait_s = (depth: number): number => {
    const network = street(depth);
    const run = play({ regime: 'private-automated', network, trips: trips.slice(0, 1), settings });
    run.until(SCENE_START_s + 1800);
    return eventsOf(run, 'tripArrived')[0]!['wait_s']!;
  };
  expect(wait_s(6)).toBe(wait_s(1));
});

test('in a lot one deep no car is retrieved', () => {
  const run = play({ regime: 'private-automated', network: street(1), trips, settings });
  run.until(SCENE_START_s + 1800);
  expect(eventsOf(run, 'retrieved')).toEqual([]);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(3);
});

test('the fleet leaves a dense lot only after the retrieval, and the dispatcher knows it', () => {
  const run = play({
    regime: 'shared-automated',
    network: street(6),
    trips: [tripOf('guest', 'inn', 'barn', 60, { kind: 'resident' })],
    settings: { ...settings, fleet: { vehicleCount: 3 } },
  });
  run.until(SCENE_START_s + 1800);
  const [asked] = eventsOf(run, 'requestAssigned');
  const [leaves] = eventsOf(run, 'unparked').filter(({ vehicle }) => vehicle === asked!['vehicle']);
  // The one at the open end is the nearest: no car stands before it.
  expect(asked!['vehicle']).toBe(2);
  expect(leaves!['time_s']! - asked!['time_s']!).toBe(30);
});

const denseTown = (regime: Regime) => {
  const run = townRun(regime);
  const lots = smallTown.lots.map((lot) => ({ ...lot, depth: 4 }));
  return { ...run, network: { ...smallTown, lots } };
};

test.each(REGIMES)('a town of dense lots serves everyone in the regime %s', async (regime) => {
  const { summary, lots } = await simulate(denseTown(regime));
  expect(summary['trips_unfinished']).toBe(0);
  expect(summary['retrievals']).toBeGreaterThan(0);
  expect(summary['retrieval_mean_s']).toBeGreaterThanOrEqual(30);
  const moved = lots.reduce((sum, { retrievedCount }) => sum + retrievedCount, 0);
  expect(moved).toBe(summary['retrievals']);
});

test('a car that is in two lanes, or in none, stops the run', () => {
  const run = play({ regime: 'private-automated', network: street(6), trips, settings });
  const scratch = createConservationScratch(run.world);
  run.world.dense.stacks.count[0]!--;
  expect(() => checkConservation(run.world, scratch)).toThrow('CON-STACK');
});
