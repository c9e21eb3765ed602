import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../network/network-draft.js';
import {
  eventsOf,
  play,
  SCENE_START_s,
  storyOf,
  tripOf,
  untilSettled,
  wayFor_m,
} from '../../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';
import type { World } from '../../world.js';
import { walk_m } from '../places.js';

/** Round a block, with a gate on either side where cars turn round. */
const square = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' });

const inn = addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 });
const barn = addressOn('dc', { name: 'barn', position_m: 80, x_m: 260, y_m: -10 });
const yard = lotOn('cd', { name: 'yard', position_m: 90, stallCount: 30, x_m: 270, y_m: 20 });
const depot = lotOn('Wa', {
  name: 'depot',
  position_m: 60,
  stallCount: 20,
  isRemote: true,
  x_m: 60,
  y_m: 120,
});

const town = (given: Partial<NetworkDraft> = {}): NetworkDraft => ({
  ...square,
  addresses: [inn, barn],
  lots: [yard, depot],
  ...given,
});

test('a driver parks at the curb of the street while it has room, and walks to the door', () => {
  const run = play({
    regime: 'today',
    network: town({ curbs: [curbOn('ab', { start_m: 20, end_m: 56 })] }),
    trips: [tripOf('guest', 'gate-W', 'inn')],
  });
  untilSettled(run, 300);
  expect(storyOf(run, 0)).toEqual(['occupied', 'parked curb']);
  const [arrived] = eventsOf(run, 'tripArrived');
  expect(arrived!.walk_m).toBeCloseTo(walk_m(inn, 180 + 38, 120), 9);
  expect(wayFor_m(run, 'cruising')).toBe(0);
});

test('a driver who finds the curb full looks along the streets, then gives up for a lot', () => {
  const run = play({
    regime: 'today',
    network: town({ curbs: [curbOn('ab', { start_m: 20, end_m: 26 })] }),
    trips: [tripOf('guest', 'gate-W', 'inn')],
    idleCars: [{ vehicle: 'idle', address: 'inn' }],
    settings: { parking: { searchLimit_s: 60 } },
  });
  untilSettled(run, 900);
  expect(storyOf(run, 0)).toEqual(['occupied', 'cruising', 'parked lot']);
  const [, search] = eventsOf(run, 'legEnded');
  expect(search!.drive_s).toBeGreaterThan(60);
  // Round the block at 50 km/h: what a minute's drive and the way to the lot come to at most.
  expect(wayFor_m(run, 'cruising')).toBeGreaterThan(180);
  expect(wayFor_m(run, 'cruising')).toBeLessThan(search!.drive_s! * (50 / 3.6));
});

test('a stall that falls free while a driver looks for one is taken', () => {
  const run = play({
    regime: 'today',
    network: town({ curbs: [curbOn('ab', { start_m: 20, end_m: 26 })] }),
    trips: [
      tripOf('first', 'inn', 'gate-E', 90, { kind: 'resident' }),
      tripOf('second', 'gate-W', 'inn', 30),
    ],
    settings: { parking: { searchLimit_s: 600 } },
  });
  untilSettled(run, 900);
  expect(storyOf(run, 0)).toEqual(['parked curb', 'unparked curb', 'occupied', 'parked outside']);
  expect(storyOf(run, 1)).toEqual(['occupied', 'cruising', 'parked curb']);
});

test('two dozen drivers who look for stalls at once do not block each other', () => {
  const trips = Array.from({ length: 24 }, (_, car) =>
    tripOf(`guest${car}`, car % 2 === 0 ? 'gate-W' : 'gate-E', 'inn', 5 * car),
  );
  const run = play({
    regime: 'today',
    network: town({ curbs: [curbOn('ab', { start_m: 20, end_m: 26 })] }),
    trips,
    idleCars: [{ vehicle: 'idle', address: 'inn' }],
    settings: { parking: { searchLimit_s: 120 } },
  });
  untilSettled(run, 1800);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(24);
  expect(eventsOf(run, 'gridlocked')).toEqual([]);
});

test('through traffic comes in by one gate and leaves by another, with nothing to wait for', () => {
  const run = play({
    regime: 'today',
    network: town(),
    trips: [tripOf('lorry', 'gate-W', 'gate-E', 0, { kind: 'through' })],
  });
  untilSettled(run, 300);
  expect(storyOf(run, 0)).toEqual(['occupied', 'parked outside']);
  // Three streets of 180 m and two junctions of 10 m, and what the last step leads beyond the end.
  const way_m = eventsOf(run, 'legEnded')[0]!.odometer_m!;
  expect(way_m).toBeGreaterThanOrEqual(3 * 180 + 2 * 10);
  expect(way_m).toBeLessThan(3 * 180 + 2 * 10 + 0.5 * (50 / 3.6));
  const [arrived] = eventsOf(run, 'tripArrived');
  expect([arrived!.wait_s, arrived!.walk_m]).toEqual([0, 0]);
});

test('a car whose way back begins on the other side of a straight street turns round', () => {
  const street = streetMap('W---a---E', { step_m: 50, uturns: 'E' });
  const run = play({
    regime: 'today',
    network: {
      ...street,
      addresses: [addressOn('aW', { name: 'shop', position_m: 50 })],
      curbs: [curbOn('aW', { start_m: 60, end_m: 72 })],
    },
    trips: [tripOf('guest', 'gate-W', 'shop')],
  });
  untilSettled(run, 300);
  expect(storyOf(run, 0)).toEqual(['occupied', 'parked curb']);
  // To the east end, round, and back: three whole streets, three movements, 66 m of the fourth.
  expect(eventsOf(run, 'legEnded')[0]!.odometer_m).toBeCloseTo(3 * 200 + 3 * 10 + 66, 6);
});

test('a van delivers in a loading bay for its time and leaves as it came', () => {
  const run = play({
    regime: 'shared-automated',
    network: town({ curbs: [curbOn('dc', { start_m: 70, end_m: 82, use: 'loading' })] }),
    trips: [
      tripOf('van', 'gate-W', 'barn', 0, { kind: 'van' }),
      tripOf('van', 'barn', 'gate-W', 200, { kind: 'van' }),
    ],
    settings: { curb: { deliveryDwell_s: 240, besideShare: 0 }, fleet: { vehicleCount: 1 } },
  });
  untilSettled(run, 1200);
  expect(storyOf(run, 0)).toEqual(['occupied', 'stopped in bay', 'occupied', 'parked outside']);
  expect(eventsOf(run, 'stopEnded')[0]!.stood_s).toBeCloseTo(240, 0);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
});

test('vehicles that find no room at a gate wait before it and count as not entered', () => {
  const trips = Array.from({ length: 100 }, (_, car) =>
    tripOf(`t${car}`, 'gate-W', 'gate-E', 0, { kind: 'through' }),
  );
  const run = play({ regime: 'today', network: town(), trips });
  run.until(SCENE_START_s + 60);
  expect(waitingCount(run.world)).toBeGreaterThan(50);
  run.finish();
  const unfinished = eventsOf(run, 'tripUnfinished');
  const outside = unfinished.filter(({ hasEntered }) => hasEntered === 0);
  expect(outside).toHaveLength(waitingCount(run.world));
  // A trip begins at the end of the step in which it is due.
  for (const { spent_s } of outside) expect(spent_s).toBe(59.5);
});

function waitingCount({ traffic }: World): number {
  let count = 0;
  for (let link = 0; link < traffic.network.linkCount; link++) {
    count += traffic.links.waitingCount[link]!;
  }
  return count;
}
