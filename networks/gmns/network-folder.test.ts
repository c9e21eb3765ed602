import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { everything } from './every-feature.js';
import {
  networkFiles,
  readNetworkFiles,
  readNetworkFolder,
  writeNetworkFolder,
} from './network-folder.js';

const read = (files: ReadonlyMap<string, string>) => readNetworkFiles(files, { dir: 'town' });

const refused = (files: ReadonlyMap<string, string>): readonly string[] => {
  try {
    read(files);
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  return [];
};

test('a network comes back from its folder as it was written, to the last digit', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'network-'));
  try {
    const repairs = [
      { code: 'OSM-201', subject: 'way 7', message: 'merged', kind: 'repair' },
      { code: 'OSM-202', subject: 'way 8', message: '30 km/h assumed', kind: 'guess' },
    ] as const;
    await writeNetworkFolder(everything(), dir, { repairs });
    const { network, notes } = await readNetworkFolder(dir);
    expect(network).toStrictEqual(everything());
    expect(notes).toEqual(repairs);
    await writeNetworkFolder(network, dir, { repairs: notes });
    expect(await readFile(join(dir, 'link.csv'), 'utf8')).toBe(
      networkFiles(everything()).get('link.csv'),
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('an edit of one cell shows in the network that is read', () => {
  const files = new Map(networkFiles(everything()));
  files.set('link.csv', files.get('link.csv')!.replace('100.3', '100.4'));
  expect(read(files).network).not.toEqual(everything());
});

test('speeds stand in km/h where that is exact for all of them, else in m/s', () => {
  const unit = (network: NetworkDraft) =>
    networkFiles(network).get('config.csv')!.split(',m,m,')[1];
  const odd = everything();
  expect(unit(odd)).toContain('kph');
  expect(networkFiles(odd).get('link.csv')).toContain(',50,2,');
  const [first, ...others] = odd.links;
  // 1.9 m/s lies between two numbers of km/h: no decimal of km/h is read back as it.
  const slow = { ...odd, links: [{ ...first!, freeSpeed_mps: 1.9 }, ...others] };
  expect(unit(slow)).toContain('m/s');
  expect(read(networkFiles(slow)).network).toStrictEqual(slow);
});

test('the data package names every file and column with its unit and its keys', () => {
  const files = networkFiles(everything());
  const { resources } = JSON.parse(files.get('datapackage.json')!);
  const names = [...files.keys()].filter((file) => file !== 'datapackage.json');
  expect(resources.map((resource: { path: string }) => resource.path)).toEqual(names);
  for (const { path, schema } of resources) {
    const header = files.get(path)!.split('\n')[0]!.split(',');
    expect(schema.fields.map((field: { name: string }) => field.name)).toEqual(header);
  }
  const curb = resources.find((resource: { name: string }) => resource.name === 'curb');
  expect(curb.schema.primaryKey).toEqual(['curb_id']);
  expect(curb.schema.foreignKeys).toEqual([
    { fields: ['link_id'], reference: { resource: 'link', fields: ['link_id'] } },
  ]);
  expect(curb.schema.fields[2]).toMatchObject({ name: 'start_m', type: 'number', unit: 'm' });
});

test('problems of all files are told at once, with file, line, column, field and value', () => {
  const files = new Map(networkFiles(everything()));
  files.set('node.csv', 'node_id,x_coord,y_coord\na,1e999,0\na,nan,0\nb,0,0,0\n');
  files.set('link.csv', 'link_id,from_node_id,to_node_id,lanes\nl,a,z,99\n');
  for (const file of ['lane', 'movement', 'curb', 'lot', 'block', 'address', 'gate']) {
    files.delete(`${file}.csv`);
  }
  for (const file of [
    'curb_span',
    'curb_seg',
    'gate_link',
    'signal_phase',
    'lane_tod',
    'movement_tod',
  ]) {
    files.delete(`${file}.csv`);
  }
  files.set('lot_entrance.csv', 'lot_id,link_id,position_m\nnone,l,-1\n');
  expect(refused(files)).toEqual([
    'town/node.csv:4 GMN-105 4 cells where the header has 3',
    'town/node.csv:2:3 GMN-104 x_coord: must be a number, got "1e999"',
    'town/node.csv:3:3 GMN-104 x_coord: must be a number, got "nan"',
    'town/node.csv:3:1 GMN-106 node_id: must be unique in the file, got "a"',
    'town/link.csv:2:7 GMN-104 lanes: must be a whole number from 0 to 20, got "99"',
    'town/link.csv:2:5 GMN-107 to_node_id: must name a row of node.csv, got "z"',
    'town/lot_entrance.csv:2:8 GMN-104 position_m: must be a number from 0 to 1000000000, got "-1"',
    'town/lot_entrance.csv:2:1 GMN-107 lot_id: must name a row of lot.csv, got "none"',
  ]);
});

test('signal plans that name no movement of their junction are refused', () => {
  const files = new Map(networkFiles(everything()));
  const phases = files.get('signal_phase.csv')!;
  files.set('signal_phase.csv', phases.replace(',42,1,2 3,', ',42,1,2 4,'));
  expect(refused(files)).toEqual([
    'town/signal_phase.csv:2:13 GMN-107 permitted_mvmts: must list movements of its node by mvmt_id, got "2 4"',
  ]);
});

test('missing files and columns and empty tables are told, without problems that follow', () => {
  expect(refused(new Map())).toEqual([
    'town/node.csv GMN-101 this file is missing',
    'town/link.csv GMN-101 this file is missing',
  ]);
  const files = new Map([
    ['node.csv', 'node_id,x_coord\na,1\n'],
    ['link.csv', 'link_id,from_node_id,to_node_id\nl,a,b\n'],
  ]);
  expect(refused(files)).toEqual(['town/node.csv:1 GMN-103 y_coord: column is missing']);
  files.set('node.csv', '').set('link.csv', 'link_id,from_node_id,to_node_id\n');
  expect(refused(files)).toEqual([
    'town/node.csv:1 GMN-103 node_id: column is missing',
    'town/node.csv:1 GMN-103 x_coord: column is missing',
    'town/node.csv:1 GMN-103 y_coord: column is missing',
    'town/link.csv GMN-108 must have a row after the header',
  ]);
});

test('movements whose links do not meet and timetables with gaps are refused', () => {
  const files = new Map(networkFiles(everything()));
  const movements = files.get('movement.csv')!;
  files.set('movement.csv', movements.replace('\n1,b,a>b', '\n1,c,a>b'));
  files.set('curb_span.csv', files.get('curb_span.csv')!.replace('0,25200', '60,25200'));
  expect(refused(files)).toEqual([
    'town/movement.csv:2:5 GMN-109 ib_link_id: must lead to the node of its row, got "a>b"',
    'town/movement.csv:2:13 GMN-109 ob_link_id: must leave the node of its row, got "b>c"',
    'town/curb.csv:2:1 GMN-111 curb_id: must have uses in curb_span.csv that follow one another ' +
      'from 0 to 86400 s, got "z1"',
  ]);
});

test('what is no folder, no text or not readable is a coded problem', async () => {
  await expect(readNetworkFolder('/nowhere/at all')).rejects.toThrow(UserError);
  const dir = await mkdtemp(join(tmpdir(), 'network-'));
  try {
    await writeFile(join(dir, 'node.csv'), Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]));
    await expect(readNetworkFolder(dir)).rejects.toThrow('node.csv GMN-102 must be text in UTF-8');
    const blocked = writeNetworkFolder(everything(), join(dir, 'node.csv'));
    await expect(blocked).rejects.toThrow('node.csv GMN-100 cannot be written (EEXIST)');
  } finally {
    await rm(dir, { recursive: true });
  }
});
