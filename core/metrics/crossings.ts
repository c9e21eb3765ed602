/** People on foot at signals: who crossed, and how long they had waited. */
import { fieldOffsets } from '../events/event-buffer.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { CrossingRow } from './run-result.js';

export interface CrossingFold extends Fold {
  closePeriod(time_s: number): void;
  rows(): CrossingRow[];
}

/** `names`: of the network's nodes, by row. */
export function createCrossings(names: readonly string[], keep: Keep = keepNothing): CrossingFold {
  const walkerCount = keep(new Int32Array(names.length));
  const wait_s = keep(new Float64Array(names.length));
  const rows = keep(new GrowingRows(4));
  const crossed = fieldOffsets('walkersCrossed');
  return {
    takes: {
      walkersCrossed: (records, at) => {
        const node = records[at + crossed.node]!;
        walkerCount[node]! += records[at + crossed.walkerCount]!;
        wait_s[node]! += records[at + crossed.wait_s]!;
      },
    },
    closePeriod: (time_s) => {
      for (const node of names.keys()) {
        if (walkerCount[node]! > 0) rows.append([time_s, node, walkerCount[node]!, wait_s[node]!]);
      }
      walkerCount.fill(0);
      wait_s.fill(0);
    },
    rows: () =>
      rows.map((numbers, at) => ({
        time_s: numbers[at]!,
        junction: names[numbers[at + 1]!]!,
        walkerCount: numbers[at + 2]!,
        wait_s: ratio(numbers[at + 3]!, numbers[at + 2]!),
      })),
  };
}
