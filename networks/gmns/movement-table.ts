/** `movement.csv`: which turns exist, and from which lanes. */

import type { LaneSpan, MovementDraft, MovementEnds } from '../../core/network/network-draft.js';
import type { Column } from './column.js';
import { integer, name, number, optional, reference, text, word } from './column.js';
import { laneNumberOf } from './lane-table.js';
import { TableFormat } from './table-format.js';

const TYPES = ['left', 'right', 'uturn', 'thru', 'merge', 'diverge'] as const;
export type MovementType = (typeof TYPES)[number];

export interface MovementRow {
  readonly name: string;
  readonly node: string;
  readonly from: string;
  readonly startFromLane: number | undefined;
  readonly endFromLane: number | undefined;
  readonly to: string;
  readonly startToLane: number | undefined;
  readonly endToLane: number | undefined;
  readonly type: MovementType | undefined;
  readonly allowedUses: string | undefined;
  readonly length_m: number | undefined;
  readonly speed_mps: number | undefined;
  readonly fromLanes: string | undefined;
  readonly toLanes: string | undefined;
  readonly crosses: string | undefined;
  readonly givesWayTo: string | undefined;
  readonly waitsAt_m: number | undefined;
  readonly standsOn_m: number | undefined;
}

const laneColumn = (column: string, description: string): Column<number | undefined> =>
  optional(integer(column, description, { least: -10, most: 20 }));

export const movementTable = new TableFormat<MovementRow>('movement.csv', 'Turns at junctions', {
  key: 'name',
  columns: {
    name: name('mvmt_id', 'name of the movement'),
    node: reference('node_id', 'node.csv', 'junction it crosses'),
    from: reference('ib_link_id', 'link.csv', 'link it leaves'),
    startFromLane: laneColumn('start_ib_lane', 'leftmost lane that may take it'),
    endFromLane: laneColumn('end_ib_lane', 'rightmost lane that may take it'),
    to: reference('ob_link_id', 'link.csv', 'link it enters'),
    startToLane: laneColumn('start_ob_lane', 'leftmost lane it may enter'),
    endToLane: laneColumn('end_ob_lane', 'rightmost lane it may enter'),
    type: optional(word('type', TYPES, 'what the turn is')),
    allowedUses: optional(text('allowed_uses', 'who may drive it')),
    length_m: optional(number('bw_length_m', 'm', 'way through the junction', { least: 0 })),
    speed_mps: optional(number('bw_speed_mps', 'm/s', 'highest speed on it', { least: 0 })),
    fromLanes: optional(
      text('bw_ib_lanes', 'lanes that may take it, where start to end cannot say it'),
    ),
    toLanes: optional(
      text('bw_ob_lanes', 'for each lane that may take it, the lanes before it, first-last'),
    ),
    crosses: optional(
      text('bw_crosses', 'movements whose ways cross it by mvmt_id, or none; found where not said'),
    ),
    givesWayTo: optional(
      text('bw_gives_way_to', 'of those, and of those into the same link, who goes first'),
    ),
    waitsAt_m: optional(
      number('bw_waits_at_m', 'm', 'where on its way it may wait for a gap, or 0', { least: 0 }),
    ),
    standsOn_m: optional(
      number('bw_stands_on_m', 'm', 'length at its end that nobody crosses', { least: 0 }),
    ),
  },
});

/**
 * `movement` is row `row` of the network; `laneCount` is that of the link it enters, and `nameOf` the
 * mvmt_id of each.
 */
export function movementRowOf(
  movement: MovementDraft,
  {
    row,
    laneCount,
    nameOf,
  }: { row: number; laneCount: number; nameOf: (movement: MovementEnds) => string | undefined },
): MovementRow {
  const listed = (list: readonly MovementEnds[] | undefined): string | undefined => {
    const names = list?.map(nameOf);
    if (names === undefined || names.includes(undefined)) return undefined;
    return names.length === 0 ? NO_MOVEMENT : names.join(' ');
  };
  const lanes = movement.fromLanes;
  const isRun = lanes.length > 0 && lanes.every((lane, at) => lane === lanes[0]! + at);
  return {
    name: String(row + 1),
    node: movement.node,
    from: movement.from,
    startFromLane: isRun ? laneNumberOf(lanes[0]!) : undefined,
    endFromLane: isRun ? laneNumberOf(lanes.at(-1)!) : undefined,
    to: movement.to,
    startToLane: 1,
    endToLane: laneCount,
    type: movement.kind,
    allowedUses: 'auto',
    length_m: movement.length_m,
    speed_mps: movement.speed_mps,
    fromLanes: isRun ? undefined : lanes.length === 0 ? 'none' : lanes.map(laneNumberOf).join(' '),
    toLanes: movement.toLanes?.map((span) => span.map(laneNumberOf).join('-')).join(' '),
    crosses: listed(movement.crosses),
    givesWayTo: listed(movement.givesWayTo),
    waitsAt_m: movement.waitsAt_m,
    standsOn_m: movement.standsOn_m,
  };
}

/** Stands for a list without a movement: an empty cell says nothing. */
const NO_MOVEMENT = 'none';

/** The mvmt_ids in a cell; undefined where the file says nothing. */
export const movementsIn = (cell: string | undefined): readonly string[] | undefined =>
  cell === undefined ? undefined : cell === NO_MOVEMENT ? [] : cell.split(' ');

/** GMNS numbers of the lanes before its lanes: undefined where the file is silent, null for nonsense. */
export const toLaneNumbersOf = ({
  toLanes,
}: MovementRow): readonly LaneSpan[] | undefined | null => {
  if (toLanes === undefined) return undefined;
  const spans = toLanes.split(' ').map((span) => span.split('-').map(Number));
  const isSpan = (span: number[]): boolean =>
    span.length === 2 && span.every((n) => Number.isInteger(n) && n >= 1 && n <= 20);
  return spans.every(isSpan) ? spans.map(([first, last]): LaneSpan => [first!, last!]) : null;
};

/** GMNS lane numbers that may take it: undefined where the file says nothing, null for nonsense. */
export function fromLaneNumbersOf(row: MovementRow): readonly number[] | undefined | null {
  if (row.fromLanes === 'none') return [];
  if (row.fromLanes !== undefined) return parseLaneNumbers(row.fromLanes);
  const first = row.startFromLane ?? row.endFromLane;
  const last = row.endFromLane ?? row.startFromLane;
  if (first === undefined || last === undefined) return undefined;
  if (first > last) return null;
  // There is no lane 0: the pocket -1 lies beside lane 1.
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((n) => n !== 0);
}

function parseLaneNumbers(cell: string): readonly number[] | null {
  const words = cell.split(' ');
  const numbers = words.map(Number);
  const areLanes = numbers.every((n) => Number.isInteger(n) && n !== 0 && n >= -10 && n <= 20);
  return areLanes && words.length <= 30 && new Set(words).size === words.length ? numbers : null;
}
