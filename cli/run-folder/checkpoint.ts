/**
 * The state of a run under way, in the folder of its results: a line that says what the file is, with
 * length and checksum, then the packed state. Replaced as a whole, and gone once there are results.
 *
 * CLI-012 damaged, CLI-013 of another run, CLI-014 written by another version.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Snapshot } from '../../core/state/snapshot.js';
import { fileError, readError } from '../text-file.js';
import { syncFolder, writeWhole } from './atomic-file.js';

export const CHECKPOINT = 'checkpoint.bin';

const FORMAT = 'blockwise-checkpoint';
/** Counts up whenever the file changes its meaning. */
const VERSION = 1;
/** Most columns of a table are long runs of equal numbers: the quickest level packs them tenfold. */
const QUICKEST = { level: 1 };

interface Head {
  readonly format: string;
  readonly version: number;
  /** `runKey` of the run: its scenario, inputs and code. */
  readonly key: string;
  readonly time_s: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whoever calls holds the folder's lock. */
export async function writeCheckpoint(dir: string, key: string, snapshot: Snapshot): Promise<void> {
  const packed = await promisify(deflateRaw)(serialize(snapshot), QUICKEST);
  const head: Head = {
    format: FORMAT,
    version: VERSION,
    key,
    time_s: snapshot.time_s,
    bytes: packed.length,
    sha256: digestOf({ key, time_s: snapshot.time_s }, packed),
  };
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  await writeWhole(dir, CHECKPOINT, Buffer.concat([line, packed]));
  await syncFolder(dir);
}

/** The checkpoint of the run `key` in `dir`; null where there is none. */
export async function readCheckpoint(dir: string, key: string): Promise<Snapshot | null> {
  const path = join(dir, CHECKPOINT);
  if (!existsSync(path)) return null;
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    throw readError(path, error);
  }
  const lineEnd = file.indexOf('\n');
  const head = headOf(file.subarray(0, Math.max(0, lineEnd)).toString('utf8'), path);
  const packed = file.subarray(lineEnd + 1);
  if (packed.length !== head.bytes) {
    const lengths = `has ${packed.length} bytes of state and should have ${head.bytes}`;
    throw fileError('CLI-012', path, `is damaged: it ${lengths}`);
  }
  if (digestOf(head, packed) !== head.sha256) {
    throw fileError('CLI-012', path, 'is damaged: its checksum does not match');
  }
  if (head.key !== key) {
    throw fileError('CLI-013', path, 'is of a run with another scenario, other inputs or code');
  }
  return deserialize(await promisify(inflateRaw)(packed)) as Snapshot;
}

function headOf(line: string, path: string): Head {
  let head: Partial<Head> | null;
  try {
    head = JSON.parse(line) as Partial<Head> | null;
  } catch {
    head = null;
  }
  if (head?.format !== FORMAT) throw fileError('CLI-012', path, 'is damaged at its beginning');
  if (head.version === VERSION) return head as Head;
  throw fileError('CLI-014', path, 'was written by another version; run without --resume');
}

/** Over the state and what the head says of it. */
const digestOf = ({ key, time_s }: Pick<Head, 'key' | 'time_s'>, packed: Buffer): string =>
  createHash('sha256').update(`${key}\n${time_s}\n`).update(packed).digest('hex');

export const removeCheckpoint = (dir: string): Promise<void> =>
  rm(join(dir, CHECKPOINT), { force: true });
