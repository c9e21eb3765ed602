/** The values of one page, each read when it is asked for. Source: Encodings.md of Apache Parquet. */
import type { ParquetColumn } from './footer.js';
import { readDeltas, readRuns } from './packed-integers.js';
import type { ByteReader } from './parquet-bytes.js';
import { type StoredValue, textOf } from './value-texts.js';

/** The values of a page that are there, each by its place among them. */
export interface PageValues {
  readonly text: (value: number) => string;
  /** The same number without making a text of it; null where values are no plain numbers. */
  readonly number: ((value: number) => number) | null;
}

export const ENCODING = {
  plain: 0,
  oldDictionary: 2,
  runs: 3,
  bits: 4,
  deltas: 5,
  deltaLengths: 6,
  deltaBytes: 7,
  dictionary: 8,
  split: 9,
} as const;

export const isOfDictionary = (encoding: number): boolean =>
  encoding === ENCODING.dictionary || encoding === ENCODING.oldDictionary;

/**
 * `count`: how many are there. Null for an encoding that is not read.
 * Throws UserError where the page does not hold them.
 */
export function pageValues(
  reader: ByteReader,
  column: ParquetColumn,
  page: { encoding: number; count: number; dictionary: readonly string[] | null },
): PageValues | null {
  const { encoding, count, dictionary } = page;
  if (isOfDictionary(encoding)) {
    return dictionary === null
      ? reader.fail('a page without its dictionary')
      : { text: dictionaryTexts(reader, count, dictionary), number: null };
  }
  const values = storedValues(reader, column, encoding, count);
  if (values === null) return null;
  const isNumber = NUMBERS.has(column.type) && column.meaning.kind === 'plain';
  const number = isNumber ? (value: number) => finite(Number(values(value))) : null;
  return { text: (value) => textOf(values(value), column), number };
}

const NUMBERS: ReadonlySet<ParquetColumn['type']> = new Set(['int32', 'int64', 'float', 'double']);

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

function dictionaryTexts(
  reader: ByteReader,
  count: number,
  dictionary: readonly string[],
): (value: number) => string {
  const rows = new Int32Array(count);
  if (count > 0) readRuns(reader, reader.byte(), rows);
  for (const row of rows) {
    if (!(row >= 0 && row < dictionary.length)) reader.fail('a value that its dictionary lacks');
  }
  return (value) => dictionary[rows[value]!]!;
}

type Values = (value: number) => StoredValue;

function storedValues(
  reader: ByteReader,
  column: ParquetColumn,
  encoding: number,
  count: number,
): Values | null {
  const isWhole = column.type === 'int32' || column.type === 'int64';
  const isBytes = column.type === 'bytes';
  if (encoding === ENCODING.plain) return plainValues(reader, column, count);
  if (encoding === ENCODING.runs && column.type === 'boolean') {
    const truths = new Int32Array(count);
    reader.uint32();
    readRuns(reader, 1, truths);
    return (value) => truths[value] === 1;
  }
  if (encoding === ENCODING.deltas && isWhole) {
    const numbers = readDeltas(reader, count);
    if (numbers.length !== count) reader.fail(`${numbers.length} values, must be ${count}`);
    return (value) => numbers[value]!;
  }
  if (encoding === ENCODING.deltaLengths && isBytes) return piecesOf(reader, count);
  if (encoding === ENCODING.deltaBytes && isBytes) return prefixedPieces(reader, count);
  const width = WIDTHS[column.type] ?? column.length_bytes;
  const isSplit = encoding === ENCODING.split && !isBytes && width > 0;
  return isSplit ? splitValues(reader, column, { count, width }) : null;
}

const WIDTHS: Readonly<Partial<Record<ParquetColumn['type'], number>>> = {
  int32: 4,
  float: 4,
  int64: 8,
  double: 8,
  int96: 12,
  boolean: 0,
};

export function plainValues(reader: ByteReader, column: ParquetColumn, count: number): Values {
  const { bytes } = reader;
  const room = (width: number): number => reader.take(width * count);
  switch (column.type) {
    case 'boolean': {
      const start = reader.take((count + 7) >> 3);
      return (value) => ((bytes[start + (value >> 3)]! >> (value & 7)) & 1) === 1;
    }
    case 'int32': {
      const start = room(4);
      return (value) => bytes.readInt32LE(start + 4 * value);
    }
    case 'float': {
      const start = room(4);
      return (value) => bytes.readFloatLE(start + 4 * value);
    }
    case 'int64': {
      const start = room(8);
      return (value) => bytes.readBigInt64LE(start + 8 * value);
    }
    case 'double': {
      const start = room(8);
      return (value) => bytes.readDoubleLE(start + 8 * value);
    }
    case 'int96': {
      // Nanoseconds of the day, then the day.
      const start = room(12);
      return (value) => bytes.readBigInt64LE(start + 12 * value);
    }
    case 'fixed bytes': {
      const start = room(column.length_bytes);
      const width = column.length_bytes;
      return (value) => bytes.subarray(start + width * value, start + width * (value + 1));
    }
    case 'bytes': {
      if (count * 4 > reader.left_bytes) reader.fail('it ends within a value');
      const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
      for (let value = 0; value < count; value++) {
        const length = reader.uint32();
        starts[value] = reader.take(length);
        ends[value] = reader.at;
      }
      return (value) => bytes.subarray(starts[value]!, ends[value]!);
    }
  }
}

/** Lengths first, then all bytes. */
function piecesOf(reader: ByteReader, count: number): Values {
  const lengths = readDeltas(reader, count);
  if (lengths.length !== count) reader.fail(`${lengths.length} values, must be ${count}`);
  const starts = new Int32Array(count + 1);
  starts[0] = reader.at;
  for (let value = 0; value < count; value++) {
    reader.take(Number(lengths[value]));
    starts[value + 1] = reader.at;
  }
  return (value) => reader.bytes.subarray(starts[value]!, starts[value + 1]!);
}

/** Each begins as the one before does. */
function prefixedPieces(reader: ByteReader, count: number): Values {
  const shared = readDeltas(reader, count);
  if (shared.length !== count) reader.fail(`${shared.length} values, must be ${count}`);
  const rest = piecesOf(reader, count);
  const whole: Buffer[] = [];
  let [last, total_bytes] = [Buffer.alloc(0), 0];
  for (let value = 0; value < count; value++) {
    const length = Number(shared[value]);
    if (!(length >= 0 && length <= last.length))
      reader.fail('a value begins beyond the one before');
    last = Buffer.concat([last.subarray(0, length), rest(value) as Buffer]);
    total_bytes += last.length;
    if (total_bytes > MOST_PREFIXED_bytes) reader.fail('the values of a page are too long');
    whole.push(last);
  }
  return (value) => whole[value]!;
}

/** Shared beginnings let a small page have long values. */
const MOST_PREFIXED_bytes = 128 << 20;

/** First bytes of all values, then second ones, and so on. */
function splitValues(
  reader: ByteReader,
  column: ParquetColumn,
  { count, width }: { count: number; width: number },
): Values {
  const start = reader.take(width * count);
  const whole = Buffer.alloc(width * count);
  for (let byte = 0; byte < width; byte++) {
    for (let value = 0; value < count; value++) {
      whole[value * width + byte] = reader.bytes[start + byte * count + value]!;
    }
  }
  return plainValues(reader.over(whole), column, count);
}
