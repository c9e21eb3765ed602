import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks } from './circulation.js';
import { deriveMovements } from './derive-movements.js';
import { addRimGates } from './rim-gates.js';
import { addRimReturns } from './rim-returns.js';
import { testStreets } from './test-streets.js';

/** A two-way street from gate a to b and c, and a one-way street from b out to gate x. */
const PLACES = { a: [-500, 0], b: [0, 0], c: [500, 0], x: [0, 500] } as const;
const leaving = (): NetworkDraft =>
  addRimGates(deriveMovements(testStreets(PLACES, 'a=b b=c b>x')).draft).draft;

test('who drives out by a one-way street comes back by the nearest gate that is entered', () => {
  const before = leaving();
  expect(circulatingLinks(before)).not.toContain('b>x');
  const { draft, notes } = addRimReturns(before);
  const back = draft.links.find(({ isInside }) => !isInside)!;
  expect([back.from, back.to]).toEqual(['x', 'a']);
  expect(circulatingLinks(draft).size).toBe(draft.links.length);
  expect(notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['NET-323 gate x']);
});

test('the way back is longer than any way inside', () => {
  const back = addRimReturns(leaving()).draft.links.find(({ isInside }) => !isInside)!;
  expect(back.length_m).toBeCloseTo(3 * Math.sqrt(2) * 500, 6);
});

test('a corner that can only be left by its gate has a way back too', () => {
  const places = { ...PLACES, x: [0, 500], y: [200, 500], z: [0, 900] } as const;
  const streets = testStreets(places, 'a=b b=c b>x x=y x=z');
  const before = addRimGates(deriveMovements(streets).draft, { rim: 0.01 }).draft;
  expect(circulatingLinks(before)).not.toContain('x>z');
  const { draft } = addRimReturns(before);
  expect(circulatingLinks(draft).size).toBe(draft.links.length);
  // Whoever only wants to turn back at the gate still may.
  expect(draft.movements.filter(({ from }) => from === 'x>z')).toHaveLength(2);
});

test('two-way gates turn back by themselves: nothing is added', () => {
  const draft = addRimGates(deriveMovements(testStreets(PLACES, 'a=b b=c b=x')).draft).draft;
  expect(addRimReturns(draft)).toEqual({ draft, notes: [] });
});

test('where no street leads in, there is no way back', () => {
  const draft = leaving();
  const closed = { ...draft, gates: draft.gates.map((gate) => ({ ...gate, entries: [] })) };
  expect(addRimReturns(closed).draft).toBe(closed);
});
