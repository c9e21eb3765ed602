import { expect, test } from 'vitest';
import { RunError } from '../core/base/errors.js';
import { exitCodeOf } from './exit-codes.js';
import { assertFits, assertWithin, cappedSimulate, expectedMemory_bytes } from './memory-cap.js';
import { sampleInputs, sampleResult } from './testing/sample-run.js';

const errorOf = (work: () => void): RunError | null => {
  try {
    work();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(RunError);
    return error as RunError;
  }
};

/** A day of a district; what links, zones and trips are like does not matter. */
function district(links: number, zones: number, trips: number, day_s = 86_400) {
  const { scenario, network } = sampleInputs();
  const { output } = scenario;
  return {
    scenario: { ...scenario, start_s: 0, end_s: day_s, output: { ...output, period_s: 900 } },
    network: { ...network, links: new Array(links), curbs: new Array(zones) },
    trips: new Array(trips),
  };
}

test('a run that is expected to need more than allowed is refused with a code and exit 4', () => {
  const inputs = district(100, 100, 1000);
  const needed_MB = expectedMemory_bytes(inputs) / 1e6;
  expect(errorOf(() => assertFits(inputs, { most_MB: Math.ceil(needed_MB) }))).toBeNull();
  const error = errorOf(() => assertFits(inputs, { most_MB: Math.floor(needed_MB) - 1 }))!;
  expect(error.message).toContain('CAP-003 the run is expected to take');
  expect(exitCodeOf(error)).toBe(4);
});

test('more trips, links, zones, hours and threads are expected to need more', () => {
  const least = expectedMemory_bytes(district(100, 100, 1000));
  const larger = [
    district(101, 100, 1000),
    district(100, 101, 1000),
    district(100, 100, 1001),
    district(100, 100, 1000, 2 * 86_400),
  ];
  for (const more of larger) expect(expectedMemory_bytes(more)).toBeGreaterThan(least);
  expect(expectedMemory_bytes(district(100, 100, 1000), { threadCount: 2 })).toBeGreaterThan(least);
});

test('runs at once are expected to need their sum, the program only once', () => {
  const inputs = district(1840, 4960, 96_000);
  const [one, two, three] = [1, 2, 3].map((jobs) => expectedMemory_bytes(inputs, { jobs }));
  expect(three! - two!).toBe(two! - one!);
  expect(two!).toBeLessThan(2 * one!);
  const error = errorOf(() => assertFits(inputs, { most_MB: 500, jobs: 2 }))!;
  expect(error.message).toContain('2 such runs at once are expected to take');
  expect(error.message).toContain('fewer --jobs');
});

test('a capped run is refused before it begins, and ended in its first minute beyond', async () => {
  let begunCount = 0;
  const simulate = cappedSimulate(
    async ({ scenario }, { onMinute } = {}) => {
      begunCount++;
      onMinute?.({ time_s: 18_000, end_s: 86_400, onRoadCount: 0, iteration: 0 });
      return sampleResult(scenario.seed);
    },
    { most_MB: Math.ceil(expectedMemory_bytes(sampleInputs()) / 1e6) },
  );
  const tooFew = cappedSimulate(simulate, { most_MB: 20 });
  await expect(async () => tooFew(sampleInputs())).rejects.toThrow('CAP-003 the run is expected');
  expect(begunCount).toBe(0);
  const held = Buffer.alloc(150e6, 1);
  await expect(async () => simulate(sampleInputs())).rejects.toThrow(
    /^CAP-003 at minute 300 of the day the process takes \d+ MB/,
  );
  expect(begunCount).toBe(1);
  expect(held.length).toBe(150e6);
});

test('the peaks of districts that were measured are expected within 15 % (certificate)', () => {
  // Links, curb zones, trips; resident set at its largest, as the system told it, in KiB.
  const measured = [
    ['today', 160, 800, 9600, {}, 151_308],
    ['today', 160, 800, 96_000, {}, 248_288],
    ['today', 520, 1240, 23_999, {}, 153_096],
    ['private-automated', 520, 1240, 23_999, {}, 169_136],
    ['shared-automated', 520, 1240, 23_999, {}, 158_292],
    ['private-automated', 520, 1240, 23_999, { threadCount: 2 }, 172_176],
    ['shared-automated', 520, 1240, 23_999, { threadCount: 2 }, 155_692],
    ['private-automated', 520, 1240, 23_999, { jobs: 2 }, 290_496],
    ['today', 1840, 4960, 9600, {}, 216_748],
    ['today', 1840, 4960, 9600, { threadCount: 2 }, 236_924],
    ['today', 1840, 4960, 48_000, {}, 305_980],
    ['today', 1840, 4960, 96_000, {}, 310_504],
    ['private-automated', 1840, 4960, 96_000, {}, 290_344],
    ['shared-automated', 1840, 4960, 96_000, {}, 305_576],
    ['today', 6880, 11_240, 9600, {}, 396_316],
    ['today', 9792, 2800, 6665, {}, 324_388],
  ] as const;
  for (const [regime, links, zones, trips, shape, peak_KiB] of measured) {
    const share = expectedMemory_bytes(district(links, zones, trips), shape) / (1024 * peak_KiB);
    const what = `${regime}, ${links} links, ${trips} trips ${JSON.stringify(shape)}`;
    expect(Math.abs(share - 1), what).toBeLessThan(0.15);
  }
});

test('what a process takes is told with the place where it is noticed', () => {
  expect(errorOf(() => assertWithin(200, '05:00', 200e6))).toBeNull();
  const error = errorOf(() => assertWithin(200, '05:00', 201e6))!;
  expect(error.code).toBe('CAP-003');
  expect(error.message).toContain('at 05:00 the process takes 201 MB');
});
