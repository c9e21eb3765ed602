import { expect, test } from 'vitest';
import { mielecBench } from './mielec.js';

test('the Mielec bench prints a row a service, the same each time, and says where data is missing', () => {
  const [once, again] = [mielecBench({ isSmoke: true }), mielecBench({ isSmoke: true })];
  expect(once.rows).toHaveLength(4);
  expect(once.rows.map(({ figures }) => figures.hash)).toEqual(
    again.rows.map(({ figures }) => figures.hash),
  );
  for (const { figures } of once.rows) expect(figures.servedCount).toBeGreaterThan(0);
  expect(once.lines[0]).toContain('BLOCKWISE_DATA does not name the data');
});
