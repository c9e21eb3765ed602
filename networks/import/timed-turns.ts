/** Turns that are forbidden to cars at some hours, so far as everything is reached without them. */
import type { MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks, linksBeyond, linksLeadingTo } from '../complete/circulation.js';
import type { NoteBook } from '../complete/note-book.js';
import type { Connected } from './connected-streets.js';
import { closings } from './timed-streets.js';

/** The heart of the result circulates at every hour, and as much leads to and from it as all day. */
export function keepTurnsAtAllHours(connected: Connected, notes: NoteBook): Connected {
  const { draft } = connected;
  const timed = draft.movements.filter(isTimed);
  if (timed.length === 0) return connected;
  const whole = reachOf(draft, new Set());
  let closed = new Set(timed);
  if (reachOf(draft, closed) < whole) {
    closed = new Set();
    for (const movement of timed) {
      closed.add(movement);
      if (reachOf(draft, closed) === whole) continue;
      closed.delete(movement);
      const message =
        'a turn forbidden at some hours, when others could not be reached: open all day';
      notes.repair('OSM-123', `${movement.from} > ${movement.to}`, message);
    }
  }
  const movements = draft.movements.map((movement) => {
    if (!isTimed(movement) || closed.has(movement)) return movement;
    const { uses: _, ...openAllDay } = movement;
    return openAllDay;
  });
  return { ...connected, draft: { ...draft, movements } };
}

const isTimed = ({ uses = [] }: MovementDraft): boolean =>
  uses.some(({ classes }) => !classes.includes('hdv'));

/** Links in the heart, and that lead to it or from it, while streets with hours and these turns are closed. */
function reachOf(draft: NetworkDraft, closed: ReadonlySet<MovementDraft>): number {
  const links = draft.links.filter((link) => closings(link).length === 0);
  const open = new Set(links.map(({ name }) => name));
  const movements = draft.movements.filter(
    (movement) => open.has(movement.from) && open.has(movement.to) && !closed.has(movement),
  );
  const heart = circulatingLinks({ ...draft, links, movements });
  return heart.size + linksLeadingTo(heart, movements).size + linksBeyond(heart, movements).size;
}
