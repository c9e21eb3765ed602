/**
 * Maps draw streets from the middle of a junction to the middle of the next. Here links are cut
 * back to where they leave the junction and to the stop line, half the crossing street away.
 */
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { drawnLength_m, stretch } from './polyline.js';
import { type Arms, armsOfNodes, type Completed, requireBareStreets } from './street-graph.js';

/** A link keeps at least this share of itself, or short blocks would be all junction. */
const KEPT_SHARE = 0.6;

/** Bends and dead ends (below three neighbours) have no size. Lengths shrink with the lines. */
export function trimToStopLines(draft: NetworkDraft): Completed {
  requireBareStreets(draft, 'Trimming to stop lines');
  const arms = armsOfNodes(draft);
  const links = draft.links.map((link) => {
    const setbacks = {
      atStart_m: setback_m(arms.get(link.from)!, link.to),
      atEnd_m: setback_m(arms.get(link.to)!, link.from),
    };
    return trimmed(link, setbacks);
  });
  const changed = links.filter((link, at) => link !== draft.links[at]).length;
  const message = `cut back by half the width of the crossing street: ${changed} of them`;
  const note = { code: 'NET-301', subject: 'links', message, kind: 'guess' } as const;
  return { draft: { ...draft, links }, notes: changed > 0 ? [note] : [] };
}

/** Half the widest street among the other arms. */
function setback_m({ incoming, outgoing, neighbours }: Arms, ownNeighbour: string): number {
  if (neighbours.size < 3) return 0;
  const width_m = new Map<string, number>();
  const widen = (neighbour: string, { carriageway_m }: LinkDraft): void => {
    if (neighbour === ownNeighbour) return;
    width_m.set(neighbour, (width_m.get(neighbour) ?? 0) + carriageway_m);
  };
  for (const link of incoming) widen(link.from, link);
  for (const link of outgoing) widen(link.to, link);
  return [...width_m.values()].reduce((widest, width) => Math.max(widest, width), 0) / 2;
}

function trimmed(
  link: LinkDraft,
  { atStart_m, atEnd_m }: { atStart_m: number; atEnd_m: number },
): LinkDraft {
  const wanted_m = atStart_m + atEnd_m;
  const drawn_m = drawnLength_m(link.geometry);
  if (wanted_m === 0 || drawn_m === 0) return link;
  const scale = Math.min(1, ((1 - KEPT_SHARE) * drawn_m) / wanted_m);
  const [from_m, to_m] = [atStart_m * scale, drawn_m - atEnd_m * scale];
  return {
    ...link,
    // The stated length may differ from the drawn one (hills, coarse lines): both shrink alike.
    length_m: (link.length_m * (to_m - from_m)) / drawn_m,
    geometry: stretch(link.geometry, { from_m, to_m }),
  };
}
