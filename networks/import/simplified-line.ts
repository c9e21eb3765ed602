/** Fewer points for the same line, as Douglas and Peucker (1973) do it. */
import type { Point } from '../../core/network/network-draft.js';

/** Below the width of a lane by far, and no map shows it. */
const TOLERANCE_m = 0.5;

/** Drops points within half a metre of the line; its ends stay. */
export function simplified(line: readonly Point[]): readonly Point[] {
  const isKept = new Uint8Array(line.length);
  isKept[0] = isKept[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const far = farthest(line, span);
    if (far === null) continue;
    isKept[far] = 1;
    open.push([span[0], far], [far, span[1]]);
  }
  return line.filter((_, row) => isKept[row] === 1);
}

function farthest(line: readonly Point[], [start, end]: readonly [number, number]): number | null {
  let [best, best_m] = [-1, TOLERANCE_m];
  for (let row = start + 1; row < end; row++) {
    const away_m = distanceToSegment_m(line[row]!, line[start]!, line[end]!);
    if (away_m > best_m) [best, best_m] = [row, away_m];
  }
  return best === -1 ? null : best;
}

export function distanceToSegment_m(point: Point, a: Point, b: Point): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const [px, py] = [point[0] - a[0], point[1] - a[1]];
  const length2 = x * x + y * y;
  const share = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * x + py * y) / length2));
  const [dx, dy] = [px - x * share, py - y * share];
  return Math.sqrt(dx * dx + dy * dy);
}
