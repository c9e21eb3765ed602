import { expect, test } from 'vitest';
import { allocationBench } from './step-allocation.js';

test('a step leaves no more on the heap than its closures, whatever the number of vehicles', () => {
  for (const { bytesAStep, most_bytes } of allocationBench({ isSmoke: true })) {
    expect(bytesAStep).toBeLessThan(most_bytes);
  }
});

test('a fraction kept for each vehicle is found', () => {
  const kept: { share: number }[] = [];
  const spoil = (vehicle: number): void => {
    kept[0] = { share: vehicle / 7 };
  };
  for (const { bytesAStep, most_bytes } of allocationBench({ isSmoke: true, spoil })) {
    expect(bytesAStep).toBeGreaterThan(most_bytes);
  }
});
