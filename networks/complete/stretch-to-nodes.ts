/**
 * Joining nodes moves a junction to the middle of them; a link that now ends farther away than its
 * length reaches is made as long as the straight line.
 */
import { leastLengths_m } from '../../core/network/check-network.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import type { Completed } from './street-graph.js';

export function stretchToNodes(draft: NetworkDraft): Completed {
  const notes = new NoteBook();
  const least = leastLengths_m(draft);
  const links = draft.links.map((link) => {
    const least_m = least.get(link.name) ?? 0;
    if (link.length_m >= least_m) return link;
    notes.repair('NET-315', link.name, 'as long as the straight line between joined junctions');
    return { ...link, length_m: least_m };
  });
  return { draft: { ...draft, links }, notes: notes.notes };
}
