/** Runs the built command in a folder of its own, kills it at a drawn moment, and compares folders. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import { TALK_FILES } from '../run-folder/manifest.js';

/** How a process is to be killed: after a time, or at a moment of one of its kinds of threads. */
export type Kill =
  | { readonly by: 'clock'; readonly after_ms: number }
  | { readonly by: 'main' | 'worker'; readonly moment: number };

export interface Ended {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly err: string;
  readonly wall_ms: number;
}

/** `main`: the built command; `strike`: the built module beside this one that kills by moments. */
export function runCommand(
  { main, strike, folder }: { main: string; strike: string; folder: string },
  argv: readonly string[],
  kill: Kill | null = null,
): Promise<Ended> {
  const began_ms = performance.now();
  const isByMoment = kill !== null && kill.by !== 'clock';
  const child = spawn(
    process.execPath,
    [...(isByMoment ? ['--import', strike] : []), main, ...argv],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: isByMoment
        ? { ...process.env, BLOCKWISE_STRIKE: `${kill.by} ${kill.moment}` }
        : process.env,
    },
  );
  let err = '';
  child.stderr.on('data', (bytes) => {
    err += bytes;
  });
  const timer =
    kill?.by === 'clock' ? setTimeout(() => child.kill('SIGKILL'), kill.after_ms) : undefined;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, err, wall_ms: performance.now() - began_ms });
    });
  });
}

/** What can be struck in a command that takes `wall_ms`: moments by kind of thread. */
export interface Targets {
  readonly wall_ms: number;
  readonly moments: { readonly main: number; readonly worker?: number };
  readonly mostKills: number;
}

/**
 * The kills of one broken command, the most or up to two fewer. They come before their share of it is done, so that
 * the last finds something left to strike; those of the main thread, which works at the end, come last.
 */
export function killsOf(seed: number, { wall_ms, moments, mostKills }: Targets): Kill[] {
  const drawn = (what: string, count: number): number =>
    draw(seed, PURPOSE.testOrder, hashName(what), count);
  const kinds = ['clock', ...Object.keys(moments)] as ('clock' | 'main' | 'worker')[];
  const killCount = Math.max(1, mostKills - Math.floor(3 * drawn('kills', 0)));
  const kills = Array.from({ length: killCount }, (_, kill): Kill => {
    const by = kinds[Math.floor(kinds.length * drawn('kind', kill))]!;
    const share = drawn('moment', kill);
    if (by === 'clock') return { by, after_ms: (share * wall_ms) / killCount };
    const most = moments[by]! / (by === 'worker' ? killCount : 1);
    return { by, moment: 1 + Math.floor(share * most) };
  });
  const isLast = ({ by }: Kill): number => (by === 'main' ? 1 : 0);
  return kills.sort((a, b) => isLast(a) - isLast(b));
}

/** Where a killed process was struck, in words: names of runs and temporary files left out. */
export function placeOf(kill: Kill, { err }: Ended): string {
  if (kill.by === 'clock') return 'by the clock';
  const struck = /^struck: (\S+) (.*) (\S*)$/m.exec(err);
  if (struck === null) return 'unknown';
  const [, thread, deed, path] = struck;
  const [folder, name] = path!.split('/');
  return `${thread} ${deed} ${nameless(folder!)}/${nameless(name!)}`;
}

const nameless = (name: string): string =>
  name.replace(/~[^=]*/, '').replace(/^[0-9a-f]{64}/, 'KEY');

/** Every file below `folder` with its bytes, but those that speak of when and how long. */
export function contentOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !(TALK_FILES as readonly string[]).includes(basename(path)))
    .sort();
  return new Map(files.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

/** Folders count too: one that is left over is a difference. */
export function differencesOf(whole: string, broken: string): string[] {
  const [expected, found] = [contentOf(whole), contentOf(broken)];
  const differences = [...found.keys()]
    .filter((path) => !expected.has(path))
    .map((path) => `${path} is left over`);
  for (const [path, bytes] of expected) {
    const other = found.get(path);
    if (other === undefined) differences.push(`${path} is missing`);
    else if (!other.equals(bytes)) differences.push(`${path} has other bytes`);
  }
  const foldersOf = (top: string): string[] =>
    readdirSync(top, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name).slice(top.length + 1));
  const known = new Set(foldersOf(whole));
  for (const folder of foldersOf(broken)) {
    if (!known.has(folder)) differences.push(`${folder}/ is left over`);
  }
  return differences;
}
