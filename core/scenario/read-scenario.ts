/**
 * Reads a scenario from the value of its file: unknown in, a complete scenario out, or every
 * problem in it with its place. Fields that the file does not name keep their defaults.
 *
 * SCN-001 unknown field, SCN-002 wrong type, SCN-003 out of range, SCN-004 not one of the choices,
 * SCN-005 not a clock time, SCN-006 missing, SCN-007 two that exclude each other, SCN-008 two that
 * contradict each other, SCN-009 path out of the folder.
 */
import { type Problems, shown } from '../base/errors.js';
import { checkTogether } from './check-together.js';
import { type FieldValue, fieldValue, isRefusal, typeNameOf } from './field-value.js';
import { AUTOMATED, type AvLevel, DEFAULT_SCENARIO, type Scenario } from './scenario.js';
import { type GeneratedLayout, SCENARIO_FIELDS, type ScenarioField } from './scenario-fields.js';

export type ValuePath = readonly (string | number)[];

/** Where the value at `path` stands in its file, or its key; if absent, the nearest thing above. */
export type Where = (path: ValuePath, part?: 'key' | 'value') => { line: number; column: number };

/** What a file changes of the generator's own numbers, by the generator's names. */
export type NetworkOverrides = Readonly<Record<string, number | string>>;

export type NetworkSource =
  | { readonly layout: GeneratedLayout; readonly overrides: NetworkOverrides }
  /** Relative to the scenario file's folder. */
  | { readonly folder: string };

export type DemandSource =
  /** Without a seed of its own it takes the run's. */
  | { readonly factor: number; readonly seed: number | null; readonly rides?: RidesAsked }
  /** Relative to the scenario file's folder. */
  | {
      readonly trips: string;
      readonly idleCars: string | null;
      readonly history: string | null;
    };

/** Rides of one way each, in the place of persons' days. */
export interface RidesAsked {
  /** A day, at factor 1. */
  readonly rideCount: number;
  readonly deterrence_perKm: number;
  /** Share of travellers who ride back, 0..1. */
  readonly returnShare: number;
}

/** Errands of a town; for a city see its own mean length: in open land it is 2 over this. */
export const RIDE_DETERRENCE_perKm = 2;

export interface ScenarioFile {
  readonly scenario: Scenario;
  /** Null where the file names no network. */
  readonly network: NetworkSource | null;
  readonly demand: DemandSource;
  /** Folder of a run whose times this one begins with, relative to the scenario file's; or null. */
  readonly timesFrom: string | null;
}

/**
 * Adds what is wrong with `value` to `problems`; only when nothing was added the result is one that
 * may be run.
 */
export function readScenario(value: unknown, where: Where, problems: Problems): ScenarioFile {
  const reader = new FieldReader(where, problems);
  reader.readGroup(FIELD_TREE, value, []);
  const { values } = reader;
  const file = {
    scenario: scenarioOf(values),
    network: networkOf(values, reader),
    demand: demandOf(values, reader),
    timesFrom: timesFromOf(values, reader),
  };
  checkTogether(file.scenario, (path, message) => reader.addBetween('SCN-008', path, message));
  return file;
}

/** Fields by key: a leaf, or a group of further fields. */
export interface FieldGroup {
  readonly fields: Map<string, ScenarioField | FieldGroup>;
  isNullable: boolean;
}

const FIELD_TREE: FieldGroup = treeOf(SCENARIO_FIELDS);
/** Fields of the entries of each list, by its path. */
const ENTRY_TREES: ReadonlyMap<string, FieldGroup> = new Map(
  SCENARIO_FIELDS.flatMap(({ path, entry }) =>
    entry === undefined ? [] : [[path, treeOf(entry)] as const],
  ),
);

function treeOf(fields: readonly ScenarioField[]): FieldGroup {
  const root: FieldGroup = { fields: new Map(), isNullable: false };
  for (const field of fields) {
    const keys = field.path.split('.');
    const last = keys.pop()!;
    let group = root;
    for (const key of keys) group = subgroup(group, key);
    if (field.kind === 'group') subgroup(group, last).isNullable = true;
    else group.fields.set(last, field);
  }
  return root;
}

function subgroup(group: FieldGroup, key: string): FieldGroup {
  const known = group.fields.get(key);
  if (known !== undefined) return known as FieldGroup;
  const made: FieldGroup = { fields: new Map(), isNullable: false };
  group.fields.set(key, made);
  return made;
}

const isGroup = (field: ScenarioField | FieldGroup): field is FieldGroup => 'fields' in field;

/** Walks the value along the field tree and keeps what is right, by the field's path. */
class FieldReader {
  readonly values = new Map<string, ReadValue>();
  readonly #where: Where;
  readonly #problems: Problems;

  constructor(where: Where, problems: Problems) {
    this.#where = where;
    this.#problems = problems;
  }

  readGroup(group: FieldGroup, value: unknown, path: ValuePath): void {
    if (value === null && group.isNullable) {
      this.values.set(path.join('.'), null);
      return;
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      this.#add('SCN-002', path, `must be a group of fields, got ${typeNameOf(value)}`);
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      const field = group.fields.get(key);
      const childPath = [...path, key];
      if (field === undefined) this.#addUnknown(group, childPath);
      else if (isGroup(field)) this.readGroup(field, child, childPath);
      else if (field.kind === 'list') this.#readList(field, child, childPath);
      else this.#readValue(field, child, childPath);
    }
    if (group.isNullable) this.#needAll(group, value, path);
  }

  /** A problem between fields stands at the field that `path` names. */
  addBetween(code: 'SCN-006' | 'SCN-007' | 'SCN-008', path: string, message: string): void {
    const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    this.#add(code, keys, message);
  }

  #readList(field: ScenarioField, value: unknown, path: ValuePath): void {
    if (!Array.isArray(value)) {
      this.#add('SCN-002', path, `must be a list of groups, got ${typeNameOf(value)}`);
      return;
    }
    if (value.length > field.max) {
      this.#add('SCN-003', path, `must be at most ${field.max} entries, got ${value.length}`);
      return;
    }
    const names = new Set<string>();
    const entries = value.map((entry: unknown, at) => {
      const read = this.#readEntry(field, entry, [...path, at]);
      const { name } = read;
      if (typeof name === 'string' && names.has(name)) {
        this.#add(
          'SCN-008',
          [...path, at, 'name'],
          `must be a name of its own, got ${shown(name)}`,
        );
      }
      names.add(String(name));
      return read;
    });
    this.values.set(field.path, entries);
  }

  /** What stands in one entry of a list; what is left out and has no initial value is wanted. */
  #readEntry(field: ScenarioField, value: unknown, path: ValuePath): Entry {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      this.#add('SCN-002', path, `must be a group of fields, got ${typeNameOf(value)}`);
      return {};
    }
    const tree = ENTRY_TREES.get(field.path)!;
    const entry = new Map<string, FieldValue>();
    for (const [key, child] of Object.entries(value)) {
      const known = tree.fields.get(key);
      if (known === undefined || isGroup(known)) {
        this.#addUnknown(tree, [...path, key]);
        continue;
      }
      const found = fieldValue(known, child);
      if (!isRefusal(found)) entry.set(key, found);
      else if (found.entry < 0) this.#add(found.code, [...path, key], found.message);
      else this.#add(found.code, [...path, key, found.entry], found.message);
    }
    const above = field.path.split('.').slice(0, -1);
    for (const key of tree.fields.keys()) {
      const isGiven = Object.hasOwn(value, key) || Object.hasOwn(field.initial ?? {}, key);
      const isAbove = above.length > 0 && FIELD_PATHS.has([...above, key].join('.'));
      if (!isGiven && !isAbove) this.#add('SCN-006', path, `needs ${key} too`);
    }
    return { ...field.initial, ...Object.fromEntries(entry) };
  }

  #readValue(field: ScenarioField, value: unknown, path: ValuePath): void {
    const found = fieldValue(field, value);
    if (!isRefusal(found)) this.values.set(field.path, found);
    else if (found.entry < 0) this.#add(found.code, path, found.message);
    else this.#add(found.code, [...path, found.entry], found.message);
  }

  #addUnknown(group: FieldGroup, path: ValuePath): void {
    const key = String(path.at(-1));
    const nearest = nearestOf(key, [...group.fields.keys()]);
    const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
    const place = this.#where(path, 'key');
    const message = `there is no such field${hint}`;
    this.#problems.add('SCN-001', { ...place, field: shownPath(path) }, message);
  }

  #needAll(group: FieldGroup, value: object, path: ValuePath): void {
    for (const key of group.fields.keys()) {
      if (!Object.hasOwn(value, key)) this.#add('SCN-006', path, `needs ${key} too`);
    }
  }

  #add(code: string, path: ValuePath, message: string): void {
    this.#problems.add(code, { ...this.#where(path), field: shownPath(path) }, message);
  }
}

/** A path for a message; keys come from the file and may hold anything. */
const shownPath = (path: ValuePath): string => shown(path.join('.')).slice(1, -1);

/** The key with the fewest changed letters, if these are at most half of it. */
function nearestOf(key: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let fewest = Math.floor(Math.min(key.length, 40) / 2) + 1;
  for (const candidate of known) {
    const changes = changesBetween(key.slice(0, 40).toLowerCase(), candidate.toLowerCase());
    if (changes < fewest) [nearest, fewest] = [candidate, changes];
  }
  return nearest;
}

/** Letters to add, drop or replace (Levenshtein). */
function changesBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}

type Entry = Readonly<Record<string, unknown>>;
type ReadValue = FieldValue | readonly Entry[] | null;
type Values = ReadonlyMap<string, ReadValue>;

const FIELD_PATHS: ReadonlySet<string> = new Set(SCENARIO_FIELDS.map(({ path }) => path));

const TIMES_FROM = 'routing.timesFrom';

/** The defaults with the file's values put over them. */
function scenarioOf(values: Values): Scenario {
  const scenario = structuredClone(DEFAULT_SCENARIO) as unknown as Nested;
  const level = values.get('drivers.automated.level') as AvLevel | undefined;
  if (level !== undefined) put(scenario, 'drivers.automated', { ...AUTOMATED[level] });
  for (const [path, value] of values) {
    if (path.startsWith('network.') || path.startsWith('demand.') || path === TIMES_FROM) continue;
    if (path !== 'drivers.automated.level') put(scenario, path, value);
  }
  fillEntries(scenario);
  return scenario as unknown as Scenario;
}

/** Entries of lists take what they leave out from the group that their list stands in. */
function fillEntries(scenario: Nested): void {
  for (const { path, entry } of SCENARIO_FIELDS) {
    if (entry === undefined) continue;
    const keys = path.split('.');
    const last = keys.pop()!;
    let group = scenario;
    for (const key of keys) group = group[key] as Nested;
    const above = keys.length === 0 ? {} : group;
    group[last] = (group[last] as readonly Entry[]).map((each) =>
      Object.fromEntries(entry.map(({ path: key }) => [key, each[key] ?? above[key]])),
    ) as never;
  }
}

type Nested = { [key: string]: Nested | ReadValue };

/** `path` is a field's own, never the file's. A group that was null becomes one. */
function put(target: Nested, path: string, value: Nested | ReadValue): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let group = target;
  for (const key of keys) {
    group[key] ??= {};
    group = group[key] as Nested;
  }
  group[last] = value;
}

function networkOf(values: Values, reader: FieldReader): NetworkSource | null {
  const layout = values.get('network.layout') as GeneratedLayout | undefined;
  const folder = values.get('network.folder') as string | undefined;
  const overrides = Object.fromEntries(
    [...values]
      .filter(([path]) => path.startsWith('network.'))
      .map(([path, value]) => [path.slice('network.'.length), value as number | string])
      .filter(([key]) => key !== 'layout' && key !== 'folder'),
  );
  if (folder === undefined) {
    if (layout !== undefined) return { layout, overrides };
    for (const key of Object.keys(overrides).slice(0, 1)) {
      reader.addBetween('SCN-006', `network.${key}`, 'changes a layout, but there is no layout');
    }
    return null;
  }
  for (const key of [...(layout === undefined ? [] : ['layout']), ...Object.keys(overrides)]) {
    reader.addBetween('SCN-007', `network.${key}`, 'cannot stand beside network.folder');
  }
  return { folder };
}

function demandOf(values: Values, reader: FieldReader): DemandSource {
  const trips = values.get('demand.trips') as string | undefined;
  const factor = values.get('demand.factor') as number | undefined;
  const seed = values.get('demand.seed') as number | undefined;
  const idleCars = values.get('demand.idleCars') as string | undefined;
  const history = values.get('demand.history') as string | undefined;
  if (trips === undefined) {
    for (const [key, path] of Object.entries({ idleCars, history })) {
      if (path === undefined) continue;
      const message = 'stands beside demand.trips, which is missing';
      reader.addBetween('SCN-006', `demand.${key}`, message);
    }
    const rides = ridesOf(values, reader);
    return { factor: factor ?? 1, seed: seed ?? null, ...(rides === null ? {} : { rides }) };
  }
  for (const key of ['factor', 'seed', 'rideCount', ...RIDE_KEYS]) {
    if (!values.has(`demand.${key}`)) continue;
    reader.addBetween('SCN-007', `demand.${key}`, 'cannot stand beside demand.trips');
  }
  const isAsked = values.get('fleet.rebalancing') === 'historical';
  if (isAsked && history === undefined) {
    const message = 'historical needs the trips of another day, demand.history';
    reader.addBetween('SCN-006', 'fleet.rebalancing', message);
  }
  return { trips, idleCars: idleCars ?? null, history: history ?? null };
}

/** Drivers who go by free flow know no other day. */
function timesFromOf(values: Values, reader: FieldReader): string | null {
  const folder = values.get(TIMES_FROM) as string | undefined;
  if (folder !== undefined && values.get('routing.policy') === 'free-flow') {
    const message = 'cannot stand beside policy free-flow, which looks at no times';
    reader.addBetween('SCN-007', TIMES_FROM, message);
  }
  return folder ?? null;
}

/** What is said of rides beside their number. */
const RIDE_KEYS = ['rideDeterrence_perKm', 'rideReturnShare'] as const;

function ridesOf(values: Values, reader: FieldReader): RidesAsked | null {
  const rideCount = values.get('demand.rideCount') as number | undefined;
  const [deterrence_perKm, returnShare] = RIDE_KEYS.map(
    (key) => values.get(`demand.${key}`) as number | undefined,
  );
  if (rideCount !== undefined) {
    return {
      rideCount,
      deterrence_perKm: deterrence_perKm ?? RIDE_DETERRENCE_perKm,
      returnShare: returnShare ?? 0,
    };
  }
  for (const key of RIDE_KEYS) {
    if (!values.has(`demand.${key}`)) continue;
    const message = 'is of rides, but there is no demand.rideCount';
    reader.addBetween('SCN-006', `demand.${key}`, message);
  }
  return null;
}
