/** Gates of a network for one class of vehicles: streets that lead nowhere for it are none. */
import type { GateDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks } from '../complete/circulation.js';
import { NoteBook } from '../complete/note-book.js';
import type { Completed } from '../complete/street-graph.js';

/** Entries that lead to where cars circulate, and exits that are reached from there. */
export function keepLeadingGates(draft: NetworkDraft): Completed {
  const notes = new NoteBook();
  const heart = circulatingLinks(draft);
  const [onward, back] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const { from, to } of draft.movements) {
    onward.set(from, [...(onward.get(from) ?? []), to]);
    back.set(to, [...(back.get(to) ?? []), from]);
  }
  const [leadsThere, isReached] = [reached(heart, back), reached(heart, onward)];
  const gates = draft.gates.flatMap((gate): GateDraft[] => {
    const entries = gate.entries.filter((link) => leadsThere.has(link));
    const exits = gate.exits.filter((link) => isReached.has(link));
    const lostCount = gate.entries.length + gate.exits.length - entries.length - exits.length;
    if (lostCount > 0) notes.repair('SUMO-111', gate.name, 'streets that lead nowhere left out');
    return entries.length + exits.length === 0 ? [] : [{ ...gate, entries, exits }];
  });
  return { draft: { ...draft, gates }, notes: notes.notes };
}

function reached(
  start: ReadonlySet<string>,
  ways: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set(start);
  const open = [...start];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    for (const next of ways.get(link) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}
