/**
 * Trips from any CSV file. Its cells are looked at in place: a large file is millions of rows, of
 * which only a few cells matter. Files with quotes go through the careful parser instead.
 */
import { parseCsv } from '../../core/base/csv.js';
import { Problems } from '../../core/base/errors.js';
import { findColumns } from './trip-columns.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import {
  numberIn,
  type TripOptions,
  type TripPlaces,
  TripReader,
  type TripRows,
} from './trip-reader.js';

/** Throws UserError when the columns cannot be found or no trip is left. */
export function readCsvTrips(
  text: string,
  file: string,
  network: TripPlaces,
  options: TripOptions,
): ImportedTrips {
  const problems = new Problems(file);
  const list = new TripList(file, network);
  const separator = text.includes('"') ? ',' : separatorOf(text);
  if (separator !== ',') {
    const sign = separator === ';' ? 'semicolons' : 'tabs';
    list.note('DEM-090', 'cells', `are parted by ${sign}; commas in them are decimal ones`);
  }
  const rows = text.includes('"') ? new QuotedRows(text, list) : new PlainRows(text, separator);
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

/** The one of commas, semicolons and tabs that the first line has most of. */
function separatorOf(text: string): string {
  const end = text.indexOf('\n');
  const line = text.slice(0, end === -1 ? undefined : end);
  const countOf = (sign: string): number => line.split(sign).length - 1;
  return [';', '\t'].reduce((best, sign) => (countOf(sign) > countOf(best) ? sign : best), ',');
}

const CARRIAGE_RETURN = 13;

/** Rows of a text without quotes. */
class PlainRows implements CsvRows {
  line = 0;
  cellCount = 0;
  readonly #text: string;
  /** Begin of each cell, and one behind the end of the last. */
  readonly #starts: number[] = [];
  readonly #separator: number;
  #at: number;

  constructor(text: string, separator: string) {
    this.#text = text;
    this.#separator = separator.charCodeAt(0);
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
    const [text, starts, separator] = [this.#text, this.#starts, this.#separator];
    let count = 0;
    starts[count++] = start;
    for (let at = start; at < end; at++) {
      if (text.charCodeAt(at) === separator) starts[count++] = at + 1;
    }
    starts[count] = end + 1;
    this.cellCount = count;
  }

  cell(column: number): string {
    return this.#text.slice(this.#starts[column]!, this.#starts[column + 1]! - 1);
  }

  number(column: number): number {
    const [start, end] = [this.#starts[column]!, this.#starts[column + 1]! - 1];
    const value = decimalIn(this.#text, start, end);
    // Only where cells are not parted by commas can one of them hold one.
    return Number.isNaN(value) ? numberIn(this.cell(column).replace(',', '.')) : value;
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

  number(column: number): number {
    return numberIn(this.cell(column));
  }

  columnOf(column: number): number {
    return this.#rows[this.#row]!.cells[column]!.column;
  }

  cells(): readonly string[] {
    return this.#rows[this.#row]!.cells.map(({ text }) => text);
  }
}

const [DIGIT_0, POINT, MINUS] = [48, 46, 45];
/** So many digits are a whole number that is exact, as are the powers of ten they are divided by. */
const MOST_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * Plain digits with a point among them are read in place: one exact division gives the nearest number,
 * as `Number` does. All else goes the long way.
 */
export function decimalIn(text: string, start: number, end: number): number {
  const isNegative = text.charCodeAt(start) === MINUS;
  let [value, digitCount, decimals] = [0, 0, -1];
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const code = text.charCodeAt(at);
    const digit = code - DIGIT_0;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digitCount++;
      if (decimals >= 0) decimals++;
    } else if (code === POINT && decimals < 0) decimals = 0;
    else return numberIn(text.slice(start, end));
  }
  if (digitCount === 0 || digitCount > MOST_DIGITS) return numberIn(text.slice(start, end));
  const size = decimals > 0 ? value / POWERS_OF_TEN[decimals]! : value;
  return isNegative ? -size : size;
}
