import fc from 'fast-check';
import { expect, test } from 'vitest';
import { climbLadder, type LadderRung, mostRungsTried } from './fleet-ladder.js';

const shares = (...values: (number | null)[]): LadderRung['rejected'] =>
  values.map((share, at) => ({ layout: `layout-${at}`, share }));

test('the fleet is the smallest rung with every layout below the limit, by trial (certificate)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5000 }),
      async (sizes, needed) => {
        const ladder = sizes.sort((a, b) => a - b);
        const tried: number[] = [];
        const found = await climbLadder({ ladder, rejectedLimit: 0.02 }, async (vehicleCount) => {
          tried.push(vehicleCount);
          // The second layout needs twice the fleet, and decides.
          const share = (factor: number): number =>
            vehicleCount >= needed * factor ? 0.019 : 0.02;
          return shares(share(1), share(2));
        });
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
  const found = await climbLadder({ ladder: [5], rejectedLimit: 0.02 }, async () => shares(0.02));
  expect(found).toMatchObject({ vehicleCount: 5, meetsLimit: false });
});

test('a rung with a failed run is not enough', async () => {
  const found = await climbLadder({ ladder: [1, 2], rejectedLimit: 0.02 }, async (vehicleCount) =>
    vehicleCount === 1 ? shares(0, null) : shares(0, 0),
  );
  expect(found.vehicleCount).toBe(2);
  expect(found.rungs.map(({ isBelowLimit }) => isBelowLimit)).toEqual([false, true]);
});
