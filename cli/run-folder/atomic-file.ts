/**
 * Writes files that are whole or not there: temporary name in the same folder, fsync, rename.
 *
 * CLI-005 may not be written, CLI-006 no room (disk, quota or open files).
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, systemCodeOf } from '../text-file.js';
import { isAlive, newMark, ownerOf } from './owner.js';

const TEMPORARY = '.tmp~';

/** Replaces `dir/name`; a reader sees the old bytes or the new ones, never a part. */
export async function writeWhole(dir: string, name: string, data: string | Buffer): Promise<void> {
  const temporary = join(dir, TEMPORARY + (await newMark()));
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

/** Makes the folder if need be, and removes what writers that were killed have left in it. */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw writeError(dir, error);
  }
  await removeAbandoned(dir, TEMPORARY);
}

/**
 * Removes files and folders that are named `prefix` and a mark, and whose process has died; a run
 * that lives may be at work in the same folder.
 */
export async function removeAbandoned(dir: string, prefix: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const owner = name.startsWith(prefix) ? ownerOf(name.slice(prefix.length)) : null;
    if (owner === null || (await isAlive(owner))) continue;
    await rm(join(dir, name), { recursive: true, force: true });
  }
}

/** All that writers left behind, of other machines too; only for the owner of the folder's lock. */
export async function removeTemporaries(dir: string): Promise<void> {
  const names = await readdir(dir);
  for (const name of names.filter((each) => each.startsWith(TEMPORARY))) {
    await rm(join(dir, name), { force: true });
  }
}

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
