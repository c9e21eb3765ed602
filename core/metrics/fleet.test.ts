import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO, type Regime } from '../scenario/scenario.js';
import { type Happening, logOf, smallDistrict } from '../testing/small-district.js';
import { createMetrics } from './metrics.js';

function summaryOf(happenings: readonly Happening[], regime: Regime = 'shared-automated') {
  const scenario = {
    ...DEFAULT_SCENARIO,
    regime,
    fleet: { ...DEFAULT_SCENARIO.fleet, vehicleCount: 4 },
  };
  const trips = ['a', 'b', 'c'].map((name) => ({
    name,
    kind: 'resident',
    departure_s: 0,
    partySize: 1,
  }));
  const metrics = createMetrics(smallDistrict, scenario, trips, 4);
  metrics.take(logOf(happenings));
  return metrics.finish(30_000).summary;
}

test('occupancy is person-kilometres over the kilometres with somebody on board', () => {
  const summary = summaryOf([
    // Vehicle 0: 1 person over 400 m, 3 over 600 m, 2 over 1,000 m, 0 over 500 m, 1 over 200 m.
    ['pickedUp', 20_000, { trip: 0, vehicle: 0, odometer_m: 100, onBoardCount: 1 }],
    ['pickedUp', 20_040, { trip: 1, vehicle: 0, odometer_m: 500, onBoardCount: 3 }],
    ['droppedOff', 20_100, { trip: 0, vehicle: 0, odometer_m: 1100, onBoardCount: 2 }],
    ['droppedOff', 20_200, { trip: 1, vehicle: 0, odometer_m: 2100, onBoardCount: 0 }],
    ['pickedUp', 20_300, { trip: 2, vehicle: 0, odometer_m: 2600, onBoardCount: 1 }],
    // The run ends with this person on board.
    ['legEnded', 30_000, { vehicle: 0, odometer_m: 2800 }],
  ]);
  expect(summary['occupancy_mean']).toBeCloseTo((400 + 1800 + 2000 + 200) / 2200, 12);
  expect(summary).toMatchObject({ fleet_size: 4, trips_per_vehicle: 2 / 4 });
});

test('where cars are private there is no fleet', () => {
  expect(summaryOf([], 'today')).toMatchObject({
    fleet_size: 0,
    trips_per_vehicle: NaN,
    occupancy_mean: NaN,
  });
});

test('each period tells its rides, empty ways and what vehicles do at its end', () => {
  const scenario = {
    ...DEFAULT_SCENARIO,
    regime: 'shared-automated' as const,
    fleet: { ...DEFAULT_SCENARIO.fleet, vehicleCount: 3, maxWait_s: 60 },
  };
  const trips = ['a', 'b'].map((name) => ({
    name,
    kind: 'resident',
    departure_s: 0,
    partySize: 1,
  }));
  const metrics = createMetrics(smallDistrict, scenario, trips, 3);
  const T = scenario.start_s;
  const SAV = { vehicleClass: 2 } as const;
  metrics.take(
    logOf([
      ['requestSubmitted', T, { trip: 0, latest_s: T + 60 }],
      ['requestSubmitted', T, { trip: 1, latest_s: T + 60 }],
      ['legStarted', T, { ...SAV, vehicle: 1, purpose: 1, odometer_m: 100 }],
      ['legEnded', T + 50, { ...SAV, vehicle: 1, purpose: 1, odometer_m: 400 }],
      ['pickedUp', T + 50, { trip: 0, vehicle: 1, wait_s: 50, odometer_m: 400, onBoardCount: 1 }],
      // Promised within 60 s.
      ['pickedUp', T + 70, { trip: 1, vehicle: 1, wait_s: 70, odometer_m: 400, onBoardCount: 2 }],
      ['legStarted', T + 80, { ...SAV, vehicle: 1, purpose: 0, odometer_m: 400 }],
      ['legStarted', T + 90, { ...SAV, vehicle: 2, purpose: 4, odometer_m: 0 }],
    ]),
  );
  metrics.closePeriod(T + 900);
  metrics.take(
    logOf([
      ['legEnded', T + 1000, { ...SAV, vehicle: 1, purpose: 0, odometer_m: 1400 }],
      [
        'droppedOff',
        T + 1000,
        { trip: 0, vehicle: 1, ride_s: 930, direct_s: 300, odometer_m: 1400 },
      ],
    ]),
  );
  const { fleet, summary } = metrics.finish(T + 1800);
  expect(fleet[0]).toMatchObject({
    time_s: T + 900,
    requestCount: 2,
    pickedUpCount: 2,
    droppedOffCount: 0,
    wait_s: 60,
    detour: NaN,
    pickupWay_m: 150,
    pickup_m: 300,
    occupied_m: 0,
    occupiedCount: 1,
    rebalancingCount: 1,
    standingCount: 1,
  });
  expect(fleet[1]).toMatchObject({
    requestCount: 0,
    droppedOffCount: 1,
    detour: 3.1,
    occupancy: 2,
    occupied_m: 1000,
    occupiedCount: 0,
    standingCount: 2,
  });
  expect(summary).toMatchObject({
    pickup_way_mean_m: 150,
    detour_mean: 3.1,
    late_pickup_share: 50,
    // 30 s + 1.4 × 300 s + 180 s = 630 s were promised.
    late_ride_share: 100,
  });
});
