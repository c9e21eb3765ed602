import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clearHeap, createHeap, putRow, takeRow } from './heap.js';

test('rows leave in the order of (key, row), like a sorted list (twin)', () => {
  const entries = fc.array(
    fc.record({ row: fc.integer({ min: 0, max: 63 }), key: fc.integer({ min: 0, max: 12 }) }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(entries, (puts) => {
      const heap = createHeap(64);
      const lowest = new Map<number, number>();
      for (const { row, key } of puts) {
        putRow(heap, row, key);
        lowest.set(row, Math.min(key, lowest.get(row) ?? Number.POSITIVE_INFINITY));
      }
      const sorted = [...lowest].sort(([rowA, a], [rowB, b]) => a - b || rowA - rowB);
      const taken = sorted.map(() => [heap.row[0]!, heap.key[0]!, takeRow(heap)]);
      expect(taken).toEqual(sorted.map(([row, key]) => [row, key, row]));
      expect(heap.size).toBe(0);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test('a cleared heap takes the same rows again', () => {
  const heap = createHeap(8);
  for (let row = 0; row < 8; row++) putRow(heap, row, 8 - row);
  clearHeap(heap);
  putRow(heap, 3, 100);
  putRow(heap, 5, 100);
  expect([takeRow(heap), takeRow(heap), heap.size]).toEqual([3, 5, 0]);
});
