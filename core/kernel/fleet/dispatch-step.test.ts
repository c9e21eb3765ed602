import { expect, test } from 'vitest';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { steppedRun } from '../../testing/stepped-run.js';

/** When requests were given to vehicles, in the town's first half hour. */
function assignedAt(dispatchEvery_s: number): number[] {
  const run = steppedRun(
    townRun('shared-automated', { fleet: { vehicleCount: 12, dispatchEvery_s } }),
  );
  run.until(TOWN_START_s + 1800);
  return run.log.filter(({ type }) => type === 'requestAssigned').map(({ time_s }) => time_s);
}

test('requests are looked at as often as the scenario says, and only then', () => {
  const coarse_s = assignedAt(300);
  expect(coarse_s.length).toBeGreaterThan(10);
  for (const time_s of coarse_s) expect(time_s % 300).toBe(0);
  const fine_s = assignedAt(10);
  expect(fine_s.filter((time_s) => time_s % 10 !== 0)).toEqual([]);
  expect(new Set(fine_s).size).toBeGreaterThan(2 * new Set(coarse_s).size);
});
