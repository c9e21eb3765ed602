/** What an assignment comes to over all links, in the network's own units. */
import type { Assignment } from './equilibrium.js';
import { type CostFunctions, costAt, costFunctions, costIntegral } from './link-costs.js';

export interface AssignmentFigures {
  /** Trips between zones, and those within one, which load no link. */
  readonly trips: number;
  readonly tripsWithinZones: number;
  /** Σ volume · time, without tolls and lengths. */
  readonly totalTime: number;
  /** Σ volume · cost, with them. */
  readonly totalCost: number;
  /** Σ volume · length. */
  readonly totalDistance: number;
  readonly meanTime: number;
  /** Σ of the areas under the costs up to the volumes (Beckmann), or the total cost at the optimum. */
  readonly objective: number;
  readonly relativeGap: number;
  readonly averageExcessCost: number;
  readonly iterations: number;
}

/** `functions`: costs as travellers feel them, also where marginal costs were assigned. */
export function figuresOf(assignment: Assignment, functions: CostFunctions): AssignmentFigures {
  const { network, trips, state, certificate, iterationCount } = assignment;
  const { linkCount, length } = network;
  const times = costFunctions(network, { length: 0, toll: 0 });
  let totalTime = 0;
  let totalCost = 0;
  let totalDistance = 0;
  let objective = 0;
  for (let link = 0; link < linkCount; link++) {
    const volume = state.volume[link]!;
    totalTime += volume * costAt(times, link, volume);
    totalCost += volume * costAt(functions, link, volume);
    totalDistance += volume * length[link]!;
    objective += costIntegral(assignment.functions, link, volume);
  }
  const tripSum = trips.volume.reduce((sum, volume) => sum + volume, 0);
  return {
    trips: tripSum,
    tripsWithinZones: trips.withinZones,
    totalTime,
    totalCost,
    totalDistance,
    meanTime: tripSum === 0 ? 0 : totalTime / tripSum,
    objective,
    relativeGap: certificate.relativeGap,
    averageExcessCost: certificate.averageExcess,
    iterations: iterationCount,
  };
}
