/** Bytes unpacked from Snappy's raw format; source: format_description.txt of Google's Snappy. */

const [LITERAL, COPY_1, COPY_2] = [0, 1, 2];

/** Null where they are none, or not of that size. */
export function unpackSnappy(packed: Buffer, size_bytes: number): Buffer | null {
  let [at, promised, scale] = [0, 0, 1];
  for (;;) {
    const byte = packed[at++];
    if (byte === undefined || scale > 2 ** 28) return null;
    promised += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 128) break;
  }
  if (promised !== size_bytes) return null;
  const unpacked = Buffer.alloc(size_bytes);
  let end = 0;
  while (at < packed.length) {
    const tag = packed[at++]!;
    const kind = tag & 3;
    if (kind === LITERAL) {
      let length = (tag >> 2) + 1;
      if (length > 60) {
        const sizeOfLength = length - 60;
        if (at + sizeOfLength > packed.length) return null;
        length = packed.readUIntLE(at, sizeOfLength) + 1;
        at += sizeOfLength;
      }
      if (at + length > packed.length || end + length > size_bytes) return null;
      packed.copy(unpacked, end, at, at + length);
      at += length;
      end += length;
      continue;
    }
    const extra = kind === COPY_1 ? 1 : kind === COPY_2 ? 2 : 4;
    if (at + extra > packed.length) return null;
    const length = kind === COPY_1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const high = kind === COPY_1 ? (tag >> 5) * 256 : 0;
    const back = high + packed.readUIntLE(at, extra);
    at += extra;
    if (back === 0 || back > end || end + length > size_bytes) return null;
    // A copy may run into what it writes: that is how runs are packed.
    for (let count = 0; count < length; count++, end++) unpacked[end] = unpacked[end - back]!;
  }
  return end === size_bytes ? unpacked : null;
}
