import { decompress } from 'fzstd';
import { expect, test } from 'vitest';
import { unpack } from './unpack.js';
import { zstdBlockCount } from './zstd-blocks.js';

const ZSTD = 6;

/** A frame in one segment of so many blocks, each a header of 3 bytes and `body`. */
function frameOf(blocks: readonly { type: number; size: number; body: Buffer }[], size: number) {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = 0b10100000;
  head.writeUInt32LE(size, 5);
  const parts = blocks.map(({ type, size: blockSize, body }, at) => {
    const header = Buffer.alloc(3);
    header.writeUIntLE(blockSize * 8 + type * 2 + (at === blocks.length - 1 ? 1 : 0), 0, 3);
    return Buffer.concat([header, body]);
  });
  return Buffer.concat([head, ...parts]);
}

const RAW = { type: 0, size: 2, body: Buffer.from('ab') };
const RUN = { type: 1, size: 5, body: Buffer.from('c') };
test('blocks of frames, of frames one behind another, and of skipped ones are counted', () => {
  const frame = frameOf([RAW, RUN, RAW], 9);
  expect(Buffer.from(decompress(frame)).toString()).toBe('abcccccab');
  expect(zstdBlockCount(frame)).toBe(3);
  const skipped = Buffer.from('502a4d1803000000010203', 'hex');
  expect(zstdBlockCount(Buffer.concat([frame, skipped, frame]))).toBe(7);
  for (const cut of [1, 5, 10, frame.length - 1]) {
    expect(zstdBlockCount(frame.subarray(0, cut))).toBeNaN();
  }
});

test('a page of more blocks than writers make of it is refused before any is unpacked', () => {
  const unpacked = (count: number) => {
    const packed = frameOf(new Array(count).fill(RUN), 5 * count);
    return unpack(packed, 5 * count, { codec: ZSTD, file: 'a.parquet', byte: 7 });
  };
  expect(unpacked(50).toString()).toBe('c'.repeat(250));
  expect(() => unpacked(2000)).toThrow('PRQ-004');
  const cut = frameOf([RUN], 5).subarray(0, 10);
  expect(() => unpack(cut, 5, { codec: ZSTD, file: 'a.parquet', byte: 7 })).toThrow('PRQ-002');
});
