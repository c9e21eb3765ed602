/** Connections of a SUMO network as movements: which turns exist, from which lanes, how far, how fast. */
import { groupBy } from '../../core/base/group-by.js';
import type { MovementDraft, TurnKind } from '../../core/network/network-draft.js';
import { kindOf, TURN_SPEED_mps, wayThrough_m } from '../complete/derive-movements.js';
import type { NoteBook } from '../complete/note-book.js';
import type { SumoLink } from './sumo-links.js';
import type { SumoConnection, SumoLane, SumoNet } from './sumo-net.js';

/** A movement with the connections it is made of, one or more a lane. */
export interface SumoMovement {
  readonly movement: MovementDraft;
  readonly connections: readonly SumoConnection[];
}

export function sumoMovements(
  net: SumoNet,
  links: ReadonlyMap<string, SumoLink>,
  notes: NoteBook,
): readonly SumoMovement[] {
  const onward = wayOnInside(net);
  return [...groupedByLinks(net.connections, links)].map(([, connections]) => ({
    movement: movementOf(connections, links, { inner: net.inner, onward, notes }),
    connections,
  }));
}

/** Connections between lanes that became lanes of links, by their pair of links. */
function groupedByLinks(
  connections: readonly SumoConnection[],
  links: ReadonlyMap<string, SumoLink>,
): ReadonlyMap<string, readonly SumoConnection[]> {
  const drivable = connections.filter(({ from, to, fromLane, toLane }) => {
    const leaves = links.get(from)?.lanes.some(({ index }) => index === fromLane) ?? false;
    const enters = links.get(to)?.lanes.some(({ index }) => index === toLane) ?? false;
    return leaves && enters;
  });
  return groupBy(drivable, ({ from, to }) => JSON.stringify([from, to]));
}

/** Long left turns wait in the middle of the junction: their way inside has two lanes or more. */
function wayOnInside({ connections, inner }: SumoNet): ReadonlyMap<string, string> {
  const onward = new Map<string, string>();
  for (const { from, fromLane, via } of connections) {
    const lane = `${from}_${fromLane}`;
    if (via !== '' && inner.has(lane)) onward.set(lane, via);
  }
  return onward;
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
  connections: readonly SumoConnection[],
  links: ReadonlyMap<string, SumoLink>,
  context: {
    inner: ReadonlyMap<string, SumoLane>;
    onward: ReadonlyMap<string, string>;
    notes: NoteBook;
  },
): MovementDraft {
  const { inner, onward, notes } = context;
  const [first] = connections as [SumoConnection];
  const from = links.get(first.from)!;
  const to = links.get(first.to)!;
  const kind = KINDS[first.direction] ?? kindOf(from.link, to.link);
  const ways = connections.map(({ via }) => lanesInside(via, inner, onward));
  const fastest_mps = Math.min(from.link.freeSpeed_mps, to.link.freeSpeed_mps);
  const base = {
    node: from.link.to,
    from: first.from,
    to: first.to,
    kind,
    fromLanes: fromLanesOf(connections, from),
  };
  if (ways.some((way) => way.length === 0)) {
    const name = `${first.from} > ${first.to}`;
    notes.guess('SUMO-204', name, 'the way through the junction is missing: drawn by us');
    return {
      ...base,
      length_m: wayThrough_m({ from: from.link, to: to.link, kind }),
      speed_mps: Math.min(fastest_mps, TURN_SPEED_mps[kind]),
    };
  }
  const lengths_m = ways.map((way) => way.reduce((sum_m, { length_m }) => sum_m + length_m, 0));
  const length_m = lengths_m.reduce((a, b) => a + b, 0) / lengths_m.length;
  const speeds_mps = ways.flat().map(({ speed_mps }) => speed_mps);
  return {
    ...base,
    length_m: Math.max(SHORTEST_m, length_m),
    speed_mps: Math.min(fastest_mps, ...speeds_mps.filter((speed_mps) => speed_mps > 0)),
  };
}

/** A lane needs a length. */
const SHORTEST_m = 0.1;

/** At most this many pieces: files that lead in a circle must not be followed for ever. */
const MOST_PIECES = 16;

function lanesInside(
  via: string,
  inner: ReadonlyMap<string, SumoLane>,
  onward: ReadonlyMap<string, string>,
): readonly SumoLane[] {
  const way: SumoLane[] = [];
  let next: string | undefined = via;
  while (next !== undefined && way.length < MOST_PIECES) {
    const lane = inner.get(next);
    if (lane === undefined) break;
    way.push(lane);
    next = onward.get(next);
  }
  return way;
}

/** Leftmost 0, as in the link; rising, each once. */
function fromLanesOf(
  connections: readonly SumoConnection[],
  { lanes }: SumoLink,
): readonly number[] {
  const rows = connections.map(({ fromLane }) =>
    lanes.findIndex(({ index }) => index === fromLane),
  );
  return [...new Set(rows)].sort((a, b) => a - b);
}
