import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import { pathInside } from './text-file.js';
import { parseYaml, readYamlFile } from './yaml-file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blockwise-yaml-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The problem lines of a text that must be refused. */
function problemsOf(text: string): string[] {
  try {
    parseYaml(text, 'a.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  throw new Error('The text was accepted.');
}

test('a value, a key and an entry of a list are each found at their line and column', () => {
  const { value, where } = parseYaml('a: 1\nb:\n  c: [x, 22]\n  d:\n', 'a.yaml');
  expect(value).toEqual({ a: 1, b: { c: ['x', 22], d: null } });
  expect(where(['b', 'c', 1])).toEqual({ line: 3, column: 10 });
  expect(where(['b', 'c'], 'key')).toEqual({ line: 3, column: 3 });
  expect(where(['b', 'd'])).toEqual({ line: 4, column: 3 });
});

test('what is absent is shown at the nearest thing above it', () => {
  const { where } = parseYaml('a: 1\nb:\n  c: 2\n', 'a.yaml');
  expect(where(['b', 'missing', 'deeper'])).toEqual({ line: 3, column: 3 });
  expect(where(['missing'])).toEqual({ line: 1, column: 1 });
});

test('values behind an alias are found where the anchor stands', () => {
  const { value, where } = parseYaml('a: &base {x: 1}\nb: *base\n', 'a.yaml');
  expect(value).toEqual({ a: { x: 1 }, b: { x: 1 } });
  expect(where(['b', 'x'])).toEqual({ line: 1, column: 14 });
});

test('syntax errors are coded and placed, all of them at once', () => {
  expect(problemsOf('a: 1\na: 2\nb: "x\n')).toEqual([
    'a.yaml:2:1 CLI-002 Map keys must be unique',
    'a.yaml:4:1 CLI-002 Missing closing "quote',
  ]);
});

test('tags, keys that are lists and second documents are refused', () => {
  expect(problemsOf('a: !!js/function x\n')[0]).toMatch(/^a\.yaml:1:4 CLI-002 Unresolved tag/);
  expect(problemsOf('? [1, 2]\n: x\n')).toEqual(['a.yaml:1:3 CLI-002 a key must be a plain text']);
  expect(problemsOf('a: 1\n---\nb: 2\n')[0]).toMatch(/multiple documents/);
});

test('a %YAML 1.1 line does not change what a clock time or a word means', () => {
  const { value } = parseYaml('%YAML 1.1\n---\na: 12:30\nb: yes\n', 'a.yaml');
  expect(value).toEqual({ a: '12:30', b: 'yes' });
});

test('a key named __proto__ stays a key of its own', () => {
  const { value } = parseYaml('__proto__: {polluted: 1}\n', 'a.yaml');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('deep nesting and multiplying aliases are refused, not followed', () => {
  expect(problemsOf('['.repeat(100_000))).toEqual(['a.yaml:1 CLI-002 is nested more than 60 deep']);
  expect(problemsOf(`${'- '.repeat(5000)}x`)[0]).toMatch(/CLI-002 is indented by more than 200/);
  const lists = Array.from({ length: 9 }, (_, n) =>
    n === 0 ? 'a0: &a0 [x]' : `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`,
  );
  expect(problemsOf(lists.join('\n'))[0]).toMatch(/CLI-002 its aliases cannot be followed/);
});

test('any text gives a value or a coded error', () => {
  const alphabet = fc.constantFrom(...'ab:-[]{},&*!|>\'"#%@? \n\t\u0000\u2028é'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 40 }), (text) => {
      try {
        parseYaml(text, 'a.yaml');
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { seed: 7, numRuns: 1500 },
  );
});

test('a file that is missing, a folder, too long or not UTF-8 is named with a code', async () => {
  const named = async (path: string): Promise<string> =>
    readYamlFile(path).then(
      () => 'read',
      (error: Error) => error.message.replace(folder, ''),
    );
  const bytes = join(folder, 'bytes.yaml');
  writeFileSync(bytes, Buffer.from([0x61, 0xff, 0xfe]));
  const long = join(folder, 'long.yaml');
  writeFileSync(long, 'x'.repeat(1024 * 1024 + 1));
  expect(await named(join(folder, 'none.yaml'))).toBe('/none.yaml CLI-001 does not exist');
  expect(await named(folder)).toBe(' CLI-001 is a folder');
  expect(await named('a\0b')).toMatch(/CLI-001 cannot be read/);
  expect(await named('/dev/zero')).toBe('/dev/zero CLI-001 is not a file');
  expect(await named(bytes)).toBe('/bytes.yaml CLI-003 is not UTF-8 text');
  expect(await named(long)).toMatch(/CLI-003 has 1048577 bytes/);
});

test('a path inside a file may not leave its folder by a link on disk', async () => {
  symlinkSync('/etc', join(folder, 'out'));
  writeFileSync(join(folder, 'trips.csv'), '');
  expect(await pathInside(folder, 'trips.csv', 'a.yaml')).toMatch(/trips\.csv$/);
  await expect(pathInside(folder, 'out/passwd', 'a.yaml')).rejects.toThrow(
    'a.yaml CLI-004 "out/passwd" leads out of the file\'s folder',
  );
  await expect(pathInside(folder, 'none', 'a.yaml')).rejects.toThrow('does not exist');
});
