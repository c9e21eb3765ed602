/**
 * What links cost beside time, by class of vehicle and time of day: tolls of single links and of a
 * cordon, and links that a class avoids. Drivers feel a toll as the time that it is worth.
 */
import { UserError } from '../../base/errors.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { Cordon, LinkPrice, RoutingSettings } from '../../scenario/routing-settings.js';

export interface RoadPricing {
  /** Clock times, rising from 0, at which some price changes. */
  readonly spanStarts_s: readonly number[];
  /** By span, then by vehicle class: money by link. Classes that pay the same share a list. */
  readonly toll: readonly (readonly Float64Array[])[];
  /** The same as drivers feel it, s, avoided links included. */
  readonly felt_s: readonly (readonly Float64Array[])[];
}

const DAY_s = 86_400;
const HOUR_s = 3600;

/** What a driver would do to keep off an avoided link: finite, since the way may begin behind it. */
const AVOIDED_s = HOUR_s;

/** Null where nothing has a price. Throws UserError for links that the network does not have. */
export function roadPricingOf(
  network: RoadNetwork,
  { cordon, linkPrices, valueOfTime_perHour }: RoutingSettings,
): RoadPricing | null {
  const prices = cordon === null ? linkPrices : [...linkPrices, cordonPrice(network, cordon)];
  if (prices.length === 0) return null;
  const linkRow = rowsOf(network, prices);
  const spanStarts_s = [...new Set([0, ...prices.flatMap(({ from_s, to_s }) => [from_s, to_s])])]
    .filter((start_s) => start_s < DAY_s)
    .sort((a, b) => a - b);
  const columnOf = (amountOf: (price: LinkPrice) => number) =>
    spanStarts_s.map((start_s) => {
      const made = new Map<string, Float64Array>();
      return VEHICLE_CLASSES.map((vehicleClass) => {
        const due = prices.filter(
          (price) =>
            isInForce(price, start_s) &&
            (price.vehicleClass === 'all' || price.vehicleClass === vehicleClass),
        );
        const key = due.map((price) => prices.indexOf(price)).join();
        const column = made.get(key) ?? sumOf(due, amountOf, linkRow, network.linkCount);
        made.set(key, column);
        return column;
      });
    });
  const perMoney_s = HOUR_s / valueOfTime_perHour;
  return {
    spanStarts_s,
    toll: columnOf(({ toll }) => toll),
    felt_s: columnOf(({ toll, isAvoided }) => toll * perMoney_s + (isAvoided ? AVOIDED_s : 0)),
  };
}

function rowsOf(network: RoadNetwork, prices: readonly LinkPrice[]): ReadonlyMap<string, number> {
  const linkRow = new Map(network.linkNames.map((name, row) => [name, row]));
  const unknown = new Set(
    prices.flatMap(({ links }) => links.filter((link) => !linkRow.has(link))),
  );
  if (unknown.size === 0) return linkRow;
  throw new UserError(
    [...unknown].slice(0, 100).map((link) => ({
      code: 'RUN-015',
      severity: 'error',
      file: 'scenario',
      line: 0,
      column: 0,
      field: 'routing.linkPrices',
      message: `there is no link "${link}" in the network`,
    })),
  );
}

/** From `from_s` on until `to_s`, past midnight where that is earlier; all day where they are equal. */
function isInForce({ from_s, to_s }: LinkPrice, time_s: number): boolean {
  if (from_s < to_s) return time_s >= from_s && time_s < to_s;
  return from_s === to_s || time_s >= from_s || time_s < to_s;
}

function sumOf(
  prices: readonly LinkPrice[],
  amountOf: (price: LinkPrice) => number,
  linkRow: ReadonlyMap<string, number>,
  linkCount: number,
): Float64Array {
  const sum = new Float64Array(linkCount);
  for (const price of prices) {
    for (const link of price.links) sum[linkRow.get(link)!]! += amountOf(price);
  }
  return sum;
}

/** Links that lead from outside the rectangle into it. */
function cordonPrice({ links, nodes, linkNames }: RoadNetwork, cordon: Cordon): LinkPrice {
  const { west_m, south_m, east_m, north_m, ...price } = cordon;
  const isInside = (node: number): boolean => {
    const x_m = nodes.x_m[node]!;
    const y_m = nodes.y_m[node]!;
    return x_m >= west_m && x_m <= east_m && y_m >= south_m && y_m <= north_m;
  };
  const inward = linkNames.filter(
    (_, link) => !isInside(links.from[link]!) && isInside(links.to[link]!),
  );
  return { ...price, links: inward, isAvoided: false };
}

/** Span in force at a time that may pass midnight. */
export function priceSpanAt({ spanStarts_s }: RoadPricing, time_s: number): number {
  const clock_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  let span = spanStarts_s.length - 1;
  while (spanStarts_s[span]! > clock_s) span--;
  return span;
}
