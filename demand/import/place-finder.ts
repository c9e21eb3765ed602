/** Finds the address or gate that a point belongs to: the nearest within a stated distance. */
import proj4 from 'proj4';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { NearestPlace, nearestByScan, type PlacePoint } from './nearest-place.js';

export interface PlaceOptions {
  /** Farther away no address belongs to a point. */
  readonly reach_m: number;
  /** Points that no address is near to come in and go out by the nearest gate. */
  readonly areOutsidersAtGates: boolean;
}

export class PlaceFinder {
  readonly #addresses: NearestPlace;
  readonly #entries: readonly PlacePoint[];
  readonly #exits: readonly PlacePoint[];
  readonly #reach_m: number;
  readonly #areOutsidersAtGates: boolean;

  constructor({ addresses, gates }: Places, { reach_m, areOutsidersAtGates }: PlaceOptions) {
    this.#addresses = new NearestPlace(addresses);
    this.#entries = gates.filter((gate) => gate.entries.length > 0).sort(byName);
    this.#exits = gates.filter((gate) => gate.exits.length > 0).sort(byName);
    this.#reach_m = reach_m;
    this.#areOutsidersAtGates = areOutsidersAtGates;
  }

  /** Name of an address, or of a gate that leads the right way; empty where none is near. */
  at(x_m: number, y_m: number, { isOrigin }: { isOrigin: boolean }): string {
    const near = this.#addresses.at(x_m, y_m, this.#reach_m);
    if (near !== '' || !this.#areOutsidersAtGates) return near;
    return nearestByScan(isOrigin ? this.#entries : this.#exits, x_m, y_m);
  }
}

/** Names that a trip may start from, and end at: not every gate leads both in and out. */
export function endsOfTrips({ addresses, gates }: Places) {
  const names = addresses.map(({ name }) => name);
  const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  return {
    origins: new Set([...names, ...namesOf(gates.filter(({ entries }) => entries.length > 0))]),
    destinations: new Set([...names, ...namesOf(gates.filter(({ exits }) => exits.length > 0))]),
  };
}

type Places = Pick<NetworkDraft, 'addresses' | 'gates'>;

const byName = (a: PlacePoint, b: PlacePoint): number => (a.name < b.name ? -1 : 1);

/** From degrees to the network's plane; null where it does not know where on earth it is. */
export function projectionTo(crs: string): ((lon: number, lat: number) => [number, number]) | null {
  if (crs === 'local') return null;
  const converter = proj4('EPSG:4326', crs);
  return (lon, lat) => converter.forward([lon, lat]) as [number, number];
}
