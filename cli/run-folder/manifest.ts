/**
 * `manifest.json` says which files a finished run has, with length and checksum. It is written
 * last: a folder without one is not finished.
 */
import { createHash } from 'node:crypto';
import { stableJson } from './stable-json.js';
import { RUN_TABLES } from './tables.js';

export const MANIFEST = 'manifest.json';

const FORMAT = 'blockwise-run';
/** Counts up whenever files of a run folder change their meaning. */
const VERSION = 1;

/** Every file of a run folder that the manifest vouches for. */
export const RUN_FILES: readonly string[] = [
  'summary.json',
  ...RUN_TABLES.map(({ name }) => `${name}.csv`),
  'freedLand.geojson',
  'cdsAggregates.csv',
  'cdsSessions.csv',
  'scenario.json',
  'network.json',
  'datapackage.json',
];

/** The only files in which two equal runs may differ. */
export const TALK_FILES = ['run.log', 'timing.json'] as const;

export interface FileSeal {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly key: string;
  readonly files: readonly FileSeal[];
}

export function sealOf(name: string, data: Buffer): FileSeal {
  return { name, bytes: data.length, sha256: sha256(data) };
}

export function manifestText({ key, files }: Manifest): string {
  const body = { format: FORMAT, version: VERSION, key, files };
  return `${JSON.stringify({ ...body, seal: sha256(stableJson(body)) }, null, 2)}\n`;
}

/** The manifest in `text`, or what is wrong with it. */
export function readManifest(text: string): Manifest | 'damaged' | 'other version' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'damaged';
  }
  if (value === null || typeof value !== 'object') return 'damaged';
  const { seal, ...body } = value as Readonly<Record<string, unknown>>;
  if (body['format'] !== FORMAT || seal !== sha256(stableJson(body))) return 'damaged';
  if (body['version'] !== VERSION) return 'other version';
  const { key, files } = body as unknown as Manifest;
  // The names become paths: a manifest made by somebody else names no other files.
  const isKnown = files.every(({ name }) => RUN_FILES.includes(name));
  return isKnown ? { key, files } : 'damaged';
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
