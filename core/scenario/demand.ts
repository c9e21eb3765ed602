/** What a day asks of the network: trips, and the cars that stand still all day. */
import type { TripDraft } from './trip.js';

export interface Demand {
  /** Sorted by departure, then name. */
  readonly trips: readonly TripDraft[];
  readonly idleCars: readonly IdleCar[];
  /** What could not be made as asked, in sentences for the user; empty when all could. */
  readonly notes: readonly string[];
}

/** A car without a trip: it takes a stall at its address from the start of the day to its end. */
export interface IdleCar {
  readonly vehicle: string;
  /** Name of an address. */
  readonly address: string;
}

/** The order of every list of trips. */
export function byDeparture(a: TripDraft, b: TripDraft): number {
  return a.departure_s - b.departure_s || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
