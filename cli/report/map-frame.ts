/** Where things lie on a map: projection to the page, parts of lines, lines moved sideways. */
import type { LotDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import type { XY } from './svg.js';

/** Page width of a map; heights follow from the land. */
export const MAP_WIDTH = 560;
/** Room below the land for the scale bar and the north arrow. */
export const FOOT_HEIGHT = 30;
const MARGIN = 6;

export interface MapFrame {
  readonly pagePerMetre: number;
  readonly height: number;
  readonly toPage: (point: Point) => XY;
}

/** Frames of one scale and size, so that maps side by side can be compared; north is up. */
export function mapFrames(networks: readonly NetworkDraft[]): MapFrame[] {
  const boxes = networks.map(boxOf);
  const width_m = Math.max(1, ...boxes.map((box) => box.maxX_m - box.minX_m));
  const height_m = Math.max(1, ...boxes.map((box) => box.maxY_m - box.minY_m));
  const pagePerMetre = (MAP_WIDTH - 2 * MARGIN) / width_m;
  const landHeight = Math.ceil(height_m * pagePerMetre) + 2 * MARGIN;
  return boxes.map(({ minX_m, minY_m, maxX_m, maxY_m }) => {
    const centreX_m = (minX_m + maxX_m) / 2;
    const centreY_m = (minY_m + maxY_m) / 2;
    return {
      pagePerMetre,
      height: landHeight + FOOT_HEIGHT,
      toPage: ([x_m, y_m]) => [
        MAP_WIDTH / 2 + (x_m - centreX_m) * pagePerMetre,
        landHeight / 2 - (y_m - centreY_m) * pagePerMetre,
      ],
    };
  });
}

interface Box {
  readonly minX_m: number;
  readonly minY_m: number;
  readonly maxX_m: number;
  readonly maxY_m: number;
}

/** Of the district, the streets and the lots' squares. */
function boxOf(network: NetworkDraft): Box {
  const district = boxAround(network.district.polygon);
  const squares = network.lots.flatMap((lot) => {
    const { x_m, y_m, side_m } = lotSquare(lot, district);
    return [
      [x_m - side_m / 2, y_m - side_m / 2],
      [x_m + side_m / 2, y_m + side_m / 2],
    ] as const;
  });
  const streets = network.links.flatMap(({ geometry }) => geometry);
  return boxAround([...network.district.polygon, ...streets, ...squares]);
}

function boxAround(points: readonly Point[]): Box {
  const box = { minX_m: Infinity, minY_m: Infinity, maxX_m: -Infinity, maxY_m: -Infinity };
  for (const [x_m, y_m] of points) {
    box.minX_m = Math.min(box.minX_m, x_m);
    box.minY_m = Math.min(box.minY_m, y_m);
    box.maxX_m = Math.max(box.maxX_m, x_m);
    box.maxY_m = Math.max(box.maxY_m, y_m);
  }
  return points.length === 0 ? { minX_m: 0, minY_m: 0, maxX_m: 0, maxY_m: 0 } : box;
}

/** Ground of a stall with its share of the aisles; structures are drawn as if they were spread out. */
export const SQUARE_m2PerStall = 25;
/** Between the rim and the square of a lot beyond it. */
const CLEAR_m = 12;

export interface Square {
  /** Centre. */
  readonly x_m: number;
  readonly y_m: number;
  readonly side_m: number;
}

/** A remote lot's square is moved straight out until it lies beyond the rim. */
export function lotSquare({ x_m, y_m, stallCount, isInside }: LotDraft, district: Box): Square {
  const side_m = Math.sqrt(stallCount * SQUARE_m2PerStall);
  if (isInside) return { x_m, y_m, side_m };
  const reach_m = side_m / 2 + CLEAR_m;
  const ways = [
    { out_m: x_m - (district.minX_m - reach_m), x_m: district.minX_m - reach_m, y_m },
    { out_m: district.maxX_m + reach_m - x_m, x_m: district.maxX_m + reach_m, y_m },
    { out_m: y_m - (district.minY_m - reach_m), x_m, y_m: district.minY_m - reach_m },
    { out_m: district.maxY_m + reach_m - y_m, x_m, y_m: district.maxY_m + reach_m },
  ];
  const isBeyond = ways.some(({ out_m }) => out_m <= 0);
  if (isBeyond) return { x_m, y_m, side_m };
  const shortest = ways.reduce((best, way) => (way.out_m < best.out_m ? way : best));
  return { x_m: shortest.x_m, y_m: shortest.y_m, side_m };
}

/** In the order of the lots; squares that would cover each other are moved apart. */
export function lotSquares(network: NetworkDraft): Square[] {
  const district = boxAround(network.district.polygon);
  const blocks = new Map(network.blocks.map(({ name, polygon }) => [name, boxAround(polygon)]));
  return movedApart(
    network.lots.map((lot) => ({
      square: lotSquare(lot, district),
      home: blocks.get(lot.block) ?? null,
    })),
  );
}

interface Placed {
  readonly square: Square;
  /** Its block: places in it come first. */
  readonly home: Box | null;
}

/** With more lots than this squares stay where they are: every one is compared with every other. */
const MOST_MOVED = 600;
const RINGS = 12;
const GAP_m = 8;

/** Largest first; each takes the first free place around its own, at best in its block, or stays. */
export function movedApart(lots: readonly Placed[]): Square[] {
  const result = lots.map(({ square }) => square);
  if (lots.length > MOST_MOVED) return result;
  const order = lots
    .map((_, at) => at)
    .sort((a, b) => result[b]!.side_m - result[a]!.side_m || a - b);
  const placed: Square[] = [];
  for (const at of order) {
    const { square, home } = lots[at]!;
    const places = placesAround(square);
    const free = places.filter((place) => placed.every((other) => !doCover(place, other)));
    const atHome = home === null ? undefined : free.find((place) => hasInside(home, place));
    result[at] = atHome ?? free[0] ?? square;
    placed.push(result[at]!);
  }
  return result;
}

const hasInside = (box: Box, { x_m, y_m }: Square): boolean =>
  x_m >= box.minX_m && x_m <= box.maxX_m && y_m >= box.minY_m && y_m <= box.maxY_m;

const DIRECTIONS = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const));

function placesAround(square: Square): Square[] {
  const step_m = square.side_m / 3;
  const places = [square];
  for (let ring = 1; ring <= RINGS; ring++) {
    for (const [x, y] of DIRECTIONS) {
      const by_m = ring * step_m;
      places.push({ ...square, x_m: square.x_m + x * by_m, y_m: square.y_m + y * by_m });
    }
  }
  return places;
}

function doCover(a: Square, b: Square): boolean {
  const reach_m = (a.side_m + b.side_m) / 2 + GAP_m;
  return Math.abs(a.x_m - b.x_m) < reach_m && Math.abs(a.y_m - b.y_m) < reach_m;
}

/** The part of a line between two shares of its length, 0..1. */
export function linePart(line: readonly Point[], from: number, to: number): Point[] {
  const lengths_m = line.slice(1).map((point, at) => distance_m(line[at]!, point));
  const total_m = lengths_m.reduce((sum, length_m) => sum + length_m, 0);
  const [start_m, end_m] = [from * total_m, to * total_m];
  const part: Point[] = [];
  let before_m = 0;
  lengths_m.forEach((length_m, at) => {
    const [a, b] = [line[at]!, line[at + 1]!];
    const after_m = before_m + length_m;
    if (length_m > 0 && after_m >= start_m && before_m <= end_m) {
      const first = Math.max(0, (start_m - before_m) / length_m);
      const last = Math.min(1, (end_m - before_m) / length_m);
      if (part.length === 0) part.push(between(a, b, first));
      part.push(between(a, b, last));
    }
    before_m = after_m;
  });
  return part;
}

const distance_m = (a: Point, b: Point): number => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  return Math.sqrt(dx * dx + dy * dy);
};

const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

/** Moved to the right of its direction; at bends by the mean of both sides' normals. */
export function movedRight(line: readonly Point[], by_m: number): Point[] {
  return line.map((point, at) => {
    const normals = [normalOf(line[at - 1], point), normalOf(point, line[at + 1])];
    const [x, y] = [normals[0]![0] + normals[1]![0], normals[0]![1] + normals[1]![1]];
    const length = Math.sqrt(x * x + y * y);
    return length === 0 ? point : [point[0] + (x / length) * by_m, point[1] + (y / length) * by_m];
  });
}

/** To the right; nothing where there is no segment. */
function normalOf(from: Point | undefined, to: Point | undefined): Point {
  if (from === undefined || to === undefined) return [0, 0];
  const length_m = distance_m(from, to);
  return length_m === 0 ? [0, 0] : [(to[1] - from[1]) / length_m, (from[0] - to[0]) / length_m];
}
