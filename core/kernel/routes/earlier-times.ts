/** Turn times of an earlier day, by interval. */
import { type DayIntervals, intervalAt } from '../../routing/day-times.js';

/** Lists go interval by interval, each in the order of turns. */
export interface EarlierTimes extends DayIntervals {
  readonly time_s: Float64Array;
}

/** By turn: the times of the interval of a clock time. */
export function earlierAt(earlier: EarlierTimes, time_s: number): Float64Array {
  const turnCount = earlier.time_s.length / earlier.intervalCount;
  const start = intervalAt(earlier, time_s) * turnCount;
  return earlier.time_s.subarray(start, start + turnCount);
}
