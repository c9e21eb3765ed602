/**
 * ZIP archives of a few files (PKWARE's APPNOTE 6.3): written deflated, read with every size of the
 * archive checked, so that neither a lie in a header nor a bomb is believed. No ZIP64, no encryption.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Problems, shown } from './errors.js';

/** What a format calls what can be wrong with an archive. */
export interface ZipCodes {
  readonly notZip: string;
  readonly damaged: string;
  readonly tooLarge: string;
}

export interface ZipLimits {
  readonly fileCount: number;
  /** Of all files unzipped. */
  readonly total_bytes: number;
}

export const ZIP_LIMITS: ZipLimits = { fileCount: 1000, total_bytes: 512 << 20 };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8 = 1 << 11;
const ENCRYPTED = 1;
/** 1980-01-01: archives of the same files are the same bytes. */
const DATE = 33;

export function writeZip(files: ReadonlyMap<string, string>): Uint8Array {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(bytes);
    const sums = [crc32(bytes), packed.length, bytes.length] as const;
    const local = header(LOCAL, [
      [20, 2],
      [UTF8, 2],
      [8, 2],
      [0, 2],
      [DATE, 2],
      ...wide(sums),
      [nameBytes.length, 2],
      [0, 2],
    ]);
    entries.push(
      header(CENTRAL, [
        [20, 2],
        [20, 2],
        [UTF8, 2],
        [8, 2],
        [0, 2],
        [DATE, 2],
        ...wide(sums),
        [nameBytes.length, 2],
        [0, 2],
        [0, 2],
        [0, 2],
        [0, 2],
        [0, 4],
        [at, 4],
      ]),
      nameBytes,
    );
    parts.push(local, nameBytes, packed);
    at += local.length + nameBytes.length + packed.length;
  }
  const central = Buffer.concat(entries);
  const count = files.size;
  const end = header(END, [
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [central.length, 4],
    [at, 4],
    [0, 2],
  ]);
  return Buffer.concat([...parts, central, end]);
}

type Field = readonly [value: number, size: 2 | 4];

const wide = (values: readonly number[]): Field[] => values.map((value) => [value, 4]);

function header(signature: number, fields: readonly Field[]): Buffer {
  const all: readonly Field[] = [[signature, 4], ...fields];
  const buffer = Buffer.alloc(all.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of all) {
    if (size === 2) buffer.writeUInt16LE(value, at);
    else buffer.writeUInt32LE(value >>> 0, at);
    at += size;
  }
  return buffer;
}

/** Bytes by file name, folders left out; what is wrong goes to `problems`. */
export function readZip(
  bytes: Uint8Array,
  problems: Problems,
  codes: ZipCodes,
  limits: ZipLimits = ZIP_LIMITS,
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(archive);
  if (end === null) {
    problems.add(codes.notZip, {}, 'is no ZIP archive, or is cut off');
    return files;
  }
  let [at, left_bytes] = [end.central, limits.total_bytes];
  for (let row = 0; row < Math.min(end.count, limits.fileCount); row++) {
    const entry = entryAt(archive, at);
    if (entry === null) {
      problems.add(codes.damaged, {}, `is damaged at byte ${at}`);
      return files;
    }
    at = entry.next;
    if (entry.name.endsWith('/')) continue;
    const text = contentOf(archive, entry, left_bytes);
    if (typeof text === 'string') {
      const code = text === TOO_LARGE ? codes.tooLarge : codes.damaged;
      problems.add(code, { field: shown(entry.name) }, text);
      continue;
    }
    left_bytes -= text.length;
    files.set(entry.name, text);
  }
  if (end.count > limits.fileCount) {
    problems.add(codes.tooLarge, {}, `has more than ${limits.fileCount} files`);
  }
  return files;
}

const TOO_LARGE = 'is too large unzipped';
const END_bytes = 22;
const LONGEST_COMMENT_bytes = 0xffff;

/** The record at the end of an archive; a comment may follow it. */
function endOf(archive: Buffer): { count: number; central: number } | null {
  const last = archive.length - END_bytes;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT_bytes); at--) {
    if (archive.readUInt32LE(at) !== END) continue;
    return { count: archive.readUInt16LE(at + 10), central: archive.readUInt32LE(at + 16) };
  }
  return null;
}

interface Entry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed_bytes: number;
  readonly local: number;
  readonly next: number;
}

const CENTRAL_bytes = 46;

function entryAt(archive: Buffer, at: number): Entry | null {
  if (at + CENTRAL_bytes > archive.length || archive.readUInt32LE(at) !== CENTRAL) return null;
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
    archive.readUInt16LE(at + offset),
  );
  const nameEnd = at + CENTRAL_bytes + nameLength!;
  return {
    name: archive.toString('utf8', at + CENTRAL_bytes, nameEnd),
    isEncrypted: (archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packed_bytes: archive.readUInt32LE(at + 20),
    local: archive.readUInt32LE(at + 42),
    next: nameEnd + extraLength! + commentLength!,
  };
}

const LOCAL_bytes = 30;

/** The bytes, or what is wrong. */
function contentOf(archive: Buffer, entry: Entry, left_bytes: number): Uint8Array | string {
  const { local, packed_bytes, method, crc } = entry;
  if (entry.isEncrypted) return 'is encrypted';
  if (local + LOCAL_bytes > archive.length || archive.readUInt32LE(local) !== LOCAL) {
    return 'is not where the archive says';
  }
  const start =
    local + LOCAL_bytes + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + packed_bytes > archive.length) return 'is cut off';
  const packed = archive.subarray(start, start + packed_bytes);
  if (method !== 0 && method !== 8) return `is packed by method ${method}, which is not read`;
  const content = method === 0 ? packed : inflated(packed, left_bytes);
  if (typeof content === 'string') return content;
  if (content.length > left_bytes) return TOO_LARGE;
  return crc32(content) === crc ? content : 'is damaged: its checksum is wrong';
}

function inflated(packed: Buffer, left_bytes: number): Buffer | string {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left_bytes) });
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (code === 'ERR_BUFFER_TOO_LARGE') return TOO_LARGE;
    if (code.startsWith('Z_')) return 'cannot be unzipped';
    throw error;
  }
}
