/** Writes and reads the CSV files of a run folder, by their formats. */
import { writeToString } from 'fast-csv';
import {
  type ColumnTable,
  columnOf,
  everyText,
  type TableColumn,
} from '../../core/metrics/column-table.js';
import {
  bytesOf,
  COMMA,
  createCsvBytes,
  guarded,
  LINE_END,
  putByte,
  putCell,
  putNumber,
  putText,
} from './csv-bytes.js';
import type { Column, TableFormat } from './tables.js';

export type Row = Readonly<Record<string, string | number | boolean>>;

/**
 * Up to here a table is written by fast-csv, which takes 0.96 s for 96,000 trips; a day has some
 * hundred thousand rows of links and curbs besides, and larger tables are put byte by byte from their
 * columns. Both write the same bytes.
 */
const FEW_ROWS = 2000;

/** A header and a line a row, ended by \n; numbers in their shortest exact form, NaN empty. */
export async function tableCsv(format: TableFormat, rows: readonly Row[]): Promise<Buffer> {
  return rows.length <= FEW_ROWS
    ? Buffer.from(await csvByLibrary(format, rows))
    : csvByColumns(format, columnsOf(format, rows));
}

export async function csvByLibrary(format: TableFormat, rows: readonly Row[]): Promise<string> {
  const cells = rows.map((row) => format.columns.map(({ name }) => cellText(row[name]!)));
  return writeToString(cells, {
    headers: format.columns.map(({ name }) => name),
    alwaysWriteHeaders: true,
    rowDelimiter: '\n',
    includeEndRowDelimiter: true,
  });
}

function cellText(value: string | number | boolean): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return typeof value === 'boolean' ? String(value) : guarded(value);
}

/** Bytes of most rows; the buffer grows where rows are longer. */
const ROW_BYTES = 96;

/** Without an object or text for each row. */
export function csvByColumns(format: TableFormat, table: ColumnTable): Buffer {
  const { rowCount } = table;
  const columns = format.columns.map(({ name }) => table.columns[name]!);
  const csv = createCsvBytes(rowCount * ROW_BYTES);
  putText(csv, `${format.columns.map(({ name }) => name).join(',')}\n`);
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columns.length; column++) {
      if (column > 0) putByte(csv, COMMA);
      const { numbers, first, stride, texts } = columns[column]!;
      const number = numbers[first + row * stride]!;
      if (texts === undefined) putNumber(csv, number);
      else putCell(csv, texts[number]!);
    }
    putByte(csv, LINE_END);
  }
  return bytesOf(csv);
}

const TRUTHS = ['false', 'true'];

export function columnsOf(format: TableFormat, rows: readonly Row[]): ColumnTable {
  const columns: Record<string, TableColumn> = {};
  for (const { name, type } of format.columns) {
    if (type === 'string') columns[name] = everyText(rows.map((row) => row[name] as string));
    else {
      const numbers = Float64Array.from(rows, (row) => Number(row[name]));
      columns[name] = columnOf(numbers, type === 'boolean' ? TRUTHS : undefined);
    }
  }
  return { rowCount: rows.length, columns };
}

const GUARDED = /^'+[=+\-@\t\r]/;

/** Thrown by `readTableCsv`; the caller knows the file's name. */
export class BrokenTable extends Error {
  override readonly name = 'BrokenTable';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * The rows that `tableCsv` wrote. A run folder's checksums have vouched for the text, so cells need
 * no places of their own; what still does not fit the format is a BrokenTable.
 */
export function readTableCsv(format: TableFormat, csv: string): Row[] {
  const { columns } = format;
  const header = columns.map(({ name }) => name).join(',');
  if (!csv.startsWith(`${header}\n`)) throw new BrokenTable(1, `must begin with ${header}`);
  const rows: Row[] = [];
  let line = 1;
  for (let at = header.length + 1; at < csv.length; ) {
    const { cells, end } = recordAt(csv, at);
    line++;
    if (cells.length !== columns.length) {
      throw new BrokenTable(line, `has ${cells.length} cells for ${columns.length} columns`);
    }
    rows.push(rowOf(columns, cells, line));
    at = end;
  }
  return rows;
}

function rowOf(columns: readonly Column[], cells: readonly string[], line: number): Row {
  const row: Record<string, string | number | boolean> = {};
  for (let column = 0; column < columns.length; column++) {
    const { name, type } = columns[column]!;
    const cell = cells[column]!;
    if (type === 'string') row[name] = GUARDED.test(cell) ? cell.slice(1) : cell;
    else if (type === 'boolean') row[name] = cell === 'true';
    else row[name] = numberOf(cell, line);
  }
  return row;
}

function numberOf(cell: string, line: number): number {
  if (cell === '') return Number.NaN;
  const value = Number(cell);
  if (Number.isNaN(value)) throw new BrokenTable(line, 'has a cell that should be a number');
  return value;
}

/** Most records have no quotes and are cut at the commas; the others are walked. */
function recordAt(csv: string, start: number): { cells: string[]; end: number } {
  const found = csv.indexOf('\n', start);
  const lineEnd = found < 0 ? csv.length : found;
  const line = csv.slice(start, lineEnd);
  if (!line.includes('"')) return { cells: line.split(','), end: lineEnd + 1 };
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = csv[at] === '"' ? quotedCell(csv, at) : bareCell(csv, at);
    cells.push(cell.text);
    if (csv[cell.end] !== ',') return { cells, end: cell.end + 1 };
    at = cell.end + 1;
  }
}

function quotedCell(csv: string, start: number): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; ; at++) {
    const quote = csv.indexOf('"', at);
    if (quote < 0) return { text: text + csv.slice(at), end: csv.length };
    text += csv.slice(at, quote);
    if (csv[quote + 1] !== '"') return { text, end: quote + 1 };
    text += '"';
    at = quote + 1;
  }
}

function bareCell(csv: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < csv.length && csv[end] !== ',' && csv[end] !== '\n') end++;
  return { text: csv.slice(start, end), end };
}
