/** Turns at junctions that got another street, and at ends of streets that were closed. */
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { kindOf, movementsOf } from '../complete/derive-movements.js';
import { armsOfNodes } from '../complete/street-graph.js';
import type { CutOptions } from './block-cuts.js';
import type { Converted } from './calm-streets.js';
import type { Change } from './changes.js';

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
      const wasAllowed = new Set(old.map(({ to }) => to));
      const isKnown = old.some(({ kind }) => kind !== 'uturn');
      const onward = outgoing.filter((to) => {
        if (kindOf(from, to) === 'uturn') return wasAllowed.has(to.name) && isKnown;
        return wasAllowed.has(to.name) || !isKnown || !reached.has(to.name);
      });
      const targets: readonly LinkDraft[] =
        onward.length > 0 ? onward : outgoing.filter((to) => wasAllowed.has(to.name));
      if (isKnown && targets.length === old.length) return old;
      const ways = targets.map((to) => ({ to, kind: kindOf(from, to) }));
      return movementsOf(from, ways, undefined);
    });
  });
  const kept = draft.movements.filter(({ node }) => !nodes.has(node));
  const movements = [...kept, ...made];
  if (draft.signals === undefined) return { ...draft, movements };
  const signals = draft.signals.filter(({ node }) => !nodes.has(node));
  return { ...draft, movements, signals };
}

/** Opens streets that end at a junction without leading on: closed to through traffic, or gated. */
export function openClosedEnds(
  draft: NetworkDraft,
  { isInArea }: Pick<CutOptions, 'isInArea'>,
): Converted {
  const arms = armsOfNodes(draft);
  const movementsFrom = groupBy(draft.movements, ({ from }) => from);
  const exits = new Set(draft.gates.flatMap((gate) => gate.exits));
  const isClosed = (link: LinkDraft): boolean => {
    const onward = movementsFrom.get(link.name) ?? [];
    return !exits.has(link.name) && onward.every(({ kind }) => kind === 'uturn');
  };
  const closed = draft.nodes.filter(({ name, x_m, y_m }) => {
    const { incoming, neighbours } = arms.get(name)!;
    return neighbours.size > 1 && isInArea([x_m, y_m]) && incoming.some(isClosed);
  });
  const names = new Set(closed.map(({ name }) => name));
  const isOpened = (link: LinkDraft): boolean => names.has(link.to) && isClosed(link);
  // Their turns are forgotten, so that what leads on is found anew.
  const stale = new Set(
    draft.links.filter(isOpened).flatMap((link) => [link.name, ...opposites(link, arms)]),
  );
  const movements = draft.movements.filter(({ from, to, node }) => {
    return !names.has(node) || !(stale.has(from) || stale.has(to));
  });
  const opened = openTurns({ ...draft, movements }, names);
  const changes = closed.map(({ name, x_m, y_m }): Change => {
    const message = 'streets that were closed here lead on';
    return { kind: 'opened', subject: name, group: '', x_m, y_m, length_m: 0, message };
  });
  return { draft: opened, changes };
}

const opposites = (link: LinkDraft, arms: ReturnType<typeof armsOfNodes>): readonly string[] =>
  arms
    .get(link.to)!
    .outgoing.filter((other) => kindOf(link, other) === 'uturn')
    .map(({ name }) => name);
