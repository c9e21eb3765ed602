/** The whole command line but for the process: arguments in, exit code out. */
import { Command, CommanderError } from 'commander';
import { describeProblems, RunError, UserError } from '../core/base/errors.js';
import { addAssignCommand } from './commands/assign.js';
import type { CommandContext, OutStream } from './commands/context.js';
import { addDemandCommand } from './commands/demand.js';
import { addFleetCommand } from './commands/fleet.js';
import { addLotCommand } from './commands/lot.js';
import { addNetworkCommand } from './commands/network.js';
import { addReportCommand } from './commands/report.js';
import { addRunCommand } from './commands/run.js';
import { addStudyCommand } from './commands/study.js';
import { addValidateCommand } from './commands/validate.js';
import { EXIT, exitCodeOf, Interrupted } from './exit-codes.js';
import { plainText } from './progress.js';
import { ROOMS, type Rooms } from './rooms.js';

export interface MainIo {
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly signal: AbortSignal;
  /** Fakes for tests. */
  readonly rooms?: Rooms;
}

/** `argv` without the names of the program. Never throws. */
export async function runMain(argv: readonly string[], io: MainIo): Promise<number> {
  let exitCode: number = EXIT.done;
  const context: CommandContext = {
    rooms: ROOMS,
    ...io,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  try {
    await program(context).parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // What a stopped command throws on its way out is no news.
    const { reason } = io.signal;
    const cause = reason instanceof Interrupted ? reason : error;
    printError(cause, argv.includes('--json'), io);
    return exitCodeOf(cause);
  }
}

function program(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const blockwise = new Command('blockwise')
    .description('Traffic and parking land on small blocks and superblocks, simulated.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(plainText(text)),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(--help says more)')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise run cli/examples/district.scenario.yaml\n' +
        '\nExit codes: 0 done, 1 some runs failed, 2 usage, 3 bad input, 4 no room, 5 a bug,\n' +
        '130 and 143 stopped by a signal.',
    );
  addRunCommand(blockwise, context);
  addStudyCommand(blockwise, context);
  addFleetCommand(blockwise, context);
  addReportCommand(blockwise, context);
  addNetworkCommand(blockwise, context);
  addLotCommand(blockwise, context);
  addDemandCommand(blockwise, context);
  addAssignCommand(blockwise, context);
  addValidateCommand(blockwise, context);
  return blockwise;
}

function printError(error: unknown, isJson: boolean, { stdout, stderr }: MainIo): void {
  // Commander has said what was wrong with the arguments.
  if (error instanceof CommanderError) return;
  const say = (text: string): void => void stderr.write(`${plainText(text)}\n`);
  if (error instanceof UserError) {
    const { problems } = error;
    if (isJson) stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`);
    say(describeProblems(problems));
  } else if (error instanceof RunError || error instanceof Interrupted) {
    say(error.message);
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(`This is a bug in blockwise, please report it:\n${stack}`);
  }
}
