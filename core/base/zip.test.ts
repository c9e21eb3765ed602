import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problems } from './errors.js';
import { readZip, writeZip, ZIP_LIMITS, type ZipLimits } from './zip.js';

const codes = { notZip: 'Z-1', damaged: 'Z-2', tooLarge: 'Z-3' };
const TEXTS = new Map([
  ['node.csv', 'node_id,x\na,1\n'.repeat(100)],
  ['empty.csv', ''],
  ['größe.csv', 'ß'],
]);

function read(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS) {
  const problems = new Problems('a.zip');
  const files = readZip(bytes, problems, codes, limits);
  const texts = new Map(
    [...files].map(([name, content]) => [name, Buffer.from(content).toString()]),
  );
  return { texts, codes: problems.list.map(({ code, field }) => `${code} ${field}`.trim()) };
}

test('what is written is read back, and the same files are the same bytes', () => {
  const bytes = writeZip(TEXTS);
  expect(read(bytes)).toEqual({ texts: TEXTS, codes: [] });
  expect(Buffer.compare(Buffer.from(bytes), Buffer.from(writeZip(TEXTS)))).toBe(0);
});

test('limits are counted on what is unzipped, whatever the headers say', () => {
  const bytes = writeZip(new Map([['bomb', '0'.repeat(1_000_000)]]));
  expect(bytes.length).toBeLessThan(2000);
  expect(read(bytes, { fileCount: 9, total_bytes: 999_999 }).codes).toEqual(['Z-3 "bomb"']);
  expect(read(bytes, { fileCount: 9, total_bytes: 1_000_000 }).codes).toEqual([]);
  expect(read(writeZip(TEXTS), { fileCount: 2, total_bytes: 9999 }).codes).toEqual(['Z-3']);
});

test('a wrong checksum and a cut are told', () => {
  const bytes = Buffer.from(writeZip(TEXTS));
  const spoilt = Buffer.from(bytes);
  // The sum of the first file, in the directory at the end.
  spoilt.writeUInt8(
    spoilt[spoilt.indexOf('PK\x01\x02') + 16]! ^ 1,
    spoilt.indexOf('PK\x01\x02') + 16,
  );
  expect(read(spoilt).codes).toEqual(['Z-2 "node.csv"']);
  expect(read(bytes.subarray(0, bytes.length - 30)).codes).toEqual(['Z-1']);
  expect(read(Buffer.alloc(5)).codes).toEqual(['Z-1']);
});

test('whatever is damaged, there are files or coded problems', () => {
  const bytes = Buffer.from(writeZip(TEXTS));
  const mutation = fc.record({ at: fc.nat({ max: bytes.length - 1 }), to: fc.nat({ max: 255 }) });
  const outcomes = { read: 0, told: 0 };
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat(), (mutations, cut) => {
      const damaged = Buffer.from(bytes);
      for (const { at, to } of mutations) damaged[at] = to;
      const length = cut % 3 === 0 ? cut % damaged.length : damaged.length;
      const found = read(damaged.subarray(0, length));
      if (found.codes.length > 0) outcomes.told++;
      else outcomes.read++;
    }),
    { seed: 1, numRuns: 1000 },
  );
  expect(outcomes.told).toBeGreaterThan(100);
  expect(outcomes.read).toBeGreaterThan(20);
});
