/**
 * Leaves out streets that one can drive into and never leave: one-way ends that no gate continues.
 * Whoever strayed there would stand for ever, and all behind it.
 */
import { groupBy } from '../../core/base/group-by.js';
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  SignalDraft,
} from '../../core/network/network-draft.js';
import { keepJunctionSizes, turnsFrom } from '../convert/turn-rows.js';
import { circulatingLinks, linksLeadingTo } from './circulation.js';
import { NoteBook } from './note-book.js';
import type { Completed } from './street-graph.js';

/** For streets with gates and without addresses and lots; curbs along them go too. */
export function dropTraps(draft: NetworkDraft): Completed {
  const exits = draft.gates.flatMap((gate) => gate.exits);
  const isLeft = linksLeadingTo([...circulatingLinks(draft), ...exits], draft.movements);
  const links = draft.links.filter(({ name }) => isLeft.has(name));
  if (links.length === draft.links.length) return { draft, notes: [] };
  const notes = new NoteBook();
  for (const { name } of draft.links) {
    if (!isLeft.has(name)) notes.repair('NET-372', name, 'left out: nobody could leave it again');
  }
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const isKept = ({ from, to }: { from: string; to: string }): boolean =>
    isLeft.has(from) && isLeft.has(to);
  return {
    draft: {
      ...draft,
      links,
      nodes: draft.nodes.filter(({ name }) => ends.has(name)),
      movements: keepJunctionSizes(draft.movements, keptMovements(draft.movements, links, isKept)),
      curbs: draft.curbs.filter(({ link }) => isLeft.has(link)),
      gates: draft.gates
        .map((gate) => ({ ...gate, entries: gate.entries.filter((link) => isLeft.has(link)) }))
        .filter(({ entries, exits }) => entries.length + exits.length > 0),
      ...(draft.signals === undefined ? {} : { signals: keptSignals(draft.signals, isKept) }),
    },
    notes: notes.notes,
  };
}

type IsKept = (turn: { readonly from: string; readonly to: string }) => boolean;

/** Lanes that led only into what is gone are shared among the other turns. */
function keptMovements(
  movements: readonly MovementDraft[],
  links: readonly LinkDraft[],
  isKept: IsKept,
): readonly MovementDraft[] {
  const linkNamed = new Map(links.map((link) => [link.name, link]));
  const lists = [...groupBy(movements, ({ from }) => from)].flatMap(([name, old]) => {
    const link = linkNamed.get(name);
    const kept = old.filter(isKept);
    if (link === undefined || kept.length === old.length) return kept;
    const lanes = new Set(kept.flatMap(({ fromLanes }) => fromLanes));
    const isWhole = old.every(({ fromLanes }) => fromLanes.every((lane) => lanes.has(lane)));
    if (isWhole) return kept;
    const targets = kept.map(({ to }) => linkNamed.get(to)!);
    return turnsFrom(link, targets, old);
  });
  return lists.map((movement) => withKeptOthers(movement, isKept));
}

function withKeptOthers(movement: MovementDraft, isKept: IsKept): MovementDraft {
  const { crosses, givesWayTo, ...rest } = movement;
  return {
    ...rest,
    ...(crosses === undefined ? {} : { crosses: crosses.filter(isKept) }),
    ...(givesWayTo === undefined ? {} : { givesWayTo: givesWayTo.filter(isKept) }),
  };
}

const keptSignals = (signals: readonly SignalDraft[], isKept: IsKept): readonly SignalDraft[] =>
  signals.map((signal) => ({
    ...signal,
    phases: signal.phases.map((phase) => ({
      ...phase,
      protected: phase.protected.filter(isKept),
      permitted: phase.permitted.filter(isKept),
      amber: phase.amber.filter(isKept),
    })),
  }));
