import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, logOf, smallDistrict } from '../testing/small-district.js';
import { createMetrics } from './metrics.js';

const trip = (name: string, departure_s = 20_000) => ({
  name,
  kind: 'resident',
  departure_s,
  partySize: 1,
});
const trips = [trip('a'), trip('b'), trip('c'), trip('d'), trip('e', 29_000)];
const END_s = 30_000;

/** a and b arrive, c is rejected, d is under way, and of e the log says nothing more. */
const day: readonly Happening[] = [
  ['requestSubmitted', 20_000, { trip: 0 }],
  ['requestSubmitted', 20_000, { trip: 1 }],
  ['requestSubmitted', 20_000, { trip: 2 }],
  ['requestSubmitted', 20_000, { trip: 3 }],
  ['pickedUp', 20_060, { trip: 0, vehicle: 0, wait_s: 60 }],
  ['pickedUp', 20_100, { trip: 1, vehicle: 0, wait_s: 100 }],
  ['requestRejected', 20_480, { trip: 2 }],
  ['pickedUp', 20_500, { trip: 3, vehicle: 0, wait_s: 500 }],
  [
    'tripArrived',
    20_400,
    { trip: 0, total_s: 400, wait_s: 70, inVehicle_s: 300, walk_s: 30, walk_m: 39, free_s: 200 },
  ],
  [
    'tripArrived',
    20_900,
    { trip: 1, total_s: 900, wait_s: 90, inVehicle_s: 800, walk_s: 10, walk_m: 13, free_s: 600 },
  ],
  ['tripUnfinished', END_s, { trip: 3, spent_s: 10_000, hasEntered: 1 }],
];

function resultOf(regime: typeof DEFAULT_SCENARIO.regime, happenings = day) {
  const metrics = createMetrics(smallDistrict, { ...DEFAULT_SCENARIO, regime }, trips, 1);
  metrics.take(logOf(happenings));
  return metrics.finish(END_s);
}

test('every trip is arrived, rejected or unfinished, also one that the log forgets', () => {
  const { summary, trips: rows } = resultOf('shared-automated');
  expect(rows.map(({ trip, status }) => [trip, status])).toEqual([
    ['a', 'arrived'],
    ['b', 'arrived'],
    ['c', 'rejected'],
    ['d', 'unfinished'],
    ['e', 'unfinished'],
  ]);
  expect(summary).toMatchObject({
    trips: 5,
    trips_arrived: 2,
    trips_unfinished: 2,
    trips_not_entered: 1,
    requests: 4,
    rejected_share: 25,
  });
});

test('means are over arrived trips', () => {
  expect(resultOf('shared-automated').summary).toMatchObject({
    total_mean_s: (400 + 900) / 2,
    in_vehicle_mean_s: (300 + 800) / 2,
    walk_mean_s: (30 + 10) / 2,
    walk_mean_m: (39 + 13) / 2,
  });
});

test('delay counts unfinished trips with the time spent, and rejected ones not at all', () => {
  // a: 70 + 300 − 200; b: 90 + 800 − 600; d: 10,000 spent; e: 30,000 − 29,000 since its departure.
  const delay_s = (170 + 290 + 10_000 + 1000) / 4;
  expect(resultOf('shared-automated').summary['delay_per_trip_s']).toBe(delay_s);
});

test('riders of a fleet wait for the pick-up, owners of a car as their arrival says', () => {
  const shared = resultOf('shared-automated').summary;
  expect(shared['wait_p50_s']).toBe(100);
  expect(shared['wait_p95_s']).toBeCloseTo(100 + 0.9 * 400, 9);
  const own = resultOf('private-automated').summary;
  expect(own['wait_p50_s']).toBe(80);
  expect(own['wait_p95_s']).toBeCloseTo(70 + 0.95 * 20, 9);
});

test('a row shows the time an unfinished trip has spent and leaves unknown cells empty', () => {
  const rows = resultOf('shared-automated').trips;
  expect(rows[0]).toEqual({
    trip: 'a',
    kind: 'resident',
    status: 'arrived',
    departure_s: 20_000,
    total_s: 400,
    wait_s: 70,
    pickedUp_s: 20_060,
    inVehicle_s: 300,
    walk_s: 30,
    free_s: 200,
  });
  expect(rows[2]).toMatchObject({ total_s: NaN, wait_s: NaN, inVehicle_s: NaN });
  expect(rows[3]).toMatchObject({ total_s: 10_000, wait_s: 500, inVehicle_s: NaN, free_s: NaN });
  expect(rows[4]).toMatchObject({ total_s: 1000, wait_s: NaN });
});

test('without trips that ended there is no mean, and without requests no share', () => {
  const { summary } = resultOf('today', []);
  expect(summary['total_mean_s']).toBeNaN();
  expect(summary['wait_p50_s']).toBeNaN();
  expect(summary['rejected_share']).toBeNaN();
  expect(summary['requests']).toBe(0);
});
