/** Turns at junctions that got another street, and at ends of streets that were closed. */
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { kindOf } from '../complete/derive-movements.js';
import { armsOfNodes } from '../complete/street-graph.js';
import type { CutOptions } from './block-cuts.js';
import type { Converted } from './calm-streets.js';
import type { Change } from './changes.js';
import { isDiagonalFilter } from './diagonal-filters.js';
import { isWayBack, turnsFrom } from './turn-rows.js';

/**
 * Lets every street at `nodes` lead on to every other. Turns between two streets that were there
 * before and had others stay as they were; signal plans that did not know the new ones are dropped.
 */
export function openTurns(draft: NetworkDraft, nodes: ReadonlySet<string>): NetworkDraft {
  const arms = armsOfNodes(draft);
  const movementsFrom = groupBy(draft.movements, ({ from }) => from);
  const reached = new Set(draft.movements.map(({ to }) => to));
  const made = [...nodes].flatMap((node) => {
    const { incoming, outgoing } = arms.get(node)!;
    return incoming.flatMap((from): readonly MovementDraft[] => {
      const old = movementsFrom.get(from.name) ?? [];
      const targets = targetsOf(from, { outgoing, old, reached });
      const isSame = targets.length === old.length && old.some(({ kind }) => kind !== 'uturn');
      return isSame ? old : turnsFrom(from, targets, old);
    });
  });
  const kept = draft.movements.filter(({ node }) => !nodes.has(node));
  const movements = [...kept, ...made];
  if (draft.signals === undefined) return { ...draft, movements };
  const signals = draft.signals.filter(({ node }) => !nodes.has(node));
  return { ...draft, movements, signals };
}

function targetsOf(
  from: LinkDraft,
  {
    outgoing,
    old,
    reached,
  }: {
    outgoing: readonly LinkDraft[];
    old: readonly MovementDraft[];
    reached: ReadonlySet<string>;
  },
): readonly LinkDraft[] {
  const wasAllowed = new Set(old.map(({ to }) => to));
  const isKnown = old.some(({ kind }) => kind !== 'uturn');
  const onward = outgoing.filter((to) => {
    if (kindOf(from, to) === 'uturn') return wasAllowed.has(to.name) && isKnown;
    return wasAllowed.has(to.name) || !isKnown || !reached.has(to.name);
  });
  if (onward.length > 0) return onward;
  const others = outgoing.filter((to) => !isWayBack(from, to));
  return others.length > 0 ? others : outgoing;
}

/**
 * Opens streets that end at a junction without leading on, closed to through traffic or gated, and
 * junctions that a diagonal filter cuts in two.
 */
export function openClosedEnds(
  draft: NetworkDraft,
  { isInArea }: Pick<CutOptions, 'isInArea'>,
): Converted {
  const arms = armsOfNodes(draft);
  const movementsFrom = groupBy(draft.movements, ({ from }) => from);
  const exits = new Set(draft.gates.flatMap((gate) => gate.exits));
  const isClosed = (link: LinkDraft): boolean => {
    const onward = movementsFrom.get(link.name) ?? [];
    if (exits.has(link.name) || !onward.every(({ kind }) => kind === 'uturn')) return false;
    return arms.get(link.to)!.outgoing.some((to) => kindOf(link, to) !== 'uturn');
  };
  const filters = new Set(
    draft.nodes.flatMap(({ name }) =>
      isDiagonalFilter(arms.get(name)!, movementsFrom) ? [name] : [],
    ),
  );
  const closed = draft.nodes.filter(({ name, x_m, y_m }) => {
    const { incoming, neighbours } = arms.get(name)!;
    const hasClosed = filters.has(name) || incoming.some(isClosed);
    return neighbours.size > 1 && isInArea([x_m, y_m]) && hasClosed;
  });
  const names = new Set(closed.map(({ name }) => name));
  const isOpened = (link: LinkDraft): boolean =>
    names.has(link.to) && (filters.has(link.to) || isClosed(link));
  // Their turns are forgotten, so that what leads on is found anew.
  const stale = new Set(
    draft.links.filter(isOpened).flatMap((link) => [link.name, ...opposites(link, arms)]),
  );
  const movements = draft.movements.filter(({ from, to, node }) => {
    return !names.has(node) || !(stale.has(from) || stale.has(to));
  });
  const opened = openTurns({ ...draft, movements }, names);
  const changes = closed.map(({ name, x_m, y_m }): Change => {
    const message = filters.has(name)
      ? 'a diagonal filter is taken out: streets lead across'
      : 'streets that were closed here lead on';
    return { kind: 'opened', subject: name, group: '', x_m, y_m, length_m: 0, message };
  });
  return { draft: opened, changes };
}

const opposites = (link: LinkDraft, arms: ReturnType<typeof armsOfNodes>): readonly string[] =>
  arms
    .get(link.to)!
    .outgoing.filter((other) => kindOf(link, other) === 'uturn')
    .map(({ name }) => name);
