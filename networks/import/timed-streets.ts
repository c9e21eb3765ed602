/**
 * Streets that are closed to cars at some hours. Nothing stands along them, since a trip that begins
 * or ends there while they are closed could not be made; and what cars would cut off is not closed.
 */
import type { LaneUse } from '../../core/network/lane-use.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks, linksBeyond, linksLeadingTo } from '../complete/circulation.js';
import type { NoteBook } from '../complete/note-book.js';
import type { Connected } from './connected-streets.js';

/** Of the streets that are open all day, by length: fewer that cars can use show a cut town. */
const LEAST_SHARE = 0.95;

/** Needs movements. The heart of the result circulates at every hour. */
export function keepOpenAtAllHours(
  connected: Connected,
  cutNodes: ReadonlySet<string>,
  notes: NoteBook,
): Connected {
  const { draft } = connected;
  const timed = draft.links.filter((link) => closings(link).length > 0);
  if (timed.length === 0) return connected;
  const atGates = new Set(timed.filter(({ from, to }) => cutNodes.has(from) || cutNodes.has(to)));
  const rest = timed.filter((link) => !atGates.has(link));
  const found = hoursKept(connected, new Set(rest.map(({ name }) => name)));
  const opened = new Set([...atGates, ...(found === null ? rest : [])].map(({ name }) => name));
  for (const name of opened) {
    const message = 'closed at some hours, when others could not be reached: open all day';
    notes.repair('OSM-123', name, message);
  }
  const links = draft.links.map((link) => (opened.has(link.name) ? openedAllDay(link) : link));
  return { ...(found ?? connected), draft: { ...draft, links } };
}

/** What is left of the heart and of the ways to it without the streets; null where it is little. */
function hoursKept(connected: Connected, closed: ReadonlySet<string>): Connected | null {
  const { draft } = connected;
  const isOpen = (name: string): boolean => !closed.has(name);
  const links = draft.links.filter(({ name }) => isOpen(name));
  const movements = draft.movements.filter(({ from, to }) => isOpen(from) && isOpen(to));
  const open: NetworkDraft = { ...draft, links, movements };
  const heart = circulatingLinks(open);
  const open_m = lengthOf(links.filter(({ name }) => connected.heart.has(name)));
  const kept_m = lengthOf(links.filter(({ name }) => heart.has(name)));
  if (kept_m < LEAST_SHARE * open_m) return null;
  const leadsIn = linksLeadingTo(heart, movements);
  const leadsOut = linksBeyond(heart, movements);
  return { draft, heart, leadsIn, leadsOut };
}

const lengthOf = (links: readonly LinkDraft[]): number =>
  links.reduce((sum_m, { length_m }) => sum_m + length_m, 0);

/** Uses that close all lanes of a link to cars in the same hours. */
export function closings({ laneCount, laneUses = [] }: LinkDraft): readonly LaneUse[] {
  const lanesOf = new Map<string, Set<number>>();
  for (const use of laneUses) {
    if (use.classes.includes('hdv')) continue;
    const lanes = lanesOf.get(keyOf(use)) ?? new Set<number>();
    lanesOf.set(keyOf(use), lanes.add(use.lane));
  }
  return laneUses.filter((use) => lanesOf.get(keyOf(use))?.size === laneCount);
}

const keyOf = ({ from_s, to_s, classes }: LaneUse): string => [from_s, to_s, ...classes].join();

function openedAllDay(link: LinkDraft): LinkDraft {
  const closed = new Set(closings(link));
  const { laneUses = [], ...others } = link;
  const rest = laneUses.filter((use) => !closed.has(use));
  return rest.length === 0 ? others : { ...others, laneUses: rest };
}
