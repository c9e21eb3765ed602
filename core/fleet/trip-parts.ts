/** Parts of a choice of trips in which no vehicle shares a request with a vehicle of another part. */
import { NONE } from '../base/ids.js';
import type { TripChoice } from './trip-choice.js';

export interface TripPart {
  readonly part: TripChoice;
  /** By vehicle and by column of the part: its row in the whole. */
  readonly vehicles: readonly number[];
  readonly columns: readonly number[];
}

/**
 * In the order of their first vehicles. Vehicles with one column alone are left out, and so are
 * requests that no vehicle can serve.
 */
export function partsOf(problem: TripChoice): TripPart[] {
  const { vehicleCount, firstColumn } = problem;
  const leader = joinVehicles(problem);
  const members = new Map<number, number[]>();
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (firstColumn[vehicle + 1]! - firstColumn[vehicle]! < 2) continue;
    const first = leaderOf(leader, vehicle);
    const others = members.get(first);
    if (others === undefined) members.set(first, [vehicle]);
    else others.push(vehicle);
  }
  const rowOf = new Int32Array(problem.requestCount).fill(NONE);
  return [...members.values()].map((vehicles) => partWith(problem, vehicles, rowOf));
}

/** By vehicle: another of its part, down to the first of them. */
function joinVehicles(problem: TripChoice): Int32Array {
  const { vehicleCount, requestCount, firstColumn, firstRequest, requestOf } = problem;
  const leader = Int32Array.from({ length: vehicleCount }, (_, vehicle) => vehicle);
  const seenBy = new Int32Array(requestCount).fill(NONE);
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const end = firstRequest[firstColumn[vehicle + 1]!]!;
    for (let at = firstRequest[firstColumn[vehicle]!]!; at < end; at++) {
      const request = requestOf[at]!;
      if (seenBy[request] === NONE) seenBy[request] = vehicle;
      const [one, other] = [leaderOf(leader, vehicle), leaderOf(leader, seenBy[request]!)];
      leader[Math.max(one, other)] = Math.min(one, other);
    }
  }
  return leader;
}

function leaderOf(leader: Int32Array, vehicle: number): number {
  let at = vehicle;
  while (leader[at] !== at) {
    leader[at] = leader[leader[at]!]!;
    at = leader[at]!;
  }
  return at;
}

/** `rowOf` is room by request, NONE before and after. */
function partWith(problem: TripChoice, vehicles: readonly number[], rowOf: Int32Array): TripPart {
  const columns: number[] = [];
  const requests: number[] = [];
  const firstColumn: number[] = [];
  const firstRequest = [0];
  const requestOf: number[] = [];
  for (const vehicle of vehicles) {
    firstColumn.push(columns.length);
    const end = problem.firstColumn[vehicle + 1]!;
    for (let column = problem.firstColumn[vehicle]!; column < end; column++) {
      columns.push(column);
      for (let at = problem.firstRequest[column]!; at < problem.firstRequest[column + 1]!; at++) {
        const request = problem.requestOf[at]!;
        if (rowOf[request] === NONE) rowOf[request] = requests.push(request) - 1;
        requestOf.push(rowOf[request]!);
      }
      firstRequest.push(requestOf.length);
    }
  }
  firstColumn.push(columns.length);
  for (const request of requests) rowOf[request] = NONE;
  return {
    vehicles,
    columns,
    part: {
      vehicleCount: vehicles.length,
      requestCount: requests.length,
      firstColumn,
      cost: columns.map((column) => problem.cost[column]!),
      firstRequest,
      requestOf,
      unservedCost: requests.map((request) => problem.unservedCost[request]!),
      start: vehicles.map(
        (vehicle, at) => firstColumn[at]! + problem.start[vehicle]! - problem.firstColumn[vehicle]!,
      ),
    },
  };
}
