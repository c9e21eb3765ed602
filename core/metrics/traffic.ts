/**
 * Kilometres by purpose (from the legs' odometers), vehicle-hours and speeds (from the links),
 * entry waits, queues and gridlock. Legs and links measure the same kilometres twice; `crossCheck`
 * compares.
 */
import { HOUR_s, KMH_mps } from '../base/units.js';
import { LEG_PURPOSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Scenario } from '../scenario/scenario.js';
import { columnOf, type TableOf } from './column-table.js';
import { type Fold, type Keep, keepNothing, ratio, type Take } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import type { GridlockRow, LinkRow } from './run-result.js';

export interface TrafficFold extends Fold {
  /** Vehicle-metres of ended legs, all purposes. */
  legs_m(): number;
  /** Vehicle-metres and vehicle-seconds that the links measured. */
  links_m(): number;
  links_s(): number;
  linkTable(): TableOf<LinkRow>;
  gridlockRows(): GridlockRow[];
  /** `waiting_s`: waits to get onto the road that are not in any ended leg. */
  summary(waiting_s: number): MetricValues;
}

const TALLY = {
  drive_s: 0,
  free_s: 1,
  entryWait_s: 2,
  vehicle_s: 3,
  vehicle_m: 4,
  longestQueueCount: 5,
  caughtCount: 6,
} as const;

/** Hours with less than this share of the busiest hour's kilometres are too thin to be a peak. */
const THIN_HOUR = 0.05;

export function createTraffic(
  facts: NetworkFacts,
  scenario: Scenario,
  vehicleCount: number,
  keep = keepNothing,
): TrafficFold {
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const purpose_m = keep(new Float64Array(LEG_PURPOSES.length));
  const hourCount = Math.ceil((scenario.end_s + scenario.overtime_s) / HOUR_s) + 1;
  const hours: Hours = {
    m: keep(new Float64Array(hourCount)),
    s: keep(new Float64Array(hourCount)),
  };
  const links = linkTable(keep);
  const rings = gridlockTable(keep);
  const sumOf = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
  return {
    takes: {
      ...legTakes(tallies, purpose_m, keep(new Float64Array(vehicleCount))),
      linkMeasured: linkTake(tallies, hours, links.rows),
      gridlocked: rings.take,
      caughtInLane: () => void tallies[TALLY.caughtCount]!++,
    },
    legs_m: () => sumOf(purpose_m),
    links_m: () => tallies[TALLY.vehicle_m]!,
    links_s: () => tallies[TALLY.vehicle_s]!,
    linkTable: () => links.read(facts),
    gridlockRows: () => rings.read(facts),
    summary: (waiting_s) => ({
      ...kilometres(purpose_m, sumOf(purpose_m)),
      vht_h: tallies[TALLY.vehicle_s]! / HOUR_s,
      speed_kmh: ratio(tallies[TALLY.vehicle_m]!, tallies[TALLY.vehicle_s]!) / KMH_mps,
      speed_peak_kmh: slowestHour(hours) / KMH_mps,
      tti: ratio(tallies[TALLY.drive_s]!, tallies[TALLY.free_s]!),
      entry_wait_h: (tallies[TALLY.entryWait_s]! + waiting_s) / HOUR_s,
      longest_queue_veh: tallies[TALLY.longestQueueCount]!,
      gridlock_rings: rings.ringCount(),
      caught_in_lane_veh: tallies[TALLY.caughtCount]!,
    }),
  };
}

function legTakes(
  tallies: Float64Array,
  purpose_m: Float64Array,
  legStart_m: Float64Array,
): Fold['takes'] {
  const started = fieldOffsets('legStarted');
  const ended = fieldOffsets('legEnded');
  return {
    legStarted: (records, at) => {
      legStart_m[records[at + started.vehicle]!] = records[at + started.odometer_m]!;
    },
    legEnded: (records, at) => {
      const way_m = records[at + ended.odometer_m]! - legStart_m[records[at + ended.vehicle]!]!;
      purpose_m[records[at + ended.purpose]!]! += way_m;
      tallies[TALLY.drive_s]! += records[at + ended.drive_s]!;
      tallies[TALLY.free_s]! += records[at + ended.free_s]!;
      tallies[TALLY.entryWait_s]! += records[at + ended.entryWait_s]!;
    },
  };
}

/**
 * Vehicle-metres and vehicle-seconds by clock hour; a period counts in the hour its middle lies in.
 */
interface Hours {
  readonly m: Float64Array;
  readonly s: Float64Array;
}

function linkTake(tallies: Float64Array, hours: Hours, rows: GrowingRows): Take {
  const measured = fieldOffsets('linkMeasured');
  return (records, at, time_s) => {
    const vehicle_s = records[at + measured.vehicle_s]!;
    const vehicle_m = records[at + measured.vehicle_m]!;
    tallies[TALLY.vehicle_s]! += vehicle_s;
    tallies[TALLY.vehicle_m]! += vehicle_m;
    const hour = Math.floor((time_s - records[at + measured.period_s]! / 2) / HOUR_s);
    hours.m[hour]! += vehicle_m;
    hours.s[hour]! += vehicle_s;
    const longestQueueCount = records[at + measured.longestQueueCount]!;
    if (longestQueueCount > tallies[TALLY.longestQueueCount]!) {
      tallies[TALLY.longestQueueCount] = longestQueueCount;
    }
    const passedCount = records[at + measured.entryCount]! + records[at + measured.exitCount]!;
    if (vehicle_s > 0 || passedCount > 0) rows.append(records, at);
  };
}

/** The links' records as they came, of links that saw a vehicle. */
function linkTable(keep: Keep): {
  rows: GrowingRows;
  read: (facts: NetworkFacts) => TableOf<LinkRow>;
} {
  const measured = fieldOffsets('linkMeasured');
  const rows = keep(new GrowingRows(measured.free_s + 1));
  const read = ({ links }: NetworkFacts): TableOf<LinkRow> => {
    // Infinity where vehicles stood for the whole period: a blocked link must not look free.
    const tti = new Float64Array(rows.count);
    for (let row = 0, at = 0; row < rows.count; row++, at += rows.width) {
      tti[row] = rows.numbers[at + measured.vehicle_s]! / rows.numbers[at + measured.free_s]!;
    }
    return {
      rowCount: rows.count,
      columns: {
        time_s: rows.column(1),
        link: rows.column(
          measured.link,
          links.map(({ name }) => name),
        ),
        vehicle_s: rows.column(measured.vehicle_s),
        vehicle_m: rows.column(measured.vehicle_m),
        entryCount: rows.column(measured.entryCount),
        exitCount: rows.column(measured.exitCount),
        longestQueueCount: rows.column(measured.longestQueueCount),
        tti: columnOf(tti),
      },
    };
  };
  return { rows, read };
}

function gridlockTable(keep: Keep): {
  take: Take;
  read: (facts: NetworkFacts) => GridlockRow[];
  ringCount: () => number;
} {
  const locked = fieldOffsets('gridlocked');
  const rows = keep(new GrowingRows(locked.vehicle + 1));
  return {
    take: (records, at) => rows.append(records, at),
    read: (facts) =>
      rows.map((numbers, at) => ({
        time_s: numbers[at + 1]!,
        ring: numbers[at + locked.ring]!,
        link: facts.links[numbers[at + locked.link]!]!.name,
        vehicle: numbers[at + locked.vehicle]!,
      })),
    ringCount: () => new Set(rows.map((numbers, at) => numbers[at + locked.ring]!)).size,
  };
}

function kilometres(purpose_m: Float64Array, all_m: number): MetricValues {
  const [occupied, pickup, cruising, toParking, rebalancing] = LEG_PURPOSES.map(
    (_, purpose) => purpose_m[purpose]! / 1000,
  );
  return {
    vkt_km: all_m / 1000,
    vkt_occupied_km: occupied!,
    vkt_pickup_km: pickup!,
    vkt_cruising_km: cruising!,
    vkt_to_parking_km: toParking!,
    vkt_rebalancing_km: rebalancing!,
    empty_share: 100 * ratio(all_m / 1000 - occupied!, all_m / 1000),
  };
}

/** Mean speed, m/s, of the slowest clock hour that is not thin; NaN without traffic. */
function slowestHour({ m, s }: Hours): number {
  const busiest_m = m.reduce((most, value) => Math.max(most, value), 0);
  let slowest_mps = NaN;
  for (let hour = 0; hour < m.length; hour++) {
    if (s[hour] === 0 || m[hour]! < THIN_HOUR * busiest_m) continue;
    const speed_mps = m[hour]! / s[hour]!;
    if (!(speed_mps >= slowest_mps)) slowest_mps = speed_mps;
  }
  return slowest_mps;
}
