/**
 * A table is a fixed number of rows stored as typed-array columns in one SharedArrayBuffer.
 * A row is an index; a worker that opens the same memory sees the same rows without copying.
 *
 *     memory:  | header | column a: capacity × 8 bytes | pad | column b: capacity × 4 bytes | …
 *
 * Columns start on 64-byte lines so that two workers writing different columns never share one.
 */
import { NONE, type None } from '../base/ids.js';

type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;
interface NumericArrayType {
  readonly BYTES_PER_ELEMENT: number;
  readonly name: string;
  new (memory: SharedArrayBuffer, byteOffset: number, length: number): NumericArray;
}

/** What a kernel function sees of a column: rows in, numbers of one meaning out. */
export interface Column<Value extends number = number> {
  readonly length: number;
  [row: number]: Value;
}

export interface ColumnSpec<Value extends number = number> {
  readonly ArrayType: NumericArrayType;
  readonly meaning: string;
  readonly initial: Value;
}

const columnOf =
  (ArrayType: NumericArrayType) =>
  (meaning: string, initial = 0): ColumnSpec => ({ ArrayType, meaning, initial });

export const f64 = columnOf(Float64Array);
export const f32 = columnOf(Float32Array);
export const i32 = columnOf(Int32Array);
export const u32 = columnOf(Uint32Array);
export const u16 = columnOf(Uint16Array);
export const u8 = columnOf(Uint8Array);

/** A reference to a row of another table, or NONE. */
export const rowOf = <Id extends number>(meaning: string): ColumnSpec<Id | None> => ({
  ArrayType: Int32Array,
  meaning,
  initial: NONE,
});

export type Schema = Readonly<Record<string, ColumnSpec<any>>>;
export type Columns<S extends Schema> = {
  readonly [Name in keyof S]: S[Name] extends ColumnSpec<infer Value> ? Column<Value> : never;
};
export type Table<S extends Schema> = Columns<S> & {
  readonly capacity: number;
  readonly memory: SharedArrayBuffer;
};

const LINE_BYTES = 64;
const MAGIC = 0x5a7ab1e;

export function createTable<S extends Schema>(schema: S, capacity: number): Table<S> {
  const memory = new SharedArrayBuffer(byteSize(schema, capacity));
  new Uint32Array(memory, 0, 3).set([MAGIC, fingerprint(schema), capacity]);
  const columns = columnsOver(schema, memory, capacity);
  for (const [name, { initial }] of Object.entries(schema)) columns[name]!.fill(initial);
  return tableOf<S>(columns, capacity, memory);
}

/**
 * An object that V8 keeps in its fast form. Columns added by computed names leave it as a hash map,
 * where every `table.column` outside the hottest loops costs a look-up; a spread makes it anew.
 */
function tableOf<S extends Schema>(
  columns: Record<string, NumericArray>,
  capacity: number,
  memory: SharedArrayBuffer,
): Table<S> {
  return { ...columns, capacity, memory } as unknown as Table<S>;
}

/** Opens a table that another thread created, refusing memory written with other columns. */
export function openTable<S extends Schema>(schema: S, memory: SharedArrayBuffer): Table<S> {
  const [magic, written, capacity = 0] = new Uint32Array(memory, 0, 3);
  if (magic !== MAGIC) throw new Error('This memory does not hold a table.');
  if (written !== fingerprint(schema)) throw new Error('This table has other columns than ours.');
  return tableOf<S>(columnsOver(schema, memory, capacity), capacity, memory);
}

function columnsOver(
  schema: Schema,
  memory: SharedArrayBuffer,
  capacity: number,
): Record<string, NumericArray> {
  const columns: Record<string, NumericArray> = {};
  let offset = LINE_BYTES;
  for (const [name, { ArrayType }] of Object.entries(schema)) {
    columns[name] = new ArrayType(memory, offset, capacity);
    offset += roundUp(capacity * ArrayType.BYTES_PER_ELEMENT, LINE_BYTES);
  }
  return columns;
}

function byteSize(schema: Schema, capacity: number): number {
  let size = LINE_BYTES;
  for (const { ArrayType } of Object.values(schema)) {
    size += roundUp(capacity * ArrayType.BYTES_PER_ELEMENT, LINE_BYTES);
  }
  return size;
}

/** FNV-1a over column names and types: equal for two threads running the same code. */
function fingerprint(schema: Schema): number {
  let hash = 0x811c9dc5;
  for (const [name, { ArrayType }] of Object.entries(schema)) {
    for (const character of `${name}:${ArrayType.name};`) {
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    }
  }
  return hash >>> 0;
}

/** A copy in memory that every thread can open: for lists that are no tables. */
export function inSharedMemory<List extends Int32Array | Uint8Array | Float64Array>(
  list: List,
): List {
  const ListType = list.constructor as new (memory: SharedArrayBuffer) => List;
  const shared = new ListType(new SharedArrayBuffer(list.byteLength));
  shared.set(list as never);
  return shared;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
