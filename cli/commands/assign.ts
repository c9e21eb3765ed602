/** `blockwise assign`: static traffic assignment of a trip table to a network. */
import { type Command, InvalidArgumentError } from 'commander';
import { describeProblems, type Problem, UserError } from '../../core/base/errors.js';
import type { StaticNetwork } from '../../core/network/static-network.js';
import type { AssignmentFigures } from '../../core/routing/assignment/assignment-figures.js';
import type { Assignment, StopRule } from '../../core/routing/assignment/equilibrium.js';
import type { CostFunctions, CostWeights } from '../../core/routing/assignment/link-costs.js';
import type { TntpTrips } from '../../demand/import/tntp-trips.js';
import { EXIT } from '../exit-codes.js';
import { plainText, startProgress } from '../progress.js';
import type { CommandContext } from './context.js';

interface AssignFlags {
  readonly trips: string;
  readonly nodes?: string;
  readonly gap: number;
  readonly iterations: number;
  readonly optimum?: true;
  readonly lengthWeight: number;
  readonly tollWeight: number;
  readonly out?: string;
  readonly json?: true;
}

export function addAssignCommand(program: Command, context: CommandContext): void {
  program
    .command('assign')
    .summary('assign a trip table to a network (static equilibrium)')
    .description(
      'Finds the volumes at which no traveller can save by another way (user equilibrium), or the\n' +
        'volumes that cost all travellers least (--optimum). Reads TNTP files, also gzipped.',
    )
    .argument('<network>', 'network file (TNTP)')
    .requiredOption('--trips <file>', 'file of trips between zones (TNTP)')
    .option('--nodes <file>', 'file of node coordinates (TNTP), for the table of links')
    .option('--gap <gap>', 'relative gap to stop at', gapOf, 1e-6)
    .option('--iterations <n>', 'stop after so many iterations', countOf, 1000)
    .option('--optimum', 'the system optimum instead of the user equilibrium')
    .option('--length-weight <w>', 'time that a unit of length is worth', weightOf, 0)
    .option('--toll-weight <w>', 'time that a unit of toll is worth', weightOf, 0)
    .option('--out <dir>', 'folder for the table of links and the figures')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nTimes, lengths and tolls are in the units of the network file.\n' +
        '\nExample:\n  blockwise assign city_net.tntp --trips city_trips.tntp --gap 1e-8 --out flows',
    )
    .action((network: string, flags: AssignFlags) => assignTrips(network, flags, context));
}

function gapOf(text: string): number {
  const gap = Number(text);
  if (gap > 0 && gap < 1) return gap;
  throw new InvalidArgumentError('must be a number above 0 and below 1, such as 1e-6.');
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, 1 or more.');
}

function weightOf(text: string): number {
  const weight = Number(text);
  if (text.trim() !== '' && weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw new InvalidArgumentError('must be a number, 0 or more.');
}

async function assignTrips(
  file: string,
  flags: AssignFlags,
  context: CommandContext,
): Promise<void> {
  const { stdout, stderr } = context;
  const { costFunctions, marginalFunctions } = await import(
    '../../core/routing/assignment/link-costs.js'
  );
  const { figuresOf } = await import('../../core/routing/assignment/assignment-figures.js');
  const { network, found, warnings } = await readInputs(file, flags);
  for (const line of warnings) stderr.write(`${plainText(line)}\n`);
  if (flags.out !== undefined) await (await outputFolder()).refuseForeign(flags.out);
  const weights: CostWeights = { length: flags.lengthWeight, toll: flags.tollWeight };
  const felt = costFunctions(network, weights);
  const assigned = flags.optimum === true ? marginalFunctions(felt) : felt;
  const assignment = await solve({ network, found, functions: assigned, flags }, context);
  const figures = figuresOf(assignment, felt);
  const isReached = figures.relativeGap <= flags.gap;
  if (flags.out !== undefined) {
    await (await outputFolder()).writeAssignment(flags.out, assignment, felt, figures);
  }
  if (!isReached) {
    context.setExitCode(EXIT.someRunsFailed);
    stderr.write(`The gap of ${flags.gap} was not reached in ${figures.iterations} iterations.\n`);
  }
  if (flags.json === true) stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  else stdout.write(figuresTable(figures, flags.optimum === true));
  if (flags.out !== undefined) stderr.write(`Results: ${plainText(flags.out)}\n`);
}

const outputFolder = () => import('../run-folder/write-assignment.js');

interface AssignInputs {
  readonly network: StaticNetwork;
  readonly found: TntpTrips;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

async function readInputs(file: string, { trips, nodes }: AssignFlags): Promise<AssignInputs> {
  const { readZippedText } = await import('../text-file.js');
  const { readTntpNetwork } = await import('../../networks/import/tntp.js');
  const { readTntpTrips } = await import('../../demand/import/tntp-trips.js');
  const source = async (path: string) => ({ file: path, text: await readZippedText(path) });
  const read = readTntpNetwork(
    await source(file),
    nodes === undefined ? null : await source(nodes),
  );
  const found = readTntpTrips(await source(trips), read.network);
  await refuseUnreachable(read.network, found, trips);
  const located = [...read.warnings, ...found.warnings];
  const warnings = located.length === 0 ? [] : [describeProblems(located)];
  const { withinZones } = found.trips;
  if (withinZones > 0)
    warnings.push(`${figureText(withinZones)} trips stay in their zone and load no link.`);
  return { network: read.network, found, warnings };
}

async function refuseUnreachable(
  network: StaticNetwork,
  { trips, placeOf }: TntpTrips,
  file: string,
): Promise<void> {
  const { unreachablePairs } = await import('../../core/routing/assignment/reachability.js');
  const problems = unreachablePairs(network, trips).map(
    ({ origin, destination, volume }): Problem => ({
      code: 'TNTP-026',
      severity: 'error',
      file,
      ...placeOf(origin, destination),
      field: 'destination',
      message: `the network has no way from zone ${origin + 1} to ${destination + 1} (${volume} trips)`,
    }),
  );
  if (problems.length > 0) throw new UserError(problems);
}

/** Lets signals in between iterations. */
async function solve(
  {
    network,
    found,
    functions,
    flags,
  }: {
    readonly network: StaticNetwork;
    readonly found: TntpTrips;
    readonly functions: CostFunctions;
    readonly flags: AssignFlags;
  },
  { stderr, signal }: CommandContext,
): Promise<Assignment> {
  const { startAssignment, improve, isDone } = await import(
    '../../core/routing/assignment/equilibrium.js'
  );
  const { setImmediate: nextTurn } = await import('node:timers/promises');
  const stop: StopRule = { relativeGap: flags.gap, iterationCount: flags.iterations };
  const progress = startProgress(stderr, 'assign');
  try {
    const assignment = startAssignment(network, found.trips, functions);
    const first = assignment.certificate.relativeGap;
    while (!isDone(assignment, stop)) {
      improve(assignment);
      await nextTurn();
      signal.throwIfAborted();
      const { iterationCount, certificate } = assignment;
      const gap = Math.max(certificate.relativeGap, Number.MIN_VALUE);
      const share = Math.log(first / gap) / Math.log(first / flags.gap);
      const words = `iteration ${iterationCount}, relative gap ${gap.toExponential(1)}`;
      progress.update(Math.max(0, share), words);
    }
    return assignment;
  } finally {
    progress.end();
  }
}

function figuresTable(figures: AssignmentFigures, isOptimum: boolean): string {
  const rows: [string, string][] = [
    [isOptimum ? 'system optimum' : 'user equilibrium', ''],
    ['trips', figureText(figures.trips)],
    ['trips within zones', figureText(figures.tripsWithinZones)],
    ['total time', figureText(figures.totalTime)],
    ['total cost', figureText(figures.totalCost)],
    ['total distance', figureText(figures.totalDistance)],
    ['mean time', figureText(figures.meanTime)],
    ['objective', figureText(figures.objective)],
    ['relative gap', figures.relativeGap.toExponential(2)],
    ['average excess cost', figures.averageExcessCost.toExponential(2)],
    ['iterations', String(figures.iterations)],
  ];
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  const lines = rows.map(([label, value]) =>
    `${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}`.trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** 12,345.678: to the thousandth, as the published solutions are. */
const figureText = (value: number): string => value.toFixed(3).replace(/\B(?=(\d{3})+\.)/g, ',');
