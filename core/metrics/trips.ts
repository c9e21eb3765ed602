/**
 * What became of every trip, and how long it took. Means are over arrived trips, and the number of
 * unfinished ones stands beside them; delay counts unfinished trips with the time spent so far.
 */
import { fieldOffsets } from '../events/event-buffer.js';
import type { Regime } from '../scenario/scenario.js';
import { columnOf, everyText, type TableOf } from './column-table.js';
import { type Fold, type Keep, keepNothing, ratio, type Take } from './fold.js';
import type { MetricValues } from './metric-catalogue.js';
import { quantiles } from './quantiles.js';
import type { TripRow } from './run-result.js';

/** What metrics know of a trip beforehand; in the order of rows, which is that of names. */
export interface TripFacts {
  readonly name: string;
  readonly kind: string;
  readonly departure_s: number;
  readonly partySize: number;
}

export interface TripFold extends Fold {
  /** Trips that the log leaves without an end. */
  openCount(): number;
  table(end_s: number): TableOf<TripRow>;
  summary(end_s: number): MetricValues;
}

const OPEN = 0;
const ARRIVED = 1;
const REJECTED = 2;
const UNFINISHED = 3;

/** What is not kept per trip. */
const TALLY = { requests: 0, rejections: 1 } as const;

export function createTrips(
  trips: readonly TripFacts[],
  regime: Regime,
  keep = keepNothing,
): TripFold {
  const ends = createEnds(trips.length, keep);
  const { outcome } = ends;
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const rejected = fieldOffsets('requestRejected');
  const requestSubmitted: Take = () => {
    tallies[TALLY.requests]!++;
  };
  const requestRejected: Take = (records, at) => {
    tallies[TALLY.rejections]!++;
    outcome[records[at + rejected.trip]!] = REJECTED;
  };
  const givenUp = fieldOffsets('stopGivenUp');
  const stopGivenUp: Take = (records, at) => {
    outcome[records[at + givenUp.trip]!] = REJECTED;
  };
  return {
    takes: { ...takesOf(ends), requestSubmitted, requestRejected, stopGivenUp },
    openCount: () => outcome.filter((code) => code === OPEN).length,
    table: (end_s) => tableOf(ends, trips, end_s),
    summary: (end_s) => ({
      ...countsOf(ends),
      ...meansOf(ends),
      ...waitsOf(ends, regime),
      delay_per_trip_s: delayPerTrip(ends, trips, end_s),
      requests: tallies[TALLY.requests]!,
      rejected_share: 100 * ratio(tallies[TALLY.rejections]!, tallies[TALLY.requests]!),
    }),
  };
}

/** One row a trip; NaN until known. */
interface TripEnds {
  readonly outcome: Uint8Array;
  readonly hasEntered: Uint8Array;
  /** Of an unfinished trip the time spent so far. */
  readonly total_s: Float64Array;
  readonly wait_s: Float64Array;
  readonly pickupWait_s: Float64Array;
  readonly pickedUp_s: Float64Array;
  readonly inVehicle_s: Float64Array;
  readonly walk_s: Float64Array;
  readonly walk_m: Float64Array;
  readonly free_s: Float64Array;
}

function createEnds(tripCount: number, keep: Keep): TripEnds {
  const unknown = (): Float64Array => keep(new Float64Array(tripCount).fill(NaN));
  return {
    outcome: keep(new Uint8Array(tripCount)),
    hasEntered: keep(new Uint8Array(tripCount)),
    total_s: unknown(),
    wait_s: unknown(),
    pickupWait_s: unknown(),
    pickedUp_s: unknown(),
    inVehicle_s: unknown(),
    walk_s: unknown(),
    walk_m: unknown(),
    free_s: unknown(),
  };
}

function takesOf(ends: TripEnds): Fold['takes'] {
  const picked = fieldOffsets('pickedUp');
  const arrived = fieldOffsets('tripArrived');
  const unfinished = fieldOffsets('tripUnfinished');
  return {
    pickedUp: (records, at, time_s) => {
      const trip = records[at + picked.trip]!;
      ends.pickupWait_s[trip] = records[at + picked.wait_s]!;
      ends.pickedUp_s[trip] = time_s;
    },
    tripArrived: (records, at) => {
      const trip = records[at + arrived.trip]!;
      ends.outcome[trip] = ARRIVED;
      ends.total_s[trip] = records[at + arrived.total_s]!;
      ends.wait_s[trip] = records[at + arrived.wait_s]!;
      ends.inVehicle_s[trip] = records[at + arrived.inVehicle_s]!;
      ends.walk_s[trip] = records[at + arrived.walk_s]!;
      ends.walk_m[trip] = records[at + arrived.walk_m]!;
      ends.free_s[trip] = records[at + arrived.free_s]!;
    },
    tripUnfinished: (records, at) => {
      const trip = records[at + unfinished.trip]!;
      ends.outcome[trip] = UNFINISHED;
      ends.total_s[trip] = records[at + unfinished.spent_s]!;
      ends.hasEntered[trip] = records[at + unfinished.hasEntered]!;
    },
  };
}

/** A trip without an end counts as unfinished since its departure: none may fall out of sums. */
const spentTime = (ends: TripEnds, { departure_s }: TripFacts, row: number, end_s: number) =>
  ends.outcome[row] === OPEN ? Math.max(0, end_s - departure_s) : ends.total_s[row]!;

const STATUSES = ['arrived', 'rejected', 'unfinished'] as const satisfies TripRow['status'][];

function tableOf(ends: TripEnds, trips: readonly TripFacts[], end_s: number): TableOf<TripRow> {
  const { outcome } = ends;
  const kinds = [...new Set(trips.map(({ kind }) => kind))];
  const kindOf = new Map(kinds.map((kind, code) => [kind, code]));
  const wait_s = ends.pickupWait_s.slice();
  const total_s = ends.total_s.slice();
  const status = new Float64Array(trips.length);
  for (const [row, trip] of trips.entries()) {
    total_s[row] = spentTime(ends, trip, row, end_s);
    if (outcome[row] === ARRIVED) wait_s[row] = ends.wait_s[row]!;
    else status[row] = outcome[row] === REJECTED ? 1 : 2;
  }
  return {
    rowCount: trips.length,
    columns: {
      trip: everyText(trips.map(({ name }) => name)),
      kind: columnOf(
        Float64Array.from(trips, ({ kind }) => kindOf.get(kind)!),
        kinds,
      ),
      status: columnOf(status, STATUSES),
      departure_s: columnOf(Float64Array.from(trips, ({ departure_s }) => departure_s)),
      total_s: columnOf(total_s),
      wait_s: columnOf(wait_s),
      pickedUp_s: columnOf(ends.pickedUp_s),
      inVehicle_s: columnOf(ends.inVehicle_s),
      walk_s: columnOf(ends.walk_s),
      free_s: columnOf(ends.free_s),
    },
  };
}

function countsOf({ outcome, hasEntered }: TripEnds): MetricValues {
  let arrivedCount = 0;
  let rejectedCount = 0;
  let notEnteredCount = 0;
  for (let trip = 0; trip < outcome.length; trip++) {
    if (outcome[trip] === ARRIVED) arrivedCount++;
    else if (outcome[trip] === REJECTED) rejectedCount++;
    else if (hasEntered[trip] === 0) notEnteredCount++;
  }
  return {
    trips: outcome.length,
    trips_arrived: arrivedCount,
    trips_unfinished: outcome.length - arrivedCount - rejectedCount,
    trips_not_entered: notEnteredCount,
  };
}

function meansOf(ends: TripEnds): MetricValues {
  const meanOfArrived = (column: Float64Array): number => {
    let sum = 0;
    let arrivedCount = 0;
    for (let trip = 0; trip < column.length; trip++) {
      if (ends.outcome[trip] !== ARRIVED) continue;
      sum += column[trip]!;
      arrivedCount++;
    }
    return ratio(sum, arrivedCount);
  };
  return {
    total_mean_s: meanOfArrived(ends.total_s),
    in_vehicle_mean_s: meanOfArrived(ends.inVehicle_s),
    walk_mean_s: meanOfArrived(ends.walk_s),
    walk_mean_m: meanOfArrived(ends.walk_m),
  };
}

/** Riders of a fleet wait until they are picked up; other travellers as `tripArrived` says. */
function waitsOf(ends: TripEnds, regime: Regime): MetricValues {
  const waits_s = regime === 'shared-automated' ? ends.pickupWait_s : ends.wait_s;
  const [median_s, high_s] = quantiles(waits_s, [0.5, 0.95]);
  return { wait_p50_s: median_s!, wait_p95_s: high_s! };
}

/**
 * Arrived: waiting and riding above the free time. Unfinished: all time spent so far, since how
 * much of the way was made is not known; leaving them out would reward gridlock. Rejected trips are
 * not made.
 */
function delayPerTrip(ends: TripEnds, trips: readonly TripFacts[], end_s: number): number {
  let delay_s = 0;
  let tripCount = 0;
  for (const [row, trip] of trips.entries()) {
    const outcome = ends.outcome[row]!;
    if (outcome === REJECTED) continue;
    tripCount++;
    if (outcome === ARRIVED) {
      delay_s += ends.wait_s[row]! + ends.inVehicle_s[row]! - ends.free_s[row]!;
    } else {
      delay_s += spentTime(ends, trip, row, end_s);
    }
  }
  return ratio(delay_s, tripCount);
}
