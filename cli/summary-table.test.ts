import { expect, test } from 'vitest';
import { summaryTable } from './summary-table.js';

const plain = { isColoured: false };

test('figures stand under their group with decimals, thousands and units', () => {
  const table = summaryTable(
    { vkt_km: 1_234_567.4, tti: 1.5, trips: 12, land_used_m2: -0.2, wait_p50_s: Number.NaN },
    plain,
  );
  expect(table.split('\n')).toEqual([
    'parking land',
    '  parking land used at the peak of the sum                     0 m²',
    '',
    'congestion',
    '  vehicle-kilometres                                   1,234,567 km',
    '  travel-time index: driving time over free-flow time      1.500',
    '',
    'travel',
    '  trips asked for                                             12 trips',
    '',
    'service',
    '  waiting for a vehicle, median                                – s',
    '',
  ]);
});

test('a summary without known figures is empty', () => {
  expect(summaryTable({ unknown: 1 }, plain)).toBe('\n');
});
