import { expect, test } from 'vitest';
import { REQUEST_STATE } from '../state/fleet-tables.js';
import { compareOnBatches } from '../testing/batch-twins.js';
import { serveFleetDay } from '../testing/fleet-day.js';
import { createBatchAssignment } from './batch-assignment.js';
import { checkFleet } from './check-fleet.js';
import { createNearestIdle } from './nearest-idle.js';

test('is never worse than nearest idle on the same batch with the same number served', () => {
  const { batches, betterCount } = compareOnBatches({
    batchCount: 300,
    idleCount: 8,
    requestCount: 8,
  });
  for (const { batch, nearest } of batches) {
    expect(batch.servedCount).toBeGreaterThanOrEqual(nearest.servedCount);
    if (batch.servedCount === nearest.servedCount) {
      expect(batch.pickup_s).toBeLessThanOrEqual(nearest.pickup_s);
    }
  }
  // Were the two always equal, the test would show nothing.
  expect(betterCount).toBeGreaterThan(100);
});

test('the comparison tells nearest idle in the place of the optimum from it', () => {
  const { betterCount } = compareOnBatches({
    batchCount: 50,
    idleCount: 8,
    requestCount: 8,
    dispatcher: createNearestIdle(),
  });
  expect(betterCount).toBe(0);
});

const day = {
  blockCount: 10,
  settings: {
    vehicleCount: 10,
    seatCount: 4,
    requestCapacity: 160,
    maxWait_s: 240,
    maxDetour: 1,
    detourAllowance_s: 0,
    dwell_s: 20,
  },
  dispatchBy: () => ({ dispatcher: createBatchAssignment(), patience_s: 120 }),
  duration_s: 1800,
  dispatchEvery_s: 20,
  placeEvery_m: 50,
  maxPartySize: 4,
};

test.each([1, 2, 3, 4])('keeps every promise and loses nobody in random world %i', (seed) => {
  const fleet = serveFleetDay({
    ...day,
    seed,
    onDispatched: (current, city) => expect(checkFleet(current, city.travelTime)).toEqual([]),
  });
  const { state, pickedUp_s, latestPickup_s } = fleet.requests;
  let doneCount = 0;
  for (let request = 0; request < fleet.requests.capacity; request++) {
    if (state[request] !== REQUEST_STATE.done) continue;
    doneCount++;
    expect(pickedUp_s[request]!).toBeLessThanOrEqual(latestPickup_s[request]!);
  }
  expect(doneCount).toBeGreaterThan(60);
  expect(doneCount).toBeLessThan(160);
});

test('decides the same on a second run', () => {
  const decisions = (): number[] =>
    Array.from(serveFleetDay({ ...day, seed: 3 }).requests.vehicle as Int32Array);
  expect(decisions()).toEqual(decisions());
});
