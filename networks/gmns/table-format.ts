/** A file of the network folder: its columns, its key, and its rows with the places they stand. */
import { type CsvRow, CsvTable, formatCsv } from '../../core/base/csv.js';
import { Problems, shown } from '../../core/base/errors.js';
import { FOLDER_PROBLEMS } from './codes.js';
import type { Column } from './column.js';

export type Columns<Row> = { readonly [Field in keyof Row]-?: Column<Row[Field]> };

export class TableFormat<Row extends object> {
  readonly file: string;
  readonly title: string;
  readonly columns: Columns<Row>;
  /** The field that names a row, unique in the file; null where rows have no name. */
  readonly key: (keyof Row & string) | null;

  constructor(
    file: string,
    title: string,
    { key, columns }: { key: (keyof Row & string) | null; columns: Columns<Row> },
  ) {
    this.file = file;
    this.title = title;
    this.key = key;
    this.columns = columns;
  }

  get fields(): readonly (keyof Row & string)[] {
    return Object.keys(this.columns) as (keyof Row & string)[];
  }

  /** CSV text of `rows`, in their order. */
  write(rows: readonly Row[]): string {
    const header = this.fields.map((field) => this.columns[field].name);
    const cells = (row: Row) => this.fields.map((field) => this.columns[field].format(row[field]));
    return formatCsv(header, rows.map(cells));
  }

  /** The rows of `text`, with every bad cell noted; `file` is how the user knows the file. */
  read(file: string, text: string): ReadTable<Row> {
    const problems = new Problems(file);
    const required = this.fields.map((field) => this.columns[field]).filter((c) => c.isRequired);
    const names = required.map((column) => column.name);
    const table = new CsvTable(file, text, names, problems, FOLDER_PROBLEMS);
    const lines = [...table.rows()];
    const rows = lines.map((line) => {
      const row: Partial<Row> = {};
      for (const field of this.fields) row[field] = this.columns[field].parse(line, problems);
      return row as Row;
    });
    return new ReadTable(this, { rows, lines, problems, isPresent: true });
  }

  /** A table that the folder lacks. */
  absent(file: string): ReadTable<Row> {
    const problems = new Problems(file);
    return new ReadTable(this, { rows: [], lines: [], problems, isPresent: false });
  }
}

/** The rows of one file and the problems found in it so far. */
export class ReadTable<Row extends object> {
  readonly format: TableFormat<Row>;
  readonly rows: readonly Row[];
  readonly problems: Problems;
  readonly isPresent: boolean;
  readonly #lines: readonly CsvRow[];

  constructor(
    format: TableFormat<Row>,
    read: { rows: Row[]; lines: CsvRow[]; problems: Problems; isPresent: boolean },
  ) {
    this.format = format;
    this.rows = read.rows;
    this.problems = read.problems;
    this.isPresent = read.isPresent;
    this.#lines = read.lines;
  }

  /** Notes what is wrong with a cell that could be read but cannot be right. */
  refuse(row: number, field: keyof Row & string, code: string, demand: string): void {
    const column = this.format.columns[field].name;
    const line = this.#lines[row]!;
    const message = `${demand}, got ${shown(line.optionalText(column))}`;
    this.problems.add(code, line.placeOf(column), message);
  }

  /** Names of its rows. */
  get names(): ReadonlySet<string> {
    const { key } = this.format;
    return new Set(key === null ? [] : this.rows.map((row) => String(row[key])));
  }

  /** Notes every row whose name another row has. */
  checkUnique(): void {
    const { key } = this.format;
    if (key === null) return;
    const seen = new Set<unknown>();
    for (const [row, value] of this.rows.entries()) {
      const isNamed = value[key] !== '';
      if (isNamed && seen.has(value[key])) {
        this.refuse(row, key, FOLDER_PROBLEMS.duplicate, 'must be unique in the file');
      }
      seen.add(value[key]);
    }
  }

  /** Notes every cell that names a row which its file does not have. */
  checkReferences(namesIn: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const field of this.format.fields) {
      const { refersTo } = this.format.columns[field];
      const names = namesIn.get(refersTo);
      if (names === undefined) continue;
      for (const [row, value] of this.rows.entries()) {
        const wanted = value[field];
        if (wanted === undefined || wanted === '' || names.has(String(wanted))) continue;
        const demand = `must name a row of ${refersTo}`;
        this.refuse(row, field, FOLDER_PROBLEMS.unknownReference, demand);
      }
    }
  }
}
