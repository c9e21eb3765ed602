/**
 * The district's land in whole square centimetres, so that parts sum exactly: 2^53 cm² are 900,000
 * square kilometres. Every zone, lot, carriageway and sidewalk is rounded once; the blocks take
 * what is left and so carry the rounding, at most half a cm² for each other part. Where there are no
 * blocks the carriageways carry it.
 */
import { RunError } from '../base/errors.js';
import type { NetworkFacts } from '../network/facts.js';
import type { LandRow } from './run-result.js';

const CM2_PER_M2 = 10_000;

export const toCm2 = (area_m2: number): number => Math.round(area_m2 * CM2_PER_M2);
export const toM2 = (area_cm2: number): number => area_cm2 / CM2_PER_M2;

/** Land of so many stalls of a zone or lot, rounded once. */
export const stallsOfZone_cm2 = (zone: NetworkFacts['zones'][number], count: number): number =>
  toCm2(count * zone.stall_m * zone.depth_m);
export const stallsOfLot_cm2 = (lot: NetworkFacts['lots'][number], count: number): number =>
  toCm2(count * lot.land_m2PerStall);

export interface LandBooks {
  readonly district_cm2: number;
  readonly movingLanes_cm2: number;
  readonly sidewalks_cm2: number;
  readonly blocks_cm2: number;
  /** By zone, on all streets; those beyond the rim are not part of the district. */
  readonly zone_cm2: Float64Array;
  readonly zoneIsInside: Uint8Array;
  /** Beyond the rim and for parking at some time of day: exported land, like the lots there. */
  readonly zoneIsExported: Uint8Array;
  readonly lot_cm2: Float64Array;
  readonly lotIsInside: Uint8Array;
  readonly lotIsExported: Uint8Array;
}

/** Throws where the facts themselves do not sum to the district: no ledger could be right then. */
export function landBooks(facts: NetworkFacts): LandBooks {
  const { land, zones, lots, links } = facts;
  const zone_cm2 = Float64Array.from(zones, (zone) => toCm2(zone.length_m * zone.depth_m));
  const zoneIsInside = Uint8Array.from(zones, ({ link }) => Number(links[link]!.isInside));
  const zoneIsExported = Uint8Array.from(zones, ({ timetable }, zone) =>
    Number(zoneIsInside[zone] === 0 && timetable.some(({ use }) => use === 'parking')),
  );
  const lot_cm2 = Float64Array.from(lots, (lot) => toCm2(lot.stallCount * lot.land_m2PerStall));
  const lotIsInside = Uint8Array.from(lots, (lot) => Number(lot.isInside));
  const lotIsExported = lotIsInside.map((isInside) => 1 - isInside);
  const sidewalks_cm2 = toCm2(land.sidewalks_m2);
  const curb_cm2 = sumWhere(zone_cm2, zoneIsInside);
  const lots_cm2 = sumWhere(lot_cm2, lotIsInside);
  const district_cm2 = toCm2(facts.districtArea_m2);
  const rest_cm2 = district_cm2 - sidewalks_cm2 - curb_cm2 - lots_cm2;
  const blocks_cm2 = Math.max(0, rest_cm2 - toCm2(land.movingLanes_m2));
  const movingLanes_cm2 = rest_cm2 - blocks_cm2;
  refuseOtherThanStated(facts, { curb_cm2, lots_cm2, blocks_cm2 });
  return {
    district_cm2,
    movingLanes_cm2,
    sidewalks_cm2,
    blocks_cm2,
    zone_cm2,
    zoneIsInside,
    zoneIsExported,
    lot_cm2,
    lotIsInside,
    lotIsExported,
  };
}

function refuseOtherThanStated(
  { layout, land, zones, lots }: NetworkFacts,
  found: { curb_cm2: number; lots_cm2: number; blocks_cm2: number },
): void {
  // Half a cm² for each rounded part, and 1 cm² for the sums of the facts, which are not whole.
  const rounding_cm2 = 0.5 * (zones.length + lots.length + 4) + 1;
  const pairs = [
    ['curbs', found.curb_cm2, land.curb_m2],
    ['lots', found.lots_cm2, land.lots_m2],
    ['blocks', found.blocks_cm2, land.blocks_m2],
  ] as const;
  for (const [name, found_cm2, stated_m2] of pairs) {
    // So that NaN is refused too.
    if (Math.abs(found_cm2 - stated_m2 * CM2_PER_M2) <= rounding_cm2) continue;
    throw new RunError(
      'LAND-001',
      `the ${name} of layout ${layout} take ${toM2(found_cm2)} m², stated are ${stated_m2} m²`,
    );
  }
}

export function sumWhere(values: Float64Array, isMeant: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) if (isMeant[row] === 1) sum += values[row]!;
  return sum;
}

/**
 * What is wrong with a row of the ledger, one sentence each; empty when it is right. Parts must be
 * whole square centimetres, none below zero, sum to the district, and those that never change must
 * be what they were.
 */
export function checkLand(row: LandRow, facts: NetworkFacts): string[] {
  const books = landBooks(facts);
  const { time_s: _, exportedTaken_m2, exportedFree_m2, ...parts } = row;
  const wrong: string[] = [];
  for (const [name, area_m2] of Object.entries({ ...parts, exportedTaken_m2, exportedFree_m2 })) {
    const area_cm2 = area_m2 * CM2_PER_M2;
    if (!(area_cm2 >= 0)) wrong.push(`${name} is ${area_m2}: land cannot be negative.`);
    // A whole number of cm² divided by 10,000 is off by 1e-16 of itself, 1e-5 cm² for a district.
    if (!(Math.abs(area_cm2 - Math.round(area_cm2)) < 1e-3)) {
      wrong.push(`${name} is ${area_m2}, not a whole number of square centimetres.`);
    }
  }
  const expect = (name: string, found_cm2: number, expected_cm2: number): void => {
    if (found_cm2 === expected_cm2) return;
    wrong.push(`${name} is ${toM2(found_cm2)} m² and should be ${toM2(expected_cm2)} m².`);
  };
  const sum = (...areas_m2: number[]): number =>
    areas_m2.reduce((total_cm2, area_m2) => total_cm2 + toCm2(area_m2), 0);
  const curbParking_m2 = [row.curbParkingTaken_m2, row.curbParkingFree_m2];
  const otherCurb_m2 = [row.curbLoading_m2, row.curbCharging_m2, row.curbUnused_m2];
  const curb_cm2 = sum(...curbParking_m2, row.curbPudo_m2, ...otherCurb_m2);
  const lots_cm2 = sum(row.lotsTaken_m2, row.lotsFree_m2);
  expect('the district', sum(...Object.values(parts)), books.district_cm2);
  expect('movingLanes_m2', sum(row.movingLanes_m2), books.movingLanes_cm2);
  expect('sidewalks_m2', sum(row.sidewalks_m2), books.sidewalks_cm2);
  expect('blocks_m2', sum(row.blocks_m2), books.blocks_cm2);
  expect('the curb', curb_cm2, sumWhere(books.zone_cm2, books.zoneIsInside));
  expect('the lots', lots_cm2, sumWhere(books.lot_cm2, books.lotIsInside));
  expect(
    'exported land',
    sum(exportedTaken_m2, exportedFree_m2),
    sumWhere(books.zone_cm2, books.zoneIsExported) + sumWhere(books.lot_cm2, books.lotIsExported),
  );
  return wrong;
}
