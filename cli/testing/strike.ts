/**
 * Loaded before a command, it kills the process in the midst of its work on files, as a power cut or
 * `kill -9` may: `BLOCKWISE_STRIKE="worker 133" node --import strike.js main.js study …` ends it at
 * the 133rd moment of a worker thread (`main 7`: of the main thread). Moments are those before each
 * folder is made, file opened, written, synced, renamed or removed, and one with half of a file's
 * bytes on the disk. What was struck is told on stderr.
 */
import fs from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const [thread = '', moment = ''] = (process.env['BLOCKWISE_STRIKE'] ?? '').split(' ');
const strikeAt = thread === (isMainThread ? 'main' : 'worker') ? Number(moment) : Infinity;
let momentCount = 0;

const isStruckNow = (): boolean => ++momentCount === strikeAt;

function strike(deed: string, path: string, kind = ''): never {
  const place = `${basename(dirname(path))}/${basename(path)}${kind}`;
  fs.writeSync(2, `\nstruck: ${isMainThread ? 'main' : 'worker'} ${deed} ${place}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

const { mkdir, rename, rm, writeFile, open } = promises;

/** By path of what has been written: what it is to become. */
const kinds = new Map<string, string>();

type OnPath = (path: string, ...rest: never[]) => Promise<unknown>;

/** `work` with a moment before it. */
const watched =
  (deed: string, work: unknown): OnPath =>
  (path, ...rest) => {
    if (isStruckNow()) strike(deed, path, kinds.get(path));
    return (work as OnPath)(path, ...rest);
  };

/** What a temporary file is to become. */
const KINDS = [
  ['{"format":"blockwise-checkpoint', '=checkpoint'],
  ['<!', '=report'],
] as const;

function kindOf(data: string | Buffer): string {
  const start = typeof data === 'string' ? data.slice(0, 40) : data.toString('latin1', 0, 40);
  return KINDS.find(([head]) => start.toLowerCase().startsWith(head))?.[1] ?? '';
}

function watchHandle(handle: FileHandle, path: string): FileHandle {
  const { sync } = handle;
  let kind = '';
  const write = handle.writeFile;
  handle.writeFile = async (data, ...rest) => {
    kind = kindOf(data as string | Buffer);
    kinds.set(path, kind);
    if (isStruckNow()) strike('before writing', path, kind);
    if (isStruckNow()) {
      const bytes = Buffer.from(data as string | Buffer);
      await handle.write(bytes.subarray(0, bytes.length >> 1));
      strike('halfway through', path, kind);
    }
    return write.call(handle, data, ...rest);
  };
  handle.sync = async () => {
    if (isStruckNow()) strike('before syncing', path, kind);
    return sync.call(handle);
  };
  return handle;
}

const watchedOpen = watched('before opening', open);

Object.assign(promises, {
  mkdir: watched('before making', mkdir),
  rename: watched('before renaming', rename),
  rm: watched('before removing', rm),
  writeFile: watched('before writing', writeFile),
  open: async (path: string, ...rest: never[]) =>
    watchHandle((await watchedOpen(path, ...rest)) as FileHandle, path),
});
syncBuiltinESMExports();
