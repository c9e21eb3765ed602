import { expect, test } from 'vitest';
import { PARKING_PLACES } from '../events/catalogue.js';
import { allDay } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, LOT_ROW, logOf, smallDistrict } from '../testing/small-district.js';
import { longestStretch } from './freed-land.js';
import { createMetrics } from './metrics.js';
import type { FreedLandRow } from './run-result.js';

const [CURB, LOT] = PARKING_PLACES.keys();
const HOUR_s = 3600;
const start_s = 4 * HOUR_s;

/** Three zones of 20 m in a row on link a, and the district's lots, all within reach. */
const street: NetworkFacts = {
  ...smallDistrict,
  zones: [0, 1, 2].map((at) => ({
    name: `z${at}`,
    link: 0,
    start_m: 30 * at,
    length_m: 20,
    depth_m: 2.5,
    stall_m: 6,
    block: 'B',
    timetable: allDay('parking'),
  })),
  lots: smallDistrict.lots.map((lot) => ({ ...lot, x_m: 0, y_m: 0, block: 'B' })),
  land: { ...smallDistrict.land, curb_m2: 150, blocks_m2: 6220 + 50 },
};

function freed(happenings: readonly Happening[], facts = street): readonly FreedLandRow[] {
  const metrics = createMetrics(facts, { ...DEFAULT_SCENARIO, start_s }, [], 99);
  metrics.take(logOf(happenings));
  const end_s = start_s + 24 * HOUR_s;
  metrics.take(logOf([['linkMeasured', end_s - 1, { link: 0 }]]));
  return metrics.finish(end_s - 1).freedLand;
}
const curbs = (rows: readonly FreedLandRow[]) => rows.filter(({ kind }) => kind === 'curb');
const lots = (rows: readonly FreedLandRow[]) => rows.filter(({ kind }) => kind === 'lot');

test('a street side in which nothing stood is one strip from corner to corner', () => {
  expect(curbs(freed([]))).toEqual([
    {
      kind: 'curb',
      name: 'a',
      block: 'B',
      start_m: 0,
      end_m: 80,
      isCornerToCorner: true,
      zoneCount: 3,
      length_m: 60,
      area_m2: 150,
      from_s: 0,
      hourCount: 24,
    },
  ]);
});

test('a zone that is used by day leaves two strips for always, and its nights', () => {
  const pieces = curbs(
    freed([
      ['parked', 8.5 * HOUR_s, { place: CURB, row: 1 }],
      ['unparked', 17.2 * HOUR_s, { place: CURB, row: 1 }],
    ]),
  );
  expect(
    pieces.map(({ start_m, hourCount, from_s }) => [start_m, from_s / HOUR_s, hourCount]),
  ).toEqual([
    [0, 0, 24],
    [30, 18, 14],
    [60, 0, 24],
  ]);
  expect(pieces.every(({ isCornerToCorner }) => !isCornerToCorner)).toBe(true);
});

test('a stop in the moving lane uses no curb; a car that stands on uses it to the end', () => {
  expect(curbs(freed([['stopped', 9 * HOUR_s, { zone: -1 }]]))[0]!.zoneCount).toBe(3);
  const stays = curbs(freed([['parked', start_s, { place: CURB, row: 0 }]]));
  expect(stays.map(({ start_m }) => start_m)).toEqual([30]);
});

const park = (row: number, count: number): Happening[] =>
  Array.from({ length: count }, () => ['parked', 10 * HOUR_s, { place: LOT, row }]);

test('a lot is closed only when its cars fit into the others at their target occupancy', () => {
  const few = lots(freed([...park(LOT_ROW.yard, 2), ...park(LOT_ROW.garage, 20)]));
  // 2 of 10 stalls: they fit into the garage's 27 that may be taken.
  expect(few.map(({ name, area_m2 }) => [name, area_m2])).toEqual([['yard', 280]]);
  const full = lots(freed([...park(LOT_ROW.yard, 2), ...park(LOT_ROW.garage, 26)]));
  expect(full).toEqual([]);
  const many = lots(freed([...park(LOT_ROW.yard, 4), ...park(LOT_ROW.garage, 12)]));
  expect(many).toEqual([]);
});

test('cars are sent only so far, and never from town to a remote lot', () => {
  const far = {
    ...street,
    lots: street.lots.map((lot) => ({ ...lot, x_m: lot.name === 'yard' ? 900 : 0 })),
  };
  expect(lots(freed([...park(LOT_ROW.yard, 2), ...park(LOT_ROW.garage, 20)], far))).toEqual([]);
});

test('empty lots are closed one after the other', () => {
  expect(lots(freed([])).map(({ name }) => name)).toEqual(['garage', 'yard']);
});

test('the longest stretch of hours may pass midnight', () => {
  const mask = (hours: readonly number[]): number =>
    hours.reduce((sum, hour) => sum | (1 << hour), 0);
  expect(longestStretch(mask([22, 23, 0, 1, 12]))).toEqual({ from: 22, hourCount: 4 });
  expect(longestStretch(0)).toEqual({ from: 0, hourCount: 0 });
  expect(longestStretch((1 << 24) - 1)).toEqual({ from: 0, hourCount: 24 });
});

test('the blocks of an hour sum to the ledger, to the square centimetre', () => {
  const metrics = createMetrics(street, { ...DEFAULT_SCENARIO, start_s }, [], 99);
  metrics.take(logOf([...park(LOT_ROW.yard, 3), ['parked', 11 * HOUR_s, { place: CURB, row: 2 }]]));
  const { blocks, land } = metrics.finish(14 * HOUR_s);
  for (const row of land) {
    const of = blocks.filter(({ time_s }) => time_s === row.time_s);
    const sum = (key: 'curbTaken_m2' | 'curbFree_m2' | 'lotsTaken_m2' | 'lotsFree_m2'): number =>
      of.reduce((total, block) => total + block[key], 0);
    expect(sum('curbTaken_m2')).toBe(row.curbParkingTaken_m2);
    expect(sum('curbFree_m2')).toBe(row.curbParkingFree_m2);
    expect(sum('lotsTaken_m2')).toBe(row.lotsTaken_m2);
    expect(sum('lotsFree_m2')).toBe(row.lotsFree_m2);
  }
  expect(blocks.some(({ curbTaken_m2 }) => curbTaken_m2 === 15)).toBe(true);
});
