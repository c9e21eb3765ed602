/** `blockwise study`: layouts × regimes × seeds, compared pair by pair. */
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../exit-codes.js';
import { type CommandContext, STORE } from './context.js';
import { megabytesOf } from './run.js';

interface StudyFlags {
  readonly out?: string;
  readonly jobs?: number;
  readonly maxMemory?: number;
  readonly fresh?: true;
}

export function addStudyCommand(program: Command, context: CommandContext): void {
  program
    .command('study')
    .summary('run and compare many scenarios')
    .description('Runs every layout, regime and seed of a study and compares them in pairs.')
    .argument('<study>', 'study file (YAML)')
    .option('--out <dir>', 'folder of the results (default: runs/<name>)')
    .option('--jobs <n>', 'runs at once (default: one a core)', jobsOf)
    .option('--max-memory <MB>', 'refuse and end runs where all at once need more', megabytesOf)
    .option('--fresh', 'run even what has been run before')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise study cli/examples/small-block-vs-superblock.study.yaml' +
        ' --out runs/example',
    )
    .action(async (path: string, { out, jobs, maxMemory, fresh }: StudyFlags) => {
      const { studyCommand } = await import('../study/study-command.js');
      const failedCount = await studyCommand(
        {
          file: path,
          out: out ?? null,
          store: STORE,
          jobs: jobs ?? null,
          fresh: fresh === true,
          ...(maxMemory === undefined ? {} : { maxMemory_MB: maxMemory }),
        },
        context,
      );
      if (failedCount > 0) context.setExitCode(EXIT.someRunsFailed);
    });
}

function jobsOf(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number from 1 to 999.');
}
