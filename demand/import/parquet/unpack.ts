/** Pages unpacked: never to more than their header says, which is never more than is read. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decompress as unpackZstd } from 'fzstd';
import { damagedAt, notRead, tooLarge } from './parquet-bytes.js';
import { unpackSnappy } from './snappy.js';
import { zstdBlockCount } from './zstd-blocks.js';

/** Writers make pages of about a megabyte; some a whole group of rows. */
export const LARGEST_PAGE_bytes = 128 << 20;

const CODECS = ['none', 'snappy', 'gzip', 'LZO', 'brotli', 'LZ4', 'zstd', 'LZ4_RAW'] as const;

/** `codec`: its number in parquet.thrift. Throws UserError. */
export function unpack(
  packed: Buffer,
  size_bytes: number,
  { codec, file, byte }: { codec: number; file: string; byte: number },
): Buffer {
  if (!(size_bytes >= 0)) throw damagedAt(file, byte, 'a page has no size');
  if (size_bytes > LARGEST_PAGE_bytes) {
    throw tooLarge(
      file,
      byte,
      `a page of ${size_bytes} bytes; at most ${LARGEST_PAGE_bytes} are read`,
    );
  }
  const unpacked = unpackedBy(CODECS[codec], packed, size_bytes, { file, byte });
  if (unpacked?.length === size_bytes) return unpacked;
  const found = unpacked === null ? 'cannot be unpacked' : `unpacks to ${unpacked.length} bytes`;
  throw damagedAt(file, byte, `a page of ${size_bytes} bytes ${found}`);
}

/** Writers fill blocks of 128 KB; a block of a few bytes takes as long to unpack as one of thousands. */
const LEAST_BLOCK_bytes = 1024;
const MOST_BLOCKS = 64;

/** Null where the bytes are not what the codec writes. */
function unpackedBy(
  codec: (typeof CODECS)[number] | undefined,
  packed: Buffer,
  size_bytes: number,
  { file, byte }: { file: string; byte: number },
): Buffer | null {
  const limits = { maxOutputLength: Math.max(1, size_bytes) };
  switch (codec) {
    case 'none':
      return packed;
    case 'snappy':
      return unpackSnappy(packed, size_bytes);
    case 'gzip':
      return nullWhereBad(() => gunzipSync(packed, limits));
    case 'brotli':
      return nullWhereBad(() => brotliDecompressSync(packed, limits));
    case 'zstd': {
      const blockCount = zstdBlockCount(packed);
      if (Number.isNaN(blockCount)) return null;
      if (blockCount > MOST_BLOCKS + size_bytes / LEAST_BLOCK_bytes) {
        throw tooLarge(file, byte, 'a page of more blocks than writers make of it');
      }
      return nullWhereBad(() => zstd(packed, size_bytes));
    }
    default:
      throw notRead(file, byte, `packed by ${codec ?? 'an unknown codec'}, which is not read`);
  }
}

/** Into a room of the size that is promised: what would go beyond is not written. */
function zstd(packed: Buffer, size_bytes: number): Buffer {
  const room = Buffer.alloc(size_bytes);
  const unpacked = unpackZstd(packed, room);
  return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
}

/** These libraries say that bytes are wrong by throwing, each in its own way. */
function nullWhereBad(read: () => Buffer): Buffer | null {
  try {
    return read();
  } catch {
    return null;
  }
}
