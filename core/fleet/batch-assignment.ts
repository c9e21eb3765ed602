/**
 * Batch optimal assignment: all undecided requests and all idle vehicles at once. Serves as many
 * as can be reached in time, with the least total time to the pick-ups; no pooling.
 *
 * What is left open is decided in the next batch. A request that waits longer costs no more: a
 * batch keeps the whole fleet's empty way short, and `maxWait_s` keeps any one wait bounded.
 */
import { NONE, type None } from '../base/ids.js';
import { FLEET_VEHICLE_STATE, type FleetVehicleId, type RequestId } from '../state/fleet-tables.js';
import { createAssignment, solveAssignment } from './assignment.js';
import type { BatchDispatcher } from './dispatch.js';
import { type Fleet, isInRange, type TravelTime } from './fleet.js';
import { createPlanSchedule, earliestStart, keepArrivals, schedulePlan } from './plan-schedule.js';
import { insertStops, type PlanPlace } from './stop-plan.js';

const EMPTY_PLAN: PlanPlace = { pickupAfter: NONE, dropoffAfter: NONE };

export function createBatchAssignment(): BatchDispatcher {
  const schedule = createPlanSchedule(2);
  const answer = createAssignment();
  const problem = { rowCount: 0, columnCount: 0, cost: new Float64Array(0) };
  let idle = new Int32Array(0);
  return {
    assignAll(fleet, batch, batchCount, time_s, travelTime) {
      if (idle.length < fleet.vehicles.capacity) idle = new Int32Array(fleet.vehicles.capacity);
      problem.rowCount = batchCount;
      problem.columnCount = listIdle(fleet, idle, fleet.requests.operator[batch[0]!]!);
      const pairCount = problem.rowCount * problem.columnCount;
      if (pairCount === 0) return;
      if (problem.cost.length < pairCount) problem.cost = new Float64Array(2 * pairCount);
      for (let row = 0; row < batchCount; row++) {
        const firstPair = row * problem.columnCount;
        for (let column = 0; column < problem.columnCount; column++) {
          const vehicle = idle[column] as FleetVehicleId;
          const request = batch[row] as RequestId;
          problem.cost[firstPair + column] = toPickup_s(
            fleet,
            vehicle,
            request,
            time_s,
            travelTime,
          );
        }
      }
      solveAssignment(problem, answer);
      for (let row = 0; row < batchCount; row++) {
        if (answer.columnOfRow[row] === NONE) continue;
        const vehicle = idle[answer.columnOfRow[row]!] as FleetVehicleId;
        fleet.vehicles.available_s[vehicle] = earliestStart(fleet, vehicle, time_s);
        insertStops(fleet, vehicle, batch[row] as RequestId, EMPTY_PLAN);
        schedulePlan(fleet, vehicle, time_s, travelTime, schedule);
        keepArrivals(fleet, schedule);
      }
    },
  };
}

/** The operator's vehicles that can be sent anywhere, by row; returns their number. */
function listIdle({ vehicles }: Fleet, idle: Int32Array, asked: number): number {
  const { state, link, operator, capacity } = vehicles;
  let count = 0;
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (state[vehicle] !== FLEET_VEHICLE_STATE.idle || operator[vehicle] !== asked) continue;
    if (link[vehicle] === (NONE as None)) continue;
    idle[count++] = vehicle;
  }
  return count;
}

/** From now to the stand at the origin; Infinity if that is too late or out of range. */
function toPickup_s(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
): number {
  const { vehicles, requests } = fleet;
  const start_s = earliestStart(fleet, vehicle, time_s);
  const arrival_s =
    start_s +
    travelTime(
      vehicles.link[vehicle],
      vehicles.position_m[vehicle],
      requests.originLink[request],
      requests.originPosition_m[request],
    );
  const isInTime = arrival_s <= requests.latestPickup_s[request];
  return isInTime && isInRange(fleet, vehicle, request, { start_s, way_s: arrival_s - start_s })
    ? arrival_s - time_s
    : Number.POSITIVE_INFINITY;
}
