import { expect, test } from 'vitest';
import { incompleteBeta, studentQuantile } from './student-t.js';

test.each([
  [1, 12.7062047364],
  [2, 4.3026527299],
  [4, 2.7764451052],
  [9, 2.2621571628],
  [29, 2.0452296421],
])('the 97.5 % quantile with %i degrees of freedom is the tabulated one (theory)', (freedom, t) => {
  expect(Math.abs(studentQuantile(0.975, freedom) - t)).toBeLessThan(1e-8);
});

test('one degree of freedom is the Cauchy distribution, two have a closed form (theory)', () => {
  for (const probability of [0.55, 0.75, 0.9, 0.99, 0.9995]) {
    const cauchy = Math.tan(Math.PI * (probability - 0.5));
    const two = (2 * probability - 1) / Math.sqrt(2 * probability * (1 - probability));
    // Tolerances: 1 − probability loses some digits before the search begins.
    expect(studentQuantile(probability, 1) / cauchy).toBeCloseTo(1, 10);
    expect(studentQuantile(probability, 2) / two).toBeCloseTo(1, 10);
  }
});

test('many degrees of freedom approach the normal distribution (theory)', () => {
  // The first term of the expansion in 1/ν is (z³ + z) / 4ν; the next is of the order 1/ν².
  const z = 1.959963984540054;
  const freedom = 1e6;
  expect(studentQuantile(0.975, freedom)).toBeCloseTo(z + (z ** 3 + z) / (4 * freedom), 9);
});

test('quantiles are odd around one half (property)', () => {
  expect(studentQuantile(0.025, 7)).toBe(-studentQuantile(0.975, 7));
  expect(studentQuantile(0.5, 7)).toBe(0);
});

test('the incomplete beta function of whole numbers is a binomial sum (theory)', () => {
  // I_x(a, b) = P(at least a of a + b − 1 trials succeed), each with probability x.
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  for (const [a, b, x] of [
    [2, 3, 0.1],
    [4, 1, 0.8],
    [5, 7, 0.45],
  ] as const) {
    const trials = a + b - 1;
    let sum = 0;
    for (let k = a; k <= trials; k++) sum += choose(trials, k) * x ** k * (1 - x) ** (trials - k);
    expect(incompleteBeta(x, 1 - x, a, b)).toBeCloseTo(sum, 13);
  }
});
