/**
 * Lays out a dense lot on a given piece of land: as many cars as it holds while a car at random is
 * brought to the driveway, from a full lot, in a given time on average.
 *
 * Bands run along one edge of the land: islands of rows of stalls with driveways between them. The
 * outer islands are served from one side, the inner ones from both. For each edge as direction and
 * each number of driveways, rows are given one by one to the island where the next one costs fewest
 * moves; the sum of moves of a lane is convex in its depth, so no other split of the rows has fewer.
 */
import { DENSE_STALL, type StallSize } from '../network/lot-geometry.js';
import type { Point } from '../network/network-draft.js';
import { isInside, type Rectangle, turned, turnedBack } from './lot-shape.js';

export interface LotRules {
  readonly stall: StallSize;
  /** Time of a car with none before it, and of one move of another car. */
  readonly retrieval_s: number;
  readonly move_s: number;
  readonly putsBack: boolean;
  /** What a retrieval may take on average, the lot being full. */
  readonly meanRetrieval_s: number;
}

export interface LotLayout {
  readonly carCount: number;
  readonly land_m2: number;
  /** All of the land over the cars: driveways, corners and what is left over. */
  readonly land_m2PerStall: number;
  readonly meanMoves: number;
  readonly meanRetrieval_s: number;
  readonly driveways: readonly (readonly Point[])[];
  readonly lanes: readonly LotLane[];
}

export interface LotLane {
  readonly polygon: readonly Point[];
  readonly depth: number;
  readonly isTwoEnded: boolean;
}

/** Null where not even one car fits. Of equals the first edge and the fewest driveways. */
export function layOutLot(polygon: readonly Point[], rules: LotRules): LotLayout | null {
  let best: LotLayout | null = null;
  for (const direction of directionsOf(polygon)) {
    const land = polygon.map((point) => turned(point, direction));
    const height_m = rangeOf(land, 1).to - rangeOf(land, 1).from;
    const { length_m, driveway_m } = rules.stall;
    const mostDriveways = Math.floor(height_m / (driveway_m + length_m));
    for (let count = 1; count <= mostDriveways; count++) {
      const layout = layOutBands(land, count, rules);
      if (layout === null || layout.carCount <= (best?.carCount ?? 0)) continue;
      best = layoutOf(polygon, layout, direction, rules);
    }
  }
  return best;
}

/** The shortest rectangle of a width that holds the cars, to the decimetre; null if none does. */
export function leastLength_m(carCount: number, width_m: number, rules: LotRules): number | null {
  const { length_m, driveway_m } = rules.stall;
  const holds = (decimetres: number): boolean => {
    const layout = layOutLot(rectangle(width_m, decimetres / 10), rules);
    return layout !== null && layout.carCount >= carCount;
  };
  // A driveway for every car is more than enough; stalls without any are too short.
  const longest = 10 * Math.ceil((carCount + 1) * (length_m + driveway_m));
  let tooShort = Math.floor((10 * carCount * length_m * rules.stall.width_m) / width_m);
  let enough = Math.min(longest, 2 * tooShort);
  while (!holds(enough)) {
    if (enough === longest) return null;
    tooShort = enough;
    enough = Math.min(longest, 2 * enough);
  }
  while (enough - tooShort > 1) {
    const middle = (enough + tooShort) >> 1;
    if (holds(middle)) enough = middle;
    else tooShort = middle;
  }
  return enough / 10;
}

export const rectangle = (width_m: number, length_m: number): Point[] => [
  [0, 0],
  [width_m, 0],
  [width_m, length_m],
  [0, length_m],
];

/**
 * The usual lot: stalls for people, every car reachable. With no time for moves the layout has rows
 * back to back between aisles.
 */
export const conventionalRules = (stall: StallSize): LotRules => ({
  stall,
  retrieval_s: 0,
  move_s: 1,
  putsBack: false,
  meanRetrieval_s: 0,
});

export const DENSE_RULES = { stall: DENSE_STALL, retrieval_s: 30, move_s: 20, putsBack: false };

/** Directions of the edges and across them, each once. */
function directionsOf(polygon: readonly Point[]): Point[] {
  const found: Point[] = [];
  for (const [at, [x_m, y_m]] of polygon.entries()) {
    const [toX_m, toY_m] = polygon[(at + 1) % polygon.length]!;
    const [east_m, north_m] = [toX_m - x_m, toY_m - y_m];
    const length_m = Math.sqrt(east_m * east_m + north_m * north_m);
    if (length_m === 0) continue;
    const along: Point = [east_m / length_m, north_m / length_m];
    for (const each of [along, [-along[1], along[0]] as Point]) {
      // Turned by half a circle it is the same lot seen from the other side.
      const isKnown = found.some(
        (other) => Math.abs(other[0] * each[1] - other[1] * each[0]) < 1e-9,
      );
      if (!isKnown) found.push(each);
    }
  }
  return found;
}

const rangeOf = (points: readonly Point[], axis: 0 | 1): { from: number; to: number } => ({
  from: Math.min(...points.map((point) => point[axis])),
  to: Math.max(...points.map((point) => point[axis])),
});

interface Found {
  readonly carCount: number;
  readonly moves: number;
  readonly driveways: Rectangle[];
  readonly lanes: {
    readonly at: Rectangle;
    readonly depth: number;
    readonly isTwoEnded: boolean;
  }[];
}

/** Takes rows away until the mean retrieval is quick enough. */
function layOutBands(land: readonly Point[], drivewayCount: number, rules: LotRules): Found | null {
  const { length_m, driveway_m } = rules.stall;
  const v = rangeOf(land, 1);
  const most = Math.floor((v.to - v.from - drivewayCount * driveway_m) / length_m + 1e-9);
  for (let rowCount = most; rowCount > 0; rowCount--) {
    const found = placeCars(land, rowsByIsland(rowCount, drivewayCount + 1), rules);
    if (found === null || found.carCount === 0) continue;
    if (meanOf(found, rules) <= rules.meanRetrieval_s + 1e-9) return found;
  }
  return null;
}

const meanMovesOf = ({ moves, carCount }: Found, { putsBack }: LotRules): number =>
  ((putsBack ? 2 : 1) * moves) / carCount;

const meanOf = (found: Found, rules: LotRules): number =>
  rules.retrieval_s + meanMovesOf(found, rules) * rules.move_s;

/** Sum of the cars before each car of a full lane. */
export function movesOfLane(depth: number, isTwoEnded: boolean): number {
  if (!isTwoEnded) return (depth * (depth - 1)) / 2;
  return depth % 2 === 0 ? (depth * (depth - 2)) / 4 : ((depth - 1) * (depth - 1)) / 4;
}

/** The first and the last island are served from one side, those between from both. */
function rowsByIsland(rowCount: number, islandCount: number): number[] {
  const rows = new Array<number>(islandCount).fill(0);
  const isInner = (island: number): boolean => island > 0 && island < islandCount - 1;
  const cost = (island: number): number =>
    movesOfLane(rows[island]! + 1, isInner(island)) - movesOfLane(rows[island]!, isInner(island));
  for (let left = rowCount; left > 0; left--) {
    let cheapest = 0;
    for (let island = 1; island < islandCount; island++) {
      if (cost(island) < cost(cheapest)) cheapest = island;
    }
    rows[cheapest]!++;
  }
  return rows;
}

/** Null where the driveways cannot be joined by one across them. */
function placeCars(land: readonly Point[], rows: readonly number[], rules: LotRules): Found | null {
  const { width_m, length_m, driveway_m } = rules.stall;
  const u = rangeOf(land, 0);
  const islands: { from_m: number; rows: number; isFirst: boolean; isLast: boolean }[] = [];
  const driveways_m: number[] = [];
  let at_m = rangeOf(land, 1).from;
  for (const [island, count] of rows.entries()) {
    const isLast = island === rows.length - 1;
    islands.push({ from_m: at_m, rows: count, isFirst: island === 0, isLast });
    at_m += count * length_m;
    if (!isLast) driveways_m.push(at_m);
    at_m += driveway_m;
  }
  const across = driveways_m.length > 1 ? crossing(land, u, driveways_m, driveway_m) : null;
  if (driveways_m.length > 1 && across === null) return null;
  const columns = columnsOf(u, width_m, across);
  const hasDriveway = driveways_m.map((v_m) =>
    columns.map((u_m) => isInside(land, box(u_m, v_m, width_m, driveway_m))),
  );
  const found: Found = { carCount: 0, moves: 0, driveways: [], lanes: [] };
  for (const v_m of driveways_m) found.driveways.push(box(u.from, v_m, u.to - u.from, driveway_m));
  if (across !== null) found.driveways.push(across);
  let [carCount, moves] = [0, 0];
  for (const [island, { from_m, rows: count, isFirst, isLast }] of islands.entries()) {
    for (const [column, u_m] of columns.entries()) {
      const fits = (row: number): boolean =>
        isInside(land, box(u_m, from_m + row * length_m, width_m, length_m));
      const below = !isFirst && hasDriveway[island - 1]![column]!;
      const above = !isLast && hasDriveway[island]![column]!;
      for (const lane of lanesOf(count, fits, { below, above })) {
        const lane_m = box(u_m, from_m + lane.first * length_m, width_m, lane.depth * length_m);
        found.lanes.push({ at: lane_m, depth: lane.depth, isTwoEnded: lane.isTwoEnded });
        carCount += lane.depth;
        moves += movesOfLane(lane.depth, lane.isTwoEnded);
      }
    }
  }
  return { ...found, carCount, moves };
}

const box = (u_m: number, v_m: number, width_m: number, height_m: number): Rectangle => ({
  from: [u_m, v_m],
  to: [u_m + width_m, v_m + height_m],
});

/** The first way across all driveways that stays on the land. */
function crossing(
  land: readonly Point[],
  u: { from: number; to: number },
  driveways_m: readonly number[],
  driveway_m: number,
): Rectangle | null {
  const height_m = driveways_m.at(-1)! + driveway_m - driveways_m[0]!;
  for (let u_m = u.from; u_m + driveway_m <= u.to + 1e-9; u_m += driveway_m / 4) {
    const way = box(u_m, driveways_m[0]!, driveway_m, height_m);
    if (isInside(land, way)) return way;
  }
  return null;
}

/** Where columns of stalls begin, the way across left free. */
function columnsOf(
  u: { from: number; to: number },
  width_m: number,
  across: Rectangle | null,
): number[] {
  const columns: number[] = [];
  const parts =
    across === null
      ? [[u.from, u.to]]
      : [
          [u.from, across.from[0]],
          [across.to[0], u.to],
        ];
  for (const [from_m, to_m] of parts) {
    const count = Math.floor((to_m! - from_m!) / width_m + 1e-9);
    for (let column = 0; column < count; column++) columns.push(from_m! + column * width_m);
  }
  return columns;
}

interface ColumnLane {
  readonly first: number;
  readonly depth: number;
  readonly isTwoEnded: boolean;
}

/** A column of an island: one lane where all its rows fit, else what fits from either driveway. */
function lanesOf(
  rowCount: number,
  fits: (row: number) => boolean,
  { below, above }: { readonly below: boolean; readonly above: boolean },
): ColumnLane[] {
  let [fromBelow, fromAbove] = [0, 0];
  while (fromBelow < rowCount && fits(fromBelow)) fromBelow++;
  if (fromBelow === rowCount) {
    const isServed = rowCount > 0 && (below || above);
    return isServed ? [{ first: 0, depth: rowCount, isTwoEnded: below && above }] : [];
  }
  while (fits(rowCount - 1 - fromAbove)) fromAbove++;
  const lanes: ColumnLane[] = [];
  if (below && fromBelow > 0) lanes.push({ first: 0, depth: fromBelow, isTwoEnded: false });
  if (above && fromAbove > 0) {
    lanes.push({ first: rowCount - fromAbove, depth: fromAbove, isTwoEnded: false });
  }
  return lanes;
}

function layoutOf(
  polygon: readonly Point[],
  found: Found,
  direction: Point,
  rules: LotRules,
): LotLayout {
  const land_m2 = areaOf_m2(polygon);
  const corners = ({ from, to }: Rectangle): Point[] =>
    [from, [to[0], from[1]] as Point, to, [from[0], to[1]] as Point].map((point) =>
      turnedBack(point, direction),
    );
  return {
    carCount: found.carCount,
    land_m2,
    land_m2PerStall: land_m2 / found.carCount,
    meanMoves: meanMovesOf(found, rules),
    meanRetrieval_s: meanOf(found, rules),
    driveways: found.driveways.map(corners),
    lanes: found.lanes.map(({ at, ...lane }) => ({ ...lane, polygon: corners(at) })),
  };
}

function areaOf_m2(polygon: readonly Point[]): number {
  let twice_m2 = 0;
  for (const [at, [x_m, y_m]] of polygon.entries()) {
    const [toX_m, toY_m] = polygon[(at + 1) % polygon.length]!;
    twice_m2 += x_m * toY_m - toX_m * y_m;
  }
  return Math.abs(twice_m2) / 2;
}
