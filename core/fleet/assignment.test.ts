import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { drawBelow } from '../testing/fleet-day.js';
import { type AssignmentProblem, createAssignment, solveAssignment } from './assignment.js';

/** Whole costs, so that sums are exact and ties are many; about a third of the pairs forbidden. */
function randomProblem(seed: number): AssignmentProblem {
  const rowCount = drawBelow(7, seed, 0, 0);
  const columnCount = drawBelow(5, seed, 1, 0);
  const cost = Float64Array.from({ length: rowCount * columnCount }, (_, pair) =>
    drawBelow(3, seed, 2, pair) === 0 ? Number.POSITIVE_INFINITY : drawBelow(12, seed, 3, pair),
  );
  return { rowCount, columnCount, cost };
}

/** Tries every way to give each row a free column or none. */
function bruteForce({ rowCount, columnCount, cost }: AssignmentProblem) {
  let best = { servedCount: 0, totalCost: 0 };
  const isTaken = new Array<boolean>(columnCount).fill(false);
  const extend = (row: number, servedCount: number, totalCost: number): void => {
    if (row === rowCount) {
      const isBetter =
        servedCount > best.servedCount ||
        (servedCount === best.servedCount && totalCost < best.totalCost);
      if (isBetter) best = { servedCount, totalCost };
      return;
    }
    extend(row + 1, servedCount, totalCost);
    for (let column = 0; column < columnCount; column++) {
      const pairCost = cost[row * columnCount + column]!;
      if (isTaken[column] || pairCost === Number.POSITIVE_INFINITY) continue;
      isTaken[column] = true;
      extend(row + 1, servedCount + 1, totalCost + pairCost);
      isTaken[column] = false;
    }
  };
  extend(0, 0, 0);
  return best;
}

test('equals trying everything on 500 random problems of up to 6 rows and 4 columns', () => {
  const answer = createAssignment();
  let leftOutCount = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const problem = randomProblem(seed);
    solveAssignment(problem, answer);
    const { servedCount, totalCost } = answer;
    expect({ seed, servedCount, totalCost }).toEqual({ seed, ...bruteForce(problem) });
    const columns = [...answer.columnOfRow].filter((column) => column !== NONE);
    expect(new Set(columns).size).toBe(servedCount);
    leftOutCount += problem.rowCount - servedCount;
  }
  expect(leftOutCount).toBeGreaterThan(100);
});

test('gives up a near column for a row that has no other', () => {
  const answer = createAssignment();
  const no = Number.POSITIVE_INFINITY;
  solveAssignment({ rowCount: 2, columnCount: 2, cost: Float64Array.of(1, 50, 2, no) }, answer);
  expect([...answer.columnOfRow]).toEqual([1, 0]);
  expect(answer.totalCost).toBe(52);
});

test('gives the lower columns to the lower rows where all is equal', () => {
  const answer = createAssignment();
  solveAssignment({ rowCount: 2, columnCount: 3, cost: new Float64Array(6).fill(7) }, answer);
  expect([...answer.columnOfRow]).toEqual([0, 1]);
});

test('proves itself: reduced costs are nowhere negative and 0 where rows are served', () => {
  const answer = createAssignment();
  const [rowCount, columnCount] = [60, 80];
  const cost = Float64Array.from({ length: rowCount * columnCount }, (_, pair) =>
    drawBelow(10_000, 9, 4, pair),
  );
  solveAssignment({ rowCount, columnCount, cost }, answer);
  const { rowPotential, columnPotential, columnOfRow } = answer;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      const reduced =
        cost[row * columnCount + column]! - rowPotential[row]! - columnPotential[column]!;
      // Whole numbers below 2^53: sums are exact.
      if (columnOfRow[row] === column) expect(reduced).toBe(0);
      else expect(reduced).toBeGreaterThanOrEqual(0);
    }
  }
});
