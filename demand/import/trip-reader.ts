/** From the cells of a row to a trip, or why it is none: the same for every kind of table. */
import { type Problems, shown } from '../../core/base/errors.js';
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { endsOfTrips, PlaceFinder, type PlaceOptions, projectionTo } from './place-finder.js';
import { duration_s, timeOfDay_s } from './time-of-day.js';
import {
  type FoundColumns,
  type PlaceForm,
  placeForm,
  type TripColumns,
  type TripField,
} from './trip-columns.js';
import type { TripList } from './trip-list.js';
import type { Zones } from './zones.js';

export interface TripOptions extends PlaceOptions {
  /** `departure=2`, `from_lon=pickup_lon`, …; by the header's names without it. */
  readonly columns: readonly string[];
  /** What names mean that are no addresses or gates. */
  readonly zones?: Zones;
  /** For the addresses in zones. */
  readonly seed?: number;
}

export type TripPlaces = Pick<NetworkDraft, 'crs' | 'addresses' | 'gates'>;

/** The rows of a file, one at a time. */
export interface TripRows {
  readonly line: number;
  readonly cellCount: number;
  cell(column: number): string;
  /** NaN for what is no decimal number. */
  number(column: number): number;
  /** Of the cell's first character, from 1. */
  columnOf(column: number): number;
}

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
export const numberIn = (text: string): number => (DECIMAL.test(text) ? Number(text) : Number.NaN);

export class TripReader {
  readonly #list: TripList;
  readonly #form: PlaceForm;
  readonly #finder: PlaceFinder;
  readonly #project: ((lon: number, lat: number) => [number, number]) | null;
  readonly #ends: ReturnType<typeof endsOfTrips>;
  readonly #cellCount: number;
  readonly #columns: TripColumns;
  readonly #options: TripOptions;
  readonly #stayUnit_s: number;

  constructor(
    network: TripPlaces,
    given: { list: TripList; found: FoundColumns; options: TripOptions; problems: Problems },
  ) {
    const { list, options, problems } = given;
    const { columns, stayUnit_s } = given.found;
    this.#stayUnit_s = stayUnit_s;
    this.#list = list;
    this.#columns = columns;
    this.#options = options;
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
  isHeader(rows: TripRows): boolean {
    const departure = this.#columns.get('departure')!;
    return rows.cellCount > departure && /^[\s_a-z]*[a-z][\s_a-z]*$/i.test(rows.cell(departure));
  }

  take(rows: TripRows): void {
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
    const partySize = this.#columns.has('party_size') ? this.#number(rows, 'party_size') : 1;
    const trip = {
      name: this.#nameOf(rows),
      person: this.#optional(rows, 'person'),
      kind: this.#optional(rows, 'class'),
      departure_s,
      origin,
      destination,
      partySize,
    };
    const stay = this.#optional(rows, 'stay');
    if (stay === '') {
      list.add(trip, { line });
      return;
    }
    const stay_s = duration_s(stay, this.#stayUnit_s);
    if (stay_s >= 0) list.add({ ...trip, stay_s }, { line });
    else
      this.#leave('DEM-087', rows, 'stay', 'must be seconds, h:mm, or a number with s, min or h');
  }

  #nameOf(rows: TripRows): string {
    return this.#optional(rows, 'name') || `trip ${rows.line}`;
  }

  #text(rows: TripRows, field: TripField): string {
    return rows.cell(this.#columns.get(field)!);
  }

  #number(rows: TripRows, field: TripField): number {
    return rows.number(this.#columns.get(field)!);
  }

  #optional(rows: TripRows, field: TripField): string {
    const column = this.#columns.get(field);
    return column === undefined ? '' : rows.cell(column).trim();
  }

  #leave(code: string, rows: TripRows, field: TripField, message: string): void {
    const column = rows.columnOf(this.#columns.get(field)!);
    const got = shown(this.#text(rows, field));
    this.#list.leave(code, { line: rows.line, column, field }, `${message}, got ${got}`);
  }

  /** Name of the place, or null after telling why there is none. */
  #place(rows: TripRows, isOrigin: boolean): string | null {
    if (this.#form === 'names') return this.#named(rows, isOrigin ? 'origin' : 'destination');
    const [xField, yField] = FIELDS[this.#form][isOrigin ? 0 : 1];
    const x = this.#number(rows, xField);
    const y = this.#number(rows, yField);
    if (this.#form === 'degrees') {
      const isOnEarth = Math.abs(x) <= 180 && Math.abs(y) <= 90 && !(x === 0 && y === 0);
      if (!isOnEarth) {
        const wrong = Math.abs(x) <= 180 ? yField : xField;
        this.#leave('DEM-062', rows, x === 0 && y === 0 ? xField : wrong, 'must be degrees');
        return null;
      }
      const [x_m, y_m] = this.#project!(x, y);
      const name = this.#finder.at(x_m, y_m, { isOrigin });
      return name !== '' ? name : this.#leaveFar(rows, isOrigin, this.#isAt(y, x, isOrigin));
    }
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      const wrong = Number.isFinite(x) ? yField : xField;
      this.#leave('DEM-062', rows, wrong, 'must be a number');
      return null;
    }
    const name = this.#finder.at(x, y, { isOrigin });
    return name !== '' ? name : this.#leaveFar(rows, isOrigin, false);
  }

  #isAt(lon: number, lat: number, isOrigin: boolean): boolean {
    if (Math.abs(lat) > 90) return false;
    const [x_m, y_m] = this.#project!(lon, lat);
    return this.#finder.at(x_m, y_m, { isOrigin }) !== '';
  }

  #leaveFar(rows: TripRows, isOrigin: boolean, isSwapped: boolean): null {
    const spot = { line: rows.line, field: isOrigin ? 'origin' : 'destination' };
    const hint = isSwapped ? ': longitude and latitude are swapped' : '';
    const code = isOrigin ? 'DEM-063' : 'DEM-064';
    this.#list.leave(code, spot, `no address near enough${hint}`);
    return null;
  }

  #named(rows: TripRows, field: 'origin' | 'destination'): string | null {
    const name = this.#text(rows, field).trim();
    const { origins, destinations } = this.#ends;
    if ((field === 'origin' ? origins : destinations).has(name)) return name;
    const { zones, seed = 1 } = this.#options;
    if (zones?.has(name) === true) {
      const isOrigin = field === 'origin';
      const u = draw(seed, PURPOSE.place, hashName(this.#nameOf(rows)), isOrigin ? 0 : 1);
      const place = zones.placeIn(name, u, { isOrigin });
      if (place !== '') return place;
      this.#leave(isOrigin ? 'DEM-063' : 'DEM-064', rows, field, 'has no address in this zone');
      return null;
    }
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
