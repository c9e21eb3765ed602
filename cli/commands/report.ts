/** `blockwise report`: the page of a finished run or study. */
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

export function addReportCommand(program: Command, { stdout }: CommandContext): void {
  program
    .command('report')
    .summary('make the page of a finished run or study')
    .description('Makes one self-contained report.html in the folder of a finished run or study.')
    .argument('<dir>', 'folder of the run or study')
    .addHelpText('after', '\nExample:\n  blockwise report runs/monday')
    .action(async (dir: string) => {
      const { writeReport } = await import('../report/write-report.js');
      const page = await writeReport(dir);
      stdout.write(`${page}\n`);
    });
}
