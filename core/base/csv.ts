/**
 * CSV with every cell located, so that a problem names its line and column; and CSV written safely.
 *
 * The parser is our own because the usual ones (fast-csv among them) hand on the text of a cell but
 * not where it stood, and count records where quoted cells with line breaks make lines and records
 * differ. Large result files are streamed elsewhere; this module holds one input file in memory.
 */
import { type Problems, shown } from './errors.js';

export interface CsvCell {
  readonly text: string;
  /** Of the first character of the cell, from 1, counted from the start of its own line. */
  readonly column: number;
  /** Differs from that of its record only after a quoted line break. */
  readonly line: number;
}

export interface CsvLine {
  /** Where the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
}

type Malformed = (place: { line: number; column: number }, message: string) => void;

/**
 * The records of `text` (RFC 4180): quotes, CRLF or LF; a byte order mark and blank lines are left
 * out, the guard of `formatCsv` against formulas is taken off again. A misplaced quote goes to
 * `malformed`, which throws unless given; the rest is then read as well as can be.
 */
export function parseCsv(text: string, malformed: Malformed = refuse): CsvLine[] {
  const scanner = new Scanner(text, malformed);
  const lines: CsvLine[] = [];
  while (!scanner.isAtEnd) {
    const record = scanner.record();
    if (record !== null) lines.push(record);
  }
  return lines;
}

function refuse(place: { line: number; column: number }, message: string): never {
  throw new Error(`CSV, line ${place.line}, column ${place.column}: ${message}`);
}

const QUOTE = '"';

class Scanner {
  readonly #text: string;
  readonly #malformed: Malformed;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, malformed: Malformed) {
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.#malformed = malformed;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next record, or null for a blank line. */
  record(): CsvLine | null {
    const { line } = this.#place();
    const start = this.#at;
    const cells = [this.#cell()];
    while (this.#text[this.#at] === ',') {
      this.#at++;
      cells.push(this.#cell());
    }
    const isBlank = this.#at === start;
    this.#lineBreak();
    return isBlank ? null : { line, cells };
  }

  #cell(): CsvCell {
    const place = this.#place();
    const text = this.#text[this.#at] === QUOTE ? this.#quoted(place) : this.#bare();
    return { text: withoutGuard(text), ...place };
  }

  #bare(): string {
    const start = this.#at;
    let end = start;
    while (end < this.#text.length && !isDelimiter(this.#text.charCodeAt(end))) end++;
    this.#at = end;
    const text = this.#text.slice(start, end);
    const quote = text.indexOf(QUOTE);
    if (quote >= 0) {
      const column = start + quote - this.#lineStart + 1;
      this.#malformed({ line: this.#line, column }, 'a quote inside a cell that has no quotes');
    }
    return text;
  }

  #quoted(opening: { line: number; column: number }): string {
    let text = '';
    for (;;) {
      const start = ++this.#at;
      const end = this.#text.indexOf(QUOTE, start);
      if (end < 0) {
        this.#malformed(opening, 'the quote that opens this cell is never closed');
        this.#at = this.#text.length;
        return text + this.#text.slice(start);
      }
      this.#countLineBreaks(start, end);
      text += this.#text.slice(start, end);
      this.#at = end + 1;
      if (this.#text[this.#at] !== QUOTE) break;
      text += QUOTE;
    }
    const place = this.#place();
    const rest = this.#bare();
    if (rest !== '') this.#malformed(place, 'text after the closing quote of a cell');
    return text + rest;
  }

  #countLineBreaks(start: number, end: number): void {
    for (let at = this.#text.indexOf('\n', start); at >= 0 && at < end; ) {
      this.#line++;
      this.#lineStart = at + 1;
      at = this.#text.indexOf('\n', at + 1);
    }
  }

  #lineBreak(): void {
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] === '\n') this.#at++;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #place(): { line: number; column: number } {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}

/** Comma, line feed or carriage return. */
const isDelimiter = (code: number): boolean => code === 0x2c || code === 0x0a || code === 0x0d;

export interface CsvCodes {
  /** A required column is missing, or one is named twice. */
  readonly missingColumn: string;
  /** A cell does not hold what its column asks for. */
  readonly badCell: string;
  /** A record with more or fewer cells than the header, or with misplaced quotes. */
  readonly ragged: string;
}

/** A CSV file with a header; what is wrong with it is noted in `problems` as it is read. */
export class CsvTable {
  /** Names in the header, in the file's order. */
  readonly columns: readonly string[];
  readonly #records: readonly CsvLine[];
  readonly #notes: Notes;
  readonly #columnOf = new Map<string, number>();
  readonly #isReadable: boolean;

  constructor(
    file: string,
    text: string,
    required: readonly string[],
    problems: Problems,
    codes: CsvCodes,
  ) {
    if (problems.file !== file) throw new Error(`Problems of ${problems.file} given for ${file}.`);
    this.#notes = { problems, codes };
    const [header, ...records] = parseCsv(text, (place, message) =>
      problems.add(codes.ragged, place, message),
    );
    this.#records = records;
    this.columns = header?.cells.map((cell) => cell.text.trim()) ?? [];
    for (const [at, name] of this.columns.entries()) {
      const { line, column } = header!.cells[at]!;
      if (!this.#columnOf.has(name)) this.#columnOf.set(name, at);
      else if (name !== '') {
        problems.add(codes.missingColumn, { line, column, field: name }, 'is named twice');
      }
    }
    const missing = required.filter((name) => !this.#columnOf.has(name));
    for (const field of missing) {
      problems.add(codes.missingColumn, { line: header?.line ?? 1, field }, 'column is missing');
    }
    this.#isReadable = missing.length === 0;
  }

  /** Every record as long as the header; none when a required column is missing. */
  *rows(): Iterable<CsvRow> {
    if (!this.#isReadable) return;
    const { problems, codes } = this.#notes;
    for (const record of this.#records) {
      if (record.cells.length === this.columns.length) {
        yield new CsvRow(record, this.#columnOf, this.#notes);
      } else {
        const counts = `${record.cells.length} cells where the header has ${this.columns.length}`;
        problems.add(codes.ragged, { line: record.line }, counts);
      }
    }
  }
}

interface Notes {
  readonly problems: Problems;
  readonly codes: CsvCodes;
}

/** A plain decimal number; `Number` alone would take '', '0x10' and 'Infinity'. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * One record. A cell that is not what is asked for is noted and a harmless value is returned ('',
 * NaN, the first of a list), so that reading goes on and finds the other problems.
 */
export class CsvRow {
  readonly line: number;
  readonly #record: CsvLine;
  readonly #columnOf: ReadonlyMap<string, number>;
  readonly #notes: Notes;

  constructor(record: CsvLine, columnOf: ReadonlyMap<string, number>, notes: Notes) {
    this.line = record.line;
    this.#record = record;
    this.#columnOf = columnOf;
    this.#notes = notes;
  }

  /** True when the file has the column and the cell is not empty. */
  has(column: string): boolean {
    return this.optionalText(column).trim() !== '';
  }

  /** A text of at least one character other than a space. */
  text(column: string): string {
    const text = this.optionalText(column);
    return text.trim() === '' ? this.#refuse(column, 'must not be empty', '') : text;
  }

  /** The text as it stands; '' when the cell is empty or the column missing. */
  optionalText(column: string): string {
    return this.#cell(column)?.text ?? '';
  }

  /** A finite number; NaN is returned for anything else. */
  number(column: string): number {
    return this.#number(column, 'must be a number', () => true);
  }

  positive(column: string): number {
    return this.#number(column, 'must be a number above 0', (value) => value > 0);
  }

  /** A whole number from 0. */
  count(column: string): number {
    const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
    return this.#number(column, 'must be a whole number, 0 or more', isCount);
  }

  oneOf<const Value extends string>(column: string, list: readonly Value[]): Value {
    const text = this.optionalText(column);
    const found = list.find((value) => value === text);
    return found ?? this.#refuse(column, `must be one of ${list.join(', ')}`, list[0]!);
  }

  /** Where a cell stands, for problems that only the caller can see. */
  placeOf(column: string): { line: number; column: number; field: string } {
    const cell = this.#cell(column);
    return { line: cell?.line ?? this.line, column: cell?.column ?? 0, field: column };
  }

  #number(column: string, demand: string, accepts: (value: number) => boolean): number {
    const text = this.optionalText(column).trim();
    const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value) && accepts(value)) return value;
    return this.#refuse(column, demand, Number.NaN);
  }

  #refuse<Value>(column: string, demand: string, harmless: Value): Value {
    const { problems, codes } = this.#notes;
    const message = `${demand}, got ${shown(this.optionalText(column))}`;
    problems.add(codes.badCell, this.placeOf(column), message);
    return harmless;
  }

  #cell(column: string): CsvCell | undefined {
    const at = this.#columnOf.get(column);
    return at === undefined ? undefined : this.#record.cells[at];
  }
}

/**
 * CSV text of `rows` under a header. Lines end in \n; numbers are written in their shortest exact
 * form, NaN as an empty cell. `parseCsv` reads the same texts back.
 */
export function formatCsv(
  columns: readonly string[],
  rows: Iterable<readonly (string | number | boolean)[]>,
): string {
  const lines = [formatRecord(columns)];
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new Error(`A row of ${row.length} cells under ${columns.length} columns.`);
    }
    lines.push(formatRecord(row));
  }
  return `${lines.join('\n')}\n`;
}

function formatRecord(cells: readonly (string | number | boolean)[]): string {
  const record = cells.map(formatCell).join(',');
  // One empty cell alone would read as a blank line.
  return record === '' ? '""' : record;
}

function formatCell(cell: string | number | boolean): string {
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell);
  if (typeof cell === 'boolean') return String(cell);
  const text = withGuard(cell);
  return /[",\r\n\uFEFF]/.test(text) ? `"${text.replaceAll(QUOTE, '""')}"` : text;
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula (OWASP, "CSV injection"); a
 * single quote before it makes it text. Texts that begin with quotes and such a sign get one more,
 * so that taking one off always gives back the text.
 */
const withGuard = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const withoutGuard = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
