import { expect, test } from 'vitest';
import { smallestOnLadder } from './sizing.js';

const ladder = [100, 200, 300, 400, 500, 600, 700];

test.each(ladder)('finds the smallest size under the limit, here %i', async (needed) => {
  const { smallest, evaluated, reversals } = await smallestOnLadder(ladder, async (size) =>
    size >= needed ? 0.019 : 0.02,
  );
  expect(smallest).toBe(needed);
  expect(evaluated.length).toBeLessThanOrEqual(3);
  expect(evaluated.map(({ size }) => size)).toContain(needed);
  expect(evaluated.map(({ size }) => size)).toEqual(
    evaluated.map(({ size }) => size).sort((a, b) => a - b),
  );
  expect(reversals).toEqual([]);
});

test('says so when no size is enough', async () => {
  const { smallest, evaluated } = await smallestOnLadder(ladder, async () => 0.5);
  expect(smallest).toBeNull();
  expect(evaluated.at(-1)).toEqual({ size: 700, rejectedShare: 0.5 });
});

test('reports a larger fleet that rejected more', async () => {
  const shares = new Map([
    [400, 0.03],
    [600, 0.1],
    [700, 0.01],
  ]);
  const { smallest, reversals } = await smallestOnLadder(ladder, async (size) => shares.get(size)!);
  expect(smallest).toBe(700);
  expect(reversals).toEqual([
    [
      { size: 400, rejectedShare: 0.03 },
      { size: 600, rejectedShare: 0.1 },
    ],
  ]);
});

test('takes the limit it is given', async () => {
  const shareOf = async (size: number): Promise<number> => 10 / size;
  expect((await smallestOnLadder(ladder, shareOf, 0.03)).smallest).toBe(400);
});

test('refuses a ladder that does not rise', async () => {
  await expect(smallestOnLadder([100, 100], async () => 0)).rejects.toThrow('must rise: 100, 100');
  await expect(smallestOnLadder([], async () => 0)).rejects.toThrow('needs a rung');
});
