import { expect, test } from 'vitest';
import { benchCalls, SMOKE } from './signal-calls.js';

test('the bench of calls has signals that hear some, and computes the same each time', () => {
  const first = benchCalls(SMOKE);
  expect(first.signalCount).toBeGreaterThan(4);
  expect(first.calls_us.min).toBeLessThanOrEqual(first.calls_us.median);
  expect(first.hash).toMatch(/^[0-9a-f]{16}$/);
  expect(benchCalls(SMOKE).hash).toBe(first.hash);
});
