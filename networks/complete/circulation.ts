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
  return namesOf(draft, circulatingRows(draft, waysOf(draft)));
}

function circulatingRows({ links }: NetworkDraft, ways: Ways): readonly number[] {
  const order = finishingOrder(ways.outOf);
  const seen = new Uint8Array(links.length);
  let longest: readonly number[] = [];
  let longest_m = 0;
  // Kosaraju: searched against the arrows in reverse order of finishing, each search is one part.
  for (const start of order.reverse()) {
    if (seen[start] === 1) continue;
    const part = reached([start], ways.into, seen);
    const part_m = part.reduce((sum_m, link) => sum_m + links[link]!.length_m, 0);
    if (part_m > longest_m) [longest, longest_m] = [part, part_m];
  }
  return longest;
}

const namesOf = ({ links }: NetworkDraft, rows: readonly number[]): ReadonlySet<string> =>
  new Set(rows.map((row) => links[row]!.name));

/** Leaves out links that neither lead to the circulating ones nor are reached from them. */
export function dropIslands(draft: NetworkDraft): Completed {
  requireBareStreets(draft, 'Dropping islands');
  const notes = new NoteBook();
  const ways = waysOf(draft);
  const circulating = circulatingRows(draft, ways);
  const [leadsThere, isReached] = [marks(draft), marks(draft)];
  reached(circulating, ways.into, leadsThere);
  reached(circulating, ways.outOf, isReached);
  const links = draft.links.filter(({ name }, row) => {
    const isKept = leadsThere[row] === 1 || isReached[row] === 1;
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

const marks = ({ links }: NetworkDraft): Uint8Array => new Uint8Array(links.length);

/** By row of the link, those beyond in the order of the movements. */
type Neighbours = readonly (readonly number[])[];

interface Ways {
  readonly outOf: Neighbours;
  readonly into: Neighbours;
}

function waysOf({ links, movements }: NetworkDraft): Ways {
  const rowOf = new Map(links.map(({ name }, row) => [name, row]));
  const outOf = links.map((): number[] => []);
  const into = links.map((): number[] => []);
  for (const { from, to } of movements) {
    const [before, after] = [rowOf.get(from)!, rowOf.get(to)!];
    outOf[before]!.push(after);
    into[after]!.push(before);
  }
  return { outOf, into };
}

/** Links in the order in which a depth-first search leaves them; maps are too large to recurse. */
function finishingOrder(outOf: Neighbours): number[] {
  const seen = new Uint8Array(outOf.length);
  const next = new Int32Array(outOf.length);
  const order: number[] = [];
  const path: number[] = [];
  for (let start = 0; start < outOf.length; start++) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    path.push(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = outOf[top]![next[top]!++];
      if (to === undefined) {
        order.push(top);
        path.pop();
      } else if (seen[to] === 0) {
        seen[to] = 1;
        path.push(to);
      }
    }
  }
  return order;
}

/** What can be reached from `starts`, they included, but for links already `seen`, which it marks. */
function reached(
  starts: readonly number[],
  neighbours: Neighbours,
  seen: Uint8Array,
): readonly number[] {
  const found: number[] = [];
  const open = [...starts];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    if (seen[link] === 1) continue;
    seen[link] = 1;
    found.push(link);
    for (const next of neighbours[link]!) if (seen[next] === 0) open.push(next);
  }
  return found;
}
