import { expect, test } from 'vitest';
import { benchAssignment, SMOKE } from './assignment-batch.js';

test.each(SMOKE)('the assignment bench serves its batch, the same in each round', (size) => {
  const { servedCount, min_ms, median_ms, hash } = benchAssignment(size);
  expect(servedCount).toBeGreaterThan(0);
  expect(servedCount).toBeLessThanOrEqual(size.requestCount);
  expect(min_ms).toBeLessThanOrEqual(median_ms);
  expect(hash).toBe(benchAssignment(size).hash);
});
