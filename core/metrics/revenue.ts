/** What vehicles paid for standing: at zones and in lots, in the currency of the fees. */
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import { type Fold, keepNothing } from './fold.js';
import type { MetricValues } from './metric-catalogue.js';
import { CURB, LOT } from './parking.js';

export interface RevenueFold extends Fold {
  /** Paid since the last close, by zone and by lot. */
  readonly zonePaid: Float64Array;
  readonly lotPaid: Float64Array;
  closePeriod(): void;
  closeHour(): void;
  summary(): MetricValues;
}

const TALLY = { curbParking: 0, curbStops: 1, lots: 2 } as const;

export function createRevenue(facts: NetworkFacts, keep = keepNothing): RevenueFold {
  const zonePaid = keep(new Float64Array(facts.zones.length));
  const lotPaid = keep(new Float64Array(facts.lots.length));
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const { place, row, isStop, fee } = fieldOffsets('feeCharged');
  return {
    zonePaid,
    lotPaid,
    takes: {
      feeCharged: (records, at) => {
        const paid = records[at + fee]!;
        if (records[at + place] === CURB) {
          zonePaid[records[at + row]!]! += paid;
          tallies[records[at + isStop] === 1 ? TALLY.curbStops : TALLY.curbParking]! += paid;
        } else if (records[at + place] === LOT) {
          lotPaid[records[at + row]!]! += paid;
          tallies[TALLY.lots]! += paid;
        }
      },
    },
    closePeriod: () => void zonePaid.fill(0),
    closeHour: () => void lotPaid.fill(0),
    summary: () => ({
      revenue_curb_parking: tallies[TALLY.curbParking]!,
      revenue_curb_stops: tallies[TALLY.curbStops]!,
      revenue_lots: tallies[TALLY.lots]!,
    }),
  };
}
