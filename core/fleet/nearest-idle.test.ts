import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { FLEET_VEHICLE_STATE } from '../state/fleet-tables.js';
import { serveFleetDay } from '../testing/fleet-day.js';
import { meanPickup_m, TORUS_SIDE_m } from '../testing/torus-fleet.js';
import { checkFleet } from './check-fleet.js';
import { createNearestIdle } from './nearest-idle.js';

/**
 * The nearest of n points at density n/A lies beyond r with probability exp(-2 r² n/A), since the
 * rectilinear ball of radius r has the area 2r²; its mean distance is sqrt(pi/8) sqrt(A/n). On a
 * torus of finite n it is about 0.375/n shorter, under 2 % from n = 20 on: hence the 3 %.
 */
test.each([20, 60, 180])('%i idle vehicles on a torus wait 0.627 sqrt(A/n) away', (idleCount) => {
  const { mean, standardError } = meanPickup_m(idleCount, 3000);
  const theory_m = 0.627 * Math.sqrt(TORUS_SIDE_m ** 2 / idleCount);
  expect(Math.abs(mean - theory_m)).toBeLessThan(0.03 * theory_m + 3 * standardError);
  expect(standardError).toBeLessThan(0.02 * theory_m);
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
