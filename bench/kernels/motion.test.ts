import { expect, test } from 'vitest';
import { motionBench } from './motion.js';

test('the motion benchmark drives both loops to the same positions each time', () => {
  const first = motionBench({ isSmoke: true });
  expect(first.rows.every(({ median }) => median > 0)).toBe(true);
  expect(first.shareOfBare).toBeGreaterThan(0);
  expect(motionBench({ isSmoke: true }).hash).toBe(first.hash);
});
