/** Walks a column row by row; one page of it is in memory, and its dictionary. */
import { crc32 } from 'node:zlib';
import type { ColumnChunk, ParquetColumn, ParquetFooter } from './footer.js';
import { readRuns } from './packed-integers.js';
import {
  ENCODING,
  isOfDictionary,
  type PageValues,
  pageValues,
  plainValues,
} from './page-values.js';
import { ByteReader, damagedAt, notRead, type ParquetSource, tooLarge } from './parquet-bytes.js';
import { numberIn, readThrift, structIn, type ThriftStruct } from './thrift.js';
import { unpack } from './unpack.js';
import { textOf } from './value-texts.js';

/** More in one page would not fit beside those of the other columns. */
const MOST_VALUES = 1 << 24;
/** A dictionary has no more values than its group has rows, but for kinds that nobody is of. */
const MOST_UNUSED = 1 << 17;
/** Headers hold the least and the greatest text of a page. */
const LONGEST_HEADER_bytes = 1 << 16;
/** A column that unpacks to more is made to do so. */
const UNPACKED_PER_BYTE = 100;
const UNPACKED_OF_ANY_bytes = 64 << 20;
const PAGE = { data: 0, index: 1, dictionary: 2, data2: 3 } as const;

export class ColumnCursor {
  readonly column: ParquetColumn;
  readonly #source: ParquetSource;
  readonly #codec: number;
  readonly #end_byte: number;
  #at_byte: number;
  #unpackable_bytes: number;
  readonly #mostWords: number;
  #rowsLeft: number;
  #dictionary: readonly string[] | null = null;
  /** Of the page: the row that is looked at, how many it has, and which values they are. */
  #row = -1;
  #rowCount = 0;
  #slots: Int32Array | null = null;
  #values: PageValues = { text: () => '', number: null };

  constructor(
    source: ParquetSource,
    column: ParquetColumn,
    { codec, start_byte, end_byte }: ColumnChunk,
    rowCount: number,
  ) {
    this.column = column;
    this.#source = source;
    this.#codec = codec;
    this.#at_byte = start_byte;
    this.#end_byte = end_byte;
    this.#unpackable_bytes = UNPACKED_OF_ANY_bytes + UNPACKED_PER_BYTE * (end_byte - start_byte);
    this.#mostWords = rowCount + MOST_UNUSED;
    this.#rowsLeft = rowCount;
  }

  /** To the next row, which the group of rows must have. */
  advance(): void {
    if (++this.#row < this.#rowCount) return;
    this.#row = 0;
    this.#rowCount = 0;
    while (this.#rowCount === 0) this.#nextPage();
  }

  /** Of the row; empty where there is no value. */
  text(): string {
    const slot = this.#slots === null ? this.#row : this.#slots[this.#row]!;
    return slot < 0 ? '' : this.#values.text(slot);
  }

  /** Of the row; NaN where its value is none, undefined where only its text tells. */
  number(): number | undefined {
    const { number } = this.#values;
    if (number === null) return undefined;
    const slot = this.#slots === null ? this.#row : this.#slots[this.#row]!;
    return slot < 0 ? Number.NaN : number(slot);
  }

  #nextPage(): void {
    const { file } = this.#source;
    const header_byte = this.#at_byte;
    if (header_byte >= this.#end_byte) {
      throw damagedAt(file, header_byte, `${this.column.name} ends before its group of rows`);
    }
    const window_byte = Math.min(this.#end_byte, header_byte + LONGEST_HEADER_bytes);
    const reader = new ByteReader(this.#source.read(header_byte, window_byte), file, header_byte);
    const header = readThrift(reader);
    const start_byte = header_byte + reader.at;
    const end_byte = start_byte + numberIn(header, 3);
    if (!(end_byte >= start_byte && end_byte <= this.#end_byte)) {
      throw damagedAt(file, header_byte, 'a page is longer than its column');
    }
    this.#at_byte = end_byte;
    const packed = this.#source.read(start_byte, end_byte);
    const sum = numberIn(header, 4);
    if (!Number.isNaN(sum) && crc32(packed) !== sum >>> 0) {
      throw damagedAt(file, start_byte, 'the checksum of a page is wrong');
    }
    const type = numberIn(header, 1);
    if (type === PAGE.dictionary) this.#readDictionary(header, packed, start_byte);
    else if (type === PAGE.data) this.#readPage(header, packed, start_byte);
    else if (type === PAGE.data2) this.#readPage2(header, packed, start_byte);
    else if (type !== PAGE.index) throw damagedAt(file, header_byte, 'a page of no kind');
  }

  #readDictionary(header: ThriftStruct, packed: Buffer, byte: number): void {
    const { column } = this;
    if (this.#dictionary !== null) {
      throw damagedAt(this.#source.file, byte, `${column.name} has two dictionaries`);
    }
    const count = this.#countIn(structIn(header, 7), byte);
    if (count > this.#mostWords) {
      throw tooLarge(this.#source.file, byte, `a dictionary of ${count} values for fewer rows`);
    }
    const reader = this.#unpacked(packed, numberIn(header, 2), byte);
    const values = plainValues(reader, column, count);
    this.#dictionary = Array.from({ length: count }, (_, value) => textOf(values(value), column));
  }

  #readPage(header: ThriftStruct, packed: Buffer, byte: number): void {
    const page = structIn(header, 5);
    const rowCount = this.#rowsIn(page, byte);
    const reader = this.#unpacked(packed, numberIn(header, 2), byte);
    const { file } = this.#source;
    let slots: Int32Array | null = null;
    if (this.column.levelCount > 0) {
      if (numberIn(page, 3) !== ENCODING.runs)
        throw notRead(file, byte, 'levels in an old encoding');
      const length = reader.uint32();
      const start = reader.take(length);
      const levels = new ByteReader(reader.bytes.subarray(start, start + length), file, byte);
      slots = this.#slotsOf(levels, rowCount);
    }
    this.#takeValues(reader, { rowCount, slots, encoding: numberIn(page, 2), byte });
  }

  #readPage2(header: ThriftStruct, packed: Buffer, byte: number): void {
    const page = structIn(header, 8);
    const rowCount = this.#rowsIn(page, byte);
    const { file } = this.#source;
    const [levels_bytes, repeats_bytes] = [numberIn(page, 5), numberIn(page, 6)];
    const sizeOfLevels = levels_bytes + repeats_bytes;
    if (!(levels_bytes >= 0 && repeats_bytes >= 0 && sizeOfLevels <= packed.length)) {
      throw damagedAt(file, byte, 'the levels of a page are longer than the page');
    }
    const levels = new ByteReader(packed.subarray(repeats_bytes, sizeOfLevels), file, byte);
    const slots = this.column.levelCount > 0 ? this.#slotsOf(levels, rowCount) : null;
    const body = packed.subarray(sizeOfLevels);
    const isPacked = page?.get(7) !== false;
    const reader = isPacked
      ? this.#unpacked(body, numberIn(header, 2) - sizeOfLevels, byte)
      : new ByteReader(body, file, byte);
    this.#takeValues(reader, { rowCount, slots, encoding: numberIn(page, 4), byte });
  }

  /** Of each row its place among the values that are there, or -1. */
  #slotsOf(levels: ByteReader, rowCount: number): Int32Array {
    const { levelCount } = this.column;
    const slots = new Int32Array(rowCount);
    readRuns(levels, 32 - Math.clz32(levelCount), slots);
    let count = 0;
    for (let row = 0; row < rowCount; row++) slots[row] = slots[row] === levelCount ? count++ : -1;
    return slots;
  }

  #takeValues(
    reader: ByteReader,
    page: { rowCount: number; slots: Int32Array | null; encoding: number; byte: number },
  ): void {
    const { rowCount, slots, encoding, byte } = page;
    let count = rowCount;
    if (slots !== null) for (const slot of slots) if (slot < 0) count--;
    const dictionary = this.#dictionary;
    const values = pageValues(reader, this.column, { encoding, count, dictionary });
    if (values === null) {
      const what = isOfDictionary(encoding) ? 'a dictionary' : `encoding ${encoding}`;
      throw notRead(this.#source.file, byte, `${this.column.name}: ${what} is not read`);
    }
    this.#values = values;
    this.#slots = slots;
    this.#rowCount = rowCount;
    this.#rowsLeft -= rowCount;
  }

  #unpacked(packed: Buffer, size_bytes: number, byte: number): ByteReader {
    const { file } = this.#source;
    if (size_bytes > this.#unpackable_bytes) {
      throw tooLarge(file, byte, `${this.column.name} unpacks to far more than it is`);
    }
    this.#unpackable_bytes -= size_bytes;
    const bytes = unpack(packed, size_bytes, { codec: this.#codec, file, byte });
    return new ByteReader(bytes, file, byte);
  }

  #rowsIn(page: ThriftStruct | undefined, byte: number): number {
    const count = this.#countIn(page, byte);
    if (count >= 1 && count <= this.#rowsLeft) return count;
    const message = count === 0 ? 'a page has no rows' : 'a page has more rows than its group';
    throw damagedAt(this.#source.file, byte, message);
  }

  #countIn(page: ThriftStruct | undefined, byte: number): number {
    const count = numberIn(page, 1);
    const { file } = this.#source;
    if (!(Number.isInteger(count) && count >= 0)) {
      throw damagedAt(file, byte, 'a page has no number of values');
    }
    if (count > MOST_VALUES) throw tooLarge(file, byte, `a page of ${count} values`);
    return count;
  }
}

/** The cursors of some columns through every row of a file, group by group. */
export function* rowsOf(
  source: ParquetSource,
  { columns, groups }: ParquetFooter,
  wanted: readonly number[],
): Generator<ReadonlyMap<number, ColumnCursor>> {
  for (const { rowCount, chunks } of groups) {
    const cursors = new Map(
      wanted.map((column) => {
        const cursor = new ColumnCursor(source, columns[column]!, chunks[column]!, rowCount);
        return [column, cursor] as const;
      }),
    );
    const all = [...cursors.values()];
    for (let row = 0; row < rowCount; row++) {
      for (const cursor of all) cursor.advance();
      yield cursors;
    }
  }
}
