import { expect, test } from 'vitest';
import { osmPbfBench } from './osm-pbf.js';

test('the benchmark of PBF reads the same streets each time', async () => {
  const first = await osmPbfBench({ isSmoke: true });
  const second = await osmPbfBench({ isSmoke: true });
  expect(first.nodeCount).toBe(20_000);
  expect(first.median_ms).toBeGreaterThan(0);
  expect(first.memory_bytes).toBeGreaterThan(0);
  expect(first.hash).toMatch(/^[0-9a-f]{12}$/);
  expect(second.hash).toBe(first.hash);
});
