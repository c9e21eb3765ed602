import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { addressOn, lotOn, streetMap } from '../../core/testing/street-map.js';
import { sampleResult } from '../testing/sample-run.js';
import { freedLandSection } from './curb-sections.js';
import { frontierOf, frontierSection } from './frontier.js';
import { PARKING_CODES, requiredStalls } from './parking-codes.js';
import type { ReportCell } from './report-cell.js';

const network: NetworkDraft = {
  ...streetMap('a--b'),
  addresses: [{ ...addressOn('ab', { position_m: 10 }), residentCount: 230, jobCount: 40 }],
  lots: [lotOn('ab', { position_m: 10, stallCount: 10, land_m2PerStall: 20 })],
};

const cell = (heading: string, land_m2: number, empty_km: number): ReportCell => ({
  heading,
  network,
  pudoHours: null,
  run: {
    ...sampleResult(),
    summary: {
      land_required_m2: land_m2 / 2,
      land_exported_required_m2: land_m2 / 2,
      vkt_to_parking_km: empty_km / 2,
      vkt_cruising_km: empty_km / 4,
      vkt_pickup_km: empty_km / 4,
      stalls_used_peak: 7,
    },
  },
});

test('who has more of both than another is off the frontier', () => {
  const points = frontierOf([
    cell('near', 50_000, 100),
    cell('remote', 40_000, 400),
    cell('dense', 20_000, 400),
    cell('cruising', 45_000, 900),
  ]);
  expect(points.map(({ heading, isOnFrontier }) => [heading, isOnFrontier])).toEqual([
    ['near', true],
    ['remote', false],
    ['dense', true],
    ['cruising', false],
  ]);
  expect(points[2]).toMatchObject({ land_ha: 2, empty_km: 400 });
});

test('the section draws a dot a cell; of one cell there is no frontier', () => {
  const text = frontierSection([cell('near <b>', 50_000, 100), cell('far', 1000, 900)])!.text;
  expect(text.match(/frontier-dot/g)).toHaveLength(2);
  expect(text).not.toContain('<b>');
  expect(frontierSection([cell('near', 1, 1)])).toBeNull();
});

test('codes ask by dwellings and floor', () => {
  // 100 dwellings, 1,000 m² of floor.
  expect(PARKING_CODES.map((code) => requiredStalls(network, code))).toEqual([0, 60, 120, 190]);
  expect(freedLandSection([cell('near', 1, 1)]).text).toContain('190 (0.4)');
});
