/**
 * Chooses trips without an outside solver. The problem falls into parts in which no vehicle shares a
 * request with one of another part; each is solved alone: prices of requests and choices from them
 * (`trip-prices.ts`), trades between vehicles (`trip-exchange.ts`), then branch and bound on the same
 * prices: branching fixes one vehicle after the other and bounds the rest by the Lagrangian bound.
 */
import { NONE } from '../base/ids.js';
import type { ChoiceLimits, TripChoice } from './trip-choice.js';
import { partsOf } from './trip-parts.js';
import { chooseByPrices, improveBest, setPrices } from './trip-prices.js';
import {
  beginTripSearch,
  choose,
  isFreeFor,
  isGoodEnough,
  keepIfBetter,
  own,
  priceColumns,
  type TripSearch,
} from './trip-search.js';

export function chooseTrips(problem: TripChoice, { nodeLimit, gap }: ChoiceLimits): number[] {
  const chosen = [...problem.start];
  const parts = partsOf(problem);
  for (const { part, vehicles, columns } of parts) {
    const found = choosePart(part, { nodeLimit, gap: gap / parts.length });
    for (const [at, vehicle] of vehicles.entries()) chosen[vehicle] = columns[found[at]!]!;
  }
  return chosen;
}

function choosePart(problem: TripChoice, { nodeLimit, gap }: ChoiceLimits): Int32Array {
  const search = beginTripSearch(problem);
  setPrices(search, gap);
  if (isGoodEnough(search, gap)) return search.best;
  improveBest(search);
  chooseByPrices(search);
  if (isGoodEnough(search, gap)) return search.best;
  priceColumns(search);
  search.nodesLeft = nodeLimit;
  choose(search, search.best);
  search.owner.fill(NONE);
  branch(search, 0, 0, sumOf(search.price), leastOfRest(search));
  return search.best;
}

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0);

/** By vehicle: the least reduced costs of it and all after it, requests taken or not. */
function leastOfRest({ vehicleCount, leastReduced }: TripSearch): Float64Array {
  const least = new Float64Array(vehicleCount + 1);
  for (let vehicle = vehicleCount - 1; vehicle >= 0; vehicle--) {
    least[vehicle] = least[vehicle + 1]! + leastReduced[vehicle]!;
  }
  return least;
}

/**
 * Fixes the column of `vehicle`, in the order of reduced cost, and goes on with the next.
 * `fixed` is what the fixed columns cost less their prices, `prices` the sum of all prices.
 */
function branch(
  search: TripSearch,
  vehicle: number,
  fixed: number,
  prices: number,
  least: Float64Array,
): void {
  const { firstColumn, reduced, chosen } = search;
  if (vehicle === search.vehicleCount) {
    keepIfBetter(search);
    return;
  }
  const beyond = fixed + least[vehicle + 1]! + prices;
  const columns: number[] = [];
  for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
    if (beyond + reduced[column]! >= search.bestCost - search.slack) continue;
    if (isFreeFor(search, column, vehicle)) columns.push(column);
  }
  columns.sort((a, b) => reduced[a]! - reduced[b]! || a - b);
  for (const column of columns) {
    const isBeaten = beyond + reduced[column]! >= search.bestCost - search.slack;
    if (isBeaten || search.nodesLeft-- <= 0) return;
    chosen[vehicle] = column;
    own(search, column, vehicle);
    branch(search, vehicle + 1, fixed + reduced[column]!, prices, least);
    own(search, column, NONE);
  }
}
