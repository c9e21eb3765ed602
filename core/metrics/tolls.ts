/** What vehicles paid for links, by period, link and class; and how many found a better way en route. */
import { VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import { type Fold, type Keep, keepNothing } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import type { TollRow } from './run-result.js';

export interface TollFold extends Fold {
  closePeriod(time_s: number): void;
  rows(): TollRow[];
  summary(): MetricValues;
}

const TALLY = { revenue: 0, paymentCount: 1, wayChangedCount: 2 } as const;
/** Columns of a row: end of the period, link and class, payments, money. */
const WIDTH = 4;

export function createTolls(facts: NetworkFacts, keep: Keep = keepNothing): TollFold {
  const paid = fieldOffsets('tollPaid');
  const classCount = VEHICLE_CLASSES.length;
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const count = keep(new Int32Array(facts.links.length * classCount));
  const revenue = keep(new Float64Array(facts.links.length * classCount));
  const rows = keep(new GrowingRows(WIDTH));
  return {
    takes: {
      tollPaid: (records, at) => {
        const toll = records[at + paid.toll]!;
        const place = records[at + paid.link]! * classCount + records[at + paid.vehicleClass]!;
        count[place]!++;
        revenue[place]! += toll;
        tallies[TALLY.paymentCount]!++;
        tallies[TALLY.revenue]! += toll;
      },
      wayChanged: () => {
        tallies[TALLY.wayChangedCount]!++;
      },
    },
    closePeriod: (time_s) => {
      for (let place = 0; place < count.length; place++) {
        if (count[place] === 0) continue;
        rows.append([time_s, place, count[place]!, revenue[place]!]);
        count[place] = 0;
        revenue[place] = 0;
      }
    },
    rows: () =>
      rows.map((numbers, at) => ({
        time_s: numbers[at]!,
        link: facts.links[Math.floor(numbers[at + 1]! / classCount)]!.name,
        vehicleClass: VEHICLE_CLASSES[numbers[at + 1]! % classCount]!,
        paymentCount: numbers[at + 2]!,
        revenue: numbers[at + 3]!,
      })),
    summary: () => ({
      toll_revenue: tallies[TALLY.revenue]!,
      tolls_paid: tallies[TALLY.paymentCount]!,
      ways_changed: tallies[TALLY.wayChangedCount]!,
    }),
  };
}
