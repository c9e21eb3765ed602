/**
 * Optimal assignment of rows to columns: as many rows as can be served, and of all ways to serve
 * that many one with the least total cost.
 *
 * Shortest augmenting paths with potentials (Jonker, Volgenant 1987, "A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems", Computing 38). Rows are added in
 * order and equal reduced costs go to the lower column, so one input has one answer.
 */
import { NONE } from '../base/ids.js';

export interface AssignmentProblem {
  rowCount: number;
  columnCount: number;
  /** By row, then column: cost of the pair, not negative; Infinity where it is not allowed. */
  cost: Float64Array;
}

/** Working memory; it grows with the problems and holds the last answer. */
export interface Assignment {
  /** By row: its column, or NONE. */
  columnOfRow: Int32Array;
  servedCount: number;
  totalCost: number;
  /** By column: its row, or NONE. A row that is not served has a column of its own at the end. */
  rowOfColumn: Int32Array;
  rowPotential: Float64Array;
  columnPotential: Float64Array;
  distance: Float64Array;
  /** By column on the tree of shortest paths: the column before it. */
  before: Int32Array;
  isSettled: Uint8Array;
}

export const createAssignment = (): Assignment => ({
  columnOfRow: new Int32Array(0),
  servedCount: 0,
  totalCost: 0,
  rowOfColumn: new Int32Array(0),
  rowPotential: new Float64Array(0),
  columnPotential: new Float64Array(0),
  distance: new Float64Array(0),
  before: new Int32Array(0),
  isSettled: new Uint8Array(0),
});

export function solveAssignment(problem: AssignmentProblem, answer: Assignment): void {
  const { rowCount, columnCount } = problem;
  makeRoom(answer, rowCount, columnCount + rowCount);
  const unservedCost = costOfNotServing(problem);
  answer.rowOfColumn.fill(NONE);
  answer.rowPotential.fill(0);
  answer.columnPotential.fill(0);
  for (let row = 0; row < rowCount; row++) augment(problem, answer, row, unservedCost);
  readAnswer(problem, answer);
}

/** More than any set of pairs costs: nobody is left out to save cost. */
function costOfNotServing({ rowCount, columnCount, cost }: AssignmentProblem): number {
  let highest = 0;
  for (let pair = 0; pair < rowCount * columnCount; pair++) {
    if (cost[pair]! > highest && cost[pair]! < Number.POSITIVE_INFINITY) highest = cost[pair]!;
  }
  return (rowCount + 1) * (highest + 1);
}

/** Finds the cheapest way to serve one row more, by moving others to other columns if need be. */
function augment(
  problem: AssignmentProblem,
  answer: Assignment,
  row: number,
  unservedCost: number,
): void {
  const { rowCount, columnCount } = problem;
  const { distance, before, isSettled, rowOfColumn, rowPotential, columnPotential } = answer;
  const allCount = columnCount + rowCount;
  distance.fill(Number.POSITIVE_INFINITY);
  isSettled.fill(0);
  before.fill(NONE);
  let present = row;
  let from: number = NONE;
  let way = 0;
  let free: number = NONE;
  while (free === NONE) {
    relax(problem, answer, present, from, way, unservedCost);
    let nearest: number = NONE;
    for (let column = 0; column < allCount; column++) {
      if (isSettled[column] === 1 || distance[column] === Number.POSITIVE_INFINITY) continue;
      if (nearest === NONE || distance[column]! < distance[nearest]!) nearest = column;
    }
    // Each row has a column of its own, so there always is one.
    isSettled[nearest] = 1;
    way = distance[nearest]!;
    from = nearest;
    present = rowOfColumn[nearest]!;
    if (present === NONE) free = nearest;
  }
  rowPotential[row]! += way;
  for (let column = 0; column < allCount; column++) {
    if (isSettled[column] === 0 || column === free) continue;
    const less = way - distance[column]!;
    columnPotential[column]! -= less;
    rowPotential[rowOfColumn[column]!]! += less;
  }
  for (let column = free; column !== NONE; column = before[column]!) {
    const previous = before[column]!;
    rowOfColumn[column] = previous === NONE ? row : rowOfColumn[previous]!;
  }
}

/** Shortens the ways to all columns by those that lead over `row`, reached in `way` by `from`. */
function relax(
  { columnCount, cost }: AssignmentProblem,
  { distance, before, isSettled, rowPotential, columnPotential }: Assignment,
  row: number,
  from: number,
  way: number,
  unservedCost: number,
): void {
  const offset = way - rowPotential[row]!;
  const firstPair = row * columnCount;
  for (let column = 0; column < columnCount; column++) {
    const length = offset + cost[firstPair + column]! - columnPotential[column]!;
    if (isSettled[column] === 0 && length < distance[column]!) {
      distance[column] = length;
      before[column] = from;
    }
  }
  const own = columnCount + row;
  const length = offset + unservedCost - columnPotential[own]!;
  if (isSettled[own] === 0 && length < distance[own]!) {
    distance[own] = length;
    before[own] = from;
  }
}

function readAnswer({ columnCount, cost }: AssignmentProblem, answer: Assignment): void {
  answer.columnOfRow.fill(NONE);
  answer.servedCount = 0;
  answer.totalCost = 0;
  for (let column = 0; column < columnCount; column++) {
    const row = answer.rowOfColumn[column]!;
    if (row === NONE) continue;
    answer.columnOfRow[row] = column;
    answer.servedCount++;
    answer.totalCost += cost[row * columnCount + column]!;
  }
}

/** Every array as long as this problem needs, so that `fill` costs no more than it does. */
function makeRoom(answer: Assignment, rowCount: number, columnCount: number): void {
  if (answer.columnOfRow.length !== rowCount) {
    answer.columnOfRow = new Int32Array(rowCount);
    answer.rowPotential = new Float64Array(rowCount);
  }
  if (answer.rowOfColumn.length === columnCount) return;
  answer.rowOfColumn = new Int32Array(columnCount);
  answer.columnPotential = new Float64Array(columnCount);
  answer.distance = new Float64Array(columnCount);
  answer.before = new Int32Array(columnCount);
  answer.isSettled = new Uint8Array(columnCount);
}
