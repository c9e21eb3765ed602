import { expect, test } from 'vitest';
import { LEG_PURPOSES } from '../events/catalogue.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, logOf, smallDistrict } from '../testing/small-district.js';
import { createMetrics } from './metrics.js';

const purposeOf = (name: (typeof LEG_PURPOSES)[number]): number => LEG_PURPOSES.indexOf(name);

function resultOf(happenings: readonly Happening[]) {
  const metrics = createMetrics(smallDistrict, DEFAULT_SCENARIO, [], 3);
  metrics.take(logOf(happenings));
  return metrics.finish(12 * 3600);
}

const measured = (
  time_s: number,
  link: number,
  row: { vehicle_s: number; vehicle_m: number; free_s?: number; longestQueueCount?: number },
): Happening => ['linkMeasured', time_s, { link, period_s: 900, entryCount: 1, ...row }];

test('the kilometres of all purposes add up to all kilometres', () => {
  const legs: Happening[] = [...LEG_PURPOSES.keys()].flatMap((purpose): Happening[] => [
    ['legStarted', 20_000 + purpose, { vehicle: 1, purpose, odometer_m: 1000 * 2 ** purpose }],
    ['legEnded', 20_000 + purpose, { vehicle: 1, purpose, odometer_m: 1000 * 2 ** (purpose + 1) }],
  ]);
  expect(resultOf(legs).summary).toMatchObject({
    vkt_occupied_km: 1,
    vkt_pickup_km: 2,
    vkt_cruising_km: 4,
    vkt_to_parking_km: 8,
    vkt_rebalancing_km: 16,
    vkt_km: 31,
    empty_share: (100 * 30) / 31,
  });
});

test('the travel-time index is weighted by time, so long legs count more', () => {
  const purpose = purposeOf('occupied');
  const { summary } = resultOf([
    ['legEnded', 20_000, { purpose, drive_s: 300, free_s: 100, entryWait_s: 30 }],
    ['legEnded', 20_000, { purpose, drive_s: 900, free_s: 900, entryWait_s: 6 }],
  ]);
  expect(summary).toMatchObject({ tti: 1200 / 1000, entry_wait_h: 36 / 3600 });
});

test('a vehicle that still waits to enter at the end counts with its wait', () => {
  const { summary } = resultOf([
    ['legStarted', 12 * 3600 - 600, { vehicle: 0, purpose: purposeOf('occupied') }],
    ['legEnded', 12 * 3600 - 300, { vehicle: 1, entryWait_s: 120 }],
  ]);
  expect(summary['entry_wait_h']).toBe(720 / 3600);
});

test('the peak speed is that of the slowest clock hour with enough traffic', () => {
  const { summary } = resultOf([
    // 7 to 8 in two periods: 20 km in 1 h. 8 to 9: 30 km in 1 h. 9 to 10: 0.4 km in 0.2 h, thin.
    measured(7.25 * 3600, 0, { vehicle_m: 15_000, vehicle_s: 1800 }),
    measured(8 * 3600, 0, { vehicle_m: 5000, vehicle_s: 1800, longestQueueCount: 7 }),
    measured(8.25 * 3600, 1, { vehicle_m: 30_000, vehicle_s: 3600, longestQueueCount: 3 }),
    measured(9.25 * 3600, 1, { vehicle_m: 400, vehicle_s: 720 }),
  ]);
  expect(summary['speed_peak_kmh']).toBeCloseTo(20, 9);
  expect(summary['vht_h']).toBeCloseTo(2.2, 12);
  expect(summary['speed_kmh']).toBeCloseTo(50.4 / 2.2, 9);
  expect(summary['longest_queue_veh']).toBe(7);
});

test('a link has a row a period with a vehicle, and a blocked one does not look free', () => {
  const { links } = resultOf([
    measured(900, 0, { vehicle_m: 1000, vehicle_s: 150, free_s: 100 }),
    ['linkMeasured', 900, { link: 1, period_s: 900 }],
    ['linkMeasured', 1800, { link: 1, period_s: 900, vehicle_s: 900, longestQueueCount: 1 }],
  ]);
  expect(links.map(({ time_s, link, tti }) => [time_s, link, tti])).toEqual([
    [900, 'a', 1.5],
    [1800, 'b', Infinity],
  ]);
  expect(links[0]).toMatchObject({ vehicle_s: 150, vehicle_m: 1000, entryCount: 1, exitCount: 0 });
});

test('a ring of blocked links is one ring with a row for each of its links', () => {
  const { summary, gridlock } = resultOf([
    ['gridlocked', 30_000, { ring: 0, link: 0, vehicle: 2 }],
    ['gridlocked', 30_000, { ring: 0, link: 1, vehicle: 2 }],
    ['gridlocked', 31_000, { ring: 1, link: 1, vehicle: 0 }],
  ]);
  expect(summary['gridlock_rings']).toBe(2);
  expect(gridlock).toEqual([
    { time_s: 30_000, ring: 0, link: 'a', vehicle: 2 },
    { time_s: 30_000, ring: 0, link: 'b', vehicle: 2 },
    { time_s: 31_000, ring: 1, link: 'b', vehicle: 0 },
  ]);
});

test('an empty day has no kilometres and no speed', () => {
  const { summary } = resultOf([]);
  expect(summary).toMatchObject({ vkt_km: 0, vht_h: 0, speed_kmh: NaN, speed_peak_kmh: NaN });
  expect(summary).toMatchObject({ tti: NaN, empty_share: NaN, gridlock_rings: 0 });
});
