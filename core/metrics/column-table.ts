/**
 * Tables of a result that stay in columns until somebody looks at their rows: a day of the example
 * district has two hundred thousand rows of links, curbs and trips, and who writes them to a file needs
 * no object for each.
 */

/** A number a row; with `texts`, the number of the text that stands in the cell. */
export interface TableColumn {
  readonly numbers: Float64Array;
  /** Where the first row's number stands, and how far the next row's is from it. */
  readonly first: number;
  readonly stride: number;
  readonly texts?: readonly string[];
}

export interface ColumnTable {
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, TableColumn>>;
}

/** A table of rows of type `Row`, in columns. */
export interface TableOf<Row> {
  readonly rowCount: number;
  readonly columns: { readonly [Name in keyof Row & string]-?: TableColumn };
}

export const cellOf = ({ numbers, first, stride }: TableColumn, row: number): number =>
  numbers[first + row * stride]!;

/** A column by itself, one number after another. */
export const columnOf = (numbers: Float64Array, texts?: readonly string[]): TableColumn => ({
  numbers,
  first: 0,
  stride: 1,
  ...(texts === undefined ? {} : { texts }),
});

/** 0, 1, 2, ...: the column of a table with a text of its own in each row. */
export const everyText = (texts: readonly string[]): TableColumn =>
  columnOf(
    Float64Array.from(texts, (_, row) => row),
    texts,
  );

type Getter = () => unknown;

/** By the getter that makes the rows: a copy of a result has rows and no columns. */
const tables = new WeakMap<Getter, ColumnTable>();

/** Gives `result` a field of rows that are made when it is first read, from a table in columns. */
export function showAsRows<Row>(result: object, name: string, table: TableOf<Row>): void {
  let rows: Row[] | null = null;
  const get = (): Row[] => {
    rows ??= rowsOf(table);
    return rows;
  };
  tables.set(get, table);
  Object.defineProperty(result, name, { enumerable: true, configurable: true, get });
}

/** The columns behind a field of a result; null where it holds rows. */
export function columnsBehind(result: object, name: string): ColumnTable | null {
  const get = Object.getOwnPropertyDescriptor(result, name)?.get;
  return get === undefined ? null : (tables.get(get) ?? null);
}

/**
 * Rows of a field of a result whose `column`, one of numbers, holds what is wanted. Where the table
 * stands in columns, no object is made for any other row.
 */
export function rowsWhere<Row>(
  result: object,
  name: string,
  column: keyof Row & string,
  isWanted: (value: number) => boolean,
): readonly Row[] {
  const table = columnsBehind(result, name) as TableOf<Row> | null;
  if (table !== null) {
    const { numbers, first, stride } = table.columns[column];
    return rowsOf(table, (row) => isWanted(numbers[first + row * stride]!));
  }
  const rows = (result as Readonly<Record<string, readonly Row[]>>)[name]!;
  return rows.filter((row) => isWanted(row[column] as number));
}

/** One object a row, its fields in the order of the columns. */
export function rowsOf<Row>(
  { rowCount, columns }: TableOf<Row>,
  isWanted: (row: number) => boolean = () => true,
): Row[] {
  const listed = Object.entries<TableColumn>(columns);
  const rows: Row[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (!isWanted(row)) continue;
    const made: Record<string, number | string> = {};
    for (const [name, { numbers, first, stride, texts }] of listed) {
      const number = numbers[first + row * stride]!;
      made[name] = texts === undefined ? number : texts[number]!;
    }
    rows.push(made as Row);
  }
  return rows;
}
