/**
 * Trips from any CSV file. Its cells are looked at in place: a large file is millions of rows, of
 * which only a few cells matter. Files with quotes go through the careful parser instead.
 */
import { parseCsv } from '../../core/base/csv.js';
import { Problems } from '../../core/base/errors.js';
import { findColumns } from './trip-columns.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import { type TripOptions, type TripPlaces, TripReader, type TripRows } from './trip-reader.js';

/** Throws UserError when the columns cannot be found or no trip is left. */
export function readCsvTrips(
  text: string,
  file: string,
  network: TripPlaces,
  options: TripOptions,
): ImportedTrips {
  const problems = new Problems(file);
  const list = new TripList(file, network);
  const rows = text.includes('"') ? new QuotedRows(text, list) : new PlainRows(text);
  const first = rows.next() ? rows.cells() : [];
  const found = findColumns(first, options.columns, problems);
  problems.throwIfAny();
  const reader = new TripReader(network, { list, found, options, problems });
  problems.throwIfAny();
  if (!found.hasHeader) {
    if (reader.isHeader(rows)) {
      list.note('DEM-083', 'line 1', 'has no number or time where there must be one: a header');
    } else reader.take(rows);
  }
  while (rows.next()) reader.take(rows);
  return list.done();
}

/** Rows that are walked one after the other. */
interface CsvRows extends TripRows {
  /** False at the end. */
  next(): boolean;
  cells(): readonly string[];
}

const COMMA = 44;
const CARRIAGE_RETURN = 13;

/** Rows of a text without quotes. */
class PlainRows implements CsvRows {
  line = 0;
  cellCount = 0;
  readonly #text: string;
  /** Begin of each cell, and one behind the end of the last. */
  readonly #starts: number[] = [];
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  next(): boolean {
    const text = this.#text;
    while (this.#at < text.length) {
      this.line++;
      const start = this.#at;
      let end = text.indexOf('\n', start);
      if (end === -1) end = text.length;
      this.#at = end + 1;
      if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
      if (end === start) continue;
      this.#cut(start, end);
      return true;
    }
    return false;
  }

  #cut(start: number, end: number): void {
    const [text, starts] = [this.#text, this.#starts];
    let count = 0;
    starts[count++] = start;
    for (let at = start; at < end; at++) {
      if (text.charCodeAt(at) === COMMA) starts[count++] = at + 1;
    }
    starts[count] = end + 1;
    this.cellCount = count;
  }

  cell(column: number): string {
    return this.#text.slice(this.#starts[column]!, this.#starts[column + 1]! - 1);
  }

  columnOf(column: number): number {
    return this.#starts[column]! - this.#starts[0]! + 1;
  }

  cells(): readonly string[] {
    return Array.from({ length: this.cellCount }, (_, column) => this.cell(column));
  }
}

/** Rows of a text with quotes. */
class QuotedRows implements CsvRows {
  readonly #rows: ReturnType<typeof parseCsv>;
  #row = -1;

  constructor(text: string, list: TripList) {
    this.#rows = parseCsv(text, (place, message) => list.leave('DEM-060', place, message));
  }

  next(): boolean {
    return ++this.#row < this.#rows.length;
  }

  get line(): number {
    return this.#rows[this.#row]!.line;
  }

  get cellCount(): number {
    return this.#rows[this.#row]!.cells.length;
  }

  cell(column: number): string {
    return this.#rows[this.#row]!.cells[column]!.text;
  }

  columnOf(column: number): number {
    return this.#rows[this.#row]!.cells[column]!.column;
  }

  cells(): readonly string[] {
    return this.#rows[this.#row]!.cells.map(({ text }) => text);
  }
}
