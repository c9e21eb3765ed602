/** Which links cars can reach and leave again, and which are cut off. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import { type Completed, requireBareStreets } from './street-graph.js';

/**
 * The longest set of links that all lead to one another, by the sum of their lengths, which does
 * not depend on how often the map cuts a street. Places belong there: who drives to a
 * one-way street that leads nowhere does not come back.
 */
export function circulatingLinks(draft: NetworkDraft): ReadonlySet<string> {
  const ways = waysOf(draft);
  const order = finishingOrder(draft, ways);
  const seen = new Set<string>();
  const lengthOf = new Map(draft.links.map(({ name, length_m }) => [name, length_m]));
  let longest: ReadonlySet<string> = new Set();
  let longest_m = 0;
  // Kosaraju: searched against the arrows in reverse order of finishing, each search is one part.
  for (const start of order.reverse()) {
    const part = reached([start], ways.into, seen);
    let part_m = 0;
    for (const link of part) part_m += lengthOf.get(link)!;
    if (part_m > longest_m) [longest, longest_m] = [part, part_m];
  }
  return longest;
}

/** Leaves out links that neither lead to the circulating ones nor are reached from them. */
export function dropIslands(draft: NetworkDraft): Completed {
  requireBareStreets(draft, 'Dropping islands');
  const notes = new NoteBook();
  const ways = waysOf(draft);
  const circulating = circulatingLinks(draft);
  const leadingThere = reached(circulating, ways.into);
  const reachedThence = reached(circulating, ways.outOf);
  const links = draft.links.filter(({ name }) => {
    const isKept = leadingThere.has(name) || reachedThence.has(name);
    if (!isKept) notes.repair('NET-371', name, 'left out: not connected to the other streets');
    return isKept;
  });
  if (links.length === draft.links.length) return { draft, notes: [] };
  const names = new Set(links.map(({ name }) => name));
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const nodes = draft.nodes.filter(({ name }) => ends.has(name));
  const movements = draft.movements.filter(({ from, to }) => names.has(from) && names.has(to));
  return { draft: { ...draft, nodes, links, movements }, notes: notes.notes };
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

function waysOf({ links, movements }: NetworkDraft): { outOf: Neighbours; into: Neighbours } {
  const outOf = new Map(links.map(({ name }) => [name, [] as string[]]));
  const into = new Map(links.map(({ name }) => [name, [] as string[]]));
  for (const { from, to } of movements) {
    outOf.get(from)!.push(to);
    into.get(to)!.push(from);
  }
  return { outOf, into };
}

/** Links in the order in which a depth-first search leaves them; maps are too large to recurse. */
function finishingOrder({ links }: NetworkDraft, { outOf }: { outOf: Neighbours }): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  for (const { name } of links) {
    if (seen.has(name)) continue;
    seen.add(name);
    const path = [{ link: name, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = outOf.get(top.link)![top.next++];
      if (to === undefined) {
        order.push(top.link);
        path.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        path.push({ link: to, next: 0 });
      }
    }
  }
  return order;
}

/** What can be reached from `starts`, they included, but for links already in `seen`. */
function reached(
  starts: Iterable<string>,
  neighbours: Neighbours,
  seen: Set<string> = new Set(),
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...starts];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    if (seen.has(link)) continue;
    seen.add(link);
    found.add(link);
    for (const next of neighbours.get(link)!) if (!seen.has(next)) open.push(next);
  }
  return found;
}
