/** Threads load JavaScript: the built worker, or faulty ones that these tests write. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { simulate } from '../../simulate.js';
import { BUILT_WORKER } from '../../testing/built-worker.js';
import { townRun } from '../../testing/small-town.js';
import { assertShared } from './crew.js';

const folder = mkdtempSync(join(tmpdir(), 'blockwise-crew-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that listens as the real one does, and does `body` at its first block. */
function faultyWorker(name: string, body: string): URL {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { serve } from '${BUILT_WORKER.href}';
     const work = () => { ${body} };
     export default (task) => serve(task, Array(9).fill({ blockRows: 1, work }), {});`,
  );
  return pathToFileURL(path);
}

/** A town's first half hour, of which every stage with two blocks goes to both threads. */
const town = townRun('today', { end_s: 8 * 3600 + 1800, overtime_s: 0 });
const runWith = (workerFile: URL) =>
  simulate(town, {
    blockSizes: { nodes: 1, movers: 1 },
    threads: { threadCount: 2, leastBlocks: 2, patience_ms: 1000, workerHeap_mb: 32, workerFile },
  });

test('a worker that throws ends the run with a code and its message', async () => {
  const run = runWith(faultyWorker('throws', 'throw new Error("a broken stage");'));
  await expect(run).rejects.toMatchObject({ name: 'RunError', code: 'RUN-021' });
  await expect(run).rejects.toThrow('a broken stage');
});

test('a worker that hangs ends the run with a code', async () => {
  const run = runWith(faultyWorker('hangs', 'for (;;);'));
  await expect(run).rejects.toMatchObject({ name: 'RunError', code: 'RUN-022' });
});

test('a worker that runs out of memory ends the run with the code of a cap', async () => {
  const run = runWith(faultyWorker('eats', 'const all = []; for (;;) all.push(new Array(1e5));'));
  await expect(run).rejects.toMatchObject({ name: 'RunError', code: 'CAP-002' });
});

test('a worker that cannot be loaded ends the run before it has begun', async () => {
  const path = join(folder, 'broken.mjs');
  writeFileSync(path, 'throw new Error("not a worker");');
  await expect(runWith(pathToFileURL(path))).rejects.toMatchObject({ code: 'RUN-021' });
});

test('a run with threads can be called off', async () => {
  const controller = new AbortController();
  const run = simulate(town, {
    signal: controller.signal,
    threads: { threadCount: 2, workerFile: BUILT_WORKER },
    onMinute: () => controller.abort(),
  });
  await expect(run).rejects.toThrow('aborted');
});

test('memory of one thread is refused with its place, wherever it is', () => {
  const shared = { rows: new Int32Array(new SharedArrayBuffer(8)) };
  expect(() => assertShared({ table: shared, names: ['a'] }, 'traffic')).not.toThrow();
  const copied = { table: { rows: new Int32Array(2) } };
  expect(() => assertShared(copied, 'traffic')).toThrow('traffic.table.rows');
});
