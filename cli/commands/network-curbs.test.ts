import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { readNetworkFolder, writeNetworkFolder } from '../../networks/gmns/network-folder.js';
import { ROOMS } from '../rooms.js';
import { runMain } from '../run-main.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-curbs-'));
afterAll(() => rmSync(home, { recursive: true }));

/** The other rooms' files are loaded from what is built; the tests load what is written. */
const rooms = {
  ...ROOMS,
  readNetworkFolder: (dir: string) => readNetworkFolder(dir),
  writeNetworkFolder: (network: never, dir: string, extra: never) =>
    writeNetworkFolder(network, dir, extra) as Promise<never>,
};

async function network(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runMain(['network', ...argv], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal: new AbortController().signal,
    rooms,
  });
  return { code, out, err };
}

test('curbs go out as a feed and come back onto the same streets', async () => {
  const district = generateNetwork({
    ...SMALL_BLOCK_DISTRICT,
    side_m: 480,
    curbStallCount: 200,
    pudoBayCount: 60,
    loadingBayCount: 20,
    lotStallCount: 100,
    remoteLotCount: 1,
    remoteStallCount: 100,
    addressCount: 40,
    residentCount: 500,
    jobCount: 300,
  });
  const [streets, feed, back] = ['streets', 'feed', 'back'].map((name) => join(home, name));
  await writeNetworkFolder(district, streets!, { repairs: [] });
  expect(await network('cds', streets!, '--out', feed!)).toMatchObject({ code: 0 });
  const zones = JSON.parse(readFileSync(join(feed!, 'zones.json'), 'utf8')).data.zones;
  expect(zones).toHaveLength(district.curbs.length);
  expect(await network('curbs', streets!, '--cds', feed!, '--out', back!)).toMatchObject({
    code: 0,
  });
  const { network: read } = await readNetworkFolder(back!);
  expect(read.curbs.map(({ name, link }) => [name, link])).toEqual(
    district.curbs.map(({ name, link }) => [name, link]),
  );
});

test('a feed must be named, and a bad one is told with its codes', async () => {
  const streets = join(home, 'streets');
  expect((await network('curbs', streets, '--out', join(home, 'x'))).code).toBe(2);
  writeFileSync(join(home, 'bad.json'), '[]');
  const bad = await network(
    'curbs',
    streets,
    '--curblr',
    join(home, 'bad.json'),
    '--out',
    join(home, 'x'),
  );
  expect(bad.code).toBe(3);
  expect(bad.err).toContain('CLR-001');
});

test('a check tells the share of parking land beside those of other places', async () => {
  const stats = join(home, 'stats.json');
  writeFileSync(stats, '{ "a": { "percentage": "30%" }, "b": { "percentage": "1%" } }');
  const { code, out } = await network('check', join(home, 'streets'), '--parking', stats);
  expect(code).toBe(0);
  expect(out).toContain('2 places: off-street parking from 1.0 % to 30.0 %');
  expect(out).toMatch(/off-street parking \d+\.\d % of the land, parking at the curb \d+\.\d %/);
  writeFileSync(stats, '[]');
  const refused = await network('check', join(home, 'streets'), '--parking', stats);
  expect(refused.err).toContain('PRK-001');
});
