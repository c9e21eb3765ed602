/**
 * Writes a run's results to a folder. Equal runs write equal bytes, but for `run.log` and
 * `timing.json`, which hold everything about when, where and how long.
 *
 * CLI-010: the folder holds other things.
 */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { columnsBehind } from '../../core/metrics/column-table.js';
import { METRICS, type MetricValues } from '../../core/metrics/metric-catalogue.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { fileError, readError } from '../text-file.js';
import { makeFolder, removeTemporaries, syncFolder, writeWhole } from './atomic-file.js';
import { cdsAggregates } from './cds-aggregates.js';
import { cdsSessions } from './cds-sessions.js';
import { dataPackage } from './data-package.js';
import { freedLandGeoJson } from './freed-land-geojson.js';
import { keepBytes, keptBytes } from './kept-bytes.js';
import { isLockName } from './lock.js';
import { MANIFEST, manifestText, RUN_FILES, sealOf, TALK_FILES } from './manifest.js';
import { digestsOf, type InputDigests, type RunInputs } from './run-key.js';
import { columnsOf, csvByColumns, type Row, tableCsv } from './table-csv.js';
import { RUN_TABLES, type TableFormat } from './tables.js';

/** What a run folder says of its inputs, without holding them. */
export interface InputSummary {
  readonly network: {
    readonly name: string;
    readonly layout: string;
    readonly attribution: string;
  };
  readonly tripCount: number;
  readonly idleCarCount: number;
  readonly digests: InputDigests;
  /** Sentences: what was repaired, guessed or could not be made. */
  readonly notes: readonly string[];
}

export interface RunMeta {
  /** `runKey` of the inputs. */
  readonly key: string;
  readonly scenario: Scenario;
  readonly inputs: InputSummary;
  /** Null leaves it out; maps cannot be drawn without it. */
  readonly network: NetworkDraft | null;
  /** Lines of `run.log`. */
  readonly log: readonly string[];
  /** Fields of `timing.json`. */
  readonly timing: Readonly<Record<string, string | number | boolean>>;
}

export function inputSummary(inputs: RunInputs, notes: readonly string[]): InputSummary {
  const { name, layout, attribution } = inputs.network;
  return {
    network: { name, layout, attribution },
    tripCount: inputs.trips.length,
    idleCarCount: inputs.idleCars.length,
    digests: digestsOf(inputs),
    notes,
  };
}

/** Replaces the run in `dir`; whoever calls holds the folder's lock. */
export async function writeRunFolder(dir: string, result: RunResult, meta: RunMeta): Promise<void> {
  await makeFolder(dir);
  // Without its manifest the folder counts as unfinished from here to the last line.
  await rm(join(dir, MANIFEST), { force: true });
  // A report of the earlier results would speak of numbers that are no longer here.
  await rm(join(dir, 'report.html'), { force: true });
  await removeTemporaries(dir);
  const files = [];
  for (const name of RUN_FILES) {
    const bytes = await fileBytes(name, result, meta);
    if (bytes === null) {
      await rm(join(dir, name), { force: true });
      continue;
    }
    await writeWhole(dir, name, bytes);
    files.push(sealOf(name, bytes));
  }
  await writeWhole(dir, 'run.log', meta.log.map((line) => `${line}\n`).join(''));
  await writeWhole(dir, 'timing.json', jsonText(meta.timing));
  await syncFolder(dir);
  await writeWhole(dir, MANIFEST, manifestText({ key: meta.key, files }));
  await syncFolder(dir);
}

/** Null for a file that the run does not have. */
async function fileBytes(name: string, result: RunResult, meta: RunMeta): Promise<Buffer | null> {
  if (!name.endsWith('.csv')) {
    const text = fileText(name, result, meta);
    return text === null ? null : Buffer.from(text);
  }
  const known = keptBytes(result, name);
  if (known !== null) return known;
  const bytes = await csvOf(name, result, meta.scenario);
  if (bytes !== null) keepBytes(result, name, bytes);
  return bytes;
}

async function csvOf(name: string, result: RunResult, scenario: Scenario): Promise<Buffer | null> {
  if (name === 'cdsSessions.csv') return Buffer.from(cdsSessions(result.sessions, scenario));
  const isOfCurbs = name === 'cdsAggregates.csv';
  const table = isOfCurbs ? 'curbs' : name.slice(0, -'.csv'.length);
  const format = RUN_TABLES.find((each) => each.name === table)!;
  const columns = columnsBehind(result, table);
  if (!isOfCurbs && columns !== null) return csvByColumns(format, columns);
  const rows = (): readonly Row[] | undefined =>
    result[format.name] as unknown as readonly Row[] | undefined;
  if (isOfCurbs) return cdsAggregates(columns ?? columnsOf(format, rows()!), scenario);
  const listed = rows();
  return listed === undefined ? null : tableCsv(format, listed);
}

function fileText(name: string, result: RunResult, meta: RunMeta): string | null {
  const { scenario, inputs, network, key } = meta;
  const { attribution } = inputs.network;
  const sources = attribution === '' ? [] : [attribution];
  switch (name) {
    case 'summary.json':
      return summaryText(result.summary);
    case 'scenario.json':
      return jsonText({ scenario, inputs });
    case 'network.json':
      return network === null ? null : `${JSON.stringify(network)}\n`;
    case 'freedLand.geojson':
      return network === null ? null : freedLandGeoJson(network, result.freedLand);
    default:
      return jsonText(dataPackage({ name: scenario.name, key, sources, tables: tablesOf(result) }));
  }
}

/** Tables that the run has: those of scheduled vehicles only where there are any. */
const tablesOf = (result: RunResult): readonly TableFormat[] =>
  RUN_TABLES.filter(({ name }) => name in result);

/** In the catalogue's order; NaN becomes null. */
export function summaryText(summary: MetricValues): string {
  const listed = METRICS.map(({ key }) => key).filter((key) => key in summary);
  const others = Object.keys(summary).filter((key) => !listed.includes(key));
  const keys = [...listed, ...others.sort()];
  return jsonText(Object.fromEntries(keys.map((key) => [key, summary[key]])));
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `--out` may name a new folder or an earlier run, never one whose own files it would replace. */
export async function refuseForeignFolder(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    throw readError(dir, error);
  }
  const marks = [MANIFEST, ...TALK_FILES];
  const isRun = names.some((name) => marks.includes(name) || isLockName(name));
  const inTheWay = names.find((name) => RUN_FILES.includes(name));
  if (isRun || inTheWay === undefined) return;
  throw fileError(
    'CLI-010',
    dir,
    `holds ${inTheWay}, which is not from a run; name another folder`,
  );
}
