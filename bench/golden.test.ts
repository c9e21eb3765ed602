import { expect, test } from 'vitest';
import { changesOf } from './golden.js';

const before = { state: 'a', result: 'b', summary: { trips: 10, wait_s: 3 } };

test('tells which figures of a golden run have moved', () => {
  expect(changesOf('town', null, before)).toEqual(['town: new']);
  expect(changesOf('town', before, { ...before })).toEqual([]);
  const after = { ...before, result: 'c', summary: { trips: 10, wait_s: 4 } };
  expect(changesOf('town', before, after)).toEqual([
    'town: 1 figures of the summary have moved',
    '  wait_s: 3 -> 4',
  ]);
});
