import { expect, test } from 'vitest';
import type { Point } from '../../core/network/network-draft.js';
import { area_m2 } from '../complete/polyline.js';
import { offsetPath } from './offset-path.js';
import { facesBetween, type Wall } from './planar-faces.js';

const line = (a: Point, b: Point, width_m = 0): Wall => ({
  a,
  b,
  left_m: width_m,
  right_m: width_m,
});

const square = (low: number, high: number, width_m = 0): Wall[] => [
  line([low, low], [high, low], width_m),
  line([high, low], [high, high], width_m),
  line([high, high], [low, high], width_m),
  line([low, high], [low, low], width_m),
];

const areas = (walls: readonly Wall[]): number[] =>
  facesBetween(walls)
    .map(({ corners }) => area_m2(corners))
    .sort((a, b) => a - b);

test('crossing lines cut a square into parts that sum to it', () => {
  const cross = [line([-10, 30], [110, 30]), line([60, -10], [60, 110])];
  expect(areas([...square(0, 100), ...cross])).toEqual([1200, 1800, 2800, 4200]);
});

test('a part that touches nothing is cut out of what surrounds it', () => {
  expect(areas([...square(0, 100), ...square(40, 60)])).toEqual([400, 9600]);
});

test('dead ends and lines drawn twice change no area', () => {
  const stub = line([50, 0], [50, 50]);
  expect(areas([...square(0, 100), stub, stub, line([50, 50], [50, 0])])).toEqual([10_000]);
});

test('random lines across a square: the parts sum to it', () => {
  let state = 7;
  const draw = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let round = 0; round < 20; round++) {
    const lines = Array.from({ length: 12 }, () =>
      draw() < 0.5
        ? line([-20, draw() * 300], [320, draw() * 300])
        : line([draw() * 300, -20], [draw() * 300, 320]),
    );
    const inside = facesBetween([...square(0, 300), ...lines]).filter(({ corners }) =>
      corners.every(([x, y]) => x > -0.02 && y > -0.02 && x < 300.02 && y < 300.02),
    );
    const sum_m2 = inside.reduce((sum, { corners }) => sum + area_m2(corners), 0);
    // Corners are rounded to a centimetre: at most that much along the lines.
    expect(Math.abs(sum_m2 - 90_000)).toBeLessThan(0.01 * 300 * 4);
  }
});

test('the margins of a face are those of its lines on that side', () => {
  const walls = [...square(0, 100), { ...line([50, 0], [50, 100]), left_m: 7, right_m: 3 }];
  const insets = facesBetween(walls).map(({ corners, margins_m }) =>
    area_m2(offsetPath({ path: corners, lefts_m: margins_m, isClosed: true })),
  );
  expect(insets.map(Math.round).sort((a, b) => a - b)).toEqual([4300, 4700]);
});

test('a square shrinks by its margins, and a line keeps its distance at corners', () => {
  const path: Point[] = [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ];
  const inner = offsetPath({ path, lefts_m: [10, 20, 10, 20], isClosed: true });
  expect(area_m2(inner)).toBeCloseTo(60 * 80);
  const right = offsetPath({ path: path.slice(0, 3), lefts_m: [-2, -2], isClosed: false });
  expect(right).toEqual([
    [0, -2],
    [102, -2],
    [102, 100],
  ]);
});
