/** The pieces into which lines cut a plane: lines are split where they cross, then faces traced. */
import RBush from 'rbush';
import type { Point } from '../../core/network/network-draft.js';

export interface Wall {
  readonly a: Point;
  readonly b: Point;
  /** What belongs to the line on its left and right, seen from `a`. */
  readonly left_m: number;
  readonly right_m: number;
}

export interface Face {
  /** Counter-clockwise. */
  readonly corners: readonly Point[];
  /** What belongs to the lines: from each corner to the next. */
  readonly margins_m: readonly number[];
}

/** Bounded faces, from the south-west; parts that touch nothing else are tied to the west first. */
export function facesBetween(walls: readonly Wall[]): readonly Face[] {
  const split = splitAtCrossings(walls);
  const ties = tiesOf(split);
  return tracedFaces(ties.length === 0 ? split : splitAtCrossings([...split, ...ties]));
}

/** A centimetre: what is nearer is one place. */
const GRID_per_m = 100;

const snapped = ([x, y]: Point): Point => [
  Math.round(x * GRID_per_m) / GRID_per_m,
  Math.round(y * GRID_per_m) / GRID_per_m,
];
const keyOf = ([x, y]: Point): string =>
  `${Math.round(x * GRID_per_m)} ${Math.round(y * GRID_per_m)}`;

interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly row: number;
}

function splitAtCrossings(walls: readonly Wall[]): readonly Wall[] {
  const index = new RBush<Box>();
  const boxes = walls.map(({ a, b }, row) => ({
    minX: Math.min(a[0], b[0]) - 1 / GRID_per_m,
    minY: Math.min(a[1], b[1]) - 1 / GRID_per_m,
    maxX: Math.max(a[0], b[0]) + 1 / GRID_per_m,
    maxY: Math.max(a[1], b[1]) + 1 / GRID_per_m,
    row,
  }));
  index.load(boxes);
  const pieces = new Map<string, Wall>();
  for (const [row, wall] of walls.entries()) {
    const others = index.search(boxes[row]!).map((box) => box.row);
    const shares = others
      .sort((a, b) => a - b)
      .flatMap((other) => (other === row ? [] : crossingShares(wall, walls[other]!)));
    for (const piece of cutAt(wall, shares)) addOnce(pieces, piece);
  }
  return [...pieces.values()];
}

/** Where along `wall`, from 0 to 1, the other one meets it. */
function crossingShares({ a, b }: Wall, other: Wall): number[] {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const [ox, oy] = [other.b[0] - other.a[0], other.b[1] - other.a[1]];
  const across = x * oy - y * ox;
  const [dx, dy] = [other.a[0] - a[0], other.a[1] - a[1]];
  const length2 = x * x + y * y;
  const touching = [other.a, other.b].flatMap((end) => {
    const [ex, ey] = [end[0] - a[0], end[1] - a[1]];
    const away = Math.abs(ex * y - ey * x);
    return away * GRID_per_m <= Math.sqrt(length2) ? [(ex * x + ey * y) / length2] : [];
  });
  if (across === 0) return touching.filter((share) => share > 0 && share < 1);
  const share = (dx * oy - dy * ox) / across;
  const otherShare = (dx * y - dy * x) / across;
  const crosses = otherShare >= 0 && otherShare <= 1 ? [share] : [];
  return [...touching, ...crosses].filter((each) => each > 0 && each < 1);
}

function cutAt(wall: Wall, shares: readonly number[]): Wall[] {
  const { a, b } = wall;
  const inner = [...shares].sort((one, other) => one - other);
  const points = [0, ...inner, 1].map(
    (share): Point => snapped([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]),
  );
  return points.slice(1).map((point, row) => ({ ...wall, a: points[row]!, b: point }));
}

/** Of lines on one another the wider one counts. */
function addOnce(pieces: Map<string, Wall>, piece: Wall): void {
  const [from, to] = [keyOf(piece.a), keyOf(piece.b)];
  if (from === to) return;
  const isTurned = from > to;
  const key = isTurned ? `${to} ${from}` : `${from} ${to}`;
  const { a, b, left_m, right_m } = piece;
  const wall = isTurned ? { a: b, b: a, left_m: right_m, right_m: left_m } : piece;
  const known = pieces.get(key);
  pieces.set(key, {
    ...wall,
    left_m: Math.max(wall.left_m, known?.left_m ?? 0),
    right_m: Math.max(wall.right_m, known?.right_m ?? 0),
  });
}

/** From the west end of every part but the most western one, a line without width to the west. */
function tiesOf(walls: readonly Wall[]): readonly Wall[] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    while (parent.has(root) && parent.get(root) !== root) root = parent.get(root)!;
    // Later searches start at the root.
    for (let at = key; at !== root; ) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { a, b } of walls) {
    const [first, second] = [rootOf(keyOf(a)), rootOf(keyOf(b))];
    parent.set(first, second);
    parent.set(second, second);
  }
  const westOf = new Map<string, Point>();
  for (const point of walls.flatMap(({ a, b }) => [a, b])) {
    const root = rootOf(keyOf(point));
    const west = westOf.get(root);
    if (west === undefined || point[0] < west[0]) westOf.set(root, point);
  }
  const far_m = [...westOf.values()].reduce((least, [x]) => Math.min(least, x), Infinity);
  return [...westOf.values()]
    .filter(([x]) => x > far_m)
    .map((point) => ({ a: point, b: [far_m, point[1]], left_m: 0, right_m: 0 }));
}

interface HalfEdge {
  readonly from: Point;
  readonly to: Point;
  readonly margin_m: number;
  readonly angle_rad: number;
}

function tracedFaces(walls: readonly Wall[]): readonly Face[] {
  const leaving = new Map<string, HalfEdge[]>();
  const edges: HalfEdge[] = [];
  const add = (from: Point, to: Point, margin_m: number): void => {
    const angle_rad = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const edge = { from, to, margin_m, angle_rad };
    edges.push(edge);
    const list = leaving.get(keyOf(from));
    if (list === undefined) leaving.set(keyOf(from), [edge]);
    else list.push(edge);
  };
  for (const { a, b, left_m, right_m } of walls) {
    add(a, b, left_m);
    add(b, a, right_m);
  }
  for (const list of leaving.values()) list.sort((a, b) => a.angle_rad - b.angle_rad);
  const seen = new Set<HalfEdge>();
  const faces: Face[] = [];
  edges.sort((a, b) => a.from[0] - b.from[0] || a.from[1] - b.from[1] || a.angle_rad - b.angle_rad);
  for (const start of edges) {
    if (seen.has(start)) continue;
    const round: HalfEdge[] = [];
    for (let edge = start; !seen.has(edge); edge = nextOnLeft(edge, leaving)) {
      seen.add(edge);
      round.push(edge);
    }
    const face = {
      corners: round.map(({ from }) => from),
      margins_m: round.map(({ margin_m }) => margin_m),
    };
    if (isCounterClockwise(face.corners)) faces.push(face);
  }
  return faces;
}

/** The sharpest left at its end: the one before its own way back, counter-clockwise. */
function nextOnLeft(edge: HalfEdge, leaving: ReadonlyMap<string, readonly HalfEdge[]>): HalfEdge {
  const list = leaving.get(keyOf(edge.to))!;
  const origin = keyOf(edge.from);
  const back = list.findIndex(({ to }) => keyOf(to) === origin);
  return list[(back + list.length - 1) % list.length]!;
}

function isCounterClockwise(corners: readonly Point[]): boolean {
  const [ox, oy] = corners[0]!;
  let double_m2 = 0;
  for (const [row, [x, y]] of corners.entries()) {
    const [nx, ny] = corners[(row + 1) % corners.length]!;
    double_m2 += (x - ox) * (ny - oy) - (nx - ox) * (y - oy);
  }
  return double_m2 > 0;
}
