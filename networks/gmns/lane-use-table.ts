/**
 * `lane_tod.csv`: who may drive on a lane at some hours. What holds all day stands in `lane.csv`.
 * `time_day` is GMNS's: days from Sunday to Saturday and holidays, then two clock times.
 */
import type { LaneUse } from '../../core/network/lane-use.js';
import type { LinkDraft } from '../../core/network/network-draft.js';
import { laneClassesIn, usesText } from './allowed-uses.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { name, number, optional, reference, text } from './column.js';
import { allDayUse, type LaneRow, laneNumberOf, laneOf } from './lane-table.js';
import { type ReadTable, TableFormat } from './table-format.js';

const DAY_s = 86_400;
/** Before stop lines of lanes in folders that do not say: as rules of a scenario have it. */
const TURNING_m = 50;

export interface LaneUseRow {
  readonly name: string;
  readonly lane: string;
  readonly timeDay: string;
  readonly allowedUses: string;
  readonly from_s: number | undefined;
  readonly to_s: number | undefined;
  readonly turning_m: number | undefined;
}

export const laneUseTable = new TableFormat<LaneUseRow>('lane_tod.csv', 'Uses of lanes by hour', {
  key: 'name',
  columns: {
    name: name('lane_tod_id', 'name of the row'),
    lane: reference('lane_id', 'lane.csv', 'lane it is about'),
    timeDay: { ...text('time_day', 'days and hours, XXXXXXXX_HHMM_HHMM'), isRequired: false },
    allowedUses: text(
      'allowed_uses',
      'who may drive it then; later rows stand before earlier ones',
    ),
    from_s: optional(number('bw_from_s', 's', 'after midnight', { least: 0, most: DAY_s })),
    to_s: optional(number('bw_to_s', 's', 'after midnight, excluded', { least: 0, most: DAY_s })),
    turning_m: optional(
      number('bw_turning_m', 'm', 'way before the stop line on which others may turn by it', {
        least: 0,
      }),
    ),
  },
});

export function laneUseRowsOf(link: LinkDraft): LaneUseRow[] {
  const { laneUses = [] } = link;
  return laneUses.flatMap((use, at) => {
    const laneNumber = laneNumberOf(use.lane);
    if (use === allDayUse(link, laneNumber)) return [];
    const lane = `${link.name}_${laneNumber}`;
    return [
      {
        name: `${lane}_${at + 1}`,
        lane,
        timeDay: `11111111_${clockText(use.from_s)}_${clockText(use.to_s)}`,
        allowedUses: usesText(use.classes),
        from_s: use.from_s,
        to_s: use.to_s,
        turning_m: use.turning_m,
      },
    ];
  });
}

/** 27,030 s as 0730: GMNS has whole minutes. */
function clockText(time_s: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${two(time_s / 3600)}${two((time_s % 3600) / 60)}`;
}

/** Notes every row whose hours cannot be read. */
export function checkLaneUses(uses: ReadTable<LaneUseRow>): void {
  for (const [row, use] of uses.rows.entries()) {
    if (hoursOf(use) !== null) continue;
    const demand =
      'must be hours in bw_from_s and bw_to_s, or days and hours as 11111111_0700_0900';
    uses.refuse(row, 'timeDay', FOLDER_PROBLEMS.badTimetable, demand);
  }
}

const TIME_DAY = /^([01]{8})_([0-2]\d)([0-5]\d)_([0-2]\d)([0-5]\d)$/;

function hoursOf({ from_s, to_s, timeDay }: LaneUseRow): { from_s: number; to_s: number } | null {
  const found = TIME_DAY.exec(timeDay.trim());
  const clock_s = (at: number): number => Number(found![at]) * 3600 + Number(found![at + 1]) * 60;
  if (found === null && (from_s === undefined || to_s === undefined)) return null;
  const hours = { from_s: from_s ?? clock_s(2), to_s: to_s ?? clock_s(4) };
  return hours.from_s < hours.to_s && hours.to_s <= DAY_s ? hours : null;
}

/** The simulated day is a working day: rows for other days only do not count. */
function isOnWorkingDays({ timeDay }: LaneUseRow): boolean {
  const found = TIME_DAY.exec(timeDay.trim());
  return found === null || found[1]!.slice(1, 6).includes('1');
}

/** Uses of each link's lanes, lane by lane, those of lane.csv before those of lane_tod.csv. */
export function laneUsesOf(
  lanes: readonly LaneRow[],
  uses: readonly LaneUseRow[],
): ReadonlyMap<string, readonly LaneUse[]> {
  const usesOfLane = new Map<string, LaneUseRow[]>();
  for (const use of uses) {
    usesOfLane.set(use.lane, [...(usesOfLane.get(use.lane) ?? []), use]);
  }
  const found = new Map<string, LaneUse[]>();
  for (const row of [...lanes].sort((a, b) => a.laneNumber - b.laneNumber)) {
    const ofLane = [
      ...allDayOf(row),
      ...(usesOfLane.get(row.name) ?? []).flatMap((use) => at(row, use)),
    ];
    if (ofLane.length > 0 && row.laneNumber > 0) {
      found.set(row.link, [...(found.get(row.link) ?? []), ...ofLane]);
    }
  }
  return found;
}

function allDayOf({ laneNumber, allowedUses, turning_m = TURNING_m }: LaneRow): LaneUse[] {
  const classes = laneClassesIn(allowedUses);
  if (classes === null) return [];
  return [{ lane: laneOf(laneNumber), from_s: 0, to_s: DAY_s, classes, turning_m }];
}

function at({ laneNumber }: LaneRow, use: LaneUseRow): LaneUse[] {
  const { allowedUses, turning_m = TURNING_m } = use;
  const hours = hoursOf(use);
  const classes = laneClassesIn(allowedUses) ?? laneClassesIn('all')!;
  if (hours === null || !isOnWorkingDays(use)) return [];
  return [{ lane: laneOf(laneNumber), ...hours, classes, turning_m }];
}
