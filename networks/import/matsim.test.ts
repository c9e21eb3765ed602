import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { checkNetwork } from '../../core/network/check-network.js';
import { testGrid } from '../complete/test-streets.js';
import { exportNetwork } from '../export/export-network.js';
import { importMatsim } from './matsim.js';

/** Four streets by four, 200 m apart, with stubs: as MATSim has it. */
const TEXT = String(exportNetwork(testGrid(4, 200), 'matsim').files.get(''));
const read = (text: string) => importMatsim({ file: 'net.xml', bytes: Buffer.from(text) });

async function problemsOf(text: string): Promise<string[]> {
  try {
    await read(text);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, line, field }) => `${code} ${line} ${field}`);
  }
}

test('a network that was written for MATSim comes back with its links, sound and with places', async () => {
  const { network } = await read(TEXT);
  expect(checkNetwork(network)).toEqual([]);
  const names = new Set(testGrid(4, 200).links.map(({ name }) => name));
  const inside = network.links.filter(({ isInside }) => isInside);
  expect(new Set(inside.map(({ name }) => name))).toEqual(names);
  expect(network.links[0]).toMatchObject({ laneCount: 1, rank: 4 });
  expect(network.links[0]!.freeSpeed_mps).toBeCloseTo(50 / 3.6, 4);
  expect(network.gates).toHaveLength(16);
  expect(network.addresses.length).toBeGreaterThan(100);
});

const net = (links: string) =>
  `<network>\n<nodes>\n<node id="a" x="0" y="0"/>\n<node id="b" x="100" y="0"/>\n</nodes>\n<links>\n${links}\n</links>\n</network>`;
const link = (more: string) =>
  `<link id="1" length="100" freespeed="10" capacity="900" permlanes="1" ${more}/>`;

test('what is missing, twice or nowhere is told with its line', async () => {
  expect(await problemsOf(net(link('from="a" to="z"')))).toEqual(['MAT-009 7 link "1"']);
  expect(await problemsOf(net(link('to="b"')))).toEqual(['MAT-008 7 link.from']);
  expect(await problemsOf(net(link('from="a" to=""')))).toEqual(['MAT-008 7 link.to']);
  const twice = net(`${link('from="a" to="b"')}\n${link('from="b" to="a"')}`);
  expect(await problemsOf(twice)).toEqual(['MAT-008 8 link.id']);
  expect(await problemsOf(net(link('from="a" to="b" modes="pt"')))).toEqual(['MAT-010 0 ']);
  const far = net(link('from="a" to="b"')).replace('x="100"', 'x="1e9"');
  expect(await problemsOf(far)).toEqual(['MAT-008 7 link "1"']);
  expect(await problemsOf('<plans/>')).toEqual(['MAT-007 1 ']);
  expect(await problemsOf('<!DOCTYPE network [<!ENTITY a "b">]><network/>')).toEqual([
    'MAT-005 1 ',
  ]);
  expect(await problemsOf(net('<link'))).toEqual([expect.stringMatching(/^MAT-004 /)]);
});

test('links for others, to themselves, or shorter than the straight line are repaired and told', async () => {
  const text = TEXT.replace('</links>', `${link('from="0,0" to="0,0"')}</links>`)
    .replace(/length="200"/, 'length="7"')
    .replace(/(modes="car"[\s\S]*?)modes="car"/, '$1modes="bus"');
  const { notes } = await read(text);
  const codes = notes.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['MAT-101', 'MAT-102', 'MAT-103']));
});

const DATA = process.env.BLOCKWISE_DATA;
test.runIf(DATA !== undefined)('Mielec is a sound network', async () => {
  const file = join(DATA!, 'matsim-maas', 'mielec_2014_02', 'network.xml.gz');
  const { network } = await importMatsim(file);
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(network.links.length).toBeGreaterThan(300);
});
