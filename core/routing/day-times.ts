/**
 * Turn times by time of day: what those who came onto a link in each interval experienced until they
 * were on the next one. Between the middles of two intervals times change evenly, and nowhere so fast
 * that who comes later would be through earlier (first in, first out).
 */
import type { TurnGraph } from './turn-graph.js';

/** Where on the clock the intervals of a day lie. */
export interface DayIntervals {
  readonly start_s: number;
  readonly interval_s: number;
  readonly intervalCount: number;
}

/** What has been noted so far; lists go interval by interval, each in the order of turns. */
export interface DayNotes extends DayIntervals {
  readonly turnCount: number;
  readonly sum_s: Float64Array;
  readonly count: Int32Array;
}

export function createDayNotes(
  turnCount: number,
  day: { readonly start_s: number; readonly end_s: number; readonly interval_s: number },
): DayNotes {
  const { start_s, end_s, interval_s } = day;
  const intervalCount = Math.max(1, Math.ceil((end_s - start_s) / interval_s));
  return {
    start_s,
    interval_s,
    intervalCount,
    turnCount,
    sum_s: new Float64Array(intervalCount * turnCount),
    count: new Int32Array(intervalCount * turnCount),
  };
}

export const createDayTimes = ({ intervalCount, turnCount }: DayNotes): Float64Array =>
  new Float64Array(intervalCount * turnCount);

/** `vehicleCount` vehicles have come onto the turn's link at `entered_s`, and took `sum_s` together. */
export function noteDayTime(
  notes: DayNotes,
  turn: number,
  entered_s: number,
  { sum_s, vehicleCount }: { readonly sum_s: number; readonly vehicleCount: number },
): void {
  const place = intervalAt(notes, entered_s) * notes.turnCount + turn;
  notes.sum_s[place]! += sum_s;
  notes.count[place]! += vehicleCount;
}

export function clearDayNotes({ sum_s, count }: DayNotes): void {
  sum_s.fill(0);
  count.fill(0);
}

/** Interval of a clock time; the first or last for times before and after the day. */
export function intervalAt(
  { start_s, interval_s, intervalCount }: DayIntervals,
  time_s: number,
): number {
  const interval = Math.floor((time_s - start_s) / interval_s);
  return Math.max(0, Math.min(intervalCount - 1, interval));
}

export const middleOf_s = ({ start_s, interval_s }: DayIntervals, interval: number): number =>
  start_s + (interval + 0.5) * interval_s;

/** What is expected counts as much as one vehicle: a single one meets red or green by chance. */
const PRIOR_COUNT = 1;

/**
 * Writes the day's times into `time_s`: means of what was noted; where nobody drove what is expected
 * there (`default_s`, by interval), and the delay that the link's used turns have in common.
 */
export function writeDayTimes(
  notes: DayNotes,
  { firstTurn, linkCount }: Pick<TurnGraph, 'firstTurn' | 'linkCount'>,
  expected: {
    readonly default_s: (interval: number) => ArrayLike<number>;
    readonly lowest_s: ArrayLike<number>;
  },
  time_s: Float64Array,
): void {
  const { intervalCount, turnCount, interval_s } = notes;
  for (let interval = 0; interval < intervalCount; interval++) {
    const default_s = expected.default_s(interval);
    const start = interval * turnCount;
    for (let link = 0; link < linkCount; link++) {
      const end = firstTurn[link + 1]!;
      const shared_s = sharedDelay_s(notes, default_s, firstTurn[link]!, end, start);
      for (let turn = firstTurn[link]!; turn < end; turn++) {
        const place = start + turn;
        const noted = notes.count[place]!;
        const sum_s = notes.sum_s[place]! + PRIOR_COUNT * default_s[turn]!;
        const mean_s = noted > 0 ? sum_s / (noted + PRIOR_COUNT) : default_s[turn]! + shared_s;
        // Who comes an interval later is not through before.
        const before_s = interval === 0 ? 0 : time_s[place - turnCount]! - interval_s;
        time_s[place] = Math.max(mean_s, expected.lowest_s[turn]!, before_s);
      }
    }
  }
}

/** The smallest delay above the default among the link's used turns; 0 if none is used or delayed. */
function sharedDelay_s(
  { sum_s, count }: DayNotes,
  default_s: ArrayLike<number>,
  first: number,
  end: number,
  start: number,
): number {
  let least_s = Number.POSITIVE_INFINITY;
  for (let turn = first; turn < end; turn++) {
    const noted = count[start + turn]!;
    if (noted === 0) continue;
    const delay_s = sum_s[start + turn]! / noted - default_s[turn]!;
    if (delay_s < least_s) least_s = delay_s;
  }
  return least_s > 0 && least_s < Number.POSITIVE_INFINITY ? least_s : 0;
}

/** Delays up to this share of what is expected, and a little more, are no queue. */
const QUEUE_SHARE = 0.1;
const QUEUE_s = 1;

/**
 * Writes what one vehicle more costs all, its own time and the delay of those behind it. Behind a
 * queue that is the time from coming onto the link until the queue has cleared, and the free time:
 * each of those who come until then leaves one headway later, and they leave a headway apart.
 */
export function writeMarginalTimes(
  day: DayIntervals,
  time_s: Float64Array,
  default_s: (interval: number) => ArrayLike<number>,
  marginal_s: Float64Array,
): void {
  const { intervalCount, interval_s } = day;
  const turnCount = time_s.length / intervalCount;
  const clears_s = new Float64Array(turnCount);
  for (let interval = intervalCount - 1; interval >= 0; interval--) {
    const free_s = default_s(interval);
    for (let turn = 0; turn < turnCount; turn++) {
      const place = interval * turnCount + turn;
      const own_s = time_s[place]!;
      const delay_s = own_s - free_s[turn]!;
      const middle_s = middleOf_s(day, interval);
      if (delay_s <= QUEUE_SHARE * free_s[turn]! + QUEUE_s) {
        clears_s[turn] = 0;
        marginal_s[place] = own_s;
        continue;
      }
      // Seen from the day's end, the first queued interval: its queue clears before the next middle.
      if (clears_s[turn] === 0) {
        const next = interval + 1 < intervalCount ? place + turnCount : place;
        const left_s = Math.max(0, time_s[next]! - free_s[turn]!);
        const share = left_s < delay_s ? Math.min(1, delay_s / (delay_s - left_s)) : 1;
        clears_s[turn] = middle_s + share * interval_s;
      }
      marginal_s[place] = Math.max(own_s, clears_s[turn]! - middle_s + free_s[turn]!);
    }
  }
}
