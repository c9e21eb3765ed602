/** Rows of movement.csv to movements, for the directions of links that they mean. */
import type {
  LinkDraft,
  MovementDraft,
  MovementEnds,
  TurnKind,
} from '../../core/network/network-draft.js';
import { kindOf, TURN_SPEED_mps, wayThrough_m, withUses } from '../complete/derive-movements.js';
import type { NoteBook } from '../complete/note-book.js';
import { shareLanes } from '../complete/share-lanes.js';
import { isForCars } from './allowed-uses.js';
import { isOurs } from './assemble-links.js';
import { FOLDER_NOTES, FOLDER_PROBLEMS } from './codes.js';
import { laneOf } from './lane-table.js';
import {
  fromLaneNumbersOf,
  type MovementRow,
  movementsIn,
  toLaneNumbersOf,
} from './movement-table.js';
import { turnUsesOf } from './movement-use-table.js';
import type { Folder } from './tables.js';

/**
 * Notes lists of lanes that are none and, in folders of this program, movements whose links do not
 * meet at their node; published folders have such rows, and `assembleMovements` leaves them out.
 */
export function checkMovements({ link, movement }: Folder): void {
  const ours = new Map(link.rows.filter(isOurs).map((row) => [row.name, row]));
  const known = new Set(movement.rows.map(({ name }) => name));
  for (const [at, row] of movement.rows.entries()) {
    const [from, to] = [ours.get(row.from), ours.get(row.to)];
    const { notMeeting, badCell } = FOLDER_PROBLEMS;
    if (from !== undefined && from.to !== row.node) {
      movement.refuse(at, 'from', notMeeting, 'must lead to the node of its row');
    }
    if (to !== undefined && to.from !== row.node) {
      movement.refuse(at, 'to', notMeeting, 'must leave the node of its row');
    }
    for (const list of ['crosses', 'givesWayTo'] as const) {
      if ((movementsIn(row[list]) ?? []).every((name) => known.has(name))) continue;
      const demand = 'must list movements by mvmt_id';
      movement.refuse(at, list, FOLDER_PROBLEMS.unknownReference, demand);
    }
    if (toLaneNumbersOf(row) === null) {
      movement.refuse(at, 'toLanes', badCell, 'must give lanes from left to right');
    }
    if (fromLaneNumbersOf(row) !== null) continue;
    const field = row.fromLanes === undefined ? 'endFromLane' : 'fromLanes';
    movement.refuse(at, field, badCell, 'must give lanes from left to right');
  }
}

/** `links` are those of each `link_id`, as they are after trimming. */
export function assembleMovements(
  { movement, movementUse }: Folder,
  links: ReadonlyMap<string, readonly LinkDraft[]>,
  notes: NoteBook,
): MovementDraft[] {
  const movements = new Map<string, MovementDraft>();
  const usesOf = turnUsesOf(movementUse.rows);
  const endsOf = new Map(movement.rows.map(({ name, from, to }) => [name, { from, to }]));
  for (const row of movement.rows) {
    const from = links.get(row.from)!;
    const to = links.get(row.to)!;
    if (from.length === 0 || to.length === 0 || !isForCars(row.allowedUses)) {
      notes.repair(FOLDER_NOTES.movement, row.name, 'left out: not for motor vehicles');
      continue;
    }
    const arriving = from.find((link) => link.to === row.node);
    const leaving = to.find((link) => link.from === row.node);
    if (arriving === undefined || leaving === undefined) {
      notes.repair(FOLDER_NOTES.movement, row.name, 'left out: its links do not meet at its node');
      continue;
    }
    const read = withUses(
      {
        ...movementOf(row, { from: arriving, to: leaving }, notes),
        ...meetingsOf(row, endsOf),
      },
      usesOf.get(row.name) ?? [],
    );
    const pair = JSON.stringify([read.from, read.to]);
    const earlier = movements.get(pair);
    // Some files have a row for each lane.
    movements.set(pair, earlier === undefined ? read : withLanes(earlier, read.fromLanes));
  }
  return [...movements.values()];
}

function withLanes(movement: MovementDraft, lanes: readonly number[]): MovementDraft {
  const fromLanes = [...new Set([...movement.fromLanes, ...lanes])].sort((a, b) => a - b);
  return { ...movement, fromLanes };
}

function movementOf(
  row: MovementRow,
  { from, to }: { from: LinkDraft; to: LinkDraft },
  notes: NoteBook,
): MovementDraft {
  const kind = turnKindIn(row) ?? kindOf(from, to);
  const usual_mps = Math.min(from.freeSpeed_mps, to.freeSpeed_mps, TURN_SPEED_mps[kind]);
  return {
    node: row.node,
    from: from.name,
    to: to.name,
    kind,
    length_m: row.length_m ?? wayThrough_m({ from, to, kind }),
    speed_mps: row.speed_mps ?? usual_mps,
    fromLanes: lanesOf(row, { from, kind }, notes),
  };
}

/** What the file says of its lanes beyond the junction, whom it meets there and where it waits. */
function meetingsOf(
  row: MovementRow,
  endsOf: ReadonlyMap<string, MovementEnds>,
): Pick<MovementDraft, 'toLanes' | 'crosses' | 'givesWayTo' | 'waitsAt_m' | 'standsOn_m'> {
  const toLanes = toLaneNumbersOf(row);
  const [crosses, givesWayTo] = [row.crosses, row.givesWayTo].map((cell) =>
    movementsIn(cell)?.map((name) => endsOf.get(name)!),
  );
  return {
    ...(toLanes && { toLanes: toLanes.map(([first, last]) => [laneOf(first), laneOf(last)]) }),
    ...(crosses && { crosses }),
    ...(givesWayTo && { givesWayTo }),
    ...(row.waitsAt_m !== undefined && { waitsAt_m: row.waitsAt_m }),
    ...(row.standsOn_m !== undefined && { standsOn_m: row.standsOn_m }),
  };
}

const turnKindIn = ({ type }: MovementRow): TurnKind | null =>
  type === undefined || type === 'merge' || type === 'diverge' ? null : type;

function lanesOf(
  row: MovementRow,
  { from, kind }: { from: LinkDraft; kind: TurnKind },
  notes: NoteBook,
): readonly number[] {
  const numbers = fromLaneNumbersOf(row);
  if (numbers === undefined || numbers === null) {
    notes.guess(FOLDER_NOTES.lanes, row.name, 'lanes of the movement are missing: the usual ones');
    return shareLanes(from, { kinds: [kind, 'thru'], turnLanes: undefined }).get(kind)!;
  }
  const lanes = numbers.map(laneOf);
  const leftmost = from.leftPocket_m > 0 ? -1 : 0;
  const fits = lanes.every((lane) => lane >= leftmost && lane < from.laneCount);
  if (fits) return lanes;
  notes.repair(FOLDER_NOTES.lanes, row.name, 'movement from a lane that its link lacks: the next');
  const near = lanes.map((lane) => Math.max(leftmost, Math.min(from.laneCount - 1, lane)));
  return [...new Set(near)];
}
