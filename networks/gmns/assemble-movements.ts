/** Rows of movement.csv to movements, for the directions of links that they mean. */
import type { LinkDraft, MovementDraft, TurnKind } from '../../core/network/network-draft.js';
import { kindOf, TURN_SPEED_mps, wayThrough_m } from '../complete/derive-movements.js';
import type { NoteBook } from '../complete/note-book.js';
import { shareLanes } from '../complete/share-lanes.js';
import { isForCars } from './allowed-uses.js';
import { isOurs } from './assemble-links.js';
import { FOLDER_NOTES, FOLDER_PROBLEMS } from './codes.js';
import { laneOf } from './lane-table.js';
import { fromLaneNumbersOf, type MovementRow } from './movement-table.js';
import type { Folder } from './tables.js';

/**
 * Notes lists of lanes that are none and, in folders of this program, movements whose links do not
 * meet at their node; published folders have such rows, and `assembleMovements` leaves them out.
 */
export function checkMovements({ link, movement }: Folder): void {
  const ours = new Map(link.rows.filter(isOurs).map((row) => [row.name, row]));
  for (const [at, row] of movement.rows.entries()) {
    const [from, to] = [ours.get(row.from), ours.get(row.to)];
    const { notMeeting, badCell } = FOLDER_PROBLEMS;
    if (from !== undefined && from.to !== row.node) {
      movement.refuse(at, 'from', notMeeting, 'must lead to the node of its row');
    }
    if (to !== undefined && to.from !== row.node) {
      movement.refuse(at, 'to', notMeeting, 'must leave the node of its row');
    }
    if (fromLaneNumbersOf(row) !== null) continue;
    const field = row.fromLanes === undefined ? 'endFromLane' : 'fromLanes';
    movement.refuse(at, field, badCell, 'must give lanes from left to right');
  }
}

/** `links` are those of each `link_id`, as they are after trimming. */
export function assembleMovements(
  { movement }: Folder,
  links: ReadonlyMap<string, readonly LinkDraft[]>,
  notes: NoteBook,
): MovementDraft[] {
  const movements = new Map<string, MovementDraft>();
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
    const read = movementOf(row, { from: arriving, to: leaving }, notes);
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
