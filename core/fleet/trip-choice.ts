/**
 * Which vehicle makes which trip: a set partitioning problem. A column is a set of requests that one
 * vehicle can serve, with its cost; each vehicle takes one of its columns (one of them is empty),
 * and each request is in at most one of those taken or costs what not serving it costs.
 *
 * The solver is handed in: `cli` may bring an integer program's; `chooseTrips` of trip-solver.ts
 * needs nothing.
 */
export interface TripChoice {
  readonly vehicleCount: number;
  readonly requestCount: number;
  /** Columns of a vehicle are contiguous: from `firstColumn[vehicle]` to that of the next. */
  readonly firstColumn: readonly number[];
  readonly cost: readonly number[];
  /** By column: where its requests begin in `requestOf`; they end where those of the next begin. */
  readonly firstRequest: readonly number[];
  readonly requestOf: readonly number[];
  /** By request. */
  readonly unservedCost: readonly number[];
  /** By vehicle: its column in a choice that keeps every rule, to start from. */
  readonly start: readonly number[];
}

/** Never wall time, which would make results depend on the machine. */
export interface ChoiceLimits {
  readonly nodeLimit: number;
  /** Good enough: the choice is within this share of a lower bound. */
  readonly gap: number;
}

/** Gives each vehicle a column; never dearer than the start. */
export type TripSolver = (problem: TripChoice, limits: ChoiceLimits) => readonly number[];

export function costOfChoice(problem: TripChoice, columns: readonly number[]): number {
  const { cost, firstRequest, requestOf, unservedCost } = problem;
  const isServed = new Uint8Array(problem.requestCount);
  let sum = 0;
  for (const column of columns) {
    sum += cost[column]!;
    for (let at = firstRequest[column]!; at < firstRequest[column + 1]!; at++) {
      isServed[requestOf[at]!] = 1;
    }
  }
  for (let request = 0; request < problem.requestCount; request++) {
    if (isServed[request] === 0) sum += unservedCost[request]!;
  }
  return sum;
}

/** One column a vehicle, its own, and no request twice. */
export function keepsRules(problem: TripChoice, columns: readonly number[]): boolean {
  const { firstColumn, firstRequest, requestOf } = problem;
  const isServed = new Uint8Array(problem.requestCount);
  return (
    columns.length === problem.vehicleCount &&
    columns.every((column, vehicle) => {
      if (column < firstColumn[vehicle]! || column >= firstColumn[vehicle + 1]!) return false;
      const requests = requestOf.slice(firstRequest[column]!, firstRequest[column + 1]!);
      const isFree = requests.every((request) => isServed[request] === 0);
      for (const request of requests) isServed[request] = 1;
      return isFree;
    })
  );
}
