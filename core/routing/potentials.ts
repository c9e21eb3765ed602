/**
 * Lower bounds of the time from every link to a target, for the A* search: exact on the lowest turn
 * costs that may ever occur, from one backward tree a target, kept for the next traveller.
 *
 * Memory: 4 bytes a link and kept tree. A district of 1,600 links keeps all its trees in 10 MB; a
 * network too large for `treeMemory_bytes` keeps those used last. Which trees are kept changes the
 * speed of a search and never its result.
 */
import { NONE } from '../base/ids.js';
import { bucketsPerSecond, type CostTree, createCostTree, growCosts } from './cost-tree.js';
import type { Source } from './shortest-path.js';
import { type Arcs, backwardArcs, type TurnGraph } from './turn-graph.js';

/** 256 MB: every link of a network of 8,000 links can be a target without a tree grown twice. */
const DEFAULT_TREE_MEMORY_bytes = 256 * 1024 * 1024;

/**
 * Trees are stored as 32-bit floats made smaller by this share, more than rounding to 24 bits can
 * add (6e-8), so that a stored bound is never above the exact one.
 */
const ROUNDING = 1 - 2e-7;

/** Room for the trees of sets of links (gates, lots with several entrances) in small networks. */
const SETS_EXPECTED = 256;

export interface Potentials {
  readonly backward: Arcs;
  /** Lowest turn costs in the order of the backward arcs. */
  readonly costs: { readonly arcCost_s: Float64Array; readonly perSecond: number };
  /** Where each target lies: links first, one source each; then the sets. */
  readonly targets: (readonly Source[])[];
  /** Slot of a target's tree, NONE when it has to be grown. */
  readonly slotOfTarget: number[];
  /** Trees by slot; a slot gets its memory when it is first used. */
  readonly trees: Float32Array[];
  readonly targetOfSlot: Int32Array;
  /** Slots from the one used last to the one used longest ago, as a doubly linked list. */
  readonly newer: Int32Array;
  readonly older: Int32Array;
  newest: number;
  oldest: number;
  /** Trees grown so far: those beyond the number of targets were grown again. */
  grownCount: number;
  readonly scratch: CostTree;
}

export function createPotentials(
  graph: TurnGraph,
  lowestTurn_s: ArrayLike<number>,
  { treeMemory_bytes = DEFAULT_TREE_MEMORY_bytes } = {},
): Potentials {
  const { linkCount } = graph;
  const affordable = Math.floor(treeMemory_bytes / (4 * Math.max(1, linkCount)));
  const slotCount = Math.max(1, Math.min(affordable, 2 * linkCount + SETS_EXPECTED));
  const backward = backwardArcs(graph);
  const arcCost_s = Float64Array.from(backward.turn, (turn) => lowestTurn_s[turn]!);
  return {
    backward,
    costs: { arcCost_s, perSecond: bucketsPerSecond(arcCost_s) },
    targets: Array.from({ length: linkCount }, (_, link) => [{ link, cost_s: 0 }]),
    slotOfTarget: new Array<number>(linkCount).fill(NONE),
    trees: [],
    targetOfSlot: new Int32Array(slotCount).fill(NONE),
    newer: new Int32Array(slotCount).fill(NONE),
    older: new Int32Array(slotCount).fill(NONE),
    newest: NONE,
    oldest: NONE,
    grownCount: 0,
    scratch: createCostTree(linkCount),
  };
}

/** Adds a target that is reached at whichever of `sources` is best; returns its number. */
export function addTarget(potentials: Potentials, sources: readonly Source[]): number {
  potentials.slotOfTarget.push(NONE);
  return potentials.targets.push(sources) - 1;
}

/** Lower bounds by link of the time to `target` (a link's row, or a number from `addTarget`). */
export function potentialsTo(potentials: Potentials, target: number): Float32Array {
  let slot = potentials.slotOfTarget[target]!;
  if (slot === NONE) slot = growTree(potentials, target);
  else if (slot !== potentials.newest) unlinkSlot(potentials, slot);
  if (slot !== potentials.newest) linkAsNewest(potentials, slot);
  return potentials.trees[slot]!;
}

function growTree(potentials: Potentials, target: number): number {
  const { trees, targetOfSlot, slotOfTarget, scratch } = potentials;
  const slot = freeSlot(potentials);
  growCosts(scratch, potentials.backward, potentials.costs, potentials.targets[target]!);
  const { cost_s } = scratch;
  const tree = trees[slot]!;
  for (let link = 0; link < tree.length; link++) tree[link] = cost_s[link]! * ROUNDING;
  targetOfSlot[slot] = target;
  slotOfTarget[target] = slot;
  potentials.grownCount++;
  return slot;
}

/** A new slot while memory allows, then the one unused for longest. The slot is in no list. */
function freeSlot(potentials: Potentials): number {
  const { trees, targetOfSlot, slotOfTarget, oldest } = potentials;
  if (trees.length < targetOfSlot.length) {
    return trees.push(new Float32Array(potentials.backward.linkCount)) - 1;
  }
  unlinkSlot(potentials, oldest);
  slotOfTarget[targetOfSlot[oldest]!] = NONE;
  return oldest;
}

function unlinkSlot(potentials: Potentials, slot: number): void {
  const { newer, older } = potentials;
  const before = newer[slot]!;
  const after = older[slot]!;
  if (before === NONE) potentials.newest = after;
  else older[before] = after;
  if (after === NONE) potentials.oldest = before;
  else newer[after] = before;
}

function linkAsNewest(potentials: Potentials, slot: number): void {
  const { newer, older, newest } = potentials;
  newer[slot] = NONE;
  older[slot] = newest;
  if (newest === NONE) potentials.oldest = slot;
  else newer[newest] = slot;
  potentials.newest = slot;
}
