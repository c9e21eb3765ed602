import { expect, test } from 'vitest';
import { assignmentBench } from './assignment.js';

test('the assignment benchmark reaches its gaps with the same volumes each time', () => {
  const first = assignmentBench({ isSmoke: true });
  const second = assignmentBench({ isSmoke: true });
  expect(first.rows.map(({ relativeGap }) => relativeGap)).toEqual([1e-6, 1e-10]);
  expect(first.rows.every(({ min_s, iterationCount }) => min_s > 0 && iterationCount > 0)).toBe(
    true,
  );
  expect(first.rows.map(({ hash }) => hash)).toEqual(second.rows.map(({ hash }) => hash));
  expect(first.rows.every(({ hash }) => /^[0-9a-f]{12}$/.test(hash))).toBe(true);
  expect(first.lines[0]).toMatch(/^made city 6 × 6 to 1e-6: \d+ iterations, min /);
});
