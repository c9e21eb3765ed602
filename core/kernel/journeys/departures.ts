/** When the buses of a line depart. */
import type { Scenario } from '../../scenario/scenario.js';
import type { LineService } from '../../scenario/services.js';

const DAY_s = 86_400;

/** Departures within the day of the run, rising; a clock time counts on each day that it lies in. */
export function departuresOf(
  { start_s, end_s }: Scenario,
  line: Pick<LineService, 'headway_s' | 'first_s' | 'last_s'> & {
    readonly departures_s?: readonly number[];
  },
): number[] {
  const { departures_s = [], headway_s, first_s, last_s } = line;
  const count = Math.floor((last_s - first_s) / headway_s + 1e-9) + 1;
  const ofDay_s =
    departures_s.length > 0
      ? departures_s
      : Array.from({ length: count }, (_, at) => first_s + at * headway_s);
  const all_s = ofDay_s.flatMap((time_s) => [time_s - DAY_s, time_s, time_s + DAY_s]);
  const within_s = all_s.filter((time_s) => time_s >= start_s && time_s < end_s);
  return [...new Set(within_s)].sort((a, b) => a - b);
}
