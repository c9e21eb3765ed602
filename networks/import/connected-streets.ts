/** Keeps the streets on which one can drive from everywhere to everywhere, and the ways in and out. */
import { reachedFrom } from '../../core/network/components.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks } from '../complete/circulation.js';
import type { NoteBook } from '../complete/note-book.js';
import { shareLanes } from '../complete/share-lanes.js';

export interface Connected {
  readonly draft: NetworkDraft;
  /** Links that every other one of them leads to; the rest leads only in or only out. */
  readonly heart: ReadonlySet<string>;
  /** Links from which the heart can be reached, and those that can be reached from it. */
  readonly leadsIn: ReadonlySet<string>;
  readonly leadsOut: ReadonlySet<string>;
}

export function keepConnected(
  draft: NetworkDraft,
  cutNodes: ReadonlySet<string>,
  notes: NoteBook,
): Connected {
  const row = new Map(draft.links.map(({ name }, at) => [name, at]));
  const next: number[][] = draft.links.map(() => []);
  const previous: number[][] = draft.links.map(() => []);
  for (const { from, to } of draft.movements) {
    next[row.get(from)!]!.push(row.get(to)!);
    previous[row.get(to)!]!.push(row.get(from)!);
  }
  const rowsOf = (isWanted: (link: LinkDraft) => boolean): number[] =>
    [...draft.links.keys()].filter((at) => isWanted(draft.links[at]!));
  const heartNames = circulatingLinks(draft);
  const heart = rowsOf(({ name }) => heartNames.has(name));
  const fromGates = reachedFrom(
    rowsOf(({ from }) => cutNodes.has(from)),
    next,
  );
  const toGates = reachedFrom(
    rowsOf(({ to }) => cutNodes.has(to)),
    previous,
  );
  const fromHeart = reachedFrom(heart, next);
  const toHeart = reachedFrom(heart, previous);
  const isKept = (at: number): boolean =>
    (fromHeart[at] === 1 && (toHeart[at] === 1 || toGates[at] === 1)) ||
    (toHeart[at] === 1 && fromGates[at] === 1);
  noteDropped(
    draft.links.filter((_, at) => !isKept(at)),
    notes,
  );
  const namesOf = (isWanted: (at: number) => boolean): ReadonlySet<string> =>
    new Set(draft.links.filter((_, at) => isWanted(at)).map(({ name }) => name));
  return {
    draft: onlyLinks(draft, namesOf(isKept)),
    heart: heartNames,
    leadsIn: namesOf((at) => toHeart[at] === 1),
    leadsOut: namesOf((at) => fromHeart[at] === 1),
  };
}

function noteDropped(dropped: readonly LinkDraft[], notes: NoteBook): void {
  if (dropped.length === 0) return;
  const lane_km = dropped.reduce((sum, link) => sum + link.length_m * link.laneCount, 0) / 1000;
  const message = `no way there and back: dropped, ${lane_km.toFixed(1)} lane-km in all`;
  for (const { name } of dropped) notes.repair('OSM-109', name, message);
}

/** Lanes whose turns are gone take the others, so that none ends nowhere. */
function onlyLinks(draft: NetworkDraft, kept: ReadonlySet<string>): NetworkDraft {
  const links = draft.links.filter(({ name }) => kept.has(name));
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const before = new Map<string, number>();
  for (const { from } of draft.movements) before.set(from, (before.get(from) ?? 0) + 1);
  const left = new Map<string, MovementDraft[]>();
  for (const movement of draft.movements) {
    if (!kept.has(movement.from) || !kept.has(movement.to)) continue;
    left.set(movement.from, [...(left.get(movement.from) ?? []), movement]);
  }
  const movements = links.flatMap((link) => {
    const turns = left.get(link.name) ?? [];
    if (turns.length === before.get(link.name)) return turns;
    const kinds = turns.map(({ kind }) => kind);
    const lanesOf = shareLanes(link, { kinds, turnLanes: undefined });
    return turns.map((turn) => ({ ...turn, fromLanes: lanesOf.get(turn.kind)! }));
  });
  return { ...draft, nodes: draft.nodes.filter(({ name }) => ends.has(name)), links, movements };
}
