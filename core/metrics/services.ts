/** Bus lines by period, visits of services on wheels, and calls: what became of scheduled vehicles. */
import { HOUR_s, KMH_mps } from '../base/units.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { createCrossings } from './crossings.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { BusRow, CallRow, RunResult, VisitRow } from './run-result.js';

/** What metrics know of scheduled vehicles beforehand; rows as in the run. */
export interface ServiceFacts {
  readonly lines: readonly { readonly name: string }[];
  readonly visits: readonly {
    readonly name: string;
    readonly kind: string;
    readonly place: string;
    readonly arrives_s: number;
  }[];
  readonly calls: readonly {
    readonly name: string;
    readonly address: string;
    readonly station: string;
    readonly made_s: number;
  }[];
  /** Names of junctions by row, where people on foot cross at signals; else empty. */
  readonly crossings: readonly string[];
}

export interface ServiceFold extends Fold {
  closePeriod(time_s: number): void;
  /** Tables of what the run has. */
  tables(end_s: number): Pick<RunResult, 'buses' | 'visits' | 'calls' | 'crossings'>;
}

/** Of a line in the period so far. */
const SUM = {
  stopCount: 0,
  laneStopCount: 1,
  way_m: 2,
  run_s: 3,
  dwell_s: 4,
  headwayCount: 5,
  headway_s: 6,
  headway_s2: 7,
  boardedCount: 8,
  alightedCount: 9,
  leftBehindCount: 10,
  runCount: 11,
} as const;
const SUM_COUNT = Object.keys(SUM).length;

export function createServiceFold(facts: ServiceFacts, keep: Keep = keepNothing): ServiceFold {
  const sums = keep(new Float64Array(facts.lines.length * SUM_COUNT));
  const rows = keep(new GrowingRows(2 + SUM_COUNT));
  const row = new Float64Array(rows.width);
  const visits = createVisits(facts.visits.length, keep);
  const calls = createCalls(facts.calls.length, keep);
  const crossings = createCrossings(facts.crossings, keep);
  const has = (list: readonly unknown[]): boolean => list.length > 0;
  return {
    takes: { ...busTakes(sums), ...visitTakes(visits), ...callTakes(calls), ...crossings.takes },
    closePeriod: (time_s) => {
      crossings.closePeriod(time_s);
      for (const line of facts.lines.keys()) {
        const first = line * SUM_COUNT;
        if (sums[first + SUM.stopCount]! + sums[first + SUM.runCount]! === 0) continue;
        row[0] = time_s;
        row[1] = line;
        row.set(sums.subarray(first, first + SUM_COUNT), 2);
        rows.append(row);
      }
      sums.fill(0);
    },
    tables: (end_s) => ({
      ...(has(facts.lines) ? { buses: rows.map((row, at) => busRow(facts, row, at)) } : {}),
      ...(has(facts.visits)
        ? { visits: facts.visits.map((visit, at) => visitRow(visits, visit, at, end_s)) }
        : {}),
      ...(has(facts.calls)
        ? { calls: facts.calls.map((call, at) => callRow(calls, call, at)) }
        : {}),
      ...(has(facts.crossings) ? { crossings: crossings.rows() } : {}),
    }),
  };
}

function busTakes(sums: Float64Array): Fold['takes'] {
  const served = fieldOffsets('busServed');
  const ended = fieldOffsets('busRunEnded');
  return {
    busServed: (records, at) => {
      const first = records[at + served.line]! * SUM_COUNT;
      const add = (sum: number, value: number): void => {
        sums[first + sum]! += value;
      };
      add(SUM.stopCount, 1);
      add(SUM.laneStopCount, records[at + served.isInLane]!);
      add(SUM.way_m, records[at + served.way_m]!);
      add(SUM.run_s, records[at + served.run_s]!);
      add(SUM.dwell_s, records[at + served.dwell_s]!);
      add(SUM.boardedCount, records[at + served.boardedCount]!);
      add(SUM.alightedCount, records[at + served.alightedCount]!);
      add(SUM.leftBehindCount, records[at + served.leftBehindCount]!);
      const headway_s = records[at + served.headway_s]!;
      if (headway_s < 0) return;
      add(SUM.headwayCount, 1);
      add(SUM.headway_s, headway_s);
      add(SUM.headway_s2, headway_s * headway_s);
    },
    busRunEnded: (records, at) => {
      sums[records[at + ended.line]! * SUM_COUNT + SUM.runCount]!++;
    },
  };
}

/**
 * Whoever comes at random waits half a headway, longer ones more often: E(h^2) / 2 E(h) on average
 * (Osuna and Newell, "Control strategies for an idealized public transportation system",
 * Transportation Science 6, 1972).
 */
function busRow({ lines }: ServiceFacts, numbers: Float64Array, at: number): BusRow {
  const sum = (which: number): number => numbers[at + 2 + which]!;
  const mean_s = ratio(sum(SUM.headway_s), sum(SUM.headwayCount));
  const square_s2 = ratio(sum(SUM.headway_s2), sum(SUM.headwayCount));
  return {
    time_s: numbers[at]!,
    line: lines[numbers[at + 1]!]!.name,
    stopCount: sum(SUM.stopCount),
    laneStopCount: sum(SUM.laneStopCount),
    runCount: sum(SUM.runCount),
    way_m: sum(SUM.way_m),
    run_s: sum(SUM.run_s),
    speed_kmh: ratio(sum(SUM.way_m), sum(SUM.run_s)) / KMH_mps,
    dwell_s: ratio(sum(SUM.dwell_s), sum(SUM.stopCount)),
    headwayCount: sum(SUM.headwayCount),
    headway_s: mean_s,
    headwayVariation: Math.sqrt(Math.max(0, square_s2 - mean_s * mean_s)) / mean_s,
    wait_s: square_s2 / (2 * mean_s),
    boardedCount: sum(SUM.boardedCount),
    alightedCount: sum(SUM.alightedCount),
    leftBehindCount: sum(SUM.leftBehindCount),
  };
}

/** By visit; NaN until known. */
interface Visits {
  readonly opened_s: Float64Array;
  readonly late_s: Float64Array;
  readonly stood_s: Float64Array;
  readonly metres_m: Float64Array;
  readonly refused: Uint8Array;
}

const unknown = (count: number, keep: Keep): Float64Array =>
  keep(new Float64Array(count).fill(Number.NaN));

const createVisits = (count: number, keep: Keep): Visits => ({
  opened_s: unknown(count, keep),
  late_s: unknown(count, keep),
  stood_s: unknown(count, keep),
  metres_m: unknown(count, keep),
  refused: keep(new Uint8Array(count)),
});

function visitTakes(visits: Visits): Fold['takes'] {
  const opened = fieldOffsets('visitOpened');
  const closed = fieldOffsets('visitClosed');
  const refused = fieldOffsets('visitRefused');
  return {
    visitOpened: (records, at, time_s) => {
      const visit = records[at + opened.visit]!;
      visits.opened_s[visit] = time_s;
      visits.late_s[visit] = records[at + opened.late_s]!;
    },
    visitClosed: (records, at) => {
      const visit = records[at + closed.visit]!;
      visits.stood_s[visit] = records[at + closed.stood_s]!;
      visits.metres_m[visit] = records[at + closed.metres_m]!;
    },
    visitRefused: (records, at) => {
      visits.refused[records[at + refused.visit]!] = 1;
    },
  };
}

function visitRow(
  visits: Visits,
  { name, kind, place, arrives_s }: ServiceFacts['visits'][number],
  at: number,
  end_s: number,
): VisitRow {
  const opened_s = visits.opened_s[at]!;
  const isOpen = Number.isFinite(opened_s) && Number.isNaN(visits.stood_s[at]!);
  const stood_s = isOpen ? end_s - opened_s : visits.stood_s[at]!;
  const status = visits.refused[at] === 1 ? 'refused' : isOpen ? 'open' : 'closed';
  return {
    visit: name,
    kind,
    place,
    status: Number.isNaN(opened_s) && status !== 'refused' ? 'missed' : status,
    arrives_s,
    opened_s,
    late_s: visits.late_s[at]!,
    stood_s,
    taken_mh: (visits.metres_m[at]! * stood_s) / HOUR_s,
  };
}

/** By call; NaN until known. */
interface Calls {
  readonly response_s: Float64Array;
  readonly drive_s: Float64Array;
  readonly way_m: Float64Array;
  /** 0 from the start. */
  readonly passedCount: Float64Array;
}

const createCalls = (count: number, keep: Keep): Calls => ({
  passedCount: keep(new Float64Array(count)),
  response_s: unknown(count, keep),
  drive_s: unknown(count, keep),
  way_m: unknown(count, keep),
});

function callTakes(calls: Calls): Fold['takes'] {
  const reached = fieldOffsets('callReached');
  const passed = fieldOffsets('queuePassed');
  return {
    queuePassed: (records, at) => {
      calls.passedCount[records[at + passed.call]!]! += records[at + passed.passedCount]!;
    },
    callReached: (records, at) => {
      const call = records[at + reached.call]!;
      calls.response_s[call] = records[at + reached.response_s]!;
      calls.drive_s[call] = records[at + reached.drive_s]!;
      calls.way_m[call] = records[at + reached.way_m]!;
    },
  };
}

const callRow = (
  calls: Calls,
  { name, address, station, made_s }: ServiceFacts['calls'][number],
  at: number,
): CallRow => ({
  call: name,
  address,
  station,
  status: Number.isNaN(calls.response_s[at]!) ? 'unreached' : 'reached',
  made_s,
  response_s: calls.response_s[at]!,
  drive_s: calls.drive_s[at]!,
  way_m: calls.way_m[at]!,
  passedCount: calls.passedCount[at]!,
});
