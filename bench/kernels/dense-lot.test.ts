import { expect, test } from 'vitest';
import { benchDenseLot, SMOKE } from './dense-lot.js';

test('the dense lot bench moves cars, fewer than stand in a lane, the same each time', () => {
  const first = benchDenseLot(SMOKE);
  expect(first.meanMoves).toBeGreaterThan(0);
  expect(first.meanMoves).toBeLessThan(SMOKE.depth);
  expect(first.min_ms).toBeLessThanOrEqual(first.median_ms);
  expect(benchDenseLot(SMOKE).hash).toBe(first.hash);
});
