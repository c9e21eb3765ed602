/** Places along a line of points. */
import type { Point } from './network-draft.js';

/** The point at a share of the line's length, and the direction of travel there (a unit vector). */
export function alongLine(
  line: readonly Point[],
  share: number,
): { readonly point: Point; readonly heading: Point } {
  const lengths_m = line.slice(1).map(([x_m, y_m], at) => {
    const [fromX_m, fromY_m] = line[at]!;
    const [east_m, north_m] = [x_m - fromX_m, y_m - fromY_m];
    return Math.sqrt(east_m * east_m + north_m * north_m);
  });
  let rest_m = share * lengths_m.reduce((a, b) => a + b, 0);
  let found: { point: Point; heading: Point } = { point: line[0]!, heading: [1, 0] };
  for (const [at, length_m] of lengths_m.entries()) {
    if (length_m === 0) continue;
    const [from, to] = [line[at]!, line[at + 1]!];
    const heading: Point = [(to[0] - from[0]) / length_m, (to[1] - from[1]) / length_m];
    const part_m = Math.min(Math.max(rest_m, 0), length_m);
    found = { point: [from[0] + heading[0] * part_m, from[1] + heading[1] * part_m], heading };
    if (rest_m <= length_m) return found;
    rest_m -= length_m;
  }
  return found;
}
