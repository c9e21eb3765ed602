import { expect, test } from 'vitest';
import { benchRebalancing, SMOKE } from './rebalancing.js';

test('the rebalancing bench plans moves, the same in each round', () => {
  const { moveCount, min_ms, median_ms, hash } = benchRebalancing(SMOKE);
  expect(moveCount).toBeGreaterThan(5);
  expect(moveCount).toBeLessThanOrEqual(SMOKE.vehicleCount);
  expect(min_ms).toBeLessThanOrEqual(median_ms);
  expect(benchRebalancing(SMOKE).hash).toBe(hash);
});
