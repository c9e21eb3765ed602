import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { streetMap } from '../../core/testing/street-map.js';
import { betweennessOf } from '../../networks/measure/betweenness.js';
import { checkReport } from './check-report.js';
import { placeOfField, placeOfSubject, placesOf } from './places.js';

const street = streetMap('a--b->-c', '|  |    ', 'd--e    ', { gates: '' });
const note = (kind: RepairNote['kind'], subject: string): RepairNote => ({
  code: 'NET-311',
  subject,
  message: 'done',
  kind,
});
const reportOf = (notes: readonly RepairNote[]): string =>
  checkReport({
    network: street,
    problems: checkNetwork(street),
    notes,
    measures: [['junctions', '0']],
    betweenness: betweennessOf(street),
  });

test('problems and repairs stand on the map where the thing is, and all of them in a table', () => {
  const html = reportOf([note('repair', 'b'), note('repair', 'gone'), note('guess', 'b')]);
  expect(html).toMatch(/a street ends where nobody can go on \(1\)/);
  expect(html).toMatch(/nodes joined by short links are one junction \(1\)/);
  expect(html).toContain('<title>b: done</title>');
  expect(html).not.toContain('<title>gone: done</title>');
  expect(html).toMatch(/<td>repair<\/td><td>2<\/td><td>1<\/td>/);
});

test('streets that cannot be left are drawn, and those of a sound network are not', () => {
  expect(reportOf([])).toContain('class="lost"');
  const sound = streetMap('a--b--c');
  const page = checkReport({
    network: sound,
    problems: [],
    notes: [],
    measures: [],
    betweenness: betweennessOf(sound),
  });
  expect(page).not.toContain('class="lost"');
  expect(page).toContain('Nothing was found, repaired or guessed.');
});

test('a field leads to its thing, though names hold dots, and a subject by its kind', () => {
  const dotted = {
    ...street,
    links: street.links.map((link) => (link.name === 'bc' ? { ...link, name: 'r1.2' } : link)),
  };
  const placeOf = placesOf(dotted);
  const { geometry } = street.links.find(({ name }) => name === 'bc')!;
  const middle = [(geometry[0]![0] + geometry[1]![0]) / 2, geometry[0]![1]];
  expect(placeOfField('links.r1.2.length_m', placeOf)).toEqual(middle);
  expect(placeOfField('links.r1.length_m', placeOf)).toBeNull();
  expect(placeOfSubject('node b', placeOf)).toEqual(placeOf('b'));
});
