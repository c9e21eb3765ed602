import { expect, test } from 'vitest';
import { hierarchyBench } from './hierarchy.js';

test('the hierarchy benchmark runs every task and computes the same costs each time', async () => {
  const first = await hierarchyBench({ isSmoke: true });
  const second = await hierarchyBench({ isSmoke: true });
  expect(first.graphs).toHaveLength(2);
  for (const { rows, hash } of first.graphs) {
    expect(rows).toHaveLength(7);
    expect(rows.every(({ min_us }) => min_us > 0)).toBe(true);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
  }
  expect(second.graphs.map(({ hash }) => hash)).toEqual(first.graphs.map(({ hash }) => hash));
});
