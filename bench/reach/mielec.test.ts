import { expect, test } from 'vitest';
import { mielecBench } from './mielec.js';

test('the Mielec bench prints a row a service, the same each time, and says where data is missing', async () => {
  const [once, again] = [
    await mielecBench({ isSmoke: true }),
    await mielecBench({ isSmoke: true }),
  ];
  const driven = await mielecBench({ isSmoke: true, isInTraffic: true });
  for (const { rows } of [once, driven]) {
    expect(rows).toHaveLength(4);
    for (const { figures } of rows) expect(figures.servedCount).toBeGreaterThan(0);
  }
  expect(once.rows.map(({ figures }) => figures.hash)).toEqual(
    again.rows.map(({ figures }) => figures.hash),
  );
  expect(once.lines[0]).toContain('BLOCKWISE_DATA does not name the data');
});
