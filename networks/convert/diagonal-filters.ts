/** Junctions cut in two by a row of bollards: each half leads round a corner, and nobody across. */
import type { LinkDraft, MovementDraft } from '../../core/network/network-draft.js';
import { kindOf } from '../complete/derive-movements.js';
import type { Arms } from '../complete/street-graph.js';

/**
 * True where the streets fall into parts of two or more that no turn joins, though some of them lead
 * straight on into each other. Two streets that cross without turns (a bridge) are none: both go on.
 */
export function isDiagonalFilter(
  { incoming, outgoing, neighbours }: Arms,
  movementsFrom: ReadonlyMap<string, readonly MovementDraft[]>,
): boolean {
  if (neighbours.size < 4) return false;
  const partOf = new Map([...neighbours].map((neighbour) => [neighbour, neighbour]));
  const reached = new Map(outgoing.map((link) => [link.name, link]));
  for (const from of incoming) {
    for (const { to, kind } of movementsFrom.get(from.name) ?? []) {
      if (kind === 'thru') return false;
      if (reached.has(to)) joinParts(partOf, from.from, reached.get(to)!.to);
    }
  }
  const sizes = new Map<string, number>();
  for (const part of partOf.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const isCut = sizes.size > 1 && [...sizes.values()].every((size) => size > 1);
  return isCut && incoming.some((from) => leadsOn(from, outgoing));
}

function joinParts(partOf: Map<string, string>, a: string, b: string): void {
  const [kept, gone] = [partOf.get(a)!, partOf.get(b)!];
  for (const [neighbour, part] of partOf) if (part === gone) partOf.set(neighbour, kept);
}

const leadsOn = (from: LinkDraft, outgoing: readonly LinkDraft[]): boolean =>
  outgoing.some((to) => kindOf(from, to) === 'thru');
