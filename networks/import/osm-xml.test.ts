import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { importOsm } from './osm.js';
import { readOsmXml } from './osm-xml.js';
import { osmXml } from './small-osm.js';

const SQUARE = osmXml({
  nodes: { 1: [0, 0], 2: [200, 0], 3: [200, 200], 4: [0, 200] },
  ways: { 10: [[1, 2, 3, 4, 1]], 11: [[1, 3]] },
});

/** Code, line and column of the first problem that reading `bytes` meets. */
async function problemOf(bytes: string | Uint8Array, options = {}): Promise<string> {
  try {
    const raw = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    await importOsm({ file: 'town.osm', bytes: raw }, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, file, line, column } = error.problems[0]!;
    return `${file}:${line}:${column} ${code}`;
  }
  return 'imported';
}

test('a plain and a zipped file give the same network', async () => {
  const plain = await importOsm({ file: 'town.osm', bytes: Buffer.from(SQUARE) });
  const zipped = await importOsm({ file: 'town.osm.gz', bytes: gzipSync(SQUARE) });
  expect(zipped).toEqual(plain);
  expect(plain.network.name).toBe('town');
  expect(plain.network.attribution).toContain('OpenStreetMap contributors, ODbL');
});

test('a zipped file that is cut short is refused', async () => {
  const zipped = gzipSync(SQUARE);
  expect(await problemOf(zipped.subarray(0, zipped.length - 20))).toBe('town.osm:0:0 OSM-001');
});

test('a small file that unzips to more than the limit is refused', async () => {
  const bomb = gzipSync(`<osm>${' '.repeat(5_000_000)}</osm>`);
  expect(bomb.length).toBeLessThan(20_000);
  expect(await problemOf(bomb, { limit_bytes: 1 << 20 })).toBe('town.osm:0:0 OSM-002');
});

test('an empty file, and one that ends within an element, are not well-formed', async () => {
  expect(await problemOf('')).toBe('town.osm:1:1 OSM-003');
  expect(await problemOf('<osm>\n<node id="1"')).toMatch(/^town\.osm:2:\d+ OSM-003$/);
});

test('wrong nesting is reported with line and column', async () => {
  expect(await problemOf('<osm>\n <way id="1"></node></osm>')).toBe('town.osm:2:21 OSM-003');
});

test('definitions in a DOCTYPE are refused, and a reference to a file is not followed', async () => {
  const laughs = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><osm>&b;</osm>';
  expect(await problemOf(laughs)).toMatch(/OSM-004$/);
  const outside = SQUARE.replace('<osm', '<!DOCTYPE osm SYSTEM "file:///etc/passwd">\n<osm');
  expect(await problemOf(outside)).toBe('imported');
  expect(await problemOf('<osm>&passwords;</osm>')).toMatch(/OSM-003$/);
});

test('deep nesting, many attributes and endless tokens are refused', async () => {
  expect(await problemOf(`<osm>${'<a>'.repeat(1000)}`)).toMatch(/OSM-005$/);
  const attributes = Array.from({ length: 1000 }, (_, row) => `a${row}="1"`).join(' ');
  expect(await problemOf(`<osm><node ${attributes}/></osm>`)).toMatch(/OSM-005$/);
  expect(await problemOf(`<osm><node id="${'1'.repeat(3 << 20)}`)).toMatch(/OSM-005$/);
});

test('more things than a district has are refused', async () => {
  async function* chunks() {
    yield SQUARE;
  }
  const reading = readOsmXml('town.osm', chunks(), 5);
  await expect(reading).rejects.toThrow('OSM-002');
});

test('other XML, other encodings and files that are not there are refused', async () => {
  expect(await problemOf('<osmChange/>')).toMatch(/OSM-006$/);
  expect(await problemOf(Uint8Array.of(0x3c, 0x6f, 0xff, 0xfe))).toBe('town.osm:0:0 OSM-013');
  await expect(importOsm('no/such/file.osm')).rejects.toThrow('OSM-015');
});

test('all rows with wrong numbers are reported at once, where they stand', async () => {
  const text = '<osm>\n<node id="x" lat="1" lon="1"/>\n<node id="2" lat="91" lon="1e"/>\n</osm>';
  const error = await importOsm({ file: 'a.osm', bytes: Buffer.from(text) }).catch((e) => e);
  expect(error.problems.map((each: any) => `${each.line} ${each.code} ${each.field}`)).toEqual([
    '2 OSM-007 node.id',
    '3 OSM-008 node.lat',
    '3 OSM-007 node.lon',
  ]);
});

test('of two rows with one id the newer version counts, whichever comes first', async () => {
  const newer = '<node id="3" version="2" lat="48.0018" lon="11.0027"/>';
  const after = SQUARE.replace('</osm>', `${newer}</osm>`);
  const before = SQUARE.replace('<node id="1"', `${newer}<node id="1"`);
  const [one, other] = await Promise.all(
    [after, before].map((text) => importOsm({ file: 'a.osm', bytes: Buffer.from(text) })),
  );
  expect(one).toEqual(other);
  expect(one!.notes.map(({ code }) => code)).toContain('OSM-114');
});

test('two different rows with one id and one version are an error', async () => {
  const twin = '<node id="3" lat="48.0018" lon="11.0027"/>';
  expect(await problemOf(SQUARE.replace('</osm>', `${twin}</osm>`))).toMatch(/OSM-009$/);
});

test('a file without streets, and streets that lead nowhere and back, are refused', async () => {
  expect(await problemOf(osmXml({ nodes: { 1: [0, 0] }, ways: {} }))).toMatch(/OSM-010$/);
  const nodes = { 1: [0, 0], 2: [200, 0] } as const;
  const path = osmXml({ nodes, ways: { 1: [[1, 2], { highway: 'footway' }] } });
  expect(await problemOf(path)).toMatch(/OSM-010$/);
  const oneWay = osmXml({ nodes, ways: { 1: [[1, 2], { oneway: 'yes' }] } });
  expect(await problemOf(oneWay)).toMatch(/OSM-011$/);
  const far = osmXml({ nodes: { 1: [0, 0], 2: [90_000, 0] }, ways: { 1: [[1, 2]] } });
  expect(await problemOf(far)).toMatch(/OSM-012$/);
});
