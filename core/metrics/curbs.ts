/** Stops at curbs: in bays, in the moving lane, and refused. */
import { HOUR_s } from '../base/units.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { CURB_USES, useAt } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import { type Fold, type Keep, keepNothing } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import { CURB } from './parking.js';
import type { CurbRow } from './run-result.js';

export interface CurbFold extends Fold {
  /** `parked`: cars standing in each zone's stalls now. */
  closePeriod(time_s: number, parked: Int32Array): void;
  rows(): CurbRow[];
  summary(end_s: number): MetricValues;
}

/** `openStart_s` is the sum of the starts of the stops in the lane that go on. */
const TALLY = {
  periodStart_s: 0,
  bayRefusals: 1,
  laneStops: 2,
  laneStood_s: 3,
  openCount: 4,
  openStart_s: 5,
} as const;

const COLUMN = {
  time_s: 0,
  zone: 1,
  use: 2,
  stopCount: 3,
  refusedCount: 4,
  parkedCount: 5,
  stopped_s: 6,
} as const;

export function createCurbs(facts: NetworkFacts, start_s: number, keep = keepNothing): CurbFold {
  const zones = createZones(facts.zones.length, keep);
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const row = new Float64Array(Object.keys(COLUMN).length);
  const rows = keep(new GrowingRows(row.length));
  tallies[TALLY.periodStart_s] = start_s;
  return {
    takes: { ...stopTakes(zones, tallies), ...refusalTakes(zones, tallies) },
    closePeriod: (time_s, parked) => {
      const periodStart_s = tallies[TALLY.periodStart_s]!;
      for (const [zone, { timetable }] of facts.zones.entries()) {
        stand(zones, zone, time_s);
        if (!hasActivity(zones, zone, parked)) continue;
        row[COLUMN.time_s] = time_s;
        row[COLUMN.zone] = zone;
        row[COLUMN.use] = CURB_USES.indexOf(useAt(timetable, periodStart_s));
        row[COLUMN.stopCount] = zones.stopCount[zone]!;
        row[COLUMN.refusedCount] = zones.refusedCount[zone]!;
        row[COLUMN.parkedCount] = parked[zone]!;
        row[COLUMN.stopped_s] = zones.stopped_s[zone]!;
        rows.append(row);
      }
      startPeriod(zones);
      tallies[TALLY.periodStart_s] = time_s;
    },
    rows: () => readRows(rows, facts),
    summary: (end_s) => {
      const open_s = tallies[TALLY.openCount]! * end_s - tallies[TALLY.openStart_s]!;
      return {
        bay_refusals: tallies[TALLY.bayRefusals]!,
        double_parked: tallies[TALLY.laneStops]!,
        lane_blocked_h: (tallies[TALLY.laneStood_s]! + open_s) / HOUR_s,
      };
    },
  };
}

/** Of the period so far, by zone. */
interface Zones {
  readonly stopCount: Int32Array;
  readonly refusedCount: Int32Array;
  /** Vehicle-seconds in bays up to `counted_s`. */
  readonly stopped_s: Float64Array;
  readonly counted_s: Float64Array;
  /** Vehicles in bays now. */
  readonly standingCount: Int32Array;
}

const createZones = (zoneCount: number, keep: Keep): Zones => ({
  stopCount: keep(new Int32Array(zoneCount)),
  refusedCount: keep(new Int32Array(zoneCount)),
  stopped_s: keep(new Float64Array(zoneCount)),
  counted_s: keep(new Float64Array(zoneCount)),
  standingCount: keep(new Int32Array(zoneCount)),
});

/** Counts the standing time up to now, so that a long stop falls into the periods it lasts. */
function stand({ stopped_s, counted_s, standingCount }: Zones, zone: number, time_s: number) {
  stopped_s[zone]! += standingCount[zone]! * (time_s - counted_s[zone]!);
  counted_s[zone] = time_s;
}

const hasActivity = (zones: Zones, zone: number, parked: Int32Array): boolean =>
  zones.stopCount[zone]! > 0 ||
  zones.refusedCount[zone]! > 0 ||
  zones.stopped_s[zone]! > 0 ||
  parked[zone]! > 0;

function startPeriod({ stopCount, refusedCount, stopped_s }: Zones): void {
  stopCount.fill(0);
  refusedCount.fill(0);
  stopped_s.fill(0);
}

function stopTakes(zones: Zones, tallies: Float64Array): Fold['takes'] {
  const stopped = fieldOffsets('stopped');
  const ended = fieldOffsets('stopEnded');
  return {
    stopped: (records, at, time_s) => {
      const zone = records[at + stopped.zone]!;
      if (zone >= 0) {
        stand(zones, zone, time_s);
        zones.standingCount[zone]!++;
        zones.stopCount[zone]!++;
      } else {
        tallies[TALLY.laneStops]!++;
        tallies[TALLY.openCount]!++;
        tallies[TALLY.openStart_s]! += time_s;
      }
    },
    stopEnded: (records, at, time_s) => {
      const zone = records[at + ended.zone]!;
      const stood_s = records[at + ended.stood_s]!;
      if (zone >= 0) {
        stand(zones, zone, time_s);
        zones.standingCount[zone]!--;
      } else {
        tallies[TALLY.laneStood_s]! += stood_s;
        tallies[TALLY.openCount]!--;
        tallies[TALLY.openStart_s]! -= time_s - stood_s;
      }
    },
  };
}

/** A zone turns away those who want a bay and those who want a stall; its row counts both. */
function refusalTakes({ refusedCount }: Zones, tallies: Float64Array): Fold['takes'] {
  const bay = fieldOffsets('bayRefused');
  const parking = fieldOffsets('parkingRefused');
  return {
    bayRefused: (records, at) => {
      tallies[TALLY.bayRefusals]!++;
      refusedCount[records[at + bay.zone]!]!++;
    },
    parkingRefused: (records, at) => {
      if (records[at + parking.place] === CURB) refusedCount[records[at + parking.row]!]!++;
    },
  };
}

function readRows(rows: GrowingRows, facts: NetworkFacts): CurbRow[] {
  return rows.map((numbers, at) => ({
    time_s: numbers[at + COLUMN.time_s]!,
    zone: facts.zones[numbers[at + COLUMN.zone]!]!.name,
    use: CURB_USES[numbers[at + COLUMN.use]!]!,
    stopCount: numbers[at + COLUMN.stopCount]!,
    refusedCount: numbers[at + COLUMN.refusedCount]!,
    parkedCount: numbers[at + COLUMN.parkedCount]!,
    stopped_s: numbers[at + COLUMN.stopped_s]!,
  }));
}
