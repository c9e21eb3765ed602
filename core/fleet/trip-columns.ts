/** The trips found for a batch, as columns of the choice between them. */
import type { TripChoice } from './trip-choice.js';

export interface Columns {
  /** Rows of the requests in play, rising, and what it costs to leave each out. */
  readonly requests: readonly number[];
  readonly unservedCost: readonly number[];
  readonly rowOf: ReadonlyMap<number, number>;
  readonly vehicles: number[];
  readonly firstColumn: number[];
  readonly cost: number[];
  readonly firstRequest: number[];
  readonly requestOf: number[];
  /** By column: its stops in order, as 2 × request + kind; null for the plan as it is. */
  readonly order: (readonly number[] | null)[];
}

export const beginColumns = (
  requests: readonly number[],
  unservedCost: readonly number[],
): Columns => ({
  requests,
  unservedCost,
  rowOf: new Map(requests.map((request, row) => [request, row])),
  vehicles: [],
  firstColumn: [],
  cost: [],
  firstRequest: [0],
  requestOf: [],
  order: [],
});

export function addColumn(
  columns: Columns,
  cost: number,
  requests: readonly number[],
  order: readonly number[] | null,
): void {
  for (const request of requests) columns.requestOf.push(columns.rowOf.get(request)!);
  columns.firstRequest.push(columns.requestOf.length);
  columns.cost.push(cost);
  columns.order.push(order);
}

/** Each vehicle starts with its first column, the plan as it is. */
export const choiceOf = (columns: Columns): TripChoice => ({
  vehicleCount: columns.vehicles.length,
  requestCount: columns.requests.length,
  firstColumn: [...columns.firstColumn, columns.cost.length],
  cost: columns.cost,
  firstRequest: columns.firstRequest,
  requestOf: columns.requestOf,
  unservedCost: columns.unservedCost,
  start: columns.firstColumn,
});
