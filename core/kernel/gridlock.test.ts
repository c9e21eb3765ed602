import { describe, expect, test } from 'vitest';
import { eventsOf, play, SCENE_START_s, tripOf } from '../testing/scene.js';
import { addressOn, streetMap } from '../testing/street-map.js';
import { findRings } from './gridlock.js';

const NONE = -1;

describe('rings', () => {
  test('a chain that ends, or leads to nobody, is none', () => {
    expect(findRings(Int32Array.of(1, 2, NONE, NONE))).toEqual([]);
  });

  test('a ring is found once, without the tails that lead into it', () => {
    expect(findRings(Int32Array.of(1, 2, 3, 1, 0))).toEqual([[1, 2, 3]]);
  });

  test('rings apart from each other are all found', () => {
    const rings = findRings(Int32Array.of(1, 0, 3, 4, 2, NONE, 5));
    expect(rings.map((ring) => [...ring].sort())).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  test('one that waits for itself is a ring of one', () => {
    expect(findRings(Int32Array.of(0))).toEqual([[0]]);
  });
});

/** One way round a block of streets with room for two cars each, a gate at every corner. */
const roundabout = streetMap(
  ' A   B ',
  ' |   | ',
  ' a->-b ',
  ' ^   v ',
  ' |   | ',
  ' d-<-c ',
  ' |   | ',
  ' D   C ',
  { step_m: 5, gates: 'ABCD' },
);

const NEXT = { A: 'D', B: 'A', C: 'B', D: 'C' } as const;

/** Cars from every corner that go three quarters of the way round. */
const trips = Object.entries(NEXT).flatMap(([from, to]) =>
  Array.from({ length: 20 }, (_, car) =>
    tripOf(`${from}${car}`, `gate-${from}`, `gate-${to}`, 2 * car, { kind: 'through' }),
  ),
);

test('four full streets, each blocked by the next, are reported with links and vehicle', () => {
  const run = play({ regime: 'today', network: roundabout, trips });
  run.until(SCENE_START_s + 300);
  const { linkNames } = run.world.network;
  const locked = eventsOf(run, 'gridlocked');
  expect(locked.map(({ link }) => linkNames[link!]).sort()).toEqual(['ab', 'bc', 'cd', 'da']);
  expect(new Set(locked.map(({ ring }) => ring))).toEqual(new Set([0]));
  expect(locked[0]!.vehicle).toBeGreaterThanOrEqual(0);
  // A minute of standing, and a minute at most until somebody looks.
  expect(locked[0]!.time_s! - SCENE_START_s).toBeLessThan(240);
});

test('gridlock is never cured: nobody moves again, and their trips count as unfinished', () => {
  const run = play({ regime: 'today', network: roundabout, trips });
  run.until(SCENE_START_s + 300);
  const { movers } = run.world.traffic;
  const standing = trips.map((_, car) => run.world.vehicles.mover[car]).filter((m) => m >= 0);
  const before_m = standing.map((mover) => movers.odometer_m[mover]);
  expect(standing.length).toBeGreaterThan(40);
  run.until(SCENE_START_s + 900);
  expect(standing.map((mover) => movers.odometer_m[mover])).toEqual(before_m);
  expect(eventsOf(run, 'gridlockCleared')).toEqual([]);
  run.finish();
  const arrivedCount = eventsOf(run, 'tripArrived').length;
  expect(eventsOf(run, 'tripUnfinished').length).toBe(trips.length - arrivedCount);
  expect(arrivedCount).toBeLessThan(trips.length / 2);
});

test('a queue that only waits for a car in the lane to move off is no gridlock', () => {
  const street = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60 });
  const queue = Array.from({ length: 30 }, (_, car) =>
    tripOf(`t${car}`, 'gate-W', 'gate-E', 5 * car, { kind: 'through' }),
  );
  const run = play({
    regime: 'private-automated',
    network: {
      ...street,
      addresses: [addressOn('ab', { name: 'inn', position_m: 90 })],
    },
    trips: [tripOf('a', 'gate-W', 'inn'), ...queue],
    settings: { curb: { dwell_s: 300 } },
  });
  run.until(SCENE_START_s + 280);
  expect(eventsOf(run, 'gridlocked')).toEqual([]);
});
