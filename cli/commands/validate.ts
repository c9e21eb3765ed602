/** `blockwise validate`: the simulator against closed forms. */
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { room } from '../rooms.js';
import type { CommandContext } from './context.js';

export function addValidateCommand(program: Command, context: CommandContext): void {
  program
    .command('validate')
    .summary('check the simulator against known answers')
    .description('Runs the cases of the validation book and prints what came out and what should.')
    .option('--full', 'also the cases that take long')
    .addHelpText(
      'after',
      '\nCases on real places read the folder that the variable BLOCKWISE_DATA names.\n' +
        '\nExample:\n  blockwise validate',
    )
    .action(async ({ full }: { full?: true }) => {
      const { validate } = await room('./validate/validate.js');
      const isPassed: boolean = await validate(context, { isFull: full === true });
      if (!isPassed) context.setExitCode(EXIT.someRunsFailed);
    });
}
