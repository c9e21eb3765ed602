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
    return await districtOutline(file).catch((error: Error) => error.message);
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
  expect(await districtOutline('11,48, 11.5,48.25')).toEqual([
    [11, 48],
    [11.5, 48],
    [11.5, 48.25],
    [11, 48.25],
  ]);
  await expect(districtOutline('11.5,48,11,48.25')).rejects.toThrow('CLI-021');
});

test('of the polygons in a file the largest counts, its last place left out', async () => {
  const polygon = { type: 'Polygon', coordinates: [RING] };
  const multi = { type: 'MultiPolygon', coordinates: [[SMALL], [RING]] };
  const feature = { type: 'Feature', properties: {}, geometry: multi };
  for (const value of [polygon, multi, feature, { type: 'FeatureCollection', features: [feature] }])
    expect(await outlineOf(JSON.stringify(value))).toEqual(RING.slice(0, 3));
});

test('what is no JSON, no polygon or not on Earth is refused with a code', async () => {
  const far = { type: 'Polygon', coordinates: [RING.map(([lon]) => [lon, 4800])] };
  for (const text of ['{', 'null', '[]', '{"type":"Point"}', JSON.stringify(far)]) {
    expect(await outlineOf(text)).toContain('CLI-021');
  }
});
