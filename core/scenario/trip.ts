/**
 * A trip as files and generators describe it. The list of trips is the same for every layout and
 * regime: what differs is who drives and where the car waits between two trips of its chain.
 */

/** Who travels, and whose car it is when cars are private. */
export const TRIP_KINDS = ['resident', 'commuter', 'visitor', 'van', 'through'] as const;
export type TripKind = (typeof TRIP_KINDS)[number];

export interface TripDraft {
  /** Unique; draws are keyed by it. */
  readonly name: string;
  readonly kind: TripKind;
  /**
   * The car that makes it while cars are private. Its trips in order of departure are its chain: it
   * stands where one ended until the next begins. A chain whose first trip starts at an address has
   * its car standing there from the start of the day.
   */
  readonly vehicle: string;
  /** Seconds after the midnight before the day; a day that starts at 04:00 runs from 14,400. */
  readonly departure_s: number;
  /** Name of an address, a gate, or a link: then the trip comes in at the link's start. */
  readonly origin: string;
  /**
   * Name of an address, a gate, or a link: then the trip leaves at the link's end, as at a gate.
   * A trip that ends at a gate leaves the network.
   */
  readonly destination: string;
  /**
   * Links that it drives, the first and the last included; without it the trip chooses its way. Only
   * for trips between gates or links. A driver who misses a turn finds another way to the end of it.
   */
  readonly route?: readonly string[];
  /**
   * How long before its departure a ride with the shared fleet is asked for; without it the
   * scenario's `fleet.prebooking` decides.
   */
  readonly bookedAhead_s?: number;
  /** Persons in the car. */
  readonly partySize: number;
}
