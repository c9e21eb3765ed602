/** Finds trips that no way leads to: assignment cannot begin while there are any. */
import type { StaticNetwork, ZoneTrips } from '../../network/static-network.js';
import { createCheapestTree, growCheapest } from './cheapest-tree.js';

export interface UnreachablePair {
  readonly origin: number;
  readonly destination: number;
  readonly volume: number;
}

export function unreachablePairs(network: StaticNetwork, trips: ZoneTrips): UnreachablePair[] {
  const tree = createCheapestTree(network.nodeCount);
  const linkCost = new Float64Array(network.linkCount);
  const found: UnreachablePair[] = [];
  for (let origin = 0; origin < trips.zoneCount; origin++) {
    const end = trips.firstPair[origin + 1]!;
    if (trips.firstPair[origin] === end) continue;
    growCheapest(tree, network, linkCost, origin);
    for (let pair = trips.firstPair[origin]!; pair < end; pair++) {
      const destination = trips.destination[pair]!;
      if (tree.cost[destination] === 0) continue;
      found.push({ origin, destination, volume: trips.volume[pair]! });
    }
  }
  return found;
}
