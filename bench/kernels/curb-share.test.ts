import { expect, test } from 'vitest';
import { benchCurbShare, SMOKE } from './curb-share.js';

test('the curb bench makes as many stops at few zones as at many, the same each time', () => {
  const [few, many] = benchCurbShare(SMOKE);
  expect(few!.stopCount).toBe(many!.stopCount);
  // Three rounds of a minute, of a hundred thousand stops a day.
  expect(few!.stopCount).toBe(Math.floor((180 * 100_000) / 86_400));
  expect(many!.refusedCount).toBeLessThan(few!.refusedCount);
  for (const { share, stageShare, onRoadAtEnd } of [few!, many!]) {
    expect(onRoadAtEnd).toBeGreaterThan(0);
    expect(share.min).toBeGreaterThan(0);
    expect(share.median).toBeLessThan(1);
    expect(stageShare.median).toBeLessThanOrEqual(share.median);
  }
  expect(benchCurbShare(SMOKE).map(({ hash }) => hash)).toEqual([few!.hash, many!.hash]);
});
