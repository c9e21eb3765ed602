/** `blockwise run`: one scenario, one run, one folder of results. */
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { describeProblems } from '../../core/base/errors.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import { loadInputs } from '../inputs.js';
import { assertFits, assertWithin } from '../memory-cap.js';
import { plainText, startProgress } from '../progress.js';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from '../run-folder/checkpoint.js';
import type { RunFolder } from '../run-folder/read-run-folder.js';
import type { RunInputs } from '../run-folder/run-key.js';
import type { RunOutcome, SimulateHooks } from '../run-folder/run-once.js';
import { withScenarioPlaces } from '../scenario-places.js';
import { type CommandContext, folderNameOf, STORE } from './context.js';

interface RunFlags {
  readonly network?: string;
  readonly trips?: string;
  readonly seed?: number;
  readonly out?: string;
  readonly fresh?: true;
  readonly shuffleBlocks?: number;
  readonly threads: number;
  readonly checkpoint?: number;
  readonly resume?: true;
  readonly maxMemory?: number;
  readonly json?: true;
}

export function addRunCommand(program: Command, context: CommandContext): void {
  program
    .command('run')
    .summary('simulate one day of a scenario')
    .description('Simulates one day of a scenario and writes its results to a folder.')
    .argument('<scenario>', 'scenario file (YAML)')
    .option('--network <dir>', "network folder, instead of the scenario's network")
    .option('--trips <file>', "file of trips, instead of the scenario's demand")
    .option('--seed <n>', "seed, instead of the scenario's", seedOf)
    .option('--out <dir>', 'folder of the results (default: runs/<name>-<seed>)')
    .option('--threads <n>', 'threads to work with; results stay the same', threadsOf, 1)
    .option('--checkpoint <minutes>', 'save the state every so many simulated minutes', minutesOf)
    .option('--resume', 'go on from the state that a stopped run has saved')
    .option('--max-memory <MB>', 'end the run where it needs more than that', megabytesOf)
    .option('--fresh', 'run even what has been run before')
    .option('--shuffle-blocks <n>', 'work in a random order; results must stay the same', seedOf)
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise run cli/examples/district.scenario.yaml --seed 7 --out runs/monday',
    )
    .action((scenario: string, flags: RunFlags) =>
      withScenarioPlaces(scenario, () => runScenario(scenario, flags, context)),
    );
}

export function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed < 2 ** 31) return seed;
  throw new InvalidArgumentError('must be a whole number from 0 to 2147483647.');
}

/** More than a machine has only wait for each other. */
const MOST_THREADS = 64;

function threadsOf(text: string): number {
  const count = Number(text);
  if (/^\d{1,2}$/.test(text) && count >= 1 && count <= MOST_THREADS) return count;
  throw new InvalidArgumentError(`must be a whole number from 1 to ${MOST_THREADS}.`);
}

function minutesOf(text: string): number {
  const count = Number(text);
  if (/^\d{1,5}$/.test(text) && count >= 1) return count;
  throw new InvalidArgumentError('must be a whole number of minutes, at least 1.');
}

export function megabytesOf(text: string): number {
  const count = Number(text);
  if (/^\d{1,7}$/.test(text) && count >= 1) return count;
  throw new InvalidArgumentError('must be a whole number of megabytes, at least 1.');
}

async function runScenario(path: string, flags: RunFlags, context: CommandContext): Promise<void> {
  const { rooms, stderr, signal } = context;
  const started = new Date();
  const talk = (line: string): void => void stderr.write(`${plainText(line)}\n`);
  const { inputs, notes } = await loadInputs(
    path,
    {
      ...(flags.network === undefined ? {} : { networkDir: flags.network }),
      ...(flags.trips === undefined ? {} : { tripsFile: flags.trips }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    },
    rooms,
  );
  for (const note of notes) talk(note);
  signal.throwIfAborted();
  const { name, seed } = inputs.scenario;
  const out = flags.out ?? `runs/${folderNameOf(name)}-${seed}`;
  const { refuseForeignFolder } = await import('../run-folder/write-run-folder.js');
  const { lockFolder } = await import('../run-folder/lock.js');
  await refuseForeignFolder(out);
  const lock = await lockFolder(out);
  try {
    const saving = await savingOf(out, inputs, flags, talk);
    const outcome = await simulateOnce({ inputs, notes, saving }, flags, context);
    for (const problem of outcome.damage) talk(`run again: ${describeProblems([problem])}`);
    for (const problem of outcome.orderDamage) talk(describeProblems([problem]));
    const folder = await writeOut(out, { inputs, outcome, notes, started });
    await removeCheckpoint(out);
    await printResult(outcome, { out, folder, isJson: flags.json === true }, context);
  } finally {
    await lock.release();
  }
}

interface RunToMake {
  readonly inputs: RunInputs;
  readonly notes: readonly string[];
  readonly saving: Pick<SimulateHooks, 'resumeFrom' | 'checkpoints'>;
}

/** Where the run begins, and where it saves its state. */
async function savingOf(
  out: string,
  inputs: RunInputs,
  { checkpoint, resume }: RunFlags,
  talk: (line: string) => void,
): Promise<Pick<SimulateHooks, 'resumeFrom' | 'checkpoints'>> {
  if (checkpoint === undefined && resume !== true) return {};
  const { runKey } = await import('../run-folder/run-key.js');
  const key = await runKey(inputs);
  const found = resume === true ? await readCheckpoint(out, key) : null;
  if (found !== null) talk(`Goes on at ${clockText(found.time_s)}.`);
  else if (resume === true) talk('No saved state: begins at the beginning.');
  return {
    ...(found === null ? {} : { resumeFrom: found }),
    ...(checkpoint === undefined
      ? {}
      : {
          checkpoints: {
            every_min: checkpoint,
            keep: (snapshot) => writeCheckpoint(out, key, snapshot),
          },
        }),
  };
}

async function simulateOnce(
  { inputs, notes, saving }: RunToMake,
  { fresh, shuffleBlocks, threads, maxMemory }: RunFlags,
  { rooms, signal, stderr }: CommandContext,
): Promise<RunOutcome> {
  const { runOnce } = await import('../run-folder/run-once.js');
  if (maxMemory !== undefined) assertFits(inputs, { most_MB: maxMemory, threadCount: threads });
  const { start_s } = inputs.scenario;
  const progress = startProgress(stderr, inputs.scenario.name);
  try {
    return await runOnce(inputs, {
      simulate: rooms.simulate,
      store: STORE,
      fresh: fresh === true || shuffleBlocks !== undefined,
      notes,
      hooks: {
        signal,
        threads: { threadCount: threads, coreCount: availableParallelism() },
        ...(shuffleBlocks === undefined ? {} : { shuffleBlocks }),
        ...saving,
        onMinute: ({ time_s, end_s, onRoadCount, iteration }) => {
          const now = `${dayText(iteration)}${clockText(time_s)}`;
          if (maxMemory !== undefined) assertWithin(maxMemory, now);
          progress.update(
            (time_s - start_s) / (end_s - start_s),
            `${now}, ${onRoadCount} on the road`,
          );
        },
      },
    });
  } finally {
    progress.end();
  }
}

/** Which run of the day it is, where drivers learn from day to day. */
const dayText = (iteration: number): string => (iteration === 0 ? '' : `day ${iteration}, `);

function clockText(time_s: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${two((time_s / 3600) % 24)}:${two((time_s / 60) % 60)}`;
}

async function writeOut(
  out: string,
  run: { inputs: RunInputs; outcome: RunOutcome; notes: readonly string[]; started: Date },
): Promise<RunFolder> {
  const { inputs, outcome, notes, started } = run;
  const { hostname } = await import('node:os');
  const { inputSummary, writeRunFolder } = await import('../run-folder/write-run-folder.js');
  const { codeDigest } = await import('../run-folder/run-key.js');
  const { key, reused, wall_s, result } = outcome;
  const { scenario, network } = inputs;
  const summary = inputSummary(inputs, notes);
  await writeRunFolder(out, result, {
    key,
    scenario,
    inputs: summary,
    network,
    log: [
      `${started.toISOString()} run ${inputs.scenario.name}, seed ${inputs.scenario.seed}`,
      `key ${key}`,
      `code ${await codeDigest()}`,
      reused ? 'taken from the store' : `simulated in ${wall_s.toFixed(3)} s`,
      ...notes,
      `${new Date().toISOString()} done`,
    ],
    timing: {
      started: started.toISOString(),
      wall_s,
      reused,
      host: hostname(),
      node: process.version,
    },
  });
  return { key, result, scenario, inputs: summary, network };
}

async function printResult(
  { result, reused, wall_s }: RunOutcome,
  { out, folder, isJson }: { out: string; folder: RunFolder; isJson: boolean },
  { stdout, stderr }: CommandContext,
): Promise<void> {
  const { writeReport } = await import('../report/write-report.js');
  const page = await writeReport(out, folder);
  const how = reused
    ? 'Taken from the store; --fresh runs it again.'
    : `Took ${wall_s.toFixed(1)} s.`;
  stderr.write(`${how}\n`);
  if (isJson) {
    const { summaryText } = await import('../run-folder/write-run-folder.js');
    stdout.write(summaryText(result.summary));
    stderr.write(`Results: ${out}\nReport:  ${page}\n`);
    return;
  }
  const { summaryTable } = await import('../summary-table.js');
  stdout.write(summaryTable(result.summary, { isColoured: stdout.isTTY === true }));
  for (const line of warningsOf(result)) stdout.write(`\n${plainText(line)}`);
  stdout.write(`\nResults: ${out}\nReport:  ${page}\n`);
}

/** What must not be overlooked in a long table. */
function warningsOf({ summary, gridlock }: RunResult): string[] {
  const { trips = 0, trips_unfinished = 0, trips_not_entered = 0 } = summary;
  const warnings: string[] = [];
  if (trips_unfinished > 0) {
    const entered = `${trips_not_entered} of them never got onto the network`;
    warnings.push(`${trips_unfinished} of ${trips} trips were not finished; ${entered}.\n`);
  }
  const [first] = gridlock;
  if (first !== undefined) {
    const ringCount = new Set(gridlock.map(({ ring }) => ring)).size;
    const links = gridlock.filter(({ ring }) => ring === first.ring).map(({ link }) => link);
    const where = `${links.slice(0, 8).join(', ')}${links.length > 8 ? ', …' : ''}`;
    warnings.push(
      `Gridlock: ${ringCount} rings; the first at ${clockText(first.time_s)}: ${where}.\n`,
    );
  }
  return warnings;
}
