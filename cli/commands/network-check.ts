/** `blockwise network check`: what is wrong with a network folder, and what its layout is like. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatCsv } from '../../core/base/csv.js';
import { describeProblems, type Problem } from '../../core/base/errors.js';
import { EXIT } from '../exit-codes.js';
import { layoutLine } from '../layout-lines.js';
import { plainText } from '../progress.js';
import type { NotedNetwork, Rooms } from '../rooms.js';
import { makeFolder, writeWhole } from '../run-folder/atomic-file.js';
import { readTextFile } from '../text-file.js';
import type { CommandContext } from './context.js';
import { printNetwork } from './network-summary.js';

interface Flags {
  readonly json?: true;
  readonly parking?: string;
  readonly out?: string;
}

export function addCheckCommand(network: Command, context: CommandContext): void {
  network
    .command('check')
    .summary('find what is wrong with a network folder, and measure its layout')
    .description(
      'Reads a network folder and prints everything that is wrong with it and the measures of its\n' +
        'layout. With --out also as maps (check.html) and tables (problems.csv, betweenness.csv).',
    )
    .argument('<dir>', 'network folder')
    .option('--json', 'print the problems as JSON')
    .option('--parking <file>', 'shares of parking land of other places, to stand beside its own')
    .option('--out <dir>', 'folder to write check.html and its tables to')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network check networks/centre --out checks/centre',
    )
    .action(async (dir: string, flags: Flags) => check(dir, flags, context));
}

async function check(dir: string, flags: Flags, context: CommandContext): Promise<void> {
  const { json, parking, out } = flags;
  const { rooms, stdout } = context;
  const found = await rooms.readNetworkFolder(dir);
  const problems = await rooms.checkNetwork(found.network);
  const errorCount = problems.filter(({ severity }) => severity === 'error').length;
  if (errorCount > 0) context.setExitCode(EXIT.badInput);
  if (json === true) {
    stdout.write(`${JSON.stringify({ problems, notes: found.notes }, null, 2)}\n`);
    if (out === undefined) return;
    const measured = await rooms.measureNetwork(found.network);
    await writeCheck(out, { found, problems, measured });
    return;
  }
  if (problems.length > 0) stdout.write(`${plainText(describeProblems(problems))}\n`);
  printNetwork(found, dir, context);
  const measured = await rooms.measureNetwork(found.network);
  for (const row of measured.rows) stdout.write(`${plainText(layoutLine(row))}\n`);
  if (parking !== undefined) {
    const places = { text: await readTextFile(parking), file: parking };
    const lines = await rooms.parkingShares(found.network, places);
    for (const line of lines) stdout.write(`${plainText(line)}\n`);
  }
  stdout.write(`${errorCount} errors, ${problems.length - errorCount} warnings\n`);
  if (out === undefined) return;
  stdout.write(`${plainText(await writeCheck(out, { found, problems, measured }))}\n`);
}

interface Checked {
  readonly found: NotedNetwork;
  readonly problems: readonly Problem[];
  readonly measured: Awaited<ReturnType<Rooms['measureNetwork']>>;
}

/** Returns the page's path. */
async function writeCheck(out: string, { found, problems, measured }: Checked): Promise<string> {
  const { network, notes } = found;
  const { rows, betweenness } = measured;
  const { checkReport } = await import('../report/check-report.js');
  const html = checkReport({ network, problems, notes, measures: rows, betweenness });
  await makeFolder(out);
  const told = problems.map((each) => [each.code, each.severity, each.field, each.message]);
  await writeWhole(out, 'problems.csv', formatCsv(['code', 'severity', 'field', 'message'], told));
  const shares = [...betweenness.shares].map(([link, share]) => [link, share.toFixed(6)]);
  await writeWhole(out, 'betweenness.csv', formatCsv(['link', 'betweenness_share'], shares));
  await writeWhole(out, 'check.html', html);
  return join(out, 'check.html');
}
