import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { KMH_mps } from '../../core/base/units.js';
import { allDay } from '../../core/network/curb-use.js';
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import {
  networkFiles,
  readNetworkFiles,
  readNetworkFolder,
  writeNetworkFolder,
} from './network-folder.js';

const link = (from: string, to: string, geometry: readonly Point[]): LinkDraft => ({
  name: `${from}>${to}`,
  from,
  to,
  street: [from, to].sort().join('='),
  length_m: 100.1 + 0.2,
  freeSpeed_mps: 50 * KMH_mps,
  laneCount: 2,
  leftPocket_m: from === 'a' ? 40 : 0,
  rank: 3,
  carriageway_m: 6.5,
  sidewalk_m: 2.4,
  isInside: from !== 'c',
  geometry,
});

/** Every table, every kind of value, and names that a spreadsheet or a parser might spoil. */
function everything(): NetworkDraft {
  const quoted = 'Rue "A", n°1\nrear';
  return {
    name: 'Every feature: Grüße',
    layout: 'drawn',
    crs: 'local',
    attribution: '© the surveyors',
    district: {
      polygon: [
        [0, 0],
        [300, 0],
        [300, 1 / 3],
      ],
      area_m2: 50,
    },
    nodes: [
      { name: 'b', x_m: 100, y_m: 1e-9, control: 'signal' },
      { name: 'a', x_m: -0, y_m: 0.1 + 0.2, control: 'none' },
      { name: 'c', x_m: 200, y_m: -5.5, control: 'warrant' },
      { name: '=1+1', x_m: 100, y_m: 100, control: 'allWayStop' },
      { name: quoted, x_m: 200, y_m: 100, control: 'yield' },
    ],
    links: [
      link('a', 'b', [
        [0, 0.1],
        [50, -0.25],
        [100, 1e-9],
      ]),
      link('b', 'a', [
        [100, 0],
        [0, 0],
      ]),
      link('b', 'c', [
        [100, 0],
        [200, -5.5],
      ]),
      link('b', '=1+1', [
        [100, 0],
        [100, 100],
      ]),
      link('c', quoted, [
        [200, 0],
        [200, 100],
      ]),
    ],
    movements: [
      movement('a>b', 'b>c', { kind: 'thru', fromLanes: [0, 1] }),
      movement('a>b', 'b>=1+1', { kind: 'left', fromLanes: [-1, 0] }),
      movement('a>b', 'b>a', { kind: 'uturn', fromLanes: [-1, 1] }),
      { ...movement('b>c', `c>${quoted}`, { kind: 'left', fromLanes: [0] }), node: 'c' },
    ],
    curbs: [
      {
        name: 'z1',
        link: 'a>b',
        start_m: 10,
        end_m: 52.7,
        depth_m: 2.5,
        timetable: [
          { from_s: 0, to_s: 25_200, use: 'parking' },
          { from_s: 25_200, to_s: 68_400.5, use: 'pudo' },
          { from_s: 68_400.5, to_s: 86_400, use: 'none' },
        ],
      },
      { name: '-z2', link: 'b>c', start_m: 0, end_m: 6, depth_m: 2, timetable: allDay('loading') },
    ],
    lots: [
      {
        name: 'deep',
        kind: 'underground',
        stallCount: 120,
        land_m2PerStall: 0,
        levelCount: 3,
        isRemote: false,
        isInside: true,
        x_m: 50,
        y_m: 50,
        block: 'B1',
        entrances: [
          { link: 'a>b', position_m: 33.3 },
          { link: 'b>a', position_m: 60 },
        ],
      },
      {
        name: 'far',
        kind: 'surface',
        stallCount: 900,
        land_m2PerStall: 28,
        levelCount: 1,
        isRemote: true,
        isInside: false,
        x_m: -400,
        y_m: 0,
        block: '',
        entrances: [],
      },
    ],
    blocks: [
      {
        name: 'B1',
        polygon: [
          [10, 10],
          [90, 10],
          [90, 90],
        ],
        area_m2: 3200,
      },
    ],
    addresses: [
      {
        name: 'A1',
        x_m: 20,
        y_m: 20,
        block: 'B1',
        residentCount: 12.5,
        jobCount: 0,
        link: 'a>b',
        position_m: 20,
        walk_m: 20,
        isGuessed: true,
      },
      {
        name: 'A2',
        x_m: 20,
        y_m: 220,
        block: '',
        residentCount: 0,
        jobCount: 7,
        link: 'b>a',
        position_m: 0,
        walk_m: 1 / 7,
        isGuessed: false,
      },
    ],
    gates: [
      { name: 'west', x_m: 0, y_m: 0, entries: ['a>b'], exits: ['b>a'], weight: 2.5 },
      { name: 'east', x_m: 200, y_m: 0, entries: [], exits: ['b>c'], weight: 0 },
    ],
  };
}

const movement = (
  from: string,
  to: string,
  rest: { kind: 'left' | 'thru' | 'uturn'; fromLanes: readonly number[] },
) => ({ node: 'b', from, to, length_m: 14.2, speed_mps: 6.944444444444445, ...rest });

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

test('a folder with gaps that the writer never makes is not mistaken for the written network', () => {
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
  for (const file of ['curb_span', 'gate_link']) files.delete(`${file}.csv`);
  files.set('lot_entrance.csv', 'lot_id,link_id,position_m\nnone,l,-1\n');
  expect(refused(files)).toEqual([
    'town/node.csv:4 NET-105 4 cells where the header has 3',
    'town/node.csv:2:3 NET-104 x_coord: must be a number, got "1e999"',
    'town/node.csv:3:3 NET-104 x_coord: must be a number, got "nan"',
    'town/node.csv:3:1 NET-106 node_id: must be unique in the file, got "a"',
    'town/link.csv:2:7 NET-104 lanes: must be a whole number from 0 to 20, got "99"',
    'town/link.csv:2:5 NET-107 to_node_id: must name a row of node.csv, got "z"',
    'town/lot_entrance.csv:2:8 NET-104 position_m: must be a number from 0 to 1000000000, got "-1"',
    'town/lot_entrance.csv:2:1 NET-107 lot_id: must name a row of lot.csv, got "none"',
  ]);
});

test('missing files, missing columns and empty tables are told, without problems that follow', () => {
  expect(refused(new Map())).toEqual([
    'town/node.csv NET-101 this file is missing',
    'town/link.csv NET-101 this file is missing',
  ]);
  const files = new Map([
    ['node.csv', 'node_id,x_coord\na,1\n'],
    ['link.csv', 'link_id,from_node_id,to_node_id\nl,a,b\n'],
  ]);
  expect(refused(files)).toEqual(['town/node.csv:1 NET-103 y_coord: column is missing']);
  files.set('node.csv', '').set('link.csv', 'link_id,from_node_id,to_node_id\n');
  expect(refused(files)).toEqual([
    'town/node.csv:1 NET-103 node_id: column is missing',
    'town/node.csv:1 NET-103 x_coord: column is missing',
    'town/node.csv:1 NET-103 y_coord: column is missing',
    'town/link.csv NET-108 must have a row after the header',
  ]);
});

test('movements whose links do not meet and timetables with gaps are refused', () => {
  const files = new Map(networkFiles(everything()));
  const movements = files.get('movement.csv')!;
  files.set('movement.csv', movements.replace('\n1,b,a>b', '\n1,c,a>b'));
  files.set('curb_span.csv', files.get('curb_span.csv')!.replace('0,25200', '60,25200'));
  expect(refused(files)).toEqual([
    'town/movement.csv:2:5 NET-109 ib_link_id: must lead to the node of its row, got "a>b"',
    'town/movement.csv:2:13 NET-109 ob_link_id: must leave the node of its row, got "b>c"',
    'town/curb.csv:2:1 NET-111 curb_id: must have uses in curb_span.csv that follow one another ' +
      'from 0 to 86400 s, got "z1"',
  ]);
});

test('what is no folder, no text or not readable is a coded problem', async () => {
  await expect(readNetworkFolder('/nowhere/at all')).rejects.toThrow(UserError);
  const dir = await mkdtemp(join(tmpdir(), 'network-'));
  try {
    await writeFile(join(dir, 'node.csv'), Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]));
    await expect(readNetworkFolder(dir)).rejects.toThrow('node.csv NET-102 must be text in UTF-8');
    const blocked = writeNetworkFolder(everything(), join(dir, 'node.csv'));
    await expect(blocked).rejects.toThrow('node.csv NET-100 cannot be written (EEXIST)');
  } finally {
    await rm(dir, { recursive: true });
  }
});
