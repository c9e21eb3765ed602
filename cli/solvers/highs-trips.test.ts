import { expect, test } from 'vitest';
import { costOfChoice, keepsRules } from '../../core/fleet/trip-choice.js';
import { chooseTrips } from '../../core/fleet/trip-solver.js';
import { simulate } from '../../core/simulate.js';
import { randomChoice } from '../../core/testing/random-choice.js';
import { townRun } from '../../core/testing/small-town.js';
import { ROOMS } from '../rooms.js';
import { loadHighsTrips } from './highs-trips.js';

const EXACT = { nodeLimit: 1_000_000, gap: 0 };

test('HiGHS and the own solver find choices of the same cost', async () => {
  const solve = await loadHighsTrips();
  let betterCount = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const problem = randomChoice(seed, 8, 12);
    const columns = solve(problem, EXACT);
    expect(keepsRules(problem, columns)).toBe(true);
    const cost = costOfChoice(problem, columns);
    // Costs are whole numbers.
    expect({ seed, cost }).toEqual({
      seed,
      cost: costOfChoice(problem, chooseTrips(problem, EXACT)),
    });
    if (cost < costOfChoice(problem, problem.start)) betterCount++;
  }
  expect(betterCount).toBeGreaterThan(6);
});

test('HiGHS gives the same answer twice', async () => {
  const problem = randomChoice(3, 20, 25);
  const [one, other] = await Promise.all([loadHighsTrips(), loadHighsTrips()]);
  expect(one(problem, EXACT)).toEqual(other(problem, EXACT));
});

const town = townRun('shared-automated', {
  fleet: { vehicleCount: 3, dispatcher: 'shareability', tripSolver: 'highs' },
});
const shortTown = { ...town, trips: town.trips.slice(0, 24) };

test('a run whose scenario names HiGHS is dispatched with it, the same twice', async () => {
  const [one, other] = [await ROOMS.simulate(shortTown), await ROOMS.simulate(shortTown)];
  expect(one.summary.requests).toBeGreaterThan(10);
  expect(other.summary).toEqual(one.summary);
});

test('such a run does not start without it', async () => {
  await expect(simulate(shortTown)).rejects.toThrow(/trip solver highs/);
});
