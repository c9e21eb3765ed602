import { expect, test } from 'vitest';
import type { BusRow, RunResult } from '../../core/metrics/run-result.js';
import { sampleResult } from '../testing/sample-run.js';
import { serviceSections, together } from './service-sections.js';

const quarter = (given: Partial<BusRow>): BusRow => ({ ...sampleResult().buses![0]!, ...given });

test('quarter-hours together have the speed of all way in all time, and all headways', () => {
  const rows = [
    quarter({ way_m: 1000, run_s: 100, headwayCount: 1, headway_s: 300, headwayVariation: 0 }),
    quarter({ way_m: 1000, run_s: 300, headwayCount: 1, headway_s: 900, headwayVariation: 0 }),
    quarter({ way_m: 0, run_s: 0, headwayCount: 0, headway_s: NaN, headwayVariation: NaN }),
  ];
  const day = together(rows);
  expect(day.speed_kmh).toBeCloseTo(18, 9);
  expect(day.headway_s).toBe(600);
  expect(day.headwayVariation).toBeCloseTo(0.5, 9);
  // (300^2 + 900^2) / (2 * 1200) s.
  expect(day.wait_s).toBeCloseTo(375, 9);
});

test('a run with scheduled vehicles has a section for each kind, another has none', () => {
  const { buses, visits, calls, crossings } = sampleResult();
  const text = (run: Partial<RunResult>): string =>
    serviceSections(run as RunResult)
      .filter((each) => each !== null)
      .map((each) => JSON.stringify(each))
      .join('\n');
  const page = text({ buses: buses!, visits: visits!, calls: calls!, crossings: crossings! });
  for (const word of ['Bus lines', 'M1 north', 'clinic', 'call 0001', 'at signals'])
    expect(page).toContain(word);
  expect(text({})).toBe('');
});
