/** Lengths, places and directions along centre lines. */
import type { Point } from '../../core/network/network-draft.js';

export function drawnLength_m(line: readonly Point[]): number {
  let length_m = 0;
  for (let at = 1; at < line.length; at++) length_m += distance_m(line[at - 1]!, line[at]!);
  return length_m;
}

export const distance_m = (a: Point, b: Point): number => {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  return Math.sqrt(x * x + y * y);
};

/** The point `at_m` along the line; places beyond its ends are its ends. */
export function pointAt(line: readonly Point[], at_m: number): Point {
  let left_m = at_m;
  if (left_m <= 0) return line[0]!;
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1]!, line[at]!];
    const piece_m = distance_m(a, b);
    if (left_m < piece_m) {
      const share = left_m / piece_m;
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    }
    left_m -= piece_m;
  }
  return line.at(-1)!;
}

/** The stretch of the line between two places along it. */
export function stretch(
  line: readonly Point[],
  { from_m, to_m }: { from_m: number; to_m: number },
): readonly Point[] {
  const inner: Point[] = [];
  let at_m = 0;
  for (let at = 1; at < line.length - 1; at++) {
    at_m += distance_m(line[at - 1]!, line[at]!);
    if (at_m > from_m && at_m < to_m) inner.push(line[at]!);
  }
  return [pointAt(line, from_m), ...inner, pointAt(line, to_m)];
}

/** Mapped lines often have a hook at the junction; over this length the street shows its way. */
const SIGHT_m = 15;

/** Direction of travel on leaving its start, not a unit vector; east for a line without length. */
export const directionOut = (line: readonly Point[]): Point =>
  between(line[0]!, pointAt(line, SIGHT_m));

/** Direction of travel on reaching its end. */
export function directionIn(line: readonly Point[]): Point {
  const back = [...line].reverse();
  return between(pointAt(back, SIGHT_m), back[0]!);
}

const between = (a: Point, b: Point): Point => {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  return x === 0 && y === 0 ? [1, 0] : [x, y];
};

/** To the right of the line at `at_m`, `aside_m` away from it. */
export function pointBeside(line: readonly Point[], at_m: number, aside_m: number): Point {
  const here = pointAt(line, at_m);
  const [x, y] = between(pointAt(line, at_m - 1), pointAt(line, at_m + 1));
  const length = Math.sqrt(x * x + y * y);
  return [here[0] + (y / length) * aside_m, here[1] - (x / length) * aside_m];
}

/** Counter-clockwise hull (Andrew's monotone chain); below three points they come back sorted. */
export function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
}

function halfHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (hull.length >= 2 && cross(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
    hull.push(point);
  }
  hull.pop();
  return hull;
}

const cross = (o: Point, a: Point, b: Point): number =>
  (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

/** Area inside a polygon, positive where it runs counter-clockwise. */
export function area_m2(polygon: readonly Point[]): number {
  // Measured from a corner, or far coordinates would eat the digits.
  const corner = polygon[0]!;
  let double_m2 = 0;
  for (let at = 1; at < polygon.length; at++) {
    double_m2 += cross(corner, polygon[at - 1]!, polygon[at]!);
  }
  return double_m2 / 2;
}

/** Does a ray to the east cross the outline an odd number of times? */
export function insideOf(polygon: readonly Point[], [x, y]: Point): boolean {
  let isIn = false;
  for (const [row, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(row + 1) % polygon.length]!;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isIn = !isIn;
  }
  return isIn;
}
