/**
 * How many blocks Zstandard's frames have, by their headers alone. Source: RFC 8878, 3.1.1. Each packed
 * block may bring tables of its own, which take microseconds to build, and give a single byte.
 */

const MAGIC = 0xfd2fb528;
/** Frames that are skipped have sixteen magic numbers. */
const SKIPPED_MAGIC = 0x184d2a50;
const RUN_BLOCK = 1;

/** NaN where there are no whole frames. */
export function zstdBlockCount(bytes: Buffer): number {
  let [at, count] = [0, 0];
  while (at + 8 <= bytes.length) {
    const magic = bytes.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPED_MAGIC) {
      at += 8 + bytes.readUInt32LE(at + 4);
      count++;
      continue;
    }
    if (magic !== MAGIC) return Number.NaN;
    const descriptor = bytes[at + 4]!;
    at += 5 + sizeOfHeader(descriptor);
    for (let isLast = false; !isLast; count++) {
      if (at + 3 > bytes.length) return Number.NaN;
      const header = bytes.readUIntLE(at, 3);
      isLast = (header & 1) === 1;
      at += 3 + (((header >> 1) & 3) === RUN_BLOCK ? 1 : header >> 3);
    }
    const hasChecksum = (descriptor & 4) !== 0;
    if (hasChecksum) at += 4;
  }
  return at === bytes.length ? count : Number.NaN;
}

/** Behind its descriptor: the window, the dictionary and the size of the content. */
function sizeOfHeader(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const content = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  return (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + content;
}
