/**
 * The state of a search for the best choice of trips: the problem in flat arrays, a price for each
 * request, who has each request in the choice at hand, and the best choice so far.
 */
import { NONE } from '../base/ids.js';
import type { TripChoice } from './trip-choice.js';

export interface TripSearch {
  readonly vehicleCount: number;
  readonly requestCount: number;
  readonly firstColumn: Int32Array;
  readonly cost: Float64Array;
  readonly firstRequest: Int32Array;
  readonly requestOf: Int32Array;
  readonly unservedCost: Float64Array;
  /** By request; at most the cost of not serving it. */
  readonly price: Float64Array;
  /** By column: its cost less the prices of its requests, as of the last `priceColumns`. */
  readonly reduced: Float64Array;
  /** By vehicle: the least of its columns' reduced costs, and which column that is. */
  readonly leastReduced: Float64Array;
  readonly cheapest: Int32Array;
  /** The choice at hand, by vehicle; by request the vehicle that has it there, or NONE. */
  readonly chosen: Int32Array;
  readonly owner: Int32Array;
  readonly best: Int32Array;
  bestCost: number;
  bound: number;
  nodesLeft: number;
  /** Sums that differ by less differ by rounding only. */
  readonly slack: number;
}

export function beginTripSearch(problem: TripChoice): TripSearch {
  const { vehicleCount, requestCount, cost, unservedCost } = problem;
  const search: TripSearch = {
    vehicleCount,
    requestCount,
    firstColumn: Int32Array.from(problem.firstColumn),
    cost: Float64Array.from(cost),
    firstRequest: Int32Array.from(problem.firstRequest),
    requestOf: Int32Array.from(problem.requestOf),
    unservedCost: Float64Array.from(unservedCost),
    price: Float64Array.from(unservedCost),
    reduced: new Float64Array(cost.length),
    leastReduced: new Float64Array(vehicleCount),
    cheapest: new Int32Array(vehicleCount),
    chosen: new Int32Array(vehicleCount),
    owner: new Int32Array(requestCount),
    best: Int32Array.from(problem.start),
    bestCost: Number.POSITIVE_INFINITY,
    bound: Number.NEGATIVE_INFINITY,
    nodesLeft: 0,
    slack: 0,
  };
  choose(search, search.best);
  const bestCost = costOfChosen(search);
  return { ...search, bestCost, slack: 1e-9 * (1 + Math.abs(bestCost)) };
}

/** Makes it the choice at hand. */
export function choose(search: TripSearch, columns: ArrayLike<number>): void {
  search.owner.fill(NONE);
  for (let vehicle = 0; vehicle < search.vehicleCount; vehicle++) {
    search.chosen[vehicle] = columns[vehicle]!;
    own(search, columns[vehicle]!, vehicle);
  }
}

/** Notes that the column's requests are the vehicle's, or nobody's. */
export function own(
  { firstRequest, requestOf, owner }: TripSearch,
  column: number,
  vehicle: number,
): void {
  const end = firstRequest[column + 1]!;
  for (let at = firstRequest[column]!; at < end; at++) owner[requestOf[at]!] = vehicle;
}

/** Nobody, or `vehicle` itself, has any of its requests. */
export function isFreeFor(
  { firstRequest, requestOf, owner }: TripSearch,
  column: number,
  vehicle: number,
): boolean {
  const end = firstRequest[column + 1]!;
  for (let at = firstRequest[column]!; at < end; at++) {
    const having = owner[requestOf[at]!]!;
    if (having !== NONE && having !== vehicle) return false;
  }
  return true;
}

/** Its cost less what `perRequest` says of each of its requests. */
export function costLess(
  { cost, firstRequest, requestOf }: TripSearch,
  perRequest: Float64Array,
  column: number,
): number {
  let rest = cost[column]!;
  const end = firstRequest[column + 1]!;
  for (let at = firstRequest[column]!; at < end; at++) rest -= perRequest[requestOf[at]!]!;
  return rest;
}

/** Reduced costs of all columns at the present prices; of equally cheap ones the first counts. */
export function priceColumns(search: TripSearch): void {
  const { vehicleCount, firstColumn, price, reduced, leastReduced, cheapest } = search;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    let least = Number.POSITIVE_INFINITY;
    const end = firstColumn[vehicle + 1]!;
    for (let column = firstColumn[vehicle]!; column < end; column++) {
      const rest = costLess(search, price, column);
      reduced[column] = rest;
      if (rest >= least) continue;
      least = rest;
      cheapest[vehicle] = column;
    }
    leastReduced[vehicle] = least;
  }
}

export function keepIfBetter(search: TripSearch): void {
  const cost = costOfChosen(search);
  if (cost >= search.bestCost) return;
  search.bestCost = cost;
  search.best.set(search.chosen);
}

function costOfChosen({ vehicleCount, cost, chosen, owner, unservedCost }: TripSearch): number {
  let sum = 0;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) sum += cost[chosen[vehicle]!]!;
  for (let request = 0; request < owner.length; request++) {
    if (owner[request] === NONE) sum += unservedCost[request]!;
  }
  return sum;
}

export const isGoodEnough = ({ bestCost, bound, slack }: TripSearch, gap: number): boolean =>
  bestCost - bound <= gap + slack;
