import { expect, test } from 'vitest';
import { Problems } from './errors.js';
import { isObject, memberOf, parseJson, shownJson } from './json.js';

function read(text: string): { value: unknown; places: unknown[] } {
  const problems = new Problems('a.json');
  const value = parseJson(text, problems, 'J-1');
  return { value, places: problems.list.map(({ code, line, column }) => [code, line, column]) };
}

test('sound JSON is read, with or without a byte order mark', () => {
  expect(read('\uFEFF{"a": [1]}')).toEqual({ value: { a: [1] }, places: [] });
});

test('a syntax error is told with its line and column', () => {
  expect(read('{\n  "a": 1,\n  b\n}').places).toEqual([['J-1', 3, 3]]);
  expect(read('{"a":\n1').places).toEqual([['J-1', 2, 2]]);
  expect(read('').places).toEqual([['J-1', 1, 1]]);
});

test('depth without end is no trouble', () => {
  expect(read('['.repeat(200_000)).places).toHaveLength(1);
});

test('only members of the object itself are found', () => {
  const value: unknown = JSON.parse('{"__proto__": 1, "a": 2}');
  if (!isObject(value)) throw new Error('It is an object.');
  expect(memberOf(value, 'a')).toBe(2);
  expect(memberOf(value, 'toString')).toBeUndefined();
  expect([shownJson([1, 2]), shownJson({}), shownJson('x')]).toEqual([
    'a list of 2',
    'an object',
    '"x"',
  ]);
});
