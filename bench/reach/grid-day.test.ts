import { expect, test } from 'vitest';
import { gridDay, SMOKE } from './grid-day.js';

test('the bench of a day on the grid serves by both variants, the same for every number of threads', async () => {
  const workerFile = new URL('../../dist/core/kernel/threads/worker.js', import.meta.url);
  const once = await gridDay(SMOKE, { dt_s: 1, threadCount: 1 });
  const again = await gridDay(SMOKE, { dt_s: 1, threadCount: 2, workerFile });
  expect(once.lines).toHaveLength(3);
  for (const servedCount of once.servedCounts) {
    expect(servedCount).toBeGreaterThan(SMOKE.requestCount / 2);
  }
  expect(again.hashes).toEqual(once.hashes);
});
