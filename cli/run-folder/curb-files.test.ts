import { expect, test } from 'vitest';
import type { CurbRow, FreedLandRow } from '../../core/metrics/run-result.js';
import { curbOn, lotOn, streetMap } from '../../core/testing/street-map.js';
import { curbUuid } from '../../networks/export/curb-uuid.js';
import { cdsAggregates } from './cds-aggregates.js';
import { freedLandGeoJson } from './freed-land-geojson.js';
import { columnsOf, type Row } from './table-csv.js';
import { RUN_TABLES } from './tables.js';

const row = (time_s: number, given: Partial<CurbRow> = {}): CurbRow => ({
  time_s,
  zone: 'z',
  use: 'pudo',
  stopCount: 0,
  refusedCount: 0,
  parkedCount: 0,
  stopped_s: 0,
  parkings: 0,
  parked_s: 0,
  personCount: 0,
  occupancy: 0,
  persons_perHour6m: 0,
  revenue: 0,
  ...given,
});
const curbs = RUN_TABLES.find(({ name }) => name === 'curbs')!;
const scenario = { output: { period_s: 900, sessions: 'none' as const } };

test('four quarters of an hour are one hour, with the metric names of the standard', () => {
  const csv = cdsAggregates(
    columnsOf(curbs, [
      row(4.25 * 3600, { stopCount: 2, stopped_s: 100, occupancy: 0.5 }),
      row(5 * 3600, { parkings: 1, parked_s: 200, occupancy: 0.1 }),
      row(28.25 * 3600, { stopCount: 0 }),
    ] as unknown as Row[]),
    scenario,
  );
  const id = curbUuid('z');
  expect(csv.toString().split('\n')).toEqual([
    'curb_place_type,curb_place_id,metric_type,date,hour,value',
    `zone,${id},total_sessions,2000-01-01,4,3`,
    `zone,${id},turnover,2000-01-01,4,3`,
    `zone,${id},average_dwell_time,2000-01-01,4,100`,
    `zone,${id},occupancy_percent,2000-01-01,4,15`,
    `zone,${id},total_sessions,2000-01-02,4,0`,
    `zone,${id},turnover,2000-01-02,4,0`,
    `zone,${id},average_dwell_time,2000-01-02,4,-1`,
    `zone,${id},occupancy_percent,2000-01-02,4,0`,
    '',
  ]);
});

test('ids of zones are version 5 of RFC 4122, from their names alone', () => {
  expect(curbUuid('a')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(curbUuid('a')).toBe(curbUuid('a'));
  expect(curbUuid('a')).not.toBe(curbUuid('b'));
});

const freed: FreedLandRow = {
  kind: 'curb',
  name: 'ab',
  block: '',
  start_m: 20,
  end_m: 50,
  isCornerToCorner: true,
  zoneCount: 1,
  length_m: 30,
  area_m2: 75,
  from_s: 0,
  hourCount: 24,
};

test('freed land is written as closed polygons with its figures, and reads back', () => {
  const network = {
    ...streetMap('a--b', { step_m: 100 }),
    curbs: [curbOn('ab', { start_m: 20, end_m: 50 })],
    lots: [
      lotOn('ab', {
        name: 'lot',
        position_m: 10,
        stallCount: 4,
        land_m2PerStall: 25,
        x_m: 5,
        y_m: 7,
      }),
    ],
  };
  const text = freedLandGeoJson(network, [freed, { ...freed, kind: 'lot', name: 'lot' }]);
  const { features, coordinates } = JSON.parse(text);
  expect(coordinates).toBe('metres east and north');
  expect(features[0].properties).toMatchObject({ area_m2: 75, hourCount: 24 });
  const [ring] = features[0].geometry.coordinates;
  expect(ring[0]).toEqual(ring.at(-1));
  expect(features[1].geometry.coordinates[0]).toContainEqual([0, 2]);
});

test('a network with a projection gives longitude and latitude', () => {
  const crs = '+proj=utm +zone=32 +datum=WGS84 +units=m +no_defs';
  const network = {
    ...streetMap('a--b', { step_m: 100 }),
    crs,
    curbs: [curbOn('ab', { start_m: 20, end_m: 50 })],
  };
  const [lon, lat] = JSON.parse(freedLandGeoJson(network, [freed])).features[0].geometry
    .coordinates[0][0];
  expect(lon).toBeGreaterThan(4);
  expect(lon).toBeLessThan(5);
  expect(Math.abs(lat)).toBeLessThan(0.001);
});
