import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clock, grouped, hourText, percent, signed } from './numbers.js';
import { decimalsOf, linearScale, niceStep, niceTicks } from './scale.js';

test('a scale takes the ends of its domain to the ends of its range', () => {
  const scale = linearScale([10, 30], [200, 100]);
  expect([scale(10), scale(20), scale(30)]).toEqual([200, 150, 100]);
  expect(linearScale([5, 5], [0, 100])(5)).toBe(0);
});

test('ticks cover the values in round steps and are not many', () => {
  const value = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(value, value, (below, above) => {
      const ticks = niceTicks(-below, above, 5);
      const step = niceStep(above + below, 5);
      expect(ticks[0]!).toBeLessThanOrEqual(-below + step * 1e-6);
      expect(ticks.at(-1)!).toBeGreaterThanOrEqual(above - step * 1e-6);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks.some((tick) => tick === 0)).toBe(true);
    }),
  );
});

test('steps are 1, 2 or 5 times a power of ten', () => {
  expect([0.03, 7, 11, 45, 900].map((extent) => niceStep(extent, 5))).toEqual([
    0.01, 2, 5, 10, 200,
  ]);
  expect([0.05, 0.5, 20].map(decimalsOf)).toEqual([2, 1, 0]);
});

test('numbers are grouped by thin spaces that do not break', () => {
  expect(grouped(-1234567.8, 0)).toBe('−1\u202F234\u202F568');
  expect(grouped(-0.04, 1)).toBe('0.0');
  expect([signed(0.04, 1), signed(12, 0), signed(-3, 0)]).toEqual(['0.0', '+12', '−3']);
  expect([percent(0.1234), percent(0.0123)]).toEqual(['12\u202F%', '1.2\u202F%']);
});

test('clock times start again at midnight', () => {
  expect([clock(17 * 3600), clock(25.5 * 3600), clock(86_400)]).toEqual(['17:00', '1:30', '0:00']);
  expect([hourText(17), hourText(23)]).toEqual(['17:00–18:00', '23:00–24:00']);
});
