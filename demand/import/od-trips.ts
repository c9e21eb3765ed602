/** Amounts between pairs of places become trips: how many, when, and from which doors. */
import { shown } from '../../core/base/errors.js';
import { PURPOSE } from '../../core/base/random.js';
import { DAY, DAY_CURVES } from '../day-curve.js';
import { Draws } from '../generate/draws.js';
import { endsOfTrips } from './place-finder.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import type { TripPlaces } from './trip-reader.js';
import type { Zones } from './zones.js';

export interface OdOptions {
  readonly seed: number;
  /** Multiplies every amount. */
  readonly factor: number;
  /** What names of zones mean; without it all names are those of addresses and gates. */
  readonly zones?: Zones;
}

export interface OdAmount {
  readonly origin: string;
  readonly destination: string;
  /** NaN where the file has none. */
  readonly amount: number;
  readonly line: number;
  readonly column: number;
}

/** More would not fit in the memory of a run. */
const MOST_TRIPS = 5_000_000;

export class OdTrips {
  readonly list: TripList;
  readonly #known: ReturnType<typeof endsOfTrips>;
  readonly #options: OdOptions;
  #roundedCount = 0;
  #passingCount = 0;

  constructor(file: string, network: TripPlaces, options: OdOptions) {
    this.list = new TripList(file, network);
    this.#known = endsOfTrips(network);
    this.#options = options;
  }

  isDestination(name: string): boolean {
    return this.#known.destinations.has(name) || this.#options.zones?.has(name) === true;
  }

  add({ origin, destination, amount, line, column }: OdAmount): void {
    const { list } = this;
    const { zones, factor, seed } = this.#options;
    const spot = { line, column };
    const isLost = !this.#isOrigin(origin);
    if (isLost || !this.isDestination(destination)) {
      const [lost, way] = isLost ? [origin, 'in'] : [destination, 'out'];
      const message = `no address, zone, or gate that leads ${way}, is ${shown(lost)}`;
      list.leave('DEM-066', spot, message);
      return;
    }
    if (zones?.isOutside(origin) === true && zones.isOutside(destination)) {
      this.#passingCount++;
      return;
    }
    const scaled = amount * factor;
    if (!(scaled >= 0 && list.count + scaled <= MOST_TRIPS)) {
      const got = Number.isNaN(amount) ? 'none' : String(amount);
      list.leave('DEM-067', spot, `must be an amount of trips, got ${got}`);
      return;
    }
    const draws = new Draws(seed, `${origin} to ${destination}`);
    const tripCount = this.#rounded(scaled, draws);
    for (let trip = 1; trip <= tripCount; trip++) {
      const window = { from_s: DAY.start_s, to_s: DAY.end_s };
      const departure_s = Math.floor(
        DAY_CURVES.through.timeBetween(draws.next(PURPOSE.departure), window),
      );
      const name = `${origin} to ${destination} ${trip}`;
      const places = this.#places(origin, destination, draws);
      if (places.origin === '' || places.destination === '') {
        const [code, zone] = places.origin === '' ? ['DEM-063', origin] : ['DEM-064', destination];
        list.leave(code!, spot, `zone ${shown(zone!)} has no address, and outsiders no gate`);
        return;
      }
      list.add({ name, person: '', kind: '', departure_s, ...places, partySize: 1 }, spot);
    }
  }

  done(): ImportedTrips {
    if (this.#roundedCount > 0) {
      const subject = `${this.#roundedCount} amounts`;
      this.list.note('DEM-084', subject, 'parts of trips rounded by draws');
    }
    if (this.#passingCount > 0) {
      const message = 'begin and end in zones without an address: they do not pass here';
      this.list.note('DEM-086', `${this.#passingCount} amounts`, message);
    }
    return this.list.done();
  }

  #isOrigin(name: string): boolean {
    return this.#known.origins.has(name) || this.#options.zones?.has(name) === true;
  }

  #rounded(amount: number, draws: Draws): number {
    const whole = Math.floor(amount);
    const rest = amount - whole;
    if (rest > 0) this.#roundedCount++;
    return whole + (rest > 0 && draws.next(PURPOSE.arrivals) < rest ? 1 : 0);
  }

  /** Names of places as they are; in a zone one of its addresses. */
  #places(
    origin: string,
    destination: string,
    draws: Draws,
  ): { origin: string; destination: string } {
    const { zones } = this.#options;
    const { origins, destinations } = this.#known;
    const from =
      zones === undefined || origins.has(origin)
        ? origin
        : zones.placeIn(origin, draws.next(PURPOSE.place), { isOrigin: true });
    const to =
      zones === undefined || destinations.has(destination)
        ? destination
        : zones.placeIn(destination, draws.next(PURPOSE.place), { isOrigin: false, butNot: from });
    return { origin: from, destination: to };
  }
}
