/**
 * Ways back beyond the rim. A one-way street that leaves the map leads nowhere in the data, and who
 * is in its lane by mistake, or looks for a stall, would stand at its end for ever. Outside, drivers
 * turn round and come back by the next street.
 */
import type { GateDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { deriveMovements } from './derive-movements.js';
import { NoteBook } from './note-book.js';
import { distance_m } from './polyline.js';
import type { Completed } from './street-graph.js';

/** Slower than any way through the district, so that only who has no other way takes it. */
const DETOUR_FACTOR = 3;
const SHORTEST_m = 1000;
const SPEED_mps = 30 / 3.6;

/** A link outside from the end of each exit that leads nowhere to the nearest gate's entries. */
export function addRimReturns(draft: NetworkDraft): Completed {
  const notes = new NoteBook();
  const leadsOn = new Set(draft.movements.map(({ from }) => from));
  const linkNamed = new Map(draft.links.map((link) => [link.name, link]));
  const entered = draft.gates.filter(({ entries }) => entries.length > 0);
  const returns: LinkDraft[] = [];
  for (const gate of draft.gates) {
    const exit = gate.exits.find((name) => !leadsOn.has(name));
    const back = nearest(gate, entered);
    if (exit === undefined || back === null) continue;
    const from = linkNamed.get(exit)!.to;
    const to = linkNamed.get(back.entries[0]!)!.from;
    if (from === to) continue;
    returns.push(returnLink({ from, to, gate, back }));
    notes.guess('NET-323', gate.name, 'left only: who drives out by it comes back by another gate');
  }
  const links = [...draft.links, ...returns];
  // Exits that led nowhere lead to their return now, and each return leads in.
  const completed = deriveMovements({ ...draft, links }).draft;
  return { draft: returns.length === 0 ? draft : completed, notes: notes.notes };
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
