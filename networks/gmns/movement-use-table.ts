/** `movement_tod.csv`: who may take a turn at some hours, as signs say that forbid it by the hour. */
import { LANE_CLASSES, type TurnUse } from '../../core/network/lane-use.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { laneClassesIn, usesText } from './allowed-uses.js';
import { name, reference, text } from './column.js';
import {
  HOUR_COLUMNS,
  type HourRow,
  hourCellsOf,
  hoursOf,
  isOnWorkingDays,
} from './hour-columns.js';
import { TableFormat } from './table-format.js';

export interface MovementUseRow extends HourRow {
  readonly name: string;
  readonly movement: string;
  readonly allowedUses: string;
}

export const movementUseTable = new TableFormat<MovementUseRow>(
  'movement_tod.csv',
  'Uses of turns by hour',
  {
    key: 'name',
    columns: {
      name: name('mvmt_tod_id', 'name of the row'),
      movement: reference('mvmt_id', 'movement.csv', 'turn it is about'),
      timeDay: HOUR_COLUMNS.timeDay,
      allowedUses: text(
        'allowed_uses',
        'who may take it then; later rows stand before earlier ones',
      ),
      from_s: HOUR_COLUMNS.from_s,
      to_s: HOUR_COLUMNS.to_s,
    },
  },
);

/** Movements are named by their row in movement.csv. */
export const movementUseRowsOf = ({ movements }: NetworkDraft): MovementUseRow[] =>
  movements.flatMap(({ uses = [] }, row) =>
    uses.map((use, at) => ({
      name: `${row + 1}_${at + 1}`,
      movement: String(row + 1),
      allowedUses: usesText(use.classes),
      ...hourCellsOf(use),
    })),
  );

/** Uses of each movement by mvmt_id, in the order of their rows. */
export function turnUsesOf(
  rows: readonly MovementUseRow[],
): ReadonlyMap<string, readonly TurnUse[]> {
  const found = new Map<string, TurnUse[]>();
  for (const row of rows) {
    const hours = hoursOf(row);
    if (hours === null || !isOnWorkingDays(row)) continue;
    const classes = laneClassesIn(row.allowedUses) ?? LANE_CLASSES;
    found.set(row.movement, [...(found.get(row.movement) ?? []), { ...hours, classes }]);
  }
  return found;
}
