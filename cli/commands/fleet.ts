/** `blockwise fleet`: the smallest shared fleet that meets its targets, and a bound from below. */
import { type Command, InvalidArgumentError } from 'commander';
import type { FleetTrial } from '../../core/fleet/sizing.js';
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import { EXIT } from '../exit-codes.js';
import { loadInputs } from '../inputs.js';
import { cappedSimulate } from '../memory-cap.js';
import { plainText } from '../progress.js';
import { fleetSizeReport } from '../report/fleet-size-report.js';
import { makeFolder, writeWhole } from '../run-folder/atomic-file.js';
import type { RunInputs } from '../run-folder/run-key.js';
import { withScenarioPlaces } from '../scenario-places.js';
import {
  type FleetAnswer,
  fleetSizeFiles,
  fleetSizeLines,
  type TriedFleet,
} from '../study/fleet-answer.js';
import { type CommandContext, folderNameOf, STORE } from './context.js';
import { megabytesOf, seedOf } from './run.js';

interface FleetFlags {
  readonly network?: string;
  readonly trips?: string;
  readonly seed?: number;
  readonly rejected: number;
  readonly wait?: number;
  readonly step: number;
  readonly most?: number;
  readonly maxMemory?: number;
  readonly out?: string;
  readonly json?: true;
}

export function addFleetCommand(program: Command, context: CommandContext): void {
  program
    .command('fleet')
    .summary('find the smallest shared fleet that meets its targets')
    .description(
      'Runs a scenario with fleets of several sizes on the same day, and names the smallest that ' +
        'refuses few enough rides and lets nobody wait too long.',
    )
    .argument('<scenario>', 'scenario file (YAML) of the regime shared-automated')
    .option('--rejected <percent>', 'share of rides refused must be below it', percentOf, 2)
    .option('--wait <seconds>', '95 % of those served must wait no longer', numberOf)
    .option('--step <percent>', 'sizes nearer than that are not told apart', percentOf, 2)
    .option('--most <vehicles>', 'largest fleet to try (default: as many as the lots hold)', seedOf)
    .option('--network <dir>', "network folder, instead of the scenario's network")
    .option('--trips <file>', "file of trips, instead of the scenario's demand")
    .option('--seed <n>', "seed, instead of the scenario's", seedOf)
    .option('--max-memory <MB>', 'end the search where a run needs more than that', megabytesOf)
    .option('--out <dir>', 'folder of the answer (default: runs/<name>-fleet)')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise fleet cli/examples/electric-fleet.scenario.yaml --rejected 1 --wait 420',
    )
    .action((scenario: string, flags: FleetFlags) =>
      withScenarioPlaces(scenario, () => sizeFleet(scenario, flags, context)),
    );
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1e6) return value;
  throw new InvalidArgumentError('must be a number above 0.');
}

function percentOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 100) return value;
  throw new InvalidArgumentError('must be a share in per cent, from 0 to below 100.');
}

async function sizeFleet(path: string, flags: FleetFlags, context: CommandContext): Promise<void> {
  const { rooms, stdout, stderr, setExitCode } = context;
  const talk = (line: string): void => void stderr.write(`${plainText(line)}\n`);
  const choices = {
    ...(flags.network === undefined ? {} : { networkDir: flags.network }),
    ...(flags.trips === undefined ? {} : { tripsFile: flags.trips }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  };
  const { inputs, notes } = await loadInputs(path, choices, rooms);
  for (const note of notes) talk(note);
  if (inputs.scenario.regime !== 'shared-automated') {
    talk('A fleet has a size only in the regime shared-automated.');
    setExitCode(EXIT.usage);
    return;
  }
  const { smallestFleet } = await import('../../core/fleet/sizing.js');
  const guess = (await rooms.fleetBound(inputs)).vehicleCount;
  const bounds = {
    guess,
    largest: Math.min(flags.most ?? Number.POSITIVE_INFINITY, stallsFor(inputs)),
    stepShare: flags.step / 100,
  };
  const { smallest, trials } = await smallestFleet(bounds, (vehicleCount) =>
    tryFleet({ ...inputs, scenario: withFleet(inputs, vehicleCount) }, flags, context),
  );
  const chosen = trials.find(({ vehicleCount }) => vehicleCount === smallest) ?? trials.at(-1)!;
  const answer = answerOf(inputs, flags, {
    smallest,
    trials,
    bound: await rooms.fleetBound(
      inputs,
      (trip) => chosen.outcome.pickedUp_s.get(trip) ?? Number.NaN,
    ),
  });
  const out = flags.out ?? `runs/${folderNameOf(inputs.scenario.name)}-fleet`;
  await makeFolder(out);
  for (const { name, text } of fleetSizeFiles(answer)) await writeWhole(out, name, text);
  await writeWhole(out, 'report.html', fleetSizeReport(answer));
  if (flags.json === true) stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else stdout.write(`${fleetSizeLines(answer).join('\n')}\n\nAnswer: ${out}\n`);
  if (smallest === null) setExitCode(EXIT.someRunsFailed);
}

/** A fleet begins its day in the remote lots, or in the others where there are none. */
function stallsFor({ network }: RunInputs): number {
  const stallsOf = (isRemote: boolean): number =>
    network.lots
      .filter((lot) => lot.isRemote === isRemote)
      .reduce((sum, { stallCount }) => sum + stallCount, 0);
  return stallsOf(true) > 0 ? stallsOf(true) : stallsOf(false);
}

const withFleet = ({ scenario }: RunInputs, vehicleCount: number): RunInputs['scenario'] => ({
  ...scenario,
  fleet: { ...scenario.fleet, vehicleCount },
});

interface Outcome extends TriedFleet {
  /** Of those who arrived, by trip. */
  readonly pickedUp_s: ReadonlyMap<string, number>;
}

/** Of those under way at the end it cannot be said how they would have fared. */
const UNFINISHED_LIMIT = 0.01;

async function tryFleet(
  inputs: RunInputs,
  { rejected, wait, maxMemory }: FleetFlags,
  { rooms, stderr, signal }: CommandContext,
): Promise<{ isEnough: boolean; outcome: Outcome }> {
  signal.throwIfAborted();
  const { runOnce } = await import('../run-folder/run-once.js');
  const cap = maxMemory === undefined ? undefined : { most_MB: maxMemory };
  const simulate = cappedSimulate(rooms.simulate, cap);
  const options = { simulate, store: STORE, fresh: false, hooks: { signal } };
  const { result } = await runOnce(inputs, options);
  const figures = figuresOf(result);
  const { vehicleCount } = inputs.scenario.fleet;
  const isEnough =
    figures.rejectedShare < rejected / 100 &&
    (wait === undefined || figures.waitP95_s <= wait) &&
    !(figures.unfinishedShare > UNFINISHED_LIMIT);
  const share = `${(100 * figures.rejectedShare).toFixed(1)} % refused`;
  stderr.write(`${vehicleCount} vehicles: ${share}, ${isEnough ? 'enough' : 'too few'}\n`);
  const served = result.trips.filter(({ status }) => status === 'arrived');
  const pickedUp_s = new Map(served.map((trip) => [trip.trip, trip.pickedUp_s]));
  return { isEnough, outcome: { ...figures, pickedUp_s } };
}

/** Of the rides asked for, those that were neither made nor refused when the run ended. */
function unfinishedShareOf(fleet: RunResult['fleet']): number {
  const sum = (of: (row: RunResult['fleet'][number]) => number): number =>
    fleet.reduce((total, row) => total + of(row), 0);
  const askedCount = sum((row) => row.requestCount);
  return (askedCount - sum((row) => row.rejectedCount + row.droppedOffCount)) / askedCount;
}

const figuresOf = ({ summary, fleet }: RunResult): TriedFleet => ({
  rejectedShare: (summary['rejected_share'] ?? Number.NaN) / 100,
  waitP50_s: summary['wait_p50_s'] ?? Number.NaN,
  waitP95_s: summary['wait_p95_s'] ?? Number.NaN,
  emptyShare: (summary['empty_share'] ?? Number.NaN) / 100,
  ridesPerVehicle: summary['trips_per_vehicle'] ?? Number.NaN,
  chargingWait_s: summary['charging_wait_mean_s'] ?? Number.NaN,
  unfinishedShare: unfinishedShareOf(fleet),
});

function answerOf(
  { scenario }: RunInputs,
  { rejected, wait }: FleetFlags,
  found: {
    readonly smallest: number | null;
    readonly trials: readonly FleetTrial<Outcome>[];
    readonly bound: FleetBound;
  },
): FleetAnswer {
  return {
    name: scenario.name,
    seed: scenario.seed,
    dispatcher: scenario.fleet.dispatcher,
    seatCount: scenario.fleet.seatCount,
    rejectedLimit: rejected / 100,
    waitLimit_s: wait ?? null,
    vehicleCount: found.smallest,
    bound: found.bound,
    tried: found.trials.map(
      ({ vehicleCount, isEnough, outcome: { pickedUp_s: _, ...figures } }) => ({
        vehicleCount,
        isEnough,
        ...figures,
      }),
    ),
  };
}
