/**
 * The outer layer of an OSM PBF file: blobs, each behind a header of its own, stored or deflated.
 * Read as a stream; no size that the file states is believed beyond the limits of the format.
 */
import { inflateSync } from 'node:zlib';
import { PbfReader } from 'pbf';
import { refused } from '../../core/base/counted-text.js';
import { UserError } from '../../core/base/errors.js';

/** Limits of the format: a header has 64 KiB at most, a blob 32 MiB, stored and unpacked. */
const MOST_HEADER_bytes = 64 << 10;
export const MOST_BLOB_bytes = 32 << 20;

export interface Blob {
  readonly type: string;
  /** As it is stored; good until the next is read. */
  readonly stored: Uint8Array;
  /** Where in the file it begins. */
  readonly offset: number;
  readonly end_byte: number;
}

/** Damage that is found at a known byte; OSM-016. */
export const damagedAt = (file: string, offset: number, what: string): UserError =>
  refused(file, 'OSM-016', `is damaged in the blob at byte ${offset}: ${what}`);

/** Throws UserError OSM-016 (damaged, with the byte). */
export async function* blobsOf(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Blob> {
  const source = new ByteQueue(chunks);
  try {
    for (
      let blob = await nextBlob(file, source);
      blob !== null;
      blob = await nextBlob(file, source)
    ) {
      yield blob;
    }
  } finally {
    await source.close();
  }
}

/** Null at the end of the file. */
async function nextBlob(file: string, source: ByteQueue): Promise<Blob | null> {
  const offset = source.offset;
  const size = await source.take(4);
  if (size === null) return null;
  const damaged = (what: string): UserError => damagedAt(file, offset, what);
  if (size.length < 4) throw damaged('it ends within the size of a header');
  const headerSize = new DataView(size.buffer, size.byteOffset, 4).getUint32(0);
  if (headerSize > MOST_HEADER_bytes) throw damaged('a header above 64 KiB');
  const header = headerOf(await whole(source, headerSize, damaged), damaged);
  if (header.dataSize > MOST_BLOB_bytes) throw damaged('a blob above 32 MiB');
  const stored = await whole(source, header.dataSize, damaged);
  return { type: header.type, stored, offset, end_byte: source.offset };
}

type Damaged = (what: string) => UserError;

async function whole(source: ByteQueue, size: number, damaged: Damaged): Promise<Uint8Array> {
  const bytes = size === 0 ? new Uint8Array(0) : await source.take(size);
  if (bytes === null || bytes.length < size) {
    throw damaged(`it ends after ${bytes?.length ?? 0} of ${size} bytes`);
  }
  return bytes;
}

function headerOf(bytes: Uint8Array, damaged: Damaged): { type: string; dataSize: number } {
  const reader = new PbfReader(bytes);
  let [type, dataSize] = ['', -1];
  readingFields(reader, bytes.length, damaged, (field) => {
    if (field === 1) type = reader.readString();
    else if (field === 3) dataSize = reader.readVarint();
  });
  if (!(dataSize >= 0)) throw damaged('a header without the size of its blob');
  return { type, dataSize };
}

const COMPRESSIONS: Readonly<Record<number, string>> = {
  4: 'lzma',
  5: 'bzip2',
  6: 'lz4',
  7: 'zstd',
};

/** What a blob holds. Throws UserError OSM-016 (damaged), OSM-017 (compression not read). */
export function unpacked({ stored, offset }: Blob, file: string): Uint8Array {
  const damaged = (what: string): UserError => damagedAt(file, offset, what);
  const reader = new PbfReader(stored);
  let bytes: Uint8Array | null = null;
  readingFields(reader, stored.length, damaged, (field) => {
    if (field === 1) bytes = reader.readBytes();
    else if (field === 3) bytes = inflated(reader.readBytes(), damaged);
    else if (COMPRESSIONS[field] !== undefined) {
      const message = `compression ${COMPRESSIONS[field]} (blob at byte ${offset}) is not read`;
      throw refused(file, 'OSM-017', message);
    }
  });
  if (bytes === null) throw damaged('a blob without data');
  if ((bytes as Uint8Array).length > MOST_BLOB_bytes) throw damaged('a blob above 32 MiB');
  return bytes;
}

function inflated(bytes: Uint8Array, damaged: Damaged): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BLOB_bytes });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ERR_BUFFER_TOO_LARGE') throw damaged('it unpacks to more than 32 MiB');
    if (typeof code === 'string' && code.startsWith('Z_')) throw damaged('it cannot be unpacked');
    throw error;
  }
}

/**
 * Reads the fields of a message that ends at `end`. What a damaged message makes of the reader
 * (lengths beyond the end, unknown kinds of fields) becomes one problem.
 */
export function readingFields(
  reader: PbfReader,
  end: number,
  damaged: Damaged,
  read: (field: number) => void,
): void {
  if (!(end <= reader.length)) throw damaged('a message longer than its blob');
  try {
    for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
      read(field);
      if (!(reader.pos <= end)) throw damaged('a field beyond the end of its message');
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged('no message can be read there');
  }
  if (!(reader.pos <= end)) throw damaged('a field beyond the end of its message');
}

/** Bytes taken from chunks of any size. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0) as Uint8Array;
  offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whoever stops reading early leaves no file open. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** As many bytes as there are up to `size`; null at the end. */
  async take(size: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let missing = size;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) break;
        this.#rest = next.value;
        continue;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      parts.push(part);
      missing -= part.length;
    }
    this.offset += size - missing;
    if (parts.length === 0) return null;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
}
