/**
 * Times of the index of routes, in whole ticks: sums are exact in any order, two of them fit into 32
 * bits, and the lesser of two is found without a branch.
 */

/** A thousandth of a second, as a power of two. */
export const TICKS_PER_s = 1024;

/** Of what is closed, and of ways of twelve days and more. The sum of two still fits. */
export const CLOSED_ticks = 2 ** 30 - 1;

/** Rounded down, so that what is counted in ticks is never above the time itself. */
export const ticksOf = (time_s: number): number =>
  time_s * TICKS_PER_s < CLOSED_ticks ? (time_s * TICKS_PER_s) | 0 : CLOSED_ticks;

export const secondsOf = (time_ticks: number): number =>
  time_ticks >= CLOSED_ticks ? Number.POSITIVE_INFINITY : time_ticks / TICKS_PER_s;
