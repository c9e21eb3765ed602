/** Small choices of trips at random, a function of their seed. */
import type { TripChoice } from '../fleet/trip-choice.js';
import { drawBelow } from './fleet-day.js';

/** Each vehicle has an empty column and some random sets; it starts with the empty ones. */
export function randomChoice(seed: number, vehicleCount: number, requestCount: number): TripChoice {
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
