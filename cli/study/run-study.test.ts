import { expect, test } from 'vitest';
import { RunError, UserError } from '../../core/base/errors.js';
import type { RunSpec } from './design.js';
import { failureOf, failureText, makeRunCell, type RunOutcome } from './run-cell.js';
import { noRoom, progressLine, type StudyProgress } from './run-study.js';
import { doneWith, fakeRun, fakeSummary, runFake, SMALL_STUDY, studyOf } from './study-fakes.js';

const FLEET_STUDY = `
name: fleets
layouts: { grid: { layout: small-block }, big: { layout: superblock } }
regimes: [today, shared-automated]
seeds: [7, 8]
fleet: { ladder: [100, 200, 300], rejectedLimit: 0.02 }
`;

const fleetOf = (spec: RunSpec): number =>
  (spec.scenario['fleet'] as { vehicleCount: number } | undefined)?.vehicleCount ?? 0;

test('outcomes are in the order of the design, whatever order runs end in', async () => {
  const study = studyOf(SMALL_STUDY);
  let started = 0;
  const { runs } = await runFake(
    study,
    async (spec) => {
      const turns = [5, 1, 3, 0][started++ % 4]!;
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      return doneWith(spec, fakeSummary(spec));
    },
    { jobs: 4 },
  );
  expect(runs).toHaveLength(12);
  for (const { spec, outcome } of runs) {
    expect(outcome).toMatchObject({ isDone: true, key: `key-of-${spec.name}` });
  }
});

test('no more than the given number of runs are under way at once', async () => {
  let underWay = 0;
  let most = 0;
  await runFake(
    studyOf(SMALL_STUDY),
    async (spec) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return doneWith(spec, fakeSummary(spec));
    },
    { jobs: 3 },
  );
  expect(most).toBe(3);
});

test('a study none of whose runs had room ends with that, once; other failures are listed', async () => {
  const failing = (code: (spec: RunSpec) => string | null) =>
    runFake(studyOf(SMALL_STUDY), async (spec) => {
      const failed = code(spec);
      if (failed !== null) throw new RunError(failed, 'at minute 3 the process takes 90 MB.');
      return doneWith(spec, fakeSummary(spec));
    });
  const capped = noRoom(await failing(() => 'CAP-003'));
  expect(capped?.code).toBe('CAP-003');
  expect(capped?.message).toBe(
    'CAP-003 none of the 12 runs had room; of the first, at minute 3 the process takes 90 MB.',
  );
  expect(noRoom(await failing(() => 'RUN-003'))).toBeNull();
  expect(noRoom(await failing(({ name }) => (name.endsWith('2') ? null : 'CAP-003')))).toBeNull();
  expect(noRoom(await failing(({ seed }) => (seed === 2 ? 'RUN-003' : 'CAP-003')))).toBeNull();
});

test('a run that fails is named with its code, and the study goes on', async () => {
  const { runs, failures } = await runFake(studyOf(SMALL_STUDY), async (spec) => {
    if (spec.name === 'big/today/2') throw new RunError('RUN-003', 'a vehicle was lost');
    return doneWith(spec, fakeSummary(spec));
  });
  expect(failures).toEqual([
    { run: 'big/today/2', code: 'RUN-003', message: 'RUN-003 a vehicle was lost' },
  ]);
  expect(runs.filter(({ outcome }) => outcome.isDone)).toHaveLength(11);
});

test('failures are told in the order of the design, whatever order runs end in', async () => {
  let started = 0;
  const { failures, runs } = await runFake(
    studyOf(SMALL_STUDY),
    async (spec) => {
      const turns = [5, 1, 3, 0][started++ % 4]!;
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      throw new RunError('RUN-003', spec.name);
    },
    { jobs: 4 },
  );
  expect(failures.map(({ run }) => run)).toEqual(runs.map(({ spec }) => spec.name));
});

test('the ladder is climbed with the first seed, and its runs are not run again', async () => {
  const ran: string[] = [];
  const { ladder, runs } = await runFake(studyOf(FLEET_STUDY), async (spec) => {
    ran.push(`${spec.name} ${fleetOf(spec)}`);
    // The summary's share is in per cent.
    const rejected_share = fleetOf(spec) >= (spec.layoutName === 'big' ? 250 : 150) ? 1.9 : 2.1;
    return doneWith(spec, { ...fakeSummary(spec), rejected_share });
  });
  expect(ladder).toMatchObject({ vehicleCount: 300, meetsLimit: true });
  expect(ladder?.rungs.map(({ vehicleCount }) => vehicleCount)).toEqual([200, 300]);
  expect(ran.slice(0, 4).sort()).toEqual([
    'big/shared-automated/7 200',
    'big/shared-automated/7 300',
    'grid/shared-automated/7 200',
    'grid/shared-automated/7 300',
  ]);
  expect(new Set(ran).size).toBe(ran.length);
  expect(runs.map(({ spec }) => fleetOf(spec))).toEqual([0, 0, 300, 300, 0, 0, 300, 300]);
});

test('a failure on the ladder is reported once, with the fleet it had', async () => {
  const { failures, ladder } = await runFake(studyOf(FLEET_STUDY), async (spec) => {
    if (spec.name === 'big/shared-automated/7') throw new RunError('RUN-003', 'broken');
    return doneWith(spec, { ...fakeSummary(spec), rejected_share: 0 });
  });
  expect(ladder?.meetsLimit).toBe(false);
  expect(failures.map(({ run }) => run)).toEqual([
    'big/shared-automated/7, 200 vehicles',
    'big/shared-automated/7, 300 vehicles',
  ]);
});

test('a stopped study starts no further run and resumes from the store', async () => {
  const store = new Map<string, RunOutcome>();
  const stop = new AbortController();
  const study = studyOf(SMALL_STUDY);
  let worked = 0;
  const runCell = async (spec: RunSpec): Promise<RunOutcome> => {
    const stored = store.get(spec.name);
    if (stored?.isDone) return { ...stored, isReused: true };
    await new Promise((resolve) => setImmediate(resolve));
    worked++;
    const outcome = doneWith(spec, fakeSummary(spec));
    store.set(spec.name, outcome);
    if (worked === 5) stop.abort(new Error('stopped by the user'));
    return outcome;
  };
  await expect(runFake(study, runCell, { signal: stop.signal })).rejects.toThrow(
    'stopped by the user',
  );
  const finished = worked;
  expect(finished).toBeLessThanOrEqual(6);
  const { runs } = await runFake(study, runCell);
  expect(worked).toBe(12);
  const reused = runs.filter(({ outcome }) => outcome.isDone && outcome.isReused);
  expect(reused).toHaveLength(finished);
  const unbroken = await runFake(study, fakeRun());
  const summaries = ({ outcome }: (typeof runs)[number]) => outcome.isDone && outcome.summary;
  expect(runs.map(summaries)).toEqual(unbroken.runs.map(summaries));
});

test('progress counts up to all runs and tells the time left from runs that were worked', async () => {
  const seen: StudyProgress[] = [];
  let now_s = 0;
  await runFake(
    studyOf(SMALL_STUDY),
    async (spec) => {
      const isReused = spec.layoutName === 'grid';
      now_s += isReused ? 0 : 10;
      const outcome = doneWith(spec, fakeSummary(spec));
      return outcome.isDone ? { ...outcome, isReused } : outcome;
    },
    { jobs: 1, now_s: () => now_s, onProgress: (progress) => seen.push(progress) },
  );
  expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(seen.map(({ left_s }) => left_s)).toEqual([
    ...[null, null, null, null, null, null, null],
    ...[50, 40, 30, 20, 10, 0],
  ]);
  expect(progressLine(seen[0]!)).toBe('12 runs');
  expect(progressLine(seen[1]!)).toBe('[ 1/12] grid/today/1: from the store');
  expect(progressLine(seen[7]!)).toBe('[ 7/12] big/today/1: 1.0 s, about 50 s left');
});

test('a cell hands what it resolved to the store, and gives back the run’s place', async () => {
  const [spec] = (await runFake(studyOf(SMALL_STUDY), fakeRun())).runs.map((run) => run.spec);
  const asked: unknown[] = [];
  const runCell = makeRunCell(
    {
      resolveInputs: async ({ name }) => ({ inputs: `inputs of ${name}`, notes: ['guessed'] }),
      runOnce: async (inputs, options) => {
        asked.push(inputs, options);
        const result = { summary: { vkt_km: 3 } } as never;
        return { result, key: 'abc', reused: true, wall_s: 2 };
      },
    },
    { store: 'runs/store', fresh: true },
  );
  expect(await runCell(spec!)).toEqual({
    isDone: true,
    key: 'abc',
    folder: 'runs/store/abc',
    summary: { vkt_km: 3 },
    isReused: true,
    wall_s: 2,
  });
  expect(asked).toEqual([
    'inputs of grid/today/1',
    { store: 'runs/store', fresh: true, notes: ['guessed'], hooks: {} },
  ]);
});

test('what the user can mend keeps its code, a bug keeps its stack', () => {
  const problem = { severity: 'error', file: 'n/link.csv', line: 2, column: 1, field: '' } as const;
  const mendable = new UserError({ ...problem, code: 'NET-014', message: 'no such node' });
  expect(failureOf(mendable)).toMatchObject({ code: 'NET-014', message: mendable.message });
  const bug = failureOf(new TypeError('x is not a function'));
  expect(bug.code).toBe('STU-020');
  expect(bug.message).toMatch(/x is not a function\n\s+at /);
  const hostile = { code: 'STU-020', message: 'no folder "\u001b[2J"\n  at x.js' };
  expect(failureText(hostile)).toBe('STU-020 no folder "?[2J"');
  const outOfMemory = Object.assign(new Error(), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
  expect(failureOf(outOfMemory).code).toBe('STU-021');
});
