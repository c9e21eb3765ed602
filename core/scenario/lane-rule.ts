/**
 * Rules of a scenario for lanes: a planner tries a bus lane or a driverless lane without a change of
 * the network. A rule stands before what the network says of its lanes, in its hours; of two rules for
 * one lane the later one counts.
 */
import { LANE_CLASS_GROUPS, LANE_CLASSES, type LaneClass } from '../network/lane-use.js';

export interface LaneRule {
  /** Names of streets or links, or one of WHERE_WORDS. */
  readonly where: readonly string[];
  /** Only links with at least so many full-length lanes. */
  readonly leastLanes: number;
  /** One lane of each of these links; a number counts from the left, leftmost 1. */
  readonly lane: 'left' | 'right' | number;
  /** Who may drive on it in these hours; nobody where empty. */
  readonly classes: readonly LaneClass[];
  /** Clock times, s after midnight. */
  readonly from_s: number;
  readonly to_s: number;
  /** Way before the stop line on which others may use it whose turn begins on no other lane. */
  readonly turning_m: number;
}

/** `arterials`: links of rank 3 and more, from secondary streets on. */
export const WHERE_WORDS = ['all', 'arterials'] as const;
export const ARTERIAL_RANK = 3;

/**
 * In these hours the leftmost lane of the other direction goes the way of these links, for which it is
 * a further lane on the left.
 */
export interface TidalRule {
  /** Names of links. */
  readonly links: readonly string[];
  /** Clock times, s after midnight. */
  readonly from_s: number;
  readonly to_s: number;
}

/** Words that a file may use for classes. */
export const CLASS_WORDS: readonly string[] = [...LANE_CLASSES, ...Object.keys(LANE_CLASS_GROUPS)];

/** Every class once, in the order of LANE_CLASSES. */
export function classesOf(words: readonly string[]): LaneClass[] {
  const named = new Set(words.flatMap((word) => LANE_CLASS_GROUPS[word] ?? [word as LaneClass]));
  return LANE_CLASSES.filter((each) => named.has(each));
}
