/** Runs each stage's blocks in a seeded random order: the result must be that of `inOrder`. */
import { draw, PURPOSE } from '../../base/random.js';
import type { Executor } from '../stages.js';

/** Another order at every call, the same orders for the same seed. */
export function shuffledBlocks(seed: number): Executor {
  let callCount = 0;
  return ({ rowCount, blockRows, work }) => {
    const rows = rowCount();
    const call = callCount++;
    for (const block of shuffledOrder(Math.ceil(rows / blockRows), seed, call)) {
      const start = block * blockRows;
      work(start, Math.min(start + blockRows, rows), block);
    }
  };
}

/** 0 to `count` - 1, by Fisher and Yates' shuffle. */
function shuffledOrder(count: number, seed: number, call: number): number[] {
  const order = Array.from({ length: count }, (_, block) => block);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(draw(seed, PURPOSE.testOrder, call, last) * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
