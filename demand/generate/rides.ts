/**
 * Rides of one way each, for a city that is known by how many rides it asks for and how long they are:
 * nobody's day, no cars, nobody from beyond the rim.
 */
import { PURPOSE } from '../../core/base/random.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { byDeparture, type Demand } from '../../core/scenario/demand.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { DAY, DAY_CURVES } from '../day-curve.js';
import { DEFAULT_DEMAND } from './demand-spec.js';
import { Destinations } from './destinations.js';
import { Draws } from './draws.js';
import { placesOf } from './places.js';

export interface RidesSpec {
  readonly seed: number;
  /** A day, at factor 1. */
  readonly rideCount: number;
  readonly factor: number;
  /** How fast places lose pull with distance c: exp(-deterrence × c). */
  readonly deterrence_perKm: number;
  /** Share of travellers who ride back later in the day; none. */
  readonly returnShare?: number;
}

interface Ride {
  readonly name: string;
  readonly origin: string;
  readonly destination: string;
  readonly departure_s: number;
  /** The ride after it is its way back. */
  readonly returns: boolean;
}

/**
 * From where people live and work to where they do, twin peaks over the day; a smaller factor's rides
 * are among a larger one's.
 */
export function generateRides(
  network: Pick<NetworkDraft, 'addresses' | 'gates'>,
  { seed, rideCount, factor, deterrence_perKm, returnShare = 0 }: RidesSpec,
): Demand {
  const destinations = new Destinations(placesOf(network), {
    ...DEFAULT_DEMAND,
    errandDeterrence_perM: deterrence_perKm / 1000,
  });
  const count = Math.round(rideCount * factor);
  if (destinations.addressCount < 2 || !destinations.hasAttraction) {
    const why = 'fewer than two addresses, or no address has people or jobs';
    return { trips: [], idleCars: [], notes: [`No rides were made of ${count}: ${why}.`] };
  }
  const rideOf = (row: number): Ride => {
    const name = `ride${String(row + 1).padStart(6, '0')}`;
    const draws = new Draws(seed, name);
    const origin = destinations.attraction(draws);
    const destination = destinations.errandFrom(origin, draws);
    const share = draws.next(PURPOSE.departure);
    const departure_s = DAY_CURVES.through.timeBetween(share, {
      from_s: DAY.start_s,
      to_s: DAY.end_s,
    });
    const returns = returnShare > 0 && draws.next(PURPOSE.departure) < returnShare;
    return { name, origin: origin.name, destination: destination.name, departure_s, returns };
  };
  const trips = Array.from({ length: count }, (_, row): TripDraft => {
    const { returns: _returns, ...ends } = inPairs(row, rideOf);
    return { ...ends, kind: 'resident', vehicle: ends.name, partySize: 1 };
  });
  return { trips: trips.sort(byDeparture), idleCars: [], notes: [] };
}

/**
 * Rides come by twos: where the first one's traveller returns, the second is the way back, at the
 * later of the times that both have drawn. So the day's curve is the same for any share.
 */
function inPairs(row: number, rideOf: (row: number) => Ride): Ride {
  const own = rideOf(row);
  const isSecond = row % 2 === 1;
  const other = rideOf(isSecond ? row - 1 : row + 1);
  const there = isSecond ? other : own;
  if (!there.returns) return own;
  const times_s = [own.departure_s, other.departure_s];
  if (!isSecond) return { ...own, departure_s: Math.min(...times_s) };
  const { origin: destination, destination: origin } = there;
  return { ...own, origin, destination, departure_s: Math.max(...times_s) };
}
