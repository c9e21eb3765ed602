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
  const began = (await processAt(process.pid))?.began ?? '0';
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
  const current = await processAt(pid);
  if (current === null) return true;
  // One that is killed keeps its number until its parent asks for it, in a container perhaps for ever.
  return !ENDED.has(current.state) && (began === '0' || current.began === began);
}

/** Letters of the system for processes that have ended: zombie, dead. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

/** Numbers of processes are used again; the time one began tells it from its namesakes. */
async function processAt(pid: number): Promise<{ state: string; began: string } | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets that may hold spaces; the state is the 3rd, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, began: fields[19]! };
  } catch {
    return null;
  }
}
