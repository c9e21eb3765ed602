/**
 * Blocks joined to groups of m × m: those whose middles lie in one cell of a lattice along the
 * streets' own directions, as far as no main street keeps them apart. So the rims of groups always
 * run along streets, however crooked these are.
 */
import { groupBy } from '../../core/base/group-by.js';
import type { Point } from '../../core/network/network-draft.js';
import { directionOut } from '../complete/polyline.js';
import { oppositeOf, type Street, type StreetPlan, sideOf, streetOf } from './street-plan.js';

export interface GroupOptions {
  /** Blocks along each side of a group. */
  readonly groupSize: number;
  /** Streets of this rank or above always run between groups. */
  readonly mainRank: number;
  readonly isInArea: (point: Point) => boolean;
}

export interface BlockGroup {
  readonly name: string;
  readonly faces: readonly number[];
  /** Streets with the group's land on both sides. */
  readonly inner: readonly number[];
}

/** Smaller land is a median or an island: the streets beside it are one junction or one street. */
export const SMALLEST_BLOCK_m2 = 1500;

/** Groups with an inner street, by their first block. */
export function blockGroups(plan: StreetPlan, options: GroupOptions): readonly BlockGroup[] {
  const blocks = blocksIn(plan, options.isInArea);
  if (blocks.length === 0) return [];
  const cellOf = latticeCells(plan, blocks, options.groupSize);
  const isJoined = (street: number): boolean => {
    const { isFixed, rank } = plan.streets[street]!;
    return !isFixed && rank < options.mainRank;
  };
  const groups = connected(plan, cellOf, isJoined);
  return groups
    .map((faces, at): BlockGroup => {
      const isOwn = new Set(faces);
      const inner = [...new Set(faces.flatMap((face) => plan.faces[face]!.sides.map(streetOf)))]
        .filter(
          (street) => isJoined(street) && facesBeside(plan, street).every((f) => isOwn.has(f)),
        )
        .sort((a, b) => a - b);
      return { name: `group ${at + 1}`, faces, inner };
    })
    .filter(({ faces, inner }) => faces.length > 1 && inner.length > 0);
}

const facesBeside = ({ faceOf }: StreetPlan, street: number): readonly number[] => [
  faceOf[sideOf(street, false)]!,
  faceOf[sideOf(street, true)]!,
];

interface Block {
  readonly face: number;
  readonly middle: Point;
}

function blocksIn(plan: StreetPlan, isInArea: GroupOptions['isInArea']): readonly Block[] {
  return plan.faces.flatMap(({ corners, area_m2 }, face) => {
    if (area_m2 < SMALLEST_BLOCK_m2) return [];
    const middle = middleOf(corners);
    return isInArea(middle) ? [{ face, middle }] : [];
  });
}

/** Centre of area; far coordinates are taken from a corner. */
export function middleOf(corners: readonly Point[]): Point {
  const [ox, oy] = corners[0]!;
  let [double_m2, x, y] = [0, 0, 0];
  for (const [row, corner] of corners.entries()) {
    const next = corners[(row + 1) % corners.length]!;
    const [ax, ay, bx, by] = [corner[0] - ox, corner[1] - oy, next[0] - ox, next[1] - oy];
    const part_m2 = ax * by - ay * bx;
    double_m2 += part_m2;
    x += (ax + bx) * part_m2;
    y += (ay + by) * part_m2;
  }
  return double_m2 === 0 ? corners[0]! : [ox + x / (3 * double_m2), oy + y / (3 * double_m2)];
}

/** Cell of each block: column and row of the lattice whose lines cut fewest groups. */
function latticeCells(
  plan: StreetPlan,
  blocks: readonly Block[],
  groupSize: number,
): ReadonlyMap<number, string> {
  const turn = mainDirection(plan.streets);
  const turned = blocks.map(({ face }) => {
    const corners = plan.faces[face]!.corners.map((corner) => turnedBy(turn, corner));
    return { face, u: spanOf(corners, 0), v: spanOf(corners, 1) };
  });
  const columnOf = axisCells(
    turned.map(({ u }) => u),
    groupSize,
  );
  const rowOf = axisCells(
    turned.map(({ v }) => v),
    groupSize,
  );
  return new Map(turned.map(({ face }, at) => [face, `${columnOf[at]},${rowOf[at]}`]));
}

interface Span {
  readonly low_m: number;
  readonly high_m: number;
}

const spanOf = (points: readonly Point[], axis: 0 | 1): Span =>
  points.reduce(
    ({ low_m, high_m }, point) => ({
      low_m: Math.min(low_m, point[axis]),
      high_m: Math.max(high_m, point[axis]),
    }),
    { low_m: Number.POSITIVE_INFINITY, high_m: Number.NEGATIVE_INFINITY },
  );

/**
 * Which lattice cell each span's middle falls into. A cell is as wide as `groupSize` usual blocks;
 * of the places where the lattice may begin, the one with the most full cells.
 */
function axisCells(spans: readonly Span[], groupSize: number): readonly number[] {
  const pitch_m = median(spans.map(({ low_m, high_m }) => high_m - low_m));
  const start_m = spans.reduce((least, { low_m }) => Math.min(least, low_m), Infinity);
  const placeOf = ({ low_m, high_m }: Span): number =>
    Math.floor(((low_m + high_m) / 2 - start_m) / pitch_m);
  const places = spans.map(placeOf);
  const shifted = Array.from({ length: groupSize }, (_, shift) =>
    places.map((place) => Math.floor((place - shift) / groupSize)),
  );
  const fullness = shifted.map((cells) => fullCells(places, cells, groupSize));
  return shifted[fullness.indexOf(Math.max(...fullness))]!;
}

/** Blocks in cells that have all their places along the axis. */
function fullCells(places: readonly number[], cells: readonly number[], groupSize: number): number {
  const byCell = groupBy(places.keys(), (at) => cells[at]!);
  let count = 0;
  for (const rows of byCell.values()) {
    if (new Set(rows.map((at) => places[at]!)).size === groupSize) count += rows.length;
  }
  return count;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** The direction in which most metres of street run, across or along, as a unit vector. */
function mainDirection(streets: readonly Street[]): Point {
  const metresAt = new Float64Array(QUARTER_deg);
  const headings = streets.map((street): Point => {
    const [x, y] = directionOut((street.there ?? street.back)!.geometry);
    const length = Math.sqrt(x * x + y * y);
    return [x / length, y / length];
  });
  const degreeOf = ([x, y]: Point): number => {
    const degrees = Math.round((Math.atan2(y, x) * 180) / Math.PI);
    return ((degrees % QUARTER_deg) + QUARTER_deg) % QUARTER_deg;
  };
  for (const [at, heading] of headings.entries()) {
    metresAt[degreeOf(heading)]! += streets[at]!.length_m;
  }
  const best_rad = (metresAt.indexOf(Math.max(...metresAt)) * Math.PI) / 180;
  return [Math.cos(best_rad), Math.sin(best_rad)];
}

/** Streets that cross at right angles have one direction between them. */
const QUARTER_deg = 90;

const turnedBy = ([cos, sin]: Point, [x, y]: Point): Point => [
  x * cos + y * sin,
  y * cos - x * sin,
];

/** Blocks of one cell that touch along streets that may be inner ones. */
function connected(
  plan: StreetPlan,
  cellOf: ReadonlyMap<number, string>,
  isJoined: (street: number) => boolean,
): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const groups: number[][] = [];
  for (const first of cellOf.keys()) {
    if (seen.has(first)) continue;
    seen.add(first);
    const group = [first];
    // The list grows while it is walked.
    for (const face of group) {
      for (const side of plan.faces[face]!.sides) {
        const other = plan.faceOf[oppositeOf(side)]!;
        if (seen.has(other) || !isJoined(streetOf(side))) continue;
        if (cellOf.get(other) !== cellOf.get(face)) continue;
        seen.add(other);
        group.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
