/** Shapes of a lot: coordinates along and across a direction, and what lies inside its land. */
import type { Point } from '../network/network-draft.js';

export interface Rectangle {
  readonly from: Point;
  readonly to: Point;
}

/** A point by its coordinates along `direction` (a unit vector) and to the left of it. */
export const turned = ([x_m, y_m]: Point, [east, north]: Point): Point => [
  x_m * east + y_m * north,
  y_m * east - x_m * north,
];

export const turnedBack = ([along_m, left_m]: Point, [east, north]: Point): Point => [
  along_m * east - left_m * north,
  along_m * north + left_m * east,
];

/** Rounding of turned coordinates; far below a centimetre. */
const TOLERANCE_m = 1e-6;

/** Does the rectangle lie on the land? No edge of the land may cross it, nor it lie outside. */
export function isInside(land: readonly Point[], { from, to }: Rectangle): boolean {
  for (const [at, start] of land.entries()) {
    if (crosses(start, land[(at + 1) % land.length]!, from, to)) return false;
  }
  return holds(land, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
}

/** Does the way from `start` to `end` pass through the inside of the rectangle? (Liang–Barsky) */
function crosses(start: Point, end: Point, from: Point, to: Point): boolean {
  let [enters, leaves] = [0, 1];
  for (const axis of [0, 1] as const) {
    const step = end[axis] - start[axis];
    const least = from[axis] + TOLERANCE_m;
    const most = to[axis] - TOLERANCE_m;
    if (step === 0) {
      if (start[axis] <= least || start[axis] >= most) return false;
      continue;
    }
    const first = (least - start[axis]) / step;
    const second = (most - start[axis]) / step;
    enters = Math.max(enters, Math.min(first, second));
    leaves = Math.min(leaves, Math.max(first, second));
  }
  return enters < leaves;
}

/** Is the point inside? Counts the edges to its right. */
function holds(land: readonly Point[], [x_m, y_m]: Point): boolean {
  let isHeld = false;
  for (const [at, [fromX_m, fromY_m]] of land.entries()) {
    const [toX_m, toY_m] = land[(at + 1) % land.length]!;
    if (fromY_m > y_m === toY_m > y_m) continue;
    const edge_m = fromX_m + ((y_m - fromY_m) / (toY_m - fromY_m)) * (toX_m - fromX_m);
    if (x_m < edge_m) isHeld = !isHeld;
  }
  return isHeld;
}
