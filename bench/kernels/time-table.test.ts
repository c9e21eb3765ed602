import { expect, test } from 'vitest';
import { timeTableBench } from './time-table.js';

test('rows by every way are the same, and a hash says of what (smoke run)', () => {
  const { networks, lines } = timeTableBench({ isSmoke: true });
  expect(lines).toHaveLength(4);
  for (const { hashes } of networks) {
    expect(hashes).toHaveLength(3);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{12}$/);
  }
});
