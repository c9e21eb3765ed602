import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from '../../core/network/network-draft.js';
import { formatWkt, parseWkt } from './wkt.js';

test('shapes come back from their text to the last digit', () => {
  const coordinate = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(points, (drawn: readonly Point[]) => {
      expect(parseWkt('LINESTRING', formatWkt('LINESTRING', drawn))).toStrictEqual(drawn);
      expect(parseWkt('POLYGON', formatWkt('POLYGON', drawn))).toStrictEqual(drawn);
    }),
  );
});

test('other spellings of one line are read: case, spaces, heights, a single part', () => {
  const line = [
    [0, 1],
    [-2.5, 1e3],
  ];
  for (const text of [
    'LINESTRING(0 1,-2.5 1e3)',
    'linestring  ( 0  1 ,  -2.5 1000 )',
    'LINESTRING Z (0 1 7, -2.5 1000 8)',
    'MULTILINESTRING ((0 1, -2.5 1000))',
  ]) {
    expect(parseWkt('LINESTRING', text)).toEqual(line);
  }
});

test('what is no such shape is told', () => {
  expect(parseWkt('LINESTRING', 'POINT (1 2)')).toBe('must be a WKT LINESTRING');
  expect(parseWkt('LINESTRING', 'LINESTRING (1 2)')).toBe('must have at least 2 points');
  expect(parseWkt('POLYGON', 'POLYGON ((0 0, 1 0, 1 1))')).toBe('must end where it begins');
  for (const inner of ['', '0 1, x 2', '0 1, 1e10 2', '0, 1', '(0 0, 1 1), (2 2, 3 3)']) {
    expect(parseWkt('LINESTRING', `LINESTRING (${inner})`)).toContain('must be one part');
  }
});
