/** Which lanes of a link may take which of its turns. */
import type { LinkDraft, TurnKind } from '../../core/network/network-draft.js';
import { lanesOfTurns } from '../../core/network/turn-lanes.js';

/** Arrows on the lanes of a link, leftmost first; an empty list is a lane without arrows. */
export type TurnLanes = readonly (readonly TurnKind[])[];

/**
 * Arrows are followed where they fit the link: as many as lanes, and each turn on one of them at
 * least. Lanes without arrows go straight on, or wherever the link goes when it does not.
 */
export function shareLanes(
  link: LinkDraft,
  { kinds, turnLanes }: { kinds: readonly TurnKind[]; turnLanes: TurnLanes | undefined },
): ReadonlyMap<TurnKind, readonly number[]> {
  const usual = lanesOfTurns([...new Set(kinds)], {
    laneCount: link.laneCount,
    hasPocket: link.leftPocket_m > 0,
  });
  if (turnLanes === undefined || turnLanes.length !== link.laneCount) return usual;
  const painted = paintedLanes(kinds, turnLanes);
  return new Map([...usual].map(([kind, lanes]) => [kind, painted.get(kind) ?? lanes]));
}

function paintedLanes(
  kinds: readonly TurnKind[],
  turnLanes: TurnLanes,
): ReadonlyMap<TurnKind, readonly number[]> {
  const lanesOf = new Map<TurnKind, number[]>();
  const plain: readonly TurnKind[] = kinds.includes('thru') ? ['thru'] : [...new Set(kinds)];
  for (const [lane, arrows] of turnLanes.entries()) {
    const meant = arrows.length === 0 ? plain : arrows.filter((kind) => kinds.includes(kind));
    for (const kind of new Set(meant)) {
      lanesOf.set(kind, [...(lanesOf.get(kind) ?? []), lane]);
    }
  }
  return lanesOf;
}
