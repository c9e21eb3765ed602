import { expect, test } from 'vitest';
import { benchTripsCsv, SMOKE } from './trips-csv.js';

test('the bench of trips reads every row or leaves it out, the same in each round', () => {
  const { rowCount, tripCount, leftOutCount, read_s, tripsHash } = benchTripsCsv(SMOKE);
  expect(tripCount + leftOutCount).toBe(rowCount);
  expect(leftOutCount).toBeGreaterThanOrEqual(rowCount / 100);
  expect(tripCount).toBeGreaterThan(rowCount * 0.9);
  expect(read_s.min).toBeLessThanOrEqual(read_s.median);
  expect(tripsHash).toMatch(/^[0-9a-f]{8}$/);
});
