import { expect, test } from 'vitest';
import type { Point } from '../../core/network/network-draft.js';
import {
  area_m2,
  convexHull,
  directionIn,
  directionOut,
  drawnLength_m,
  pointAt,
  pointBeside,
  stretch,
} from './polyline.js';

const CORNER: readonly Point[] = [
  [0, 0],
  [30, 0],
  [30, 40],
];

test('places along a line are found on its pieces and kept within its ends', () => {
  expect(drawnLength_m(CORNER)).toBe(70);
  expect([-5, 15, 50, 99].map((at) => pointAt(CORNER, at))).toEqual([
    [0, 0],
    [15, 0],
    [30, 20],
    [30, 40],
  ]);
});

test('a stretch keeps the bends between its ends', () => {
  expect(stretch(CORNER, { from_m: 10, to_m: 60 })).toEqual([
    [10, 0],
    [30, 0],
    [30, 30],
  ]);
  expect(stretch(CORNER, { from_m: 40, to_m: 60 })).toEqual([
    [30, 10],
    [30, 30],
  ]);
});

test('directions look past a hook at the junction', () => {
  const hooked: readonly Point[] = [
    [0, 0],
    [0, 1],
    [100, 1],
  ];
  const [x, y] = directionOut(hooked);
  expect(x).toBeGreaterThan(10 * y);
  expect(directionIn(hooked)[1]).toBe(0);
  expect(directionOut([CORNER[0]!, CORNER[0]!])).toEqual([1, 0]);
});

test('beside a line is to its right', () => {
  expect(pointBeside(CORNER, 15, 5)).toEqual([15, -5]);
  expect(pointBeside(CORNER, 50, 5)).toEqual([35, 20]);
});

test('a hull runs counter-clockwise round its points, without those on its sides', () => {
  const points: readonly Point[] = [
    [0, 0],
    [1, 1],
    [2, 0],
    [1, 0],
    [2, 2],
    [0, 2],
  ];
  const hull = convexHull(points);
  expect(hull).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ]);
  expect(area_m2(hull)).toBe(4);
  expect(area_m2([...hull].reverse())).toBe(-4);
});
