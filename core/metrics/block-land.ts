/**
 * Parking land of each block by the hour: the curb beside it and the lots on it, in whole square
 * centimetres that sum to the district's ledger. Curbs and lots at no block share a row without name.
 */
import { CURB_USES } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Keep } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import { type LandBooks, stallsOfLot_cm2, stallsOfZone_cm2, toM2 } from './land-books.js';
import type { ParkingFold } from './parking.js';
import type { BlockRow } from './run-result.js';

const COLUMN = {
  time_s: 0,
  block: 1,
  curbTaken: 2,
  curbFree: 3,
  curbOther: 4,
  lotsTaken: 5,
  lotsFree: 6,
};
const WIDTH = Object.keys(COLUMN).length;
const PARKING = CURB_USES.indexOf('parking');

export function createBlockLand(
  facts: NetworkFacts,
  books: LandBooks,
  { zoneTaken, lotTaken }: ParkingFold,
  { uses, keep }: { readonly uses: Uint8Array; readonly keep: Keep },
): { closeHour(time_s: number): void; rows(): BlockRow[] } {
  const names = namesOf(facts, books);
  const rowOf = new Map(names.map((name, row) => [name, row]));
  const blockOfZone = facts.zones.map(({ block = '' }) => rowOf.get(block));
  const blockOfLot = facts.lots.map(({ block = '' }) => rowOf.get(block));
  const sums_cm2 = new Float64Array(names.length * WIDTH);
  const rows = keep(new GrowingRows(WIDTH));
  return {
    closeHour: (time_s) => {
      sums_cm2.fill(0);
      for (const [zone, each] of facts.zones.entries()) {
        if (books.zoneIsInside[zone] === 0) continue;
        const at = blockOfZone[zone]! * WIDTH;
        const taken_cm2 = stallsOfZone_cm2(each, zoneTaken[zone]!);
        const rest = uses[zone] === PARKING ? COLUMN.curbFree : COLUMN.curbOther;
        sums_cm2[at + COLUMN.curbTaken]! += taken_cm2;
        sums_cm2[at + rest]! += books.zone_cm2[zone]! - taken_cm2;
      }
      for (const [lot, each] of facts.lots.entries()) {
        if (books.lotIsInside[lot] === 0) continue;
        const at = blockOfLot[lot]! * WIDTH;
        const taken_cm2 = stallsOfLot_cm2(each, lotTaken[lot]!);
        sums_cm2[at + COLUMN.lotsTaken]! += taken_cm2;
        sums_cm2[at + COLUMN.lotsFree]! += books.lot_cm2[lot]! - taken_cm2;
      }
      for (const block of names.keys()) {
        sums_cm2[block * WIDTH + COLUMN.time_s] = time_s;
        sums_cm2[block * WIDTH + COLUMN.block] = block;
        rows.append(sums_cm2, block * WIDTH);
      }
    },
    rows: () =>
      rows.map((numbers, at) => ({
        time_s: numbers[at]!,
        block: names[numbers[at + COLUMN.block]!]!,
        curbTaken_m2: toM2(numbers[at + COLUMN.curbTaken]!),
        curbFree_m2: toM2(numbers[at + COLUMN.curbFree]!),
        curbOther_m2: toM2(numbers[at + COLUMN.curbOther]!),
        lotsTaken_m2: toM2(numbers[at + COLUMN.lotsTaken]!),
        lotsFree_m2: toM2(numbers[at + COLUMN.lotsFree]!),
      })),
  };
}

/** Blocks with any parking inside the district, in the order of names. */
function namesOf(facts: NetworkFacts, { zoneIsInside, lotIsInside }: LandBooks): string[] {
  const zones = facts.zones.filter((_, zone) => zoneIsInside[zone] === 1);
  const lots = facts.lots.filter((_, lot) => lotIsInside[lot] === 1);
  return [...new Set([...zones, ...lots].map(({ block = '' }) => block))].sort();
}
