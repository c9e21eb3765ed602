import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isHere, tileTable } from './urn-tiles.js';

const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'urn-30cities');

test.runIf(isHere(folder))('tiles are measured beside the figures that stand with them', () => {
  const [, amsterdam, shanghai] = tileTable(folder, ['Amsterdam', 'Shanghai']);
  expect(amsterdam!.slice(0, 3)).toEqual(['Amsterdam 23', expect.any(String), '51']);
  // Joined junctions are fewer, never more.
  for (const [, ours, theirs] of [amsterdam!, shanghai!]) {
    expect(Number(ours)).toBeGreaterThan(0.5 * Number(theirs));
    expect(Number(ours)).toBeLessThanOrEqual(Number(theirs));
  }
});
