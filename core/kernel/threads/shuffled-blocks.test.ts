import { expect, test } from 'vitest';
import { type Executor, inOrder } from '../stages.js';
import { shuffledBlocks } from './shuffled-blocks.js';

/** The blocks of `rows` rows, 10 a block, as they are worked in each of several calls. */
function worked(execute: Executor, rows: number): string[][] {
  return Array.from({ length: 4 }, () => {
    const blocks: string[] = [];
    const work = (start: number, end: number, block: number): void =>
      void blocks.push(`${block}: ${start} to ${end}`);
    execute({ name: 'x', code: -1, rowCount: () => rows, blockRows: 10, work });
    return blocks;
  });
}

test('the same blocks are worked as in order, each once, and in other orders', () => {
  const [plain] = worked(inOrder, 95);
  const shuffled = worked(shuffledBlocks(1), 95);
  for (const blocks of shuffled) {
    expect([...blocks].sort()).toEqual([...plain!].sort());
    expect(blocks).not.toEqual(plain);
  }
  expect(new Set(shuffled.map(String)).size).toBe(4);
});

test('the orders are a function of the seed', () => {
  expect(worked(shuffledBlocks(1), 95)).toEqual(worked(shuffledBlocks(1), 95));
  expect(worked(shuffledBlocks(1), 95)).not.toEqual(worked(shuffledBlocks(2), 95));
});

test('a stage without rows is not worked, one with a block is', () => {
  expect(worked(shuffledBlocks(1), 0)[0]).toEqual([]);
  expect(worked(shuffledBlocks(1), 7)[0]).toEqual(['0: 0 to 7']);
});
