import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../../core/base/random.js';
import { contrast, estimate, meanOf, standardDeviation } from './statistics.js';

/** Two uniform draws to one of the standard normal distribution (Box and Muller). */
function normal(seed: number, entity: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(seed, PURPOSE.arrivals, entity, 0)));
  return radius * Math.cos(2 * Math.PI * draw(seed, PURPOSE.arrivals, entity, 1));
}

test('the mean of 2, 4, 4, 4, 5, 5, 7, 9 is 5 and its interval is the t interval (theory)', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12);
  const { mean, low, high, n } = estimate(values);
  expect([mean, n]).toEqual([5, 8]);
  // t(0.975; 7) = 2.364624
  expect(high! - 5).toBeCloseTo((2.364624 * Math.sqrt(32 / 7)) / Math.sqrt(8), 5);
  expect(5 - low!).toBeCloseTo(high! - 5, 12);
});

test('95 % intervals of paired differences hold the true difference in 95 % of studies', () => {
  const studyCount = 4000;
  let held = 0;
  for (let study = 0; study < studyCount; study++) {
    const seeds = [0, 1, 2, 3, 4];
    const noise = seeds.map((seed) => 10 * normal(1, 10 * study + seed));
    const from = noise.map((day) => 100 + day);
    const to = noise.map((day, seed) => 103 + day + normal(2, 10 * study + seed));
    const { low, high } = contrast([
      { sign: 1, perSeed: to },
      { sign: -1, perSeed: from },
    ]);
    if (low! <= 3 && 3 <= high!) held++;
  }
  // The share's standard deviation is √(0.95 × 0.05 / 4000) = 0.34 %; four of them.
  expect(Math.abs(held / studyCount - 0.95)).toBeLessThan(0.014);
});

test('noise that both sides share does not widen the interval of their difference', () => {
  const noise = [0, 1, 2, 3, 4].map((seed) => 100 * normal(3, seed));
  const { low, high, mean } = contrast([
    { sign: 1, perSeed: noise.map((day, seed) => day + 5 + 0.1 * normal(4, seed)) },
    { sign: -1, perSeed: noise },
  ]);
  expect(mean).toBeCloseTo(5, 0);
  expect(high! - low!).toBeLessThan(1);
});

test('one value has a mean and no interval, none has neither', () => {
  expect(estimate([3, null])).toMatchObject({ mean: 3, low: null, high: null, n: 1 });
  expect(estimate([null, null])).toMatchObject({ mean: null, low: null, high: null, n: 0 });
});

test('a seed without one of the values has no pair and is not counted', () => {
  const result = contrast([
    { sign: 1, perSeed: [5, 6, null, 9] },
    { sign: -1, perSeed: [4, null, 7, 6] },
  ]);
  expect(result.perSeed).toEqual([1, null, null, 3]);
  expect(result).toMatchObject({ mean: 2, n: 2 });
});

test('equal values have exactly that mean and no spread (property)', () => {
  const finite = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(finite, fc.integer({ min: 1, max: 40 }), (value, count) => {
      const values = Array.from({ length: count }, () => value);
      // Adding zero turns −0, which fast-check also gives, into 0.
      expect(meanOf(values)).toBe(value + 0);
      if (count > 1) expect(standardDeviation(values)).toBe(0);
    }),
    { seed: 1 },
  );
});

test('a contrast of equal layouts is exactly zero, between regimes too (property)', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
    minLength: 2,
    maxLength: 8,
  });
  fc.assert(
    fc.property(values, values, (before, after) => {
      const length = Math.min(before.length, after.length);
      const [one, two] = [before.slice(0, length), after.slice(0, length)];
      const result = contrast([
        { sign: 1, perSeed: two },
        { sign: -1, perSeed: two },
        { sign: -1, perSeed: one },
        { sign: 1, perSeed: one },
      ]);
      expect(result.isExactlyZero).toBe(true);
      expect(result.excludesZero).toBe(false);
    }),
    { seed: 2 },
  );
});

test('the smallest difference in one seed is not exactly zero', () => {
  const result = contrast([
    { sign: 1, perSeed: [1, 1 + Number.EPSILON] },
    { sign: -1, perSeed: [1, 1] },
  ]);
  expect(result.isExactlyZero).toBe(false);
});
