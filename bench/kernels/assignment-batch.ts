/**
 * Optimal assignments a second: one batch of requests to idle vehicles at random places of a square.
 * The hash covers who serves whom.
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import { createAssignment, solveAssignment } from '../../core/fleet/assignment.js';

export interface AssignmentBenchSize {
  readonly requestCount: number;
  readonly vehicleCount: number;
  readonly repeatCount: number;
}

/** A city's batch of half a minute, and one far beyond what the example district ever has. */
export const FULL: readonly AssignmentBenchSize[] = [
  { requestCount: 100, vehicleCount: 500, repeatCount: 15 },
  { requestCount: 1000, vehicleCount: 1000, repeatCount: 5 },
];
export const SMOKE: readonly AssignmentBenchSize[] = [
  { requestCount: 20, vehicleCount: 30, repeatCount: 2 },
];

export interface AssignmentBenchResult extends AssignmentBenchSize {
  readonly servedCount: number;
  readonly totalCost: number;
  readonly min_ms: number;
  readonly median_ms: number;
  readonly hash: string;
}

export function benchAssignment(size: AssignmentBenchSize): AssignmentBenchResult {
  const problem = squareProblem(size);
  const answer = createAssignment();
  const times_ms = Array.from({ length: size.repeatCount }, () => {
    const start_ms = performance.now();
    solveAssignment(problem, answer);
    return performance.now() - start_ms;
  }).sort((a, b) => a - b);
  const hash = answer.columnOfRow.reduce((sum, column, row) => mix((sum ^ column) + row), 0);
  return {
    ...size,
    servedCount: answer.servedCount,
    totalCost: answer.totalCost,
    min_ms: times_ms[0]!,
    median_ms: times_ms[times_ms.length >> 1]!,
    hash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

/** Rectilinear distances on a unit square; pairs more than half a side apart are not allowed. */
function squareProblem({ requestCount: rowCount, vehicleCount: columnCount }: AssignmentBenchSize) {
  const at = (entity: number, axis: number): number => draw(1, PURPOSE.testOrder, entity, axis);
  const cost = new Float64Array(rowCount * columnCount);
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      const vehicle = rowCount + column;
      const way = Math.abs(at(row, 0) - at(vehicle, 0)) + Math.abs(at(row, 1) - at(vehicle, 1));
      cost[row * columnCount + column] = way < 0.5 ? way : Number.POSITIVE_INFINITY;
    }
  }
  return { rowCount, columnCount, cost };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const size of process.argv.includes('--smoke') ? SMOKE : FULL) {
    const { requestCount, vehicleCount, servedCount, min_ms, median_ms, hash } =
      benchAssignment(size);
    console.log(
      `${requestCount} requests x ${vehicleCount} vehicles: ${servedCount} served, ` +
        `min ${min_ms.toFixed(2)} ms, median ${median_ms.toFixed(2)} ms, hash ${hash}`,
    );
  }
}
