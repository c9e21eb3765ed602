/** Which links meet where, for the steps that complete a network. */
import { refused } from '../../core/base/counted-text.js';
import { shown } from '../../core/base/errors.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';

/** What each step of completing a network gives back. */
export interface Completed {
  readonly draft: NetworkDraft;
  readonly notes: readonly RepairNote[];
}

export interface Arms {
  readonly incoming: readonly LinkDraft[];
  readonly outgoing: readonly LinkDraft[];
  /** Junctions that a link leads to or comes from. */
  readonly neighbours: ReadonlySet<string>;
}

/** The links at each node, in the order of the draft. */
export function armsOfNodes(draft: NetworkDraft): ReadonlyMap<string, Arms> {
  const arms = new Map(
    draft.nodes.map(({ name }) => [
      name,
      { incoming: [] as LinkDraft[], outgoing: [] as LinkDraft[], neighbours: new Set<string>() },
    ]),
  );
  for (const link of draft.links) {
    const [from, to] = [arms.get(link.from), arms.get(link.to)];
    from?.outgoing.push(link);
    from?.neighbours.add(link.to);
    to?.incoming.push(link);
    to?.neighbours.add(link.from);
  }
  return arms;
}

/** Turns from each link into each other. Real junctions of dual carriageways have some hundred. */
const MOST_TURNS = 20_000;
/** Links within one junction. */
const MOST_INNER = 1000;

/**
 * Refuses what only damage or malice makes of a junction, whose turns would fill any memory.
 * `junctionOf`: which junction a node has become part of. Throws UserError NET-373.
 */
export function requireJunctions(
  { name, links }: NetworkDraft,
  junctionOf: (node: string) => string = (node) => node,
): void {
  const counts = new Map<string, { incoming: number; outgoing: number; inner: number }>();
  const at = (junction: string) => {
    const known = counts.get(junction) ?? { incoming: 0, outgoing: 0, inner: 0 };
    counts.set(junction, known);
    return known;
  };
  for (const link of links) {
    const [from, to] = [junctionOf(link.from), junctionOf(link.to)];
    if (from === to) at(from).inner++;
    else {
      at(from).outgoing++;
      at(to).incoming++;
    }
  }
  for (const [junction, { incoming, outgoing, inner }] of counts) {
    if (incoming * outgoing <= MOST_TURNS && inner <= MOST_INNER) continue;
    const message = `${shown(junction)} is no junction: ${incoming} links lead there`;
    throw refused(name, 'NET-373', message);
  }
}

/** Steps that move or remove links come before everything that stands along them. */
export function requireBareStreets(draft: NetworkDraft, step: string): void {
  const { curbs, lots, addresses, gates } = draft;
  if (curbs.length + lots.length + addresses.length + gates.length === 0) return;
  throw new Error(`${step} must come before curbs, lots, addresses and gates are added.`);
}
