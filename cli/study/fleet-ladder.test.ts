import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  climbLadder,
  type LadderRung,
  ladderBoundLines,
  limitText,
  mostRungsTried,
} from './fleet-ladder.js';

const shares = (...values: (number | null)[]): LadderRung['rejected'] =>
  values.map((share, at) => ({ layout: `layout-${at}`, share, waitP95_s: 100 }));
const noBounds = async () => [];

test('the fleet is the smallest rung with every layout below the limit, by trial (certificate)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5000 }),
      async (sizes, needed) => {
        const ladder = sizes.sort((a, b) => a - b);
        const tried: number[] = [];
        const found = await climbLadder(
          { ladder, rejectedLimit: 0.02, waitLimit_s: null },
          async (vehicleCount) => {
            tried.push(vehicleCount);
            // The second layout needs twice the fleet, and decides.
            const share = (factor: number): number =>
              vehicleCount >= needed * factor ? 0.019 : 0.02;
            return shares(share(1), share(2));
          },
          noBounds,
        );
        const enough = ladder.filter((size) => size >= 2 * needed);
        expect(found.meetsLimit).toBe(enough.length > 0);
        expect(found.vehicleCount).toBe(enough[0] ?? ladder.at(-1));
        expect(tried.length).toBeLessThanOrEqual(mostRungsTried(ladder.length));
        const under = ladder[ladder.indexOf(found.vehicleCount) - 1];
        expect(tried).toContain(found.vehicleCount);
        if (under !== undefined && found.meetsLimit) expect(tried).toContain(under);
      },
    ),
    { seed: 3 },
  );
});

test('a rung exactly at the limit is not below it', async () => {
  const found = await climbLadder(
    { ladder: [5], rejectedLimit: 0.02, waitLimit_s: null },
    async () => shares(0.02),
    noBounds,
  );
  expect(found).toMatchObject({ vehicleCount: 5, meetsLimit: false });
});

test('a rung with a failed run is not enough', async () => {
  const found = await climbLadder(
    { ladder: [1, 2], rejectedLimit: 0.02, waitLimit_s: null },
    async (vehicleCount) => (vehicleCount === 1 ? shares(0, null) : shares(0, 0)),
    noBounds,
  );
  expect(found.vehicleCount).toBe(2);
  expect(found.rungs.map(({ isBelowLimit }) => isBelowLimit)).toEqual([false, true]);
});

test('waits count beside rejections where a limit is set, and the bound is of the chosen rung', async () => {
  const runRung = async (vehicleCount: number) => [
    { layout: 'grid', share: 0, waitP95_s: 1000 / vehicleCount },
  ];
  const bound = (vehicleCount: number) => ({ vehicleCount, rideCount: 9, from_s: 0, to_s: 60 });
  const boundRung = async (size: number) => [{ layout: 'grid', bound: bound(size - 1) }];
  const search = { ladder: [1, 2, 4, 8], rejectedLimit: 0.02 };
  const patient = await climbLadder({ ...search, waitLimit_s: null }, runRung, boundRung);
  expect(patient.vehicleCount).toBe(1);
  const found = await climbLadder({ ...search, waitLimit_s: 300 }, runRung, boundRung);
  expect(found).toMatchObject({ vehicleCount: 4, meetsLimit: true });
  expect(limitText(found)).toBe('under 2 % rejected and 95 % waiting 300 s at most');
  expect(ladderBoundLines(found)[0]).toContain('path cover: grid 3:');
  const failed = await climbLadder({ ...search, waitLimit_s: 300 }, runRung, async () => [
    { layout: 'grid', bound: null },
  ]);
  expect(ladderBoundLines(failed)).toEqual([]);
});
