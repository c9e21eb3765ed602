/** Who came for a stated time leaves again: the way back of cars whose last trip tells the stay. */
import type { TripDraft } from '../../core/scenario/trip.js';
import { DAY } from '../day-curve.js';
import { nearestByScan } from './nearest-place.js';
import type { TripPlaces } from './trip-reader.js';

/**
 * Driving is not simulated yet: the straight line by the usual detour of street networks and the mean
 * speed of a city's day.
 */
const DETOUR = 1.3;
const SPEED_mps = 25 / 3.6;

export interface WaysBack {
  readonly trips: readonly TripDraft[];
  /** Cars whose stay reaches beyond the day: they stand until its end. */
  readonly overnightCount: number;
}

/** `trips` in order of departure; `stay_s` by the name of a trip. */
export function waysBack(
  trips: readonly TripDraft[],
  stay_s: ReadonlyMap<string, number>,
  network: TripPlaces,
): WaysBack {
  const lastOf = new Map<string, TripDraft>();
  for (const trip of trips) lastOf.set(trip.vehicle, trip);
  const places = new Map([...network.addresses, ...network.gates].map((each) => [each.name, each]));
  const exits = network.gates.filter((gate) => gate.exits.length > 0);
  const addresses = new Set(network.addresses.map(({ name }) => name));
  const taken = new Set(trips.map(({ name }) => name));
  const back: TripDraft[] = [];
  let overnightCount = 0;
  for (const trip of lastOf.values()) {
    const stays_s = stay_s.get(trip.name);
    if (stays_s === undefined || !addresses.has(trip.destination)) continue;
    const [from, to] = [places.get(trip.destination)!, places.get(trip.origin)!];
    const isOut = addresses.has(to.name) || exits.some(({ name }) => name === to.name);
    const destination = isOut ? to.name : nearestByScan(exits, to.x_m, to.y_m);
    if (destination === '') continue;
    const away_m = Math.hypot(from.x_m - to.x_m, from.y_m - to.y_m);
    const departure_s = Math.ceil(trip.departure_s + (DETOUR * away_m) / SPEED_mps + stays_s);
    if (departure_s >= DAY.end_s) {
      overnightCount++;
      continue;
    }
    const { kind, vehicle, partySize } = trip;
    const name = freeName(`${trip.name} back`, taken);
    const origin = trip.destination;
    back.push({ name, kind, vehicle, departure_s, origin, destination, partySize });
  }
  return { trips: back, overnightCount };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted} ${count}`;
  taken.add(name);
  return name;
}
