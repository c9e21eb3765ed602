import {
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
import { writeError, writeWhole } from './atomic-file.js';
import { lockFolder } from './lock.js';
import { RUN_FILES, TALK_FILES } from './manifest.js';
import { readRunFolder } from './read-run-folder.js';
import type { RunInputs } from './run-key.js';
import {
  inputSummary,
  type RunMeta,
  refuseForeignFolder,
  writeRunFolder,
} from './write-run-folder.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const metaOf = (inputs: RunInputs, change: Partial<RunMeta> = {}): RunMeta => ({
  key: 'k1',
  scenario: inputs.scenario,
  inputs: inputSummary(inputs, ['one guess']),
  network: inputs.network,
  log: ['began'],
  timing: { wall_s: 1 },
  ...change,
});

const write = (name: string, result = sampleResult(), change: Partial<RunMeta> = {}) =>
  writeRunFolder(join(home, name), result, metaOf(sampleInputs(), change));

const problemsOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no problem',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message.replaceAll(home, '');
    },
  );

test('a run is read back as it was written, and nothing temporary stays', async () => {
  await write('a');
  const folder = await readRunFolder(join(home, 'a'));
  expect(folder.result).toEqual(sampleResult());
  expect(folder.scenario).toEqual(sampleInputs().scenario);
  expect(folder.network).toEqual(sampleInputs().network);
  expect(folder.key).toBe('k1');
  const names = [...RUN_FILES, ...TALK_FILES, 'manifest.json'].sort();
  expect(readdirSync(join(home, 'a')).sort()).toEqual(names);
});

test('equal results write equal bytes, but for two files that tell when and where', async () => {
  await write('a');
  const { vkt_km, ...others } = sampleResult().summary;
  const reordered: RunResult = { ...sampleResult(), summary: { ...others, vkt_km: vkt_km! } };
  await write('b', reordered, { log: ['another day'], timing: { wall_s: 2 } });
  for (const name of readdirSync(join(home, 'a'))) {
    const isSame = readFileSync(join(home, 'a', name)).equals(readFileSync(join(home, 'b', name)));
    expect(isSame, name).toBe(!(TALK_FILES as readonly string[]).includes(name));
  }
});

test('another result gives other bytes', async () => {
  await write('a');
  await write('b', sampleResult(2));
  const [a, b] = ['a', 'b'].map((name) => readFileSync(join(home, name, 'manifest.json'), 'utf8'));
  expect(a).not.toBe(b);
});

test('every CSV file and column is described in datapackage.json', async () => {
  await write('a');
  const described = JSON.parse(readFileSync(join(home, 'a', 'datapackage.json'), 'utf8'));
  for (const name of RUN_FILES.filter((file) => file.endsWith('.csv'))) {
    const [header] = readFileSync(join(home, 'a', name), 'utf8').split('\n');
    const resource = described.resources.find((each: { path: string }) => each.path === name);
    const fields = resource.schema.fields.map((field: { name: string }) => field.name);
    expect(fields.join(','), name).toBe(header);
  }
});

test('each damaged, cut or missing file is named, all at once', async () => {
  await write('a');
  const dir = join(home, 'a');
  const summary = readFileSync(join(dir, 'summary.json'), 'utf8');
  writeFileSync(join(dir, 'summary.json'), summary.replace('3', '4'));
  writeFileSync(join(dir, 'trips.csv'), readFileSync(join(dir, 'trips.csv')).subarray(0, 40));
  rmSync(join(dir, 'land.csv'));
  expect((await problemsOf(readRunFolder(dir))).split('\n')).toEqual([
    '/a/summary.json CLI-009 is damaged: its checksum does not match',
    '/a/land.csv CLI-009 is missing',
    expect.stringMatching(/^\/a\/trips\.csv CLI-009 has 40 bytes and should have \d+$/),
  ]);
});

test('a folder without a manifest is not finished, a changed manifest is damaged', async () => {
  await write('a');
  const manifest = join(home, 'a', 'manifest.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('"k1"', '"k2"'));
  expect(await problemsOf(readRunFolder(join(home, 'a')))).toMatch(/manifest\.json CLI-009/);
  rmSync(manifest);
  expect(await problemsOf(readRunFolder(join(home, 'a')))).toMatch(/^\/a CLI-008/);
  expect(await problemsOf(readRunFolder(join(home, 'none')))).toMatch(/CLI-008/);
});

test('a report of earlier results does not stay beside new ones', async () => {
  await write('a');
  writeFileSync(join(home, 'a', 'report.html'), 'old');
  await write('a', sampleResult(2), { network: null });
  expect(existsSync(join(home, 'a', 'report.html'))).toBe(false);
  expect((await readRunFolder(join(home, 'a'))).network).toBeNull();
});

test('a file is replaced whole or not at all', async () => {
  await writeWhole(home, 'x', 'old');
  // A folder of the same name cannot be replaced by a file.
  mkdirSync(join(home, 'y'));
  expect(await problemsOf(writeWhole(home, 'y', 'new'))).toMatch(/^\/y CLI-005 cannot be written/);
  expect(await problemsOf(writeWhole(join(home, 'none'), 'x', 'new'))).toMatch(/CLI-005/);
  expect(readdirSync(home).sort()).toEqual(['x', 'y']);
  expect(readFileSync(join(home, 'x'), 'utf8')).toBe('old');
});

test('a full disk and missing permission have codes of their own', async () => {
  const say = (code: string): string =>
    String(writeError('x', Object.assign(new Error(), { code, syscall: 'write' })));
  expect(say('ENOSPC')).toMatch(/CLI-006 cannot be written: the disk is full/);
  expect(say('EMFILE')).toMatch(/CLI-006/);
  expect(say('EACCES')).toMatch(/CLI-005 cannot be written: permission is missing/);
  const bug = new TypeError('a bug');
  expect(writeError('x', bug)).toBe(bug);
});

test('a folder with other files is refused, an earlier or broken-off run is not', async () => {
  mkdirSync(join(home, 'a'));
  writeFileSync(join(home, 'a', 'notes.txt'), '');
  expect(await problemsOf(refuseForeignFolder(join(home, 'a')))).toBe('no problem');
  writeFileSync(join(home, 'a', 'trips.csv'), 'mine');
  expect(await problemsOf(refuseForeignFolder(join(home, 'a')))).toMatch(
    /CLI-010 holds trips\.csv/,
  );
  const lock = await lockFolder(join(home, 'a'));
  expect(await problemsOf(refuseForeignFolder(join(home, 'a')))).toBe('no problem');
  await lock.release();
});
