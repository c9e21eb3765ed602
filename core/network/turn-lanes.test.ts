import { expect, test } from 'vitest';
import type { TurnKind } from './network-draft.js';
import { lanesOfTurns, turnKindOf } from './turn-lanes.js';

test('a turn is thru up to 45°, a U-turn from 150°, else left or right', () => {
  const bearing = (degrees: number) =>
    [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)] as const;
  const kindAt = (degrees: number) => turnKindOf(bearing(20), bearing(20 + degrees));
  expect([0, 44, -44].map(kindAt)).toEqual(['thru', 'thru', 'thru']);
  expect([46, 90, 149].map(kindAt)).toEqual(['left', 'left', 'left']);
  expect([-46, -90, -149].map(kindAt)).toEqual(['right', 'right', 'right']);
  expect([151, 180, -151].map(kindAt)).toEqual(['uturn', 'uturn', 'uturn']);
});

test('no turn is without a lane and no lane without a turn, whatever the junction', () => {
  const all: readonly TurnKind[] = ['left', 'thru', 'right', 'uturn'];
  for (let mask = 1; mask < 16; mask++) {
    const kinds = all.filter((_, bit) => mask & (1 << bit));
    for (const laneCount of [1, 2, 3, 4]) {
      for (const hasPocket of [false, true]) {
        const lanes = lanesOfTurns(kinds, { laneCount, hasPocket });
        expect([...lanes.keys()]).toEqual(kinds);
        expect([...lanes.values()].every((list) => list.length > 0)).toBe(true);
        const used = new Set([...lanes.values()].flat());
        const wanted = laneCount + (hasPocket ? 1 : 0);
        expect([kinds, laneCount, hasPocket, used.size]).toEqual([
          kinds,
          laneCount,
          hasPocket,
          wanted,
        ]);
      }
    }
  }
});

test('four lanes and a pocket: left from the pocket, right from the right, thru from all', () => {
  const lanes = lanesOfTurns(['left', 'thru', 'right'], { laneCount: 4, hasPocket: true });
  expect(lanes).toEqual(
    new Map([
      ['left', [-1]],
      ['thru', [0, 1, 2, 3]],
      ['right', [3]],
    ]),
  );
});

test('where a street ends, its lanes are shared between left and right', () => {
  expect(lanesOfTurns(['left', 'right'], { laneCount: 3, hasPocket: false })).toEqual(
    new Map([
      ['left', [0]],
      ['right', [1, 2]],
    ]),
  );
  expect(lanesOfTurns(['right'], { laneCount: 2, hasPocket: false }).get('right')).toEqual([0, 1]);
});
