import { expect, test } from 'vitest';
import { manhattanBench, SMOKE, VARIANTS } from './manhattan.js';

test('the Manhattan bench serves in every variant, the same in each round', async () => {
  const [once, again] = [await manhattanBench(SMOKE), await manhattanBench(SMOKE)];
  expect(once.rows.map(({ variant }) => variant)).toEqual(VARIANTS);
  for (const [at, { figures }] of once.rows.entries()) {
    expect(figures.servedCount).toBeGreaterThan(figures.requestCount / 2);
    expect(figures.hash).toBe(again.rows[at]!.figures.hash);
  }
  expect(once.rows[0]!.figures.hash).not.toBe(once.rows[1]!.figures.hash);
  expect(once.lines[0]).toContain('BLOCKWISE_DATA does not name the data');
});
