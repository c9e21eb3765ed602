/**
 * The footer of a Parquet file: its columns and where their values lie. What it says of sizes is held
 * against the file before it is believed. Source: parquet.thrift of Apache Parquet, and its Logical
 * Types page. Columns within lists are left out: a table of trips has none.
 */
import { refused } from '../../../core/base/counted-text.js';
import { ByteReader, damagedAt, notRead, type ParquetSource, tooLarge } from './parquet-bytes.js';
import {
  listIn,
  numberIn,
  readThrift,
  structIn,
  structsIn,
  type ThriftStruct,
  textIn,
} from './thrift.js';

export const PHYSICAL_TYPES = [
  'boolean',
  'int32',
  'int64',
  'int96',
  'float',
  'double',
  'bytes',
  'fixed bytes',
] as const;
export type PhysicalType = (typeof PHYSICAL_TYPES)[number];

/** How a stored value is meant. `clock`: a time of a day, or a day and a time. */
export type Meaning =
  | { readonly kind: 'plain' | 'text' | 'date' }
  | { readonly kind: 'clock'; readonly unitsPerSecond: number }
  | { readonly kind: 'decimal'; readonly scale: number };

export interface ParquetColumn {
  /** With a dot where it is within a structure. */
  readonly name: string;
  readonly type: PhysicalType;
  /** Of `fixed bytes`. */
  readonly length_bytes: number;
  readonly meaning: Meaning;
  /** How many of its names may be missing; at that level a value is there. */
  readonly levelCount: number;
}

/** The values of a column in one group of rows. */
export interface ColumnChunk {
  readonly codec: number;
  readonly start_byte: number;
  readonly end_byte: number;
}

export interface RowGroup {
  readonly rowCount: number;
  /** One for each column of the footer. */
  readonly chunks: readonly ColumnChunk[];
}

export interface ParquetFooter {
  readonly columns: readonly ParquetColumn[];
  readonly groups: readonly RowGroup[];
}

const MARK = 'PAR1';
const SECRET_MARK = 'PARE';
const MARK_bytes = 4;
/** Length of the footer, then the mark. */
const END_bytes = 8;
const LARGEST_FOOTER_bytes = 64 << 20;
/** Rows that a table can have in so few bytes: a place and a time take more than two bits a row. */
const ROWS_PER_BYTE = 4;
const ROWS_OF_ANY_FILE = 100_000;

export function readFooter(source: ParquetSource): ParquetFooter {
  const { file, size_bytes } = source;
  if (size_bytes < MARK_bytes + END_bytes) throw refused(file, 'PRQ-001', 'is no Parquet file');
  const end = source.read(size_bytes - END_bytes, size_bytes);
  const mark = end.toString('latin1', MARK_bytes);
  if (mark === SECRET_MARK) throw notRead(file, size_bytes - MARK_bytes, 'the file is encrypted');
  if (mark !== MARK || source.read(0, MARK_bytes).toString('latin1') !== MARK) {
    throw refused(file, 'PRQ-001', 'is no Parquet file, or is cut off');
  }
  const length = end.readUInt32LE(0);
  const start = size_bytes - END_bytes - length;
  if (start < MARK_bytes) throw damagedAt(file, size_bytes - END_bytes, 'the footer is too long');
  if (length > LARGEST_FOOTER_bytes) throw tooLarge(file, start, 'the footer is too long');
  const reader = new ByteReader(source.read(start, size_bytes - END_bytes), file, start);
  const meta = readThrift(reader);
  const leaves = leavesOf(structsIn(meta, 2), file, start);
  const groups = structsIn(meta, 4).map((group) => groupOf(group, leaves.length, { file, start }));
  checkRowCount(groups, source);
  return withoutLists(leaves, groups);
}

function checkRowCount(groups: readonly RowGroup[], { file, size_bytes }: ParquetSource): void {
  const rowCount = groups.reduce((sum, group) => sum + group.rowCount, 0);
  if (rowCount <= ROWS_OF_ANY_FILE + ROWS_PER_BYTE * size_bytes) return;
  const message = `${rowCount} rows in ${size_bytes} bytes cannot be trips`;
  throw tooLarge(file, size_bytes - END_bytes, message);
}

interface Leaf extends ParquetColumn {
  readonly isInList: boolean;
}

const withoutLists = (leaves: readonly Leaf[], groups: readonly RowGroup[]): ParquetFooter => ({
  columns: leaves.filter(({ isInList }) => !isInList),
  groups: groups.map(({ rowCount, chunks }) => ({
    rowCount,
    chunks: chunks.filter((_, column) => !leaves[column]!.isInList),
  })),
});

const [OPTIONAL, REPEATED] = [1, 2];
const DEEPEST_NAME = 32;

/** The schema is a tree in the order of its names, each with the number of its children. */
function leavesOf(elements: readonly ThriftStruct[], file: string, byte: number): Leaf[] {
  const leaves: Leaf[] = [];
  let next = 1;
  const visit = (names: readonly string[], levelCount: number, isInList: boolean): void => {
    const element = elements[next++];
    if (element === undefined) throw damagedAt(file, byte, 'columns are missing');
    if (names.length > DEEPEST_NAME) throw damagedAt(file, byte, 'columns are nested too deep');
    const path = [...names, textIn(element, 4)];
    const repetition = numberIn(element, 3);
    const levels = levelCount + (repetition === OPTIONAL || repetition === REPEATED ? 1 : 0);
    const isRepeated = isInList || repetition === REPEATED;
    const childCount = numberIn(element, 5);
    if (childCount > 0) {
      for (let child = 0; child < childCount; child++) visit(path, levels, isRepeated);
    } else {
      leaves.push({
        ...columnOf(element, path, file, byte),
        levelCount: levels,
        isInList: isRepeated,
      });
    }
  };
  const rootCount = elements[0] === undefined ? 0 : numberIn(elements[0], 5);
  for (let child = 0; child < rootCount; child++) visit([], 0, false);
  return leaves;
}

function columnOf(
  element: ThriftStruct,
  path: readonly string[],
  file: string,
  byte: number,
): Omit<ParquetColumn, 'levelCount'> {
  const type = PHYSICAL_TYPES[numberIn(element, 1)];
  if (type === undefined) throw damagedAt(file, byte, 'a column has a type that is none');
  const length_bytes = numberIn(element, 2);
  const isSized = length_bytes > 0 && length_bytes <= LONGEST_FIXED_bytes;
  if (type === 'fixed bytes' && !isSized) throw damagedAt(file, byte, 'a column has no length');
  return { name: path.join('.'), type, length_bytes, meaning: meaningOf(element, type) };
}

const LONGEST_FIXED_bytes = 1 << 16;

const CONVERTED = { utf8: 0, enum: 4, decimal: 5, date: 6, json: 19 } as const;
/** Converted types of times of a day and of days with times, by what a second has of their unit. */
const CONVERTED_CLOCKS: Readonly<Record<number, number>> = { 7: 1e3, 8: 1e6, 9: 1e3, 10: 1e6 };
/** Fields of the union of logical types. */
const LOGICAL = { text: 1, enum: 4, decimal: 5, date: 6, time: 7, timestamp: 8, json: 12 } as const;
const UNITS_PER_SECOND: Readonly<Record<number, number>> = { 1: 1e3, 2: 1e6, 3: 1e9 };

function meaningOf(element: ThriftStruct, type: PhysicalType): Meaning {
  if (type === 'int96') return { kind: 'clock', unitsPerSecond: 1e9 };
  const logical = structIn(element, 10);
  const clock = structIn(logical, LOGICAL.time) ?? structIn(logical, LOGICAL.timestamp);
  const [unit] = structIn(clock, 2)?.keys() ?? [];
  const converted = numberIn(element, 6);
  const unitsPerSecond = UNITS_PER_SECOND[unit ?? 0] ?? CONVERTED_CLOCKS[converted];
  if (unitsPerSecond !== undefined) return { kind: 'clock', unitsPerSecond };
  if (logical?.has(LOGICAL.date) === true || converted === CONVERTED.date) return { kind: 'date' };
  if (logical?.has(LOGICAL.decimal) === true || converted === CONVERTED.decimal) {
    const scale = numberIn(
      structIn(logical, LOGICAL.decimal) ?? element,
      logical === undefined ? 7 : 1,
    );
    return { kind: 'decimal', scale: scale >= 0 && scale <= LARGEST_SCALE ? scale : 0 };
  }
  // Old writers say nothing of their texts.
  return { kind: type === 'bytes' || type === 'fixed bytes' ? 'text' : 'plain' };
}

const LARGEST_SCALE = 38;

function groupOf(
  group: ThriftStruct,
  columnCount: number,
  { file, start }: { file: string; start: number },
): RowGroup {
  const rowCount = numberIn(group, 3);
  if (!(Number.isSafeInteger(rowCount) && rowCount >= 0)) {
    throw damagedAt(file, start, 'a group of rows has no number of rows');
  }
  const chunks = structsIn(group, 1).map((chunk) => chunkOf(chunk, file, start));
  if (chunks.length !== columnCount) {
    throw damagedAt(file, start, `${chunks.length} columns in a group, must be ${columnCount}`);
  }
  return { rowCount, chunks };
}

function chunkOf(chunk: ThriftStruct, file: string, footer_byte: number): ColumnChunk {
  if (chunk.has(8)) throw notRead(file, footer_byte, 'columns are encrypted');
  if (textIn(chunk, 1) !== '') throw notRead(file, footer_byte, 'columns are in other files');
  const meta = structIn(chunk, 3);
  if (meta === undefined) throw damagedAt(file, footer_byte, 'a column has no place');
  const [dictionary_byte, data_byte] = [numberIn(meta, 11), numberIn(meta, 9)];
  const hasDictionary = dictionary_byte > 0 && dictionary_byte < data_byte;
  const start_byte = hasDictionary ? dictionary_byte : data_byte;
  const end_byte = start_byte + numberIn(meta, 7);
  if (!(start_byte >= MARK_bytes && end_byte >= start_byte && end_byte <= footer_byte)) {
    throw damagedAt(file, footer_byte, `a column from byte ${start_byte} to ${end_byte}`);
  }
  if (listIn(meta, 3).length === 0) throw damagedAt(file, footer_byte, 'a column has no name');
  return { codec: numberIn(meta, 4), start_byte, end_byte };
}
