import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import { writeNetworkFolder } from '../gmns/network-folder.js';
import { importNetwork } from './import-network.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-gmns-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Two crossings with arms, as they come out of a Shapefile: short names, no lanes, turns or places. */
const NODES = ['node_id,x_coord,y_coord', 'w,0,0', 'a,300,0', 'b,600,0', 'e,900,0']
  .concat('n,300,300', 's,300,-300', 'o,600,300', 'u,600,-300', '')
  .join('\n');
const LINKS = ['link_id,from_node_,to_node_id,directed,facility_t,free_speed,lanes,allowed_us']
  .concat('1,w,a,0,primary,50,2,auto', '2,a,b,0,primary,50,2,auto', '3,b,e,0,primary,50,,auto')
  .concat('4,n,a,0,residential,30,1,auto', '5,a,s,0,residential,30,1,auto')
  .concat('6,o,b,0,residential,30,1,auto', '7,b,u,0,residential,30,1,auto')
  .concat('8,n,o,0,footway,5,1,walk', '')
  .join('\n');

function folder(name: string, isZipped = false): string {
  const files = { 'node.csv': NODES, 'link.csv': LINKS };
  const made = mkdtempSync(join(home, `${name}-`));
  for (const [file, text] of Object.entries(files)) {
    if (isZipped) writeFileSync(join(made, `${file}.gz`), gzipSync(text));
    else writeFileSync(join(made, file), text);
  }
  return made;
}

test('a folder of another program is completed: turns, lanes, places, and nothing is wrong', async () => {
  const { network, notes } = await importNetwork(folder('town'));
  expect(checkNetwork(network)).toEqual([]);
  expect(network.links.filter(({ isInside }) => isInside)).toHaveLength(14);
  expect(network.gates).toHaveLength(6);
  expect(network.addresses.length).toBeGreaterThan(50);
  expect(network.curbs.length).toBeGreaterThan(0);
  expect(network.movements.length).toBeGreaterThan(20);
  expect(network.name).toMatch(/^town-/);
  const told = new Map(notes.map(({ code, message }) => [code, message]));
  expect(told.get('NET-216')).toMatch(/from_node_id, facility_type, allowed_uses$/);
  expect(told.has('NET-205')).toBe(true);
  expect(told.has('NET-209')).toBe(true);
  // Said by the reader of folders that nothing completes.
  expect(told.has('NET-213')).toBe(false);
});

test('its tables may be gzipped', async () => {
  const plain = await importNetwork(folder('same'));
  const zipped = await importNetwork(folder('same', true));
  expect({ ...zipped.network, name: '' }).toEqual({ ...plain.network, name: '' });
});

test('a folder that has its places already comes back as it is', async () => {
  const { network } = await importNetwork(folder('town'));
  const dir = join(home, 'ours');
  await writeNetworkFolder(network, dir);
  expect((await importNetwork(dir)).network).toEqual(network);
});

test('options for other formats are refused', async () => {
  await expect(importNetwork(folder('town'), { additional: ['x.xml'] })).rejects.toThrow('EDG-006');
});
