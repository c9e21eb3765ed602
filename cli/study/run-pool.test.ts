import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { withRunPool } from './run-pool.js';
import { runFake, SMALL_STUDY, studyOf } from './study-fakes.js';

const folder = mkdtempSync(join(tmpdir(), 'blockwise-pool-'));
// Not after the tests: a thread that was stopped while it started may still ask for its file.
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Threads load JavaScript, so these tests write theirs. */
function workerFile(name: string, body: string): URL {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { threadId } from 'node:worker_threads';
     const done = (key, folder) =>
       ({ isDone: true, key, folder, summary: { trips: NaN }, isReused: false, wall_s: 0 });
     export default async ({ spec, store, fresh, cap }) => { ${body} };`,
  );
  return pathToFileURL(path);
}

const options = { store: 'runs/store', fresh: true, jobs: 2 };
const study = studyOf(SMALL_STUDY);

test('each run is a task on a thread, and its outcome comes back whole', async () => {
  const file = workerFile('done', 'return done(spec.name + fresh, store + "/" + threadId);');
  const { runs, failures } = await withRunPool({ ...options, workerFile: file }, (runCell) =>
    runFake(study, runCell),
  );
  expect(failures).toEqual([]);
  for (const { spec, outcome } of runs) {
    expect(outcome).toMatchObject({ key: `${spec.name}true`, summary: { trips: Number.NaN } });
    expect((outcome as { folder: string }).folder).toMatch(/^runs\/store\/[1-9]\d*$/);
  }
});

test('each thread is told the cap, and how many runs share it', async () => {
  const file = workerFile('cap', 'return done(JSON.stringify(cap ?? null), store);');
  for (const [given, told] of [
    [{ maxMemory_MB: 700 }, '{"most_MB":700,"jobs":2}'],
    [{}, 'null'],
  ] as const) {
    const { runs } = await withRunPool({ ...options, ...given, workerFile: file }, (runCell) =>
      runFake(study, runCell),
    );
    for (const { outcome } of runs) expect(outcome).toMatchObject({ key: told });
  }
});

test('a thread that dies takes its own run with it and no other', async () => {
  const file = workerFile(
    'dies',
    'if (spec.name === "grid/today/2") process.exit(3); return done(spec.name, store);',
  );
  const { runs, failures } = await withRunPool({ ...options, workerFile: file }, (runCell) =>
    runFake(study, runCell),
  );
  expect(failures).toMatchObject([{ run: 'grid/today/2', code: 'STU-020' }]);
  expect(runs.filter(({ outcome }) => outcome.isDone)).toHaveLength(11);
});

test('stopping ends runs that are under way', async () => {
  const file = workerFile('endless', 'for (;;);');
  const stop = new AbortController();
  const stopped = withRunPool({ ...options, workerFile: file, signal: stop.signal }, (runCell) =>
    runFake(study, runCell, {
      signal: stop.signal,
      onProgress: () => setTimeout(() => stop.abort(new Error('stopped')), 50),
    }),
  );
  await expect(stopped).rejects.toThrow('stopped');
});
