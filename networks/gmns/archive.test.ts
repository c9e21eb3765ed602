import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeZip } from '../../core/base/zip.js';
import { everything } from './every-feature.js';
import { networkFiles, readNetworkFolder } from './network-folder.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-zip-'));
afterAll(() => rmSync(home, { recursive: true }));

const archive = (files: ReadonlyMap<string, string>, cut = 0): string => {
  const path = join(home, 'net.gmns.zip');
  const bytes = writeZip(files);
  writeFileSync(path, bytes.subarray(0, bytes.length - cut));
  return path;
};

test('an archive is read as the folder in it, whatever folder that is', async () => {
  const files = [...networkFiles(everything())];
  for (const folder of ['', 'cambridge/']) {
    const named = new Map(files.map(([name, text]) => [folder + name, text]));
    expect((await readNetworkFolder(archive(named))).network).toEqual(everything());
  }
});

test('a cut archive and one without a network are told', async () => {
  const files = networkFiles(everything());
  await expect(readNetworkFolder(archive(files, 30))).rejects.toThrow(/is no ZIP archive/);
  await expect(readNetworkFolder(archive(new Map([['a.csv', 'x']])))).rejects.toThrow(
    /this file is missing/,
  );
  await expect(readNetworkFolder(join(home, 'none.zip'))).rejects.toThrow(/cannot be read/);
});
