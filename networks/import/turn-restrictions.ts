/** Turns that signs forbid, all day or at some hours: OSM's relations from a way over a node to a way. */
import { append } from '../../core/base/extremes.js';
import type { Hours, LaneClass, TurnUse } from '../../core/network/lane-use.js';
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
  /** Who may turn all the same at the hours of the sign; null for a sign of all day. */
  readonly uses: readonly TurnUse[] | null;
}

type Turn = { readonly from: string; readonly to: string; readonly node: string };

export interface TurnRules {
  /** Tells whether a turn is forbidden all day. */
  readonly isBanned: (turn: Turn) => boolean;
  /** Who may take a turn that is forbidden at some hours. */
  readonly usesOf: (turn: Turn) => readonly TurnUse[];
  /** Those over a way between, which are kept when junctions have been joined. */
  readonly overWays: readonly RuleOverWays[];
}

/**
 * Turns that signs forbid. `waysOf` knows the ways of each link by name. Restrictions that cannot be
 * used (for other vehicles, incomplete) are noted.
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
  /** Of the signs for the way that a turn comes by, all day or by the hour, those that forbid it. */
  const against = ({ from, to, node }: Turn, isTimed: boolean): readonly Rule[] => {
    const rules = rulesAt.get(node);
    if (rules === undefined) return [];
    const [comesBy, goesBy] = [waysOf.get(from)?.last, waysOf.get(to)?.first];
    const here = rules.filter(
      ({ from: way, uses }) => way === comesBy && (uses !== null) === isTimed,
    );
    const only = here.filter((rule) => rule.isOnly);
    const no = here.filter((rule) => !rule.isOnly && rule.to === goesBy);
    return only.every((rule) => rule.to !== goesBy) ? [...no, ...only] : no;
  };
  return {
    isBanned: (turn) => against(turn, ALL_DAY).length > 0,
    usesOf: (turn) => against(turn, AT_HOURS).flatMap(({ uses }) => uses ?? []),
    overWays,
  };
}

const [ALL_DAY, AT_HOURS] = [false, true];

const FOR_CARS = ['motorcar', 'motor_vehicle'];

type Found =
  | { readonly via: number; readonly rules: readonly Rule[] }
  | Omit<RuleOverWays, 'relation'>;

/** Signs are for a turn or a few. */
const MOST_TURNS = 100;

/** What a relation says, or why it is not used. */
function rulesOf({ tags, members }: OsmRestriction): Found | string {
  const sign = signOf(tags);
  if (typeof sign === 'string') return sign;
  const { value } = sign;
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
  const uses = sign.hours?.map((hours) => ({ ...hours, classes: sparedBy(sign, exceptions) }));
  const rule = { isOnly, uses: uses ?? null };
  if (isWhole && vias.length > 0) return { froms, vias, tos, ...rule };
  if (!isWhole || nodes.length !== 1) {
    return 'turn restrictions without all their members: ignored';
  }
  const rules = froms.flatMap((from) => tos.map((to) => ({ from, to, ...rule })));
  return { via: nodes[0]!, rules };
}

interface Sign {
  readonly value: string;
  readonly isForCarsOnly: boolean;
  /** Of a working day; null for all of it. */
  readonly hours: readonly Hours[] | null;
}

/** The sign for cars on a working day, or why there is none. */
function signOf(tags: OsmRestriction['tags']): Sign | string {
  const keys = ['restriction', 'restriction:motorcar', 'restriction:motor_vehicle'];
  const keyWith = (suffix: string): string | undefined =>
    keys.find((each) => tags.has(`${each}${suffix}`));
  const always = keyWith('');
  const isForCarsOnly = (key: string): boolean => key === 'restriction:motorcar';
  if (always !== undefined) {
    return { value: tags.get(always)!, isForCarsOnly: isForCarsOnly(always), hours: null };
  }
  const timed = keyWith(':conditional');
  if (timed === undefined) return 'turn restrictions for other vehicles: ignored';
  const conditions = conditionsOf(tags.get(`${timed}:conditional`)!);
  const [first] = conditions;
  if (first === undefined || conditions.some(({ hours }) => hours === null)) {
    return 'turn restrictions on conditions other than hours: ignored';
  }
  const allDay = conditions.find(({ hours }) => isAllDay(hours!));
  const sign = { value: (allDay ?? first).value, isForCarsOnly: isForCarsOnly(timed) };
  if (allDay !== undefined) return { ...sign, hours: null };
  const hours = conditions.flatMap((each) => each.hours!);
  return hours.length === 0
    ? 'turn restrictions that are not for working days: ignored'
    : { ...sign, hours };
}

/** Who turns all the same. */
function sparedBy({ isForCarsOnly }: Sign, exceptions: readonly string[]): readonly LaneClass[] {
  const spared = exceptions.flatMap((each) => SPARED[each] ?? []);
  const others: readonly LaneClass[] = isForCarsOnly ? ['van', 'bus', 'service'] : [];
  return [...new Set<LaneClass>([...spared, ...others, 'emergency'])];
}

const SPARED: Readonly<Record<string, readonly LaneClass[]>> = {
  psv: ['sav', 'bus'],
  taxi: ['sav'],
  bus: ['bus'],
  hgv: ['van'],
  goods: ['van'],
};
