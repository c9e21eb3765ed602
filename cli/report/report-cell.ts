/** What the figures of a report are drawn from: one run, its network and its name. */
import { HOUR_s } from '../../core/base/units.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Regime, Scenario } from '../../core/scenario/scenario.js';

export interface ReportCell {
  /** Above each of its figures. */
  readonly heading: string;
  readonly network: NetworkDraft;
  readonly run: RunResult;
  /** As in the run's scenario; what idle curb zones are for follows from it. */
  readonly pudoHours: Scenario['curb']['pudoHours'];
}

export const REGIME_WORDS: Readonly<Record<Regime, string>> = {
  today: 'today',
  'private-automated': 'private automated',
  'shared-automated': 'shared automated',
};

/** Of how people get about: "with today’s driving", "shared automated driving needs …". */
export const drivingWords = (regime: Regime): string =>
  regime === 'today' ? 'today’s driving' : `${REGIME_WORDS[regime]} driving`;

/** From (excluded) and to (included) clock times of the ends of the periods in an hour. */
export interface HourWindow {
  readonly from_s: number;
  readonly to_s: number;
}

/**
 * The first time that the run sees this hour of the day: a day that starts at 4:00 and runs over
 * sees some hours twice. Null where it does not see it.
 */
export function hourWindow(run: RunResult, hour: number): HourWindow | null {
  for (const { time_s } of run.states) {
    const hourOfRun = Math.ceil(time_s / HOUR_s) - 1;
    if (((hourOfRun % 24) + 24) % 24 === hour) {
      return { from_s: hourOfRun * HOUR_s, to_s: (hourOfRun + 1) * HOUR_s };
    }
  }
  return null;
}

export const isIn = ({ from_s, to_s }: HourWindow, time_s: number): boolean =>
  time_s > from_s && time_s <= to_s;
