/**
 * Ways back beyond the rim. Where the only way on is out of the map (a one-way street, or a corner
 * that one-way streets lead into), who is there by mistake, or looks for a stall, would wait or
 * circle for ever. Outside, drivers turn round and come back by the next street.
 */
import type {
  GateDraft,
  LinkDraft,
  MovementDraft,
  NetworkDraft,
} from '../../core/network/network-draft.js';
import { circulatingLinks } from './circulation.js';
import { deriveMovements } from './derive-movements.js';
import { NoteBook } from './note-book.js';
import { distance_m } from './polyline.js';
import type { Completed } from './street-graph.js';

/** Slower than any way through the district, so that only who has no other way takes it. */
const DETOUR_FACTOR = 3;
const SHORTEST_m = 1000;
const SPEED_mps = 30 / 3.6;

/** A link outside from each gate that does not lead back inside to the nearest one that leads in. */
export function addRimReturns(draft: NetworkDraft): Completed {
  const notes = new NoteBook();
  const leadsIn = linksLeadingTo(circulatingLinks(draft), draft);
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
  if (links.length === draft.links.length) return { draft, notes: [] };
  // Each return leads on into the streets at its gate.
  return { draft: deriveMovements({ ...draft, links, movements }).draft, notes: notes.notes };
}

function linksLeadingTo(heart: ReadonlySet<string>, draft: NetworkDraft): ReadonlySet<string> {
  const before = new Map<string, string[]>();
  for (const { from, to } of draft.movements) {
    const known = before.get(to);
    if (known === undefined) before.set(to, [from]);
    else known.push(from);
  }
  const leading = new Set(heart);
  // A set is walked in the order of insertion, those added on the way included.
  for (const name of leading) for (const from of before.get(name) ?? []) leading.add(from);
  return leading;
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
    name,
    from,
    to,
    street: name,
    length_m: Math.max(SHORTEST_m, DETOUR_FACTOR * distance_m(...geometry)),
    freeSpeed_mps: SPEED_mps,
    laneCount: 1,
    leftPocket_m: 0,
    rank: 0,
    carriageway_m: 3.25,
    sidewalk_m: 0,
    isInside: false,
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
