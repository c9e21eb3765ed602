/**
 * The content key of a run: equal inputs and equal code have equal keys, and nothing else does. It
 * never looks at dates or at the version in package.json.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { EarlierDay } from '../../core/scenario/earlier-day.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { hashStableJson } from './stable-json.js';

/** Everything a run is a function of. */
export interface RunInputs {
  readonly scenario: Scenario;
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  readonly idleCars: readonly { readonly vehicle: string; readonly address: string }[];
  readonly history?: readonly TripDraft[];
  readonly earlierDay?: EarlierDay;
}

export interface InputDigests {
  readonly scenario: string;
  readonly network: string;
  readonly trips: string;
  readonly idleCars: string;
}

/** Hex, 64 digits. */
export async function runKey(inputs: RunInputs, code = codeDigest()): Promise<string> {
  const { scenario, network, trips, idleCars } = digestsOf(inputs);
  const others = [inputs.history, inputs.earlierDay].filter((other) => other !== undefined);
  const parts = [scenario, network, trips, idleCars, ...others.map(digestOf), await code];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** A digest of each input by itself, so that a report can say which of them two runs share. */
export function digestsOf({ scenario, network, trips, idleCars }: RunInputs): InputDigests {
  return {
    scenario: digestOf(scenario),
    network: digestOf(network),
    trips: digestOf(trips),
    idleCars: digestOf(idleCars),
  };
}

/** A study runs many scenarios on one network and one list of trips; inputs are never changed. */
const known = new WeakMap<object, string>();

/** Hex, 64 digits; the same for the same content, whatever the order of its fields. */
export function digestOf(value: object): string {
  const before = known.get(value);
  if (before !== undefined) return before;
  const hash = createHash('sha256');
  hashStableJson(value, hash);
  const digest = hash.digest('hex');
  known.set(value, digest);
  return digest;
}

/** The rooms whose code a result can depend on; benchmarks and tests are not among them. */
const ROOMS = ['cli', 'core', 'demand', 'networks'];
const CODE = /(?<!\.test|\.d)\.[jt]s$/;

let ownCode: Promise<string> | null = null;

/** Digest of the code that is running: the built files, or the sources where they are run. */
export function codeDigest(): Promise<string> {
  ownCode ??= digestOfCode(fileURLToPath(new URL('../..', import.meta.url)));
  return ownCode;
}

/** Over the names and bytes of all code files under `root`, in the order of their names. */
export async function digestOfCode(root: string): Promise<string> {
  const files: string[] = [];
  for (const room of ROOMS) files.push(...(await codeFilesUnder(join(root, room))));
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const bytes = await readFile(file);
    hash.update(`${relative(root, file).split(sep).join('/')}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function codeFilesUnder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
