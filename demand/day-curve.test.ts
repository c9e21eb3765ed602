import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, DAY_CURVES, DayCurve } from './day-curve.js';

const HOUR_s = 3600;
const flat = new DayCurve(new Array(25).fill(1));
const curves = [flat, ...Object.values(DAY_CURVES)];

// The same examples on every machine.
fc.configureGlobal({ seed: 1 });

test('a flat curve spreads departures evenly over any window', () => {
  const window = { from_s: 10 * HOUR_s, to_s: 14 * HOUR_s };
  for (const u of [0, 0.25, 0.5, 0.875]) {
    expect(flat.timeBetween(u, window)).toBeCloseTo((10 + 4 * u) * HOUR_s, 6);
  }
});

test('a curve that rises from nothing over an hour has a quarter of it in the first half', () => {
  const rising = new DayCurve([0, 1, ...new Array(23).fill(0)]);
  expect(rising.shareBefore(4.5 * HOUR_s)).toBeCloseTo(1 / 8, 12);
  expect(rising.timeBetween(1 / 8, { from_s: DAY.start_s, to_s: DAY.end_s })).toBeCloseTo(
    4.5 * HOUR_s,
    6,
  );
});

test('the time of a share is the time before which that share departs', () => {
  const u = fc.double({ min: 0, max: 0.999999, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...curves), u, (curve, share) => {
      const time_s = curve.timeBetween(share, { from_s: DAY.start_s, to_s: DAY.end_s });
      expect(curve.shareBefore(time_s)).toBeCloseTo(share, 9);
    }),
  );
});

test('no departure leaves its window, not even one in which nothing begins', () => {
  const hour = fc.double({ min: 4, max: 28, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...curves),
      hour,
      hour,
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (curve, a, b, u) => {
        const window = { from_s: Math.min(a, b) * HOUR_s, to_s: Math.max(a, b) * HOUR_s };
        const time_s = curve.timeBetween(u, window);
        expect(time_s).toBeGreaterThanOrEqual(window.from_s);
        expect(time_s).toBeLessThanOrEqual(window.to_s);
      },
    ),
  );
  const night = { from_s: 26 * HOUR_s, to_s: 27 * HOUR_s };
  expect(DAY_CURVES.work.timeBetween(0.5, night)).toBe(night.from_s);
});
