import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARKING_PLACES } from '../events/catalogue.js';
import { CURB_USES } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { type Happening, LOT_ROW, logOf, smallDistrict, ZONE } from '../testing/small-district.js';
import { checkLand, landBooks } from './land-books.js';
import { createMetrics } from './metrics.js';
import type { LandRow } from './run-result.js';

const [CURB, LOT] = PARKING_PLACES.keys();
const start_s = 6 * 3600;

function resultOf(facts: NetworkFacts, end_s: number, happenings: readonly Happening[]) {
  const metrics = createMetrics(facts, { ...DEFAULT_SCENARIO, start_s }, [], 99);
  metrics.take(logOf(happenings));
  return metrics.finish(end_s);
}

/** `count` cars that park at once. */
const park = (time_s: number, place: number, row: number, count: number): Happening[] =>
  Array.from({ length: count }, () => ['parked', time_s, { place, row }]);
const leave = (time_s: number, place: number, row: number, count: number): Happening[] =>
  Array.from({ length: count }, () => ['unparked', time_s, { place, row }]);

test('the ledger shows stock and use of the moment, and cars that stay past parking hours', () => {
  const { land } = resultOf(smallDistrict, 9 * 3600, [
    ...park(0, CURB, ZONE.east, 4),
    ...park(0, LOT, LOT_ROW.garage, 3),
    ...park(0, LOT, LOT_ROW.remote, 5),
    ['useChanged', 8 * 3600, { zone: ZONE.east, use: CURB_USES.indexOf('pudo') }],
    ...leave(8.5 * 3600, CURB, ZONE.east, 3),
    ...park(8.5 * 3600, LOT, LOT_ROW.yard, 2),
  ]);
  const fixed = { movingLanes_m2: 2000, sidewalks_m2: 1000, blocks_m2: 6220, curbUnused_m2: 0 };
  const curb = { curbPudo_m2: 0, curbLoading_m2: 50, curbCharging_m2: 0 };
  const exported = { exportedTaken_m2: 140, exportedFree_m2: 420 + 30 };
  const lots = { lotsTaken_m2: 30, lotsFree_m2: 550 };
  const night = { ...fixed, ...curb, ...lots, ...exported };
  expect(land).toEqual([
    { ...night, time_s: 6 * 3600, curbParkingTaken_m2: 60, curbParkingFree_m2: 90 },
    { ...night, time_s: 7 * 3600, curbParkingTaken_m2: 60, curbParkingFree_m2: 90 },
    // At 08:00 `east` becomes a pick-up zone; four cars are still in it, and one at 09:00.
    {
      ...night,
      time_s: 8 * 3600,
      curbParkingTaken_m2: 60,
      curbParkingFree_m2: 0,
      curbPudo_m2: 90,
    },
    {
      ...night,
      time_s: 9 * 3600,
      curbParkingTaken_m2: 15,
      curbParkingFree_m2: 0,
      curbPudo_m2: 135,
      lotsTaken_m2: 30 + 56,
      lotsFree_m2: 550 - 56,
    },
  ]);
});

test('used is the fullest moment; required is each kind at its own, over the target', () => {
  const { summary } = resultOf(smallDistrict, 8 * 3600, [
    ...park(0, CURB, ZONE.east, 8),
    ...park(0, LOT, LOT_ROW.garage, 2),
    ...park(0, LOT, LOT_ROW.remote, 6),
    ...leave(22_000, CURB, ZONE.east, 6),
    ...park(22_100, LOT, LOT_ROW.garage, 6),
    ...park(22_100, LOT, LOT_ROW.yard, 1),
    ...leave(23_000, LOT, LOT_ROW.garage, 8),
  ]);
  const required_m2 = 120 / 0.85 + 108 / 0.9;
  expect(summary).toMatchObject({
    land_used_curb_m2: 8 * 15,
    land_used_lot_m2: 8 * 10 + 28,
    // 120 + 20 at the start; later 30 + 108.
    land_used_m2: 140,
    land_used_share: 1.4,
    land_required_m2: required_m2,
    land_required_share: required_m2 / 100,
    // `east` by night, the garage and the yard.
    land_supply_m2: 150 + 580,
    land_freed_m2: 730 - required_m2,
    land_exported_used_m2: 168,
    land_exported_required_m2: 168 / 0.9,
    curb_used_peak_m2: 120,
  });
});

test('freed land below zero is a shortage and keeps its sign', () => {
  const { summary } = resultOf(smallDistrict, 7 * 3600, [
    ...park(0, CURB, ZONE.east, 10),
    ...park(0, LOT, LOT_ROW.garage, 30),
    ...park(0, LOT, LOT_ROW.yard, 10),
  ]);
  expect(summary['land_freed_m2']).toBeCloseTo(730 - 150 / 0.85 - 580 / 0.9, 9);
  expect(summary['land_freed_m2']).toBeLessThan(0);
});

test('curb in use counts parked cars and vehicles in bays together, not those in the lane', () => {
  const { summary } = resultOf(smallDistrict, 7 * 3600, [
    ...park(0, CURB, ZONE.east, 2),
    ['stopped', 22_000, { zone: ZONE.north }],
    ['stopped', 22_001, { zone: -1 }],
    ['stopped', 22_002, { zone: ZONE.east }],
    ['stopEnded', 22_010, { zone: ZONE.north, stood_s: 10 }],
    ['stopped', 22_020, { zone: ZONE.north }],
  ]);
  expect(summary['curb_used_peak_m2']).toBe(4 * 15);
});

/** Areas that are no whole number of cm²; the blocks are what is left of the district. */
const oddDistrict: NetworkFacts = (() => {
  const zones = smallDistrict.zones.map((zone) => ({
    ...zone,
    length_m: zone.length_m + 1 / 3,
    depth_m: 2.43217,
    stall_m: 5.7 + 1 / 7,
  }));
  const lots = smallDistrict.lots.map((lot) => ({
    ...lot,
    land_m2PerStall: lot.land_m2PerStall + 1 / 3,
  }));
  const inside = zones.slice(0, 2).map(({ length_m, depth_m }) => length_m * depth_m);
  const curb_m2 = inside[0]! + inside[1]!;
  const lots_m2 = (30 * 31) / 3 + (10 * 85) / 3;
  const blocks_m2 = 10_000.00007 - 2000.00003 - 1000.00004 - curb_m2 - lots_m2;
  return {
    ...smallDistrict,
    zones,
    lots,
    districtArea_m2: 10_000.00007,
    land: {
      movingLanes_m2: 2000.00003,
      sidewalks_m2: 1000.00004,
      curb_m2,
      lots_m2,
      blocks_m2,
    },
  };
})();

/** Every place, and as many stalls as it has. */
const PLACES = [
  { place: CURB, row: ZONE.east, stallCount: 10 },
  { place: CURB, row: ZONE.north, stallCount: 3 },
  { place: CURB, row: ZONE.rim, stallCount: 2 },
  { place: LOT, row: LOT_ROW.garage, stallCount: 30 },
  { place: LOT, row: LOT_ROW.remote, stallCount: 20 },
  { place: LOT, row: LOT_ROW.yard, stallCount: 10 },
] as const;

test('property: whoever comes and goes, the ledger sums to the district to the cm²', () => {
  const moves = fc.array(
    fc.record({ at: fc.nat(PLACES.length - 1), comes: fc.boolean(), gap_s: fc.nat(900) }),
    { maxLength: 150 },
  );
  fc.assert(
    fc.property(moves, fc.constantFrom(smallDistrict, oddDistrict), (list, facts) => {
      const taken = PLACES.map(() => 0);
      const happenings: Happening[] = [];
      let [time_s, insidePeak_m2] = [start_s, 0];
      for (const { at, comes, gap_s } of list) {
        const { place, row, stallCount } = PLACES[at]!;
        if (comes ? taken[at] === stallCount : taken[at] === 0) continue;
        time_s += gap_s;
        taken[at]! += comes ? 1 : -1;
        happenings.push([comes ? 'parked' : 'unparked', time_s, { place, row }]);
        insidePeak_m2 = Math.max(insidePeak_m2, insideLand_m2(facts, taken));
      }
      const { land, summary } = resultOf(facts, time_s, happenings);
      expect(land.flatMap((row) => checkLand(row, facts))).toEqual([]);
      // Five places, each rounded to half a cm².
      expect(Math.abs(summary['land_used_m2']! - insidePeak_m2)).toBeLessThan(2.5e-4);
    }),
    { numRuns: 60 },
  );
});

/** The slow twin of the stock: all places anew after each event. */
function insideLand_m2({ zones, lots }: NetworkFacts, taken: readonly number[]): number {
  const [east, north, , garage, , yard] = taken as [number, number, number, number, number, number];
  const stall_m2 = zones[0]!.stall_m * zones[0]!.depth_m;
  const lots_m2 = garage * lots[0]!.land_m2PerStall + yard * lots[2]!.land_m2PerStall;
  return (east + north) * stall_m2 + lots_m2;
}

test('broken twin: one square centimetre too much or too little anywhere is found', () => {
  const { land } = resultOf(oddDistrict, 7 * 3600, [
    ...park(0, CURB, ZONE.east, 4),
    ...park(0, LOT, LOT_ROW.garage, 3),
  ]);
  const [row] = land as [LandRow];
  const { time_s: _, ...parts } = row;
  expect(checkLand(row, oddDistrict)).toEqual([]);
  for (const name of Object.keys(parts) as (keyof typeof parts)[]) {
    for (const error_m2 of [1e-4, -1e-4]) {
      expect(checkLand({ ...row, [name]: row[name] + error_m2 }, oddDistrict)).not.toEqual([]);
    }
  }
  const moved = {
    ...row,
    blocks_m2: row.blocks_m2 - 1e-4,
    curbLoading_m2: row.curbLoading_m2 + 1e-4,
  };
  expect(checkLand(moved, oddDistrict).join()).toContain('blocks_m2');
});

test('broken twin: more cars than all lots have stalls are negative land', () => {
  const { land } = resultOf(smallDistrict, 7 * 3600, [
    ...park(0, LOT, LOT_ROW.garage, 30),
    ...park(0, LOT, LOT_ROW.yard, 11),
  ]);
  expect(checkLand(land[0]!, smallDistrict)).toEqual([
    'lotsFree_m2 is -28: land cannot be negative.',
  ]);
});

test('facts whose parts do not sum to the district are refused', () => {
  const blocks_m2 = smallDistrict.land.blocks_m2 + 1;
  const facts = { ...smallDistrict, land: { ...smallDistrict.land, blocks_m2 } };
  expect(() => landBooks(facts)).toThrow('LAND-001');
});
