import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { streetMap } from '../../core/testing/street-map.js';
import { betweennessOf } from '../../networks/measure/betweenness.js';
import { checkReport } from './check-report.js';
import { placeOfField, placeOfNote, placesOf } from './places.js';

const street = streetMap('a--b->-c', '|  |    ', 'd--e    ', { gates: '' });
const note = (kind: RepairNote['kind'], subject: string): RepairNote => ({
  code: 'NET-311',
  subject,
  message: 'nodes are one junction',
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
  expect(html).toContain('<title>b: nodes are one junction</title>');
  expect(html).not.toContain('<title>gone: nodes are one junction</title>');
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

test('a field leads to its thing, though names hold dots, and a node is not taken for a link', () => {
  const rename = <Thing extends { readonly name: string }>(
    thing: Thing,
    from: string,
    to: string,
  ) => (thing.name === from ? { ...thing, name: to } : thing);
  const places = placesOf({
    ...street,
    links: street.links.map((link) => rename(rename(link, 'bc', 'r1.2'), 'ab', '7')),
    nodes: street.nodes.map((node) => rename(node, 'b', '7')),
  });
  expect(placeOfField('links.r1.2.length_m', places)).toEqual(places.links.get('r1.2'));
  expect(placeOfField('links.r1.length_m', places)).toBeNull();
  expect(placeOfField('nodes.7', places)).toEqual(places.nodes.get('7'));
  const at = (message: string) => placeOfNote({ ...note('repair', '7'), message }, places);
  expect(at('2 nodes joined by short links are one junction')).toEqual(places.nodes.get('7'));
  expect(at('shorter than the straight line: as long as that')).toEqual(places.links.get('7'));
  expect(places.links.get('7')).not.toEqual(places.nodes.get('7'));
  expect(at('left out: not for motor vehicles')).toBeNull();
});
