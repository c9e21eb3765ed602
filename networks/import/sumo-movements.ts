/** Ways of lanes through SUMO's junctions as movements: which turns exist, how far, how fast. */
import { greatestOf, leastOf } from '../../core/base/extremes.js';
import { groupBy } from '../../core/base/group-by.js';
import type { LaneSpan, MovementDraft, TurnKind } from '../../core/network/network-draft.js';
import { kindOf, TURN_SPEED_mps, wayThrough_m } from '../complete/derive-movements.js';
import type { NoteBook } from '../complete/note-book.js';
import { isFor, type SumoLink } from './sumo-links.js';
import { withMeetings } from './sumo-meetings.js';
import type { SumoPassage } from './sumo-passages.js';

/** A movement with the ways of lanes that it is made of. */
export interface SumoMovement {
  readonly movement: MovementDraft;
  readonly passages: readonly SumoPassage[];
}

/** Only between lanes that became lanes of links, and over lanes that are for the class. */
export function sumoMovements(
  passages: readonly SumoPassage[],
  links: ReadonlyMap<string, SumoLink>,
  { vehicleClass, notes }: { vehicleClass: string; notes: NoteBook },
): readonly SumoMovement[] {
  const drivable = passages.filter(({ from, to, fromLane, toLane, lanes }) => {
    const leaves = links.get(from)?.lanes.some(({ index }) => index === fromLane) ?? false;
    const enters = links.get(to)?.lanes.some(({ index }) => index === toLane) ?? false;
    return leaves && enters && lanes.every((lane) => isFor(lane, vehicleClass));
  });
  const byLinks = groupBy(drivable, ({ from, to }) => JSON.stringify([from, to]));
  const movements = [...byLinks.values()].map((here) => ({
    movement: movementOf(here, links, notes),
    passages: here,
  }));
  return withMeetings(movements);
}

const KINDS: Readonly<Record<string, TurnKind>> = {
  s: 'thru',
  l: 'left',
  L: 'left',
  r: 'right',
  R: 'right',
  t: 'uturn',
};

function movementOf(
  passages: readonly SumoPassage[],
  links: ReadonlyMap<string, SumoLink>,
  notes: NoteBook,
): MovementDraft {
  const [first] = passages as [SumoPassage];
  const from = links.get(first.from)!;
  const to = links.get(first.to)!;
  const kind = KINDS[first.direction] ?? kindOf(from.link, to.link);
  const fastest_mps = Math.min(from.link.freeSpeed_mps, to.link.freeSpeed_mps);
  const base = {
    node: from.link.to,
    from: first.from,
    to: first.to,
    kind,
    ...lanesOf(passages, from, to),
  };
  if (passages.some(({ lanes }) => lanes.length === 0)) {
    const name = `${first.from} > ${first.to}`;
    notes.guess('SUMO-204', name, 'the way through the junction is missing: drawn by us');
    return {
      ...base,
      length_m: wayThrough_m({ from: from.link, to: to.link, kind }),
      speed_mps: Math.min(fastest_mps, TURN_SPEED_mps[kind]),
    };
  }
  const lanes = passages.flatMap((passage) => passage.lanes);
  const length_m = lanes.reduce((sum_m, lane) => sum_m + lane.length_m, 0) / passages.length;
  const speeds_mps = lanes.map(({ speed_mps }) => speed_mps).filter((speed_mps) => speed_mps > 0);
  return {
    ...base,
    length_m: Math.max(SHORTEST_m, length_m),
    speed_mps: Math.min(fastest_mps, leastOf(speeds_mps)),
    // Lanes beside each other wait as far inside as the one that may least.
    waitsAt_m: Math.min(leastOf(passages.map(({ waitsAt_m }) => waitsAt_m)), length_m),
  };
}

/** A lane needs a length. */
const SHORTEST_m = 0.1;

/** Leftmost 0, as in the link; rising, each once, with the lanes that each leads to. */
function lanesOf(
  passages: readonly SumoPassage[],
  from: SumoLink,
  to: SumoLink,
): Pick<MovementDraft, 'fromLanes' | 'toLanes'> {
  const row = ({ lanes }: SumoLink, wanted: number): number =>
    lanes.findIndex(({ index }) => index === wanted);
  const onward = groupBy(passages, ({ fromLane }) => row(from, fromLane));
  const fromLanes = [...onward.keys()].sort((a, b) => a - b);
  const toLanes = fromLanes.map((lane): LaneSpan => {
    const rows = onward.get(lane)!.map(({ toLane }) => row(to, toLane));
    return [leastOf(rows), greatestOf(rows)];
  });
  return { fromLanes, toLanes };
}
