/** Which column of a trips file is what: by its name, by its number, or as the user says. */
import type { Problems } from '../../core/base/errors.js';
import { shown } from '../../core/base/errors.js';

export const TRIP_FIELDS = [
  'name',
  'person',
  'class',
  'departure',
  'origin',
  'destination',
  'from_x',
  'from_y',
  'to_x',
  'to_y',
  'from_lon',
  'from_lat',
  'to_lon',
  'to_lat',
  'party_size',
  'stay',
] as const;
export type TripField = (typeof TRIP_FIELDS)[number];

/** Column of each field, from 0. */
export type TripColumns = ReadonlyMap<TripField, number>;

/** Other names that files use, in small letters. */
const SYNONYMS: Readonly<Record<TripField, readonly string[]>> = {
  name: ['name', 'trip', 'trip_id', 'id', 'key'],
  person: ['person', 'person_id', 'vehicle', 'traveller'],
  class: ['class', 'kind', 'purpose'],
  departure: [
    'departure',
    'departure_s',
    'depart',
    'departure_time',
    'time',
    'pickup_datetime',
    'tpep_pickup_datetime',
    'pickup_time',
  ],
  origin: ['origin', 'from'],
  destination: ['destination', 'to', 'dest'],
  from_x: ['from_x', 'from_x_m', 'origin_x', 'x_from', 'start_x'],
  from_y: ['from_y', 'from_y_m', 'origin_y', 'y_from', 'start_y'],
  to_x: ['to_x', 'to_x_m', 'destination_x', 'x_to', 'end_x'],
  to_y: ['to_y', 'to_y_m', 'destination_y', 'y_to', 'end_y'],
  from_lon: ['from_lon', 'pickup_longitude', 'pickup_lon', 'origin_lon', 'start_lon', 'start_lng'],
  from_lat: ['from_lat', 'pickup_latitude', 'pickup_lat', 'origin_lat', 'start_lat'],
  to_lon: ['to_lon', 'dropoff_longitude', 'dropoff_lon', 'destination_lon', 'end_lon', 'end_lng'],
  to_lat: ['to_lat', 'dropoff_latitude', 'dropoff_lat', 'destination_lat', 'end_lat'],
  party_size: ['party_size', 'passengers', 'passenger_count', 'persons'],
  stay: ['stay', 'stay_s', 'stay_min', 'stay_h', 'stay_duration', 'parking_duration'],
};

export type PlaceForm = 'names' | 'plane' | 'degrees';

const PLACES: Readonly<Record<PlaceForm, readonly TripField[]>> = {
  names: ['origin', 'destination'],
  degrees: ['from_lon', 'from_lat', 'to_lon', 'to_lat'],
  plane: ['from_x', 'from_y', 'to_x', 'to_y'],
};

/** The first form whose columns are all there, or null. */
export function placeForm(columns: TripColumns): PlaceForm | null {
  const forms = Object.keys(PLACES) as PlaceForm[];
  return forms.find((form) => PLACES[form].every((field) => columns.has(field))) ?? null;
}

export interface FoundColumns {
  readonly columns: TripColumns;
  /** Of numbers in the column of stays: what its name ends in, else a second. */
  readonly stayUnit_s: number;
  /** The first line names the columns. */
  readonly hasHeader: boolean;
}

/**
 * `asked`: what the user says, as `departure=2` or `departure=pickup_time`. Problems with it are
 * told; the header counts for fields that are not asked for. `isHeader`: the line is known to be one.
 */
export function findColumns(
  firstLine: readonly string[],
  asked: readonly string[],
  problems: Problems,
  { isHeader = false } = {},
): FoundColumns {
  const header = firstLine.map((cell) => cell.trim().toLowerCase());
  const columns = new Map<TripField, number>();
  let isNamed = false;
  for (const each of asked) {
    const at = columnAsked(each, header, problems);
    if (at === null) continue;
    if (columns.has(at.field)) problems.add('DEM-070', {}, `${at.field} is given twice`);
    columns.set(at.field, at.column);
    isNamed ||= at.isByName;
  }
  const byHeader = headerColumns(header);
  const hasHeader = isHeader || isNamed || byHeader.size >= FEWEST_KNOWN_NAMES;
  if (hasHeader) {
    for (const [field, column] of byHeader) if (!columns.has(field)) columns.set(field, column);
  }
  requireColumns(columns, problems);
  const stay = hasHeader ? header[columns.get('stay') ?? -1] : undefined;
  return { columns, hasHeader, stayUnit_s: unitOf_s(stay ?? '') };
}

/** `stay_min`, `parking_hours`. */
function unitOf_s(name: string): number {
  if (/_h(?:ours?)?$/.test(name)) return 3600;
  return /_min(?:utes?)?$/.test(name) ? 60 : 1;
}

/** Departure and two places: less is chance. */
const FEWEST_KNOWN_NAMES = 3;

function headerColumns(header: readonly string[]): ReadonlyMap<TripField, number> {
  const found = new Map<TripField, number>();
  for (const field of TRIP_FIELDS) {
    const column = header.findIndex((name) => SYNONYMS[field].includes(name));
    if (column >= 0) found.set(field, column);
  }
  return found;
}

function columnAsked(
  text: string,
  header: readonly string[],
  problems: Problems,
): { field: TripField; column: number; isByName: boolean } | null {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=').trim().toLowerCase();
  const field = TRIP_FIELDS.find((each) => each === name.trim());
  const refuse = (message: string): null => {
    problems.add('DEM-070', {}, `--columns ${shown(text)}: ${message}`);
    return null;
  };
  if (field === undefined) return refuse(`must begin with one of ${TRIP_FIELDS.join(', ')}`);
  const byName = header.indexOf(value);
  if (byName >= 0) return { field, column: byName, isByName: true };
  const number = Number(value);
  if (value === '' || !Number.isInteger(number)) return refuse('the file has no such column');
  if (number < 1 || number > header.length) return refuse(`must be 1 to ${header.length}`);
  return { field, column: number - 1, isByName: false };
}

function requireColumns(columns: TripColumns, problems: Problems): void {
  if (problems.count > 0) return;
  if (!columns.has('departure')) {
    problems.add('DEM-070', { line: 1, field: 'departure' }, 'no column is a departure');
  }
  if (placeForm(columns) === null) {
    const forms = Object.values(PLACES).map((fields) => fields.join(', '));
    const message = `no columns are both places of a trip: ${forms.join('; or ')}`;
    problems.add('DEM-070', { line: 1 }, message);
  }
}
