/**
 * Trips from any CSV file. Its cells are looked at in place: a large file is millions of rows, of
 * which only a few cells matter. Files with quotes go through the careful parser instead.
 */
import { parseCsv } from '../../core/base/csv.js';
import { Problems, shown } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { endsOfTrips, PlaceFinder, type PlaceOptions, projectionTo } from './place-finder.js';
import { timeOfDay_s } from './time-of-day.js';
import {
  findColumns,
  type PlaceForm,
  placeForm,
  type TripColumns,
  type TripField,
} from './trip-columns.js';
import { type ImportedTrips, TripList } from './trip-list.js';

export interface CsvTripOptions extends PlaceOptions {
  /** `departure=2`, `from_lon=pickup_lon`, …; by the header's names without it. */
  readonly columns: readonly string[];
}

export type TripPlaces = Pick<NetworkDraft, 'crs' | 'addresses' | 'gates'>;

/** Throws UserError when the columns cannot be found or no trip is left. */
export function readCsvTrips(
  text: string,
  file: string,
  network: TripPlaces,
  options: CsvTripOptions,
): ImportedTrips {
  const problems = new Problems(file);
  const list = new TripList(file, network.gates);
  const rows = text.includes('"') ? new QuotedRows(text, list) : new PlainRows(text);
  const first = rows.next() ? rows.cells() : [];
  const { columns, hasHeader } = findColumns(first, options.columns, problems);
  problems.throwIfAny();
  const reader = new TripReader(network, { list, columns, options, problems });
  problems.throwIfAny();
  if (!hasHeader) {
    if (reader.isHeader(rows)) {
      list.note('DEM-083', 'line 1', 'has no number or time where there must be one: a header');
    } else reader.take(rows);
  }
  while (rows.next()) reader.take(rows);
  return list.done();
}

/** The rows of a file, one at a time. */
interface Rows {
  /** False at the end. */
  next(): boolean;
  readonly line: number;
  readonly cellCount: number;
  cell(column: number): string;
  /** Of the cell's first character, from 1. */
  columnOf(column: number): number;
  cells(): readonly string[];
}

const COMMA = 44;
const CARRIAGE_RETURN = 13;

/** Rows of a text without quotes. */
class PlainRows implements Rows {
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
class QuotedRows implements Rows {
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

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const numberIn = (text: string): number => (DECIMAL.test(text) ? Number(text) : Number.NaN);

class TripReader {
  readonly #list: TripList;
  readonly #form: PlaceForm;
  readonly #finder: PlaceFinder;
  readonly #project: ((lon: number, lat: number) => [number, number]) | null;
  readonly #ends: ReturnType<typeof endsOfTrips>;
  readonly #cellCount: number;
  readonly #columns: TripColumns;

  constructor(
    network: TripPlaces,
    given: { list: TripList; columns: TripColumns; options: CsvTripOptions; problems: Problems },
  ) {
    const { list, columns, options, problems } = given;
    this.#list = list;
    this.#columns = columns;
    this.#form = placeForm(columns)!;
    this.#finder = new PlaceFinder(network, options);
    this.#project = this.#form === 'degrees' ? projectionTo(network.crs) : null;
    this.#ends = endsOfTrips(network);
    this.#cellCount = 1 + Math.max(...columns.values());
    if (this.#form === 'degrees' && this.#project === null) {
      const message = 'has degrees, but the network does not know where on earth it lies';
      problems.add('DEM-072', {}, message);
    }
  }

  /** True where neither the time nor a coordinate is one. */
  isHeader(rows: Rows): boolean {
    const departure = this.#columns.get('departure')!;
    return rows.cellCount > departure && /^[\s_a-z]*[a-z][\s_a-z]*$/i.test(rows.cell(departure));
  }

  take(rows: Rows): void {
    const { line } = rows;
    const list = this.#list;
    if (rows.cellCount < this.#cellCount) {
      const wanted = `must be ${this.#cellCount} or more`;
      list.leave('DEM-060', { line }, `${rows.cellCount} cells, ${wanted}`);
      return;
    }
    const departure_s = timeOfDay_s(this.#text(rows, 'departure'));
    if (Number.isNaN(departure_s)) {
      this.#leave('DEM-061', rows, 'departure', 'must be seconds, hh:mm or a timestamp');
      return;
    }
    const origin = this.#place(rows, true);
    if (origin === null) return;
    const destination = this.#place(rows, false);
    if (destination === null) return;
    const partySize = this.#columns.has('party_size')
      ? numberIn(this.#text(rows, 'party_size'))
      : 1;
    const trip = {
      name: this.#optional(rows, 'name') || `trip ${line}`,
      person: this.#optional(rows, 'person'),
      kind: this.#optional(rows, 'class'),
      departure_s,
      origin,
      destination,
      partySize,
    };
    list.add(trip, { line });
  }

  #text(rows: Rows, field: TripField): string {
    return rows.cell(this.#columns.get(field)!);
  }

  #optional(rows: Rows, field: TripField): string {
    const column = this.#columns.get(field);
    return column === undefined ? '' : rows.cell(column).trim();
  }

  #leave(code: string, rows: Rows, field: TripField, message: string): void {
    const column = rows.columnOf(this.#columns.get(field)!);
    const got = shown(this.#text(rows, field));
    this.#list.leave(code, { line: rows.line, column, field }, `${message}, got ${got}`);
  }

  /** Name of the place, or null after telling why there is none. */
  #place(rows: Rows, isOrigin: boolean): string | null {
    if (this.#form === 'names') return this.#named(rows, isOrigin ? 'origin' : 'destination');
    const [xField, yField] = FIELDS[this.#form][isOrigin ? 0 : 1];
    const x = numberIn(this.#text(rows, xField));
    const y = numberIn(this.#text(rows, yField));
    if (this.#form === 'degrees') {
      const isOnEarth = Math.abs(x) <= 180 && Math.abs(y) <= 90 && !(x === 0 && y === 0);
      if (!isOnEarth) {
        const wrong = Math.abs(x) <= 180 ? yField : xField;
        this.#leave('DEM-062', rows, x === 0 && y === 0 ? xField : wrong, 'must be degrees');
        return null;
      }
      const [x_m, y_m] = this.#project!(x, y);
      return this.#near(rows, isOrigin, x_m, y_m);
    }
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      const wrong = Number.isFinite(x) ? yField : xField;
      this.#leave('DEM-062', rows, wrong, 'must be a number');
      return null;
    }
    return this.#near(rows, isOrigin, x, y);
  }

  #near(rows: Rows, isOrigin: boolean, x_m: number, y_m: number): string | null {
    const name = this.#finder.at(x_m, y_m, { isOrigin });
    if (name !== '') return name;
    const spot = { line: rows.line, field: isOrigin ? 'origin' : 'destination' };
    const code = isOrigin ? 'DEM-063' : 'DEM-064';
    this.#list.leave(code, spot, 'no address near enough');
    return null;
  }

  #named(rows: Rows, field: 'origin' | 'destination'): string | null {
    const name = this.#text(rows, field).trim();
    const { origins, destinations } = this.#ends;
    if ((field === 'origin' ? origins : destinations).has(name)) return name;
    const way = field === 'origin' ? 'in' : 'out';
    const message = `must be an address of the network, or a gate that leads ${way}`;
    this.#leave('DEM-066', rows, field, message);
    return null;
  }
}

type Fields = readonly [TripField, TripField];
const FIELDS: Readonly<Record<Exclude<PlaceForm, 'names'>, readonly [Fields, Fields]>> = {
  degrees: [
    ['from_lon', 'from_lat'],
    ['to_lon', 'to_lat'],
  ],
  plane: [
    ['from_x', 'from_y'],
    ['to_x', 'to_y'],
  ],
};
