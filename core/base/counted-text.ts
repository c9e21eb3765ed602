/** Text from bytes of unknown size and honesty: unzipped where zipped, counted while it grows. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { UserError } from './errors.js';

const MEGABYTE = 1 << 20;

export interface TextSource {
  /** As the user knows it. */
  readonly file: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What a format calls the three things that can be wrong with its text. */
export interface TextCodes {
  readonly badZip: string;
  readonly tooLarge: string;
  readonly notUtf8: string;
}

/**
 * Chunks of UTF-8 text. Gzip is known by its first bytes, whatever the file's name.
 * Throws UserError: damaged gzip, too large, not UTF-8.
 */
export async function* countedText(
  source: TextSource,
  limit_bytes: number,
  codes: TextCodes,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let total_bytes = 0;
  for await (const chunk of unzipped(source, codes)) {
    total_bytes += chunk.byteLength;
    if (total_bytes > limit_bytes) {
      const limit = `${Math.round(limit_bytes / MEGABYTE)} MB`;
      throw refused(
        source.file,
        codes.tooLarge,
        `is larger than ${limit} unzipped: cut out a part`,
      );
    }
    yield decoded(decoder, chunk, source.file, codes);
  }
  yield decoded(decoder, null, source.file, codes);
}

export function refused(file: string, code: string, message: string): UserError {
  const place = { file, line: 0, column: 0, field: '' };
  return new UserError({ code, severity: 'error', ...place, message });
}

async function* unzipped(source: TextSource, codes: TextCodes): AsyncGenerator<Uint8Array> {
  const { first, all } = await withFirst(source.bytes);
  if (first === null) return;
  if (!(first[0] === 0x1f && first[1] === 0x8b)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  const feeding = pipeline(Readable.from(all), gunzip);
  // Whatever goes wrong while feeding comes out of the loop below as well.
  feeding.catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw refused(source.file, codes.badZip, `cannot be unzipped: ${error.message}`);
  }
}

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('Z_');

/** The first two bytes or more in one chunk, and everything. */
async function withFirst(bytes: AsyncIterable<Uint8Array>): Promise<{
  first: Uint8Array | null;
  all: AsyncIterable<Uint8Array>;
}> {
  const rest = bytes[Symbol.asyncIterator]();
  let first = new Uint8Array(0);
  let next = await rest.next();
  while (next.done !== true && first.length + next.value.length < 2) {
    first = Buffer.concat([first, next.value]);
    next = await rest.next();
  }
  if (next.done !== true) first = Buffer.concat([first, next.value]);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield first;
      for (let more = await rest.next(); more.done !== true; more = await rest.next()) {
        yield more.value;
      }
    } finally {
      // Whoever stops reading early leaves no file open.
      await rest.return?.();
    }
  }
  return { first: first.length === 0 ? null : first, all: all() };
}

function decoded(
  decoder: TextDecoder,
  chunk: Uint8Array | null,
  file: string,
  codes: TextCodes,
): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refused(file, codes.notUtf8, 'must be text in UTF-8');
  }
}
