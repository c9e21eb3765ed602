/**
 * The HDF5 library, which is installed only where its 15 MB are wanted. Only what is used of it is
 * described here, so that the project compiles without it.
 */
import { refused } from '../../core/base/counted-text.js';

export interface Hdf5Dataset {
  readonly shape: readonly number[] | null;
  /** Half-open ranges, one for each direction. */
  readonly slice: (ranges: readonly (readonly [number, number])[]) => unknown;
  readonly attrs: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Hdf5Group {
  readonly keys: () => string[];
  /** Null where there is no such member. */
  readonly get: (name: string) => unknown;
}

interface Hdf5File extends Hdf5Group {
  readonly close: () => unknown;
}

interface Hdf5Library {
  readonly ready: Promise<{ readonly activate_throwing_error_handler: () => unknown }>;
  readonly File: new (path: string, mode: 'r') => Hdf5File;
}

/** By a name that the compiler does not follow. */
const PACKAGE: string = 'h5wasm/node';

/**
 * What `read` makes of the file. `package_name`: for tests.
 * Throws UserError: not installed, or whatever the library says of the file.
 */
export async function readHdf5<Result>(
  file: string,
  read: (root: Hdf5Group) => Result,
  package_name = PACKAGE,
): Promise<Result> {
  const library = await installed(file, package_name);
  (await library.ready).activate_throwing_error_handler();
  const opened = attempt(file, () => new library.File(file, 'r'));
  try {
    return read(guarded(file, opened));
  } finally {
    attempt(file, () => opened.close());
  }
}

async function installed(file: string, package_name: string): Promise<Hdf5Library> {
  try {
    return (await import(package_name)) as Hdf5Library;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const message = 'matrices in OMX need the package h5wasm: npm install --no-save h5wasm@0.10.3';
    throw refused(file, 'OMX-001', message);
  }
}

/** The library throws errors of its own, of its memory, and strings; all are about the file. */
function attempt<Result>(file: string, call: () => Result): Result {
  try {
    return call();
  } catch {
    throw refused(file, 'OMX-002', 'is no HDF5 file, or is damaged');
  }
}

/** The same group, whose members can be asked for without harm. */
function guarded(file: string, group: Hdf5Group): Hdf5Group {
  return {
    keys: () => attempt(file, () => group.keys()),
    get: (name) => {
      const member = attempt(file, () => group.get(name));
      if (isGroup(member)) return guarded(file, member);
      return isDataset(member) ? guardedSet(file, member) : null;
    },
  };
}

const guardedSet = (file: string, dataset: Hdf5Dataset): Hdf5Dataset => ({
  shape: attempt(file, () => dataset.shape),
  slice: (ranges) => attempt(file, () => dataset.slice(ranges)),
  attrs: new Proxy(
    {},
    {
      get: (_, name) =>
        attempt(file, () => {
          const found = dataset.attrs[String(name)];
          return found === undefined ? undefined : { value: found.value };
        }),
    },
  ),
});

export const isGroup = (member: unknown): member is Hdf5Group =>
  typeof (member as Hdf5Group | null)?.keys === 'function';

export const isDataset = (member: unknown): member is Hdf5Dataset =>
  typeof (member as Hdf5Dataset | null)?.slice === 'function';
