import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { measureLayout } from '../measure/layout-measures.js';
import { circulatingLinks } from './circulation.js';
import { deriveMovements } from './derive-movements.js';
import { addRimGates } from './rim-gates.js';
import { addRimReturns } from './rim-returns.js';
import { testStreets } from './test-streets.js';

/** A two-way street from gate a to b and c, and a one-way street from b out to gate x. */
const PLACES = { a: [-500, 0], b: [0, 0], c: [500, 0], x: [0, 500] } as const;
const leaving = (): NetworkDraft =>
  addRimGates(deriveMovements(testStreets(PLACES, 'a=b b=c b>x')).draft).draft;

const returnOf = ({ links }: NetworkDraft) =>
  links.find(({ isInside, from }) => !isInside && from === 'x')!;

test('who drives out by a one-way street comes back by the nearest gate that is entered', () => {
  const before = leaving();
  expect(circulatingLinks(before)).not.toContain('b>x');
  const { draft, notes } = addRimReturns(before);
  const back = returnOf(draft);
  expect([back.from, back.to]).toEqual(['x', 'a']);
  expect(circulatingLinks(draft).size).toBe(draft.links.length);
  const told = notes.map(({ code, subject }) => `${code} ${subject}`);
  expect(told).toEqual(['NET-324 gate a', 'NET-324 gate c', 'NET-323 gate x']);
});

test('the way back is longer than any way inside', () => {
  const back = returnOf(addRimReturns(leaving()).draft);
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

test('who turns back at a two-way gate drives on outside, out of the way of those who leave', () => {
  const before = addRimGates(deriveMovements(testStreets(PLACES, 'a=b b=c b=x')).draft).draft;
  expect(before.movements).toContainEqual(expect.objectContaining({ from: 'b>x', to: 'x>b' }));
  const { draft, notes } = addRimReturns(before);
  const ways = draft.movements.filter(({ from }) => from === 'b>x');
  expect(ways.map(({ to, kind }) => [to, kind])).toEqual([['x_x outside', 'thru']]);
  const outside = draft.links.filter(({ isInside }) => !isInside);
  expect(outside).toHaveLength(2 * 3);
  for (const { length_m } of outside) expect(length_m).toBe(500);
  expect(circulatingLinks(draft).size).toBe(draft.links.length);
  expect(measureLayout(draft)).toEqual(measureLayout(before));
  expect(notes.map(({ code }) => code)).toEqual(['NET-324', 'NET-324', 'NET-324']);
});

test('where no street leads in, there is no way back', () => {
  const draft = leaving();
  const closed = { ...draft, gates: draft.gates.map((gate) => ({ ...gate, entries: [] })) };
  expect(addRimReturns(closed).draft).toBe(closed);
});
