import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const builtFile = (name: string): string =>
  fileURLToPath(new URL(`../dist/cli/${name}`, import.meta.url));

beforeAll(() => {
  expect(existsSync(builtFile('main.js')), 'npm test builds dist/ first').toBe(true);
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(argv: readonly string[], onOut?: (child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
    onOut?.(child);
  });
  child.stderr.on('data', (bytes) => {
    err += bytes;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** A process around a `main` of the test's own. */
const startMain = (body: string, grace_ms: number, onOut?: (child: ChildProcess) => void) =>
  start(
    [
      '--input-type=module',
      '-e',
      `import { runProcess } from ${JSON.stringify(builtFile('run-process.js'))};
       await runProcess(async (io) => { ${body} }, ${grace_ms});`,
    ],
    onOut,
  );

test('the built command ends with its exit codes', async () => {
  const codes = await Promise.all([
    start([builtFile('main.js'), '--help']),
    start([builtFile('main.js'), 'fly']),
    start([builtFile('main.js'), 'run', 'none.yaml']),
  ]);
  expect(codes.map(({ code }) => code)).toEqual([0, 2, 3]);
});

test('a command that heeds the signal ends with its own code, and may talk', async () => {
  const body = `io.stdout.write('working');
    setInterval(() => {}, 1000);
    await new Promise((resolve) => io.signal.addEventListener('abort', resolve));
    io.stderr.write('put away');
    return io.signal.reason.exitCode;`;
  const ended = await startMain(body, 60_000, (child) => child.kill('SIGTERM'));
  expect(ended).toEqual({ code: 143, out: 'working', err: 'put away' });
});

test('a command that does not heed the signal is ended after its grace', async () => {
  const body = `io.stdout.write('working'); setInterval(() => {}, 1000);
    return new Promise(() => {});`;
  const ended = await startMain(body, 50, (child) => child.kill('SIGINT'));
  expect(ended.code).toBe(130);
});

test('an error that nobody catches is a bug with a stack and the code 5', async () => {
  const body = `setTimeout(() => { throw new Error('oops'); }); return new Promise(() => {});`;
  const { code, err } = await startMain(body, 50);
  expect(code).toBe(5);
  expect(err).toMatch(/This is a bug.*\nError: oops\n +at /);
});

test('long results reach a pipe whole', async () => {
  const body = "io.stdout.write('x'.repeat(5_000_000)); return 0;";
  expect((await startMain(body, 50)).out).toHaveLength(5_000_000);
});
