/**
 * Every kind of file that a user can hand over, damaged two thousand times: it is read, or refused
 * with codes that stand in the list, whatever was done to it, within five seconds of a processor.
 * Files are made small; with BLOCKWISE_DATA copies of real ones are damaged too, a few of each, and
 * two thousand with BLOCKWISE_MUTANTS=all (BLOCKWISE_MUTANTS=500: so many).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import { PROBLEM_CODES } from '../core/base/problem-codes.js';
import { damaged } from '../core/testing/damage.js';
import { AREA, FORMATS, type Format, type Read } from './testing/file-formats.js';
import { realFormat } from './testing/real-files.js';

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

/** Of the real files one or two of a format; `testing/damage-sweep.ts` damages all of them. */
const REAL: readonly string[] = [
  'osm-monaco/osmix-monaco.osm.pbf',
  'osm-valhalla/paris_bss.osm.pbf',
  'osm-shanghai/shanghai.osm.gz',
  'osm-graphhopper/monaco.osm.gz',
  'sumo-bologna/acosta/acosta_buslanes.net.xml.gz',
  'sumo-bologna/acosta/acosta.rou.xml.gz',
  'matsim-maas/mielec_2014_02/network.xml.gz',
  'matsim-maas/mielec_2014_02/plans_only_taxi_1.0.xml.gz',
  'matsim-maas/mielec_2014_02/vehicles-10-cap-4.xml.gz',
  'taxi-nyc-trips/taxi-test.csv.gz',
  'tntp/Anaheim/Anaheim_net.tntp',
  'tntp/Anaheim/Anaheim_trips.tntp',
  'curb-portland/downtown_portland_2020-07-30.curblr.json',
];
/** Of these the packed bytes are damaged, not what is within. */
const AS_IT_IS = ['osm-graphhopper/monaco.osm.gz', 'osm-valhalla/paris_bss.osm.pbf'];

describe.runIf(DATA !== '' && existsSync(DATA))('real files', () => {
  test.each(REAL)(
    'copies of %s are read or refused with codes',
    async (path) => {
      const format = await realFormat(DATA, path, { asItIs: AS_IT_IS.includes(path) });
      const { whole, longest } = await outcomesOf(format, REAL_COUNT);
      expect(whole).toBe('read');
      expect(longest.cpu_s, longest.how).toBeLessThan(LONGEST_cpu_s);
    },
    3_600_000,
  );
});
