/** Reads a study file: gives back the study, or throws every problem in it with line and column. */
import { dirname, resolve } from 'node:path';
import { type Problem, Problems } from '../../core/base/errors.js';
import { REGIMES, type Regime } from '../../core/scenario/scenario.js';
import { cellKeysOf, isMapping, runOf } from './design.js';
import { type FieldPath, Located, type LocatedYaml, STUDY_CODES } from './located.js';
import type { FleetSearch, LayoutSource, Overrides, Pair, Study, StudyLayout } from './study.js';

/** Problems of one cell's scenario, by field; empty where it can be run. */
export type ScenarioProblems = (scenario: Overrides) => readonly Problem[];

const FIELDS = [
  'name',
  'layouts',
  'regimes',
  'seeds',
  'demand',
  'scenario',
  'cells',
  'fleet',
  'compare',
  'map',
] as const;

export function readStudy(yaml: LocatedYaml, scenarioProblems: ScenarioProblems): Study {
  const problems = new Problems(yaml.file);
  const root = Located.root(yaml, problems);
  root.fields(FIELDS);
  const layouts = readLayouts(root.field('layouts'), yaml.file);
  const regimes = distinct(root.field('regimes').items(), (item) => item.oneOf(REGIMES));
  const study: Study = {
    name: root.field('name').text(STUDY_NAME) ?? '',
    layouts,
    regimes,
    seeds: distinct(root.field('seeds').items(), (item) => item.number(SEED)),
    demand: readDemand(root.field('demand')),
    scenario: readOverrides(root.field('scenario')),
    cells: readCells(root.field('cells'), layouts, regimes),
    fleet: readFleet(root.field('fleet')),
    compare: readCompare(root.field('compare'), layouts, regimes),
    map: { hour: readHour(root.field('map')) },
  };
  checkFleet(root, study);
  checkScenarios(root, study, scenarioProblems);
  problems.throwIfAny();
  return study;
}

const STUDY_NAME = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach a terminal.
  pattern: /^[^\u0000-\u001f\u007f-\u009f]{1,80}$/,
  means: 'a name of 1 to 80 characters',
};

/** Layout names become parts of run names and heads of table columns. */
const LAYOUT_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/;

/** Draws take seeds as 32-bit integers. */
const SEED = {
  accepts: (value: number) => Number.isInteger(value) && value >= 0 && value <= 0x7fff_ffff,
  means: 'a whole number from 0 to 2147483647',
};

function readLayouts(field: Located, file: string): StudyLayout[] {
  const entries = field.fields();
  if (isMapping(field.value) && entries.length === 0) {
    field.problem(STUDY_CODES.missing, 'must have at least one layout');
  }
  const layouts: StudyLayout[] = [];
  for (const [name, entry] of entries) {
    if (!LAYOUT_NAME.test(name)) {
      entry.problem(STUDY_CODES.value, 'must be a name of 1 to 24 letters, digits, - and _');
    }
    if ((REGIMES as readonly string[]).includes(name)) {
      entry.problem(STUDY_CODES.ambiguous, 'must not have the name of a regime');
    }
    const source = readLayoutSource(entry, file);
    if (source !== null) layouts.push({ name, source });
  }
  return layouts;
}

function readLayoutSource(entry: Located, file: string): LayoutSource | null {
  const fields = entry.fields();
  if (!isMapping(entry.value)) return null;
  const { layout, folder } = entry.value;
  if ((layout === undefined) === (folder === undefined)) {
    entry.problem(STUDY_CODES.missing, 'must have either layout (a generator) or folder');
    return null;
  }
  if (layout === undefined) {
    entry.fields(['folder']);
    const path = entry.field('folder').text({ pattern: /./s, means: 'the path of a folder' });
    if (path === null) return null;
    if (!staysInside(path)) {
      entry.field('folder').problem(STUDY_CODES.folder, "must stay inside the study file's folder");
      return null;
    }
    return { kind: 'folder', path: resolve(dirname(file), path) };
  }
  const name = entry.field('layout').text({ pattern: LAYOUT_NAME, means: "a generator's name" });
  if (name === null) return null;
  const settings = fields.filter(([key]) => key !== 'layout');
  return {
    kind: 'generated',
    layout: name,
    settings: Object.fromEntries(settings.map(([key, { value }]) => [key, value])),
  };
}

/** A study file may come from somebody else: no absolute path, no way up, no drive, no NUL. */
function staysInside(path: string): boolean {
  const parts = path.split(/[/\\]/);
  const isUnderHere = parts[0] !== '' && !parts.includes('..') && !/^[A-Za-z]:/.test(path);
  return isUnderHere && !path.includes('\0');
}

/** What the items read to; notes each that was there before. */
function distinct<Value>(items: Located[], read: (item: Located) => Value | null): Value[] {
  const values: Value[] = [];
  for (const item of items) {
    const value = read(item);
    if (value === null) continue;
    if (values.includes(value)) item.problem(STUDY_CODES.repeated, 'must not be given twice');
    else values.push(value);
  }
  return values;
}

const ABOVE_0 = { accepts: (value: number) => value > 0, means: 'a number above 0' };
const A_COUNT = {
  accepts: (value: number) => Number.isInteger(value) && value >= 0 && value <= 1_000_000,
  means: 'a whole number from 0 to 1000000',
};

/** What may stand beside the number of rides. */
const OF_RIDES = {
  rideDeterrence_perKm: ABOVE_0,
  rideReturnShare: {
    accepts: (share: number) => share >= 0 && share <= 1,
    means: 'a share from 0 to 1',
  },
};

function readDemand(field: Located): Study['demand'] {
  if (!field.isPresent) return { factor: 1 };
  const given = new Map(field.fields(['factor', 'rideCount', ...Object.keys(OF_RIDES)]));
  const factor = given.get('factor')?.number(ABOVE_0) ?? 1;
  const rideCount = given.get('rideCount')?.number(A_COUNT) ?? null;
  const ofRides = Object.entries(OF_RIDES).flatMap(([key, kind]) => {
    const entry = given.get(key);
    if (entry !== undefined && !given.has('rideCount')) {
      entry.problem(STUDY_CODES.missing, 'is of rides, but there is no demand.rideCount');
    }
    const value = entry?.number(kind) ?? null;
    return value === null ? [] : [[key, value] as const];
  });
  return { factor, ...(rideCount === null ? {} : { rideCount }), ...Object.fromEntries(ofRides) };
}

function readHour(field: Located): number {
  const evening = 17;
  if (!field.isPresent || field.fields(['hour']).length === 0) return evening;
  const accepts = (hour: number): boolean => Number.isInteger(hour) && hour >= 0 && hour <= 23;
  return field.field('hour').number({ accepts, means: 'a whole hour from 0 to 23' }) ?? evening;
}

function readOverrides(field: Located): Overrides {
  if (!field.isPresent) return {};
  const fields = field.fields();
  for (const [key, entry] of fields) {
    if (!['name', 'seed', 'regime'].includes(key)) continue;
    entry.problem(STUDY_CODES.setByStudy, 'is set by the study, run by run');
  }
  return Object.fromEntries(fields.map(([key, { value }]) => [key, value]));
}

function readCells(
  field: Located,
  layouts: readonly StudyLayout[],
  regimes: readonly Regime[],
): Map<string, Overrides> {
  if (!field.isPresent) return new Map();
  const known = new Set(
    layouts.flatMap(({ name }) => regimes.flatMap((regime) => cellKeysOf(name, regime))),
  );
  const cells = new Map<string, Overrides>();
  for (const [key, entry] of field.fields()) {
    if (known.has(key)) cells.set(key, readOverrides(entry));
    else {
      entry.problem(
        STUDY_CODES.reference,
        "must name one of the study's layouts, its regimes, or layout/regime",
      );
    }
  }
  return cells;
}

function readFleet(field: Located): FleetSearch | null {
  if (!field.isPresent) return null;
  const given = new Map(field.fields(['ladder', 'rejectedLimit', 'waitLimit_s']));
  const ladder = distinct(field.field('ladder').items(), (item) =>
    item.number({
      accepts: (count) => Number.isInteger(count) && count > 0,
      means: 'a whole number of vehicles above 0',
    }),
  );
  const rejectedLimit = field.field('rejectedLimit').number({
    accepts: (share) => share > 0 && share < 1,
    means: 'a share above 0 and below 1, e.g. 0.02',
  });
  return {
    ladder: ladder.sort((a, b) => a - b),
    rejectedLimit: rejectedLimit ?? 0,
    waitLimit_s: given.get('waitLimit_s')?.number(ABOVE_0) ?? null,
  };
}

/** Without pairs: the first layout and the first regime against each of the others. */
function readCompare(
  field: Located,
  layouts: readonly StudyLayout[],
  regimes: readonly Regime[],
): Study['compare'] {
  if (field.isPresent) field.fields(['layouts', 'regimes']);
  const names = layouts.map(({ name }) => name);
  return {
    layouts: readPairs(field.field('layouts'), names),
    regimes: readPairs(field.field('regimes'), regimes),
  };
}

function readPairs<Name extends string>(field: Located, names: readonly Name[]): Pair<Name>[] {
  if (!field.isPresent) return names.slice(1).map((to) => [names[0]!, to]);
  const pairs: Pair<Name>[] = [];
  for (const item of field.items()) {
    const ends = item.items();
    if (ends.length === 0) continue;
    if (ends.length !== 2) {
      item.problem(STUDY_CODES.shape, 'must be a pair [from, to]');
      continue;
    }
    const [from, to] = ends.map((end) => names.find((name) => name === end.value));
    for (const end of ends) {
      if (names.some((name) => name === end.value)) continue;
      end.problem(STUDY_CODES.reference, `must be one of ${names.join(', ')}`);
    }
    if (from === undefined || to === undefined) continue;
    if (from === to) item.problem(STUDY_CODES.repeated, 'must be two different names');
    else pairs.push([from, to]);
  }
  return pairs;
}

/** A shared fleet needs a size, from one place only. */
function checkFleet(root: Located, study: Study): void {
  const isShared = study.regimes.includes('shared-automated');
  if (study.fleet !== null && !isShared) {
    root.field('fleet').problem(STUDY_CODES.fleet, 'is of no use without shared-automated');
  }
  if (!isShared) return;
  const scenario = root.field('scenario');
  const sized = [scenario, ...[...study.cells.keys()].map((key) => root.field('cells').field(key))]
    .map((settings) => settings.field('fleet').field('vehicleCount'))
    .filter((count) => count.isPresent);
  if (study.fleet !== null) {
    for (const count of sized) {
      count.problem(STUDY_CODES.fleet, 'is found on the ladder of fleet; give one of the two');
    }
  } else if (sized.length === 0) {
    root.problem(
      STUDY_CODES.fleet,
      'shared-automated needs fleet.ladder, or scenario.fleet.vehicleCount',
    );
  }
}

/** Reads every cell's scenario before the first run, and finds the place of each problem. */
function checkScenarios(root: Located, study: Study, scenarioProblems: ScenarioProblems): void {
  const seen = new Set<string>();
  const vehicleCount = study.fleet?.ladder[0] ?? null;
  for (const layout of study.layouts) {
    for (const regime of study.regimes) {
      const { scenario } = runOf(study, { layout, regime, seed: 0, vehicleCount });
      for (const { code, severity, field, message } of scenarioProblems(scenario)) {
        if (severity !== 'error') continue;
        const { place, below } = placeOf(root, { layout: layout.name, regime, field });
        const id = JSON.stringify([place.path, below, code, message]);
        if (seen.has(id)) continue;
        seen.add(id);
        place.problem(code, message, below);
      }
    }
  }
}

/**
 * Where the study file set `field`: in the settings that follow its path farthest, and of these in
 * the most particular. `below` is the rest of the path, of which the file says nothing.
 */
function placeOf(
  root: Located,
  at: { layout: string; regime: Regime; field: string },
): { place: Located; below: FieldPath } {
  const path = at.field === '' ? [] : at.field.split('.');
  const particular = cellKeysOf(at.layout, at.regime).map((key) => root.field('cells').field(key));
  const layers = [...particular.reverse(), root.field('scenario')];
  let best: { place: Located; below: FieldPath } = { place: layers.at(-1)!, below: path };
  for (const layer of layers) {
    let place = layer;
    let depth = 0;
    while (depth < path.length && place.field(path[depth]!).isPresent) {
      place = place.field(path[depth]!);
      depth++;
    }
    if (path.length - depth < best.below.length) best = { place, below: path.slice(depth) };
  }
  return best;
}
