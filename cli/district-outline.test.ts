import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { districtOutline } from './district-outline.js';

async function outlineOf(json: string): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'outline-'));
  try {
    const file = join(dir, 'district.geojson');
    await writeFile(file, json);
    return await districtOutline(file).then(
      ({ outline, notes }) => [outline, ...notes.map(({ message }) => message)],
      (error: Error) => error.message,
    );
  } finally {
    await rm(dir, { recursive: true });
  }
}

const RING = [
  [11, 48],
  [11.1, 48],
  [11.1, 48.1],
  [11, 48],
];
const SMALL = RING.map(([lon, lat]) => [11 + (lon! - 11) / 9, 48 + (lat! - 48) / 9]);

test('four numbers are a box', async () => {
  expect((await districtOutline('11,48, 11.5,48.25')).outline).toEqual([
    [11, 48],
    [11.5, 48],
    [11.5, 48.25],
    [11, 48.25],
  ]);
  for (const box of ['11.5,48,11,48.25', '11,48,11.5', '11,48,11.5,4800']) {
    await expect(districtOutline(box)).rejects.toThrow('CLI-021 district: must be minlon');
  }
});

test('of the polygons in a file the largest counts, its last place left out', async () => {
  const polygon = { type: 'Polygon', coordinates: [RING] };
  const multi = { type: 'MultiPolygon', coordinates: [[SMALL], [RING]] };
  const feature = { type: 'Feature', properties: {}, geometry: multi };
  const several = 'the district has 2 polygons: the largest alone counts';
  expect(await outlineOf(JSON.stringify(polygon))).toEqual([RING.slice(0, 3)]);
  for (const value of [multi, feature, { type: 'FeatureCollection', features: [feature] }])
    expect(await outlineOf(JSON.stringify(value))).toEqual([RING.slice(0, 3), several]);
});

test('holes are told of, an open ring is closed, a ring that crosses itself is refused', async () => {
  const read = (...rings: unknown[]) =>
    outlineOf(JSON.stringify({ type: 'Polygon', coordinates: rings }));
  expect(await read(RING, SMALL)).toEqual([
    RING.slice(0, 3),
    'the district has holes (1): they count as its land',
  ]);
  expect(await read(RING.slice(0, 3))).toEqual([RING.slice(0, 3)]);
  const bow = [RING[0], [11.1, 48.1], RING[1], [11, 48.1], RING[0]];
  expect(await read(bow)).toContain('CLI-021 district: must have an outline that does not cross');
  expect(await read([RING[0], RING[1], RING[0], RING[1], RING[0]])).toContain('must have land');
});

test('what is no JSON, no polygon or not on Earth is refused with a code', async () => {
  const far = { type: 'Polygon', coordinates: [RING.map(([lon]) => [lon, 4800])] };
  for (const text of ['{', 'null', '[]', '{"type":"Point"}', JSON.stringify(far)]) {
    expect(await outlineOf(text)).toContain('CLI-021');
  }
});
