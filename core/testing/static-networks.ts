/** Small networks and trip tables for static assignment, with known or certifiable answers. */
import { draw, PURPOSE } from '../base/random.js';
import {
  type StaticLink,
  type StaticNetwork,
  staticNetworkOf,
  type ZonePair,
  type ZoneTrips,
  zoneTripsOf,
} from '../network/static-network.js';

export interface StaticCase {
  readonly network: StaticNetwork;
  readonly trips: ZoneTrips;
}

/** A link without congestion; cases say what differs. */
export const plainLink: StaticLink = {
  from: 0,
  to: 0,
  capacity: 1,
  length: 1,
  freeTime: 1,
  b: 0,
  power: 4,
  toll: 0,
};

/**
 * Braess' network with the numbers that became usual: six trips from 0 to 1 by nodes 2 and 3; times
 * 10x, 50 + x, 50 + x, 10x, and 10 + x on the link from 2 to 3. A link cannot be free and congested, so
 * 10x is 1e-8 (1 + 1e9 x).
 */
export function braess(hasMiddleLink: boolean): StaticCase {
  const steep = { ...plainLink, freeTime: 1e-8, b: 1e9, power: 1 };
  const links: StaticLink[] = [
    { ...steep, from: 0, to: 2 },
    { ...plainLink, from: 0, to: 3, freeTime: 50, b: 0.02, power: 1 },
    { ...plainLink, from: 2, to: 1, freeTime: 50, b: 0.02, power: 1 },
    { ...steep, from: 3, to: 1 },
  ];
  if (hasMiddleLink) links.push({ ...plainLink, from: 2, to: 3, freeTime: 10, b: 0.1, power: 1 });
  return {
    network: staticNetworkOf({ nodeCount: 4, zoneCount: 2, firstThroughNode: 0 }, links),
    trips: zoneTripsOf(2, [{ origin: 0, destination: 1, volume: 6 }]),
  };
}

/** Trips from 0 to 1 over a road each by its own node; `roads` say how they differ from a plain link. */
export function parallelRoads(roads: readonly Partial<StaticLink>[], volume: number): StaticCase {
  const links = roads.flatMap((road, at): StaticLink[] => [
    { ...plainLink, ...road, from: 0, to: 2 + at },
    { ...plainLink, freeTime: 0, from: 2 + at, to: 1 },
  ]);
  const size = { nodeCount: 2 + roads.length, zoneCount: 2, firstThroughNode: 0 };
  return {
    network: staticNetworkOf(size, links),
    trips: zoneTripsOf(2, [{ origin: 0, destination: 1, volume }]),
  };
}

export interface CityOptions {
  readonly seed: number;
  /** Nodes a side. */
  readonly side: number;
  /** Trips of a pair, on average; capacities are from 100 to 300. */
  readonly volume: number;
  readonly zoneCount: number;
}

const POWERS = [4, 4, 4, 1, 2.5, 0, 5];

/**
 * A grid of two-way streets of many kinds: some free of cost, some without congestion, with all kinds of
 * powers. Zones hang on it by links to two junctions and carry no through traffic.
 */
export function staticCity({ seed, side, volume, zoneCount }: CityOptions): StaticCase {
  const of = (entity: number, count: number): number => draw(seed, PURPOSE.place, entity, count);
  const links: StaticLink[] = [];
  const street = (from: number, to: number): void => {
    const entity = links.length;
    links.push({
      from,
      to,
      capacity: 100 + 200 * of(entity, 1),
      length: 1 + of(entity, 2),
      freeTime: of(entity, 3) < 0.05 ? 0 : 1 + 4 * of(entity, 4),
      b: of(entity, 5) < 0.1 ? 0 : 0.15 + of(entity, 6),
      power: POWERS[Math.floor(of(entity, 7) * POWERS.length)]!,
      toll: of(entity, 8) < 0.1 ? 1 : 0,
    });
  };
  const both = (one: number, other: number): void => {
    street(one, other);
    street(other, one);
  };
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const node = zoneCount + row * side + column;
      if (column + 1 < side) both(node, node + 1);
      if (row + 1 < side) both(node, node + side);
    }
  }
  const pairs: ZonePair[] = [];
  for (let zone = 0; zone < zoneCount; zone++) {
    for (const count of [1, 2]) {
      both(zone, zoneCount + Math.floor(of(zone, 10 + count) * side * side));
    }
    for (let other = 0; other < zoneCount; other++) {
      const share = of(zone * zoneCount + other, 20);
      pairs.push({
        origin: zone,
        destination: other,
        volume: share < 0.3 ? 0 : 2 * volume * share,
      });
    }
  }
  const size = { nodeCount: zoneCount + side * side, zoneCount, firstThroughNode: zoneCount };
  return { network: staticNetworkOf(size, links), trips: zoneTripsOf(zoneCount, pairs) };
}
