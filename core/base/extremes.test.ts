import { expect, test } from 'vitest';
import { append, greatestOf, leastOf } from './extremes.js';

const MANY = Array.from({ length: 300_000 }, (_, row) => (row * 7919) % 300_007);

test('lists longer than a call may have arguments are joined and have a least and a greatest', () => {
  expect(() => Math.min(...MANY)).toThrow(RangeError);
  expect(leastOf(MANY)).toBe(MANY.reduce((least, value) => Math.min(least, value)));
  expect(greatestOf(MANY)).toBe(MANY.reduce((most, value) => Math.max(most, value)));
  const list = [1];
  expect(() => list.push(...MANY)).toThrow(RangeError);
  append(list, MANY);
  expect(list).toEqual([1, ...MANY]);
});

test('of no values there is the neutral one, and NaN is not lost', () => {
  expect([leastOf([]), greatestOf([])]).toEqual([Math.min(), Math.max()]);
  expect([leastOf([1, Number.NaN]), greatestOf([Number.NaN, 1])]).toEqual([Number.NaN, Number.NaN]);
});
