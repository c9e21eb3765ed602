/**
 * Sends the idle vehicle that is there first; no pooling. The plain dispatcher others are held
 * against.
 */
import { NONE, type None } from '../base/ids.js';
import { FLEET_VEHICLE_STATE, type FleetVehicleId, type RequestId } from '../state/fleet-tables.js';
import type { Dispatcher } from './dispatch.js';
import { type Fleet, isInRange, type TravelTime } from './fleet.js';
import { createPlanSchedule, earliestStart, keepArrivals, schedulePlan } from './plan-schedule.js';
import { insertStops, type PlanPlace } from './stop-plan.js';

const EMPTY_PLAN: PlanPlace = { pickupAfter: NONE, dropoffAfter: NONE };

export function createNearestIdle(): Dispatcher {
  const schedule = createPlanSchedule(2);
  return {
    assign(fleet, request, time_s, travelTime) {
      const { vehicles } = fleet;
      const vehicle = nearestIdle(fleet, request, time_s, travelTime);
      if (vehicle === NONE) return NONE;
      vehicles.available_s[vehicle] = earliestStart(fleet, vehicle, time_s);
      insertStops(fleet, vehicle, request, EMPTY_PLAN);
      schedulePlan(fleet, vehicle, time_s, travelTime, schedule);
      keepArrivals(fleet, schedule);
      return vehicle;
    },
  };
}

/** The idle vehicle with the earliest arrival at the origin, if that is in time. */
function nearestIdle(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
): FleetVehicleId | None {
  const { requests } = fleet;
  const toLink = requests.originLink[request];
  const toPosition_m = requests.originPosition_m[request];
  const latest_s = requests.latestPickup_s[request];
  const { state, link, position_m, operator, capacity } = fleet.vehicles;
  const asked = requests.operator[request];
  let nearest: FleetVehicleId | None = NONE;
  let nearest_s = Number.POSITIVE_INFINITY;
  for (let row = 0; row < capacity; row++) {
    if (state[row] !== FLEET_VEHICLE_STATE.idle || link[row] === NONE) continue;
    if (operator[row] !== asked) continue;
    const vehicle = row as FleetVehicleId;
    const start_s = earliestStart(fleet, vehicle, time_s);
    const arrival_s = start_s + travelTime(link[row], position_m[row], toLink, toPosition_m);
    if (
      arrival_s > latest_s ||
      !isInRange(fleet, vehicle, request, { start_s, way_s: arrival_s - start_s })
    )
      continue;
    if (arrival_s < nearest_s) {
      nearest = vehicle;
      nearest_s = arrival_s;
    }
  }
  return nearest;
}
