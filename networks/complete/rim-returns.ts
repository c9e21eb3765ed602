/**
 * Ways back beyond the rim. Where the only way on is out of the map (a one-way street, or a corner
 * that one-way streets lead into), who is there by mistake, or looks for a stall, would wait or
 * circle for ever. Outside, drivers turn round and come back by the next street.
 *
 * Who turns back at a gate with two directions drives on too: turning on the spot, the queue of those
 * who come back would stand across the gate, and nobody could leave the map.
 */
import type {
  GateDraft,
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';
import { circulatingLinks, linksLeadingTo } from './circulation.js';
import { deriveMovements } from './derive-movements.js';
import { NoteBook } from './note-book.js';
import { directionIn, distance_m } from './polyline.js';
import type { Completed } from './street-graph.js';

/** Slower than any way through the district, so that only who has no other way takes it. */
const DETOUR_FACTOR = 3;
const SHORTEST_m = 1000;
const SPEED_mps = 30 / 3.6;
const LANE_m = 3.25;

/** What all streets outside have in common. */
const OUTSIDE = {
  freeSpeed_mps: SPEED_mps,
  leftPocket_m: 0,
  rank: 0,
  sidewalk_m: 0,
  isInside: false,
} as const;

/**
 * A link outside from each gate that does not lead back inside to the nearest one that leads in, and
 * a way outside for the U-turns of the others.
 */
export function addRimReturns(given: NetworkDraft): Completed {
  const notes = new NoteBook();
  const draft = turningOutside(given, notes);
  const leadsIn = linksLeadingTo(circulatingLinks(draft), draft.movements);
  const linkNamed = new Map(draft.links.map((link) => [link.name, link]));
  const entered = draft.gates.filter(({ entries }) => entries.some((name) => leadsIn.has(name)));
  const links = [...draft.links];
  const movements = [...draft.movements];
  for (const gate of draft.gates) {
    const exits = gate.exits.filter((name) => !leadsIn.has(name));
    const back = nearest(gate, entered);
    if (exits.length === 0 || back === null || back === gate) continue;
    const from = linkNamed.get(exits[0]!)!.to;
    const entry = back.entries.find((name) => leadsIn.has(name))!;
    const link = returnLink({ from, to: linkNamed.get(entry)!.from, gate, back });
    links.push(link);
    for (const exit of exits) movements.push(outTo(linkNamed.get(exit)!, link));
    notes.guess('NET-323', gate.name, 'no way back inside: who drives out comes in elsewhere');
  }
  if (links.length === draft.links.length) return { draft, notes: notes.notes };
  // Each return leads on into the streets at its gate.
  return { draft: deriveMovements({ ...draft, links, movements }).draft, notes: notes.notes };
}

/**
 * Where the only way on from a gate is to turn back, a street outside leads to where drivers turn: as
 * wide as the street itself, both directions together as long as the shortest other return.
 */
function turningOutside(draft: NetworkDraft, notes: NoteBook): NetworkDraft {
  const linkNamed = new Map(draft.links.map((link) => [link.name, link]));
  const turnsBack = new Map<string, MovementDraft>();
  for (const gate of draft.gates) {
    const [exit, ...more] = draft.movements.filter(({ from }) => gate.exits.includes(from));
    const isTurn = exit?.kind === 'uturn' && gate.entries.includes(exit.to);
    if (isTurn && more.length === 0) turnsBack.set(gate.name, exit);
  }
  if (turnsBack.size === 0) return draft;
  const nodes = [...draft.nodes];
  const links = [...draft.links];
  const movements = draft.movements.filter((each) => ![...turnsBack.values()].includes(each));
  for (const [gate, { from, to }] of turnsBack) {
    notes.guess('NET-324', gate, 'who turns back does so outside, on the way beyond the gate');
    const street = streetOutside(linkNamed.get(from)!, linkNamed.get(to)!);
    nodes.push(street.end);
    links.push(street.out, street.back);
    movements.push(outTo(linkNamed.get(from)!, street.out));
  }
  return deriveMovements({ ...draft, nodes, links, movements }).draft;
}

/** How far beyond the gate it is drawn, which says nothing of its length. */
const DRAWN_m = 50;

function streetOutside(exit: LinkDraft, entry: LinkDraft) {
  const [x_m, y_m] = exit.geometry.at(-1)!;
  const [dx, dy] = directionIn(exit.geometry);
  const scale = DRAWN_m / Math.sqrt(dx * dx + dy * dy);
  const name = `${exit.to} outside`;
  const end = { name, x_m: x_m + dx * scale, y_m: y_m + dy * scale, control: 'none' } as const;
  const line: readonly Point[] = [
    [x_m, y_m],
    [end.x_m, end.y_m],
  ];
  const [from, to] = [exit.to, name];
  const there = { from, to, laneCount: exit.laneCount, geometry: line };
  const back = { from: to, to: from, laneCount: entry.laneCount, geometry: line.toReversed() };
  const half = (given: typeof there): LinkDraft => ({
    ...OUTSIDE,
    ...given,
    name: `${given.from}_${given.to}`,
    street: name,
    length_m: SHORTEST_m / 2,
    carriageway_m: LANE_m * given.laneCount,
  });
  return { end, out: half(there), back: half(back) };
}

function nearest(gate: GateDraft, others: readonly GateDraft[]): GateDraft | null {
  const away_m = (other: GateDraft): number =>
    distance_m([gate.x_m, gate.y_m], [other.x_m, other.y_m]);
  return others.reduce<GateDraft | null>(
    (best, other) => (best === null || away_m(other) < away_m(best) ? other : best),
    null,
  );
}

function returnLink(way: {
  from: string;
  to: string;
  gate: GateDraft;
  back: GateDraft;
}): LinkDraft {
  const { from, to, gate, back } = way;
  const geometry = [
    [gate.x_m, gate.y_m],
    [back.x_m, back.y_m],
  ] as const;
  const name = `${from}_${to} outside`;
  return {
    ...OUTSIDE,
    name,
    from,
    to,
    street: name,
    length_m: Math.max(SHORTEST_m, DETOUR_FACTOR * distance_m(...geometry)),
    laneCount: 1,
    carriageway_m: LANE_m,
    geometry,
  };
}

const outTo = (exit: LinkDraft, back: LinkDraft): MovementDraft => ({
  node: exit.to,
  from: exit.name,
  to: back.name,
  kind: 'thru',
  length_m: 1,
  speed_mps: SPEED_mps,
  fromLanes: Array.from({ length: exit.laneCount }, (_, lane) => lane),
});
