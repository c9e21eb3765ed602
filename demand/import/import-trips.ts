/** Chooses the reader of a file of demand by its name, and what it holds. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { refused } from '../../core/base/counted-text.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { type ImportedFleet, readDrtVehicles } from './drt-vehicles.js';
import { type LinkMiddles, readLinkMiddles } from './matsim-links.js';
import { type PlansNetwork, readMatsimPlans } from './matsim-plans.js';
import { readOdMatrix } from './od-matrix.js';
import { type OmxOptions, readOmxTrips } from './omx-matrix.js';
import { readSumoRoutes } from './sumo-routes.js';
import type { ImportedTrips } from './trip-list.js';
import type { TripOptions } from './trip-reader.js';
import { readCsvTrips } from './trips-csv.js';
import { readParquetTrips } from './trips-parquet.js';
import { readZones } from './zones.js';

export interface ImportTripsOptions extends Omit<TripOptions, 'seed'>, OmxOptions {
  /** A CSV file is a matrix of amounts, not a list of trips. */
  readonly isMatrix: boolean;
  /** Files of SUMO's types of vehicles, read before the routes. */
  readonly types?: readonly string[];
  /** A CSV file of zones and their middles. */
  readonly zonesFile?: string;
  /** MATSim's own network, where plans name links that ours has joined. */
  readonly linksFile?: string;
}

/** `readText`: the file's text, unzipped where it is gzip. Throws UserError. */
export async function importTrips(
  file: string,
  network: PlansNetwork & NetworkDraft,
  {
    options: asked,
    readText,
  }: { options: ImportTripsOptions; readText: (file: string) => Promise<string> },
): Promise<ImportedTrips> {
  const { zonesFile } = asked;
  const options =
    zonesFile === undefined
      ? asked
      : { ...asked, zones: readZones(await readText(zonesFile), zonesFile, network, asked) };
  if (/\.(?:rou|trips)\.xml(?:\.gz)?$/i.test(file)) {
    return importSumoRoutes(file, network, options);
  }
  if (/\.xml(?:\.gz)?$/i.test(file)) {
    const links = await linksIn(options.linksFile);
    return readMatsimPlans({ file, bytes: bytesOf(file) }, network, { ...options, links });
  }
  if (/\.(?:parquet|pq)$/i.test(file)) return importParquet(file, network, options);
  if (/\.omx$/i.test(file)) return importOmx(file, network, options);
  const text = await readText(file);
  return options.isMatrix
    ? readOdMatrix(text, file, network, options)
    : readCsvTrips(text, file, network, options);
}

/** Vehicles of MATSim's fleets. Throws UserError. */
export const importVehicles = async (
  file: string,
  network: NetworkDraft,
  linksFile?: string,
): Promise<ImportedFleet> =>
  readDrtVehicles({ file, bytes: bytesOf(file) }, network, await linksIn(linksFile));

const linksIn = async (file: string | undefined): Promise<LinkMiddles> =>
  file === undefined ? new Map() : readLinkMiddles({ file, bytes: bytesOf(file) });

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

/** The library opens the file itself, and would say nothing of why it cannot. */
function importOmx(
  file: string,
  network: NetworkDraft,
  options: ImportTripsOptions,
): Promise<ImportedTrips> {
  sizeOf(file);
  return readOmxTrips(file, network, options);
}

/** A pipe would be waited for without end. */
function sizeOf(file: string): number {
  const found = systemCall(file, () => statSync(file));
  if (!found.isFile()) throw refused(file, 'CLI-001', 'is not a file');
  return found.size;
}

/** Pieces are read when they are wanted: the file need not fit in memory. */
function importParquet(
  file: string,
  network: NetworkDraft,
  options: ImportTripsOptions,
): ImportedTrips {
  const size_bytes = sizeOf(file);
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
