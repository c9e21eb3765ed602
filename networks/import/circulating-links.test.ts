import { expect, test } from 'vitest';
import { testStreets } from '../complete/test-streets.js';
import { circulatingLinks } from './circulating-links.js';

const SQUARE = { a: [0, 0], b: [60, 0], c: [60, 60], d: [0, 60] } as const;
const ARMS = { w: [-200, 0], e: [260, 0], n: [60, 300], s: [0, -200] } as const;
const ring = (places: Readonly<Record<string, readonly [number, number]>>, streets: string) =>
  [...circulatingLinks(testStreets(places, streets).links)].sort();

test('four one-way carriageways around a crossing are a ring', () => {
  const streets = 'w>a a>b b>e b>c c>n c>d d>a a>s';
  expect(ring({ ...SQUARE, ...ARMS }, streets)).toEqual(['a>b', 'b>c', 'c>d', 'd>a']);
});

test('a clockwise loop, a loop with a two-way side and a whole block are none', () => {
  expect(ring(SQUARE, 'a>d d>c c>b b>a')).toEqual([]);
  expect(ring(SQUARE, 'a=b b>c c>d d>a')).toEqual([]);
  const block = { a: [0, 0], b: [120, 0], c: [120, 120], d: [0, 120] } as const;
  expect(ring(block, 'a>b b>c c>d d>a')).toEqual([]);
});
