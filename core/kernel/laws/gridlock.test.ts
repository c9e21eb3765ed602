import { describe, expect, test } from 'vitest';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { addressOn, streetMap } from '../../testing/street-map.js';
import { findRings, stuckLanes } from './gridlock.js';

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

/** One way round a block of streets with room for two cars each and none between, gates at corners. */
const roundabout = streetMap(
  ' A   B ',
  ' |   | ',
  ' a->-b ',
  ' ^   v ',
  ' |   | ',
  ' d-<-c ',
  ' |   | ',
  ' D   C ',
  { step_m: 5, movement_m: 1, gates: 'ABCD' },
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
});

/** When the first vehicle of a ring street moved last, and when the ring was reported. */
function closingOf(delay_s: number): { closed_s: number; reported_s: number } {
  const delayed = trips.map((trip) => ({ ...trip, departure_s: trip.departure_s + delay_s }));
  const run = play({ regime: 'today', network: roundabout, trips: delayed });
  const { traffic, network, clock } = run.world;
  const ring = ['ab', 'bc', 'cd', 'da'].map((name) => network.linkNames.indexOf(name));
  let closed_s = -1;
  const isReported = (): boolean => {
    for (const link of ring) {
      const front = traffic.lanes.front[network.links.firstLane[link]!];
      if (front === NONE || traffic.movers.standing_s[front] === 0) closed_s = clock.time_s;
    }
    return eventsOf(run, 'gridlocked').length > 0;
  };
  run.until(SCENE_START_s + 400, isReported);
  return { closed_s, reported_s: eventsOf(run, 'gridlocked')[0]!.time_s! };
}

test('a ring that closes at any second of the minute is reported within a minute', () => {
  const seconds = new Set<number>();
  for (let delay_s = 0; delay_s < 60; delay_s++) {
    const { closed_s, reported_s } = closingOf(delay_s);
    expect(reported_s - closed_s).toBeGreaterThan(0);
    expect(reported_s - closed_s).toBeLessThanOrEqual(60);
    seconds.add(Math.floor(closed_s % 60));
  }
  // Two may close in the same second of their minutes.
  expect(seconds.size).toBeGreaterThan(50);
});

/** The same streets with a car that stands in one of them for five minutes, and then drives on. */
function ringWithStop(): ReturnType<typeof play> {
  return play({
    regime: 'private-automated',
    network: {
      ...roundabout,
      addresses: [addressOn('ab', { name: 'inn', position_m: 12 })],
    },
    trips: [
      tripOf('a', 'gate-D', 'inn'),
      ...trips.map((trip) => ({ ...trip, departure_s: trip.departure_s + 40 })),
    ],
    settings: { curb: { dwell_s: 300 } },
  });
}

test('streets that are full behind a car that will drive on are no gridlock', () => {
  const run = ringWithStop();
  run.until(SCENE_START_s + 280);
  const { vehicles, network, traffic } = run.world;
  const { movers } = traffic;
  const held = vehicles.mover[run.trips.findIndex(({ vehicle }) => vehicle === 'a')];
  expect(movers.isHeld[held]).toBe(1);
  expect(eventsOf(run, 'gridlocked')).toEqual([]);
  expect(stuckLanes(run.world)).not.toContain(1);
  // The same streets are one if it is taken for a car that waits for room in the next.
  const [from, to] = ['ab', 'bc'].map((name) => network.linkNames.indexOf(name));
  const { turns, turnCount } = network;
  const turn = Array.from({ length: turnCount }, (_, row) => row).find(
    (row) => turns.from[row] === from && turns.to[row] === to,
  );
  movers.isHeld[held] = 0;
  movers.turn[held] = turn as never;
  traffic.lanes.heldCount[movers.lane[held]] = 0;
  expect(stuckLanes(run.world)).toContain(1);
});

test('one who waits within a junction for a gap, with room promised to it, does not open a ring', () => {
  const run = play({ regime: 'today', network: roundabout, trips });
  run.until(SCENE_START_s + 300);
  const { lanes } = run.world.traffic;
  const before = stuckLanes(run.world);
  const lane = before.indexOf(1);
  expect(lanes.reserved[lane]).toBe(0);
  lanes.reserved[lane] = 1;
  lanes.waitedFor[lane] = 1;
  expect(stuckLanes(run.world)).toEqual(before);
  // One who is on its way in, and not to be found standing, does.
  lanes.waitedFor[lane] = 0;
  lanes.source[lane] = run.world.network.linkLaneCount as never;
  expect(stuckLanes(run.world)[lane]).toBe(0);
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

/** A street whose signals have short greens and long reds, filled to its beginning. */
const slowStreet = streetMap('  n  m  ', '  |  |  ', 'W-a--b-E', '  |  |  ', '  s  t  ', {
  step_m: 30,
  gates: 'WEnmst',
  control: 'signal',
});

test('a queue that moves, however slowly, is never reported', () => {
  const flows = [
    ['W', 'E'],
    ['E', 'W'],
    ['n', 't'],
    ['t', 'n'],
    ['m', 's'],
    ['s', 'm'],
  ] as const;
  const run = play({
    regime: 'today',
    network: slowStreet,
    trips: flows.flatMap(([from, to]) =>
      Array.from({ length: 60 }, (_, car) =>
        tripOf(`${from}${car}`, `gate-${from}`, `gate-${to}`, 2 * car, { kind: 'through' }),
      ),
    ),
  });
  const { lanes, movers } = run.world.traffic;
  let waitedCount = 0;
  run.until(SCENE_START_s + 1800, () => {
    for (let lane = 0; lane < run.world.network.linkLaneCount; lane++) {
      const front = lanes.front[lane];
      if (front !== NONE && movers.standing_s[front]! >= 30) waitedCount++;
    }
    return false;
  });
  // Who stands for half a minute alone is no gridlock, and there were many.
  expect(waitedCount).toBeGreaterThan(100);
  expect(eventsOf(run, 'gridlocked')).toEqual([]);
  expect(eventsOf(run, 'tripArrived').length).toBe(flows.length * 60);
});
