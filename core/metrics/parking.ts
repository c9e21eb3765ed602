/** How many stalls are taken in every zone and lot, and who was turned away. */
import { countFitting } from '../base/units.js';
import { PARKING_PLACES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import { type Fold, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import type { LotRow } from './run-result.js';

export const CURB = PARKING_PLACES.indexOf('curb');
export const LOT = PARKING_PLACES.indexOf('lot');

export interface ParkingFold extends Fold {
  /** Stalls taken now, by zone and by lot. Cars beyond a gate are nobody's here. */
  readonly zoneTaken: Int32Array;
  readonly lotTaken: Int32Array;
  /** `paid`: fees since the last hour, by lot. */
  closeHour(time_s: number, paid: ArrayLike<number>): void;
  /**
   * Zones and lots that held fewer than no cars or more than they have stalls, summed over hours.
   */
  misfitCount(): number;
  lotRows(): LotRow[];
  summary(): MetricValues;
}

const TALLY = {
  refusals: 0,
  taken: 1,
  peak: 2,
  misfits: 3,
  retrievals: 4,
  retrieval_s: 5,
} as const;
const LOT_COLUMN = {
  time_s: 0,
  lot: 1,
  taken: 2,
  refused: 3,
  retrieved: 4,
  moves: 5,
  paid: 6,
} as const;

export function createParking(facts: NetworkFacts, keep = keepNothing): ParkingFold {
  const zoneTaken = keep(new Int32Array(facts.zones.length));
  const lotTaken = keep(new Int32Array(facts.lots.length));
  const lotRefused = keep(new Int32Array(facts.lots.length));
  const lotRetrieved = keep(new Int32Array(facts.lots.length));
  const lotMoves = keep(new Int32Array(facts.lots.length));
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const zoneStalls = Int32Array.from(facts.zones, ({ length_m, stall_m }) =>
    countFitting(length_m, stall_m),
  );
  const lotStalls = Int32Array.from(facts.lots, ({ stallCount }) => stallCount);
  const rows = keep(new GrowingRows(Object.keys(LOT_COLUMN).length));
  return {
    zoneTaken,
    lotTaken,
    takes: {
      ...stockTakes(zoneTaken, lotTaken, tallies),
      ...refusalTakes(lotRefused, tallies),
      ...retrievalTakes(lotRetrieved, lotMoves, tallies),
    },
    closeHour: (time_s, paid) => {
      for (const lot of facts.lots.keys()) {
        const counts = [lotRefused[lot]!, lotRetrieved[lot]!, lotMoves[lot]!];
        rows.append([time_s, lot, lotTaken[lot]!, ...counts, paid[lot]!]);
      }
      for (const counts of [lotRefused, lotRetrieved, lotMoves]) counts.fill(0);
      tallies[TALLY.misfits]! += misfits(zoneTaken, zoneStalls) + misfits(lotTaken, lotStalls);
    },
    misfitCount: () => tallies[TALLY.misfits]!,
    lotRows: () => readLotRows(rows, facts),
    summary: () => ({
      stalls_used_peak: tallies[TALLY.peak]!,
      parking_refusals: tallies[TALLY.refusals]!,
      retrievals: tallies[TALLY.retrievals]!,
      retrieval_mean_s: ratio(tallies[TALLY.retrieval_s]!, tallies[TALLY.retrievals]!),
    }),
  };
}

function stockTakes(
  zoneTaken: Int32Array,
  lotTaken: Int32Array,
  tallies: Float64Array,
): Fold['takes'] {
  const parked = fieldOffsets('parked');
  const unparked = fieldOffsets('unparked');
  const change = (place: number, row: number, count: 1 | -1): void => {
    if (place === CURB) zoneTaken[row]! += count;
    else if (place === LOT) lotTaken[row]! += count;
    else return;
    tallies[TALLY.taken]! += count;
    if (tallies[TALLY.taken]! > tallies[TALLY.peak]!) tallies[TALLY.peak] = tallies[TALLY.taken]!;
  };
  return {
    parked: (records, at) => change(records[at + parked.place]!, records[at + parked.row]!, 1),
    unparked: (records, at) =>
      change(records[at + unparked.place]!, records[at + unparked.row]!, -1),
  };
}

function refusalTakes(lotRefused: Int32Array, tallies: Float64Array): Fold['takes'] {
  const refused = fieldOffsets('parkingRefused');
  return {
    parkingRefused: (records, at) => {
      tallies[TALLY.refusals]!++;
      if (records[at + refused.place] === LOT) lotRefused[records[at + refused.row]!]!++;
    },
  };
}

function retrievalTakes(
  lotRetrieved: Int32Array,
  lotMoves: Int32Array,
  tallies: Float64Array,
): Fold['takes'] {
  const { lot, moveCount, retrieval_s } = fieldOffsets('retrieved');
  return {
    retrieved: (records, at) => {
      tallies[TALLY.retrievals]!++;
      tallies[TALLY.retrieval_s]! += records[at + retrieval_s]!;
      lotRetrieved[records[at + lot]!]!++;
      lotMoves[records[at + lot]!]! += records[at + moveCount]!;
    },
  };
}

const misfits = (taken: Int32Array, stalls: Int32Array): number =>
  taken.reduce((count, cars, row) => count + Number(cars < 0 || cars > stalls[row]!), 0);

function readLotRows(rows: GrowingRows, facts: NetworkFacts): LotRow[] {
  return rows.map((numbers, at) => {
    const {
      name,
      kind,
      isInside,
      stallCount,
      users = 'all',
      depth = 1,
    } = facts.lots[numbers[at + LOT_COLUMN.lot]!]!;
    return {
      time_s: numbers[at + LOT_COLUMN.time_s]!,
      lot: name,
      kind,
      isInside,
      users,
      stallCount,
      takenCount: numbers[at + LOT_COLUMN.taken]!,
      refusedCount: numbers[at + LOT_COLUMN.refused]!,
      depth,
      retrievedCount: numbers[at + LOT_COLUMN.retrieved]!,
      moveCount: numbers[at + LOT_COLUMN.moves]!,
      revenue: numbers[at + LOT_COLUMN.paid]!,
    };
  });
}
