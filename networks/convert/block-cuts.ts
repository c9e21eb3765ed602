/**
 * Where new streets run through blocks above a size: straight across the longer way, about half way,
 * from street to street.
 */
import type { Point } from '../../core/network/network-draft.js';
import { distance_m } from '../complete/polyline.js';
import { middleOf, SMALLEST_BLOCK_m2 } from './block-groups.js';
import { endOf, type Face, type StreetPlan, startOf, streetOf } from './street-plan.js';

/** Where a new street begins or ends. */
export type Anchor =
  | { readonly node: string; readonly at: Point }
  | { readonly street: number; readonly at: Point };

export interface BlockCut {
  readonly from: Anchor;
  readonly to: Anchor;
  /** Of the block, before. */
  readonly area_m2: number;
}

export interface CutOptions {
  readonly largestBlock_m2: number;
  readonly isInArea: (point: Point) => boolean;
  /** Cuts that were tried in vain, as `cutKey` names them. */
  readonly refused: ReadonlySet<string>;
}

export const cutKey = ({ from, to }: BlockCut): string =>
  [...from.at, ...to.at].map((value_m) => value_m.toFixed(1)).join(' ');

/** Parts of the longer side where a cut is tried, the middle first. */
const SHARES = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65];
/** Nearer to a junction a new street joins there. */
const SNAP_m = 30;
const SHORTEST_m = 30;
/** Nothing joins a motorway between its ramps. */
const TOP_RANK = 5;

/** At most one cut a block, and no street is cut twice: ask again after they are made. */
export function blockCuts(plan: StreetPlan, options: CutOptions): readonly BlockCut[] {
  const used = new Set<string>();
  const cuts: BlockCut[] = [];
  for (const face of plan.faces) {
    if (face.area_m2 <= Math.max(options.largestBlock_m2, SMALLEST_BLOCK_m2)) continue;
    if (!options.isInArea(middleOf(face.corners))) continue;
    const cut = cutThrough(plan, face, { used, refused: options.refused });
    if (cut === null) continue;
    for (const anchor of [cut.from, cut.to]) used.add(keyOf(anchor));
    cuts.push(cut);
  }
  return cuts;
}

const keyOf = (anchor: Anchor): string =>
  'node' in anchor ? `node ${anchor.node}` : `street ${anchor.street}`;

function cutThrough(
  plan: StreetPlan,
  face: Face,
  { used, refused }: { used: ReadonlySet<string>; refused: ReadonlySet<string> },
): BlockCut | null {
  const { along, low_m, high_m } = longerWay(face.corners);
  for (const share of SHARES) {
    const at_m = low_m + (high_m - low_m) * share;
    const ends = longestChord(face, along, at_m);
    if (ends === null) continue;
    const [from, to] = ends.map((end) => anchorOf(plan, face, end));
    if (from === null || to === null) continue;
    if (distance_m(from!.at, to!.at) < SHORTEST_m || keyOf(from!) === keyOf(to!)) continue;
    if (used.has(keyOf(from!)) || used.has(keyOf(to!)) || areJoined(plan, from!, to!)) continue;
    const cut = { from: from!, to: to!, area_m2: face.area_m2 };
    if (!refused.has(cutKey(cut))) return cut;
  }
  return null;
}

/** Direction of the longest edge or across it, whichever the land is longer in; where it lies. */
function longerWay(corners: readonly Point[]): { along: Point; low_m: number; high_m: number } {
  let along: Point = [1, 0];
  let longest_m = 0;
  for (const [row, corner] of corners.entries()) {
    const next = corners[(row + 1) % corners.length]!;
    const edge_m = distance_m(corner, next);
    if (edge_m <= longest_m) continue;
    longest_m = edge_m;
    along = [(next[0] - corner[0]) / edge_m, (next[1] - corner[1]) / edge_m];
  }
  const across: Point = [-along[1], along[0]];
  const [there, aside] = [extent(corners, along), extent(corners, across)];
  return there.high_m - there.low_m >= aside.high_m - aside.low_m
    ? { along, ...there }
    : { along: across, ...aside };
}

function extent(points: readonly Point[], [x, y]: Point): { low_m: number; high_m: number } {
  let [low_m, high_m] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    const at_m = point[0] * x + point[1] * y;
    low_m = Math.min(low_m, at_m);
    high_m = Math.max(high_m, at_m);
  }
  return { low_m, high_m };
}

interface Crossing {
  readonly at: Point;
  /** Along the line of the cut. */
  readonly across_m: number;
  readonly corner: number;
}

/** The longest stretch inside the block of the line across `along` at `at_m`. */
function longestChord(
  { corners }: Face,
  along: Point,
  at_m: number,
): readonly [Crossing, Crossing] | null {
  const crossings: Crossing[] = [];
  for (const [corner, a] of corners.entries()) {
    const b = corners[(corner + 1) % corners.length]!;
    const [da_m, db_m] = [a, b].map(([x, y]) => x * along[0] + y * along[1] - at_m);
    if (da_m! >= 0 === db_m! >= 0) continue;
    const share = da_m! / (da_m! - db_m!);
    const at: Point = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    crossings.push({ at, across_m: at[1] * along[0] - at[0] * along[1], corner });
  }
  crossings.sort((one, other) => one.across_m - other.across_m);
  let best: readonly [Crossing, Crossing] | null = null;
  for (let row = 0; row + 1 < crossings.length; row += 2) {
    const [one, other] = [crossings[row]!, crossings[row + 1]!];
    const length_m = other.across_m - one.across_m;
    if (best === null || length_m > best[1].across_m - best[0].across_m) best = [one, other];
  }
  return best;
}

/** A junction nearby, or a place on the street; null where neither may be joined. */
function anchorOf(plan: StreetPlan, face: Face, { at, corner }: Crossing): Anchor | null {
  const side = face.cornerSides[corner]!;
  const street = plan.streets[streetOf(side)]!;
  if (street.rank >= TOP_RANK || street.isFixed) return null;
  const line = face.corners;
  const ends = [startOf(plan, side), endOf(plan, side)].map((node) => ({
    node,
    place: placeOfNode(plan, face, node) ?? line[corner]!,
  }));
  const [near] = ends
    .map(({ node, place }) => ({ node, place, gap_m: distance_m(place, at) }))
    .sort((one, other) => one.gap_m - other.gap_m);
  if (near!.gap_m <= SNAP_m) {
    const isGate = plan.streetsAt.get(near!.node)!.some((row) => plan.streets[row]!.isFixed);
    return isGate ? null : { node: near!.node, at: near!.place };
  }
  return { street: streetOf(side), at };
}

/** The corner of the block at a node. */
function placeOfNode(plan: StreetPlan, face: Face, node: string): Point | null {
  const at = face.cornerSides.findIndex(
    (side, row) => startOf(plan, side) === node && face.cornerSides[row - 1] !== side,
  );
  return at === -1 ? null : face.corners[at]!;
}

function areJoined({ streets, streetsAt }: StreetPlan, from: Anchor, to: Anchor): boolean {
  if (!('node' in from && 'node' in to)) return false;
  return streetsAt
    .get(from.node)!
    .some((row) => streets[row]!.a === to.node || streets[row]!.b === to.node);
}
