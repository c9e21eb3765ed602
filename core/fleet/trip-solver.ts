/**
 * Chooses trips without an outside solver: prices of requests by subgradient steps on the Lagrangian
 * dual, choices from those prices improved vehicle by vehicle, then branch and bound on the same
 * prices. (Fisher 1981, "The Lagrangian relaxation method for solving integer programming problems",
 * Management Science 27.) With a price u_r for each request, at most the cost of not serving it,
 *
 *     sum over vehicles of min over its columns (cost − their prices)  +  sum over requests of u_r
 *
 * is a lower bound; branching fixes one vehicle after the other and bounds the rest in the same way.
 */
import { type ChoiceLimits, costOfChoice, type TripChoice } from './trip-choice.js';

const PRICE_ROUNDS = 60;
/** Choices are made from the prices every so many rounds. */
const CHOOSE_EVERY = 10;

interface Search {
  readonly problem: TripChoice;
  readonly price: Float64Array;
  readonly isTaken: Uint8Array;
  readonly chosen: number[];
  best: number[];
  bestCost: number;
  bound: number;
  nodesLeft: number;
  /** Sums below differ from the best by rounding only. */
  readonly slack: number;
}

export function chooseTrips(problem: TripChoice, { nodeLimit, gap }: ChoiceLimits): number[] {
  const search = beginSearch(problem);
  improve(search, search.best.slice());
  setPrices(search, gap);
  if (isGoodEnough(search, gap)) return search.best;
  search.nodesLeft = nodeLimit;
  search.isTaken.fill(0);
  const rest = restOfPrices(search);
  branch(search, 0, 0, rest, leastOfRest(search));
  return search.best;
}

function beginSearch(problem: TripChoice): Search {
  const bestCost = costOfChoice(problem, problem.start);
  return {
    problem,
    price: fairPrices(problem),
    isTaken: new Uint8Array(problem.requestCount),
    chosen: [...problem.start],
    best: [...problem.start],
    bestCost,
    bound: Number.NEGATIVE_INFINITY,
    nodesLeft: 0,
    slack: 1e-9 * (1 + Math.abs(bestCost)),
  };
}

/** To begin with: the least that any column asks per request. */
function fairPrices({ cost, firstRequest, requestOf, unservedCost }: TripChoice): Float64Array {
  const least = Float64Array.from(unservedCost);
  for (let column = 0; column < cost.length; column++) {
    const [from, to] = [firstRequest[column]!, firstRequest[column + 1]!];
    const share = cost[column]! / (to - from);
    for (let at = from; at < to; at++) {
      if (share < least[requestOf[at]!]!) least[requestOf[at]!] = share;
    }
  }
  return least;
}

function setPrices(search: Search, gap: number): void {
  const { problem, price } = search;
  const { requestCount, unservedCost } = problem;
  const cover = new Int32Array(requestCount);
  let best = price.slice();
  let step = 1;
  let sinceBetter = 0;
  for (let round = 0; round < PRICE_ROUNDS && !isGoodEnough(search, gap); round++) {
    const bound = relaxedCost(search, cover);
    if (bound > search.bound) {
      search.bound = bound;
      best = price.slice();
      sinceBetter = 0;
    } else if (++sinceBetter === 5) {
      step /= 2;
      sinceBetter = 0;
    }
    if (round % CHOOSE_EVERY === 0) improve(search, choiceByPrices(search));
    let violation = 0;
    for (let request = 0; request < requestCount; request++) {
      violation += (1 - cover[request]!) * (1 - cover[request]!);
    }
    if (violation === 0) break;
    const length = (step * (search.bestCost - bound)) / violation;
    for (let request = 0; request < requestCount; request++) {
      const moved = price[request]! + length * (1 - cover[request]!);
      price[request] = Math.min(moved, unservedCost[request]!);
    }
  }
  price.set(best);
}

const isGoodEnough = ({ bestCost, bound, slack }: Search, gap: number): boolean =>
  bestCost - bound <= gap + slack;

/** The lower bound at the present prices; counts how often each request is taken in it. */
function relaxedCost({ problem, price }: Search, cover: Int32Array): number {
  const { vehicleCount, requestCount, firstRequest, requestOf, unservedCost } = problem;
  cover.fill(0);
  let bound = 0;
  for (let request = 0; request < requestCount; request++) {
    bound += price[request]!;
    // At its highest price a request may as well stay unserved.
    if (price[request] === unservedCost[request]) cover[request] = 1;
  }
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const column = cheapest(problem, price, vehicle, null);
    bound += reducedCost(problem, price, column);
    for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
      const request = requestOf[at]!;
      if (price[request] === unservedCost[request] && cover[request] === 1) cover[request] = 0;
      cover[request]!++;
    }
  }
  return bound;
}

function reducedCost(
  { cost, firstRequest, requestOf }: TripChoice,
  price: Float64Array,
  column: number,
): number {
  let reduced = cost[column]!;
  for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
    reduced -= price[requestOf[at]!]!;
  }
  return reduced;
}

/** The vehicle's column of least reduced cost, of equals the first; untaken requests only. */
function cheapest(
  problem: TripChoice,
  price: Float64Array,
  vehicle: number,
  isTaken: Uint8Array | null,
): number {
  const { firstColumn } = problem;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
    if (isTaken !== null && !isFree(problem, isTaken, column)) continue;
    const reduced = reducedCost(problem, price, column);
    if (reduced >= least) continue;
    least = reduced;
    best = column;
  }
  return best;
}

function isFree(
  { firstRequest, requestOf }: TripChoice,
  isTaken: Uint8Array,
  column: number,
): boolean {
  for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
    if (isTaken[requestOf[at]!] === 1) return false;
  }
  return true;
}

function mark(
  { firstRequest, requestOf }: TripChoice,
  isTaken: Uint8Array,
  column: number,
  to: 0 | 1,
): void {
  for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
    isTaken[requestOf[at]!] = to;
  }
}

/** Vehicles in the order of their least reduced cost take the cheapest column that is left. */
function choiceByPrices({ problem, price, isTaken }: Search): number[] {
  const order = Array.from({ length: problem.vehicleCount }, (_, vehicle) => ({
    vehicle,
    least: reducedCost(problem, price, cheapest(problem, price, vehicle, null)),
  })).sort((a, b) => a.least - b.least || a.vehicle - b.vehicle);
  isTaken.fill(0);
  const columns = new Array<number>(problem.vehicleCount);
  for (const { vehicle } of order) {
    columns[vehicle] = cheapest(problem, price, vehicle, isTaken);
    mark(problem, isTaken, columns[vehicle]!, 1);
  }
  return columns;
}

/** Lets one vehicle after the other take its best column beside the others', until none gains. */
function improve(search: Search, columns: number[]): void {
  const { problem, isTaken } = search;
  const penalty = Float64Array.from(problem.unservedCost);
  isTaken.fill(0);
  for (const column of columns) mark(problem, isTaken, column, 1);
  for (let hasGained = true; hasGained; ) {
    hasGained = false;
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      const present = columns[vehicle]!;
      mark(problem, isTaken, present, 0);
      const better = cheapest(problem, penalty, vehicle, isTaken);
      const gain = reducedCost(problem, penalty, present) - reducedCost(problem, penalty, better);
      if (gain > search.slack) {
        columns[vehicle] = better;
        hasGained = true;
      }
      mark(problem, isTaken, columns[vehicle]!, 1);
    }
  }
  keepIfBetter(search, columns);
}

function keepIfBetter(search: Search, columns: readonly number[]): void {
  const cost = costOfChoice(search.problem, columns);
  if (cost >= search.bestCost) return;
  search.bestCost = cost;
  search.best = [...columns];
}

const restOfPrices = ({ price }: Search): number => price.reduce((sum, one) => sum + one, 0);

/** By vehicle: the least reduced costs of it and all after it, requests taken or not. */
function leastOfRest({ problem, price }: Search): Float64Array {
  const least = new Float64Array(problem.vehicleCount + 1);
  for (let vehicle = problem.vehicleCount - 1; vehicle >= 0; vehicle--) {
    const column = cheapest(problem, price, vehicle, null);
    least[vehicle] = least[vehicle + 1]! + reducedCost(problem, price, column);
  }
  return least;
}

/**
 * Fixes the column of `vehicle`, in the order of reduced cost, and goes on with the next.
 * `reduced` is what the fixed columns cost less their prices, `prices` the sum of all prices.
 */
function branch(
  search: Search,
  vehicle: number,
  reduced: number,
  prices: number,
  least: Float64Array,
): void {
  const { problem, price, isTaken, chosen } = search;
  if (vehicle === problem.vehicleCount) {
    keepIfBetter(search, chosen);
    return;
  }
  const { firstColumn } = problem;
  const columns: { readonly column: number; readonly reduced: number }[] = [];
  for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
    if (!isFree(problem, isTaken, column)) continue;
    columns.push({ column, reduced: reduced + reducedCost(problem, price, column) });
  }
  columns.sort((a, b) => a.reduced - b.reduced || a.column - b.column);
  for (const option of columns) {
    const bound = option.reduced + least[vehicle + 1]! + prices;
    if (bound >= search.bestCost - search.slack || search.nodesLeft-- <= 0) return;
    chosen[vehicle] = option.column;
    mark(problem, isTaken, option.column, 1);
    branch(search, vehicle + 1, option.reduced, prices, least);
    mark(problem, isTaken, option.column, 0);
  }
}
