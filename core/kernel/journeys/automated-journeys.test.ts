import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../network/network-draft.js';
import { REGIMES } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import {
  eventsOf,
  play,
  SCENE_START_s,
  storyOf,
  tripOf,
  untilSettled,
} from '../../testing/scene.js';
import { scenarioOf } from '../../testing/small-town.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';

/** Round a block, with a gate on either side where cars turn round. */
const square = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' });

const town: NetworkDraft = {
  ...square,
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 }),
    addressOn('dc', { name: 'barn', position_m: 80, x_m: 260, y_m: -10 }),
  ],
  curbs: [
    curbOn('ab', { start_m: 70, end_m: 88, use: 'pudo' }),
    curbOn('dc', { start_m: 70, end_m: 88, use: 'pudo' }),
  ],
  lots: [
    lotOn('cd', { name: 'yard', position_m: 90, stallCount: 30, x_m: 270, y_m: 20 }),
    lotOn('Wa', {
      name: 'depot',
      position_m: 60,
      stallCount: 20,
      isRemote: true,
      x_m: 60,
      y_m: 120,
    }),
  ],
};

const resident = { kind: 'resident' } as const;

test('an own automated car fetches, drops off, parks remotely and comes back for the next trip', () => {
  const run = play({
    regime: 'private-automated',
    network: town,
    trips: [
      tripOf('car', 'inn', 'barn', 300, resident),
      tripOf('car', 'barn', 'inn', 3900, resident),
    ],
  });
  run.until(SCENE_START_s + 5400);
  const trip = ['pickup', 'stopped in bay', 'occupied', 'stopped in bay', 'toParking'];
  const there = ['parked lot', 'unparked lot', ...trip];
  expect(storyOf(run, 0)).toEqual([...there, ...there, 'parked lot']);
  const depot = run.world.places.remoteLots[0];
  expect(eventsOf(run, 'parked').map(({ row }) => row)).toEqual([depot, depot, depot]);
  for (const { wait_s } of eventsOf(run, 'tripArrived')) {
    // It has set out early enough to stand there when its traveller comes.
    expect(wait_s).toBeLessThan(60);
  }
});

test('between two trips close together the car stays in its bay', () => {
  const run = play({
    regime: 'private-automated',
    network: town,
    trips: [
      tripOf('car', 'inn', 'barn', 300, resident),
      tripOf('car', 'barn', 'inn', 700, resident),
    ],
    settings: { parking: { shortStay_s: 600 } },
  });
  untilSettled(run, 1800);
  expect(storyOf(run, 0).slice(2)).toEqual([
    'pickup',
    'stopped in bay',
    'occupied',
    'stopped in bay',
    'occupied',
    'stopped in bay',
  ]);
});

test('one vehicle takes two travellers who go the same way together', () => {
  const run = play({
    regime: 'shared-automated',
    network: town,
    trips: [tripOf('one', 'inn', 'barn', 1), tripOf('two', 'inn', 'barn', 2)],
    settings: { fleet: { vehicleCount: 1 } },
  });
  untilSettled(run, 1800);
  expect(eventsOf(run, 'pickedUp').map(({ onBoardCount }) => onBoardCount)).toEqual([1, 2]);
  expect(eventsOf(run, 'droppedOff').map(({ onBoardCount }) => onBoardCount)).toEqual([1, 0]);
  expect(storyOf(run, 0).filter((word) => word === 'occupied')).toHaveLength(1);
});

test('who cannot be fetched in time is rejected, and the others ride', () => {
  const trips = Array.from({ length: 8 }, (_, person) =>
    tripOf(
      `p${person}`,
      person % 2 === 0 ? 'inn' : 'barn',
      person % 2 === 0 ? 'barn' : 'inn',
      person,
    ),
  );
  const run = play({
    regime: 'shared-automated',
    network: town,
    trips,
    settings: { fleet: { vehicleCount: 1, seatCount: 1, maxWait_s: 240 } },
  });
  untilSettled(run, 3600);
  const rejectedCount = eventsOf(run, 'requestRejected').length;
  expect(rejectedCount).toBeGreaterThan(0);
  expect(rejectedCount + eventsOf(run, 'tripArrived').length).toBe(8);
  expect(eventsOf(run, 'tripArrived').length).toBeGreaterThan(0);
});

test('a car that finds its bay taken goes to the next zone, the next one stops in the lane', () => {
  const network = {
    ...town,
    curbs: [
      curbOn('ab', { start_m: 74, end_m: 80, use: 'pudo' }),
      curbOn('ab', { start_m: 100, end_m: 106, use: 'pudo' }),
    ],
  };
  const run = play({
    regime: 'private-automated',
    network,
    trips: [
      tripOf('a', 'gate-W', 'inn', 0),
      tripOf('b', 'gate-W', 'inn', 4),
      tripOf('c', 'gate-W', 'inn', 8),
      tripOf('follower', 'gate-W', 'gate-E', 14, { kind: 'through' }),
    ],
    settings: {
      curb: { dwell_s: 90, compliance: { human: 1, automated: 1 } },
      traffic: { passingGap_s: 0 },
    },
  });
  untilSettled(run, 900);
  const stops = [0, 1, 2].map((car) =>
    storyOf(run, car).find((word) => word.startsWith('stopped')),
  );
  expect(stops).toEqual(['stopped in bay', 'stopped in bay', 'stopped in lane']);
  expect(eventsOf(run, 'bayRefused').length).toBeGreaterThanOrEqual(2);
  const through = eventsOf(run, 'legEnded').find(({ vehicle }) => vehicle === 3);
  // It stands behind the one in the lane for what is left of that one's dwell when it comes.
  expect(through!.drive_s! - through!.free_s!).toBeGreaterThan(70);
});

test('a street whose lane is blocked is free again as soon as the one in the lane moves off', () => {
  const run = play({
    regime: 'private-automated',
    network: { ...town, curbs: [] },
    trips: [
      tripOf('a', 'gate-W', 'inn', 0),
      tripOf('b', 'gate-W', 'gate-E', 6, { kind: 'through' }),
    ],
    settings: { curb: { dwell_s: 60 }, traffic: { passingGap_s: 0 } },
  });
  untilSettled(run, 600);
  const [ended] = eventsOf(run, 'stopEnded');
  const lane = run.world.traffic.lanes;
  expect(ended!.stood_s).toBe(60);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
  for (let row = 0; row < run.world.network.laneCount; row++) expect(lane.heldCount[row]).toBe(0);
});

test.each(REGIMES)('a trip without a way is not made and the run ends: %s', async (regime) => {
  // The street of the hut can only be come upon by the gate at its start.
  const network = {
    ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'E' }),
    addresses: [
      ...town.addresses,
      addressOn('Wa', { name: 'hut', position_m: 20, x_m: 20, y_m: 120 }),
    ],
    curbs: [...town.curbs, curbOn('Wa', { start_m: 10, end_m: 40 })],
    lots: town.lots.slice(0, 1),
    blocks: [{ name: 'block', area_m2: 5000, polygon: [] }],
  };
  const result = await simulate({
    network,
    scenario: scenarioOf({
      regime,
      start_s: SCENE_START_s,
      end_s: SCENE_START_s + 1800,
      overtime_s: 600,
      fleet: { vehicleCount: 2 },
    }),
    idleCars: [],
    trips: [
      tripOf('lost', 'gate-E', 'hut', 0),
      tripOf('fine', 'barn', 'inn', 60, resident),
      tripOf('home', 'inn', 'hut', 400, resident),
      tripOf('van', 'gate-E', 'hut', 90, { kind: 'van' }),
    ],
  });
  const statusOf = Object.fromEntries(result.trips.map(({ trip, status }) => [trip, status]));
  expect(statusOf['fine-60']).toBe('arrived');
  const { 'lost-0': lost, 'home-400': home, 'van-90': van } = statusOf;
  // A fleet says so at once; a car's driver finds out.
  const told = regime === 'shared-automated' ? 'rejected' : 'unfinished';
  expect([lost, home, van]).toEqual([told, told, 'unfinished']);
});
