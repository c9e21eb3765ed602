/** Chooses the reader of a file of demand by its name, and what it holds. */
import { createReadStream } from 'node:fs';
import { refused } from '../../core/base/counted-text.js';
import { type PlansNetwork, readMatsimPlans } from './matsim-plans.js';
import { type OdOptions, readOdMatrix } from './od-matrix.js';
import type { ImportedTrips } from './trip-list.js';
import { type CsvTripOptions, readCsvTrips } from './trips-csv.js';

export interface ImportTripsOptions extends CsvTripOptions, OdOptions {
  /** A CSV file is a matrix of amounts, not a list of trips. */
  readonly isMatrix: boolean;
}

/** `readText`: the file's text, unzipped where it is gzip. Throws UserError. */
export async function importTrips(
  file: string,
  network: PlansNetwork,
  {
    options,
    readText,
  }: { options: ImportTripsOptions; readText: (file: string) => Promise<string> },
): Promise<ImportedTrips> {
  if (/\.xml(?:\.gz)?$/i.test(file)) {
    return readMatsimPlans({ file, bytes: bytesOf(file) }, network, options);
  }
  const text = await readText(file);
  return options.isMatrix
    ? readOdMatrix(text, file, network, options)
    : readCsvTrips(text, file, network, options);
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    throw refused(file, 'CLI-001', `cannot be read (${code})`);
  }
}
