#!/usr/bin/env node
/** The process: signals in, exit code out. Nothing else in the program ends it. */
import { EXIT, Interrupted } from './exit-codes.js';
import { runMain } from './run-main.js';

/** A stopped command has this long to put its files in order. */
const GRACE_ms = 4500;

const stop = new AbortController();
const SIGNALS = [
  ['SIGINT', EXIT.sigint],
  ['SIGTERM', EXIT.sigterm],
] as const;
for (const [name, code] of SIGNALS) {
  process.on(name, () => {
    // Whoever asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(code);
    stop.abort(new Interrupted(code));
    setTimeout(() => process.exit(code), GRACE_ms).unref();
  });
}

const failed = (error: unknown): void => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in blockwise, please report it:\n${text}\n`);
  process.exit(EXIT.internal);
};
process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);

// `blockwise … | head` closes the pipe early; that is no error.
const quietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', quietly);
process.stderr.on('error', quietly);

const code = await runMain(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
// A pipe takes its text later than a terminal does, and `exit` would cut it off.
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => (stream.writable ? stream.write('', () => resolve()) : resolve()));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(code);
