/**
 * Where trips can begin and end, by name and coordinates alone: nothing here depends on streets, on
 * the order of rows or on the layout. The one thing read of a gate's streets is whether any come in
 * and any go out, since a one-way gate cannot take both.
 */

import { byName } from '../../core/network/facts.js';
import type { AddressDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { Zones } from './zones.js';

export interface Place {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
}

export interface Address extends Place {
  readonly zone: number;
  readonly residentCount: number;
  readonly jobCount: number;
  /** Pull on shoppers, visitors and deliveries. */
  readonly attraction: number;
}

export interface Gate extends Place {
  readonly weight: number;
  readonly letsIn: boolean;
  readonly letsOut: boolean;
}

/** Shops and services stand where jobs are; a person attracts a quarter of what a job does. */
const ATTRACTION_PER_RESIDENT = 0.25;

export interface Places {
  readonly addresses: readonly Address[];
  readonly zones: Zones;
  /** Empty where the network has no gate with a weight that lets traffic in, or none that lets it out. */
  readonly gatesIn: readonly Gate[];
  readonly gatesOut: readonly Gate[];
}

export function placesOf(network: Pick<NetworkDraft, 'addresses' | 'gates'>): Places {
  const sorted = [...network.addresses].sort(byName);
  const zones = new Zones(sorted);
  const addresses = sorted.map((address, row) => addressOf(address, zones.zoneOf[row]!));
  const gates = [...network.gates]
    .sort(byName)
    .filter((gate) => gate.weight > 0)
    .map(({ name, x_m, y_m, weight, entries, exits }) => ({
      name,
      x_m,
      y_m,
      weight,
      letsIn: entries.length > 0,
      letsOut: exits.length > 0,
    }));
  const gatesIn = gates.filter((gate) => gate.letsIn);
  const gatesOut = gates.filter((gate) => gate.letsOut);
  const isOpen = gatesIn.length > 0 && gatesOut.length > 0;
  return { addresses, zones, gatesIn: isOpen ? gatesIn : [], gatesOut: isOpen ? gatesOut : [] };
}

function addressOf(
  { name, x_m, y_m, residentCount, jobCount }: AddressDraft,
  zone: number,
): Address {
  const attraction = jobCount + ATTRACTION_PER_RESIDENT * residentCount;
  return { name, x_m, y_m, zone, residentCount, jobCount, attraction };
}

/** Along streets that run east and north: what a way between two places is at least. */
export const rectilinear_m = (a: Place, b: Place): number =>
  Math.abs(a.x_m - b.x_m) + Math.abs(a.y_m - b.y_m);

/**
 * A few moments of lights and manoeuvring, then 16 km/h: slower than the example's streets in their
 * top hour, so that most cars are back at their stall when their next trip begins.
 */
export const plausibleDrive_s = (a: Place, b: Place): number =>
  Math.ceil(120 + rectilinear_m(a, b) / 4.5);

const TRIES = 16;

/**
 * What `pick` gives, drawn again while it is one of `taken`; if the draws keep falling on those, the
 * next of `places` in the order of names. There must be more places than taken ones.
 */
export function other<P extends Place>(
  taken: readonly Place[],
  places: readonly P[],
  pick: () => P,
): P {
  const isFree = (place: Place) => taken.every(({ name }) => name !== place.name);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const place = pick();
    if (isFree(place)) return place;
  }
  const row = places.findIndex(({ name }) => name === taken[0]!.name);
  const next = [...places.slice(row + 1), ...places.slice(0, row + 1)].find(isFree);
  if (next === undefined) throw new Error('There is no other place to go.');
  return next;
}
