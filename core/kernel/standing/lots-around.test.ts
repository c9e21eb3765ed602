import { expect, test } from 'vitest';
import type { LinkId } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';
import { LOTS_AROUND, lotsAround } from '../places.js';

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

/** Lots of one stall each along two streets, more than are looked at first. */
const CAR_COUNT = LOTS_AROUND + 4;
const village: NetworkDraft = {
  ...streetMap('W----a--b--e', '     |  |  |', '     c--d--f', { step_m: 60, gates: 'W' }),
  addresses: [addressOn('ab', { name: 'inn', position_m: 80 })],
  curbs: [curbOn('ab', { start_m: 70, end_m: 88, use: 'pudo' })],
  lots: Array.from({ length: CAR_COUNT }, (_, lot) =>
    lotOn(lot % 2 === 0 ? 'be' : 'df', {
      name: `lot${lot}`,
      position_m: 10 + 4 * lot,
      stallCount: 1,
      x_m: 400 + 10 * lot,
      y_m: 120,
    }),
  ),
};

test('when all lots around are full, an empty car finds the free one beyond them', () => {
  const run = play({
    regime: 'private-automated',
    network: village,
    trips: Array.from({ length: CAR_COUNT }, (_, car) =>
      tripOf(`car${car}`, 'gate-W', 'inn', 60 * car, { kind: 'visitor' }),
    ),
    settings: { parking: { idleChoice: 'nearest', shortStay_s: 0 } },
  });
  run.until(SCENE_START_s + 60 * CAR_COUNT + 1200);
  const LOT = PARKING_PLACES.indexOf('lot');
  const rows = eventsOf(run, 'parked').map(({ place, row }) => [place, row]);
  expect(rows.every(([place]) => place === LOT)).toBe(true);
  expect(new Set(rows.map(([, row]) => row)).size).toBe(CAR_COUNT);
});
