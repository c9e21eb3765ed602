/**
 * Columns of the network folder's files, each declared once for both directions: how a value is
 * written to a cell, how a cell is read, and what `datapackage.json` says about it.
 */
import type { CsvRow } from '../../core/base/csv.js';
import { type Problems, shown } from '../../core/base/errors.js';
import type { Hours } from '../../core/network/lane-use.js';
import type { Point } from '../../core/network/network-draft.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { formatWkt, parseWkt, type WktShape } from './wkt.js';

type Cell = string | number | boolean;

export interface Column<Value> {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  /** Empty for values without a unit. */
  readonly unit: string;
  readonly constraints: Readonly<Record<string, unknown>>;
  /** File whose key the value must be; empty for other values. */
  readonly refersTo: string;
  /** False: the file may lack the column. */
  readonly isRequired: boolean;
  readonly format: (value: Value) => Cell;
  /** Notes a bad cell in `problems` and returns something harmless. */
  readonly parse: (row: CsvRow, problems: Problems) => Value;
}

/** A name that is not empty. */
export const name = (column: string, description: string): Column<string> => ({
  ...plain(column, description, 'string'),
  constraints: { required: true },
  format: (value) => value,
  parse: (row) => row.text(column),
});

/** The name of a row of another file. */
export const reference = (column: string, file: string, description: string): Column<string> => ({
  ...name(column, description),
  refersTo: file,
});

/** Any text, the empty one included. */
export const text = (column: string, description: string): Column<string> => ({
  ...plain(column, description, 'string'),
  format: (value) => value,
  parse: (row) => row.optionalText(column),
});

interface Limits {
  readonly least?: number;
  readonly most?: number;
}

/** Far beyond any street, near enough for its square to be a number. */
const FARTHEST = 1e9;

export const number = (
  column: string,
  unit: string,
  description: string,
  { least = -FARTHEST, most = FARTHEST }: Limits = {},
): Column<number> => ({
  ...plain(column, description, 'number'),
  unit,
  constraints: { required: true, minimum: least, maximum: most },
  // A written 0 would lose the sign of -0.
  format: (value) => (Object.is(value, -0) ? '-0' : value),
  parse: (row, problems) => {
    const value = numberIn(row, column, problems);
    return within(value, { least, most }) ? value : refuse(row, column, problems, { least, most });
  },
});

export const integer = (
  column: string,
  description: string,
  { least = 0, most = FARTHEST }: Limits = {},
): Column<number> => ({
  ...number(column, '', description, { least, most }),
  type: 'integer',
  parse: (row, problems) => {
    const value = numberIn(row, column, problems);
    if (Number.isNaN(value)) return value;
    if (Number.isInteger(value) && within(value, { least, most })) return value;
    return refuse(row, column, problems, { least, most }, 'whole ');
  },
});

export const flag = (column: string, description: string): Column<boolean> => ({
  ...plain(column, description, 'boolean'),
  constraints: { required: true },
  format: (value) => value,
  parse: (row, problems) => {
    const cell = row.optionalText(column).trim().toLowerCase();
    if (['true', '1', 't', 'yes', 'y'].includes(cell)) return true;
    if (!['false', '0', 'f', 'no', 'n'].includes(cell)) {
      note(row, column, problems, 'must be true or false');
    }
    return false;
  },
});

/** One of `words`; other spellings are read as the word they stand for. */
export const word = <const Word extends string>(
  column: string,
  words: readonly Word[],
  description: string,
  spellings: Readonly<Record<string, Word>> = {},
): Column<Word> => {
  const meaning = new Map<string, Word>(Object.entries(spellings));
  for (const each of words) meaning.set(each, each);
  return {
    ...plain(column, description, 'string'),
    constraints: { required: true, enum: words },
    format: (value) => value,
    parse: (row, problems) => {
      const cell = row.optionalText(column).trim();
      const found = meaning.get(cell) ?? meaning.get(cell.toLowerCase());
      if (found === undefined) note(row, column, problems, `must be one of ${words.join(', ')}`);
      return found ?? words[0]!;
    },
  };
};

/** Spans of the day as `25200-36000 57600-61200`, in seconds after midnight, or `never`. */
export const hours = (column: string, description: string): Column<readonly Hours[]> => ({
  ...plain(column, description, 'string'),
  format: (spans) =>
    spans.length === 0 ? 'never' : spans.map(({ from_s, to_s }) => `${from_s}-${to_s}`).join(' '),
  parse: (row, problems) => {
    const cell = row.optionalText(column).trim();
    if (cell === 'never') return [];
    const spans = cell.split(/ +/).map((span) => SPAN.exec(span));
    if (spans.includes(null)) {
      note(row, column, problems, 'must be never, or spans as 25200-36000, in seconds');
      return [];
    }
    return spans.map((span) => ({ from_s: Number(span![1]), to_s: Number(span![2]) }));
  },
});

const SPAN = /^(\d{1,5}(?:\.\d{1,20})?)-(\d{1,5}(?:\.\d{1,20})?)$/;

/** Points as WKT, in the unit of the coordinates. */
export const shape = (
  column: string,
  kind: WktShape,
  description: string,
): Column<readonly Point[]> => ({
  ...plain(column, `${description}, WKT ${kind}`, 'string'),
  constraints: { required: true },
  format: (points) => formatWkt(kind, points),
  parse: (row, problems) => {
    const points = parseWkt(kind, row.optionalText(column));
    if (typeof points !== 'string') return points;
    note(row, column, problems, points);
    return [];
  },
});

/** Undefined stands for an empty cell, `NaN` (GMNS's other missing value) or a missing column. */
export const optional = <Value>(column: Column<Value>): Column<Value | undefined> => {
  const { required: _, ...constraints } = column.constraints;
  return {
    ...column,
    isRequired: false,
    constraints,
    format: (value) => (value === undefined ? '' : column.format(value)),
    parse: (row, problems) => {
      const cell = row.optionalText(column.name).trim();
      return cell === '' || cell === 'NaN' ? undefined : column.parse(row, problems);
    },
  };
};

/** Like `optional`, with the empty text for a missing one. */
export const optionalReference = (
  column: string,
  file: string,
  description: string,
): Column<string> => ({ ...text(column, description), refersTo: file });

const plain = (column: string, description: string, type: Column<unknown>['type']) =>
  ({
    name: column,
    description,
    type,
    unit: '',
    constraints: {},
    refersTo: '',
    isRequired: true,
  }) as const;

const within = (value: number, { least, most }: Required<Limits>): boolean =>
  Number.isNaN(value) || (value >= least && value <= most);

/** No number needs more digits; longer cells are refused before anything slow looks at them. */
const LONGEST_NUMBER = 64;

function numberIn(row: CsvRow, column: string, problems: Problems): number {
  if (row.optionalText(column).length <= LONGEST_NUMBER) return row.number(column);
  note(row, column, problems, `must be a number of at most ${LONGEST_NUMBER} characters`);
  return Number.NaN;
}

function refuse(
  row: CsvRow,
  column: string,
  problems: Problems,
  { least, most }: Required<Limits>,
  kind = '',
): number {
  note(row, column, problems, `must be a ${kind}number from ${least} to ${most}`);
  return Number.NaN;
}

function note(row: CsvRow, column: string, problems: Problems, demand: string): void {
  const message = `${demand}, got ${shown(row.optionalText(column))}`;
  problems.add(FOLDER_PROBLEMS.badCell, row.placeOf(column), message);
}
