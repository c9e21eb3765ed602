import { expect, test } from 'vitest';
import { estimate } from '../study/statistics.js';
import type { StudyCell } from '../study/study-result.js';
import { type Finding, finding, MEASURES, sentence } from './findings.js';

const [TOTAL, INSIDE, DELAY] = MEASURES as [any, any, any];

function cellOf(values: Record<string, readonly (number | null)[]>, isBounded = false): StudyCell {
  return {
    layout: 'any',
    regime: 'today',
    values: Object.fromEntries(
      Object.entries(values).map(([key, perSeed]) => [key, estimate(perSeed)]),
    ),
    flags: { gridlock: [], unfinished: [], failed: [], servedShare: 100, isBounded },
    runs: [],
  };
}

const compare = (
  from: readonly (number | null)[],
  to: readonly (number | null)[],
  options: { measure?: any; isBounded?: boolean } = {},
): Finding => {
  const { measure = DELAY, isBounded = false } = options;
  const key = measure.keys[0];
  return finding(
    {
      subject: 'big',
      object: 'small',
      from: cellOf({ [key]: from }),
      to: cellOf({ [key]: to }, isBounded),
    },
    measure,
  );
};

const plain = (text: string): string => text.replace(/\u202F/g, ' ');

test('a difference below zero is less, with the interval of the pairs in the same direction', () => {
  const { verdict, text } = compare([100, 110, 90], [88, 98, 78]);
  expect(verdict).toBe('less');
  expect(plain(text)).toBe(
    'big has 12 % less delay per trip than small (95 % interval 12 % to 12 % less)',
  );
});

test('a difference above zero is more', () => {
  const { verdict, text } = compare([100, 100, 100], [120, 121, 119]);
  expect(verdict).toBe('more');
  expect(plain(text)).toBe(
    'big has 20 % more delay per trip than small (95 % interval 18 % to 22 % more)',
  );
});

test('an interval that holds zero claims nothing but that no difference is clear', () => {
  const { verdict, text } = compare([100, 100, 100], [90, 100, 107]);
  expect(verdict).toBe('unclear');
  expect(plain(text)).toMatch(
    /^there is no clear difference in delay per trip between big and small: 1.0 % less, 95 % interval 22 % less to 20 % more, which includes zero$/,
  );
});

test('nothing is claimed when a side is flagged, however large the difference', () => {
  const { verdict, text } = compare([100, 100, 100], [300, 301, 299], { isBounded: true });
  expect(verdict).toBe('unclaimed');
  expect(text).toContain('only a bound');
  expect(text).not.toMatch(/\d/);
});

test('one seed says nothing about chance', () => {
  const { verdict, text } = compare([100], [80]);
  expect(verdict).toBe('unclaimed');
  expect(plain(text)).toContain('20 % less delay per trip than small with the one seed');
});

test('equal runs are called exactly equal', () => {
  expect(compare([5, 6, 7], [5, 6, 7])).toEqual({
    verdict: 'equal',
    text: 'big and small have exactly the same delay per trip with every seed',
  });
});

test('a side without values cannot be compared, and missing pairs are counted', () => {
  expect(compare([null, null], [1, 2]).verdict).toBe('undefined');
  expect(compare([100, 100, null], [50, 51, 52]).text).toContain('; 2 of 3 seeds');
});

test('where the base is zero the difference is said in its unit', () => {
  const { text } = compare([0, 0, 0], [20_000, 21_000, 19_000], { measure: INSIDE });
  expect(plain(text)).toBe(
    'big needs 2.0 ha more parking land inside the district than small (95 % interval 1.8 ha to 2.2 ha more)',
  );
});

test('a clear difference too small for a digit is not written as zero', () => {
  const { text } = compare([1e6, 1e6, 1e6], [1e6 + 10, 1e6 + 11, 1e6 + 10]);
  expect(plain(text)).toContain('has under 0.1 % more');
});

test('land moved outside the district cancels what is saved inside', () => {
  const cell = (inside: number, outside: number): StudyCell =>
    cellOf({
      land_required_m2: [inside, inside + 1],
      land_exported_required_m2: [outside, outside],
    });
  const about = { subject: 'a', object: 'b', from: cell(1000, 0), to: cell(400, 600) };
  expect(finding(about, TOTAL).verdict).toBe('equal');
  expect(finding(about, INSIDE).verdict).toBe('less');
});

test('a sentence begins large and ends with a stop', () => {
  expect(sentence('on grid, it rains')).toBe('On grid, it rains.');
});

test('a side that needs nothing at all with every seed needs none, not 100 % less', () => {
  const { verdict, text } = compare([50_000, 40_000, 60_000], [0, 0, 0], { measure: INSIDE });
  expect(verdict).toBe('less');
  expect(plain(text)).toBe('big needs no parking land inside the district, small needs 5.0 ha');
});
