/** The process around a command: signals in, exit code out. Nothing else in the program ends it. */

import { EXIT, Interrupted } from './exit-codes.js';
import type { MainIo } from './run-main.js';

/** A stopped command has this long to put its files in order. */
const GRACE_ms = 4500;

const SIGNALS = [
  ['SIGINT', EXIT.sigint],
  ['SIGTERM', EXIT.sigterm],
] as const;

/** Runs `main` and exits with its code; on a signal at the latest after `grace_ms`. */
export async function runProcess(
  main: (io: MainIo) => Promise<number>,
  grace_ms = GRACE_ms,
): Promise<never> {
  const stop = new AbortController();
  for (const [name, code] of SIGNALS) {
    process.on(name, () => {
      // Whoever asks twice does not want to wait.
      if (stop.signal.aborted) process.exit(code);
      stop.abort(new Interrupted(code));
      setTimeout(() => process.exit(code), grace_ms).unref();
    });
  }
  process.on('uncaughtException', exitWithBug);
  process.on('unhandledRejection', exitWithBug);
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);

  const { stdout, stderr } = process;
  const code = await main({ stdout, stderr, signal: stop.signal });
  await Promise.all([flushed(stdout), flushed(stderr)]);
  process.exit(code);
}

function exitWithBug(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in blockwise, please report it:\n${text}\n`);
  process.exit(EXIT.internal);
}

/** `blockwise … | head` closes the pipe early; that is no error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** A pipe takes its text later than a terminal does, and `exit` would cut it off. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve());
    else resolve();
  });
