import { expect, test } from 'vitest';
import { PARKING_PLACES } from '../events/catalogue.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, LOT_ROW, logOf, smallDistrict, ZONE } from '../testing/small-district.js';
import { createMetrics } from './metrics.js';

const [CURB, LOT, OUTSIDE] = PARKING_PLACES.keys();
const start_s = 6 * 3600;

function resultOf(end_s: number, happenings: readonly Happening[]) {
  const metrics = createMetrics(smallDistrict, { ...DEFAULT_SCENARIO, start_s }, [], 9);
  metrics.take(logOf(happenings));
  return metrics.finish(end_s);
}

test('a lot has a row at the start, each full hour and the end, with stock and refusals', () => {
  const { lots } = resultOf(7.5 * 3600, [
    ['parked', 0, { vehicle: 0, place: LOT, row: LOT_ROW.garage }],
    ['parked', start_s, { vehicle: 1, place: LOT, row: LOT_ROW.garage }],
    ['unparked', start_s + 100, { vehicle: 0, place: LOT, row: LOT_ROW.garage }],
    ['parkingRefused', start_s + 200, { vehicle: 2, place: LOT, row: LOT_ROW.garage }],
    ['parked', 7 * 3600, { vehicle: 3, place: LOT, row: LOT_ROW.garage }],
    ['unparked', 7 * 3600 + 1, { vehicle: 1, place: LOT, row: LOT_ROW.garage }],
  ]);
  const garage = lots.filter(({ lot }) => lot === 'garage');
  expect(garage.map((row) => [row.time_s / 3600, row.takenCount, row.refusedCount])).toEqual([
    [6, 2, 0],
    [7, 2, 1],
    [7.5, 1, 0],
  ]);
  expect(garage[0]).toMatchObject({ kind: 'structure', isInside: true, stallCount: 30 });
  expect(lots).toHaveLength(9);
});

test('the peak of stalls counts curb and all lots at one moment, and nobody beyond a gate', () => {
  const { summary } = resultOf(8 * 3600, [
    ['parked', start_s, { vehicle: 0, place: CURB, row: ZONE.east }],
    ['parked', start_s, { vehicle: 1, place: LOT, row: LOT_ROW.remote }],
    ['parked', start_s, { vehicle: 2, place: OUTSIDE, row: 0 }],
    ['unparked', 23_000, { vehicle: 0, place: CURB, row: ZONE.east }],
    ['parked', 23_100, { vehicle: 0, place: LOT, row: LOT_ROW.yard }],
  ]);
  expect(summary['stalls_used_peak']).toBe(2);
});

test('arrivals at a full lot or zone are refusals', () => {
  const { summary } = resultOf(8 * 3600, [
    ['parkingRefused', start_s, { place: CURB, row: ZONE.east }],
    ['parkingRefused', start_s, { place: LOT, row: LOT_ROW.yard }],
  ]);
  expect(summary['parking_refusals']).toBe(2);
});
