import { expect, test } from 'vitest';
import { benchRtv, SMOKE } from './rtv.js';

test('the shareability bench decides every request, the same in each round', () => {
  const results = benchRtv(SMOKE);
  expect(results.map(({ dispatcher }) => dispatcher)).toEqual(['insertion', 'shareability']);
  for (const { servedShare, meanWait_s, dispatch_s, assignmentHash } of results) {
    expect(servedShare).toBeGreaterThan(0.5);
    expect(meanWait_s).toBeGreaterThan(0);
    expect(dispatch_s.min).toBeLessThanOrEqual(dispatch_s.median);
    expect(assignmentHash).toMatch(/^[0-9a-f]{8}$/);
  }
  expect(results[0]!.assignmentHash).not.toBe(results[1]!.assignmentHash);
});
