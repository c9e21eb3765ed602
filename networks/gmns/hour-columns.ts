/**
 * Hours in tables of uses by time of day. `time_day` is GMNS's: days from Sunday to Saturday and
 * holidays, then two clock times, of whole minutes; the columns of this program have seconds.
 */
import type { Hours } from '../../core/network/lane-use.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { number, optional, text } from './column.js';
import type { ReadTable } from './table-format.js';

export const DAY_s = 86_400;

export interface HourRow {
  readonly timeDay: string;
  readonly from_s: number | undefined;
  readonly to_s: number | undefined;
}

export const HOUR_COLUMNS = {
  timeDay: { ...text('time_day', 'days and hours, XXXXXXXX_HHMM_HHMM'), isRequired: false },
  from_s: optional(number('bw_from_s', 's', 'after midnight', { least: 0, most: DAY_s })),
  to_s: optional(number('bw_to_s', 's', 'after midnight, excluded', { least: 0, most: DAY_s })),
};

export const hourCellsOf = ({ from_s, to_s }: Hours): HourRow => ({
  timeDay: `11111111_${clockText(from_s)}_${clockText(to_s)}`,
  from_s,
  to_s,
});

/** 27,030 s as 0730. */
function clockText(time_s: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${two(time_s / 3600)}${two((time_s % 3600) / 60)}`;
}

/** Notes every row whose hours cannot be read. */
export function checkHours<Row extends HourRow>(uses: ReadTable<Row>): void {
  for (const [row, use] of uses.rows.entries()) {
    if (hoursOf(use) !== null) continue;
    const demand =
      'must be hours in bw_from_s and bw_to_s, or days and hours as 11111111_0700_0900';
    uses.refuse(row, 'timeDay', FOLDER_PROBLEMS.badTimetable, demand);
  }
}

const TIME_DAY = /^([01]{8})_([0-2]\d)([0-5]\d)_([0-2]\d)([0-5]\d)$/;

export function hoursOf({ from_s, to_s, timeDay }: HourRow): Hours | null {
  const found = TIME_DAY.exec(timeDay.trim());
  const clock_s = (at: number): number => Number(found![at]) * 3600 + Number(found![at + 1]) * 60;
  if (found === null && (from_s === undefined || to_s === undefined)) return null;
  const hours = { from_s: from_s ?? clock_s(2), to_s: to_s ?? clock_s(4) };
  return hours.from_s < hours.to_s && hours.to_s <= DAY_s ? hours : null;
}

/** The simulated day is a working day: rows for other days only do not count. */
export function isOnWorkingDays({ timeDay }: HourRow): boolean {
  const found = TIME_DAY.exec(timeDay.trim());
  return found === null || found[1]!.slice(1, 6).includes('1');
}
