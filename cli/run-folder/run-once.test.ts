import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import { sampleInputs, sampleResult } from '../testing/sample-run.js';
import { newMark } from './owner.js';
import { type RunInputs, runKey } from './run-key.js';
import { runOnce } from './run-once.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const problemsOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no problem',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message.replaceAll(home, '');
    },
  );

/** Counts how often it is called. */
function countedSimulate() {
  const calls = { count: 0 };
  const simulate = async (inputs: RunInputs): Promise<RunResult> => {
    calls.count++;
    return sampleResult(inputs.scenario.seed);
  };
  return { calls, simulate };
}

test('a finished run is reused, unless it is asked for afresh or its inputs differ', async () => {
  const { calls, simulate } = countedSimulate();
  const options = { simulate, store: join(home, 'store'), fresh: false };
  const first = await runOnce(sampleInputs(), options);
  const second = await runOnce(sampleInputs(), options);
  expect([first.reused, second.reused, calls.count]).toEqual([false, true, 1]);
  expect(second.result).toEqual(first.result);
  const afresh = await runOnce(sampleInputs(), { ...options, fresh: true });
  expect([afresh.reused, afresh.key, calls.count]).toEqual([false, first.key, 2]);
  const inputs = sampleInputs();
  await runOnce({ ...inputs, scenario: { ...inputs.scenario, seed: 2 } }, options);
  expect(calls.count).toBe(3);
  // Two runs, and the network that they share.
  expect(readdirSync(options.store)).toHaveLength(3);
  expect(readdirSync(join(options.store, 'networks'))).toHaveLength(1);
});

test('a damaged run in the store is made again, and the damage is told', async () => {
  const { calls, simulate } = countedSimulate();
  const options = { simulate, store: join(home, 'store'), fresh: false };
  const { key } = await runOnce(sampleInputs(), options);
  writeFileSync(join(options.store, key, 'trips.csv'), 'x');
  const again = await runOnce(sampleInputs(), options);
  expect([calls.count, again.damage[0]?.code]).toEqual([2, 'CLI-009']);
  expect((await runOnce(sampleInputs(), options)).reused).toBe(true);
});

test('a run under the name of another key is not taken for it', async () => {
  const { calls, simulate } = countedSimulate();
  const options = { simulate, store: join(home, 'store'), fresh: false };
  const { key } = await runOnce(sampleInputs(), options);
  const inputs = { ...sampleInputs(), idleCars: [] };
  const otherKey = await runKey(inputs);
  cpSync(join(options.store, key), join(options.store, otherKey), { recursive: true });
  expect((await runOnce(inputs, options)).reused).toBe(false);
  expect(calls.count).toBe(2);
});

test('runs of one key that end together leave one whole run', async () => {
  const { simulate } = countedSimulate();
  const options = { simulate, store: join(home, 'store'), fresh: true };
  await Promise.all(Array.from({ length: 6 }, () => runOnce(sampleInputs(), options)));
  expect(readdirSync(options.store)).toHaveLength(2);
  expect((await runOnce(sampleInputs(), { ...options, fresh: false })).reused).toBe(true);
});

test('a run that fails leaves nothing in the store', async () => {
  const simulate = async (): Promise<RunResult> => {
    throw new Error('broken');
  };
  const options = { simulate, store: join(home, 'store'), fresh: false };
  await expect(runOnce(sampleInputs(), options)).rejects.toThrow('broken');
  expect(existsSync(options.store)).toBe(false);
});

test('what killed runs left half made is removed from the store, what living ones make is not', async () => {
  const { simulate } = countedSimulate();
  const store = join(home, 'store');
  const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)']).toString().trim();
  const living = await newMark();
  const left = living.replace(/~\d+~/, `~${dead}~`);
  for (const folder of ['networks', `.making~${left}`, `.making~${living}`]) {
    mkdirSync(join(store, folder), { recursive: true });
  }
  for (const mark of [left, living]) writeFileSync(join(store, 'networks', `.tmp~${mark}`), '{');
  await runOnce(sampleInputs(), { simulate, store, fresh: false });
  expect(readdirSync(store).filter((name) => name.startsWith('.'))).toEqual([`.making~${living}`]);
  const temporary = readdirSync(join(store, 'networks')).filter((name) => name.startsWith('.'));
  expect(temporary).toEqual([`.tmp~${living}`]);
});

test('a store that may not be written is a coded error', async () => {
  const { simulate } = countedSimulate();
  const store = join(home, 'store');
  writeFileSync(store, 'a file');
  expect(await problemsOf(runOnce(sampleInputs(), { simulate, store, fresh: false }))).toMatch(
    /^\/store CLI-005 cannot be written: a file has its name/,
  );
  expect(readFileSync(store, 'utf8')).toBe('a file');
});
