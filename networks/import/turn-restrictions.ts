/** Turns that signs forbid: OSM's relations from a way over a node to a way. */
import { append } from '../../core/base/extremes.js';
import type { NoteBook } from '../complete/note-book.js';
import type { OsmData, OsmMember, OsmRestriction } from './osm-data.js';
import { conditionsOf, isAllDay } from './osm-hours.js';
import type { RuleOverWays } from './via-ways.js';

/** The OSM ways that a link begins and ends with, in the direction of driving. */
export interface LinkWays {
  readonly first: number;
  readonly last: number;
}

interface Rule {
  readonly from: number;
  readonly to: number;
  /** The only way on, or the one that is closed. */
  readonly isOnly: boolean;
}

export interface TurnRules {
  /** Tells whether a turn is forbidden. */
  readonly isBanned: (turn: { from: string; to: string; node: string }) => boolean;
  /** Those over a way between, which are kept when junctions have been joined. */
  readonly overWays: readonly RuleOverWays[];
}

/**
 * Turns that signs forbid. `waysOf` knows the ways of each link by name. Restrictions that cannot be
 * used (for some hours, for other vehicles, incomplete) are noted.
 */
export function forbiddenTurns(
  { restrictions, ways }: Pick<OsmData, 'restrictions' | 'ways'>,
  waysOf: ReadonlyMap<string, LinkWays>,
  notes: NoteBook,
): TurnRules {
  const overWays: RuleOverWays[] = [];
  const rulesAt = new Map<string, Rule[]>();
  const streets = new Set([...waysOf.values()].flatMap(({ first, last }) => [first, last]));
  const ends = new Map(ways.map(({ id, nodes }) => [id, [nodes[0], nodes.at(-1)]]));
  for (const restriction of restrictions) {
    const found = rulesOf(restriction);
    if (typeof found === 'string') {
      notes.repair('OSM-112', `relation ${restriction.id}`, found);
      continue;
    }
    if ('vias' in found) {
      overWays.push({ ...found, relation: restriction.id });
      continue;
    }
    // Of streets that are left out, or beyond the map, there is nothing to say.
    const rules = found.rules.filter(({ from, to }) => streets.has(from) && streets.has(to));
    const endsHere = (way: number): boolean => ends.get(way)?.includes(found.via) === true;
    if (!rules.every(({ from, to }) => endsHere(from) && endsHere(to))) {
      const message = 'turn restrictions at a node where their ways do not end: ignored';
      notes.repair('OSM-112', `relation ${restriction.id}`, message);
    } else if (rules.length > 0) {
      const node = `n${found.via}`;
      const known = rulesAt.get(node);
      if (known === undefined) rulesAt.set(node, [...rules]);
      else append(known, rules);
    }
  }
  const isBanned: TurnRules['isBanned'] = ({ from, to, node }) => {
    const rules = rulesAt.get(node);
    if (rules === undefined) return false;
    const [comesBy, goesBy] = [waysOf.get(from)?.last, waysOf.get(to)?.first];
    const here = rules.filter((rule) => rule.from === comesBy);
    if (here.some((rule) => !rule.isOnly && rule.to === goesBy)) return true;
    const only = here.filter((rule) => rule.isOnly);
    return only.length > 0 && only.every((rule) => rule.to !== goesBy);
  };
  return { isBanned, overWays };
}

const FOR_CARS = ['motorcar', 'motor_vehicle'];

type Found =
  | { readonly via: number; readonly rules: readonly Rule[] }
  | Omit<RuleOverWays, 'relation'>;

/** Signs are for a turn or a few. */
const MOST_TURNS = 100;

/** What a relation says, or why it is not used. */
function rulesOf({ tags, members }: OsmRestriction): Found | string {
  const value = signOf(tags);
  if (value.startsWith('turn restrictions')) return value;
  const exceptions = (tags.get('except') ?? '').split(';').map((each) => each.trim());
  if (FOR_CARS.some((each) => exceptions.includes(each))) {
    return 'turn restrictions that spare cars: ignored';
  }
  const isOnly = value.startsWith('only_');
  if (!isOnly && !value.startsWith('no_')) return 'turn restrictions of unknown kinds: ignored';
  const refs = (role: string, type: OsmMember['type']): number[] =>
    members.filter((each) => each.role === role && each.type === type).map(({ ref }) => ref);
  const [froms, tos, nodes] = [refs('from', 'way'), refs('to', 'way'), refs('via', 'node')];
  const vias = refs('via', 'way');
  if (Math.max(froms.length * tos.length, vias.length) > MOST_TURNS) {
    return `turn restrictions of more than ${MOST_TURNS} turns: ignored`;
  }
  const isWhole = froms.length > 0 && tos.length > 0;
  if (isWhole && vias.length > 0) return { froms, vias, tos, isOnly };
  if (!isWhole || nodes.length !== 1) {
    return 'turn restrictions without all their members: ignored';
  }
  const rules = froms.flatMap((from) => tos.map((to) => ({ from, to, isOnly })));
  return { via: nodes[0]!, rules };
}

/** The sign for cars on a working day, or why there is none. */
function signOf(tags: OsmRestriction['tags']): string {
  const keys = ['restriction', 'restriction:motorcar', 'restriction:motor_vehicle'];
  const always = keys.flatMap((key) => tags.get(key) ?? [])[0];
  if (always !== undefined) return always;
  const timed = keys.flatMap((key) => tags.get(`${key}:conditional`) ?? [])[0];
  if (timed === undefined) return 'turn restrictions for other vehicles: ignored';
  const conditions = conditionsOf(timed);
  const allDay = conditions.find(({ hours }) => hours !== null && isAllDay(hours));
  if (allDay !== undefined) return allDay.value;
  // A turn exists all day or not at all.
  const isOtherDays = conditions.length > 0 && conditions.every(({ hours }) => hours?.length === 0);
  return isOtherDays
    ? 'turn restrictions that are not for working days: ignored'
    : 'turn restrictions at some hours: ignored';
}
