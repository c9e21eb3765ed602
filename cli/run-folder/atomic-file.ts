/**
 * Writes files that are whole or not there: temporary name in the same folder, fsync, rename.
 *
 * CLI-005 may not be written, CLI-006 no room (disk, quota or open files).
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, systemCodeOf } from '../text-file.js';

const TEMPORARY = /^\.tmp-[0-9a-f]{16}$/;

/** Replaces `dir/name`; a reader sees the old bytes or the new ones, never a part. */
export async function writeWhole(dir: string, name: string, data: string | Buffer): Promise<void> {
  const temporary = join(dir, temporaryName());
  try {
    await writeSynced(temporary, data);
    await rename(temporary, join(dir, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(join(dir, name), error);
  }
}

/** Makes the renames in `dir` last through a power cut. */
export async function syncFolder(dir: string): Promise<void> {
  // Windows opens no folders; NTFS keeps renames in order without it.
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw writeError(dir, error);
  }
}

/** What writers that were killed left behind; only for the owner of the folder's lock. */
export async function removeTemporaries(dir: string): Promise<void> {
  const names = await readdir(dir);
  for (const name of names.filter((each) => TEMPORARY.test(each))) {
    await rm(join(dir, name), { force: true });
  }
}

export const temporaryName = (): string => `.tmp-${randomBytes(8).toString('hex')}`;

async function writeSynced(path: string, data: string | Buffer): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EFBIG', 'ENOMEM']);
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the disk is read-only',
  EEXIST: 'a file has its name',
  ENOTDIR: 'a file has the name of a folder on its way',
  EISDIR: 'a folder has its name',
};

/** A UserError for what the system said, or the error itself if it is a bug. */
export function writeError(path: string, error: unknown): unknown {
  const code = systemCodeOf(error);
  if (code === null) return error;
  const reason = REASONS[code] ?? code;
  return fileError(NO_ROOM.has(code) ? 'CLI-006' : 'CLI-005', path, `cannot be written: ${reason}`);
}
