/**
 * Marks that name the process that made a file or folder, so that others can tell whether it still
 * lives. The mark is part of a name, not content: what is being created is never half marked.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the system's ticks; '0' where the system does not tell. */
  readonly began: string;
}

/** `host~pid~began~random`: another one at each call. */
export async function newMark(): Promise<string> {
  const began = (await beganAt(process.pid)) ?? '0';
  return `${ownHost()}~${process.pid}~${began}~${randomBytes(6).toString('hex')}`;
}

const MARK = /^([^~]+)~(\d+)~(\d+)~[0-9a-f]+$/;

/** Null for what is not a mark. */
export function ownerOf(mark: string): Owner | null {
  const parts = MARK.exec(mark);
  return parts && { host: parts[1]!, pid: Number(parts[2]), began: parts[3]! };
}

export const ownHost = (): string => hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'host';

/** An owner on another machine cannot be asked, and counts as alive. */
export async function isAlive({ host, pid, began }: Owner): Promise<boolean> {
  if (host !== ownHost()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const current = await beganAt(pid);
  return current === null || began === '0' || current === began;
}

/** Numbers of processes are used again; the time one began tells it from its namesakes. */
async function beganAt(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets that may hold spaces; the start is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
