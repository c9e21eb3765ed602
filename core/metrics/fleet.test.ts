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
