import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import { circulatingLinks, dropIslands } from './circulation.js';
import { completePlaces, completeStreets } from './complete-network.js';
import { deriveMovements } from './derive-movements.js';
import { testStreets } from './test-streets.js';

const PLACES = {
  a: [0, 0],
  b: [300, 0],
  c: [300, 300],
  in: [-200, 100],
  out: [500, 300],
  x: [900, 900],
  y: [1000, 900],
} as const;
/** A triangle, a way in, a way out, and a street far off. */
const islands = (): NetworkDraft =>
  deriveMovements(testStreets(PLACES, 'a>b b>c c>a in>a c>out x=y')).draft;

test('links that lead to one another circulate; ways in and out do not', () => {
  expect([...circulatingLinks(islands())].sort()).toEqual(['a>b', 'b>c', 'c>a']);
});

test('streets connected to nothing are left out and told, ways in and out are kept', () => {
  const { draft, notes } = dropIslands(islands());
  expect(draft.links.map(({ name }) => name)).toEqual(['a>b', 'b>c', 'c>a', 'in>a', 'c>out']);
  expect(draft.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'in', 'out']);
  expect(notes.map(({ code, subject }) => [code, subject])).toEqual([
    ['NET-371', 'x>y'],
    ['NET-371', 'y>x'],
  ]);
  expect(dropIslands(draft)).toEqual({ draft, notes: [] });
});

test('no address, curb or lot is guessed where nobody comes back from', () => {
  const { draft } = completePlaces(
    completeStreets(testStreets(PLACES, 'a>b b>c c>a in>a c>out x=y')).draft,
  );
  const used = new Set([...draft.addresses, ...draft.curbs].map(({ link }) => link));
  expect([...used].sort()).toEqual(['b>c', 'c>a']);
});

test('the circulating links are those of a plain search there and back', () => {
  const names = Array.from({ length: 8 }, (_, at) => `n${at}`);
  const places = Object.fromEntries(
    names.map((name, at): [string, Point] => [name, [100 * (at % 3), 100 * Math.floor(at / 3)]]),
  );
  const street = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...names))
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => `${from}>${to}`);
  const streets = fc.uniqueArray(street, { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(streets, (list) => {
      const draft = deriveMovements(testStreets(places, list.join(' '))).draft;
      const found = circulatingLinks(draft);
      const parts = draft.links.map(({ name }) => thereAndBack(draft, name));
      const longest_m = Math.max(...parts.map((part) => length_m(draft, part)));
      expect(length_m(draft, [...found])).toBeCloseTo(longest_m, 6);
      expect(thereAndBack(draft, [...found][0]!).sort()).toEqual([...found].sort());
    }),
    { seed: 1, numRuns: 100 },
  );
});

const length_m = ({ links }: NetworkDraft, part: readonly string[]): number =>
  links.filter(({ name }) => part.includes(name)).reduce((sum, link) => sum + link.length_m, 0);

const thereAndBack = (draft: NetworkDraft, start: string): string[] =>
  draft.links
    .map(({ name }) => name)
    .filter((name) => leads(draft, start, name) && leads(draft, name, start));

function leads({ movements }: NetworkDraft, start: string, end: string): boolean {
  const seen = new Set([start]);
  for (const link of seen) {
    for (const { from, to } of movements) if (from === link) seen.add(to);
  }
  return seen.has(end);
}
