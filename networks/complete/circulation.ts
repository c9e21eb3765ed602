/** Which links cars can reach and leave again, and which are cut off. */
import { groupBy } from '../../core/base/group-by.js';
import { reachedFrom, strongComponents } from '../../core/network/components.js';
import type { MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
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
  const { componentOf, componentCount } = strongComponents(ways.outOf);
  const length_m = new Float64Array(componentCount);
  for (const [row, link] of links.entries()) length_m[componentOf[row]!]! += link.length_m;
  const longest = length_m.indexOf(
    length_m.reduce((most_m, each_m) => Math.max(most_m, each_m), 0),
  );
  return [...links.keys()].filter((row) => componentOf[row] === longest);
}

const namesOf = ({ links }: NetworkDraft, rows: readonly number[]): ReadonlySet<string> =>
  new Set(rows.map((row) => links[row]!.name));

/** Leaves out links that neither lead to the circulating ones nor are reached from them. */
export function dropIslands(draft: NetworkDraft): Completed {
  requireBareStreets(draft, 'Dropping islands');
  const notes = new NoteBook();
  const ways = waysOf(draft);
  const circulating = circulatingRows(draft, ways);
  const leadsThere = reachedFrom(circulating, ways.into);
  const isReached = reachedFrom(circulating, ways.outOf);
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

/** Links from which one of `goals` can be driven to, they included. */
export function linksLeadingTo(
  goals: Iterable<string>,
  movements: readonly MovementDraft[],
): ReadonlySet<string> {
  const into = groupBy(movements, ({ to }) => to);
  return spread(goals, (link) => (into.get(link) ?? []).map(({ from }) => from));
}

/** Links that can be driven to from one of `starts`, they included. */
export function linksBeyond(
  starts: Iterable<string>,
  movements: readonly MovementDraft[],
): ReadonlySet<string> {
  const outOf = groupBy(movements, ({ from }) => from);
  return spread(starts, (link) => (outOf.get(link) ?? []).map(({ to }) => to));
}

/** All that can be come to from `starts` by steps to the `next`, they included. */
export function spread(
  starts: Iterable<string>,
  next: (link: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set(starts);
  // A set is walked in the order of insertion, those added on the way included.
  for (const link of found) for (const other of next(link)) found.add(other);
  return found;
}

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
