/**
 * Every kind of file that a user can hand over, damaged two thousand times: it is read, or refused
 * with codes that stand in the list, whatever was done to it, within five seconds of a processor.
 * Files are made small; with BLOCKWISE_DATA copies of real ones are damaged too, a few of each, and
 * two thousand with BLOCKWISE_MUTANTS=all (BLOCKWISE_MUTANTS=500: so many).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import { PROBLEM_CODES } from '../core/base/problem-codes.js';
import { damaged } from '../core/testing/damage.js';
import { readDrtVehicles } from '../demand/import/drt-vehicles.js';
import { readLinkMiddles } from '../demand/import/matsim-links.js';
import { readMatsimPlans } from '../demand/import/matsim-plans.js';
import { readSumoRoutes } from '../demand/import/sumo-routes.js';
import { readTntpTrips } from '../demand/import/tntp-trips.js';
import { readCsvTrips } from '../demand/import/trips-csv.js';
import { importCurbLr } from '../networks/import/curb-lr.js';
import { importNetwork } from '../networks/import/import-network.js';
import {
  AREA,
  bytesOf,
  FORMATS,
  type Format,
  named,
  PLACES,
  type Read,
} from './testing/file-formats.js';
import { readTextFile, readZippedText } from './text-file.js';

const DATA = process.env['BLOCKWISE_DATA'] ?? '';
const COUNT = 2000;
const ASKED = process.env['BLOCKWISE_MUTANTS'];
const REAL_COUNT = ASKED === 'all' ? COUNT : Number(ASKED) || 3;

/** The promise for hostile input; of a processor, so that other work on the machine does not count. */
const LONGEST_cpu_s = 5;

const folder = mkdtempSync(join(tmpdir(), 'blockwise-damaged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 'read', or the codes with which it is refused. Whatever else is thrown fails the test. */
async function outcomeOf(path: string, read: Read, how: string): Promise<string> {
  try {
    await read(path);
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError))
      throw new Error(`${how}: ${String(error)}`, { cause: error });
    const unknown = error.problems.filter(({ code }) => !(code in PROBLEM_CODES));
    expect(unknown, how).toEqual([]);
    expect(
      error.problems.every(({ file }) => file !== ''),
      how,
    ).toBe(true);
    return 'refused';
  }
}

async function outcomesOf({ file, whole, read }: Format, count: number) {
  const bytes = Buffer.from(whole() as string);
  const path = join(folder, file);
  writeFileSync(path, bytes);
  const found = { whole: await outcomeOf(path, read, 'nothing'), read: 0, refused: 0 };
  const longest = { cpu_s: 0, rss_bytes: 0, how: '' };
  for (let seed = 0; seed < count; seed++) {
    const { bytes: broken, how } = damaged(bytes, seed);
    writeFileSync(path, broken);
    const started = process.cpuUsage();
    if ((await outcomeOf(path, read, `${file}, ${how}`)) === 'read') found.read++;
    else found.refused++;
    const { user, system } = process.cpuUsage(started);
    const cpu_s = (user + system) / 1e6;
    if (cpu_s > longest.cpu_s) Object.assign(longest, { cpu_s, how });
    longest.rss_bytes = Math.max(longest.rss_bytes, process.memoryUsage.rss());
  }
  if (ASKED !== undefined) {
    const memory = `${longest.rss_bytes >> 20} MB with the tests`;
    const times = `longest ${longest.cpu_s.toFixed(2)} s (${longest.how})`;
    console.log(`${file}: ${found.read} read, ${found.refused} refused; ${times}; ${memory}`);
  }
  return { ...found, longest };
}

describe.each(Object.entries(FORMATS))('%s', (_, format) => {
  test('whatever is damaged, the file is read or refused with codes', async () => {
    const found = await outcomesOf(format, COUNT);
    expect(found.whole).toBe('read');
    // Damage that always or never matters would show nothing.
    expect(found.read).toBeGreaterThan(COUNT / 200);
    expect(found.refused).toBeGreaterThan(COUNT / 20);
    // What these small files take is a hundredth of it: only an endless loop comes near.
    expect(found.longest.cpu_s).toBeLessThan(LONGEST_cpu_s);
  }, 300_000);
});

test('a reader that breaks on what it does not expect is found (broken twin)', async () => {
  const read: Read = async (file) => JSON.parse(readFileSync(file, 'utf8'));
  const format = { file: 'bare.json', whole: () => AREA, read };
  await expect(outcomesOf(format, 100)).rejects.toThrow('SyntaxError');
});

/** Real files by the format that reads them; those of many megabytes take seconds each and wait. */
const REAL: readonly (readonly [format: keyof typeof FORMATS, path: string])[] = [
  ['OpenStreetMap PBF', 'osm-monaco/osmix-monaco.osm.pbf'],
  ['OpenStreetMap PBF', 'osm-valhalla/paris_bss.osm.pbf'],
  ['OpenStreetMap XML', 'osm-shanghai/shanghai.osm.gz'],
  ['zipped OpenStreetMap XML', 'osm-graphhopper/monaco.osm.gz'],
  ['SUMO network', 'sumo-bologna/acosta/acosta_buslanes.net.xml.gz'],
  ['SUMO routes', 'sumo-bologna/acosta/acosta.rou.xml.gz'],
  ['MATSim network', 'matsim-maas/mielec_2014_02/network.xml.gz'],
  ['MATSim plans', 'matsim-maas/mielec_2014_02/plans_only_taxi_1.0.xml.gz'],
  ['MATSim vehicles', 'matsim-maas/mielec_2014_02/vehicles-10-cap-4.xml.gz'],
  ['trips', 'taxi-nyc-trips/taxi-test.csv.gz'],
  ['TNTP network', 'tntp/Anaheim/Anaheim_net.tntp'],
  ['TNTP trips', 'tntp/Anaheim/Anaheim_trips.tntp'],
  ['CurbLR', 'curb-portland/downtown_portland_2020-07-30.curblr.json'],
];

/** Readers that need to know the network of the file. */
const REAL_READS: Readonly<Record<string, () => Promise<Read>>> = {
  'SUMO routes': async () => {
    const folder = join(DATA, 'sumo-bologna/acosta');
    const { network } = await importNetwork(join(folder, 'acosta_buslanes.net.xml.gz'));
    const types = join(folder, 'acosta_vtypes.add.xml');
    return (file) =>
      readSumoRoutes(
        [types, file].map((each) => ({ file: each, bytes: bytesOf(each) })),
        network,
      );
  },
  'MATSim vehicles': async () => {
    const file = join(DATA, 'matsim-maas/mielec_2014_02/network.xml.gz');
    const { network } = await importNetwork(file);
    const links = await readLinkMiddles({ file, bytes: bytesOf(file) });
    return (taxis) => readDrtVehicles({ file: taxis, bytes: bytesOf(taxis) }, network, links);
  },
  trips: async () => {
    const { network } = await importNetwork(join(DATA, 'osm-valhalla/nyc.osm.pbf'));
    const ways = ['from_lon=3', 'from_lat=4', 'to_lon=5', 'to_lat=6'];
    const options = { ...PLACES, columns: ['departure=2', ...ways, 'party_size=7', 'name=8'] };
    return async (file) => readCsvTrips(await readZippedText(file), file, network, options);
  },
  'MATSim plans': async () => {
    const file = join(DATA, 'matsim-maas/mielec_2014_02/network.xml.gz');
    const { network } = await importNetwork(file);
    return (plans) => readMatsimPlans({ file: plans, bytes: bytesOf(plans) }, network, PLACES);
  },
  'TNTP trips': async () => async (file) => readTntpTrips(await named(file), { zoneCount: 38 }),
  CurbLR: async () => {
    const { network } = await importNetwork(join(DATA, 'osm-graphhopper/monaco.osm.gz'));
    return async (file) => importCurbLr(network, await readTextFile(file), file);
  },
};

describe.runIf(DATA !== '' && existsSync(DATA))('real files', () => {
  test.each(REAL)(
    '%s: copies of %s are read or refused with codes',
    async (name, path) => {
      const { file } = FORMATS[name]!;
      const read = (await REAL_READS[name]?.()) ?? FORMATS[name]!.read;
      const stored = readFileSync(join(DATA, path));
      const isZipped = path.endsWith('.gz') && name !== 'zipped OpenStreetMap XML';
      const format = { file, read, whole: () => (isZipped ? gunzipSync(stored) : stored) };
      const { whole, longest } = await outcomesOf(format, REAL_COUNT);
      expect(whole).toBe('read');
      expect(longest.cpu_s, longest.how).toBeLessThan(LONGEST_cpu_s);
    },
    3_600_000,
  );
});
