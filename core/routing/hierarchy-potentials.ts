/**
 * Lower bounds of the time from every link to a target, for the A* search in networks too large to
 * keep a tree for every target: exact on the costs that the hierarchy was last customized with, but
 * for less than a tick a turn, and computed only for links that a search meets (Strasser and Zeitz,
 * "A fast and tight heuristic for A* in road networks", SEA 2021).
 *
 * In a district kept trees on the day's lowest costs are quicker: they are there already, where each
 * new target here costs two climbs. On a grid of 1,520 links a day's routes took a quarter longer by
 * these bounds. On 39,018 links and 100,329 turns, most of them to new targets, a route took 2.6 ms
 * by trees and 0.6 ms by these bounds.
 */
import { NONE } from '../base/ids.js';
import { type ArcCosts, type Customizer, createCustomizer, putCosts } from './customization.js';
import type { Hierarchy } from './hierarchy.js';
import type { Source } from './shortest-path.js';
import { CLOSED_ticks, secondsOf, ticksOf } from './ticks.js';

/**
 * Bounds are stored as 32-bit floats made smaller by this share, more than rounding to 24 bits can
 * add (6e-8), so that a bound computed from stored ones is never above the exact one.
 */
const ROUNDING = 1 - 2e-7;

/** Stored where no search has asked for a bound yet. */
export const UNKNOWN = -1;

export interface HierarchyPotentials {
  readonly hierarchy: Hierarchy;
  readonly costs: ArcCosts;
  readonly customizer: Customizer;
  /** Where each target lies: links first, one source each; then the sets. */
  readonly targets: (readonly Source[])[];
  /** Target that `bound_s` is of, NONE after the costs have changed. */
  target: number;
  /** By link: lower bound of the time to the target, or UNKNOWN. */
  readonly bound_s: Float32Array;
  /** By row: cost down to the target while one is begun, CLOSED_ticks between. */
  readonly down_ticks: Int32Array;
  /** Rows in work. */
  readonly stack: Int32Array;
}

export function createHierarchyPotentials(
  hierarchy: Hierarchy,
  turnCost_s: ArrayLike<number>,
): HierarchyPotentials {
  const linkCount = hierarchy.vertexCount;
  const customizer = createCustomizer(hierarchy, turnCost_s.length);
  const potentials = {
    hierarchy,
    costs: customizer.shared.costs,
    customizer,
    targets: Array.from({ length: linkCount }, (_, link) => [{ link, cost_s: 0 }]),
    target: NONE,
    bound_s: new Float32Array(linkCount),
    down_ticks: new Int32Array(linkCount).fill(CLOSED_ticks),
    stack: new Int32Array(linkCount),
  };
  setBoundCosts(potentials, turnCost_s);
  return potentials;
}

/** Bounds are exact on these costs from now on; no query may go below them. */
export function setBoundCosts(
  potentials: HierarchyPotentials,
  turnCost_s: ArrayLike<number>,
): void {
  putCosts(potentials.customizer, turnCost_s);
  potentials.target = NONE;
}

/** Bounds by link of the time to `target`, a place in `targets`; `boundOf` knows the UNKNOWN. */
export function boundsTo(potentials: HierarchyPotentials, target: number): Float32Array {
  if (potentials.target !== target) {
    beginTarget(potentials, potentials.targets[target]!);
    potentials.target = target;
  }
  return potentials.bound_s;
}

/**
 * Computes what is UNKNOWN for a link, after rows above it that are UNKNOWN themselves: from a row
 * a way leads down to the target, if that is below it, or up first.
 */
export function boundOf(
  { hierarchy, costs, stack, down_ticks, bound_s }: HierarchyPotentials,
  link: number,
): number {
  const { parent, row, vertex } = hierarchy.rows;
  const { firstArc } = hierarchy.up.rows;
  const { above } = hierarchy.up.arcs;
  const { cost_ticks } = costs.up;
  let size = 0;
  let at = row[link]!;
  for (; at < bound_s.length && bound_s[vertex[at]!] === UNKNOWN; at = parent[at]!) {
    stack[size++] = at;
  }
  while (size > 0) {
    at = stack[--size]!;
    let least_s = secondsOf(down_ticks[at]!);
    const end = firstArc[at + 1]!;
    for (let arc = firstArc[at]!; arc < end; arc++) {
      const through_s = secondsOf(cost_ticks[arc]!) + bound_s[vertex[above[arc]!]!]!;
      if (through_s < least_s) least_s = through_s;
    }
    bound_s[vertex[at]!] = least_s * ROUNDING;
  }
  return bound_s[link]!;
}

/** Forgets all bounds and computes those of the rows above the target. */
function beginTarget(potentials: HierarchyPotentials, sources: readonly Source[]): void {
  const { down_ticks } = potentials;
  const { row: rowOf, parent } = potentials.hierarchy.rows;
  potentials.bound_s.fill(UNKNOWN);
  for (let at = 0; at < sources.length; at++) {
    const { link, cost_s } = sources[at]!;
    const row = rowOf[link]!;
    down_ticks[row] = Math.min(ticksOf(cost_s), down_ticks[row]!);
  }
  for (let at = 0; at < sources.length; at++) climbFrom(potentials, rowOf[sources[at]!.link]!);
  for (let at = 0; at < sources.length; at++) boundOf(potentials, sources[at]!.link);
  for (let at = 0; at < sources.length; at++) {
    let row = rowOf[sources[at]!.link]!;
    for (; row < down_ticks.length; row = parent[row]!) down_ticks[row] = CLOSED_ticks;
  }
}

/** Passes costs down to the target on to the rows above; where another source did, the lesser. */
function climbFrom({ hierarchy, costs, down_ticks }: HierarchyPotentials, start: number): void {
  const { parent } = hierarchy.rows;
  const { firstArc } = hierarchy.down.rows;
  const { above } = hierarchy.down.arcs;
  const { cost_ticks } = costs.down;
  for (let row = start; row < down_ticks.length; row = parent[row]!) {
    const row_ticks = down_ticks[row]!;
    if (row_ticks === CLOSED_ticks) continue;
    const end = firstArc[row + 1]!;
    for (let arc = firstArc[row]!; arc < end; arc++) {
      const from_ticks = row_ticks + cost_ticks[arc]!;
      if (from_ticks < down_ticks[above[arc]!]!) down_ticks[above[arc]!] = from_ticks;
    }
  }
}
