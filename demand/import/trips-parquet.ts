/**
 * Trips from a Parquet file, whose columns are those of a CSV file. Groups of rows are walked page by
 * page, and only the columns that are asked for.
 *
 * | code | what stops the import |
 * |---|---|
 * | PRQ-001 | is no Parquet file |
 * | PRQ-002 | damaged at a byte |
 * | PRQ-003 | packed or encoded in a way that is not read |
 * | PRQ-004 | larger than is read, or than its bytes can be |
 */
import { Problems } from '../../core/base/errors.js';
import { type ColumnCursor, rowsOf } from './parquet/column-cursor.js';
import { readFooter } from './parquet/footer.js';
import type { ParquetSource } from './parquet/parquet-bytes.js';
import { findColumns } from './trip-columns.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import {
  numberIn,
  type TripOptions,
  type TripPlaces,
  TripReader,
  type TripRows,
} from './trip-reader.js';

/** Rows that are left out are told with the number of the row, from 1. Throws UserError. */
export function readParquetTrips(
  source: ParquetSource,
  network: TripPlaces,
  options: TripOptions,
): ImportedTrips {
  const { file } = source;
  const problems = new Problems(file);
  const list = new TripList(file, network);
  const footer = readFooter(source);
  const names = footer.columns.map(({ name }) => name);
  const found = findColumns(names, options.columns, problems, { isHeader: true });
  problems.throwIfAny();
  const reader = new TripReader(network, { list, found, options, problems });
  problems.throwIfAny();
  const row = new ParquetRow(names.length);
  for (const cursors of rowsOf(source, footer, [...new Set(found.columns.values())])) {
    row.look(cursors);
    reader.take(row);
  }
  return list.done();
}

class ParquetRow implements TripRows {
  line = 0;
  readonly cellCount: number;
  #cursors: ReadonlyMap<number, ColumnCursor> = new Map();

  constructor(columnCount: number) {
    this.cellCount = columnCount;
  }

  look(cursors: ReadonlyMap<number, ColumnCursor>): void {
    this.line++;
    this.#cursors = cursors;
  }

  cell(column: number): string {
    return this.#cursors.get(column)!.text();
  }

  number(column: number): number {
    return this.#cursors.get(column)!.number() ?? numberIn(this.cell(column));
  }

  columnOf(column: number): number {
    return column + 1;
  }
}
