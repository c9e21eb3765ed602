/**
 * A matrix of trips in the Open Matrix format 0.2: HDF5 with matrices under /data and names of zones
 * under /lookup. Rows are read a piece at a time.
 *
 * | code | what stops the import |
 * |---|---|
 * | OMX-001 | the package that reads HDF5 is not installed |
 * | OMX-002 | is no HDF5 file, or is damaged |
 * | OMX-003 | has no matrices, several to choose from, or not the one that is asked for |
 * | OMX-004 | a matrix is not square, or larger than is read |
 * | OMX-005 | names of zones do not fit the matrix |
 */
import { refused } from '../../core/base/counted-text.js';
import { shown } from '../../core/base/errors.js';
import { type Hdf5Dataset, type Hdf5Group, isDataset, isGroup, readHdf5 } from './hdf5-library.js';
import { type OdOptions, OdTrips } from './od-trips.js';
import type { ImportedTrips } from './trip-list.js';
import type { TripPlaces } from './trip-reader.js';

export interface OmxOptions extends OdOptions {
  /** Name of the matrix, where the file has several. */
  readonly table?: string;
}

/** More zones than regional models have. */
const MOST_ZONES = 20_000;
/** Cells that are in memory at once. */
const PIECE_CELLS = 1 << 20;

export async function readOmxTrips(
  file: string,
  network: TripPlaces,
  options: OmxOptions,
): Promise<ImportedTrips> {
  return readHdf5(file, (root) => {
    const { name, matrix, size } = matrixOf(root, file, options.table);
    const trips = new OdTrips(file, network, options);
    const zones = zonesOf(root, file, size);
    if (zones.lookup !== '') {
      trips.list.note('OMX-101', `matrix ${shown(name)}`, `zones are named by ${zones.lookup}`);
    }
    addCells(trips, matrix, zones.names);
    return trips.done();
  });
}

function matrixOf(
  root: Hdf5Group,
  file: string,
  asked: string | undefined,
): { name: string; matrix: Hdf5Dataset; size: number } {
  const data = root.get('data');
  const names = isGroup(data) ? data.keys().sort() : [];
  const [first = '', ...others] = names;
  const list = names.map(shown).slice(0, MOST_SHOWN).join(', ');
  if (first === '') throw refused(file, 'OMX-003', 'has no matrices under /data');
  if (asked === undefined && others.length > 0) {
    throw refused(file, 'OMX-003', `has several matrices; say which by --table: ${list}`);
  }
  const name = asked ?? first;
  const matrix = names.includes(name) ? (data as Hdf5Group).get(name) : null;
  if (!isDataset(matrix)) {
    throw refused(file, 'OMX-003', `has no matrix ${shown(name)}; its matrices: ${list}`);
  }
  const [rows, columns, ...rest] = matrix.shape ?? [];
  if (rows === undefined || rows !== columns || rest.length > 0 || rows < 1) {
    const shape = (matrix.shape ?? []).join(' × ');
    throw refused(file, 'OMX-004', `matrix ${shown(name)} of ${shape} is not square`);
  }
  if (rows > MOST_ZONES) {
    throw refused(file, 'OMX-004', `${rows} zones; at most ${MOST_ZONES} are read`);
  }
  return { name, matrix, size: rows };
}

const MOST_SHOWN = 20;

/** By the first list of names that fits, or numbers from 1. */
function zonesOf(
  root: Hdf5Group,
  file: string,
  size: number,
): { names: readonly string[]; lookup: string } {
  const group = root.get('lookup');
  const lookups = isGroup(group) ? group.keys().sort() : [];
  for (const lookup of lookups) {
    const list = (group as Hdf5Group).get(lookup);
    if (!isDataset(list) || list.shape?.length !== 1 || list.shape[0] !== size) continue;
    const names = Array.from(list.slice([[0, size]]) as ArrayLike<unknown>, String);
    if (names.length === size && new Set(names).size === size) return { names, lookup };
  }
  if (lookups.length > 0) {
    const message = `no list under /lookup has ${size} different names, as the matrix has zones`;
    throw refused(file, 'OMX-005', message);
  }
  return { names: Array.from({ length: size }, (_, zone) => String(zone + 1)), lookup: '' };
}

function addCells(trips: OdTrips, matrix: Hdf5Dataset, names: readonly string[]): void {
  const size = names.length;
  const missing = Number(matrix.attrs['NA']?.value);
  const pieceRows = Math.max(1, Math.floor(PIECE_CELLS / size));
  for (let first = 0; first < size; first += pieceRows) {
    const end = Math.min(size, first + pieceRows);
    const ranges = [
      [first, end],
      [0, size],
    ] as const;
    const cells = matrix.slice(ranges) as ArrayLike<number | bigint>;
    for (let cell = 0; cell < (end - first) * size; cell++) {
      const amount = Number(cells[cell]);
      if (amount === 0 || amount === missing) continue;
      const [row, column] = [first + Math.floor(cell / size), cell % size];
      const places = { origin: names[row]!, destination: names[column]! };
      trips.add({ ...places, amount, line: row + 1, column: column + 1 });
    }
  }
}
