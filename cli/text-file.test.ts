import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readZippedText } from './text-file.js';

const folder = mkdtempSync(join(tmpdir(), 'blockwise-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test('a text is read whether it is zipped or not, whatever its name', async () => {
  const rows = '8:00,home,work\n'.repeat(1000);
  expect(await readZippedText(fileOf('a.csv', rows))).toBe(rows);
  expect(await readZippedText(fileOf('b.csv', gzipSync(rows)))).toBe(rows);
});

test('a few bytes that unzip to very many are stopped on the way', async () => {
  const bomb = gzipSync(Buffer.alloc(80 << 20));
  expect(bomb.length).toBeLessThan(100_000);
  await expect(readZippedText(fileOf('bomb.csv.gz', bomb))).rejects.toThrow(/CLI-003 .*unzipped/);
  const cut = bomb.subarray(0, 1000);
  await expect(readZippedText(fileOf('cut.csv.gz', cut))).rejects.toThrow(
    /CLI-015 is damaged gzip/,
  );
});
