/** Finds the address or gate that a point belongs to: the nearest within a stated distance. */
import proj4 from 'proj4';
import RBush from 'rbush';
import type { NetworkDraft } from '../../core/network/network-draft.js';

export interface PlaceOptions {
  /** Farther away no address belongs to a point. */
  readonly reach_m: number;
  /** Points that no address is near to come in and go out by the nearest gate. */
  readonly areOutsidersAtGates: boolean;
}

interface Place {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
}

export class PlaceFinder {
  readonly #addresses = new NearestIndex();
  readonly #entries: readonly Place[];
  readonly #exits: readonly Place[];
  readonly #reach_m: number;
  readonly #areOutsidersAtGates: boolean;

  constructor({ addresses, gates }: Places, { reach_m, areOutsidersAtGates }: PlaceOptions) {
    this.#addresses.load(addresses);
    this.#entries = gates.filter((gate) => gate.entries.length > 0).sort(byName);
    this.#exits = gates.filter((gate) => gate.exits.length > 0).sort(byName);
    this.#reach_m = reach_m;
    this.#areOutsidersAtGates = areOutsidersAtGates;
  }

  /** Name of an address, or of a gate that leads the right way; empty where none is near. */
  at(x_m: number, y_m: number, { isOrigin }: { isOrigin: boolean }): string {
    const near = this.#addresses.nearest(x_m, y_m, this.#reach_m);
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

const byName = (a: Place, b: Place): number => (a.name < b.name ? -1 : 1);

/** A box without size: the tree takes it as it is, without making one for every look at it. */
interface PlaceBox extends Place {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Most points have an address in the first box; it is doubled until one is found. */
const FIRST_BOX_m = 20;

export class NearestIndex {
  readonly #tree = new RBush<PlaceBox>();

  load(places: readonly Place[]): void {
    this.#tree.load(
      places.map(({ name, x_m, y_m }) => ({
        name,
        x_m,
        y_m,
        minX: x_m,
        minY: y_m,
        maxX: x_m,
        maxY: y_m,
      })),
    );
  }

  nearest(x_m: number, y_m: number, reach_m: number): string {
    for (let box_m = Math.min(FIRST_BOX_m, reach_m); ; box_m = Math.min(2 * box_m, reach_m)) {
      const found = this.#tree.search({
        minX: x_m - box_m,
        minY: y_m - box_m,
        maxX: x_m + box_m,
        maxY: y_m + box_m,
      });
      // The corners of a box are farther than its sides.
      const name = nearestByScan(found, x_m, y_m, box_m);
      if (name !== '' || box_m >= reach_m) return name;
    }
  }
}

/** The plain way, over every place; ties go to the first name. */
export function nearestByScan(
  places: readonly Place[],
  x_m: number,
  y_m: number,
  reach_m = Number.POSITIVE_INFINITY,
): string {
  let best = '';
  let least_m2 = reach_m * reach_m;
  for (const { name, x_m: there_x_m, y_m: there_y_m } of places) {
    const [dx, dy] = [there_x_m - x_m, there_y_m - y_m];
    const away_m2 = dx * dx + dy * dy;
    if (away_m2 > least_m2 || (away_m2 === least_m2 && best !== '' && name > best)) continue;
    best = name;
    least_m2 = away_m2;
  }
  return best;
}

/** From degrees to the network's plane; null where it does not know where on earth it is. */
export function projectionTo(crs: string): ((lon: number, lat: number) => [number, number]) | null {
  if (crs === 'local') return null;
  const converter = proj4('EPSG:4326', crs);
  return (lon, lat) => converter.forward([lon, lat]) as [number, number];
}
