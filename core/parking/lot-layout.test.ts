import { expect, test } from 'vitest';
import {
  CONVENTIONAL_STALL,
  DENSE_STALL,
  landPerStall_m2,
  OTHER_LAND,
  savingOf,
} from '../network/lot-geometry.js';
import type { Point } from '../network/network-draft.js';
import {
  conventionalRules,
  DENSE_RULES,
  layOutLot,
  leastLength_m,
  movesOfLane,
  rectangle,
} from './lot-layout.js';
import { isInside } from './lot-shape.js';

const rules = (meanRetrieval_s: number) => ({ ...DENSE_RULES, meanRetrieval_s });

test('the two readings of 62 %: 62 % more cars are 38 % less land', () => {
  const { moreCarsShare, lessLandShare } = savingOf(1.62, 1);
  expect(moreCarsShare).toBeCloseTo(0.62, 12);
  expect(lessLandShare).toBeCloseTo(1 - 1 / 1.62, 12);
  expect(savingOf(25, 25)).toEqual({ moreCarsShare: 0, lessLandShare: 0 });
});

test('land of a stall is its own and its share of the driveway, less the deeper the lanes', () => {
  const { length_m, width_m, driveway_m } = DENSE_STALL;
  const one = { depth: 1, isTwoEnded: false };
  expect(landPerStall_m2(one)).toBeCloseTo(OTHER_LAND * width_m * (length_m + driveway_m / 2), 9);
  expect(landPerStall_m2({ depth: 4, isTwoEnded: true })).toBeCloseTo(
    OTHER_LAND * width_m * (length_m + driveway_m / 4),
    9,
  );
  expect(landPerStall_m2(one, CONVENTIONAL_STALL)).toBeCloseTo(25, 1);
  const deep = [1, 2, 3, 6, 10].map((depth) => landPerStall_m2({ depth, isTwoEnded: false }));
  expect(deep).toEqual(deep.toSorted((a, b) => b - a));
});

test('a rectangle holds the rows and columns that fit: two islands on one driveway', () => {
  // 5.5 m of driveway and 2 × 2 rows of 5 m in 25.5 m; 10 columns of 2.2 m in 22 m.
  const layout = layOutLot(rectangle(22, 25.5), rules(40))!;
  expect(layout.carCount).toBe(40);
  expect(layout.meanMoves).toBe(0.5);
  expect(layout.meanRetrieval_s).toBe(40);
  expect(layout.driveways).toHaveLength(1);
});

test('without time for moves every car is at a driveway, rows back to back', () => {
  const layout = layOutLot(rectangle(60, 60), conventionalRules(CONVENTIONAL_STALL))!;
  expect(layout.meanMoves).toBe(0);
  expect(
    layout.lanes.every(({ depth, isTwoEnded }) => depth === 1 || (depth === 2 && isTwoEnded)),
  ).toBe(true);
});

/** Some lots: a rectangle, a slanted one, an L and a triangle. */
const LOTS: readonly (readonly Point[])[] = [
  rectangle(61.3, 44.8),
  [
    [0, 0],
    [40, 30],
    [22, 54],
    [-18, 24],
  ],
  [
    [0, 0],
    [70, 0],
    [70, 25],
    [30, 25],
    [30, 60],
    [0, 60],
  ],
  [
    [0, 0],
    [80, 0],
    [10, 60],
  ],
];

test.each(LOTS)(
  'a longer retrieval never holds fewer cars, and lanes lie on the land (%#)',
  (...polygon) => {
    const layouts = [30, 40, 50, 70, 100].map((mean_s) => layOutLot(polygon, rules(mean_s))!);
    const counts = layouts.map(({ carCount }) => carCount);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[4]!).toBeGreaterThan(counts[0]!);
    for (const [at, { lanes, carCount, meanRetrieval_s, land_m2 }] of layouts.entries()) {
      expect(meanRetrieval_s).toBeLessThanOrEqual([30, 40, 50, 70, 100][at]! + 1e-9);
      expect(lanes.reduce((sum, { depth }) => sum + depth, 0)).toBe(carCount);
      const stalls_m2 = carCount * DENSE_STALL.length_m * DENSE_STALL.width_m;
      expect(stalls_m2).toBeLessThan(land_m2);
      const corners = lanes.flatMap((lane) => lane.polygon);
      // A speck around each corner, moved a millimetre into its lane, lies on the land.
      for (const lane of lanes) {
        const middle = [0, 1].map(
          (axis) => (lane.polygon[0]![axis]! + lane.polygon[2]![axis]!) / 2,
        );
        for (const corner of lane.polygon) {
          const [x, y] = [0, 1].map(
            (axis) => corner[axis]! + 0.001 * (middle[axis]! - corner[axis]!),
          );
          expect(
            isInside(polygon, { from: [x! - 1e-5, y! - 1e-5], to: [x! + 1e-5, y! + 1e-5] }),
          ).toBe(true);
        }
      }
      expect(corners.length).toBe(4 * lanes.length);
    }
  },
);

/** Every split of the rows of a rectangle over its islands: the slow twin. */
function mostCarsBySearch(width_m: number, height_m: number, mean_s: number): number {
  const { length_m, driveway_m, width_m: stall_m } = DENSE_STALL;
  let most = 0;
  for (let driveways = 1; driveways * (driveway_m + length_m) <= height_m; driveways++) {
    const rows = Math.floor((height_m - driveways * driveway_m) / length_m);
    const columns = Math.floor((width_m - (driveways > 1 ? driveway_m : 0)) / stall_m);
    const split = (island: number, left: number, cars: number, moves: number): void => {
      if (island > driveways) {
        const isQuick = cars > 0 && 30 + (20 * moves) / cars <= mean_s + 1e-9;
        if (isQuick && cars * columns > most) most = cars * columns;
        return;
      }
      for (let depth = 0; depth <= left; depth++) {
        const isInner = island > 0 && island < driveways;
        split(island + 1, left - depth, cars + depth, moves + movesOfLane(depth, isInner));
      }
    };
    split(0, rows, 0, 0);
  }
  return most;
}

test.each([
  [30, 40, 30],
  [47, 33, 45],
  [25, 62, 55],
  [60, 38, 70],
])(
  'a lot of %i m × %i m with %i s holds the most that any split of its rows does',
  (width_m, height_m, mean_s) => {
    const best = Math.max(
      mostCarsBySearch(width_m, height_m, mean_s),
      mostCarsBySearch(height_m, width_m, mean_s),
    );
    expect(layOutLot(rectangle(width_m, height_m), rules(mean_s))!.carCount).toBe(best);
  },
);

test('the least land for a number of cars holds them, and a decimetre less does not', () => {
  const length_m = leastLength_m(100, 30, rules(60))!;
  expect(layOutLot(rectangle(30, length_m), rules(60))!.carCount).toBeGreaterThanOrEqual(100);
  expect(layOutLot(rectangle(30, length_m - 0.1), rules(60))!.carCount).toBeLessThan(100);
});

test('land too narrow for a driveway and a stall holds no car', () => {
  expect(layOutLot(rectangle(8, 8), rules(60))).toBeNull();
  expect(leastLength_m(10, 2, rules(60))).toBeNull();
});
