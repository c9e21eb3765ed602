/**
 * The geometry of a square grid: where its streets run, what its nodes are called, and which strip
 * of an axis is whose. Street numbers count from 0 at the south or west; `-1` and `streetCount`
 * stand for the rim, `-2` and `streetCount + 1` for the gate nodes beyond it.
 */
import type { StreetPattern } from './generate-spec.js';

export interface Grid extends StreetPattern {
  readonly side_m: number;
  /** Streets on each axis. */
  readonly streetCount: number;
}

/** To the micrometre, so that files say 100.4 and not 100.39999999999999. */
export const toMicron = (value: number): number => Math.round(value * 1e6) / 1e6;

/** How far streets go on beyond the rim. */
export const BEYOND_RIM_m = 200;
/** Way over the rim, the first metres of the outer street. */
export const RIM_MOVEMENT_m = 10;

export function gridOf({
  side_m,
  spacing_m,
  rightOfWay_m,
}: StreetPattern & { side_m: number }): Grid {
  return { side_m, spacing_m, rightOfWay_m, streetCount: Math.round(side_m / spacing_m) };
}

/** Where a street, the rim or a gate node lies on the axis. */
export function streetAt_m({ side_m, spacing_m, streetCount }: Grid, street: number): number {
  if (street < 0) return street === -1 ? 0 : -BEYOND_RIM_m;
  if (street >= streetCount) return street === streetCount ? side_m : side_m + BEYOND_RIM_m;
  return (street + 0.5) * spacing_m;
}

/**
 * What a node takes from the street that leads on from it in the direction of growing numbers.
 * A junction reaches to the building lines: stop lines stand behind the crosswalks that continue
 * the sidewalks of the crossing street, so that a link is as long as the face of its block.
 */
export function reachAfter_m(grid: Grid, street: number): number {
  if (isJunction(grid, street)) return grid.rightOfWay_m / 2;
  return street === grid.streetCount ? RIM_MOVEMENT_m : 0;
}

/** The same for the street that leads up to it. */
export function reachBefore_m(grid: Grid, street: number): number {
  if (isJunction(grid, street)) return grid.rightOfWay_m / 2;
  return street === -1 ? RIM_MOVEMENT_m : 0;
}

export const isJunction = ({ streetCount }: Grid, street: number): boolean =>
  street >= 0 && street < streetCount;

/** Land between two streets on an axis: strip 0 lies before street 0. */
export function stripOf(grid: Grid, strip: number): readonly [from_m: number, to_m: number] {
  return [
    toMicron(streetAt_m(grid, strip - 1) + reachAfter_m(grid, strip - 1)),
    toMicron(streetAt_m(grid, strip) - reachBefore_m(grid, strip)),
  ];
}

/** The strip whose land holds `at_m`; the nearer of two where a street does. */
export const stripAt = ({ spacing_m }: Grid, at_m: number): number => Math.round(at_m / spacing_m);

/** True where the land belongs to a street of the pattern. */
export function isStreet({ spacing_m, rightOfWay_m }: StreetPattern, at_m: number): boolean {
  const fromCentre_m = Math.abs(at_m - (Math.floor(at_m / spacing_m) + 0.5) * spacing_m);
  return fromCentre_m <= rightOfWay_m / 2;
}

/** `x03y17` for a junction, `x03n` on the rim, `x03n-out` for the gate node beyond. */
export function nodeName(grid: Grid, column: number, row: number): string {
  const x = isJunction(grid, column) ? `x${ordinal(grid, column)}` : '';
  const y = isJunction(grid, row) ? `y${ordinal(grid, row)}` : '';
  return x + y + beyond(grid, column, 'w', 'e') + beyond(grid, row, 's', 'n');
}

function beyond({ streetCount }: Grid, street: number, before: string, after: string): string {
  if (street < 0) return street === -1 ? before : `${before}-out`;
  if (street >= streetCount) return street === streetCount ? after : `${after}-out`;
  return '';
}

export const linkName = (from: string, to: string): string => `${from}-${to}`;

/** From 1, with leading zeros, so that names sort as the streets lie. */
export function ordinal({ streetCount }: Grid, street: number): string {
  return String(street + 1).padStart(String(streetCount + 1).length, '0');
}
