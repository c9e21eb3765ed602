/** One random batch after another, decided by two dispatchers from the same state. */
import type { LinkId, TripId } from '../base/ids.js';
import { createBatchAssignment } from '../fleet/batch-assignment.js';
import { assignRequests, type DispatchSettings } from '../fleet/dispatch.js';
import { createFleet, type Fleet, noteVehicleAt, type TravelTime } from '../fleet/fleet.js';
import { createNearestIdle } from '../fleet/nearest-idle.js';
import { submitRequest } from '../fleet/requests.js';
import { type FleetVehicleId, REQUEST_STATE } from '../state/fleet-tables.js';
import { drawBelow } from './fleet-day.js';
import { createGridCity } from './grid-city.js';

export interface BatchOutcome {
  readonly servedCount: number;
  /** Summed over those served, from now to the pick-up. */
  readonly pickup_s: number;
}

export interface BatchTwinInput {
  readonly batchCount: number;
  readonly idleCount: number;
  readonly requestCount: number;
  /** In the place of the optimum. */
  readonly dispatcher?: DispatchSettings['dispatcher'];
}

/** Idle vehicles and requests at random places of 1 km × 1 km; half of the pairs are too far. */
export function compareOnBatches(input: BatchTwinInput) {
  const { dispatcher = createBatchAssignment() } = input;
  const nearestIdle = createNearestIdle();
  const batches = Array.from({ length: input.batchCount }, (_, seed) => ({
    batch: decide(input, seed, dispatcher),
    nearest: decide(input, seed, nearestIdle),
  }));
  const betterCount = batches.filter(
    ({ batch, nearest }) =>
      batch.servedCount > nearest.servedCount ||
      (batch.servedCount === nearest.servedCount && batch.pickup_s < nearest.pickup_s),
  ).length;
  return { batches, betterCount };
}

const BLOCKS = 10;
const city = createGridCity(BLOCKS, BLOCKS);

function decide(
  { idleCount, requestCount }: BatchTwinInput,
  seed: number,
  dispatcher: DispatchSettings['dispatcher'],
): BatchOutcome {
  const fleet = createFleet({
    vehicleCount: idleCount,
    seatCount: 4,
    requestCapacity: requestCount,
    maxWait_s: 80,
    maxDetour: 1,
    detourAllowance_s: 0,
    dwell_s: 20,
  });
  const placeOf = (entity: number, count: number) =>
    [
      drawBelow(city.linkCount, seed, entity, count) as LinkId,
      50 * drawBelow(2, seed, entity, count + 1),
    ] as const;
  for (let vehicle = 0; vehicle < idleCount; vehicle++) {
    noteVehicleAt(fleet, vehicle as FleetVehicleId, ...placeOf(vehicle, 0), 0);
  }
  for (let trip = 0; trip < requestCount; trip++) {
    const [originLink, originPosition_m] = placeOf(trip, 2);
    const [destinationLink, destinationPosition_m] = placeOf(trip, 4);
    submitRequest(fleet, {
      trip: trip as TripId,
      partySize: 1,
      originLink,
      originPosition_m,
      destinationLink,
      destinationPosition_m,
      time_s: 0,
      direct_s: city.travelTime(
        originLink,
        originPosition_m,
        destinationLink,
        destinationPosition_m,
      ),
    });
  }
  assignRequests(fleet, 0, city.travelTime, { dispatcher, patience_s: 40 });
  return outcomeOf(fleet, city.travelTime);
}

function outcomeOf({ requests, vehicles }: Fleet, travelTime: TravelTime): BatchOutcome {
  let servedCount = 0;
  let pickup_s = 0;
  for (let request = 0; request < requests.capacity; request++) {
    if (requests.state[request] !== REQUEST_STATE.assigned) continue;
    const vehicle = requests.vehicle[request];
    servedCount++;
    pickup_s += travelTime(
      vehicles.link[vehicle],
      vehicles.position_m[vehicle],
      requests.originLink[request],
      requests.originPosition_m[request],
    );
  }
  return { servedCount, pickup_s };
}
