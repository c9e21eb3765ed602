import { expect, test } from 'vitest';
import { routingBench } from './routing.js';

test('the routing benchmark runs every task and computes the same costs each time', async () => {
  const first = await routingBench({ isSmoke: true });
  const second = await routingBench({ isSmoke: true });
  expect(first.rows).toHaveLength(6);
  expect(first.rows.every(({ median_us }) => median_us > 0)).toBe(true);
  expect(first.hash).toMatch(/^[0-9a-f]{12}$/);
  expect(second.hash).toBe(first.hash);
});
