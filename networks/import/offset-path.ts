/** Lines beside lines: the middle of a direction beside that of its street, a block beside streets. */
import type { Point } from '../../core/network/network-draft.js';

export interface Beside {
  readonly path: readonly Point[];
  /** To the left of each edge of the path, from each point to the next. */
  readonly lefts_m: readonly number[];
  /** The last edge leads back to the first point. */
  readonly isClosed: boolean;
}

interface Edge {
  readonly start: Point;
  readonly end: Point;
  /** Unit vector along it. */
  readonly x: number;
  readonly y: number;
  readonly left_m: number;
}

/** Corners are mitred, blunted where they are sharp. Edges without length are skipped. */
export function offsetPath({ path, lefts_m, isClosed }: Beside): readonly Point[] {
  const edges = edgesOf({ path, lefts_m, isClosed });
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined) return path;
  const points: Point[] = [];
  if (!isClosed) points.push(first.start);
  for (let row = isClosed ? 0 : 1; row < edges.length; row++) {
    points.push(...corner(edges[row === 0 ? edges.length - 1 : row - 1]!, edges[row]!));
  }
  if (!isClosed) points.push(last.end);
  return points;
}

function edgesOf({ path, lefts_m, isClosed }: Beside): Edge[] {
  const count = isClosed ? path.length : path.length - 1;
  const edges: Edge[] = [];
  for (let row = 0; row < count; row++) {
    const [a, b] = [path[row]!, path[(row + 1) % path.length]!];
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
    if (length === 0) continue;
    const [x, y] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const left_m = lefts_m[row]!;
    const shift = ([px, py]: Point): Point => [px - y * left_m, py + x * left_m];
    edges.push({ start: shift(a), end: shift(b), x, y, left_m });
  }
  return edges;
}

/** sin 3°: nearly straight on, where the mitre is far away or nowhere. */
const STRAIGHT = 0.05;
/** A mitre reaches at most this many widths from the corner. */
const MITRE_LIMIT = 3;

function corner(before: Edge, after: Edge): Point[] {
  const across = before.x * after.y - before.y * after.x;
  const blunt = [before.end, after.start];
  if (Math.abs(across) < STRAIGHT) return before.left_m === after.left_m ? blunt.slice(1) : blunt;
  const [dx, dy] = [after.start[0] - before.end[0], after.start[1] - before.end[1]];
  const along_m = (dx * after.y - dy * after.x) / across;
  const widest_m = Math.max(Math.abs(before.left_m), Math.abs(after.left_m));
  if (Math.abs(along_m) > MITRE_LIMIT * widest_m) return blunt;
  return [[before.end[0] + before.x * along_m, before.end[1] + before.y * along_m]];
}
