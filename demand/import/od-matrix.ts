/** Trips between pairs of places: rows of origin, destination and amount, or a square of numbers. */
import { parseCsv } from '../../core/base/csv.js';
import { shown } from '../../core/base/errors.js';
import { PURPOSE } from '../../core/base/random.js';
import { DAY, DAY_CURVES } from '../day-curve.js';
import { Draws } from '../generate/draws.js';
import { endsOfTrips } from './place-finder.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import type { TripPlaces } from './trips-csv.js';

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
  const isList = names.length < 3 || !known.destinations.has(names[1]!);
  const amountAt = isList ? amountColumn(names) : 0;
  for (const { line, cells } of isList && header !== undefined && isPair(header.cells)
    ? [header, ...rows]
    : rows) {
    const texts = cells.map(({ text: cell }) => cell.trim());
    if (texts.length < (isList ? 2 : names.length)) {
      list.leave(
        'DEM-060',
        { line },
        `${texts.length} cells, must be ${isList ? 2 : names.length} or more`,
      );
      continue;
    }
    if (isList) {
      const [origin, destination] = texts as [string, string];
      const amount = amountAt < texts.length ? texts[amountAt]! : '1';
      addPair(ground, {
        origin,
        destination,
        amount,
        line,
        column: cells[Math.min(amountAt, cells.length - 1)]!.column,
      });
      continue;
    }
    for (let at = 1; at < names.length; at++) {
      const pair = { origin: texts[0]!, destination: names[at]!, amount: texts[at]!, line };
      if (pair.amount !== '' && Number(pair.amount) !== 0) {
        addPair(ground, { ...pair, column: cells[at]!.column });
      }
    }
  }
  if (ground.roundedCount > 0) {
    list.note('DEM-084', `${ground.roundedCount} amounts`, 'parts of trips rounded by draws');
  }
  return list.done();
}

/** The third column, or the one that says what it is. */
function amountColumn(names: readonly string[]): number {
  const named = names.findIndex((name) =>
    /^(?:amount|count|trips|volume|flow|demand)$/i.test(name),
  );
  return named >= 0 ? named : 2;
}

/** A first line with a number for its amount is no header. */
const isPair = (cells: readonly { readonly text: string }[]): boolean =>
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
