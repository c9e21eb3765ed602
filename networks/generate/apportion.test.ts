import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenCounts, largestRemainders, systematicPlaces } from './apportion.js';

const weightLists = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1 });
const cases = fc.tuple(fc.nat(10_000), weightLists);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test('shares are whole, sum to the total and are off by less than one', () => {
  fc.assert(
    fc.property(cases, ([total, weights]) => {
      for (const share of [largestRemainders, evenCounts]) {
        const shares = share(total, weights);
        const exact = weights.map((weight) => (total * weight) / sum(weights));
        expect(sum(shares)).toBe(total);
        expect(shares.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
        expect(shares.every((count, at) => Math.abs(count - exact[at]!) < 1 + 1e-6)).toBe(true);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('the largest remainders get what is left over, of equals the first', () => {
  expect(largestRemainders(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(largestRemainders(7, [1.2, 3.4, 2.4])).toEqual([1, 4, 2]);
});

test('even counts spread what is left over along the list', () => {
  expect(evenCounts(5, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  expect(evenCounts(10, [0.5, 1, 1, 1, 0.5])).toEqual([1, 3, 2, 3, 1]);
});

test('equal portions are placed at equal steps of the weight', () => {
  expect(systematicPlaces(4, [1, 1, 1, 1])).toEqual([0, 1, 2, 3]);
  expect(systematicPlaces(4, [0, 3, 0, 1])).toEqual([1, 1, 1, 3]);
  expect(systematicPlaces(0, [])).toEqual([]);
});

test('a total without weights to share it by is a bug', () => {
  expect(() => largestRemainders(1, [0])).toThrow('No weight');
  expect(() => evenCounts(1, [])).toThrow('No weight');
  expect(() => systematicPlaces(1, [])).toThrow('No weight');
});
