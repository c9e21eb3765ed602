/**
 * Land that parked cars take: the hourly ledger, and two answers that are never mixed.
 *
 * Used: stalls taken × their land, at the fullest moment (every event is looked at).
 * Required: for curb and lots each, the land used at its own fullest moment over the target
 * occupancy. So a required lot stall has the mean land of the lot stalls taken at that moment, a
 * stall of one kind may stand in for another of its kind anywhere in the district, and a curb stall
 * never for a lot stall. Freed = supplied less required; below zero it is a shortage.
 *
 * Supplied at the curb is the land marked `parking` or `charging` at the time of day when that is most. Lots and
 * curbs outside the district stand in the exported lines.
 */
import { VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { CURB_USES, type CurbUse, useAt } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import { bayLength_m } from '../scenario/bay-lengths.js';
import type { Scenario } from '../scenario/scenario.js';
import { createBlockLand } from './block-land.js';
import { usesOf } from './curbs.js';
import { type Fold, type Keep, keepNothing } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import {
  type LandBooks,
  landBooks,
  stallsOfLot_cm2,
  stallsOfZone_cm2,
  sumWhere,
  toCm2,
  toM2,
} from './land-books.js';
import type { MetricValues } from './metric-catalogue.js';
import { CURB, LOT, type ParkingFold } from './parking.js';
import type { BlockRow, LandRow } from './run-result.js';

export interface LandFold extends Fold {
  closeHour(time_s: number): void;
  rows(): LandRow[];
  blockRows(): BlockRow[];
  summary(): MetricValues;
}

/** Land in use, cm², and its peaks: the same places in two arrays. */
const USED = {
  curb: 0,
  lot: 1,
  inside: 2,
  exportedCurb: 3,
  exportedLot: 4,
  exported: 5,
  /** Inside, parked or stopped. */
  curbAnyStop: 6,
} as const;

/** `parking` must take each record before this fold does: its stock is read here. */
export function createLand(
  facts: NetworkFacts,
  scenario: Scenario,
  parking: ParkingFold,
  keep = keepNothing,
): LandFold {
  const books = landBooks(facts);
  const used_cm2 = keep(new Float64Array(Object.keys(USED).length));
  const peak_cm2 = keep(new Float64Array(used_cm2.length));
  const rows = keep(new GrowingRows(LAND_COLUMNS.length));
  const uses = keep(usesOf(facts, scenario.start_s));
  const supply = createSupply(facts, books, scenario, uses, keep);
  const blocks = createBlockLand(facts, books, parking, { uses, keep });
  const change = (use: number, by_cm2: number): void => {
    used_cm2[use]! += by_cm2;
    if (used_cm2[use]! > peak_cm2[use]!) peak_cm2[use] = used_cm2[use]!;
  };
  return {
    takes: {
      ...parkingTakes(facts, books, parking, change),
      ...stopTakes(facts, books, scenario, change),
      ...supply.takes,
    },
    closeHour: (time_s) => {
      const row = landRow(facts, books, parking, { uses, time_s });
      rows.append(LAND_COLUMNS.map((name) => row[name]));
      blocks.closeHour(time_s);
    },
    rows: () =>
      rows.map(
        (numbers, at) =>
          Object.fromEntries(
            LAND_COLUMNS.map((name, i) => [name, numbers[at + i]!]),
          ) as unknown as LandRow,
      ),
    blockRows: blocks.rows,
    summary: () => summaryOf(facts, books, scenario.parking, peak_cm2, supply.curb_cm2()),
  };
}

type Change = (use: number, by_cm2: number) => void;

function parkingTakes(
  facts: NetworkFacts,
  { zoneIsInside, lotIsInside }: LandBooks,
  { zoneTaken, lotTaken }: ParkingFold,
  change: Change,
): Fold['takes'] {
  /** `count` stalls more of a place are taken than before the event. */
  const take = (place: number, row: number, count: 1 | -1): void => {
    if (place === CURB) {
      const zone = facts.zones[row]!;
      const taken = zoneTaken[row]!;
      const by_cm2 = stallsOfZone_cm2(zone, taken) - stallsOfZone_cm2(zone, taken - count);
      const isInside = zoneIsInside[row] === 1;
      change(isInside ? USED.curb : USED.exportedCurb, by_cm2);
      change(isInside ? USED.inside : USED.exported, by_cm2);
      if (isInside) change(USED.curbAnyStop, by_cm2);
    } else if (place === LOT) {
      const lot = facts.lots[row]!;
      const taken = lotTaken[row]!;
      const by_cm2 = stallsOfLot_cm2(lot, taken) - stallsOfLot_cm2(lot, taken - count);
      const isInside = lotIsInside[row] === 1;
      change(isInside ? USED.lot : USED.exportedLot, by_cm2);
      change(isInside ? USED.inside : USED.exported, by_cm2);
    }
  };
  const parked = fieldOffsets('parked');
  const unparked = fieldOffsets('unparked');
  return {
    parked: (records, at) => take(records[at + parked.place]!, records[at + parked.row]!, 1),
    unparked: (records, at) => take(records[at + unparked.place]!, records[at + unparked.row]!, -1),
  };
}

function stopTakes(
  facts: NetworkFacts,
  { zoneIsInside }: LandBooks,
  scenario: Scenario,
  change: Change,
): Fold['takes'] {
  const bays_cm2 = VEHICLE_CLASSES.map((each) => {
    const bay_m = bayLength_m(scenario, each);
    return Float64Array.from(facts.zones, ({ depth_m }) => toCm2(bay_m * depth_m));
  });
  const stopped = fieldOffsets('stopped');
  const ended = fieldOffsets('stopEnded');
  const take = (zone: number, vehicleClass: number, count: 1 | -1): void => {
    if (zone < 0 || zoneIsInside[zone] === 0) return;
    change(USED.curbAnyStop, count * bays_cm2[vehicleClass]![zone]!);
  };
  return {
    stopped: (records, at) =>
      take(records[at + stopped.zone]!, records[at + stopped.vehicleClass]!, 1),
    stopEnded: (records, at) =>
      take(records[at + ended.zone]!, records[at + ended.vehicleClass]!, -1),
  };
}

const LAND_COLUMNS = [
  'time_s',
  'movingLanes_m2',
  'sidewalks_m2',
  'curbParkingTaken_m2',
  'curbParkingFree_m2',
  'curbPudo_m2',
  'curbLoading_m2',
  'curbCharging_m2',
  'curbUnused_m2',
  'lotsTaken_m2',
  'lotsFree_m2',
  'blocks_m2',
  'exportedTaken_m2',
  'exportedFree_m2',
] as const satisfies readonly (keyof LandRow)[];

/** Use and stock at `time_s`. Cars still parked where the use has changed count as parked. */
function landRow(
  facts: NetworkFacts,
  books: LandBooks,
  { zoneTaken, lotTaken }: ParkingFold,
  { uses, time_s }: { readonly uses: Uint8Array; readonly time_s: number },
): LandRow {
  const free_cm2 = { parking: 0, pudo: 0, loading: 0, none: 0, bus: 0, charging: 0 };
  let curbTaken_cm2 = 0;
  let exportedTaken_cm2 = 0;
  let exportedFree_cm2 = 0;
  for (const [row, zone] of facts.zones.entries()) {
    const taken_cm2 = stallsOfZone_cm2(zone, zoneTaken[row]!);
    const rest_cm2 = books.zone_cm2[row]! - taken_cm2;
    if (books.zoneIsInside[row] === 1) {
      curbTaken_cm2 += taken_cm2;
      free_cm2[CURB_USES[uses[row]!]!] += rest_cm2;
    } else {
      exportedTaken_cm2 += taken_cm2;
      if (books.zoneIsExported[row] === 1) exportedFree_cm2 += rest_cm2;
    }
  }
  let lotsTaken_cm2 = 0;
  for (const [row, lot] of facts.lots.entries()) {
    const taken_cm2 = stallsOfLot_cm2(lot, lotTaken[row]!);
    if (books.lotIsInside[row] === 1) {
      lotsTaken_cm2 += taken_cm2;
    } else {
      exportedTaken_cm2 += taken_cm2;
      exportedFree_cm2 += books.lot_cm2[row]! - taken_cm2;
    }
  }
  return {
    time_s,
    movingLanes_m2: toM2(books.movingLanes_cm2),
    sidewalks_m2: toM2(books.sidewalks_cm2),
    curbParkingTaken_m2: toM2(curbTaken_cm2),
    curbParkingFree_m2: toM2(free_cm2.parking),
    curbPudo_m2: toM2(free_cm2.pudo + free_cm2.bus),
    curbLoading_m2: toM2(free_cm2.loading),
    curbCharging_m2: toM2(free_cm2.charging),
    curbUnused_m2: toM2(free_cm2.none),
    lotsTaken_m2: toM2(lotsTaken_cm2),
    lotsFree_m2: toM2(sumWhere(books.lot_cm2, books.lotIsInside) - lotsTaken_cm2),
    blocks_m2: toM2(books.blocks_cm2),
    exportedTaken_m2: toM2(exportedTaken_cm2),
    exportedFree_m2: toM2(exportedFree_cm2),
  };
}

function summaryOf(
  facts: NetworkFacts,
  books: LandBooks,
  { curbTargetOccupancy, lotTargetOccupancy }: Scenario['parking'],
  peak_cm2: Float64Array,
  curbSupply_cm2: number,
): MetricValues {
  const peak_m2 = (use: keyof typeof USED): number => toM2(peak_cm2[USED[use]]!);
  const required_m2 = peak_m2('curb') / curbTargetOccupancy + peak_m2('lot') / lotTargetOccupancy;
  const lots_cm2 = sumWhere(books.lot_cm2, books.lotIsInside);
  const supply_m2 = toM2(curbSupply_cm2 + lots_cm2);
  return {
    land_used_curb_m2: peak_m2('curb'),
    land_used_lot_m2: peak_m2('lot'),
    land_used_m2: peak_m2('inside'),
    land_used_share: (100 * peak_m2('inside')) / facts.districtArea_m2,
    land_required_m2: required_m2,
    land_required_share: (100 * required_m2) / facts.districtArea_m2,
    land_supply_m2: supply_m2,
    land_freed_m2: supply_m2 - required_m2,
    land_exported_used_m2: peak_m2('exported'),
    land_exported_required_m2:
      peak_m2('exportedCurb') / curbTargetOccupancy + peak_m2('exportedLot') / lotTargetOccupancy,
    curb_used_peak_m2: peak_m2('curbAnyStop'),
  };
}

/** Uses in which cars stand in stalls. */
const HAS_STALLS: ReadonlySet<CurbUse> = new Set<CurbUse>(['parking', 'charging']);

/**
 * Curb land that was for parking at the same time, at most: by the timetables of the whole day, or as
 * a controller had it.
 */
function createSupply(
  facts: NetworkFacts,
  books: LandBooks,
  { curb: { policy } }: Scenario,
  uses: Uint8Array,
  keep: Keep,
) {
  const { zone, use } = fieldOffsets('useChanged');
  const landOf_cm2 = (row: number): number =>
    books.zoneIsInside[row] === 1 && HAS_STALLS.has(CURB_USES[uses[row]!]!)
      ? books.zone_cm2[row]!
      : 0;
  const first_cm2 = uses.reduce((sum_cm2, _, row) => sum_cm2 + landOf_cm2(row), 0);
  /** Now, and at most so far. */
  const supply_cm2 = keep(new Float64Array(2).fill(first_cm2));
  const takes: Fold['takes'] = {
    useChanged: (records, at) => {
      const row = records[at + zone]!;
      supply_cm2[0]! -= landOf_cm2(row);
      uses[row] = records[at + use]!;
      supply_cm2[0]! += landOf_cm2(row);
      if (supply_cm2[0]! > supply_cm2[1]!) supply_cm2[1] = supply_cm2[0]!;
    },
  };
  return {
    takes,
    curb_cm2: () => (policy === 'dynamic' ? supply_cm2[1]! : curbSupply_cm2(facts, books)),
  };
}

/** Curb land inside the district marked for parking, at the time of day when that is most. */
function curbSupply_cm2(facts: NetworkFacts, books: LandBooks): number {
  const changes_s = new Set(
    facts.zones.flatMap(({ timetable }) => timetable.map(({ from_s }) => from_s)),
  );
  let largest_cm2 = 0;
  for (const time_s of changes_s) {
    let sum_cm2 = 0;
    for (const [row, { timetable }] of facts.zones.entries()) {
      if (books.zoneIsInside[row] === 0 || !HAS_STALLS.has(useAt(timetable, time_s))) continue;
      sum_cm2 += books.zone_cm2[row]!;
    }
    if (sum_cm2 > largest_cm2) largest_cm2 = sum_cm2;
  }
  return largest_cm2;
}
