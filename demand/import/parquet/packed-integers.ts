/** Whole numbers as Parquet packs them: runs and bits, and differences. Source: Encodings.md. */
import type { ByteReader } from './parquet-bytes.js';

const WIDEST = 32;

/** Runs of one number and groups of eight packed in bits fill `into`; what is beyond is left out. */
export function readRuns(reader: ByteReader, width: number, into: Int32Array): void {
  if (width > WIDEST) reader.fail(`numbers of ${width} bits`);
  if (width === 0) return;
  let filled = 0;
  while (filled < into.length) {
    const head = reader.varint();
    const left = into.length - filled;
    if (head % 2 === 0) {
      const runLength = Math.min(head / 2, left);
      const sizeOfValue = (width + 7) >> 3;
      const start = reader.take(sizeOfValue);
      into.fill(reader.bytes.readUIntLE(start, sizeOfValue) | 0, filled, filled + runLength);
      filled += runLength;
      continue;
    }
    const packed_bytes = ((head - 1) / 2) * width;
    // The last group may lack the bytes that only fill it up to eight.
    const start = reader.take(Math.min(packed_bytes, reader.left_bytes));
    const count = Math.min(left, ((head - 1) / 2) * 8);
    if ((reader.at - start) * 8 < count * width) reader.fail('it ends within packed numbers');
    unpackBits(reader.bytes, start, { width, into, from: filled, count });
    filled += count;
  }
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  { width, into, from, count }: { width: number; into: Int32Array; from: number; count: number },
): void {
  for (let value = 0, bit = 0; value < count; value++, bit += width) {
    let [number, scale, got] = [0, 1, 0];
    while (got < width) {
      const at = bit + got;
      const within = at & 7;
      const take = Math.min(8 - within, width - got);
      number += ((bytes[start + (at >> 3)]! >> within) & ((1 << take) - 1)) * scale;
      scale *= 1 << take;
      got += take;
    }
    into[from + value] = number | 0;
  }
}

/** Blocks of differences beyond these cannot be: writers use 128 and 4. */
const [LONGEST_BLOCK, MOST_PARTS] = [1 << 16, 512];

/** Numbers by their differences (DELTA_BINARY_PACKED). */
export function readDeltas(reader: ByteReader, mostCount: number): BigInt64Array {
  const [blockLength, partCount] = [reader.varint(), reader.varint()];
  const count = reader.varint();
  const first = reader.zigzag();
  const partLength = blockLength / partCount;
  const isPlausible =
    blockLength <= LONGEST_BLOCK && partCount >= 1 && partCount <= MOST_PARTS && count <= mostCount;
  if (!isPlausible || !Number.isInteger(partLength / 8) || partLength === 0) {
    reader.fail('differences in blocks that cannot be');
  }
  const numbers = new BigInt64Array(count);
  if (count > 0) numbers[0] = first;
  for (let at = 1; at < count; ) {
    const least = reader.zigzag();
    const widths = reader.take(partCount);
    for (let part = 0; part < partCount && at < count; part++) {
      const width = reader.bytes[widths + part]!;
      if (width > 64) reader.fail(`differences of ${width} bits`);
      const start = reader.take((width * partLength) / 8);
      for (let item = 0; item < partLength && at < count; item++, at++) {
        const more = bitsAt(reader.bytes, start * 8 + item * width, width);
        numbers[at] = numbers[at - 1]! + least + more;
      }
    }
  }
  return numbers;
}

function bitsAt(bytes: Uint8Array, bit: number, width: number): bigint {
  let number = 0n;
  for (let got = 0; got < width; ) {
    const within = (bit + got) & 7;
    const take = Math.min(8 - within, width - got);
    const part = (bytes[(bit + got) >> 3]! >> within) & ((1 << take) - 1);
    number |= BigInt(part) << BigInt(got);
    got += take;
  }
  return number;
}
