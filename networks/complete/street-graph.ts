/** Which links meet where, for the steps that complete a network. */
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

/** Steps that move or remove links come before everything that stands along them. */
export function requireBareStreets(draft: NetworkDraft, step: string): void {
  const { curbs, lots, addresses, gates } = draft;
  if (curbs.length + lots.length + addresses.length + gates.length === 0) return;
  throw new Error(`${step} must come before curbs, lots, addresses and gates are added.`);
}
