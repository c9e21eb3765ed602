import { expect, test } from 'vitest';
import { type LinkId, NONE, type TripId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { FLEET_VEHICLE_STATE, type FleetVehicleId } from '../state/fleet-tables.js';
import { serveFleetDay } from '../testing/fleet-day.js';
import { checkFleet } from './check-fleet.js';
import { createFleet, noteVehicleAt, type TravelTime } from './fleet.js';
import { createNearestIdle } from './nearest-idle.js';
import { submitRequest } from './requests.js';
import { completeStop } from './stop-plan.js';

const SIDE_m = 1000;
const SAMPLE_COUNT = 3000;

/**
 * The nearest of n points at density n/A lies beyond r with probability exp(-2 r² n/A), since the
 * rectilinear ball of radius r has the area 2r²; its mean distance is sqrt(pi/8) sqrt(A/n). On a
 * torus of finite n it is about 0.375/n shorter, under 2 % from n = 20 on: hence the 3 %.
 */
test.each([20, 60, 180])('%i idle vehicles on a torus wait 0.627 sqrt(A/n) away', (idleCount) => {
  const fleet = createFleet({
    vehicleCount: idleCount,
    seatCount: 1,
    requestCapacity: SAMPLE_COUNT,
    maxWait_s: 10 * SIDE_m,
    maxDetour: 1,
    detourAllowance_s: 0,
    dwell_s: 0,
  });
  const nearestIdle = createNearestIdle();
  let sum_m = 0;
  let sumOfSquares_m2 = 0;
  for (let sample = 0; sample < SAMPLE_COUNT; sample++) {
    // A link is a north-south line at x = link / 2^20 of the side; the position is y.
    const pointOf = (entity: number, count: number) => ({
      link: Math.floor(draw(idleCount, PURPOSE.testOrder, entity, count) * 2 ** 20) as LinkId,
      y_m: draw(idleCount, PURPOSE.testOrder, entity, count + SAMPLE_COUNT) * SIDE_m,
    });
    for (let vehicle = 0; vehicle < idleCount; vehicle++) {
      const { link, y_m } = pointOf(vehicle, sample);
      noteVehicleAt(fleet, vehicle as FleetVehicleId, link, y_m, 0);
    }
    const { link, y_m } = pointOf(idleCount, sample);
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
    const vehicle = nearestIdle.assign(fleet, request, 0, onTorusAt1mps) as FleetVehicleId;
    const pickup_m = fleet.stops.arrival_s[fleet.vehicles.firstStop[vehicle]];
    sum_m += pickup_m;
    sumOfSquares_m2 += pickup_m * pickup_m;
    completeStop(fleet, vehicle, pickup_m);
    completeStop(fleet, vehicle, pickup_m);
  }
  const mean_m = sum_m / SAMPLE_COUNT;
  const standardError_m = Math.sqrt(
    (sumOfSquares_m2 / SAMPLE_COUNT - mean_m * mean_m) / SAMPLE_COUNT,
  );
  const theory_m = 0.627 * Math.sqrt((SIDE_m * SIDE_m) / idleCount);
  expect(Math.abs(mean_m - theory_m)).toBeLessThan(0.03 * theory_m + 3 * standardError_m);
  expect(standardError_m).toBeLessThan(0.02 * theory_m);
});

test.each([1, 2, 3, 4])('sends the vehicle a plain search finds, in random world %i', (seed) => {
  const nearestIdle = createNearestIdle();
  let assignedCount = 0;
  let refusedCount = 0;
  serveFleetDay({
    seed,
    blockCount: 10,
    settings: {
      vehicleCount: 8,
      seatCount: 4,
      requestCapacity: 120,
      maxWait_s: 200,
      maxDetour: 1,
      detourAllowance_s: 0,
      dwell_s: 20,
    },
    dispatchBy: () => ({
      patience_s: 100,
      dispatcher: {
        assign(fleet, request, time_s, travelTime) {
          const { vehicles, requests } = fleet;
          const arrivals = Array.from({ length: vehicles.capacity }, (_, vehicle) => ({
            vehicle,
            arrival_s:
              Math.max(time_s, vehicles.available_s[vehicle]!) +
              travelTime(
                vehicles.link[vehicle]!,
                vehicles.position_m[vehicle]!,
                requests.originLink[request],
                requests.originPosition_m[request],
              ),
          }));
          const expected = arrivals
            .filter(({ vehicle }) => vehicles.state[vehicle] === FLEET_VEHICLE_STATE.idle)
            .filter(({ arrival_s }) => arrival_s <= requests.latestPickup_s[request])
            .sort((a, b) => a.arrival_s - b.arrival_s || a.vehicle - b.vehicle)[0];
          const vehicle = nearestIdle.assign(fleet, request, time_s, travelTime);
          expect(vehicle).toBe(expected?.vehicle ?? NONE);
          if (vehicle === NONE) refusedCount++;
          else assignedCount++;
          return vehicle;
        },
      },
    }),
    duration_s: 1800,
    dispatchEvery_s: 10,
    placeEvery_m: 50,
    maxPartySize: 4,
    onDispatched: (fleet, city) => expect(checkFleet(fleet, city.travelTime)).toEqual([]),
  });
  expect(assignedCount).toBeGreaterThan(30);
  expect(refusedCount).toBeGreaterThan(30);
});

const onTorusAt1mps: TravelTime = (fromLink, from_m, toLink, to_m) => {
  const east_m = (Math.abs(fromLink - toLink) / 2 ** 20) * SIDE_m;
  const north_m = Math.abs(from_m - to_m);
  return Math.min(east_m, SIDE_m - east_m) + Math.min(north_m, SIDE_m - north_m);
};
