/**
 * What blocks of movers report to the serial stages. A list belongs to a block, not to a thread: its
 * rows begin where the block's rows do, and lists are joined in the order of blocks. So what comes
 * out does not depend on who has worked which block. All in shared memory.
 */
import { createRowList, type RowList } from './traffic-state.js';

/** Lists of a block, and their places among its counts. */
export const [CROSSING, STOPPING, MISPLACED, AT_LINE, WISHING] = [0, 1, 2, 3, 4] as const;

/** Counts of a block stand on a 64-byte line of their own: no two threads write to one line. */
export const COUNTS_A_BLOCK = 16;

export interface MotionOutbox {
  readonly blockRows: number;
  /** By block and list. */
  readonly counts: Int32Array;
  /** Movers whose `next_m` lies beyond their lane. */
  readonly crossing: Int32Array;
  /** Movers that have reached their `stop_m` or would with another step like this one. */
  readonly stopping: Int32Array;
  /** Movers on a lane that does not lead where they must go. */
  readonly misplaced: Int32Array;
  /** Lanes on which a mover could come to the stop line in the next step. */
  readonly atLine: Int32Array;
  /** Movers that would be farther by another lane; written only in steps in which they look. */
  readonly wishing: Int32Array;
}

/** The lists of all blocks, joined. */
export interface MotionReport {
  readonly crossing: RowList;
  readonly stopping: RowList;
  readonly misplaced: RowList;
  readonly atLine: RowList;
  readonly wishing: RowList;
}

export function createMotionOutbox(moverCount: number, blockRows: number): MotionOutbox {
  const blockCount = Math.max(1, Math.ceil(moverCount / blockRows));
  const rows = () => new Int32Array(new SharedArrayBuffer(4 * blockCount * blockRows));
  return {
    blockRows,
    counts: new Int32Array(new SharedArrayBuffer(4 * blockCount * COUNTS_A_BLOCK)),
    crossing: rows(),
    stopping: rows(),
    misplaced: rows(),
    atLine: rows(),
    wishing: rows(),
  };
}

export const createMotionReport = (moverCount: number): MotionReport => ({
  crossing: createRowList(moverCount),
  stopping: createRowList(moverCount),
  misplaced: createRowList(moverCount),
  atLine: createRowList(moverCount),
  wishing: createRowList(moverCount),
});

/** Joins the lists of the first `blockCount` blocks that every step writes, in their order. */
export function joinOutboxes(
  outbox: MotionOutbox,
  blockCount: number,
  { crossing, stopping, misplaced, atLine }: MotionReport,
): void {
  joinLists(outbox, outbox.crossing, CROSSING, blockCount, crossing);
  joinLists(outbox, outbox.stopping, STOPPING, blockCount, stopping);
  joinLists(outbox, outbox.misplaced, MISPLACED, blockCount, misplaced);
  joinLists(outbox, outbox.atLine, AT_LINE, blockCount, atLine);
}

/** Joins the list of those who wish to change lanes. */
export function joinWishes(
  outbox: MotionOutbox,
  blockCount: number,
  { wishing }: MotionReport,
): void {
  joinLists(outbox, outbox.wishing, WISHING, blockCount, wishing);
}

function joinLists(
  { blockRows, counts }: MotionOutbox,
  from: Int32Array,
  list: number,
  blockCount: number,
  joined: RowList,
): void {
  const { rows } = joined;
  let count = 0;
  for (let block = 0; block < blockCount; block++) {
    const start = block * blockRows;
    const end = start + counts[block * COUNTS_A_BLOCK + list]!;
    for (let at = start; at < end; at++) rows[count++] = from[at]!;
  }
  joined.count[0] = count;
}
