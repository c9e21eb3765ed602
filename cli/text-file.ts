/**
 * Opens what a user names: text files with a limit, and paths that stay in their file's folder.
 *
 * CLI-001 cannot be read, CLI-003 too large or not UTF-8, CLI-004 leads out of the folder,
 * CLI-015 damaged gzip.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { shown, UserError } from '../core/base/errors.js';

/** Longer texts do not fit in one string of the engine. */
const LONGEST_bytes = 400 * 1024 * 1024;

/** The text of a regular file. A UserError names the file as the user wrote it. */
export async function readTextFile(path: string, limit_bytes = LONGEST_bytes): Promise<string> {
  return decoded(await readBytes(path, limit_bytes), path);
}

/** The same, unzipped where it is gzip by its first bytes, whatever its name. */
export async function readZippedText(path: string, limit_bytes = LONGEST_bytes): Promise<string> {
  const bytes = await readBytes(path, limit_bytes);
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return decoded(isZipped ? unzipped(bytes, path, limit_bytes) : bytes, path);
}

/** Tables of text are packed to a tenth; what is packed to less than a hundredth is made to be a bomb. */
const UNZIPPED_PER_BYTE = 100;
const UNZIPPED_OF_ANY_bytes = 64 << 20;

function unzipped(bytes: Buffer, path: string, most_bytes: number): Buffer {
  const plausible_bytes = UNZIPPED_OF_ANY_bytes + UNZIPPED_PER_BYTE * bytes.length;
  const limit_bytes = Math.min(most_bytes, plausible_bytes);
  try {
    return gunzipSync(bytes, { maxOutputLength: limit_bytes });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw fileError('CLI-003', path, `has more than ${limit_bytes} bytes unzipped`);
    }
    if (code.startsWith('Z_')) throw fileError('CLI-015', path, 'is damaged gzip');
    throw error;
  }
}

function decoded(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError('CLI-003', path, 'is not UTF-8 text');
  }
}

async function readBytes(path: string, limit_bytes: number): Promise<Buffer> {
  try {
    const { size } = await statOfFile(path);
    if (size > limit_bytes) {
      throw fileError('CLI-003', path, `has ${size} bytes; at most ${limit_bytes} are read`);
    }
    return await readFile(path);
  } catch (error) {
    throw readError(path, error);
  }
}

/** A pipe or a device would be waited for without end. */
async function statOfFile(path: string): Promise<{ size: number }> {
  const found = await stat(path);
  if (!found.isFile()) {
    throw fileError('CLI-001', path, found.isDirectory() ? 'is a folder' : 'is not a file');
  }
  return found;
}

/**
 * `path`, written inside a file of `folder`, as a real path. The reader of that file has refused
 * absolute paths and ..; here links on disk are followed and may not lead out either.
 */
export async function pathInside(folder: string, path: string, file: string): Promise<string> {
  const [home, target] = await Promise.all([
    realpathOf(folder, file),
    realpathOf(join(folder, path), file),
  ]);
  if (target === home || target.startsWith(home.endsWith(sep) ? home : home + sep)) return target;
  throw fileError('CLI-004', file, `${shown(path)} leads out of the file's folder`);
}

async function realpathOf(path: string, file: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw readError(file, error, `${shown(path)} `);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read (permission)',
  EPERM: 'may not be read (permission)',
  EISDIR: 'is a folder',
  ELOOP: 'is a link that leads in a circle',
  ENAMETOOLONG: 'has too long a name',
};

/** A UserError for what the system said, or the error itself if it is a bug. */
export function readError(path: string, error: unknown, what = ''): unknown {
  if (error instanceof UserError) return error;
  const code = systemCodeOf(error);
  if (code === null) return error;
  return fileError('CLI-001', path, `${what}${REASONS[code] ?? `cannot be read (${code})`}`);
}

/** `ENOENT` and the like; null for errors that the system did not raise. */
export function systemCodeOf(error: unknown): string | null {
  const isSystem = error instanceof Error && 'code' in error && 'syscall' in error;
  if (isSystem) return String(error.code);
  // Node refuses a NUL in a path before it asks the system.
  const isBadPath = error instanceof Error && 'code' in error;
  return isBadPath && error.code === 'ERR_INVALID_ARG_VALUE' ? 'EINVAL' : null;
}

export function fileError(code: string, file: string, message: string): UserError {
  return new UserError({ code, severity: 'error', file, line: 0, column: 0, field: '', message });
}
