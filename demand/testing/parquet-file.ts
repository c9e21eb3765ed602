/** Tables of trips as other programs write them in Parquet, for tests. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type ColumnSource, type ParquetWriteOptions, parquetWriteBuffer } from 'hyparquet-writer';
import type { ParquetSource } from '../import/parquet/parquet-bytes.js';

const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
  ZSTD: zstdFrame,
};

export const parquetOf = (
  columnData: ColumnSource[],
  options: Partial<ParquetWriteOptions> = {},
): Buffer => Buffer.from(parquetWriteBuffer({ columnData, compressors, ...options }));

export const sourceOf = (bytes: Buffer, file = 'a.parquet'): ParquetSource => ({
  file,
  size_bytes: bytes.length,
  read: (from_byte, to_byte) => bytes.subarray(from_byte, to_byte),
});

const LONGEST_BLOCK_bytes = 1 << 17;

/** A frame of Zstandard (RFC 8878) whose blocks are not packed: Node has no writer of its own yet. */
function zstdFrame(bytes: Uint8Array): Uint8Array {
  // One segment, its size in four bytes.
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = 0b10100000;
  head.writeUInt32LE(bytes.length, 5);
  const blocks: Uint8Array[] = [head];
  for (let at = 0; at === 0 || at < bytes.length; at += LONGEST_BLOCK_bytes) {
    const block = bytes.subarray(at, at + LONGEST_BLOCK_bytes);
    const size = Buffer.alloc(3);
    const isLast = at + LONGEST_BLOCK_bytes >= bytes.length;
    size.writeUIntLE(block.length * 8 + (isLast ? 1 : 0), 0, 3);
    blocks.push(size, block);
  }
  return Buffer.concat(blocks);
}
