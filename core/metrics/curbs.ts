/** Stops at curbs: in bays, in the moving lane, and refused. */
import { HOUR_s } from '../base/units.js';
import { VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { CURB_USES, useAt } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';
import { bayLength_m } from '../scenario/bay-lengths.js';
import type { Scenario } from '../scenario/scenario.js';
import { hasServices } from '../scenario/services.js';
import type { TableOf } from './column-table.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import { CURB } from './parking.js';
import type { CurbRow } from './run-result.js';

export interface CurbFold extends Fold {
  /** `parked`: cars standing in each zone's stalls now; `paid`: fees of the period. */
  closePeriod(time_s: number, parked: Int32Array, paid: ArrayLike<number>): void;
  table(): TableOf<CurbRow>;
  summary(end_s: number): MetricValues;
}

/** `openStart_s` is the sum of the starts of the stops in the lane that go on. */
const TALLY = {
  bayRefusals: 0,
  laneStops: 1,
  laneStood_s: 2,
  openCount: 3,
  openStart_s: 4,
  changes: 5,
  periodStart_s: 6,
  persons: 7,
  offered_mh: 8,
} as const;

const COLUMN = {
  time_s: 0,
  zone: 1,
  use: 2,
  stopCount: 3,
  refusedCount: 4,
  parkedCount: 5,
  stopped_s: 6,
  parkings: 7,
  parked_s: 8,
  personCount: 9,
  occupancy: 10,
  persons_perHour6m: 11,
  revenue: 12,
} as const;

/** Codes in CURB_USES by zone, as they are now. Changed by events. */
export function usesOf(facts: NetworkFacts, start_s: number): Uint8Array {
  return Uint8Array.from(facts.zones, ({ timetable }) =>
    CURB_USES.indexOf(useAt(timetable, start_s)),
  );
}

export function createCurbs(
  facts: NetworkFacts,
  scenario: Pick<Scenario, 'start_s' | 'curb' | 'buses' | 'drivers' | 'services' | 'emergency'>,
  keep = keepNothing,
): CurbFold {
  const { start_s } = scenario;
  const { bay_m } = scenario.curb;
  const more_m = VEHICLE_CLASSES.map((each) => bayLength_m(scenario, each) - bay_m);
  const zones = createZones(facts.zones.length, keep, hasLengths(scenario) ? keep : keepNothing);
  const uses = keep(usesOf(facts, start_s));
  const usesAtStart = keep(uses.slice());
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const row = new Float64Array(Object.keys(COLUMN).length);
  const rows = keep(new GrowingRows(row.length));
  tallies[TALLY.periodStart_s] = start_s;
  return {
    takes: {
      ...stopTakes(zones, tallies, more_m),
      ...refusalTakes(zones, tallies),
      ...laneTakes(tallies),
      ...useTakes(uses, tallies),
      ...parkingTakes(zones),
    },
    closePeriod: (time_s, parked, paid) => {
      const period_h = (time_s - tallies[TALLY.periodStart_s]!) / HOUR_s;
      for (let zone = 0; zone < facts.zones.length; zone++) {
        stand(zones, zone, time_s);
        if (!hasActivity(zones, zone, parked)) continue;
        row[COLUMN.time_s] = time_s;
        row[COLUMN.zone] = zone;
        row[COLUMN.use] = usesAtStart[zone]!;
        row[COLUMN.stopCount] = zones.stopCount[zone]!;
        row[COLUMN.refusedCount] = zones.refusedCount[zone]!;
        row[COLUMN.parkedCount] = parked[zone]!;
        row[COLUMN.stopped_s] = zones.stopped_s[zone]!;
        row[COLUMN.parkings] = zones.parkings[zone]!;
        row[COLUMN.parked_s] = zones.parked_s[zone]!;
        row[COLUMN.personCount] = zones.personCount[zone]!;
        const { length_m, stall_m } = facts.zones[zone]!;
        const parked_ms = zones.parked_s[zone]! * stall_m;
        const taken_ms = zones.stopped_s[zone]! * bay_m + zones.more_ms[zone]! + parked_ms;
        row[COLUMN.occupancy] = taken_ms / (length_m * period_h * HOUR_s);
        row[COLUMN.persons_perHour6m] = productivity({
          personCount: zones.personCount[zone]!,
          duration_h: period_h,
          length_m,
        });
        row[COLUMN.revenue] = paid[zone]!;
        rows.append(row);
      }
      countOffer(facts, zones, usesAtStart, tallies, period_h);
      startPeriod(zones);
      usesAtStart.set(uses);
      tallies[TALLY.periodStart_s] = time_s;
    },
    table: () => tableOf(rows, facts),
    summary: (end_s) => {
      const open_s = tallies[TALLY.openCount]! * end_s - tallies[TALLY.openStart_s]!;
      return {
        bay_refusals: tallies[TALLY.bayRefusals]!,
        double_parked: tallies[TALLY.laneStops]!,
        curb_changes: tallies[TALLY.changes]!,
        curb_persons_perHour6m: productivity({
          personCount: tallies[TALLY.persons]!,
          duration_h: 1,
          length_m: tallies[TALLY.offered_mh]!,
        }),
        lane_blocked_h: (tallies[TALLY.laneStood_s]! + open_s) / HOUR_s,
      };
    },
  };
}

/** What a curb moves: persons an hour on each 6 m (20 ft) of it, the length of a stall. */
export function productivity({
  personCount,
  duration_h,
  length_m,
}: {
  readonly personCount: number;
  readonly duration_h: number;
  readonly length_m: number;
}): number {
  return ratio(personCount, (duration_h * length_m) / UNIT_m);
}

const UNIT_m = 6;

/** Metre-hours for stops, and who used them. */
function countOffer(
  facts: NetworkFacts,
  { personCount }: Zones,
  uses: Uint8Array,
  tallies: Float64Array,
  period_h: number,
): void {
  for (let zone = 0; zone < facts.zones.length; zone++) {
    const { length_m } = facts.zones[zone]!;
    tallies[TALLY.persons]! += personCount[zone]!;
    if (STOPPING.includes(uses[zone]!)) tallies[TALLY.offered_mh]! += length_m * period_h;
  }
}

const STOPPING = [CURB_USES.indexOf('pudo'), CURB_USES.indexOf('loading')];

/** Of the period so far, by zone. */
interface Zones {
  readonly stopCount: Int32Array;
  readonly refusedCount: Int32Array;
  /** Vehicle-seconds in bays up to `counted_s`. */
  readonly stopped_s: Float64Array;
  readonly counted_s: Float64Array;
  /** Metre-seconds that vehicles in bays took beyond a bay each, and the metres now. */
  readonly more_ms: Float64Array;
  readonly more_m: Float64Array;
  /** Vehicles in bays now. */
  readonly standingCount: Int32Array;
  readonly parkings: Int32Array;
  /** Of parked cars, like `stopped_s`. */
  readonly parked_s: Float64Array;
  readonly carCount: Int32Array;
  readonly personCount: Int32Array;
}

/** Whether vehicles may stop that take more or less than a bay. */
const hasLengths = (scenario: Parameters<typeof createCurbs>[1]): boolean =>
  hasServices(scenario) || scenario.curb.robots.share > 0;

/** `keepMore`: for what only vehicles of other lengths than a bay need. */
const createZones = (zoneCount: number, keep: Keep, keepMore: Keep): Zones => ({
  stopCount: keep(new Int32Array(zoneCount)),
  refusedCount: keep(new Int32Array(zoneCount)),
  stopped_s: keep(new Float64Array(zoneCount)),
  counted_s: keep(new Float64Array(zoneCount)),
  more_ms: keepMore(new Float64Array(zoneCount)),
  more_m: keepMore(new Float64Array(zoneCount)),
  standingCount: keep(new Int32Array(zoneCount)),
  parkings: keep(new Int32Array(zoneCount)),
  parked_s: keep(new Float64Array(zoneCount)),
  carCount: keep(new Int32Array(zoneCount)),
  personCount: keep(new Int32Array(zoneCount)),
});

/** Counts the standing time up to now, so that a long stop falls into the periods it lasts. */
function stand(zones: Zones, zone: number, time_s: number): void {
  const { stopped_s, parked_s, counted_s, standingCount, carCount } = zones;
  stopped_s[zone]! += standingCount[zone]! * (time_s - counted_s[zone]!);
  zones.more_ms[zone]! += zones.more_m[zone]! * (time_s - counted_s[zone]!);
  parked_s[zone]! += carCount[zone]! * (time_s - counted_s[zone]!);
  counted_s[zone] = time_s;
}

const hasActivity = (zones: Zones, zone: number, parked: Int32Array): boolean =>
  zones.stopCount[zone]! > 0 ||
  zones.refusedCount[zone]! > 0 ||
  zones.stopped_s[zone]! > 0 ||
  zones.parked_s[zone]! > 0 ||
  parked[zone]! > 0;

function startPeriod({ stopCount, refusedCount, stopped_s, ...others }: Zones): void {
  others.more_ms.fill(0);
  others.parkings.fill(0);
  others.parked_s.fill(0);
  others.personCount.fill(0);
  stopCount.fill(0);
  refusedCount.fill(0);
  stopped_s.fill(0);
}

function stopTakes(zones: Zones, tallies: Float64Array, more_m: readonly number[]): Fold['takes'] {
  const stopped = fieldOffsets('stopped');
  const ended = fieldOffsets('stopEnded');
  return {
    stopped: (records, at, time_s) => {
      const zone = records[at + stopped.zone]!;
      if (zone >= 0) {
        stand(zones, zone, time_s);
        zones.standingCount[zone]!++;
        zones.more_m[zone]! += more_m[records[at + stopped.vehicleClass]!]!;
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
        zones.more_m[zone]! -= more_m[records[at + ended.vehicleClass]!]!;
        zones.personCount[zone]! += records[at + ended.personCount]!;
      } else {
        tallies[TALLY.laneStood_s]! += stood_s;
        tallies[TALLY.openCount]!--;
        tallies[TALLY.openStart_s]! -= time_s - stood_s;
      }
    },
  };
}

/** Waiting for a bay, pulling in and pulling out block the lane as a stop in it does. */
function laneTakes(tallies: Float64Array): Fold['takes'] {
  const { held_s } = fieldOffsets('laneHeld');
  return {
    laneHeld: (records, at) => {
      tallies[TALLY.laneStood_s]! += records[at + held_s]!;
    },
  };
}

function useTakes(uses: Uint8Array, tallies: Float64Array): Fold['takes'] {
  const { zone, use } = fieldOffsets('useChanged');
  return {
    useChanged: (records, at) => {
      uses[records[at + zone]!] = records[at + use]!;
      tallies[TALLY.changes]!++;
    },
  };
}

function parkingTakes(zones: Zones): Fold['takes'] {
  const parked = fieldOffsets('parked');
  const unparked = fieldOffsets('unparked');
  const change = (place: number, zone: number, count: 1 | -1, time_s: number): void => {
    if (place !== CURB) return;
    stand(zones, zone, time_s);
    zones.carCount[zone]! += count;
    if (count === 1) zones.parkings[zone]!++;
  };
  return {
    parked: (records, at, time_s) =>
      change(records[at + parked.place]!, records[at + parked.row]!, 1, time_s),
    unparked: (records, at, time_s) =>
      change(records[at + unparked.place]!, records[at + unparked.row]!, -1, time_s),
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

function tableOf(rows: GrowingRows, { zones }: NetworkFacts): TableOf<CurbRow> {
  return {
    rowCount: rows.count,
    columns: {
      time_s: rows.column(COLUMN.time_s),
      zone: rows.column(
        COLUMN.zone,
        zones.map(({ name }) => name),
      ),
      use: rows.column(COLUMN.use, CURB_USES),
      stopCount: rows.column(COLUMN.stopCount),
      refusedCount: rows.column(COLUMN.refusedCount),
      parkedCount: rows.column(COLUMN.parkedCount),
      stopped_s: rows.column(COLUMN.stopped_s),
      parkings: rows.column(COLUMN.parkings),
      parked_s: rows.column(COLUMN.parked_s),
      personCount: rows.column(COLUMN.personCount),
      occupancy: rows.column(COLUMN.occupancy),
      persons_perHour6m: rows.column(COLUMN.persons_perHour6m),
      revenue: rows.column(COLUMN.revenue),
    },
  };
}
