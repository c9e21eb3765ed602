/**
 * Collects the trips of a foreign file. Rows that cannot be used are told and left out, never fatal.
 *
 * | code | why a row is left out |
 * |---|---|
 * | DEM-060 | fewer cells than the columns that are read, or misplaced quotes |
 * | DEM-061 | a time that is none, or not within two days |
 * | DEM-062 | a coordinate that is none; 0, 0 and swapped degrees among them |
 * | DEM-063 | no address near enough to its origin |
 * | DEM-064 | no address near enough to its destination |
 * | DEM-065 | both ends at the same place |
 * | DEM-066 | a place that the network does not have |
 * | DEM-067 | not 1 to 100 persons, or an amount that is none |
 * | DEM-068 | a name that another trip has |
 * | DEM-069 | a class or mode that is not read |
 * | DEM-087 | a length of stay that is none |
 *
 * | code | what stops the import |
 * |---|---|
 * | DEM-070 | a column is missing, named twice or unknown |
 * | DEM-071 | no trip is left |
 * | DEM-072 | degrees for a network that does not know where on earth it is |
 * | DEM-073 | not XML of MATSim's plans; DEM-074 a DOCTYPE with definitions; DEM-075 too deep or too many |
 *
 * | code | what is read in another sense |
 * |---|---|
 * | DEM-081 | times before the day begins, moved to its end |
 * | DEM-082 | a traveller whose next trip starts elsewhere has another car for it |
 * | DEM-083 | a first line without numbers, taken for a header |
 * | DEM-084 | parts of trips in a matrix, rounded by draws |
 * | DEM-090 | cells that are parted by semicolons or tabs |
 * | DEM-088 | ways back after stays, made by us; DEM-089 stays that reach beyond the day |
 */

import type { Problem } from '../../core/base/errors.js';
import { Problems, shown, UserError } from '../../core/base/errors.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { byDeparture } from '../../core/scenario/demand.js';
import { TRIP_KINDS, type TripDraft, type TripKind } from '../../core/scenario/trip.js';
import { DAY } from '../day-curve.js';
import { DAY_s } from './time-of-day.js';
import type { TripPlaces } from './trip-reader.js';
import { waysBack } from './ways-back.js';

export interface ImportedTrips {
  /** By departure, then name. */
  readonly trips: readonly TripDraft[];
  /** Warnings: which rows were left out, a hundred examples of each code, all counted. */
  readonly leftOut: readonly Problem[];
  readonly leftOutCount: number;
  /** How many rows, by code, in the order of first mention. */
  readonly leftOutByCode: ReadonlyMap<string, number>;
  readonly notes: readonly RepairNote[];
}

export interface FoundTrip {
  readonly name: string;
  /** Whose trips form a chain; empty for a car of its own. */
  readonly person: string;
  /** Empty: by where it starts. */
  readonly kind: string;
  readonly departure_s: number;
  readonly origin: string;
  readonly destination: string;
  readonly partySize: number;
  /** How long the car stands at the destination; without it until its next trip. */
  readonly stay_s?: number;
}

type Spot = { readonly line: number; readonly column?: number; readonly field?: string };

/** Later departures belong to another day. */
const LATEST_s = DAY.end_s;

export class TripList {
  readonly leftOut: Problems;
  readonly #byCode = new Map<string, number>();
  readonly #trips: TripDraft[] = [];
  readonly #names = new Set<string>();
  readonly #persons = new Set<string>();
  readonly #network: TripPlaces;
  readonly #gates: ReadonlySet<string>;
  readonly #stay_s = new Map<string, number>();
  readonly #notes: RepairNote[] = [];
  #movedCount = 0;

  constructor(file: string, network: TripPlaces) {
    this.leftOut = new Problems(file);
    this.#network = network;
    this.#gates = new Set(network.gates.map(({ name }) => name));
  }

  get count(): number {
    return this.#trips.length;
  }

  leave(code: string, spot: Spot, message: string): void {
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
    this.leftOut.add(code, spot, `left out: ${message}`, 'warning');
  }

  note(code: string, subject: string, message: string): void {
    this.#notes.push({ code, subject, message, kind: 'repair' });
  }

  /** Takes a trip whose places are known, or leaves it out and tells why. */
  add(found: FoundTrip, spot: Spot): void {
    const { name, person, origin, destination, partySize } = found;
    const departure_s = this.#inDay(found.departure_s);
    const kind = found.kind === '' ? this.#kindOf(origin, destination) : kindNamed(found.kind);
    const wrong = this.#wrongWith(found, departure_s, kind);
    if (wrong !== null) {
      const [code, field, message] = wrong;
      this.leave(code, { ...spot, field }, message);
      return;
    }
    if (departure_s !== found.departure_s) this.#movedCount++;
    if (found.stay_s !== undefined) this.#stay_s.set(name, found.stay_s);
    if (person !== '') this.#persons.add(person);
    const vehicle = person === '' ? name : person;
    // Written out: a copy of another object with a member more takes half as much memory again.
    this.#trips.push({
      name,
      vehicle,
      departure_s,
      origin,
      destination,
      partySize,
      kind: kind!,
    });
  }

  /** Null where all is right; its name is then taken. */
  #wrongWith(
    { name, origin, destination, partySize }: FoundTrip,
    departure_s: number,
    kind: TripKind | null,
  ): readonly [code: string, field: string, message: string] | null {
    if (Number.isNaN(departure_s)) return ['DEM-061', 'departure', 'no time within the day'];
    if (origin === destination) return ['DEM-065', '', `starts and ends at ${shown(origin)}`];
    if (!(Number.isInteger(partySize) && partySize >= 1 && partySize <= 100)) {
      return ['DEM-067', 'party_size', 'must be 1 to 100 persons'];
    }
    if (kind === null) return ['DEM-069', 'class', `must be one of ${TRIP_KINDS.join(', ')}`];
    // One look at the names both asks and notes.
    const knownCount = this.#names.size;
    const isNew = this.#names.add(name).size > knownCount;
    return isNew ? null : ['DEM-068', 'name', `there is another ${shown(name)}`];
  }

  /** Throws UserError where no trip is left. */
  done(): ImportedTrips {
    const { leftOut } = this;
    if (this.#trips.length === 0) {
      const place = { file: leftOut.file, line: 0, column: 0, field: '' };
      const message = `has no trip that can be made; ${leftOut.count} rows were left out`;
      throw new UserError([
        { code: 'DEM-071', severity: 'error', ...place, message },
        ...leftOut.list.slice(0, FIRST_SHOWN),
      ]);
    }
    const trips = this.#withWaysBack(this.#withWholeChains(inOrder(this.#trips)));
    if (this.#movedCount > 0) {
      const message = `departures before ${DAY.start_s / 3600}:00 stand at the end of the day`;
      this.note('DEM-081', `${this.#movedCount} trips`, message);
    }
    return {
      trips,
      leftOut: leftOut.list,
      leftOutCount: leftOut.count,
      leftOutByCode: this.#byCode,
      notes: this.#notes,
    };
  }

  #inDay(time_s: number): number {
    if (!(time_s >= 0 && time_s < LATEST_s)) return Number.NaN;
    return time_s >= DAY.start_s ? time_s : time_s + DAY_s;
  }

  #kindOf(origin: string, destination: string): TripKind {
    if (!this.#gates.has(origin)) return 'resident';
    return this.#gates.has(destination) ? 'through' : 'visitor';
  }

  /** Cars stand where they were left: who starts elsewhere takes another one. */
  #withWholeChains(trips: readonly TripDraft[]): readonly TripDraft[] {
    if (this.#persons.size === 0) return trips;
    const lastOf = new Map<string, { destination: string; carCount: number }>();
    let brokenCount = 0;
    const chained = trips.map((trip) => {
      const last = lastOf.get(trip.vehicle);
      const areGates = this.#gates.has(last?.destination ?? '') && this.#gates.has(trip.origin);
      const isWhole = last === undefined || last.destination === trip.origin || areGates;
      if (!isWhole) brokenCount++;
      const carCount = (last?.carCount ?? 1) + (isWhole ? 0 : 1);
      lastOf.set(trip.vehicle, { destination: trip.destination, carCount });
      return carCount === 1 ? trip : { ...trip, vehicle: `${trip.vehicle} car ${carCount}` };
    });
    if (brokenCount > 0) {
      const message = 'start elsewhere than the trip before ended: another car makes them';
      this.note('DEM-082', `${brokenCount} trips`, message);
    }
    return chained;
  }

  #withWaysBack(trips: readonly TripDraft[]): readonly TripDraft[] {
    if (this.#stay_s.size === 0) return trips;
    const back = waysBack(trips, this.#stay_s, this.#network);
    if (back.trips.length > 0) {
      this.note('DEM-088', `${back.trips.length} trips`, 'are ways back after a stay, made by us');
    }
    if (back.overnightCount > 0) {
      const message = 'stay beyond the end of the day: no way back';
      this.note('DEM-089', `${back.overnightCount} cars`, message);
    }
    return inOrder([...trips, ...back.trips]);
  }
}

/**
 * Sorted by departure, then name: counted into seconds first, and only what shares a second is
 * compared. Sorting all of 200,000 trips by comparison takes a quarter of the time of reading them.
 */
function inOrder(trips: readonly TripDraft[]): readonly TripDraft[] {
  const next = new Int32Array(LATEST_s - DAY.start_s + 1);
  for (const { departure_s } of trips) next[Math.floor(departure_s) - DAY.start_s + 1]!++;
  for (let second = 1; second < next.length; second++) next[second]! += next[second - 1]!;
  const sorted = new Array<TripDraft>(trips.length);
  for (const trip of trips) sorted[next[Math.floor(trip.departure_s) - DAY.start_s]!++] = trip;
  // Each second's end is where `next` has come to.
  for (let second = 0, from = 0; from < sorted.length; from = next[second++]!) {
    sortPart(sorted, from, next[second]!);
  }
  return sorted;
}

/** Longer parts than this are sorted by halves. */
const SHORT_PART = 16;

function sortPart(sorted: TripDraft[], from: number, end: number): void {
  if (end - from > SHORT_PART) {
    const part = sorted.slice(from, end).sort(byDeparture);
    for (const [at, trip] of part.entries()) sorted[from + at] = trip;
    return;
  }
  for (let at = from + 1; at < end; at++) {
    const trip = sorted[at]!;
    let hole = at;
    for (; hole > from && byDeparture(sorted[hole - 1]!, trip) > 0; hole--) {
      sorted[hole] = sorted[hole - 1]!;
    }
    sorted[hole] = trip;
  }
}

const FIRST_SHOWN = 20;

const kindNamed = (text: string): TripKind | null =>
  TRIP_KINDS.find((kind) => kind === text) ?? null;
