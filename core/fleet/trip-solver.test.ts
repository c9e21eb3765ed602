import { expect, test } from 'vitest';
import { drawBelow } from '../testing/fleet-day.js';
import { randomChoice } from '../testing/random-choice.js';
import { costOfChoice, keepsRules, type TripChoice } from './trip-choice.js';
import { partsOf } from './trip-parts.js';
import { setPrices } from './trip-prices.js';
import { beginTripSearch } from './trip-search.js';
import { chooseTrips } from './trip-solver.js';

const EXACT = { nodeLimit: 1_000_000, gap: 0 };

function leastCost(problem: TripChoice, chosen: readonly number[] = []): number {
  const vehicle = chosen.length;
  if (vehicle === problem.vehicleCount) {
    return keepsRules(problem, chosen) ? costOfChoice(problem, chosen) : Number.POSITIVE_INFINITY;
  }
  const [from, to] = [problem.firstColumn[vehicle]!, problem.firstColumn[vehicle + 1]!];
  const columns = Array.from({ length: to - from }, (_, at) => from + at);
  return Math.min(...columns.map((column) => leastCost(problem, [...chosen, column])));
}

test('equals trying everything on 300 random choices', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const problem = randomChoice(seed, 4, 1 + drawBelow(6, seed, 99, 0));
    const columns = chooseTrips(problem, EXACT);
    expect(keepsRules(problem, columns)).toBe(true);
    expect({ seed, cost: costOfChoice(problem, columns) }).toEqual({
      seed,
      cost: leastCost(problem),
    });
  }
});

test('without a node to branch on it is still never dearer than the start, and often not best', () => {
  let notBestCount = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const problem = randomChoice(seed, 5, 6);
    const cost = costOfChoice(problem, chooseTrips(problem, { nodeLimit: 0, gap: 0 }));
    expect(cost).toBeLessThanOrEqual(costOfChoice(problem, problem.start));
    if (cost > leastCost(problem)) notBestCount++;
  }
  // If it always were, the branching would not be tested above.
  expect(notBestCount).toBeGreaterThan(0);
});

test('chooses the same on a second call', () => {
  const problem = randomChoice(7, 12, 20);
  expect(chooseTrips(problem, EXACT)).toEqual(chooseTrips(problem, EXACT));
});

test('the bound of the prices is never above the least cost, and often reaches it', () => {
  let reachedCount = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const problem = randomChoice(seed, 4, 6);
    const search = beginTripSearch(problem);
    setPrices(search, 0);
    const least = leastCost(problem);
    expect(search.bound).toBeLessThanOrEqual(least + search.slack);
    if (search.bound >= least - 1e-6 * least) reachedCount++;
  }
  // Random sets leave a gap between the bound and the best choice more often than trips do.
  expect(reachedCount).toBeGreaterThan(5);
});

/** Both problems as one, the vehicles and requests of the second after those of the first. */
function sideBySide(one: TripChoice, other: TripChoice): TripChoice {
  const after = <Number extends number>(numbers: readonly Number[], by: number): number[] =>
    numbers.map((each) => each + by);
  const columnCount = one.cost.length;
  return {
    vehicleCount: one.vehicleCount + other.vehicleCount,
    requestCount: one.requestCount + other.requestCount,
    firstColumn: [...one.firstColumn, ...after(other.firstColumn.slice(1), columnCount)],
    cost: [...one.cost, ...other.cost],
    firstRequest: [
      ...one.firstRequest,
      ...after(other.firstRequest.slice(1), one.requestOf.length),
    ],
    requestOf: [...one.requestOf, ...after(other.requestOf, one.requestCount)],
    unservedCost: [...one.unservedCost, ...other.unservedCost],
    start: [...one.start, ...after(other.start, columnCount)],
  };
}

test('problems that share no request are solved as if each stood alone', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const [one, other] = [randomChoice(seed, 4, 6), randomChoice(seed + 500, 5, 4)];
    const both = sideBySide(one, other);
    expect(partsOf(both).length).toBeGreaterThanOrEqual(2);
    const columns = chooseTrips(both, EXACT);
    const [first, second] = [chooseTrips(one, EXACT), chooseTrips(other, EXACT)];
    expect(columns).toEqual([...first, ...second.map((column) => column + one.cost.length)]);
  }
});

test('vehicles that share a request are in one part, with all their columns', () => {
  const problem = randomChoice(3, 6, 10);
  const vehicles = partsOf(problem).flatMap(({ part, vehicles: rows, columns }) => {
    expect(part.cost).toEqual(columns.map((column) => problem.cost[column]));
    expect(part.start.map((column) => columns[column])).toEqual(
      rows.map((vehicle) => problem.start[vehicle]),
    );
    return [...rows];
  });
  const requestsOf = (rows: readonly number[]): Set<number> =>
    new Set(
      rows.flatMap((vehicle) => {
        const from = problem.firstRequest[problem.firstColumn[vehicle]!]!;
        return problem.requestOf.slice(
          from,
          problem.firstRequest[problem.firstColumn[vehicle + 1]!]!,
        );
      }),
    );
  const parts = partsOf(problem).map(({ vehicles: rows }) => requestsOf(rows));
  for (const [at, part] of parts.entries()) {
    for (const other of parts.slice(at + 1)) {
      expect([...part].filter((request) => other.has(request))).toEqual([]);
    }
  }
  expect(new Set(vehicles).size).toBe(vehicles.length);
});
