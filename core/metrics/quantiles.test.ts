import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, quantiles } from './quantiles.js';

test('theory: between two values the quantile lies on the straight line between them', () => {
  // Ranks 0.5 × 3 = 1.5 and 0.95 × 3 = 2.85 of 10, 20, 30, 40.
  expect(quantiles([40, 10, 30, 20], [0, 0.5, 0.95, 1])).toEqual([10, 25, 38.5, 40]);
});

test('unknown values are left out, and an empty sample has no quantile', () => {
  expect(quantile([NaN, 7, NaN, 9], 0.5)).toBe(8);
  expect(quantile([NaN], 0.5)).toBeNaN();
});

test('property: at rank k the quantile is the k-th smallest value', () => {
  const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 17 });
  fc.assert(
    fc.property(samples, fc.nat(16), (sample, draw) => {
      const rank = draw % sample.length;
      const sorted = [...sample].sort((a, b) => a - b);
      // rank / (n − 1) × (n − 1) may miss the rank by rounding, times a step of at most 2,000.
      expect(quantile(sample, rank / (sample.length - 1))).toBeCloseTo(sorted[rank]!, 9);
    }),
  );
});
