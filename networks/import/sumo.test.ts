import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import proj4 from 'proj4';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { buildRoadNetwork } from '../../core/network/build-network.js';
import { checkNetwork } from '../../core/network/check-network.js';
import { networkFiles, readNetworkFiles } from '../gmns/network-folder.js';
import { smallSumo } from './small-sumo.js';
import { importSumo } from './sumo.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const imported = (text: string, additional: readonly string[] = []) =>
  importSumo(
    { file: 'town.net.xml', bytes: bytes(text) },
    {
      additional: additional.map((each) => ({ file: 'more.add.xml', bytes: bytes(each) })),
      addsPlaces: false,
    },
  );

const codeOf = async (text: string): Promise<string> => {
  try {
    await imported(text);
  } catch (error) {
    if (error instanceof UserError) return error.problems[0]!.code;
    throw error;
  }
  return '';
};

test('lanes, lengths, speeds and turns are those of the file, lanes counted from the left', async () => {
  const { network } = await imported(smallSumo());
  expect(network.links.map(({ name, laneCount, length_m }) => [name, laneCount, length_m])).toEqual(
    [
      ['in', 2, 190],
      ['out', 1, 195],
      ['side', 1, 90],
      ['up', 1, 90],
    ],
  );
  const through = network.movements.find(({ from, to }) => from === 'in' && to === 'out')!;
  // 8 m in the first junction, the piece of 0.2 m, 1.5 m in the second.
  expect(through).toMatchObject({ kind: 'thru', fromLanes: [0], speed_mps: 13.89 });
  expect(through.length_m).toBeCloseTo(9.7, 9);
  const right = network.movements.find(({ to }) => to === 'side')!;
  expect(right).toMatchObject({ kind: 'right', fromLanes: [1], length_m: 9, speed_mps: 6 });
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('what cars may not use is left out and noted, each edge and lane', async () => {
  const { notes } = await imported(smallSumo());
  const told = new Map(notes.map(({ code, subject }) => [code, subject]));
  expect(told.get('SUMO-101')).toBe('tramway');
  expect(told.get('SUMO-102')).toBe('in');
  expect(told.get('SUMO-110')).toBe('bit');
});

test('pieces that are kept are streets between junctions of their own', async () => {
  const source = { file: 'town.net.xml', bytes: bytes(smallSumo()) };
  const { network, notes } = await importSumo(source, { addsPlaces: false, keepsPieces: true });
  expect(network.links.map(({ name }) => name)).toEqual(['in', 'bit', 'out', 'side', 'up']);
  expect(network.movements.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
    'bit out',
    'in bit',
    'in side',
    'up bit',
  ]);
  const told = new Map(notes.map(({ code, subject }) => [code, subject]));
  expect([told.get('SUMO-104'), told.get('SUMO-110')]).toEqual(['bit', undefined]);
});

test('a network for buses has the bus lane too', async () => {
  const source = { file: 'town.net.xml', bytes: bytes(smallSumo()) };
  const { network } = await importSumo(source, { vehicleClass: 'bus', addsPlaces: false });
  expect(network.links.find(({ name }) => name === 'in')!.laneCount).toBe(3);
});

/** The file with its ways through junctions by index, and whom each meets. */
const withRequests = (text: string, upGivesWay = '001'): string =>
  text
    .replace(
      /<junction id="m"[^>]*>/,
      '<junction id="m" type="traffic_light" x="200" y="-5" intLanes=":m_0_0 :m_1_0 :m_2_0">' +
        '<request index="0" response="000" foes="100" cont="0"/>' +
        '<request index="1" response="000" foes="100" cont="0"/>' +
        `<request index="2" response="${upGivesWay}" foes="011" cont="0"/></junction>`,
    )
    .replace(
      /<junction id="k"[^>]*>/,
      '<junction id="k" type="priority" x="200.5" y="-5" intLanes=":k_0_0">' +
        '<request index="0" response="0" foes="0" cont="0"/></junction>',
    );

test('who crosses and who gives way is as the file says, and the folder keeps it', async () => {
  const { network } = await imported(withRequests(smallSumo()));
  const of = (from: string, to: string) =>
    network.movements.find((each) => each.from === from && each.to === to)!;
  expect(of('up', 'out').givesWayTo).toEqual([{ from: 'in', to: 'out' }]);
  expect(of('in', 'out').givesWayTo).toEqual([]);
  // Those into the same link merge; the others cross because the file says so.
  expect(of('up', 'out').crosses).toEqual([{ from: 'in', to: 'side' }]);
  expect(of('in', 'out').crosses).toEqual([]);
  const road = buildRoadNetwork(network);
  const turn = network.movements.length - 1;
  expect(road.turns.firstConflict[turn + 1]! - road.turns.firstConflict[turn]!).toBe(1);
  const kept = readNetworkFiles(networkFiles(network), { dir: 'town' });
  expect(kept.network.movements).toEqual(network.movements);
});

test('without it crossings come from the order of streets (twin)', async () => {
  const { network } = await imported(smallSumo());
  expect(network.movements.some(({ crosses }) => crosses !== undefined)).toBe(false);
  const road = buildRoadNetwork(network);
  expect(road.conflicts).toHaveLength(0);
});

test('signal programs become plans, phase by phase, over pieces too', async () => {
  const { network } = await imported(smallSumo());
  const [plan] = network.signals!;
  const inOut = { from: 'in', to: 'out' };
  const inSide = { from: 'in', to: 'side' };
  const upOut = { from: 'up', to: 'out' };
  expect(plan).toEqual({
    node: 'k',
    offset_s: 5,
    phases: [
      { duration_s: 30, protected: [inOut, inSide], permitted: [], amber: [] },
      { duration_s: 3, protected: [], permitted: [], amber: [inOut, inSide] },
      { duration_s: 20, protected: [upOut], permitted: [], amber: [] },
      { duration_s: 3, protected: [], permitted: [], amber: [upOut] },
    ],
  });
});

test('a program of an additional file counts instead of the one of the network', async () => {
  const other =
    '<additional><tlLogic id="T" type="actuated" programID="night" offset="0">' +
    '<phase duration="9" state="Ggr"/></tlLogic></additional>';
  const { network, notes } = await imported(smallSumo(), [other]);
  expect(network.signals![0]!.phases).toEqual([
    {
      duration_s: 9,
      protected: [{ from: 'in', to: 'out' }],
      permitted: [{ from: 'in', to: 'side' }],
      amber: [],
    },
  ]);
  expect(notes.some(({ code }) => code === 'SUMO-206')).toBe(true);
});

test('coordinates stay as they are and the projection says where on earth that is', async () => {
  const { network } = await imported(smallSumo());
  const [lon, lat] = proj4(network.crs, 'WGS84').forward([0, 0]);
  const [x_m, y_m] = proj4('+proj=utm +zone=32 +datum=WGS84', 'WGS84').forward([
    683542.41, 4928877.56,
  ]);
  // Centimetres on the ground; the two are one projection with other false origins.
  expect(lon).toBeCloseTo(x_m!, 7);
  expect(lat).toBeCloseTo(y_m!, 7);
});

test('a gzipped file is read as the plain one, and the folder keeps the plans', async () => {
  const plain = await imported(smallSumo());
  const zipped = await importSumo(
    { file: 'town.net.xml', bytes: gzipSync(smallSumo()) },
    { addsPlaces: false },
  );
  expect(zipped.network).toEqual(plain.network);
  const { network } = readNetworkFiles(networkFiles(plain.network), { dir: 'town' });
  expect(network).toEqual(plain.network);
});

test('gates stand at dead ends, and places along the streets', async () => {
  const source = { file: 'town.net.xml', bytes: bytes(smallSumo()) };
  const { network } = await importSumo(source);
  expect(network.gates.map(({ name }) => name)).toEqual(['gate a', 'gate z', 'gate s']);
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('what is no SUMO network is refused with a code', async () => {
  const good = smallSumo();
  expect(await codeOf('<net><edge')).toBe('SUMO-003');
  expect(await codeOf(smallSumo({ doctype: '<!DOCTYPE net [<!ENTITY a "b">]>' }))).toBe('SUMO-004');
  expect(await codeOf('<osm></osm>')).toBe('SUMO-006');
  expect(await codeOf(good.replace('length="190"', 'length="far"'))).toBe('SUMO-007');
  expect(await codeOf(good.replace('from="s" to="m"', 'from="nowhere" to="m"'))).toBe('SUMO-008');
  expect(await codeOf(good.replace('<edge id="up"', '<edge id="side"'))).toBe('SUMO-007');
  expect(await codeOf('<net></net>')).toBe('SUMO-010');
});

const DATA = process.env.BLOCKWISE_DATA;
const acosta = join(DATA ?? '', 'sumo-bologna', 'acosta');

test.skipIf(DATA === undefined)(
  'Bologna comes in without an error, with all its plans',
  async () => {
    const net = readdirSync(acosta).find((file) => file.endsWith('.net.xml.gz'))!;
    const { network } = await importSumo(join(acosta, net), {
      additional: [join(acosta, 'acosta_tls.add.xml')],
    });
    expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
    const signals = network.nodes.filter(({ control }) => control === 'signal');
    expect(network.signals!.map(({ node }) => node).sort()).toEqual(
      signals.map(({ name }) => name).sort(),
    );
  },
);
