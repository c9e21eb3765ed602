import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { hasHdf5, writeOmx } from '../testing/omx-file.js';
import { readHdf5 } from './hdf5-library.js';
import { readOdMatrix } from './od-matrix.js';
import { type OmxOptions, readOmxTrips } from './omx-matrix.js';
import type { TripPlaces } from './trip-reader.js';
import { readCsvTrips } from './trips-csv.js';
import { readZones } from './zones.js';

const folder = mkdtempSync(join(tmpdir(), 'blockwise-omx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'a.omx');

function addressAt(name: string, x_m: number, residentCount = 1) {
  const place = { block: '', link: 'a', position_m: 0, walk_m: 5, isGuessed: false };
  return { name, x_m, y_m: 0, residentCount, jobCount: 0, ...place };
}

/** Zone 1 has two doors, the second with all the people; zone 2 has one; zones 3 and 4 none. */
const TOWN: TripPlaces = {
  crs: 'local',
  addresses: [addressAt('empty', 0, 0), addressAt('full', 50, 8), addressAt('shop', 1000)],
  gates: [{ name: 'bridge', x_m: 2000, y_m: 0, entries: ['a'], exits: ['b'], weight: 1 }],
};
const MIDDLES = 'zone,x,y\n1,10,0\n2,990,5\n3,4000,0\n4,5000,0\n';

const zonesWith = (areOutsidersAtGates: boolean) =>
  readZones(MIDDLES, 'zones.csv', TOWN, { areOutsidersAtGates });

const read = (options: Partial<OmxOptions> = {}) =>
  readOmxTrips(path, TOWN, { seed: 1, factor: 1, zones: zonesWith(true), ...options });

async function refusalOf(run: () => Promise<unknown> | unknown): Promise<string> {
  try {
    await run();
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`).join('\n');
  }
}

const NUMBERS = [
  [0, 3, 1, 0],
  [2, 0, 0, 0],
  [1, 0, 0, 5],
  [0, 0, 0, 0],
];

test('without the package it is said how to get it', async () => {
  const lost = () => readHdf5(path, () => 0, 'a-package-that-nobody-has');
  expect(await refusalOf(lost)).toMatch(/^OMX-001 .*npm install --no-save h5wasm/);
});

describe.runIf(hasHdf5)('where the package is', () => {
  test('amounts between zones become trips between their addresses, and by gates outside', async () => {
    await writeOmx(path, { car: NUMBERS }, { lookups: { zone: [1, 2, 3, 4] } });
    const { trips, leftOutCount, notes } = await read();
    const ways = trips.map(({ origin, destination }) => `${origin} > ${destination}`).sort();
    expect(ways).toEqual([
      'bridge > full',
      'full > bridge',
      ...['full > shop', 'full > shop', 'full > shop'],
      ...['shop > full', 'shop > full'],
    ]);
    expect(leftOutCount).toBe(0);
    expect(notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'OMX-101 matrix "car"',
      'DEM-086 1 amounts',
    ]);
  });

  test('the same matrix gives the same trips as OMX and as CSV (twin)', async () => {
    await writeOmx(path, { car: NUMBERS });
    const csv = NUMBERS.flatMap((row, from) =>
      row.map((amount, to) => `${from + 1},${to + 1},${amount}`),
    );
    const text = ['origin,destination,trips', ...csv].join('\n');
    const options = { seed: 1, factor: 1.5, zones: zonesWith(true) };
    const twin = readOdMatrix(text, 'od.csv', TOWN, options);
    expect((await read({ factor: 1.5 })).trips).toEqual(twin.trips);
    expect(twin.trips.length).toBeGreaterThan(7);
  });

  test('missing cells are none, and wrong ones are left out with row and column', async () => {
    const odd = [
      [-1, 4],
      [Number.NaN, -2],
    ];
    await writeOmx(path, { car: odd }, { missing: -1, lookups: { taz: [1, 2] } });
    const { trips, leftOut } = await read();
    expect(trips).toHaveLength(4);
    expect(leftOut.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['DEM-067', 2, 1],
      ['DEM-067', 2, 2],
    ]);
  });

  test('a matrix must be chosen, square, and its zones known', async () => {
    await writeOmx(path, {
      am: [
        [0, 1],
        [0, 0],
      ],
      pm: [
        [0, 0],
        [1, 0],
      ],
    });
    expect(await refusalOf(() => read())).toMatch(/^OMX-003 .*--table: "am", "pm"/);
    expect(await refusalOf(() => read({ table: 'noon' }))).toMatch(/^OMX-003 has no matrix "noon"/);
    expect((await read({ table: 'pm' })).trips.map(({ origin }) => origin)).toEqual(['shop']);
    await writeOmx(path, { car: [[0, 1]] });
    expect(await refusalOf(() => read())).toMatch(/^OMX-004 matrix "car" of 1 × 2 is not square/);
    await writeOmx(path, { car: NUMBERS }, { lookups: { zone: [1, 1, 2, 2] } });
    expect(await refusalOf(() => read())).toMatch(/^OMX-005 no list under \/lookup has 4/);
    await writeOmx(path, { car: NUMBERS }, { lookups: { zone: [7, 8, 9, 10] } });
    expect(await refusalOf(() => read())).toMatch(/^DEM-071[\s\S]*DEM-066/);
  });

  test('what is no HDF5 is told', async () => {
    writeFileSync(path, 'departure,origin\n');
    expect(await refusalOf(() => read())).toMatch(/^OMX-002 is no HDF5 file/);
  });
});

test('zones also name the ends of listed trips, where outsiders are let in or not', () => {
  const text = 'departure,origin,destination\n8:00,1,2\n8:10,3,1\n8:20,1,shop\n8:30,9,1\n';
  const options = { columns: [], reach_m: 100, areOutsidersAtGates: false };
  const found = readCsvTrips(text, 'a.csv', TOWN, { ...options, zones: zonesWith(false) });
  expect(found.trips.map(({ origin, destination }) => `${origin} > ${destination}`)).toEqual([
    'full > shop',
    'full > shop',
  ]);
  expect(found.leftOut.map(({ code, line }) => `${code} ${line}`)).toEqual([
    'DEM-063 3',
    'DEM-066 5',
  ]);
  const open = readCsvTrips(text, 'a.csv', TOWN, { ...options, zones: zonesWith(true) });
  expect(open.trips.map(({ origin }) => origin)).toContain('bridge');
});

test('a file of zones is checked as a whole', async () => {
  const bad = 'zone,lon,lat\n1,a,0\n1,0,91\n';
  const inUtm = { ...TOWN, crs: '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs' };
  const outsiders = { areOutsidersAtGates: true };
  expect(await refusalOf(() => readZones(bad, 'z.csv', inUtm, outsiders))).toMatch(
    /^DEM-011[\s\S]*DEM-011[\s\S]*DEM-015 "1" already stands on line 2$/,
  );
  expect(
    await refusalOf(() => readZones('zone,lon,lat\n1,0,0\n', 'z.csv', TOWN, outsiders)),
  ).toMatch(/^DEM-072/);
  expect(await refusalOf(() => readZones('zone,x,y\n', 'z.csv', TOWN, outsiders))).toMatch(
    /no zone/,
  );
});
