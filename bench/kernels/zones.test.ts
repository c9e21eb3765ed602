import { expect, test } from 'vitest';
import { benchZones, SMOKE } from './zones.js';

test('the zones bench refuses some, moves metres, and computes the same each time', () => {
  const first = benchZones(SMOKE);
  expect(first.refusedCount).toBeGreaterThan(0);
  expect(first.changeCount).toBeGreaterThan(0);
  expect(first.stops_ms.min).toBeLessThanOrEqual(first.stops_ms.median);
  expect(first.hash).toMatch(/^[0-9a-f]{8}$/);
  expect(benchZones(SMOKE).hash).toBe(first.hash);
});
