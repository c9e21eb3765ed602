/**
 * Reads back what `write-run-folder.ts` wrote, and names every damaged file.
 *
 * CLI-008 not a finished run, CLI-009 damaged, CLI-011 written by another version.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, UserError } from '../../core/base/errors.js';
import type { MetricValues } from '../../core/metrics/metric-catalogue.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { fileError, readError, systemCodeOf } from '../text-file.js';
import { keepBytes } from './kept-bytes.js';
import { type FileSeal, MANIFEST, type Manifest, readManifest, sealOf } from './manifest.js';
import { BrokenTable, type Row, readTableCsv } from './table-csv.js';
import { RUN_TABLES, type TableFormat } from './tables.js';
import type { InputSummary } from './write-run-folder.js';

export interface RunFolder {
  readonly key: string;
  /** Its tables are parsed when they are first looked at: most readers want the summary alone. */
  readonly result: RunResult;
  readonly scenario: Scenario;
  readonly inputs: InputSummary;
  /** Null where the folder was written without it. */
  readonly network: NetworkDraft | null;
}

/** The run in `dir`, or a UserError that names everything wrong with the folder. */
export async function readRunFolder(dir: string): Promise<RunFolder> {
  const { key, files } = await manifestOf(dir);
  const found = await soundFiles(dir, files);
  const jsonOf = (name: string): unknown => {
    const bytes = found.get(name);
    return bytes === undefined ? null : parsedJson(join(dir, name), bytes.toString('utf8'));
  };
  const { scenario, inputs } = jsonOf('scenario.json') as Pick<RunFolder, 'scenario' | 'inputs'>;
  const summary = summaryOf(jsonOf('summary.json') as Readonly<Record<string, number | null>>);
  const result = { summary } as RunResult;
  for (const format of RUN_TABLES) {
    const name = `${format.name}.csv`;
    const bytes = found.get(name);
    if (bytes === undefined) continue;
    keepBytes(result, name, bytes);
    const read = (): Row[] => tableOf(join(dir, name), format, bytes);
    let rows: Row[] | null = null;
    Object.defineProperty(result, format.name, {
      enumerable: true,
      get: () => {
        rows ??= read();
        return rows;
      },
    });
  }
  for (const name of CURB_FILES) {
    const bytes = found.get(name);
    if (bytes !== undefined) keepBytes(result, name, bytes);
  }
  return {
    key,
    result,
    scenario,
    inputs,
    network: jsonOf('network.json') as NetworkDraft | null,
  };
}

/** Made from the tables. */
const CURB_FILES = ['cdsAggregates.csv', 'cdsSessions.csv'];

async function manifestOf(dir: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (error) {
    const code = systemCodeOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw readError(join(dir, MANIFEST), error);
    throw fileError('CLI-008', dir, `is not the folder of a finished run: no ${MANIFEST}`);
  }
  const manifest = readManifest(text);
  if (manifest === 'damaged') throw fileError('CLI-009', join(dir, MANIFEST), 'is damaged');
  if (manifest === 'other version') {
    throw fileError('CLI-011', dir, 'was written by another version; run it again');
  }
  const missing = NEEDED.find((name) => !manifest.files.some((file) => file.name === name));
  if (missing === undefined) return manifest;
  throw fileError('CLI-009', join(dir, MANIFEST), `is damaged: it does not list ${missing}`);
}

const NEEDED = [
  'summary.json',
  'scenario.json',
  ...RUN_TABLES.filter(({ isOptional }) => isOptional !== true).map(({ name }) => `${name}.csv`),
];

/** Every listed file, once all of them match their lengths and checksums. */
async function soundFiles(
  dir: string,
  files: readonly FileSeal[],
): Promise<ReadonlyMap<string, Buffer>> {
  const sound = new Map<string, Buffer>();
  const problems: Problem[] = [];
  for (const { name, bytes, sha256 } of files) {
    const path = join(dir, name);
    try {
      const data = await readFile(path);
      const found = sealOf(name, data);
      if (found.bytes !== bytes) {
        problems.push(damage(path, `has ${found.bytes} bytes and should have ${bytes}`));
      } else if (found.sha256 !== sha256) {
        problems.push(damage(path, 'is damaged: its checksum does not match'));
      }
      sound.set(name, data);
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === null) throw error;
      problems.push(damage(path, code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`));
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  return sound;
}

const damage = (path: string, message: string): Problem =>
  fileError('CLI-009', path, message).problems[0]!;

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fileError('CLI-009', path, 'is damaged: not JSON');
  }
}

function tableOf(path: string, format: TableFormat, bytes: Buffer): Row[] {
  try {
    return readTableCsv(format, bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof BrokenTable)) throw error;
    throw fileError('CLI-009', path, `is damaged: line ${error.line} ${error.message}`);
  }
}

const summaryOf = (values: Readonly<Record<string, number | null>>): MetricValues =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? Number.NaN]));
