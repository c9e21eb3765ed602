/**
 * Idle vehicles and one request at random places of a square whose edges meet: how far away is the
 * vehicle that nearest-idle dispatching sends?
 */
import type { LinkId, TripId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { createFleet, noteVehicleAt, type TravelTime } from '../fleet/fleet.js';
import { createNearestIdle } from '../fleet/nearest-idle.js';
import { submitRequest } from '../fleet/requests.js';
import { completeStop } from '../fleet/stop-plan.js';
import type { FleetVehicleId } from '../state/fleet-tables.js';

export const TORUS_SIDE_m = 1000;
/** A link is a north-south line at x = link / LINES of the side; the position is y. */
const LINES = 2 ** 20;

/** Mean rectilinear way to the request over `sampleCount` draws of all places. */
export function meanPickup_m(
  idleCount: number,
  sampleCount: number,
  travelTime: TravelTime = onTorusAt1mps,
): { readonly mean: number; readonly standardError: number } {
  const fleet = createFleet({
    vehicleCount: idleCount,
    seatCount: 1,
    requestCapacity: sampleCount,
    maxWait_s: 10 * TORUS_SIDE_m,
    maxDetour: 1,
    detourAllowance_s: 0,
    dwell_s: 0,
  });
  const nearestIdle = createNearestIdle();
  let sum_m = 0;
  let squares_m2 = 0;
  for (let sample = 0; sample < sampleCount; sample++) {
    const pointOf = (entity: number) => ({
      link: Math.floor(draw(idleCount, PURPOSE.testOrder, entity, sample) * LINES) as LinkId,
      y_m: draw(idleCount, PURPOSE.testOrder, entity, sample + sampleCount) * TORUS_SIDE_m,
    });
    for (let vehicle = 0; vehicle < idleCount; vehicle++) {
      const { link, y_m } = pointOf(vehicle);
      noteVehicleAt(fleet, vehicle as FleetVehicleId, link, y_m, 0);
    }
    const { link, y_m } = pointOf(idleCount);
    const request = submitRequest(fleet, {
      trip: sample as TripId,
      partySize: 1,
      originLink: link,
      originPosition_m: y_m,
      destinationLink: link,
      destinationPosition_m: y_m,
      time_s: 0,
      direct_s: 0,
    });
    const vehicle = nearestIdle.assign(fleet, request, 0, travelTime) as FleetVehicleId;
    const { link: at, position_m } = fleet.vehicles;
    const pickup_m = onTorusAt1mps(at[vehicle], position_m[vehicle], link, y_m);
    sum_m += pickup_m;
    squares_m2 += pickup_m * pickup_m;
    completeStop(fleet, vehicle, pickup_m);
    completeStop(fleet, vehicle, pickup_m);
  }
  const mean = sum_m / sampleCount;
  return { mean, standardError: Math.sqrt((squares_m2 / sampleCount - mean ** 2) / sampleCount) };
}

/** Rectilinear, the shorter way round on both axes. */
export const onTorusAt1mps: TravelTime = (fromLink, from_m, toLink, to_m) => {
  const across_m = (Math.abs(fromLink - toLink) * TORUS_SIDE_m) / LINES;
  const along_m = Math.abs(from_m - to_m);
  return Math.min(across_m, TORUS_SIDE_m - across_m) + Math.min(along_m, TORUS_SIDE_m - along_m);
};
