/**
 * Requests with the places and lengths of real taxi trips of New York: each is one of those trips, both
 * its ends moved along a few streets, so that the same trip drawn twice is not the same ride.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { draw, PURPOSE } from '../../core/base/random.js';
import type { RoadGraph } from '../cities/road-graphs.js';
import type { DayRequest } from './served-day.js';

export interface TaxiTrip {
  readonly from: number;
  readonly to: number;
}

/** Trips both of whose ends are within this of a junction. */
const NEAR_m = 200;
const METRES_A_DEGREE = 111_195;
/** Of Manhattan. */
export const CENTRE_LON = -73.97;
export const CENTRE_LAT = 40.76;
const METRES_A_DEGREE_EAST = METRES_A_DEGREE * Math.cos((CENTRE_LAT * Math.PI) / 180);

/** Metres east and north of the middle of Manhattan. */
export const metresOf = (
  { x, y }: NonNullable<RoadGraph['places']>,
  node: number,
): readonly [x_m: number, y_m: number] => [
  (x[node]! - CENTRE_LON) * METRES_A_DEGREE_EAST,
  (y[node]! - CENTRE_LAT) * METRES_A_DEGREE,
];

/** Null where the data is not at hand. */
export function readTaxiTrips({ places }: RoadGraph): TaxiTrip[] | null {
  const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'taxi-nyc-trips');
  if (places === undefined || !existsSync(join(folder, 'taxi-train.csv.gz'))) return null;
  return ['train', 'valid', 'test'].flatMap((part) => {
    const text = gunzipSync(readFileSync(join(folder, `taxi-${part}.csv.gz`))).toString();
    return text.split('\n').flatMap((line): TaxiTrip[] => {
      // Fare, time, then where it began and where it ended.
      const [, , fromLon, fromLat, toLon, toLat] = line.split(',').map(Number);
      const from = nearestJunction(places, fromLon!, fromLat!);
      const to = nearestJunction(places, toLon!, toLat!);
      return from < 0 || to < 0 || from === to ? [] : [{ from, to }];
    });
  });
}

/** −1 where none is near: dirty rows have places in the sea, or none at all. */
function nearestJunction(
  { x, y }: NonNullable<RoadGraph['places']>,
  lon: number,
  lat: number,
): number {
  let nearest = -1;
  let least = NEAR_m * NEAR_m;
  for (let node = 0; node < x.length; node++) {
    const north_m = (y[node]! - lat) * METRES_A_DEGREE;
    const east_m = (x[node]! - lon) * METRES_A_DEGREE_EAST;
    const squared = east_m * east_m + north_m * north_m;
    if (!(squared < least)) continue;
    least = squared;
    nearest = node;
  }
  return nearest;
}

const SEED = 5;
/** Each end is moved along at most so many streets. */
const MOST_STEPS = 3;

/** Evenly in time; without `trips` between junctions drawn from all. */
export function drawRequests(
  { graph }: RoadGraph,
  trips: readonly TaxiTrip[] | null,
  { count, duration_s }: { readonly count: number; readonly duration_s: number },
): DayRequest[] {
  const drawn = (row: number, what: number, below: number): number =>
    Math.floor(draw(SEED, PURPOSE.place, row, what) * below);
  const moved = (start: number, row: number, what: number): number => {
    let node = start;
    for (let step = drawn(row, what, MOST_STEPS + 1); step > 0; step--) {
      const first = graph.firstArc[node]!;
      node = graph.headOfArc[first + drawn(row, what + step, graph.firstArc[node + 1]! - first)]!;
    }
    return node;
  };
  return Array.from({ length: count }, (_, row): DayRequest => {
    for (let what = 0; ; what += 20) {
      const trip = trips?.[drawn(row, what, trips.length)];
      const from = trip ? moved(trip.from, row, what + 2) : drawn(row, what, graph.vertexCount);
      const to = trip ? moved(trip.to, row, what + 10) : drawn(row, what + 1, graph.vertexCount);
      if (from !== to) return { time_s: (row * duration_s) / count, from, to, partySize: 1 };
    }
  });
}
