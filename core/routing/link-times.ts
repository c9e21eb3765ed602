/**
 * Turn costs from the traffic itself: what vehicles have just experienced, smoothed, and what they
 * would expect where nobody drove.
 *
 * The kernel notes each vehicle that passes from link to link and, before a refresh, each one still
 * on its way: a blocked link, which nobody leaves, must not look free.
 */
import type { RoadNetwork } from '../network/road-network.js';
import { createTable, f64, i32, type Table } from '../state/table.js';
import type { TurnGraph } from './turn-graph.js';

export const turnTimeSchema = {
  estimate_s: f64('what routes are planned on'),
  default_s: f64('expected where nobody drives: free time and control delay'),
  lowest_s: f64('no estimate goes below it'),
  sum_s: f64('experienced since the last refresh'),
  count: i32('vehicles in the sum'),
};
export type TurnTimes = Table<typeof turnTimeSchema>;

export interface FreeTimes {
  /** By turn: its link and its way through the junction at their limits. */
  readonly freeTurn_s: Float64Array;
  /** By link: at its limit from start to end. */
  readonly linkFree_s: Float64Array;
}

export function freeTimesOf({ linkCount, turnCount, links, turns }: RoadNetwork): FreeTimes {
  const linkFree_s = new Float64Array(linkCount);
  for (let link = 0; link < linkCount; link++) {
    linkFree_s[link] = links.length_m[link]! / links.freeSpeed_mps[link]!;
  }
  const freeTurn_s = new Float64Array(turnCount);
  for (let turn = 0; turn < turnCount; turn++) {
    const crossing_s = turns.length_m[turn]! / turns.speed_mps[turn]!;
    freeTurn_s[turn] = linkFree_s[turns.from[turn]!]! + crossing_s;
  }
  return { freeTurn_s, linkFree_s };
}

/**
 * Half the expected control delay is always charged: to have met green twice in five minutes says
 * little about the next vehicle. It also keeps the lower bounds of the route search close to the
 * costs, which halves its work. The least over the periods, so that bounds hold all day.
 */
const CERTAIN_SHARE = 0.5;

/** Lowest turn costs: free time and the certain share of the least control delay of any period. */
export function lowestTurnTimes(
  freeTurn_s: ArrayLike<number>,
  defaultsByPeriod_s: readonly ArrayLike<number>[],
): Float64Array {
  return Float64Array.from(freeTurn_s, (free_s, turn) => {
    const least_s = Math.min(...defaultsByPeriod_s.map((defaults_s) => defaults_s[turn]!));
    return least_s > free_s ? free_s + CERTAIN_SHARE * (least_s - free_s) : free_s;
  });
}

/** Times of the first period: every estimate is its default. */
export function createTurnTimes(
  defaultTurn_s: ArrayLike<number>,
  lowestTurn_s: ArrayLike<number>,
): TurnTimes {
  const times = createTable(turnTimeSchema, defaultTurn_s.length);
  for (let turn = 0; turn < defaultTurn_s.length; turn++) {
    times.lowest_s[turn] = lowestTurn_s[turn]!;
    times.estimate_s[turn] = Math.max(defaultTurn_s[turn]!, lowestTurn_s[turn]!);
  }
  setDefaultTimes(times, defaultTurn_s);
  return times;
}

/** Takes over the defaults of another period, as its signal plans begin. */
export function setDefaultTimes(times: TurnTimes, defaultTurn_s: ArrayLike<number>): void {
  const { default_s, lowest_s } = times;
  for (let turn = 0; turn < defaultTurn_s.length; turn++) {
    default_s[turn] = Math.max(defaultTurn_s[turn]!, lowest_s[turn]!);
  }
}

/** A vehicle entered the next link `experienced_s` after it had entered the turn's link. */
export function noteTurnTime(times: TurnTimes, turn: number, experienced_s: number): void {
  times.sum_s[turn]! += experienced_s;
  times.count[turn]!++;
}

/**
 * A vehicle bound for `turn` has been on its link for `elapsed_s` and is still there. Below the
 * estimate that says nothing; above it, its time will be at least as long.
 */
export function noteStillWaiting(times: TurnTimes, turn: number, elapsed_s: number): void {
  if (elapsed_s > times.estimate_s[turn]!) noteTurnTime(times, turn, elapsed_s);
}

/**
 * New estimate = (1 − smoothing) · old + smoothing · observed, and empties the sums. A turn that
 * nobody took counts as observed at its default plus the delay that the link's used turns have in
 * common: a queue on a link also stands in the way of who wants to turn where nobody went.
 */
export function refreshTurnTimes(
  times: TurnTimes,
  { firstTurn, linkCount }: Pick<TurnGraph, 'firstTurn' | 'linkCount'>,
  { smoothing }: { readonly smoothing: number },
): void {
  const { estimate_s, default_s, lowest_s, sum_s, count } = times;
  for (let link = 0; link < linkCount; link++) {
    const end = firstTurn[link + 1]!;
    const shared_s = sharedDelay(times, firstTurn[link]!, end);
    for (let turn = firstTurn[link]!; turn < end; turn++) {
      const observed_s =
        count[turn]! > 0 ? sum_s[turn]! / count[turn]! : default_s[turn]! + shared_s;
      const smoothed_s = (1 - smoothing) * estimate_s[turn]! + smoothing * observed_s;
      estimate_s[turn] = Math.max(smoothed_s, lowest_s[turn]!);
      sum_s[turn] = 0;
      count[turn] = 0;
    }
  }
}

/** The smallest delay above the default among the link's used turns; 0 if none is used or delayed. */
function sharedDelay({ default_s, sum_s, count }: TurnTimes, first: number, end: number): number {
  let least_s = Number.POSITIVE_INFINITY;
  for (let turn = first; turn < end; turn++) {
    if (count[turn]! === 0) continue;
    const delay_s = sum_s[turn]! / count[turn]! - default_s[turn]!;
    if (delay_s < least_s) least_s = delay_s;
  }
  return least_s > 0 && least_s < Number.POSITIVE_INFINITY ? least_s : 0;
}
