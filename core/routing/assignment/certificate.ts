/**
 * Tells from link volumes alone how far they are from an equilibrium, and whether they carry the
 * trips at all. Shares with the solver only the cost functions.
 */
import type { StaticNetwork, ZoneTrips } from '../../network/static-network.js';
import { createCheapestTree, growCheapest } from './cheapest-tree.js';
import { type CostFunctions, costAt } from './link-costs.js';

export interface Certificate {
  /** Σ volume · cost over the links. */
  readonly spent: number;
  /** What the same trips would cost on cheapest ways, at the same link costs. */
  readonly cheapest: number;
  /** (spent − cheapest) / spent: 0 at an equilibrium. */
  readonly relativeGap: number;
  /** (spent − cheapest) / trips: what the mean traveller could save, in units of cost. */
  readonly averageExcess: number;
  /** Largest difference between what enters and leaves a node, its own trips counted, in vehicles. */
  readonly imbalance: number;
}

export function certify(
  network: StaticNetwork,
  trips: ZoneTrips,
  functions: CostFunctions,
  volume: Float64Array,
): Certificate {
  const linkCost = volume.map((linkVolume, link) => costAt(functions, link, linkVolume));
  let spent = 0;
  for (let link = 0; link < network.linkCount; link++) spent += volume[link]! * linkCost[link]!;
  const cheapest = cheapestCost(network, trips, linkCost);
  const tripSum = trips.volume.reduce((sum, pairVolume) => sum + pairVolume, 0);
  return {
    spent,
    cheapest,
    relativeGap: spent === 0 ? 0 : (spent - cheapest) / spent,
    averageExcess: tripSum === 0 ? 0 : (spent - cheapest) / tripSum,
    imbalance: imbalanceOf(network, trips, volume),
  };
}

/** Σ trips · cheapest cost; Infinity where a pair has no way. */
export function cheapestCost(
  network: StaticNetwork,
  { zoneCount, firstPair, destination, volume }: ZoneTrips,
  linkCost: Float64Array,
): number {
  const tree = createCheapestTree(network.nodeCount);
  let sum = 0;
  for (let origin = 0; origin < zoneCount; origin++) {
    const end = firstPair[origin + 1]!;
    if (firstPair[origin] === end) continue;
    growCheapest(tree, network, linkCost, origin);
    for (let pair = firstPair[origin]!; pair < end; pair++) {
      sum += volume[pair]! * tree.cost[destination[pair]!]!;
    }
  }
  return sum;
}

/** Nodes without through traffic must let out exactly what begins there, and let in what ends. */
function imbalanceOf(
  { nodeCount, linkCount, linkFrom, linkTo, firstThroughNode }: StaticNetwork,
  trips: ZoneTrips,
  volume: Float64Array,
): number {
  const begun = new Float64Array(nodeCount);
  const ended = new Float64Array(nodeCount);
  for (let origin = 0; origin < trips.zoneCount; origin++) {
    for (let pair = trips.firstPair[origin]!; pair < trips.firstPair[origin + 1]!; pair++) {
      begun[origin]! += trips.volume[pair]!;
      ended[trips.destination[pair]!]! += trips.volume[pair]!;
    }
  }
  const entering = new Float64Array(nodeCount);
  const leaving = new Float64Array(nodeCount);
  for (let link = 0; link < linkCount; link++) {
    leaving[linkFrom[link]!]! += volume[link]!;
    entering[linkTo[link]!]! += volume[link]!;
  }
  let worst = 0;
  for (let node = 0; node < nodeCount; node++) {
    const through = entering[node]! - ended[node]!;
    const balance = Math.abs(through - (leaving[node]! - begun[node]!));
    const barred = node < firstThroughNode ? Math.abs(through) : 0;
    worst = Math.max(worst, balance, barred);
  }
  return worst;
}
