/**
 * Chooses trips with the integer program of HiGHS (npm `highs`, MIT, WebAssembly): a variable a
 * column, one of each vehicle's columns, each request in one column or paid for. Bounded by nodes
 * and gap, so that the same problem has the same answer on every machine.
 *
 * It is the twin of the own solver (core/fleet/trip-solver.ts) in tests, and there for studies that
 * would rather trust a solver that others use as well.
 */
import highsModule from 'highs';
import type { TripChoice, TripSolver } from '../../core/fleet/trip-choice.js';

/**
 * The package describes its ES module as if it were CommonJS: what is imported is the loader itself.
 */
const loadHighs = highsModule as unknown as (typeof highsModule)['default'];

/** Loading compiles the WebAssembly; the solver itself is synchronous. */
export async function loadHighsTrips(): Promise<TripSolver> {
  const highs = await loadHighs();
  return (problem, { nodeLimit, gap }) =>
    highs.withModel(modelOf(problem), (model) => {
      model.options.set({
        output_flag: false,
        random_seed: 0,
        mip_rel_gap: 0,
        mip_abs_gap: gap,
        mip_max_nodes: nodeLimit,
      });
      model.setSolution({ colValue: valuesOf(problem) });
      model.run();
      return columnsOf(problem, model.getSolution().colValue);
    });
}

/** Rows: one a vehicle, one a request. Columns: the trips, then one a request for not serving it. */
function modelOf(problem: TripChoice) {
  const { vehicleCount, requestCount, firstColumn, cost, firstRequest, requestOf } = problem;
  const starts: number[] = [];
  const indices: number[] = [];
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
      starts.push(indices.length);
      indices.push(vehicle);
      const requests = requestOf.slice(firstRequest[column]!, firstRequest[column + 1]!);
      indices.push(...requests.map((request) => vehicleCount + request).sort((a, b) => a - b));
    }
  }
  for (let request = 0; request < requestCount; request++) {
    starts.push(indices.length);
    indices.push(vehicleCount + request);
  }
  starts.push(indices.length);
  const numCols = cost.length + requestCount;
  const numRows = vehicleCount + requestCount;
  return {
    numCols,
    numRows,
    colCost: Float64Array.from([...cost, ...problem.unservedCost]),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: new Float64Array(numRows).fill(1),
    rowUpper: new Float64Array(numRows).fill(1),
    integrality: new Int32Array(numCols).fill(1),
    matrix: {
      format: 'csc' as const,
      numRows,
      numCols,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: new Float64Array(indices.length).fill(1),
    },
  };
}

/** The start as values of the variables. */
function valuesOf({ cost, requestCount, start, firstRequest, requestOf }: TripChoice) {
  const values = new Float64Array(cost.length + requestCount).fill(1, cost.length);
  for (const column of start) {
    values[column] = 1;
    for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
      values[cost.length + requestOf[at]!] = 0;
    }
  }
  return values;
}

/** Variables are whole within HiGHS's tolerance; without a solution the start stands. */
function columnsOf({ vehicleCount, firstColumn, start }: TripChoice, values: ArrayLike<number>) {
  return Array.from({ length: vehicleCount }, (_, vehicle) => {
    for (let column = firstColumn[vehicle]!; column < firstColumn[vehicle + 1]!; column++) {
      if (values[column]! > 0.5) return column;
    }
    return start[vehicle]!;
  });
}
