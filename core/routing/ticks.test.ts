import { expect, test } from 'vitest';
import { CLOSED_ticks, secondsOf, ticksOf } from './ticks.js';

test('times are rounded down to ticks, and whole ticks come back as they were', () => {
  expect(secondsOf(ticksOf(2.5))).toBe(2.5);
  expect(secondsOf(ticksOf(0.1))).toBeLessThanOrEqual(0.1);
  expect(secondsOf(ticksOf(0.1))).toBeGreaterThan(0.1 - 1 / 1024);
});

test('what is closed, or takes twelve days and more, is closed', () => {
  for (const time_s of [Number.POSITIVE_INFINITY, 13 * 86_400, 2 ** 31, 2 ** 40]) {
    expect(ticksOf(time_s)).toBe(CLOSED_ticks);
    expect(secondsOf(ticksOf(time_s))).toBe(Number.POSITIVE_INFINITY);
  }
  expect(secondsOf(ticksOf(12 * 86_400))).toBe(12 * 86_400);
  expect((2 * CLOSED_ticks) | 0).toBe(2 * CLOSED_ticks);
});
