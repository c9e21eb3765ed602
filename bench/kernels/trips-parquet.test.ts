import { expect, test } from 'vitest';
import { tripsParquetBench } from './trips-parquet.js';

test('the benchmark of trips in Parquet reads the same trips each time', () => {
  const first = tripsParquetBench({ isSmoke: true });
  expect(first.tripCount).toBeGreaterThan(1900);
  expect(first.rowsPerCpuSecond).toBeGreaterThan(0);
  expect(first.hash).toMatch(/^[0-9a-f]{8}$/);
  expect(tripsParquetBench({ isSmoke: true }).hash).toBe(first.hash);
});
