import { expect, test } from 'vitest';
import type { LinkId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { LOTS_AROUND, lotsAround } from './places.js';

/** Lots all over a square of 4 km. */
const scattered = (count: number) => {
  const at = (lot: number, side: number): number => 4000 * draw(7, PURPOSE.place, lot, side);
  const rows = Array.from({ length: count }, (_, lot) => lot);
  return { rows, x_m: rows.map((lot) => at(lot, 1)), y_m: rows.map((lot) => at(lot, 2)) };
};

const END = { x_m: 1500, y_m: 2500 };

test('twin: of many lots those nearest by air are looked at, in the order of their rows', () => {
  const { rows, ...lots } = scattered(500);
  const away_m2 = (lot: number): number =>
    (lots.x_m[lot]! - END.x_m) ** 2 + (lots.y_m[lot]! - END.y_m) ** 2;
  const nearest = [...rows].sort((a, b) => away_m2(a) - away_m2(b)).slice(0, LOTS_AROUND);
  const around = lotsAround(rows, lots, () => END);
  expect(around(3 as LinkId)).toEqual(nearest.sort((a, b) => a - b));
  expect(around(3 as LinkId)).toBe(around(3 as LinkId));
});

test('of few lots all are looked at', () => {
  const { rows, ...lots } = scattered(LOTS_AROUND);
  expect(lotsAround(rows, lots, () => END)(0 as LinkId)).toBe(rows);
});
