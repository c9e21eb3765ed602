/** Chooses the reader of a file of demand by its name, and what it holds. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { refused } from '../../core/base/counted-text.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { type PlansNetwork, readMatsimPlans } from './matsim-plans.js';
import { type OdOptions, readOdMatrix } from './od-matrix.js';
import { readSumoRoutes } from './sumo-routes.js';
import type { ImportedTrips } from './trip-list.js';
import type { TripOptions } from './trip-reader.js';
import { readCsvTrips } from './trips-csv.js';
import { readParquetTrips } from './trips-parquet.js';

export interface ImportTripsOptions extends TripOptions, OdOptions {
  /** A CSV file is a matrix of amounts, not a list of trips. */
  readonly isMatrix: boolean;
  /** Files of SUMO's types of vehicles, read before the routes. */
  readonly types?: readonly string[];
}

/** `readText`: the file's text, unzipped where it is gzip. Throws UserError. */
export async function importTrips(
  file: string,
  network: PlansNetwork & NetworkDraft,
  {
    options,
    readText,
  }: { options: ImportTripsOptions; readText: (file: string) => Promise<string> },
): Promise<ImportedTrips> {
  if (/\.(?:rou|trips)\.xml(?:\.gz)?$/i.test(file)) {
    return importSumoRoutes(file, network, options);
  }
  if (/\.xml(?:\.gz)?$/i.test(file)) {
    return readMatsimPlans({ file, bytes: bytesOf(file) }, network, options);
  }
  if (/\.(?:parquet|pq)$/i.test(file)) return importParquet(file, network, options);
  const text = await readText(file);
  return options.isMatrix
    ? readOdMatrix(text, file, network, options)
    : readCsvTrips(text, file, network, options);
}

/** How the vehicles drive is told as a note: it belongs into the scenario. */
async function importSumoRoutes(
  file: string,
  network: NetworkDraft,
  { types = [], seed }: ImportTripsOptions,
): Promise<ImportedTrips> {
  const sources = [...types, file].map((each) => ({ file: each, bytes: bytesOf(each) }));
  const { trips, driver, leftOut, leftOutCount, notes } = await readSumoRoutes(sources, network, {
    seed,
  });
  const leftOutByCode = new Map<string, number>();
  for (const { code } of leftOut) leftOutByCode.set(code, (leftOutByCode.get(code) ?? 0) + 1);
  const longest = trips.reduce((most, { route = [] }) => Math.max(most, route.length), 0);
  const subject = 'for the scenario';
  const told = (message: string): RepairNote => ({
    code: 'DEM-057',
    subject,
    message,
    kind: 'repair',
  });
  return {
    trips,
    leftOut,
    leftOutCount,
    leftOutByCode,
    notes: [
      ...notes,
      told(`drivers: { human: ${yamlOf(driver)} }`),
      told(`routing: { routeCapacity: ${Math.max(8, longest + 1)} }`),
    ],
  };
}

const yamlOf = (values: object): string =>
  `{ ${Object.entries(values)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} }`;

/** Pieces are read when they are wanted: the file need not fit in memory. */
function importParquet(
  file: string,
  network: NetworkDraft,
  options: ImportTripsOptions,
): ImportedTrips {
  const found = systemCall(file, () => statSync(file));
  if (!found.isFile()) throw refused(file, 'CLI-001', 'is not a file');
  const size_bytes = found.size;
  const opened = systemCall(file, () => openSync(file, 'r'));
  try {
    const read = (from_byte: number, to_byte: number): Buffer => {
      const piece = Buffer.alloc(to_byte - from_byte);
      const count = systemCall(file, () => readSync(opened, piece, 0, piece.length, from_byte));
      if (count < piece.length) throw refused(file, 'CLI-001', 'became shorter while it was read');
      return piece;
    };
    return readParquetTrips({ file, size_bytes, read }, network, options);
  } finally {
    closeSync(opened);
  }
}

function systemCall<Result>(file: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** A UserError for what the system said, or the error itself. */
function unreadable(file: string, error: unknown): unknown {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? refused(file, 'CLI-001', `cannot be read (${code})`) : error;
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    throw unreadable(file, error);
  }
}
