/**
 * Turn restrictions over a way between, as signs against turning back through a median. A network
 * holds turns from a link to a link, so they can be kept where the way between lies within one
 * junction, or where nobody else comes onto it; the others are told.
 */
import { groupBy } from '../../core/base/group-by.js';
import type { TurnUse } from '../../core/network/lane-use.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { withUses } from '../complete/derive-movements.js';
import type { NoteBook } from '../complete/note-book.js';
import { turnsFrom } from '../convert/turn-rows.js';
import type { LinkWays } from './turn-restrictions.js';

/** From a way over others to a way. */
export interface RuleOverWays {
  readonly relation: number;
  readonly froms: readonly number[];
  readonly vias: readonly number[];
  readonly tos: readonly number[];
  /** Who comes over the ways between must go on to `tos`, or must not. */
  readonly isOnly: boolean;
  /** Who may at the hours of the sign; null for a sign of all day. */
  readonly uses: readonly TurnUse[] | null;
}

/** For a network whose junctions are joined. */
export function forbidOverWays(
  draft: NetworkDraft,
  rules: readonly RuleOverWays[],
  { waysOf, notes }: { waysOf: ReadonlyMap<string, LinkWays>; notes: NoteBook },
): NetworkDraft {
  let { movements } = draft;
  const streets = new Set([...waysOf.values()].flatMap(({ first, last }) => [first, last]));
  for (const rule of rules) {
    const isOnMap = [rule.froms, rule.vias, rule.tos].every((ways) =>
      ways.every((way) => streets.has(way)),
    );
    if (!isOnMap) continue;
    const closed = closedTurns({ ...draft, movements }, rule, waysOf);
    const { uses } = rule;
    const kept =
      typeof closed === 'string'
        ? null
        : uses === null
          ? withoutTurns(draft, movements, closed)
          : movements.map((each) => (closed.has(keyOf(each)) ? withUses(each, uses) : each));
    if (kept !== null) movements = kept;
    else notes.repair('OSM-112', `relation ${rule.relation}`, reasonOf(closed));
  }
  return { ...draft, movements };
}

const reasonOf = (closed: string | ReadonlySet<string>): string =>
  typeof closed === 'string' ? closed : 'turn restrictions that would leave no way on: ignored';

/** Turns as `from>to`, or why the rule cannot be kept. */
function closedTurns(
  { links, movements }: NetworkDraft,
  { froms, vias, tos, isOnly }: RuleOverWays,
  waysOf: ReadonlyMap<string, LinkWays>,
): ReadonlySet<string> | string {
  const named = (isWanted: (ways: LinkWays) => boolean): ReadonlySet<string> =>
    new Set(links.filter(({ name }) => isWanted(waysOf.get(name)!)).map(({ name }) => name));
  const ends = links.every(({ name }) => waysOf.has(name));
  if (!ends) return 'turn restrictions over ways that are drawn otherwise: ignored';
  const before = named(({ last }) => froms.includes(last));
  const after = named(({ first, last }) => tos.includes(first) || tos.includes(last));
  const between = named(({ first, last }) => vias.includes(first) && vias.includes(last));
  if (between.size === 0) {
    if (isOnly) return 'turn restrictions that leave one way over a joined junction: ignored';
    return keysOf(movements.filter(({ from, to }) => before.has(from) && after.has(to)));
  }
  const entered = movements.filter(({ from, to }) => between.has(to) && before.has(from));
  const onto = new Set(entered.map(({ to }) => to));
  const others = movements.filter(({ from, to }) => onto.has(to) && !before.has(from));
  // Links that lead on to another one between are part of the way.
  if (others.some(({ from }) => !between.has(from))) {
    return 'turn restrictions over a way that others use too: ignored';
  }
  return keysOf(
    movements.filter(
      ({ from, to }) => between.has(from) && !between.has(to) && after.has(to) !== isOnly,
    ),
  );
}

const keysOf = (movements: readonly MovementDraft[]): ReadonlySet<string> =>
  new Set(movements.map(keyOf));

const keyOf = ({ from, to }: MovementDraft): string => `${from}>${to}`;

/** Lanes are shared anew among what is left; null where a link would lead nowhere. */
function withoutTurns(
  { links }: NetworkDraft,
  movements: readonly MovementDraft[],
  closed: ReadonlySet<string>,
): readonly MovementDraft[] | null {
  const isClosed = (movement: MovementDraft): boolean => closed.has(keyOf(movement));
  const touched = new Set(movements.filter(isClosed).map(({ from }) => from));
  const linkNamed = new Map(links.map((link) => [link.name, link]));
  const anew = new Map<string, readonly MovementDraft[]>();
  for (const [name, old] of groupBy(movements, ({ from }) => from)) {
    if (!touched.has(name)) continue;
    const left = old.filter((movement) => !isClosed(movement));
    if (left.length === 0) return null;
    const targets = left.map(({ to }): LinkDraft => linkNamed.get(to)!);
    anew.set(name, turnsFrom(linkNamed.get(name)!, targets, old));
  }
  const kept = movements.filter(({ from }) => !touched.has(from));
  return [...kept, ...[...anew.values()].flat()];
}
