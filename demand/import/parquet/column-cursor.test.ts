import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sourceOf } from '../../testing/parquet-file.js';
import { ColumnCursor } from './column-cursor.js';

const GZIP = 2;
const [I32, STRUCT] = [5, 12];

/** A field of Thrift's compact protocol whose number is one above the last, or `step` above. */
const i32 = (value: number, step = 1): number[] => [(step << 4) | I32, ...varint(2 * value)];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))];
}

/** A page that is a dictionary of so many zeros, and nothing behind it. */
function dictionaryOf(count: number): Buffer {
  const packed = gzipSync(Buffer.alloc(4 * count));
  const head = [...i32(2), ...i32(4 * count), ...i32(packed.length), (4 << 4) | STRUCT];
  return Buffer.concat([Buffer.from([...head, ...i32(count), ...i32(0), 0, 0]), packed]);
}

function firstRow(bytes: Buffer, rowCount: number): void {
  const column = {
    name: 'a',
    type: 'int32',
    length_bytes: Number.NaN,
    meaning: { kind: 'plain' },
    levelCount: 0,
  } as const;
  const chunk = { codec: GZIP, start_byte: 0, end_byte: bytes.length };
  new ColumnCursor(sourceOf(bytes), column, chunk, rowCount).advance();
}

test('a dictionary of far more values than there are rows is refused before it is made', () => {
  const small = dictionaryOf(1000);
  expect(() => firstRow(small, 100)).toThrow('a ends before its group of rows');
  const large = dictionaryOf(1_000_000);
  expect(large.length).toBeLessThan(10_000);
  expect(() => firstRow(large, 100)).toThrow(/PRQ-004.*a dictionary of 1000000 values/);
  expect(() => firstRow(large, 1_000_000)).toThrow('a ends before its group of rows');
});
