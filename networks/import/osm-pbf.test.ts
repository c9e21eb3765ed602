import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { importOsm } from './osm.js';
import type { OsmData } from './osm-data.js';
import { PBF_LIMITS, readOsmPbf } from './osm-pbf.js';
import { readOsmXml } from './osm-xml.js';
import { osmXml, relationXml, type SmallMap } from './small-osm.js';
import { blob, osmPbf, type PbfRelation } from './small-pbf.js';

/** Crossing streets with signals, a car park, a building, and a turn that is forbidden. */
const TOWN: SmallMap = {
  nodes: {
    1: [0, 0],
    2: [200, 0],
    3: [400, 0],
    4: [200, -200],
    5: [200, 200, { highway: 'give_way', name: 'Žižkov' }],
    6: [210, 5, { highway: 'traffic_signals' }],
    7: [20, 20],
    8: [40, 20],
    9: [40, 40],
    10: [100, 100, { amenity: 'parking', capacity: '12' }],
  },
  ways: {
    20: [[1, 2, 6, 3], { name: 'Hlavní', lanes: '2', 'parking:both': 'lane' }],
    21: [[4, 2, 5], { highway: 'secondary', maxspeed: '30 mph' }],
    22: [[7, 8, 9, 7], { building: 'yes', highway: 'no' }],
  },
  bounds_m: [-50, -250, 450, 250],
};
const FORBIDDEN: PbfRelation = {
  id: 30,
  members: [
    ['way', 20, 'from'],
    ['node', 2, 'via'],
    ['way', 21, 'to'],
  ],
  tags: { type: 'restriction', restriction: 'no_left_turn' },
};

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const sourceOf = (bytes: Uint8Array, size: number) => ({
  file: 'town.osm.pbf',
  open: () => inChunks(bytes, size),
});
const fromPbf = (bytes: Uint8Array, size = bytes.length): Promise<OsmData> =>
  readOsmPbf(sourceOf(bytes, size));
async function fromXml(map: SmallMap): Promise<OsmData> {
  async function* text() {
    yield osmXml({ ...map, more: relationXml(FORBIDDEN) });
  }
  return readOsmXml('town.osm', text());
}

test.each([
  [{}],
  [{ isDense: false }],
  [{ isDeflated: false }],
  [{ isSplit: false }],
  [{ isDense: false, isDeflated: false, isSplit: false }],
])('a file written with %j holds what the same map in XML holds', async (style) => {
  expect(await fromPbf(osmPbf(TOWN, style, [FORBIDDEN]))).toEqual(await fromXml(TOWN));
});

test('nodes whose ids do not rise, and nodes that are there twice, are read as from XML', async () => {
  const falling: SmallMap = {
    nodes: { '-1': [0, 0], '-2': [200, 0], '-3': [200, 200, { highway: 'stop' }], '-4': [9, 9] },
    ways: { 10: [[-1, -2, -3]] },
  };
  const read = await fromPbf(osmPbf(falling, {}, [FORBIDDEN]));
  expect(read).toEqual(await fromXml(falling));
  expect(read.nodes.size).toBe(3);
  expect(read.nodes.get(-3)?.sign).toBe('stop');
  const twice = Buffer.concat([osmPbf(falling, {}), osmPbf(falling, {}, [FORBIDDEN])]);
  expect((await fromPbf(twice)).ignored.repeatedCount).toBe(5);
});

test('nodes that no way has are not kept, and of those that are missing nothing is known', async () => {
  const map: SmallMap = {
    nodes: { 1: [0, 0], 2: [200, 0], 5: [9, 9, { highway: 'stop' }] },
    ways: { 10: [[2, 3, 1, 2]] },
  };
  const { nodes } = await fromPbf(osmPbf(map));
  expect([...nodes.values()].map(({ id }) => id)).toEqual([1, 2]);
  expect([nodes.size, nodes.get(3), nodes.get(5)]).toEqual([2, undefined, undefined]);
  expect(await fromPbf(osmPbf(map, {}, [FORBIDDEN]))).toEqual(await fromXml(map));
});

test('a file that is another when its nodes are read is refused', async () => {
  let count = 0;
  const files = [osmPbf(TOWN), osmPbf({ nodes: TOWN.nodes, ways: {} })];
  const open = () => inChunks(files[count++]!, 64);
  await expect(readOsmPbf({ file: 'town.osm.pbf', open })).rejects.toThrow('OSM-015');
});

test('it does not matter in what chunks the bytes come', async () => {
  const bytes = osmPbf(TOWN, {}, [FORBIDDEN]);
  const whole = await fromPbf(bytes);
  for (const size of [1, 3, 7, 64]) expect(await fromPbf(bytes, size)).toEqual(whole);
});

test('a network from PBF is the network from XML', async () => {
  const town = osmXml({ ...TOWN, more: relationXml(FORBIDDEN) });
  const xml = await importOsm({ file: 'town.osm', bytes: Buffer.from(town) });
  const bytes = osmPbf(TOWN, {}, [FORBIDDEN]);
  expect(await importOsm({ file: 'town.osm.pbf', bytes })).toEqual(xml);
});

/** Code and message of the problem that reading `bytes` meets. */
async function problemOf(bytes: Uint8Array, limits = PBF_LIMITS): Promise<string> {
  try {
    await readOsmPbf(sourceOf(bytes, 64), limits);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.problems[0]!.code} ${error.problems[0]!.message}`;
  }
  return 'read';
}

test('damage is reported with the byte where its blob begins', async () => {
  const header = osmPbf({ nodes: {}, ways: {} }, { isSplit: false });
  const bytes = osmPbf(TOWN);
  expect(await problemOf(bytes.subarray(0, bytes.length - 5))).toMatch(
    /^OSM-016 is damaged in the blob at byte [0-9]{3}: it ends after [0-9]+ of [0-9]+ bytes$/,
  );
  expect(await problemOf(bytes.subarray(0, 2))).toContain('at byte 0: it ends within the size');
  expect(await problemOf(new Uint8Array(0))).toContain('at byte 0: there is no header');
  const broken = Uint8Array.from(bytes);
  broken.fill(0, 130, 150);
  expect(await problemOf(broken)).toMatch(/^OSM-016 is damaged in the blob at byte \d+: /);
  expect(header.length).toBeGreaterThan(0);
});

test('a file is closed when it is refused before its end', async () => {
  let openCount = 0;
  const bytes = osmPbf(TOWN);
  const source = {
    file: 'town.osm.pbf',
    async *open() {
      openCount++;
      try {
        yield* inChunks(
          Buffer.concat([bytes.subarray(0, bytes.length - 40), Buffer.alloc(99, 255)]),
          16,
        );
      } finally {
        openCount--;
      }
    },
  };
  await expect(readOsmPbf(source)).rejects.toThrow(UserError);
  expect(openCount).toBe(0);
});

test('no size in a file is believed', async () => {
  const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1, 2);
  expect(await problemOf(huge)).toContain('a header above 64 KiB');
  const bomb = blob('OSMHeader', new Uint8Array(40 << 20), true);
  expect(bomb.length).toBeLessThan(60_000);
  expect(await problemOf(bomb)).toContain('it unpacks to more than 32 MiB');
  expect(await problemOf(blob('OSMHeader', new Uint8Array(33 << 20), false))).toContain(
    'a blob above 32 MiB',
  );
  // A list of a billion ids in a handful of bytes: field 1 of a message, length 2^30.
  const list = Uint8Array.of(0x12, 7, 0x12, 5, 0x0a, 0x80, 0x80, 0x80, 0x80, 0x04);
  const file = Buffer.concat([osmPbf(TOWN), blob('OSMData', list, false)]);
  expect(await problemOf(file)).toContain('longer than its blob');
});

test('other compressions and features are named and refused', async () => {
  const bytes = osmPbf(TOWN, { features: ['OsmSchema-V0.6', 'HistoricalInformation'] });
  expect(await problemOf(bytes)).toBe('OSM-017 needs a reader that knows "HistoricalInformation"');
  const zstd = Buffer.from([0, 0, 0, 13, 10, 9, ...Buffer.from('OSMHeader'), 24, 3, 58, 1, 0]);
  expect(await problemOf(zstd)).toBe('OSM-017 compression zstd (blob at byte 0) is not read');
});

test('more things or bytes than a district has are refused', async () => {
  expect(await problemOf(osmPbf(TOWN), { ...PBF_LIMITS, things: 5 })).toContain('OSM-002');
  expect(await problemOf(osmPbf(TOWN), { ...PBF_LIMITS, bytes: 100 })).toContain('OSM-002');
});

const damage = fc.record({
  isDeflated: fc.boolean(),
  isDense: fc.boolean(),
  mutations: fc.array(
    fc.record({
      at: fc.noBias(fc.nat()),
      length: fc.oneof(fc.constant(1), fc.nat({ max: 12 })),
      bytes: fc.oneof(
        fc.constantFrom([0], [0xff], [0x80], [0xff, 0xff, 0xff, 0xff, 0x7f]),
        fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 4 }),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test('whatever is damaged, a file is read or refused with a code', async () => {
  const outcomes = { read: 0, refused: 0 };
  const whole = [true, false].map((isDeflated) =>
    [true, false].map((isDense) => osmPbf(TOWN, { isDeflated, isDense }, [FORBIDDEN])),
  );
  await fc.assert(
    fc.asyncProperty(damage, async ({ isDeflated, isDense, mutations }) => {
      let bytes = whole[isDeflated ? 0 : 1]![isDense ? 0 : 1]!;
      for (const { at, length, bytes: inserted } of mutations) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([
          bytes.subarray(0, from),
          Uint8Array.from(inserted),
          bytes.subarray(from + length),
        ]);
      }
      const found = await problemOf(bytes);
      if (found === 'read') outcomes.read++;
      else outcomes.refused++;
      expect(found).toMatch(/^read$|^OSM-\d{3} /);
      // What can be read may still be no network, but never a bug.
      if (found === 'read') {
        await importOsm({ file: 'town.osm.pbf', bytes }).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
        });
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  // Damage that always or never matters would show nothing.
  expect(outcomes.read).toBeGreaterThan(20);
  expect(outcomes.refused).toBeGreaterThan(200);
});
