/** Chooses the importer of a file by its name, else by its outermost element. */
import { open, stat } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { countedText, refused } from '../../core/base/counted-text.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import type { LonLat } from './clip.js';
import { importEdgeList } from './edge-list.js';
import { bytesOf } from './file-bytes.js';
import { importGeoJsonLines } from './geojson-lines.js';
import { importGmns } from './gmns.js';
import { importMatsim } from './matsim.js';
import { importOsm } from './osm.js';
import { importSumo } from './sumo.js';
import { importTntpStreets } from './tntp-streets.js';

export interface ImportOptions {
  /** Files of SUMO with signal programs that count instead of the network's. */
  readonly additional?: readonly string[];
  /** Streets of SUMO that are too short for a vehicle stay streets. */
  readonly keepPieces?: boolean;
  /** Outline of the land to import from OpenStreetMap. */
  readonly district?: readonly LonLat[] | undefined;
  /** File with the places of nodes, of a list of edges (CSV) or a TNTP network. */
  readonly nodes?: string | undefined;
  /** Which column of a list of edges is what: `from=u`. */
  readonly columns?: readonly string[];
  /** System of the places of lists, lines and TNTP. */
  readonly crs?: string | undefined;
}

/**
 * Throws UserError when the file is no network that can be read, or when an option is not for its
 * kind: SUMO-013, OSM-018, EDG-006.
 */
export async function importNetwork(
  file: string,
  options: ImportOptions = {},
): Promise<{ network: NetworkDraft; notes: readonly RepairNote[] }> {
  const { additional = [], keepPieces = false, district, nodes, columns = [], crs } = options;
  if (keepPieces && !(await isSumo(file))) {
    throw refused(file, 'OSM-018', 'is not a SUMO network: --keep-pieces is for those');
  }
  const kind = plainKindOf(file);
  if (kind !== null) return importPlain(file, kind, options);
  if (nodes !== undefined || columns.length > 0 || crs !== undefined) {
    const message = '--nodes, --columns and --crs are for lists of edges (CSV), lines and TNTP';
    throw refused(file, 'EDG-006', message);
  }
  if (await isFolder(file)) {
    if (district === undefined && additional.length === 0) return importGmns(file);
    throw refused(file, 'EDG-006', '--district and --additional are for maps and SUMO networks');
  }
  const isForOsm = district === undefined && additional.length === 0;
  if (isForOsm && (await isMatsim(file))) return importMatsim(file);
  if (await isSumo(file)) {
    if (district === undefined) return importSumo(file, { additional, keepsPieces: keepPieces });
    throw refused(file, 'SUMO-013', 'is a SUMO network: --district is for OpenStreetMap data');
  }
  if (additional.length === 0) return importOsm(file, { district });
  throw refused(file, 'OSM-018', 'is not a SUMO network: --additional is for those');
}

type PlainKind = 'edges' | 'lines' | 'tntp';

function plainKindOf(file: string): PlainKind | null {
  if (/\.csv(?:\.gz)?$/i.test(file)) return 'edges';
  if (/\.(?:geo)?json(?:\.gz)?$/i.test(file)) return 'lines';
  return /\.tntp(?:\.gz)?$/i.test(file) ? 'tntp' : null;
}

async function importPlain(
  file: string,
  kind: PlainKind,
  { additional = [], district, nodes, columns = [], crs = '' }: ImportOptions,
): Promise<{ network: NetworkDraft; notes: readonly RepairNote[] }> {
  if (district !== undefined || additional.length > 0) {
    throw refused(file, 'EDG-006', '--district and --additional are for maps and SUMO networks');
  }
  if (columns.length > 0 && kind !== 'edges') {
    throw refused(file, 'EDG-006', '--columns is for lists of edges (CSV)');
  }
  const text = await namedText(file);
  if (kind === 'lines') {
    if (nodes === undefined) return importGeoJsonLines(text, { crs });
    throw refused(file, 'EDG-006', '--nodes is for lists of edges (CSV) and TNTP');
  }
  if (kind === 'tntp') {
    return importTntpStreets(text, nodes === undefined ? null : await namedText(nodes), { crs });
  }
  if (nodes === undefined) throw refused(file, 'EDG-006', 'needs --nodes, a CSV of their places');
  return importEdgeList(text, await namedText(nodes), { columns, crs });
}

const TEXT_CODES = { badZip: 'EDG-007', tooLarge: 'EDG-007', notUtf8: 'EDG-007' };
const LIMIT_bytes = 512 << 20;

/** The text of the file, unzipped where it is gzip. */
async function namedText(file: string): Promise<{ file: string; text: string }> {
  const parts: string[] = [];
  const bytes = bytesOf({ file }, 'EDG-007');
  for await (const part of countedText({ file, bytes }, LIMIT_bytes, TEXT_CODES)) parts.push(part);
  return { file, text: parts.join('') };
}

/** A folder of GMNS tables, or an archive of one. */
const isFolder = async (file: string): Promise<boolean> =>
  /\.zip$/i.test(file) ||
  stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );

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
