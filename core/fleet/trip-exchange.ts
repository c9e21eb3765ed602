/**
 * Trades between vehicles: one takes another trip, the vehicles that had its requests take the best
 * that is left to them, and the trade stands if all of them together gain.
 *
 * Prices tell most trades that cannot gain without trying them: at prices u, a choice costs the sum of
 * its columns' reduced costs, the prices, and what unserved requests cost above their price. So the
 * taker may lose no more than the others could gain, and what its unserved requests are worth.
 */
import { NONE } from '../base/ids.js';
import { costLess, isFreeFor, own, type TripSearch } from './trip-search.js';

/** Most vehicles that one trade takes requests from, and rounds over all vehicles. */
const MOST_GIVERS = 3;
const ROUNDS = 8;

/** Improves the choice at hand until no vehicle finds a trade; needs reduced costs at some prices. */
export function exchangeTrips(search: TripSearch): void {
  const givers = new Int32Array(MOST_GIVERS);
  const trips = new Int32Array(MOST_GIVERS);
  for (let round = 0; round < ROUNDS; round++) {
    let hasTraded = false;
    for (let vehicle = 0; vehicle < search.vehicleCount; vehicle++) {
      if (tradeOf(search, vehicle, givers, trips)) hasTraded = true;
    }
    if (!hasTraded) return;
  }
}

/** Makes the vehicle's best trade; false if it has none. */
function tradeOf(
  search: TripSearch,
  taker: number,
  givers: Int32Array,
  trips: Int32Array,
): boolean {
  const { firstColumn, chosen, slack } = search;
  let best: number = NONE;
  let most = slack;
  for (let column = firstColumn[taker]!; column < firstColumn[taker + 1]!; column++) {
    if (column === chosen[taker]) continue;
    const giverCount = giversOf(search, taker, column, givers);
    if (giverCount < 0) continue;
    const gain = tryTrade(search, taker, column, givers, trips, giverCount);
    undoTrade(search, taker, column, givers, trips, giverCount);
    if (gain <= most) continue;
    most = gain;
    best = column;
  }
  if (best === NONE) return false;
  const giverCount = giversOf(search, taker, best, givers);
  tryTrade(search, taker, best, givers, trips, giverCount);
  chosen[taker] = best;
  for (let at = 0; at < giverCount; at++) chosen[givers[at]!] = trips[at]!;
  return true;
}

/** Lists who has the column's requests; −1 where there are too many or no gain is in sight. */
function giversOf(search: TripSearch, taker: number, column: number, givers: Int32Array): number {
  const { firstRequest, requestOf, owner, chosen, price, unservedCost } = search;
  const { reduced, leastReduced } = search;
  let hope = reduced[chosen[taker]!]! - reduced[column]!;
  let count = 0;
  for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
    const request = requestOf[at]!;
    const having = owner[request]!;
    if (having === taker) continue;
    if (having === NONE) {
      hope += unservedCost[request]! - price[request]!;
      continue;
    }
    let known = 0;
    while (known < count && givers[known] !== having) known++;
    if (known < count) continue;
    if (count === MOST_GIVERS) return -1;
    givers[count++] = having;
    hope += reduced[chosen[having]!]! - leastReduced[having]!;
  }
  return hope > search.slack ? count : -1;
}

/** Hands the requests over and gives the gain; `trips` is what the givers do then. */
function tryTrade(
  search: TripSearch,
  taker: number,
  column: number,
  givers: Int32Array,
  trips: Int32Array,
  giverCount: number,
): number {
  const { chosen, unservedCost } = search;
  let gain = costLess(search, unservedCost, chosen[taker]!);
  own(search, chosen[taker]!, NONE);
  for (let at = 0; at < giverCount; at++) {
    const theirs = chosen[givers[at]!]!;
    gain += costLess(search, unservedCost, theirs);
    own(search, theirs, NONE);
  }
  own(search, column, taker);
  gain -= costLess(search, unservedCost, column);
  for (let at = 0; at < giverCount; at++) {
    trips[at] = bestLeft(search, givers[at]!);
    own(search, trips[at]!, givers[at]!);
    gain -= costLess(search, unservedCost, trips[at]!);
  }
  return gain;
}

function undoTrade(
  search: TripSearch,
  taker: number,
  column: number,
  givers: Int32Array,
  trips: Int32Array,
  giverCount: number,
): void {
  const { chosen } = search;
  own(search, column, NONE);
  for (let at = 0; at < giverCount; at++) own(search, trips[at]!, NONE);
  for (let at = 0; at < giverCount; at++) own(search, chosen[givers[at]!]!, givers[at]!);
  own(search, chosen[taker]!, taker);
}

/** The column that serves the vehicle best of those whose requests are left; the empty one always is. */
function bestLeft(search: TripSearch, vehicle: number): number {
  const { firstColumn, unservedCost } = search;
  let best: number = NONE;
  let least = Number.POSITIVE_INFINITY;
  for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
    if (!isFreeFor(search, column, vehicle)) continue;
    const rest = costLess(search, unservedCost, column);
    if (rest >= least) continue;
    least = rest;
    best = column;
  }
  return best;
}
