/**
 * Zones of a traffic model, from a CSV file of their middles:
 *
 *     zone,lon,lat
 *     17,-73.98,40.76
 *
 * or zone,x,y in the network's plane. An address belongs to the zone whose middle is nearest. A zone
 * without an address lies outside: where outsiders are let in, its trips come in and go out by the
 * gate nearest to its middle.
 */
import { CsvTable } from '../../core/base/csv.js';
import { Problems, shown } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { WeightedChoice } from '../generate/weighted-choice.js';
import { NearestPlace } from './nearest-place.js';
import { PlaceFinder, projectionTo } from './place-finder.js';
import type { TripPlaces } from './trip-reader.js';

type Address = NetworkDraft['addresses'][number];

/** Codes that are those of any table of ours. */
const CODES = { missingColumn: 'DEM-010', badCell: 'DEM-011', ragged: 'DEM-012' };
const DUPLICATE = 'DEM-015';
const NOWHERE_ON_EARTH = 'DEM-072';
/** Across a continent: an address always has a zone. */
const REACH_m = 1e7;

export class Zones {
  readonly #middles: ReadonlyMap<string, Middle>;
  readonly #insideOf: ReadonlyMap<string, WeightedChoice<Address>>;
  readonly #gates: PlaceFinder;

  constructor(
    middles: readonly Middle[],
    network: TripPlaces,
    { areOutsidersAtGates }: { readonly areOutsidersAtGates: boolean },
  ) {
    this.#middles = new Map(middles.map((middle) => [middle.name, middle]));
    this.#insideOf = addressesByZone(middles, network.addresses);
    const options = { reach_m: 0, areOutsidersAtGates };
    this.#gates = new PlaceFinder({ addresses: [], gates: network.gates }, options);
  }

  has(zone: string): boolean {
    return this.#middles.has(zone);
  }

  isOutside(zone: string): boolean {
    return this.has(zone) && !this.#insideOf.has(zone);
  }

  /**
   * An address of the zone by its people and jobs, or the gate for who lives outside; empty where
   * there is none. `u`: a draw in [0, 1).
   */
  placeIn(
    zone: string,
    u: number,
    { isOrigin, butNot = '' }: { readonly isOrigin: boolean; readonly butNot?: string },
  ): string {
    const inside = this.#insideOf.get(zone);
    if (inside !== undefined) {
      const found = inside.pick(u).name;
      // Half a zone away, where there is another one.
      return found === butNot ? inside.pick((u + 0.5) % 1).name : found;
    }
    const { x_m, y_m } = this.#middles.get(zone)!;
    return this.#gates.at(x_m, y_m, { isOrigin });
  }
}

interface Middle {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
}

function addressesByZone(
  middles: readonly Middle[],
  addresses: readonly Address[],
): ReadonlyMap<string, WeightedChoice<Address>> {
  const index = new NearestPlace(middles);
  const lists = new Map<string, Address[]>();
  for (const address of addresses) {
    const zone = index.at(address.x_m, address.y_m, REACH_m);
    const list = lists.get(zone);
    if (list === undefined) lists.set(zone, [address]);
    else list.push(address);
  }
  return new Map(
    [...lists].map(([zone, list]) => {
      const hasPeople = list.some((address) => peopleAt(address) > 0);
      return [zone, new WeightedChoice(list, hasPeople ? peopleAt : () => 1)];
    }),
  );
}

const peopleAt = ({ residentCount, jobCount }: Address): number => residentCount + jobCount;

/** Throws UserError with every problem of the file. */
export function readZones(
  text: string,
  file: string,
  network: TripPlaces,
  outsiders: { readonly areOutsidersAtGates: boolean },
): Zones {
  const problems = new Problems(file);
  const isPlane = /^\uFEFF?[^\n]*\bx\b/i.test(text);
  const [x, y] = isPlane ? ['x', 'y'] : ['lon', 'lat'];
  const table = new CsvTable(file, text, ['zone', x, y], problems, CODES);
  const project = isPlane ? null : projectionTo(network.crs);
  if (!isPlane && project === null) {
    const message = 'has degrees, but the network does not know where on earth it lies';
    problems.add(NOWHERE_ON_EARTH, {}, message);
  }
  const lineOf = new Map<string, number>();
  const middles: Middle[] = [];
  for (const row of table.rows()) {
    const name = row.text('zone').trim();
    const place: [number, number] = [row.number(x), row.number(y)];
    const [lon, lat] = place;
    if (!isPlane && (Math.abs(lon) > 180 || Math.abs(lat) > 90)) {
      problems.add(CODES.badCell, row.placeOf(y), 'must be degrees');
    }
    const line = lineOf.get(name);
    if (line === undefined) lineOf.set(name, row.line);
    else
      problems.add(DUPLICATE, row.placeOf('zone'), `${shown(name)} already stands on line ${line}`);
    const [x_m, y_m] = project === null || problems.count > 0 ? place : project(lon, lat);
    middles.push({ name, x_m, y_m });
  }
  if (middles.length === 0) problems.add(CODES.badCell, {}, 'has no zone');
  problems.throwIfAny();
  return new Zones(middles, network, outsiders);
}
