/**
 * Trips and standing cars as CSV files, written by us or by hand.
 *
 *     name,kind,vehicle,departure_s,origin,destination,party_size
 *     r00001-1,resident,r00001,28800,a0001,a0417,1
 *
 * A column booked_ahead_s may follow: how long before the departure a ride with the shared fleet is
 * asked for; an empty cell leaves that to the scenario. And a column route: the links that a trip
 * between gates or links drives, with | between them; an empty cell leaves the way to the driver.
 */
import { type CsvRow, CsvTable, formatCsv } from '../core/base/csv.js';
import { Problems, shown } from '../core/base/errors.js';
import { byDeparture, type IdleCar } from '../core/scenario/demand.js';
import { TRIP_KINDS, type TripDraft } from '../core/scenario/trip.js';
import { DAY } from './day-curve.js';

export const TRIP_COLUMNS = [
  'name',
  'kind',
  'vehicle',
  'departure_s',
  'origin',
  'destination',
  'party_size',
] as const;
const BOOKED_AHEAD = 'booked_ahead_s';
const ROUTE = 'route';
const ROUTE_MARK = '|';
export const IDLE_CAR_COLUMNS = ['vehicle', 'address'] as const;

const CODES = { missingColumn: 'DEM-010', badCell: 'DEM-011', ragged: 'DEM-012' };
const UNKNOWN_PLACE = 'DEM-013';
const TIME_OUTSIDE = 'DEM-014';
const DUPLICATE = 'DEM-015';
const BROKEN_CHAIN = 'DEM-016';
const GOES_NOWHERE = 'DEM-017';
const BAD_ROUTE = 'DEM-018';

export interface KnownPlaces {
  readonly addresses: ReadonlySet<string>;
  readonly gates: ReadonlySet<string>;
  /** Links, where trips may begin and end on them. */
  readonly links?: ReadonlySet<string>;
}

/**
 * The trips of a file, sorted by departure, then name. Each car's trips must form a chain: the next
 * starts where the one before ended. A car that left by a gate may come back by any gate.
 *
 * Throws UserError with every problem and its line and column.
 */
export function readTrips(
  text: string,
  file: string,
  known: KnownPlaces,
  day: { readonly start_s: number; readonly end_s: number } = DAY,
): TripDraft[] {
  const problems = new Problems(file);
  const table = new CsvTable(file, text, TRIP_COLUMNS, problems, CODES);
  const located: LocatedTrip[] = [];
  const lineOf = new Map<string, number>();
  const doubtful = new Set<string>();
  for (const row of table.rows()) {
    const before = problems.count;
    const trip = readTrip(row, problems, known, day);
    noteDuplicate(trip.name, row.placeOf('name'), lineOf, problems);
    // One wrong cell must not be told again as a broken chain of its car.
    if (problems.count > before) doubtful.add(trip.vehicle);
    located.push({ trip, row });
  }
  located.sort((a, b) => byDeparture(a.trip, b.trip));
  noteBrokenChains(
    located.filter(({ trip }) => !doubtful.has(trip.vehicle)),
    problems,
    known,
  );
  problems.throwIfAny();
  return located.map(({ trip }) => trip);
}

/** With columns for rides booked ahead and for routes only where there are any. */
export function writeTrips(trips: Iterable<TripDraft>): string {
  const list = [...trips];
  const hasBooked = list.some(({ bookedAhead_s }) => bookedAhead_s !== undefined);
  const hasRoute = list.some(({ route }) => route !== undefined);
  return formatCsv(
    [...TRIP_COLUMNS, ...(hasBooked ? [BOOKED_AHEAD] : []), ...(hasRoute ? [ROUTE] : [])],
    list.map((trip) => [
      ...cellsOf(trip),
      ...(hasBooked ? [trip.bookedAhead_s ?? ''] : []),
      ...(hasRoute ? [trip.route?.join(ROUTE_MARK) ?? ''] : []),
    ]),
  );
}

/** The standing cars of a file. `moving`: vehicles that have trips, which cannot stand all day. */
export function readIdleCars(
  text: string,
  file: string,
  { addresses, moving }: { addresses: ReadonlySet<string>; moving: ReadonlySet<string> },
): IdleCar[] {
  const problems = new Problems(file);
  const table = new CsvTable(file, text, IDLE_CAR_COLUMNS, problems, CODES);
  const lineOf = new Map<string, number>();
  const cars: IdleCar[] = [];
  for (const row of table.rows()) {
    const vehicle = row.text('vehicle');
    const address = row.text('address');
    noteDuplicate(vehicle, row.placeOf('vehicle'), lineOf, problems);
    if (moving.has(vehicle)) {
      const message = `${shown(vehicle)} has trips, so it does not stand all day`;
      problems.add(DUPLICATE, row.placeOf('vehicle'), message);
    }
    if (address !== '' && !addresses.has(address)) {
      const message = `must be an address of the network, got ${shown(address)}`;
      problems.add(UNKNOWN_PLACE, row.placeOf('address'), message);
    }
    cars.push({ vehicle, address });
  }
  problems.throwIfAny();
  return cars;
}

export const writeIdleCars = (cars: Iterable<IdleCar>): string =>
  formatCsv(
    IDLE_CAR_COLUMNS,
    Array.from(cars, ({ vehicle, address }) => [vehicle, address]),
  );

interface LocatedTrip {
  readonly trip: TripDraft;
  readonly row: CsvRow;
}

function cellsOf(trip: TripDraft): (string | number)[] {
  const { name, kind, vehicle, departure_s, origin, destination, partySize } = trip;
  return [name, kind, vehicle, departure_s, origin, destination, partySize];
}

function readTrip(
  row: CsvRow,
  problems: Problems,
  known: KnownPlaces,
  { start_s, end_s }: { readonly start_s: number; readonly end_s: number },
): TripDraft {
  const bookedAhead_s = row.has(BOOKED_AHEAD) ? row.number(BOOKED_AHEAD) : undefined;
  const trip: TripDraft = {
    name: row.text('name'),
    kind: row.oneOf('kind', TRIP_KINDS),
    vehicle: row.text('vehicle'),
    departure_s: row.number('departure_s'),
    origin: placeIn(row, 'origin', problems, known),
    destination: placeIn(row, 'destination', problems, known),
    partySize: row.count('party_size'),
    ...(bookedAhead_s === undefined ? {} : { bookedAhead_s }),
    ...routeIn(row, problems, known),
  };
  const { departure_s, origin, destination, partySize } = trip;
  if (departure_s < start_s || departure_s >= end_s) {
    const message = `must be from ${start_s} to before ${end_s}, got ${departure_s}`;
    problems.add(TIME_OUTSIDE, row.placeOf('departure_s'), message);
  }
  // Along a link, from its start to its end, is a way.
  if (origin !== '' && origin === destination && known.links?.has(origin) !== true) {
    const message = `must differ from the origin, got ${shown(destination)} twice`;
    problems.add(GOES_NOWHERE, row.placeOf('destination'), message);
  }
  if (bookedAhead_s !== undefined && bookedAhead_s < 0) {
    const message = `must not be negative, got ${bookedAhead_s}`;
    problems.add(CODES.badCell, row.placeOf(BOOKED_AHEAD), message);
  }
  if (partySize === 0) {
    problems.add(CODES.badCell, row.placeOf('party_size'), 'must be at least 1, got "0"');
  }
  return trip;
}

/** Whether it can be driven, turn by turn, is found out when the network is built. */
function routeIn(
  row: CsvRow,
  problems: Problems,
  { links }: KnownPlaces,
): Pick<TripDraft, 'route'> {
  const cell = row.optionalText(ROUTE);
  if (cell === '') return {};
  const route = cell.split(ROUTE_MARK);
  const unknown = route.find((link) => links?.has(link) !== true);
  if (unknown === undefined) return { route };
  const message = `must be links of the network with ${ROUTE_MARK} between them, got ${shown(unknown)}`;
  problems.add(BAD_ROUTE, row.placeOf(ROUTE), message);
  return {};
}

function placeIn(
  row: CsvRow,
  column: 'origin' | 'destination',
  problems: Problems,
  { addresses, gates, links }: KnownPlaces,
): string {
  const name = row.text(column);
  const isKnown = addresses.has(name) || gates.has(name) || links?.has(name) === true;
  if (name !== '' && !isKnown) {
    const message = `must be an address or a gate of the network, got ${shown(name)}`;
    problems.add(UNKNOWN_PLACE, row.placeOf(column), message);
  }
  return name;
}

function noteDuplicate(
  name: string,
  place: { line: number; column: number; field: string },
  lineOf: Map<string, number>,
  problems: Problems,
): void {
  const line = lineOf.get(name);
  if (line === undefined) lineOf.set(name, place.line);
  else if (name !== '') {
    problems.add(DUPLICATE, place, `${shown(name)} already stands on line ${line}`);
  }
}

/** `located` in the order of departure. */
function noteBrokenChains(
  located: readonly LocatedTrip[],
  problems: Problems,
  { gates, links }: KnownPlaces,
): void {
  const isRim = (place: string): boolean => gates.has(place) || links?.has(place) === true;
  const lastOf = new Map<string, LocatedTrip>();
  for (const here of located) {
    const { trip, row } = here;
    const last = lastOf.get(trip.vehicle);
    lastOf.set(trip.vehicle, here);
    if (last === undefined || last.trip.destination === trip.origin) continue;
    if (isRim(last.trip.destination) && isRim(trip.origin)) continue;
    const stands = `${shown(last.trip.destination)} (line ${last.row.line})`;
    const message = `must be where ${shown(trip.vehicle)} stands, ${stands}, got ${shown(trip.origin)}`;
    problems.add(BROKEN_CHAIN, row.placeOf('origin'), message);
  }
}
