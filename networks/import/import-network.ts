/** Chooses the importer of a file by its name, else by its outermost element. */
import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { refused } from '../../core/base/counted-text.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import type { LonLat } from './clip.js';
import { importMatsim } from './matsim.js';
import { importOsm } from './osm.js';
import { importSumo } from './sumo.js';

export interface ImportOptions {
  /** Files of SUMO with signal programs that count instead of the network's. */
  readonly additional?: readonly string[];
  /** Outline of the land to import from OpenStreetMap. */
  readonly district?: readonly LonLat[] | undefined;
}

/**
 * Throws UserError when the file is no network that can be read, or when an option is not for its
 * kind: SUMO-013, OSM-018.
 */
export async function importNetwork(
  file: string,
  { additional = [], district }: ImportOptions = {},
): Promise<{ network: NetworkDraft; notes: readonly RepairNote[] }> {
  const isForOsm = district === undefined && additional.length === 0;
  if (isForOsm && (await isMatsim(file))) return importMatsim(file);
  if (await isSumo(file)) {
    if (district === undefined) return importSumo(file, { additional });
    throw refused(file, 'SUMO-013', 'is a SUMO network: --district is for OpenStreetMap data');
  }
  if (additional.length === 0) return importOsm(file, { district });
  throw refused(file, 'OSM-018', 'is not a SUMO network: --additional is for those');
}

async function isMatsim(file: string): Promise<boolean> {
  if (/\.(?:osm|pbf|net\.xml)(?:\.gz)?$/i.test(file)) return false;
  return /<network[\s>]/.test(await beginningOf(file));
}

async function isSumo(file: string): Promise<boolean> {
  if (/\.net\.xml(?:\.gz)?$/i.test(file)) return true;
  if (/\.(?:osm|pbf)(?:\.gz)?$/i.test(file)) return false;
  return /<net[\s>]/.test(await beginningOf(file));
}

/** Long comments come before a SUMO network. */
const BEGINNING_bytes = 1 << 16;

/** Text; empty where the file cannot be read, which its importer will say. */
async function beginningOf(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_bytes));
      const bytes = buffer.subarray(0, bytesRead);
      return bytes[0] === 0x1f && bytes[1] === 0x8b ? unzippedBeginning(bytes) : bytes.toString();
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}

/** The file is cut, so its end is missing: what could be unzipped is enough. */
function unzippedBeginning(bytes: Buffer): string {
  const { Z_SYNC_FLUSH: finishFlush } = constants;
  return gunzipSync(bytes, { finishFlush, maxOutputLength: 1 << 24 }).toString();
}
