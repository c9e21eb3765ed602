import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import type { ReadEvent } from '../events/event-buffer.js';
import type { TripDraft } from '../scenario/trip.js';
import { createRoadScene, evenTrips, runScene, tripTimes_s } from '../testing/road-scene.js';
import { addressOn, lotOn, streetMap } from '../testing/street-map.js';

const entries = (log: readonly ReadEvent[]): ReadEvent[] =>
  log.filter(({ type }) => type === 'roadEntered');

/** Theory: 1,800 veh/h enter a lane of 15 m/s; the queue is first come first served. */
test('who finds the gate busy enters a saturation headway after the one before, and waits for it', () => {
  const world = createRoadScene({
    network: streetMap('a>>b', { step_m: 150, freeSpeed_mps: 15 }),
    trips: evenTrips({ from: 'a', to: 'b', headway_s: 0.5, count: 20, from_s: 5 }),
  });
  const log = runScene(world, 120);
  const rows = entries(log).map(({ vehicle, time_s, wait_s }) => ({ vehicle, time_s, wait_s }));
  expect(rows).toEqual(
    Array.from({ length: 20 }, (_, car) => ({
      vehicle: car,
      time_s: 5 + 2 * car,
      wait_s: 1.5 * car,
    })),
  );
  // At speed from the start: 450 m at 15 m/s after the wait.
  expect([...tripTimes_s(world, log)]).toEqual(rows.map(({ wait_s }) => 30 + Number(wait_s)));
});

test.each([1, 2, 3])('cars come in and leave by all of %i lanes at the same time', (laneCount) => {
  const world = createRoadScene({
    network: streetMap('a>>b>>c', { step_m: 75, freeSpeed_mps: 15, laneCount, movement_m: 15 }),
    trips: evenTrips({ from: 'a', to: 'c', headway_s: 0.5, count: 30, from_s: 1 }),
  });
  const log = runScene(world, 200);
  const left = log.filter(({ type }) => type === 'tripArrived').map(({ time_s }) => time_s);
  expect(left).toHaveLength(30);
  // Lanes begin one arrival after another; then one headway of 2 s for each car of a lane.
  const rounds = 30 / laneCount - 1;
  expect(left.at(-1)! - left[0]!).toBe(2 * rounds + 0.5 * (laneCount - 1));
});

/** One car in a lot beside a street with a stream of `headway_s`; both leave by the far end. */
function outOfLot(headway_s: number) {
  const drawn = streetMap('a>>>>b>>c', { step_m: 75, freeSpeed_mps: 15 });
  const network = {
    ...drawn,
    lots: [lotOn('ab', { position_m: 200, stallCount: 1 })],
    blocks: [{ name: 'block', polygon: [], area_m2: 28 }],
    addresses: [addressOn('ab', { position_m: 200 })],
  };
  const stream = evenTrips({ from: 'a', to: 'c', headway_s, count: 40, from_s: 2 });
  const parked: TripDraft = {
    ...stream[0]!,
    name: 'parked',
    vehicle: 'parked',
    kind: 'visitor',
    // The first cars of the stream have passed by then.
    departure_s: 30,
    origin: network.addresses[0]!.name,
  };
  const world = createRoadScene({
    network,
    trips: [...stream, parked],
    scenario: { walking: { speed_mps: 20 } },
  });
  const log = runScene(world, 400);
  const row = [...stream, parked]
    .map(({ name }) => name)
    .sort()
    .indexOf('parked');
  const times_s = tripTimes_s(world, log);
  const own = entries(log).find(({ vehicle }) => vehicle === world.trips.vehicle[row])!;
  return {
    entered_s: own.time_s,
    wait_s: Number(own['wait_s']),
    slowest_s: Math.max(...[...times_s].filter((_, trip) => trip !== row)),
  };
}

test('out of a lot a car takes a gap that slows nobody down', () => {
  // 60 m between fronts: 7.5 m ahead and 30 m behind are enough.
  const { entered_s, slowest_s } = outOfLot(4);
  expect(entered_s).toBeLessThan(40);
  expect(slowest_s).toBeLessThanOrEqual((375 + 10 + 225) / 15 + 0.5);
});

test('out of a lot a car waits while there is no such gap, and the wait is counted', () => {
  // 30 m between fronts are full: it waits for the last, who departs at 80 s and passes 200 m later.
  const { entered_s, wait_s, slowest_s } = outOfLot(2);
  expect(entered_s).toBeGreaterThan(80 + 200 / 15);
  expect(wait_s).toBeGreaterThan(50);
  expect(slowest_s).toBeLessThanOrEqual((375 + 10 + 225) / 15 + 0.5);
});

test('queues at several gates empty in any order without losing a car', () => {
  const world = createRoadScene({
    network: streetMap('  n   ', '  |   ', 'w-x--e', '  |   ', '  s   ', { step_m: 75 }),
    trips: [
      ...evenTrips({ from: 'w', to: 'e', headway_s: 0.5, count: 30 }),
      ...evenTrips({ from: 'n', to: 'e', headway_s: 0.5, count: 5 }),
      ...evenTrips({ from: 's', to: 'w', headway_s: 0.5, count: 12 }),
      ...evenTrips({ from: 'e', to: 'n', headway_s: 3, count: 20 }),
    ],
  });
  const { activeAccesses, accesses, links } = world.traffic;
  let longest = 0;
  const log = runScene(world, 900, () => {
    const open = Array.from(activeAccesses.rows.subarray(0, activeAccesses.count[0]!));
    longest = Math.max(longest, open.length);
    const waiting = Array.from({ length: accesses.capacity }, (_, row) => row).filter(
      (row) => accesses.count[row]! > 0,
    );
    expect([...open].sort((a, b) => a - b)).toEqual(waiting);
    for (const [at, access] of open.entries()) expect(accesses.activeAt[access]).toBe(at);
  });
  expect(longest).toBeGreaterThanOrEqual(3);
  expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(67);
  expect(Array.from({ length: accesses.capacity }, (_, row) => accesses.front[row])).toEqual(
    Array.from({ length: accesses.capacity }, () => NONE),
  );
  expect(Array.from({ length: links.capacity }, (_, row) => links.waitingCount[row])).toEqual(
    Array.from({ length: links.capacity }, () => 0),
  );
});
