/**
 * A 4-ary min-heap of rows with changeable keys, in typed arrays: no allocation after creation.
 * Equal keys leave in order of rows, so that nothing depends on the order of insertion.
 *
 * Four children a parent: half the depth of a binary heap, and the children share a cache line.
 */
export interface RowHeap {
  /** Rows now in the heap. */
  size: number;
  /** Keys by place in the heap; the smallest is the first. */
  readonly key: Float64Array;
  /** Rows by place in the heap. */
  readonly row: Int32Array;
  /** Place by row, ABSENT while it is not in the heap. */
  readonly place: Int32Array;
}

const ABSENT = -1;

export function createHeap(rowCount: number): RowHeap {
  return {
    size: 0,
    key: new Float64Array(rowCount),
    row: new Int32Array(rowCount),
    place: new Int32Array(rowCount).fill(ABSENT),
  };
}

/** Empties the heap in time proportional to what is in it. */
export function clearHeap(heap: RowHeap): void {
  const { row, place } = heap;
  for (let at = 0; at < heap.size; at++) place[row[at]!] = ABSENT;
  heap.size = 0;
}

/** Puts `row` in with this key, or lowers its key. A key above the present one changes nothing. */
export function putRow(heap: RowHeap, row: number, key: number): void {
  const { key: keys, row: rows, place } = heap;
  let at = place[row]!;
  if (at === ABSENT) at = heap.size++;
  else if (key >= keys[at]!) return;
  while (at > 0) {
    const parent = (at - 1) >> 2;
    const parentKey = keys[parent]!;
    const parentRow = rows[parent]!;
    if (parentKey < key || (parentKey === key && parentRow < row)) break;
    keys[at] = parentKey;
    rows[at] = parentRow;
    place[parentRow] = at;
    at = parent;
  }
  keys[at] = key;
  rows[at] = row;
  place[row] = at;
}

/** Takes out the row with the smallest key; the heap must not be empty. */
export function takeRow(heap: RowHeap): number {
  const { key: keys, row: rows, place } = heap;
  const taken = rows[0]!;
  place[taken] = ABSENT;
  const size = --heap.size;
  if (size === 0) return taken;
  const key = keys[size]!;
  const row = rows[size]!;
  let at = 0;
  for (;;) {
    const first = 4 * at + 1;
    if (first >= size) break;
    const end = Math.min(first + 4, size);
    let best = first;
    let bestKey = keys[first]!;
    for (let child = first + 1; child < end; child++) {
      const childKey = keys[child]!;
      if (childKey < bestKey || (childKey === bestKey && rows[child]! < rows[best]!)) {
        best = child;
        bestKey = childKey;
      }
    }
    const bestRow = rows[best]!;
    if (key < bestKey || (key === bestKey && row < bestRow)) break;
    keys[at] = bestKey;
    rows[at] = bestRow;
    place[bestRow] = at;
    at = best;
  }
  keys[at] = key;
  rows[at] = row;
  place[row] = at;
  return taken;
}
