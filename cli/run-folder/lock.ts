/**
 * One process at a time in a folder. CLI-007: another one is at work there.
 *
 * A process first puts down a file of its own that names it, then looks for others. Of two that
 * come at once at least one sees the other; both may, so they step back and try again. A file whose
 * owner is dead counts for nothing and is removed. Nothing but creating and removing own names is
 * needed, so there is no moment in which two could take over the same dead lock.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileError } from '../text-file.js';
import { makeFolder, writeError } from './atomic-file.js';
import { isAlive, newMark, type Owner, ownerOf, ownHost } from './owner.js';

export interface FolderLock {
  release(): Promise<void>;
}

const ATTEMPTS = 4;
const LONGEST_PAUSE_ms = 120;

/** Makes the folder if need be. Throws CLI-007 while another process that lives is in it. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  await makeFolder(dir);
  for (let attempt = 1; ; attempt++) {
    const own = LOCK + (await newMark());
    await putDown(dir, own);
    const other = await livingOther(dir, own);
    if (other === null) return { release: () => rm(join(dir, own), { force: true }) };
    await rm(join(dir, own), { force: true });
    if (attempt === ATTEMPTS) throw lockedError(dir, other);
    // Unequal pauses part those that keep seeing each other.
    await sleep((LONGEST_PAUSE_ms * (randomBytes(1)[0]! + 1)) / 256);
  }
}

const LOCK = '.lock~';

export const isLockName = (name: string): boolean => lockOwner(name) !== null;

const lockOwner = (name: string): Owner | null =>
  name.startsWith(LOCK) ? ownerOf(name.slice(LOCK.length)) : null;

async function putDown(dir: string, name: string): Promise<void> {
  try {
    await writeFile(join(dir, name), '', { flag: 'wx' });
  } catch (error) {
    throw writeError(dir, error);
  }
}

interface LivingLock extends Owner {
  readonly name: string;
}

async function livingOther(dir: string, own: string): Promise<LivingLock | null> {
  for (const name of (await readdir(dir)).sort()) {
    const owner = lockOwner(name);
    if (owner === null || name === own) continue;
    if (await isAlive(owner)) return { ...owner, name };
    await rm(join(dir, name), { force: true });
  }
  return null;
}

function lockedError(dir: string, { name, host, pid }: LivingLock): Error {
  const mend = host === ownHost() ? '' : `; if it no longer runs, remove ${name}`;
  return fileError('CLI-007', dir, `is in use by process ${pid} on ${host}${mend}`);
}
