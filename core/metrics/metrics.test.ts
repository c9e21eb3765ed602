import { expect, test } from 'vitest';
import { LEG_PURPOSES, PARKING_PLACES } from '../events/catalogue.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, LOT_ROW, logOf, smallDistrict, ZONE } from '../testing/small-district.js';
import { crossCheck } from './cross-check.js';
import { METRICS } from './metric-catalogue.js';
import { createMetrics } from './metrics.js';

const [CURB, LOT] = PARKING_PLACES.keys();
const [OCCUPIED, , CRUISING, TO_PARKING] = LEG_PURPOSES.keys();
const T = 14_400;
const trips = [{ name: 'a', kind: 'resident', departure_s: T + 100, partySize: 1 }];

/**
 * A car leaves the garage, waits 10 s, drives 500 m in 60 s, stands in the lane for 20 s, drives on
 * 300 m in 40 s, cruises 200 m in 30 s and parks. It is on the road for 150 s and 1,000 m.
 */
const day: readonly Happening[] = [
  ['parked', 0, { place: LOT, row: LOT_ROW.garage }],
  ['tripStarted', T + 100, { trip: 0 }],
  ['unparked', T + 110, { place: LOT, row: LOT_ROW.garage }],
  ['legStarted', T + 110, { purpose: OCCUPIED, odometer_m: 50 }],
  ['roadEntered', T + 120, { wait_s: 10 }],
  ['stopped', T + 180, { zone: -1 }],
  ['stopEnded', T + 200, { zone: -1, stood_s: 20 }],
  [
    'legEnded',
    T + 240,
    { purpose: OCCUPIED, odometer_m: 850, drive_s: 100, free_s: 80, entryWait_s: 10 },
  ],
  ['legStarted', T + 240, { purpose: CRUISING, odometer_m: 850 }],
  ['legEnded', T + 270, { purpose: CRUISING, odometer_m: 1050, drive_s: 30, free_s: 20 }],
  ['parked', T + 270, { place: CURB, row: ZONE.east }],
  [
    'tripArrived',
    T + 300,
    { trip: 0, total_s: 200, wait_s: 10, inVehicle_s: 150, walk_s: 40, free_s: 80 },
  ],
  ['linkMeasured', T + 900, { link: 0, period_s: 900, vehicle_s: 80, vehicle_m: 500 }],
  ['linkMeasured', T + 900, { link: 1, period_s: 900, vehicle_s: 70, vehicle_m: 500 }],
];

function run(happenings: readonly Happening[]) {
  const metrics = createMetrics(smallDistrict, DEFAULT_SCENARIO, trips, 1);
  metrics.take(logOf(happenings));
  metrics.closePeriod(T + 900);
  const result = metrics.finish(T + 1000);
  return { ...result, problems: crossCheck(metrics.totals(T + 1000)) };
}

test('every figure of the catalogue has a value, in its order, and there is no other', () => {
  expect(Object.keys(run(day).summary)).toEqual(METRICS.map(({ key }) => key));
  expect(Object.keys(run([]).summary)).toEqual(METRICS.map(({ key }) => key));
});

test('one car, counted by hand', () => {
  const { summary } = run(day);
  expect(summary).toMatchObject({
    vkt_km: 1,
    vkt_occupied_km: 0.8,
    vkt_cruising_km: 0.2,
    vht_h: 150 / 3600,
    tti: 130 / 100,
    delay_per_trip_s: 10 + 150 - 80,
    entry_wait_h: 10 / 3600,
    lane_blocked_h: 20 / 3600,
    stalls_used_peak: 1,
    land_used_curb_m2: 15,
    land_used_lot_m2: 10,
    land_used_m2: 15,
  });
  expect(summary['speed_kmh']).toBeCloseTo(24, 12);
});

test('the run ends with a shorter period and hour of its own', () => {
  const { states, land } = run(day);
  expect(states.map(({ time_s }) => time_s)).toEqual([T + 900, T + 1000]);
  expect(states[0]).toMatchObject({ parkedCurb: 1, parkedLot: 0, cruising: 0 });
  expect(land.map(({ time_s, lotsTaken_m2 }) => [time_s, lotsTaken_m2])).toEqual([
    [T, 10],
    [T + 1000, 0],
  ]);
});

test('records may come in one buffer or one by one: the same result', () => {
  const metrics = createMetrics(smallDistrict, DEFAULT_SCENARIO, trips, 1);
  for (const happening of day) metrics.take(logOf([happening]));
  metrics.closePeriod(T + 900);
  const { problems: _, ...expected } = run(day);
  expect(metrics.finish(T + 1000)).toEqual(expected);
});

test('certificate: legs and links tell the same kilometres, states and links one time', () => {
  expect(run(day).problems).toEqual([]);
});

test('broken twins: a lost metre, a lost second and a lost trip are each found', () => {
  const without = (type: Happening[0]): Happening[] => day.filter(([name]) => name !== type);
  const measured = (vehicle_s: number, vehicle_m: number): Happening => [
    'linkMeasured',
    T + 900,
    { link: 0, period_s: 900, vehicle_s, vehicle_m },
  ];
  const lostMetre = [...without('linkMeasured'), measured(150, 999)];
  const lostSecond = [...without('linkMeasured'), measured(149, 1000)];
  expect(run(lostMetre).problems).toEqual(['Legs measured 1000 vehicle-metres and links 999.']);
  expect(run(lostSecond).problems).toEqual([
    'Vehicles were on the road for 150 s and on links for 149 s.',
  ]);
  expect(run(without('tripArrived')).problems).toEqual(['1 trips have no end in the log.']);
});

test('broken twin: a car that leaves an empty lot or parks in a full one is found', () => {
  const gone: Happening = ['unparked', T, { place: LOT, row: LOT_ROW.yard }];
  const tooMany = Array.from({ length: 21 }, (): Happening => {
    return ['parked', T, { place: LOT, row: LOT_ROW.remote }];
  });
  const problem = 'a zone or lot held fewer than no cars or more than stalls.';
  // Both stand wrong in the rows of the start and of the end.
  expect(run([day[0]!, gone, ...day.slice(1)]).problems).toEqual([`2 times ${problem}`]);
  expect(run([day[0]!, ...tooMany, ...day.slice(1)]).problems).toEqual([`2 times ${problem}`]);
});

test('a leg that the run cuts off keeps its kilometres when the kernel ends it', () => {
  const { summary } = run([
    ['legStarted', T + 910, { purpose: TO_PARKING, odometer_m: 100 }],
    ['roadEntered', T + 910, {}],
    ['legEnded', T + 1000, { purpose: TO_PARKING, odometer_m: 700, drive_s: 90, free_s: 60 }],
  ]);
  expect(summary).toMatchObject({ vkt_to_parking_km: 0.6, vkt_km: 0.6, tti: 1.5 });
});
