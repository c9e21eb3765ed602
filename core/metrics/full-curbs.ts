/** What vehicles did that found their zone full, and bays held ahead so that they find room. */
import { HOUR_s } from '../base/units.js';
import { FULL_CURB_ANSWERS, VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { type Fold, keepNothing } from './fold.js';
import type { MetricValues } from './metric-catalogue.js';
import type { FullCurbRow } from './run-result.js';

export interface FullCurbFold extends Fold {
  /** Answers that were given, by class and answer. */
  rows(): FullCurbRow[];
  summary(): MetricValues;
}

const TALLY = { inLots: 0, givenUp: 1, held: 2, heldVain: 3, held_s: 4 } as const;

export function createFullCurbs(keep = keepNothing): FullCurbFold {
  const counts = keep(new Float64Array(VEHICLE_CLASSES.length * FULL_CURB_ANSWERS.length));
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const refused = fieldOffsets('bayRefused');
  const ended = fieldOffsets('bayHoldEnded');
  const tally = (which: keyof typeof TALLY) => () => {
    tallies[TALLY[which]]!++;
  };
  return {
    takes: {
      bayRefused: (records, at) => {
        const first = records[at + refused.vehicleClass]! * FULL_CURB_ANSWERS.length;
        counts[first + records[at + refused.answer]!]!++;
      },
      stoppedInLot: tally('inLots'),
      stopGivenUp: tally('givenUp'),
      bayHeld: tally('held'),
      bayHoldEnded: (records, at) => {
        tallies[TALLY.held_s]! += records[at + ended.held_s]!;
        if (records[at + ended.isTaken] === 0) tallies[TALLY.heldVain]!++;
      },
    },
    rows: () =>
      VEHICLE_CLASSES.flatMap((vehicleClass, row) =>
        FULL_CURB_ANSWERS.map((answer, code) => ({
          vehicleClass,
          answer,
          count: counts[row * FULL_CURB_ANSWERS.length + code]!,
        })),
      ).filter(({ count }) => count > 0),
    summary: () => ({
      stops_in_lots: tallies[TALLY.inLots]!,
      stops_given_up: tallies[TALLY.givenUp]!,
      bays_held: tallies[TALLY.held]!,
      bays_held_vain: tallies[TALLY.heldVain]!,
      bay_held_h: tallies[TALLY.held_s]! / HOUR_s,
    }),
  };
}
