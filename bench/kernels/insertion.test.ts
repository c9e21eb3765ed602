import { expect, test } from 'vitest';
import { benchInsertion, SMOKE } from './insertion.js';

test('the insertion bench decides every request, the same in each round', () => {
  const { requestCount, tryCount, rejectedShare, dispatch_s, assignmentHash } =
    benchInsertion(SMOKE);
  expect(requestCount).toBe(SMOKE.requestCount);
  expect(tryCount).toBeGreaterThanOrEqual(requestCount);
  expect(rejectedShare).toBeLessThan(0.5);
  expect(dispatch_s.min).toBeLessThanOrEqual(dispatch_s.median);
  expect(assignmentHash).toMatch(/^[0-9a-f]{8}$/);
});
