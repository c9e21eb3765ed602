/**
 * `lane_tod.csv`: who may drive on a lane at some hours. What holds all day stands in `lane.csv`.
 */
import type { LaneUse } from '../../core/network/lane-use.js';
import type { LinkDraft } from '../../core/network/network-draft.js';
import { laneClassesIn, usesText } from './allowed-uses.js';
import { name, number, optional, reference, text } from './column.js';
import {
  DAY_s,
  HOUR_COLUMNS,
  type HourRow,
  hourCellsOf,
  hoursOf,
  isOnWorkingDays,
} from './hour-columns.js';
import { allDayUse, type LaneRow, laneNumberOf, laneOf } from './lane-table.js';
import { TableFormat } from './table-format.js';

/** Before stop lines of lanes in folders that do not say: as rules of a scenario have it. */
const TURNING_m = 50;

export interface LaneUseRow extends HourRow {
  readonly name: string;
  readonly lane: string;
  readonly allowedUses: string;
  readonly turning_m: number | undefined;
}

export const laneUseTable = new TableFormat<LaneUseRow>('lane_tod.csv', 'Uses of lanes by hour', {
  key: 'name',
  columns: {
    name: name('lane_tod_id', 'name of the row'),
    lane: reference('lane_id', 'lane.csv', 'lane it is about'),
    timeDay: HOUR_COLUMNS.timeDay,
    allowedUses: text(
      'allowed_uses',
      'who may drive it then; later rows stand before earlier ones',
    ),
    from_s: HOUR_COLUMNS.from_s,
    to_s: HOUR_COLUMNS.to_s,
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
        allowedUses: usesText(use.classes),
        ...hourCellsOf(use),
        turning_m: use.turning_m,
      },
    ];
  });
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
