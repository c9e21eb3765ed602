import { expect, test } from 'vitest';
import { hierarchyBench } from './hierarchy.js';

const BUILT_CREW = new URL('../../dist/bench/cities/one-stage-crew.js', import.meta.url);

test('the hierarchy benchmark runs every task and computes the same costs each time', async () => {
  const first = await hierarchyBench({ isSmoke: true, workerFile: BUILT_CREW });
  const second = await hierarchyBench({ isSmoke: true, workerFile: BUILT_CREW });
  expect(first.graphs).toHaveLength(2);
  for (const { rows, hash } of first.graphs) {
    expect(rows).toHaveLength(7);
    expect(rows.every(({ min_us }) => min_us > 0)).toBe(true);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
  }
  expect(second.graphs.map(({ hash }) => hash)).toEqual(first.graphs.map(({ hash }) => hash));
});
