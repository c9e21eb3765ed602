/** Matrices as other programs write them in OMX, for tests; where the HDF5 library is installed. */
import { readFileSync } from 'node:fs';

interface Writing {
  readonly create_attribute: (name: string, value: unknown) => void;
  readonly create_group: (name: string) => Writing;
  readonly create_dataset: (dataset: {
    readonly name: string;
    readonly data: Float64Array | Int32Array;
    readonly shape?: readonly number[];
    readonly chunks?: readonly number[];
    readonly compression?: number;
  }) => Writing;
  readonly close: () => void;
}

interface Library {
  readonly ready: Promise<unknown>;
  readonly File: new (path: string, mode: 'w') => Writing;
}

const PACKAGE: string = 'h5wasm/node';
const library: Library | null = await import(PACKAGE).catch(() => null);

export const hasHdf5 = library !== null;

/** Tables of rows, lists of names of zones, and what marks a missing cell. */
export async function writeOmx(
  path: string,
  tables: Readonly<Record<string, readonly (readonly number[])[]>>,
  { lookups = {}, missing }: { lookups?: Record<string, number[]>; missing?: number } = {},
): Promise<Uint8Array> {
  await library!.ready;
  const file = new library!.File(path, 'w');
  file.create_attribute('OMX_VERSION', '0.2');
  const data = file.create_group('data');
  for (const [name, rows] of Object.entries(tables)) {
    const shape = [rows.length, rows[0]!.length];
    const packed = { chunks: [1, shape[1]!], compression: 1 };
    const set = data.create_dataset({
      name,
      data: Float64Array.from(rows.flat()),
      shape,
      ...packed,
    });
    if (missing !== undefined) set.create_attribute('NA', missing);
  }
  const group = file.create_group('lookup');
  for (const [name, list] of Object.entries(lookups)) {
    group.create_dataset({ name, data: Int32Array.from(list) });
  }
  file.close();
  return readFileSync(path);
}
