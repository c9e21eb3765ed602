/** The same bytes for any number of threads and after a resumption, with every way to run a fleet. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Executor, inOrder } from './kernel/stages.js';
import { DEFAULT_FLEET, DISPATCHERS, REBALANCINGS } from './scenario/scenario.js';
import { type RunHooks, type RunInputs, simulate } from './simulate.js';
import type { Snapshot } from './state/snapshot.js';
import { BUILT_WORKER } from './testing/built-worker.js';
import { type Settings, TOWN_START_s, townRun } from './testing/small-town.js';
import { lotOn } from './testing/street-map.js';

async function resultHash(inputs: RunInputs, hooks: RunHooks = {}): Promise<string> {
  const result = await simulate(inputs, hooks);
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

const withThreads = (threadCount: number): RunHooks => ({
  blockSizes: { nodes: 1, movers: 3 },
  threads: { threadCount, leastBlocks: 2, workerFile: BUILT_WORKER },
});

/**
 * Another day is known, on which everybody sets out a minute later. Between blocks one moves where
 * there are two lots.
 */
function townOf(settings: Settings): RunInputs {
  const town = townRun('shared-automated', settings);
  const history = town.trips.map((trip) => ({ ...trip, departure_s: trip.departure_s + 60 }));
  if (settings.fleet?.rebalanceBy !== 'blocks') return { ...town, history };
  const west = lotOn('ca', { name: 'west', position_m: 60, stallCount: 20, x_m: 170, y_m: 200 });
  const lots = [...town.network.lots, west];
  return { ...town, network: { ...town.network, lots }, history };
}

const FLEETS = [
  ...DISPATCHERS.map((dispatcher) => ({ dispatcher, rebalancing: 'none' }) as const),
  ...REBALANCINGS.slice(1).map(
    (rebalancing) => ({ dispatcher: 'insertion', rebalancing }) as const,
  ),
];
const BY_BLOCKS = (['recent', 'perfect', 'historical'] as const).map((rebalancing) => ({
  dispatcher: 'nearest-idle' as const,
  rebalancing,
  rebalanceBy: 'blocks' as const,
  vehicleCount: 8,
  blocks: { side_m: 200, innerSide_m: 100, least: 0, zoneSide_m: 200, reach_m: 100, surplus: 2 },
}));
/** Batteries for some kilometres, so that vehicles charge within the quarter of an hour. */
const charging = {
  ...DEFAULT_FLEET.charging,
  battery_kWh: 1.5,
  startShare: 0.5,
  lowShare: 0.45,
  remoteChargerCount: 1,
};
const names = [
  ...FLEETS.map(
    (fleet) => [`${fleet.dispatcher}, rebalancing ${fleet.rebalancing}`, fleet] as const,
  ),
  ...BY_BLOCKS.map(
    (fleet) => [`${fleet.dispatcher}, ${fleet.rebalancing} by blocks`, fleet] as const,
  ),
  ...DISPATCHERS.map(
    (dispatcher) => [`${dispatcher}, with batteries`, { dispatcher, charging }] as const,
  ),
  ...DISPATCHERS.map(
    (dispatcher) =>
      [
        `insertion beside ${dispatcher}`,
        {
          dispatcher: 'insertion',
          vehicleCount: 2,
          maxWait_s: 240,
          second: { share: 0.4, vehicleCount: 2, seatCount: 2, dispatcher },
          third: { share: 0.2, vehicleCount: 1, seatCount: 4, dispatcher: 'batch' },
          whenRefused: 'ask-others',
        },
      ] as const,
  ),
  ...DISPATCHERS.map(
    (dispatcher) =>
      [
        `${dispatcher}, in shifts, rides booked ahead and asked for again`,
        {
          dispatcher,
          vehicleCount: 2,
          maxWait_s: 120,
          prebooking: { share: 0.5, lead_s: 300, window_s: 60 },
          retries: { count: 2, pause_s: 60 },
          shifts: { starts_s: [8 * 3600 - 300, 8 * 3600 + 300], length_s: 600 },
          boarding: { perPerson_s: 5, slowShare: 0.3, slow_s: 30 },
        },
      ] as const,
  ),
];

test.each(names)('%s: one result for 1, 2 and 4 threads and when resumed', async (_, fleet) => {
  const town = townOf({
    end_s: TOWN_START_s + 900,
    overtime_s: 0,
    fleet: { vehicleCount: 4, rebalanceEvery_s: 60, ...fleet },
  });
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const expected = await resultHash(town, { checkpoints: { every_min: 6, keep } });
  for (const count of [2, 4]) expect(await resultHash(town, withThreads(count))).toBe(expected);
  for (const resumeFrom of snapshots) expect(await resultHash(town, { resumeFrom })).toBe(expected);
  expect(snapshots.length).toBeGreaterThan(1);
});

test.each(DISPATCHERS)(
  '%s on swept tables of times, as in large networks: one result for 1, 2 and 4 threads and when resumed',
  async (dispatcher) => {
    const town = townOf({
      end_s: TOWN_START_s + 900,
      overtime_s: 0,
      fleet: { vehicleCount: 4, rebalanceEvery_s: 60, rebalancing: 'recent', dispatcher },
    });
    const swept = (): Pick<Required<RunHooks>, 'routeOrder'> => ({
      routeOrder: { known: null, made: null, isForSmall: true },
    });
    const snapshots: Snapshot[] = [];
    const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
    const first = swept();
    const expected = await resultHash(town, { ...first, checkpoints: { every_min: 6, keep } });
    expect(first.routeOrder.made).not.toBeNull();
    const cellCounts: number[] = [];
    const executor: Executor = (stage) => {
      if (stage.name === 'customize') cellCounts.push(stage.rowCount());
      inOrder(stage);
    };
    expect(await resultHash(town, { ...swept(), executor })).toBe(expected);
    // There is something to share, again and again.
    expect(Math.min(...cellCounts)).toBeGreaterThan(1);
    expect(cellCounts.length).toBeGreaterThan(2);
    for (const count of [2, 4]) {
      expect(await resultHash(town, { ...swept(), ...withThreads(count) })).toBe(expected);
    }
    for (const resumeFrom of snapshots) {
      expect(await resultHash(town, { ...swept(), resumeFrom })).toBe(expected);
    }
    expect(snapshots.length).toBeGreaterThan(1);
  },
);

test('these fleets are not all the same', async () => {
  const results = await Promise.all(
    FLEETS.map((fleet) =>
      resultHash(
        townOf({
          end_s: TOWN_START_s + 1800,
          overtime_s: 0,
          fleet: { vehicleCount: 4, rebalanceEvery_s: 60, ...fleet },
        }),
      ),
    ),
  );
  // Where requests come one at a time, a batch is the same as nearest idle.
  expect(new Set(results.slice(0, DISPATCHERS.length)).size).toBe(DISPATCHERS.length - 1);
  // The town has one lot to wait in: kinds of rebalancing may agree with each other there.
  const without = results[FLEETS.findIndex(({ dispatcher }) => dispatcher === 'insertion')];
  expect(results.slice(DISPATCHERS.length)).not.toContain(without);
});

test('blocks of different sides send vehicles elsewhere', async () => {
  const [fleet] = BY_BLOCKS;
  const hashOf = (blocks: Partial<(typeof BY_BLOCKS)[number]['blocks']>): Promise<string> =>
    resultHash(
      townOf({
        end_s: TOWN_START_s + 1800,
        overtime_s: 0,
        fleet: { rebalanceEvery_s: 60, ...fleet!, blocks: { ...fleet!.blocks, ...blocks } },
      }),
    );
  const none = { side_m: 0, innerSide_m: 0 };
  const both = await hashOf({});
  expect(await hashOf(none)).not.toBe(both);
  expect(await hashOf({ side_m: 5000, innerSide_m: 0, zoneSide_m: 0 })).not.toBe(both);
  expect(await hashOf({ ...none, surplus: 4 })).not.toBe(await hashOf(none));
});
