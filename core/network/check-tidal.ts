/** What is wrong with the tidal lanes of a network. */
import type { Finding } from './check-network.js';
import type { Hours } from './lane-use.js';
import type { LinkDraft } from './network-draft.js';

const DAY_s = 86_400;

/** NET-119: a tidal lane belongs to both directions of a street, and never to both at once. */
export function tidalProblems(links: readonly LinkDraft[], report: Finding): void {
  const tidal = links.filter(({ tidalHours }) => tidalHours !== undefined);
  for (const link of tidal) {
    const fault = faultOf(link, links);
    if (fault !== null) report('NET-119', `links.${link.name}.tidalHours`, fault);
  }
}

function faultOf(link: LinkDraft, links: readonly LinkDraft[]): string | null {
  const hours = link.tidalHours!;
  if (!hours.every(isSound)) return `must be hours that end later than they begin, to ${DAY_s} s`;
  if (link.laneCount < 2) return 'must leave the link another lane';
  if (link.leftPocket_m > 0) return 'cannot stand beside a left pocket';
  const { street, from, to } = link;
  const opposite = links.find(
    (other) => other.street === street && other.from === to && other.to === from,
  );
  if (opposite?.tidalHours === undefined) return 'must be on both directions of the street';
  if (opposite.name < link.name) return null;
  const isShared = hours.some((a) => opposite.tidalHours!.some((b) => overlap(a, b)));
  return isShared ? `must not overlap those of "${opposite.name}"` : null;
}

const isSound = ({ from_s, to_s }: Hours): boolean => from_s >= 0 && from_s < to_s && to_s <= DAY_s;
const overlap = (a: Hours, b: Hours): boolean => a.from_s < b.to_s && b.from_s < a.to_s;
