import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PROBLEM_CODES } from './problem-codes.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIST = 'problem-codes.ts';

const files = ['core', 'networks', 'demand', 'cli'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name) && !name.endsWith(LIST))
    .map((name) => join(top, name)),
);

/** Quoted codes, and the laws that make the codes CON-…. */
function codesIn(text: string): string[] {
  const quoted = text.matchAll(/['`]([A-Z]{3,4}-(?:\d{3}|[A-Z]+))['`]/g);
  const laws = text.matchAll(/\bfail\(\s*world,\s*'([A-Z]+)'/g);
  return [...[...quoted].map(([, code]) => code!), ...[...laws].map(([, law]) => `CON-${law}`)];
}

const used = new Set(files.flatMap((file) => codesIn(readFileSync(join(ROOT, file), 'utf8'))));
/** An example in a comment. */
used.delete('NET-014');
/** Of networks drawn in tests. */
const isOfTests = (code: string): boolean => code.startsWith('TST-');

test('every code that can be told is listed, with a sentence', () => {
  expect(used.size).toBeGreaterThan(150);
  expect([...used].filter((code) => !isOfTests(code) && !(code in PROBLEM_CODES)).sort()).toEqual(
    [],
  );
  for (const sentence of Object.values(PROBLEM_CODES)) expect(sentence.length).toBeGreaterThan(8);
});

test('every code that is listed can be told', () => {
  expect(Object.keys(PROBLEM_CODES).filter((code) => !used.has(code))).toEqual([]);
});

test('a code in the text is found', () => {
  expect(codesIn("problems.add('NET-999', {}); fail(world, 'ODD', '')")).toEqual([
    'NET-999',
    'CON-ODD',
  ]);
});
