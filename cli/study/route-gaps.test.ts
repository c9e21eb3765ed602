import { expect, test } from 'vitest';
import { areGapsUnlike } from './route-gaps.js';
import { fakeRun, resultOf, studyOf } from './study-fakes.js';
import { studyTable } from './study-table.js';

const STUDY = `
name: gaps
layouts: { grid: { layout: small-block }, big: { layout: superblock } }
regimes: [today]
seeds: [1, 2]
`;

const tableWith = async (gapOf: (layout: string) => number): Promise<string> =>
  studyTable(
    await resultOf(
      studyOf(STUDY),
      fakeRun(({ layoutName }) => ({ route_gap: gapOf(layoutName) })),
    ),
  );

test('the gap of every cell stands below the table, and cells at unlike gaps are warned of', async () => {
  const unlike = await tableWith((layout) => (layout === 'big' ? 3.2 : 1.1));
  expect(unlike).toContain('gap of ways to the best: grid, today 1.10 %\n');
  expect(unlike).toContain('gap of ways to the best: big, today 3.20 %\n');
  expect(unlike).toContain('WARNING: cells have NOT ended at one gap');
  const alike = await tableWith((layout) => (layout === 'big' ? 1.2 : 1));
  expect(alike).toContain('gap of ways to the best: grid, today 1.00 %\n');
  expect(alike).not.toContain('WARNING');
});

test('where no cell has a gap nothing is said of it', async () => {
  expect(await tableWith(() => Number.NaN)).not.toContain('gap of ways');
});

test('gaps are unlike beyond half as much again, unless both are next to nothing', () => {
  expect(areGapsUnlike([1, 1.5])).toBe(false);
  expect(areGapsUnlike([1, 1.6])).toBe(true);
  expect(areGapsUnlike([0.001, 0.14])).toBe(false);
});
