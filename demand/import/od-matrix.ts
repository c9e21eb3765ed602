/** Trips between pairs of places: rows of origin, destination and amount, or a square of numbers. */
import { type CsvLine, parseCsv } from '../../core/base/csv.js';
import { shown } from '../../core/base/errors.js';
import { PURPOSE } from '../../core/base/random.js';
import { DAY, DAY_CURVES } from '../day-curve.js';
import { Draws } from '../generate/draws.js';
import { endsOfTrips } from './place-finder.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import type { TripPlaces } from './trip-reader.js';

export interface OdOptions {
  readonly seed: number;
  /** Multiplies every amount. */
  readonly factor: number;
}

/** More would not fit in the memory of a run. */
const MOST_TRIPS = 5_000_000;

/** Names are those of addresses and gates. Departures follow the day of through traffic. */
export function readOdMatrix(
  text: string,
  file: string,
  network: TripPlaces,
  options: OdOptions,
): ImportedTrips {
  const list = new TripList(file, network.gates);
  const [header, ...rows] = parseCsv(text, (place, message) =>
    list.leave('DEM-060', place, message),
  );
  const known = endsOfTrips(network);
  const ground: Ground = { list, known, options, roundedCount: 0 };
  const names = header?.cells.map(({ text: cell }) => cell.trim()) ?? [];
  const isSquare = names.length > 2 && names.slice(1).every((each) => known.destinations.has(each));
  if (isSquare) addSquare(ground, names, rows);
  else addList(ground, header !== undefined && isPair(header) ? [header, ...rows] : rows, names);
  if (ground.roundedCount > 0) {
    list.note('DEM-084', `${ground.roundedCount} amounts`, 'parts of trips rounded by draws');
  }
  return list.done();
}

/** Origins in the first column, destinations in the first row. */
function addSquare(ground: Ground, names: readonly string[], rows: readonly CsvLine[]): void {
  for (const { line, cells } of rows) {
    if (cells.length !== names.length) {
      ground.list.leave('DEM-060', { line }, `${cells.length} cells, must be ${names.length}`);
      continue;
    }
    const origin = cells[0]!.text.trim();
    for (const [at, { text, column }] of cells.entries()) {
      const amount = text.trim();
      if (at === 0 || amount === '' || Number(amount) === 0) continue;
      addPair(ground, { origin, destination: names[at]!, amount, line, column });
    }
  }
}

/** Origin, destination and amount: the third column, or the one that says what it is. */
function addList(ground: Ground, rows: readonly CsvLine[], names: readonly string[]): void {
  const named = names.findIndex((name) => AMOUNT.test(name));
  const amountAt = named >= 0 ? named : 2;
  for (const { line, cells } of rows) {
    const [origin, destination] = cells.map(({ text }) => text.trim());
    const amount = cells[amountAt];
    if (amount === undefined || destination === undefined) {
      ground.list.leave('DEM-060', { line }, `${cells.length} cells, must be ${amountAt + 1}`);
      continue;
    }
    const { column } = amount;
    addPair(ground, { origin: origin!, destination, amount: amount.text.trim(), line, column });
  }
}

const AMOUNT = /^(?:amount|count|trips|volume|flow|demand)$/i;

/** A first line with a number for its amount is no header. */
const isPair = ({ cells }: CsvLine): boolean =>
  cells.length >= 3 && cells[2]!.text.trim() !== '' && Number.isFinite(Number(cells[2]!.text));

interface Ground {
  readonly list: TripList;
  readonly known: ReturnType<typeof endsOfTrips>;
  readonly options: OdOptions;
  roundedCount: number;
}

interface Pair {
  readonly origin: string;
  readonly destination: string;
  readonly amount: string;
  readonly line: number;
  readonly column: number;
}

function addPair(ground: Ground, pair: Pair): void {
  const { list, known, options } = ground;
  const { origin, destination, line, column } = pair;
  const spot = { line, column };
  if (!known.origins.has(origin) || !known.destinations.has(destination)) {
    const [lost, way] = known.origins.has(origin) ? [destination, 'out'] : [origin, 'in'];
    list.leave('DEM-066', spot, `no address, or gate that leads ${way}, is ${shown(lost)}`);
    return;
  }
  const amount = pair.amount === '' ? Number.NaN : Number(pair.amount) * options.factor;
  if (!(amount >= 0 && list.count + amount <= MOST_TRIPS)) {
    list.leave('DEM-067', spot, `must be an amount of trips, got ${shown(pair.amount)}`);
    return;
  }
  const draws = new Draws(options.seed, `${origin} to ${destination}`);
  const whole = Math.floor(amount);
  const rest = amount - whole;
  if (rest > 0) ground.roundedCount++;
  const tripCount = whole + (rest > 0 && draws.next(PURPOSE.arrivals) < rest ? 1 : 0);
  for (let trip = 1; trip <= tripCount; trip++) {
    const window = { from_s: DAY.start_s, to_s: DAY.end_s };
    const departure_s = Math.floor(
      DAY_CURVES.through.timeBetween(draws.next(PURPOSE.departure), window),
    );
    const name = `${origin} to ${destination} ${trip}`;
    const places = { origin, destination };
    list.add({ name, person: '', kind: '', departure_s, ...places, partySize: 1 }, spot);
  }
}
