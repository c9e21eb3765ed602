import { expect, test } from 'vitest';
import { PARKING_PLACES } from '../events/catalogue.js';
import { CURB_USES } from '../network/curb-use.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, logOf, smallDistrict, ZONE } from '../testing/small-district.js';
import { createMetrics } from './metrics.js';

const CURB = PARKING_PLACES.indexOf('curb');

/** Periods of 900 s from the start of the day at 14,400 s. */
function resultOf(end_s: number, happenings: readonly Happening[]) {
  const metrics = createMetrics(smallDistrict, DEFAULT_SCENARIO, [], 9);
  for (let period_s = 15_300; period_s <= end_s; period_s += 900) {
    const inPeriod = happenings.filter(
      ([, time_s]) => time_s <= period_s && time_s > period_s - 900,
    );
    metrics.take(logOf(inPeriod));
    metrics.closePeriod(period_s);
  }
  return metrics.finish(end_s);
}

test('a stop counts in the period it begins in and stands in every period it lasts', () => {
  const { curbs } = resultOf(18_000, [
    ['stopped', 15_200, { vehicle: 0, zone: ZONE.north }],
    ['stopped', 15_300, { vehicle: 1, zone: ZONE.north }],
    ['stopEnded', 15_310, { vehicle: 1, zone: ZONE.north, stood_s: 10 }],
    ['stopEnded', 16_230, { vehicle: 0, zone: ZONE.north, stood_s: 1030 }],
  ]);
  expect(curbs.map((row) => [row.time_s, row.stopCount, row.stopped_s])).toEqual([
    [15_300, 2, 100],
    [16_200, 0, 900 + 10],
    [17_100, 0, 30],
  ]);
  expect(curbs[0]).toMatchObject({ zone: 'north', use: 'loading' });
});

test('a zone counts who it turned away, and shows its parked cars while they stand', () => {
  const { curbs, summary } = resultOf(17_100, [
    ['parked', 14_500, { vehicle: 0, place: CURB, row: ZONE.east }],
    ['parkingRefused', 14_600, { vehicle: 1, place: CURB, row: ZONE.east }],
    ['bayRefused', 14_700, { vehicle: 2, zone: ZONE.east }],
    ['unparked', 16_500, { vehicle: 0, place: CURB, row: ZONE.east }],
  ]);
  expect(curbs).toEqual([
    {
      time_s: 15_300,
      zone: 'east',
      use: 'parking',
      stopCount: 0,
      refusedCount: 2,
      parkedCount: 1,
      stopped_s: 0,
      parkings: 1,
      parked_s: 800,
      personCount: 0,
      occupancy: (800 / 900) * (6 / 60),
      persons_perHour6m: 0,
      revenue: 0,
    },
    {
      time_s: 16_200,
      zone: 'east',
      use: 'parking',
      stopCount: 0,
      refusedCount: 0,
      parkedCount: 1,
      stopped_s: 0,
      parkings: 0,
      parked_s: 900,
      personCount: 0,
      occupancy: 6 / 60,
      persons_perHour6m: 0,
      revenue: 0,
    },
    // Gone within the period: its row says for how long it stood.
    expect.objectContaining({ time_s: 17_100, parkedCount: 0, parked_s: 300 }),
  ]);
  expect(summary).toMatchObject({ bay_refusals: 1, parking_refusals: 1 });
});

test('the use of a period is the one at its start', () => {
  const { curbs } = resultOf(29_700, [
    ['bayRefused', 28_790, { vehicle: 2, zone: ZONE.east }],
    ['useChanged', 28_800, { zone: ZONE.east, use: CURB_USES.indexOf('pudo') }],
    ['bayRefused', 28_801, { vehicle: 2, zone: ZONE.east }],
  ]);
  expect(curbs.map(({ time_s, use }) => [time_s, use])).toEqual([
    [28_800, 'parking'],
    [29_700, 'pudo'],
  ]);
});

test('a lane is blocked for as long as vehicles stand in it, the last one until the end', () => {
  const { summary, curbs } = resultOf(18_000, [
    ['stopped', 15_000, { vehicle: 0, zone: -1, link: 0 }],
    ['stopped', 15_010, { vehicle: 1, zone: -1, link: 1 }],
    ['stopEnded', 15_040, { vehicle: 0, zone: -1, link: 0, stood_s: 40 }],
  ]);
  expect(summary).toMatchObject({ double_parked: 2, lane_blocked_h: (40 + 2990) / 3600 });
  expect(curbs).toEqual([]);
});
