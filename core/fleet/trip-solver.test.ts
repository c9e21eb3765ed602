import { expect, test } from 'vitest';
import { drawBelow } from '../testing/fleet-day.js';
import { costOfChoice, keepsRules, type TripChoice } from './trip-choice.js';
import { chooseTrips } from './trip-solver.js';

const EXACT = { nodeLimit: 1_000_000, gap: 0 };

/** Each vehicle has an empty column and some random sets; it starts with the empty ones. */
function randomChoice(seed: number, vehicleCount: number, requestCount: number): TripChoice {
  const firstColumn = [0];
  const cost: number[] = [];
  const firstRequest = [0];
  const requestOf: number[] = [];
  const start: number[] = [];
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    start.push(cost.length);
    const columnCount = 1 + drawBelow(6, seed, vehicle, 0);
    for (let column = 0; column < columnCount; column++) {
      for (let request = 0; column > 0 && request < requestCount; request++) {
        if (drawBelow(3, seed, cost.length, 1 + request) === 0) requestOf.push(request);
      }
      cost.push(column === 0 ? 0 : 5 + drawBelow(60, seed, cost.length, 0));
      firstRequest.push(requestOf.length);
    }
    firstColumn.push(cost.length);
  }
  const unservedCost = new Array<number>(requestCount).fill(seed % 2 === 0 ? 1000 : 30);
  return {
    vehicleCount,
    requestCount,
    firstColumn,
    cost,
    firstRequest,
    requestOf,
    unservedCost,
    start,
  };
}

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
