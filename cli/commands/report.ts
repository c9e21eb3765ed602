/** `blockwise report`: the page of a finished run or study. */
import type { Command } from 'commander';
import { room } from '../rooms.js';
import type { CommandContext } from './context.js';

export function addReportCommand(program: Command, { stdout }: CommandContext): void {
  program
    .command('report')
    .summary('make the page of a finished run or study')
    .description('Makes one self-contained report.html in the folder of a finished run or study.')
    .argument('<dir>', 'folder of the run or study')
    .addHelpText('after', '\nExample:\n  blockwise report runs/monday')
    .action(async (dir: string) => {
      const { writeReport } = await room('./report/write-report.js');
      const page: string = await writeReport(dir);
      stdout.write(`${page}\n`);
    });
}
