import { expect, test } from 'vitest';
import { smallestFleet } from './sizing.js';

const trialOf = (needed: number) => async (size: number) => ({
  isEnough: size >= needed,
  outcome: size,
});

test.each([1, 2, 3, 37, 64, 65, 199, 200])(
  'certificate: %i is run and enough, one vehicle less is run and is not',
  async (needed) => {
    for (const guess of [1, 10, 64, 500]) {
      const bounds = { guess, largest: 200, stepShare: 0 };
      const { smallest, trials } = await smallestFleet(bounds, trialOf(needed));
      expect(smallest).toBe(needed);
      const sizes = trials.map(({ vehicleCount }) => vehicleCount);
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(sizes).toContain(needed);
      if (needed > 1) expect(sizes).toContain(needed - 1);
      expect(sizes.length).toBeLessThanOrEqual(18);
    }
  },
);

test('says so when no size is enough, the largest having been tried', async () => {
  const { smallest, trials } = await smallestFleet(
    { guess: 3, largest: 20, stepShare: 0 },
    trialOf(21),
  );
  expect(smallest).toBeNull();
  expect(trials.map(({ vehicleCount }) => vehicleCount)).toEqual([3, 6, 12, 20]);
});

test('a step ends the search earlier, within it', async () => {
  const bounds = { guess: 100, largest: 1000, stepShare: 0.05 };
  const { smallest, trials } = await smallestFleet(bounds, trialOf(333));
  expect(smallest!).toBeGreaterThanOrEqual(333);
  const under = Math.max(
    ...trials.filter((trial) => !trial.isEnough).map(({ vehicleCount }) => vehicleCount),
  );
  expect(smallest! - under).toBeLessThanOrEqual(0.05 * smallest!);
  expect(trials.length).toBeLessThan(9);
});
