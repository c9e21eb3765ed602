/** What the process ends with, and which error ends it how. */
import { CommanderError } from 'commander';
import { RunError, UserError } from '../core/base/errors.js';

export const EXIT = {
  done: 0,
  someRunsFailed: 1,
  usage: 2,
  badInput: 3,
  resourceCap: 4,
  internal: 5,
  /** 128 + the number of the signal, as shells do. */
  sigint: 130,
  sigterm: 143,
} as const;

/** The reason of the signal that stops a command. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('Stopped.');
    this.exitCode = exitCode;
  }
}

/** No room on the disk, quota or files: the input is not to blame. */
const CAP_PROBLEMS = new Set(['CLI-006']);
const CAP_RUN_ERROR = /^CAP-/;

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UserError) {
    const isCap = error.problems.some(({ code }) => CAP_PROBLEMS.has(code));
    return isCap ? EXIT.resourceCap : EXIT.badInput;
  }
  if (error instanceof RunError) {
    return CAP_RUN_ERROR.test(error.code) ? EXIT.resourceCap : EXIT.someRunsFailed;
  }
  return EXIT.internal;
}
