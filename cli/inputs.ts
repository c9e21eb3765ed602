/**
 * From a scenario file, and what the command line puts in its place, to the inputs of a run.
 *
 * Paths inside the file stay inside its folder; paths of the command line go where the user says.
 */
import { dirname } from 'node:path';
import { type Problem, Problems, UserError } from '../core/base/errors.js';
import { describeNotes } from '../core/network/describe-notes.js';
import type { NetworkDraft } from '../core/network/network-draft.js';
import type { Demand } from '../core/scenario/demand.js';
import {
  type DemandSource,
  type NetworkSource,
  readScenario,
  type ScenarioFile,
  type Where,
} from '../core/scenario/read-scenario.js';
import type { Scenario } from '../core/scenario/scenario.js';
import { readEarlierDay } from './earlier-day.js';
import type { NotedNetwork, Rooms } from './rooms.js';
import type { RunInputs } from './run-folder/run-key.js';
import { pathInside, readTextFile } from './text-file.js';
import { readYamlFile, type YamlFile } from './yaml-file.js';

/** What the command line says instead of the file. */
export interface InputChoices {
  readonly networkDir?: string;
  readonly tripsFile?: string;
  readonly seed?: number;
}

export interface LoadedInputs {
  readonly inputs: RunInputs;
  /** Sentences for the user: what was repaired, guessed or could not be made. */
  readonly notes: readonly string[];
}

/** Reads the file and everything it names. Throws a UserError with every problem of a file. */
export async function loadInputs(
  path: string,
  choices: InputChoices,
  rooms: Rooms,
): Promise<LoadedInputs> {
  return resolveInputs(await readYamlFile(path), choices, rooms);
}

/** The same for a scenario that is in memory; `file` is what problems name. */
export async function resolveInputs(
  yaml: YamlFile,
  choices: InputChoices,
  rooms: Rooms,
): Promise<LoadedInputs> {
  const problems = new Problems(yaml.file);
  const read = readScenario(yaml.value, yaml.where, problems);
  checkRunnable(read, choices, yaml, problems);
  problems.throwIfAny();
  const { seed = read.scenario.seed } = choices;
  const scenario = { ...read.scenario, seed };
  const found = await networkOf(read.network, choices, yaml, rooms);
  const day = await demandOf(read.demand, { choices, scenario, yaml, ...found }, rooms);
  const demand = await rooms.withinHours(day, scenario, found.network);
  const { trips, idleCars } = demand;
  const history =
    scenario.fleet.rebalancing === 'historical'
      ? await historyOf(read.demand, { scenario, yaml, ...found }, rooms)
      : {};
  const earlier =
    read.timesFrom === null
      ? null
      : await readEarlierDay(
          await pathInside(dirname(yaml.file), read.timesFrom, yaml.file),
          found.network,
        );
  const earlierDay = earlier === null ? {} : { earlierDay: earlier.day };
  return {
    inputs: { scenario, network: found.network, trips, idleCars, ...history, ...earlierDay },
    notes: [...noteSentences(found), ...demand.notes, ...(earlier?.notes ?? [])],
  };
}

/** What a file may leave out, but a run needs. */
function checkRunnable(
  { scenario, network }: ScenarioFile,
  { networkDir }: InputChoices,
  { value, where }: { value: unknown; where: Where },
  problems: Problems,
): void {
  // What a file does say of a network has been judged already.
  const said = (value as { readonly network?: unknown } | null)?.network ?? {};
  const isSilent = typeof said === 'object' && Object.keys(said).length === 0;
  if (network === null && networkDir === undefined && isSilent) {
    const message = 'must name a layout or a folder, or --network DIR be given';
    problems.add('SCN-006', { ...where(['network']), field: 'network' }, message);
  }
  // A number that cannot be has been told of already.
  const fleet = (value as { readonly fleet?: { readonly vehicleCount?: unknown } } | null)?.fleet;
  const isZero = (fleet?.vehicleCount ?? 0) === 0;
  if (scenario.regime === 'shared-automated' && scenario.fleet.vehicleCount === 0 && isZero) {
    const place = { ...where(['fleet', 'vehicleCount']), field: 'fleet.vehicleCount' };
    problems.add('SCN-008', place, 'must be above 0 in the regime shared-automated');
  }
}

async function networkOf(
  source: NetworkSource | null,
  { networkDir }: InputChoices,
  yaml: YamlFile,
  rooms: Rooms,
): Promise<NotedNetwork> {
  if (networkDir !== undefined) return soundNetwork(networkDir, networkDir, rooms);
  if (source === null) throw new Error('A file without a network was accepted.');
  if ('folder' in source) {
    const dir = await pathInside(dirname(yaml.file), source.folder, yaml.file);
    return soundNetwork(dir, source.folder, rooms);
  }
  try {
    const network = await rooms.generateNetwork(source.layout, source.overrides);
    return { network, notes: [] };
  } catch (error) {
    throw error instanceof UserError ? atNetwork(error, yaml) : error;
  }
}

/** A network folder that has no errors. */
async function soundNetwork(dir: string, shownDir: string, rooms: Rooms): Promise<NotedNetwork> {
  const found = await rooms.readNetworkFolder(dir);
  const problems = await rooms.checkNetwork(found.network);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors.map((each) => ({ ...each, file: shownDir })));
  return found;
}

/** The generator knows its numbers, the file knows where they were written. */
function atNetwork(error: UserError, { file, where }: YamlFile): UserError {
  return new UserError(
    error.problems.map((problem): Problem => {
      const path = ['network', problem.field];
      return { ...problem, file, ...where(path), field: path.join('.') };
    }),
  );
}

async function demandOf(
  source: DemandSource,
  run: { choices: InputChoices; scenario: Scenario; yaml: YamlFile; network: NetworkDraft },
  rooms: Rooms,
): Promise<Demand> {
  const { choices, scenario, yaml, network } = run;
  const files = await demandFiles(source, choices, yaml);
  if (files === null) {
    if ('trips' in source) throw new Error('A file of trips was not found.');
    const { factor, seed, rides } = source;
    return rooms.generateDemand(network, { factor, seed: seed ?? scenario.seed, ...rides });
  }
  const addresses = new Set(network.addresses.map(({ name }) => name));
  const gates = new Set(network.gates.map(({ name }) => name));
  const { trips: tripsFile, idleCars: carsFile } = files;
  const links = new Set(network.links.map(({ name }) => name));
  const places = { addresses, gates, links };
  const text = await readTextFile(tripsFile);
  const trips = await rooms.readTrips(text, tripsFile, places, ANY_TIME);
  if (carsFile === null) return { trips, idleCars: [], notes: [] };
  const moving = new Set(trips.map(({ vehicle }) => vehicle));
  const carsText = await readTextFile(carsFile);
  const idleCars = await rooms.readIdleCars(carsText, carsFile, { addresses, moving });
  return { trips, idleCars, notes: [] };
}

/** Trips of another day in the run's hours: of a file, or of the day that the generator draws by the next seed. */
async function historyOf(
  source: DemandSource,
  run: { scenario: Scenario; yaml: YamlFile; network: NetworkDraft },
  rooms: Rooms,
): Promise<{ history: Demand['trips'] }> {
  const { scenario, network } = run;
  const trips = await tripsOfAnotherDay(source, run, rooms);
  const day = await rooms.withinHours({ trips, idleCars: [], notes: [] }, scenario, network);
  return { history: day.trips };
}

async function tripsOfAnotherDay(
  source: DemandSource,
  { scenario, yaml, network }: { scenario: Scenario; yaml: YamlFile; network: NetworkDraft },
  rooms: Rooms,
): Promise<Demand['trips']> {
  if (!('trips' in source)) {
    const { factor, rides } = source;
    const seed = (source.seed ?? scenario.seed) + 1;
    return (await rooms.generateDemand(network, { factor, seed, ...rides })).trips;
  }
  if (source.history === null) throw new Error('A forecast without a day was accepted.');
  const file = await pathInside(dirname(yaml.file), source.history, yaml.file);
  const addresses = new Set(network.addresses.map(({ name }) => name));
  const gates = new Set(network.gates.map(({ name }) => name));
  const text = await readTextFile(file);
  return rooms.readTrips(text, file, { addresses, gates }, ANY_TIME);
}

/** Files may hold more hours than a run has, and days that go on after midnight; no more than a week. */
const ANY_TIME = { start_s: 0, end_s: 7 * 86_400 };

/** Null where the trips are generated. */
async function demandFiles(
  source: DemandSource,
  { tripsFile }: InputChoices,
  { file }: YamlFile,
): Promise<{ trips: string; idleCars: string | null } | null> {
  if (tripsFile !== undefined) return { trips: tripsFile, idleCars: null };
  if (!('trips' in source)) return null;
  const inside = (path: string): Promise<string> => pathInside(dirname(file), path, file);
  const { trips, idleCars } = source;
  return {
    trips: await inside(trips),
    idleCars: idleCars === null ? null : await inside(idleCars),
  };
}

/** One sentence for notes alike, with their number and some examples; the folder holds them all. */
export function noteSentences({ network, notes }: NotedNetwork): string[] {
  const sentences = describeNotes(notes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `Network, ${line}`);
  return network.attribution === '' ? sentences : [...sentences, `Data: ${network.attribution}`];
}
