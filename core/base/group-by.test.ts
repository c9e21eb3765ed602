import { expect, test } from 'vitest';
import { groupBy } from './group-by.js';

test('groups keep the order of their first rows, and rows theirs', () => {
  const groups = groupBy([3, 1, 4, 1, 5, 9, 2], (value) => value % 2);
  expect([...groups]).toEqual([
    [1, [3, 1, 1, 5, 9]],
    [0, [4, 2]],
  ]);
});
