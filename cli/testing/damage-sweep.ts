/**
 * Damages copies of every real file that some command reads, as the tests do with a few of them:
 *
 *     BLOCKWISE_DATA=DIR node dist/cli/testing/damage-sweep.js [--count 2000] [--minutes 4.5]
 *         [--ledger runs/damage.json] [--only TEXT]
 *
 * The files take turns, each turn in a process of its own, and the ledger tells how far each has
 * come: a run that is broken off, or ends with its minutes, is gone on with. What a file was being
 * damaged with when its process was killed is a hang. Prints what broke a promise: a stack, five
 * seconds of a processor, 512 MB; the last is looked at once more in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { UserError } from '../../core/base/errors.js';
import { PROBLEM_CODES } from '../../core/base/problem-codes.js';
import { damaged } from '../../core/testing/damage.js';
import type { Read } from './file-formats.js';
import { realFiles, realFormat } from './real-files.js';

const LONGEST_cpu_s = 5;
/** Resident, of a process that reads one copy. */
const MOST_bytes = 512 << 20;
/** Copies that one file has before the next has its turn. */
const TURN = 100;
/** A turn that takes longer hangs. */
const LONGEST_TURN_ms = 120_000;
/** A turn ends by itself well before that. */
const USUAL_TURN_ms = 60_000;

interface Standing {
  next: number;
  read: number;
  refused: number;
  longest_cpu_s: number;
  /** What broke a promise, with the seed that shows it. */
  broken: string[];
}

const UNTRIED: Readonly<Standing> = { next: 0, read: 0, refused: 0, longest_cpu_s: 0, broken: [] };

interface Ledger {
  files: Record<string, Standing>;
}

const { values: asked } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '4.5' },
    ledger: { type: 'string', default: 'runs/damage.json' },
    only: { type: 'string', default: '' },
    /** Of the process of a turn: up to this copy, or this one alone. */
    until: { type: 'string' },
    alone: { type: 'string' },
  },
});
const DATA = process.env['BLOCKWISE_DATA'] ?? '';

if (DATA === '') {
  console.error('BLOCKWISE_DATA must name the folder of data.');
  process.exitCode = 2;
} else if (asked.until !== undefined) await damageUntil(asked.only, Number(asked.until));
else if (asked.alone !== undefined) console.log(await peakOf(asked.only, Number(asked.alone)));
else process.exitCode = sweep();

/** 1 where a promise is broken. */
function sweep(): number {
  const count = Number(asked.count);
  const until_ms = performance.now() + Number(asked.minutes) * 60_000;
  const paths = realFiles(DATA).filter((path) => path.includes(asked.only));
  for (;;) {
    const ledger = ledgerOf(asked.ledger);
    const next = (path: string): number => ledger.files[path]?.next ?? 0;
    const path = paths.filter((each) => next(each) < count).sort((a, b) => next(a) - next(b))[0];
    if (path === undefined || performance.now() > until_ms) return told(paths, ledger);
    const until = Math.min(count, next(path) + TURN);
    const { status } = inProcess(['--only', path, '--until', `${until}`], LONGEST_TURN_ms);
    if (status !== 0) noteKilled(path);
  }
}

function inProcess(flags: readonly string[], timeout: number) {
  const program = fileURLToPath(import.meta.url);
  return spawnSync(process.execPath, [program, '--ledger', asked.ledger, ...flags], {
    timeout,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function noteKilled(path: string): void {
  const ledger = ledgerOf(asked.ledger);
  const standing = standingOf(ledger, path);
  standing.broken.push(`hangs or ends its process (seed ${standing.next})`);
  standing.next++;
  save(ledger);
}

function told(paths: readonly string[], { files }: Ledger): number {
  let brokenCount = 0;
  let mutantCount = 0;
  for (const path of paths) {
    const { next, read, refused, longest_cpu_s, broken } = files[path] ?? UNTRIED;
    mutantCount += next;
    brokenCount += broken.length;
    const longest = `longest ${longest_cpu_s.toFixed(2)} s`;
    console.log(`${path}: ${next} tried, ${read} read, ${refused} refused, ${longest}`);
    for (const what of broken) console.log(`  ${what}`);
  }
  console.log(`${paths.length} files, ${mutantCount} copies, ${brokenCount} broke a promise`);
  return brokenCount > 0 ? 1 : 0;
}

async function damageUntil(path: string, last: number): Promise<void> {
  const ledger = ledgerOf(asked.ledger);
  const standing = standingOf(ledger, path);
  const folder = mkdtempSync(join(tmpdir(), 'blockwise-sweep-'));
  const { file, whole, read } = await realFormat(DATA, path);
  const bytes = Buffer.from(whole());
  const until_ms = performance.now() + USUAL_TURN_ms;
  for (; standing.next < last && performance.now() < until_ms; standing.next++) {
    save(ledger);
    const { bytes: broken, how } = damaged(bytes, standing.next);
    const copy = join(folder, file);
    writeFileSync(copy, broken);
    const started = process.cpuUsage();
    const before_bytes = Math.max(MOST_bytes, peak_bytes());
    const found = await outcomeOf(copy, read);
    const { user, system } = process.cpuUsage(started);
    const cpu_s = (user + system) / 1e6;
    standing.longest_cpu_s = Math.max(standing.longest_cpu_s, cpu_s);
    standing[found === 'read' ? 'read' : 'refused']++;
    if (found !== 'read' && found !== 'refused') standing.broken.push(`${found} (${how})`);
    if (cpu_s > LONGEST_cpu_s) standing.broken.push(`${cpu_s.toFixed(1)} s (${how})`);
    if (peak_bytes() <= before_bytes) continue;
    const alone = inProcess(['--only', path, '--alone', `${standing.next}`], LONGEST_TURN_ms);
    const peak = Number(alone.stdout);
    if (!(peak <= MOST_bytes)) standing.broken.push(`${peak >> 20} MB (${how})`);
  }
  save(ledger);
  rmSync(folder, { recursive: true, force: true });
}

/** Resident memory at its highest, of this process, which reads nothing else. */
async function peakOf(path: string, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'blockwise-sweep-'));
  const { file, whole, read } = await realFormat(DATA, path);
  const copy = join(folder, file);
  writeFileSync(copy, damaged(whole() as Uint8Array, seed).bytes);
  await outcomeOf(copy, read);
  rmSync(folder, { recursive: true, force: true });
  return peak_bytes();
}

function peak_bytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** 'read', 'refused', or what was thrown that is no problem of the file's. */
async function outcomeOf(path: string, read: Read): Promise<string> {
  try {
    await read(path);
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) return error instanceof Error ? error.stack! : String(error);
    const unknown = error.problems.find(
      ({ code, file }) => !(code in PROBLEM_CODES) || file === '',
    );
    return unknown === undefined ? 'refused' : `unknown or without a file: ${unknown.code}`;
  }
}

function standingOf({ files }: Ledger, path: string): Standing {
  files[path] ??= { ...UNTRIED, broken: [] };
  return files[path]!;
}

function ledgerOf(path: string): Ledger {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { files: {} };
  }
}

function save(ledger: Ledger): void {
  writeFileSync(asked.ledger, JSON.stringify(ledger));
}
