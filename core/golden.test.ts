/** The kept hashes of a dozen runs (core/testing/golden-runs.ts), changed only by `npm run golden`. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GOLDEN_RUNS, type Golden, goldenOf } from './testing/golden-runs.js';

const kept = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`./testing/golden/${name}.json`, import.meta.url), 'utf8'));

test.each(GOLDEN_RUNS)('$name gives the kept state, results and summary', async (run) => {
  const { summary, ...hashes } = await goldenOf(run);
  // Figures first: they say what has moved.
  expect(summary).toEqual(kept(run.name).summary);
  expect(hashes).toEqual({ state: kept(run.name).state, result: kept(run.name).result });
});

test('no two runs are one, and each has trips', () => {
  const goldens = GOLDEN_RUNS.map(({ name }) => kept(name));
  expect(new Set(goldens.map(({ result }) => result)).size).toBe(GOLDEN_RUNS.length);
  for (const { summary } of goldens) expect(summary.trips).toBeGreaterThan(0);
});
