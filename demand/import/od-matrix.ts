/** Trips between pairs of places: rows of origin, destination and amount, or a square of numbers. */
import { type CsvLine, parseCsv } from '../../core/base/csv.js';
import { type OdOptions, OdTrips } from './od-trips.js';
import type { ImportedTrips } from './trip-list.js';
import type { TripPlaces } from './trip-reader.js';

/** Names are those of addresses, gates and zones. Departures follow the day of through traffic. */
export function readOdMatrix(
  text: string,
  file: string,
  network: TripPlaces,
  options: OdOptions,
): ImportedTrips {
  const trips = new OdTrips(file, network, options);
  const [header, ...rows] = parseCsv(text, (place, message) =>
    trips.list.leave('DEM-060', place, message),
  );
  const names = header?.cells.map(({ text: cell }) => cell.trim()) ?? [];
  const isSquare = names.length > 2 && names.slice(1).every((each) => trips.isDestination(each));
  if (isSquare) addSquare(trips, names, rows);
  else addList(trips, header !== undefined && isPair(header) ? [header, ...rows] : rows, names);
  return trips.done();
}

/** Origins in the first column, destinations in the first row. */
function addSquare(trips: OdTrips, names: readonly string[], rows: readonly CsvLine[]): void {
  for (const { line, cells } of rows) {
    if (cells.length !== names.length) {
      trips.list.leave('DEM-060', { line }, `${cells.length} cells, must be ${names.length}`);
      continue;
    }
    const origin = cells[0]!.text.trim();
    for (const [at, { text, column }] of cells.entries()) {
      const amount = text.trim();
      if (at === 0 || amount === '' || Number(amount) === 0) continue;
      trips.add({ origin, destination: names[at]!, amount: numberIn(amount), line, column });
    }
  }
}

/** Origin, destination and amount: the third column, or the one that says what it is. */
function addList(trips: OdTrips, rows: readonly CsvLine[], names: readonly string[]): void {
  const named = names.findIndex((name) => AMOUNT.test(name));
  const amountAt = named >= 0 ? named : 2;
  for (const { line, cells } of rows) {
    const [origin, destination] = cells.map(({ text }) => text.trim());
    const amount = cells[amountAt];
    if (amount === undefined || destination === undefined) {
      trips.list.leave('DEM-060', { line }, `${cells.length} cells, must be ${amountAt + 1}`);
      continue;
    }
    const { column } = amount;
    trips.add({ origin: origin!, destination, amount: numberIn(amount.text), line, column });
  }
}

const AMOUNT = /^(?:amount|count|trips|volume|flow|demand)$/i;

/** A first line with a number for its amount is no header. */
const isPair = ({ cells }: CsvLine): boolean =>
  cells.length >= 3 && cells[2]!.text.trim() !== '' && Number.isFinite(Number(cells[2]!.text));

const numberIn = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
