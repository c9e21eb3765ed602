/** Bytes of a file or of memory, as one stream. */
import { createReadStream } from 'node:fs';
import { refused } from '../../core/base/counted-text.js';

export interface ByteSource {
  /** As the user knows it. */
  readonly file: string;
  /** Without it the file is read. */
  readonly bytes?: Uint8Array;
}

/** Throws UserError `unreadable` when the file cannot be read. */
export function bytesOf(
  { file, bytes }: ByteSource,
  unreadable: string,
): AsyncIterable<Uint8Array> {
  if (bytes === undefined) return bytesOfFile(file, unreadable);
  return once(bytes);
}

async function* bytesOfFile(file: string, unreadable: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    throw refused(file, unreadable, `cannot be read: ${code}`);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
