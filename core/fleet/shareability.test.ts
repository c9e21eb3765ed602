import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import { REQUEST_STATE } from '../state/fleet-tables.js';
import { serveFleetDay } from '../testing/fleet-day.js';
import { leastCostByHand, smallBatch } from '../testing/small-batch.js';
import { checkFleet } from './check-fleet.js';
import { assignRequests, type BatchDispatcher } from './dispatch.js';
import type { TravelTime } from './fleet.js';
import { createInsertion } from './insertion.js';
import { createShareability } from './shareability.js';

const EXACT = {
  candidateLimit: 4,
  tripSizeLimit: 6,
  orderLimit: 1_000_000,
  tripLimit: 100,
  nodeLimit: 1_000_000,
  gap: 0,
};
const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1);

test('equals trying everything on 40 batches of up to 6 requests and 4 vehicles', () => {
  let pooledCount = 0;
  for (const seed of seeds) {
    const batch = smallBatch(seed);
    const { settings } = batch.fleet;
    const least = leastCostByHand(batch);
    const dispatcher = createShareability(settings, EXACT);
    assignRequests(batch.fleet, 0, batch.travelTime, { dispatcher, patience_s: 100 });
    const reached = batch.cost();
    expect(reached.servedCount).toBe(least.servedCount);
    // Sums of the same terms in another order.
    expect(Math.abs(reached.cost_s - least.cost_s)).toBeLessThan(1e-6);
    if (reached.servedCount > reached.vehicleCount) pooledCount++;
  }
  expect(pooledCount).toBeGreaterThan(10);
});

test('is never worse than insertion on the same batch, and often better', () => {
  let betterCount = 0;
  for (const seed of seeds) {
    const [one, other] = [smallBatch(seed), smallBatch(seed)];
    const { settings } = one.fleet;
    assignRequests(one.fleet, 0, one.travelTime, {
      dispatcher: createInsertion(settings),
      patience_s: 100,
    });
    assignRequests(other.fleet, 0, other.travelTime, {
      dispatcher: createShareability(settings),
      patience_s: 100,
    });
    const [inserted, traded] = [one.cost(), other.cost()];
    expect(traded.servedCount).toBeGreaterThanOrEqual(inserted.servedCount);
    if (traded.servedCount === inserted.servedCount) {
      expect(traded.cost_s).toBeLessThanOrEqual(inserted.cost_s + 1e-6);
      if (traded.cost_s < inserted.cost_s - 1e-6) betterCount++;
    } else betterCount++;
  }
  expect(betterCount).toBeGreaterThan(10);
});

test('tells insertion in its place from the optimum', () => {
  const worse = seeds.filter((seed) => {
    const batch = smallBatch(seed);
    const least = leastCostByHand(batch);
    assignRequests(batch.fleet, 0, batch.travelTime, {
      dispatcher: createInsertion(batch.fleet.settings),
      patience_s: 100,
    });
    const { servedCount, cost_s } = batch.cost();
    return servedCount < least.servedCount || cost_s > least.cost_s + 1e-6;
  });
  expect(worse.length).toBeGreaterThan(10);
});

const day = {
  blockCount: 10,
  settings: {
    vehicleCount: 8,
    seatCount: 4,
    requestCapacity: 160,
    maxWait_s: 300,
    maxDetour: 1.5,
    detourAllowance_s: 60,
    dwell_s: 20,
  },
  duration_s: 1800,
  dispatchEvery_s: 20,
  placeEvery_m: 50,
  maxPartySize: 3,
};

test.each([1, 2, 3, 4, 5, 6])('keeps every promise and loses nobody in random world %i', (seed) => {
  let replannedCount = 0;
  const fleet = serveFleetDay({
    ...day,
    seed,
    dispatchBy: ({ settings }) => ({ dispatcher: createShareability(settings), patience_s: 150 }),
    onDispatched(current, city) {
      expect(checkFleet(current, city.travelTime)).toEqual([]);
      replannedCount += current.isReplanned.reduce((sum, one) => sum + one, 0);
      current.isReplanned.fill(0);
    },
  });
  const { state, pickedUp_s, droppedOff_s, latestPickup_s, longestRide_s } = fleet.requests;
  for (let request = 0; request < fleet.requests.capacity; request++) {
    if (state[request] === REQUEST_STATE.rejected) continue;
    expect(state[request]).toBe(REQUEST_STATE.done);
    // Times of the grid are exact, but those of a search are allowed a microsecond.
    expect(pickedUp_s[request]!).toBeLessThanOrEqual(latestPickup_s[request]! + 1e-6);
    const ride_s = droppedOff_s[request]! - pickedUp_s[request]!;
    expect(ride_s).toBeLessThanOrEqual(longestRide_s[request]! + 1e-6);
  }
  expect(replannedCount).toBeGreaterThan(20);
});

test('loses nobody where traffic breaks promises', () => {
  let brokenCount = 0;
  serveFleetDay({
    ...day,
    seed: 9,
    delayedShare: 0.2,
    dispatchBy: ({ settings }) => ({ dispatcher: createShareability(settings), patience_s: 150 }),
    onDispatched(fleet, city) {
      const violations = checkFleet(fleet, city.travelTime);
      expect(violations.filter(({ kind }) => kind === 'conservation')).toEqual([]);
      brokenCount += violations.length;
    },
  });
  expect(brokenCount).toBeGreaterThan(0);
});

test('chooses by times of which some are shorter by a stop between, and loses nobody', () => {
  // As in traffic: a table of mean times is no triangle. Ways differ by up to a half, each its own.
  let shortcutCount = 0;
  for (const seed of [1, 2, 3]) {
    serveFleetDay({
      ...day,
      seed,
      dispatchBy: ({ settings }) => {
        const { assignAll } = createShareability(settings);
        const warped: BatchDispatcher['assignAll'] = (fleet, batch, count, time_s, travelTime) => {
          const uneven = (...way: Parameters<TravelTime>): number => {
            const [from, , to] = way;
            return travelTime(...way) * (1 + draw(seed, PURPOSE.testOrder, from, to) / 2);
          };
          const isShorterBy = (via: number): boolean =>
            uneven(0, 0, via, 0) + uneven(via, 0, 40, 0) < uneven(0, 0, 40, 0);
          if (seeds.some(isShorterBy)) shortcutCount++;
          assignAll(fleet, batch, count, time_s, uneven);
        };
        return { dispatcher: { assignAll: warped }, patience_s: 150 };
      },
      onDispatched(fleet, city) {
        const violations = checkFleet(fleet, city.travelTime);
        expect(violations.filter(({ kind }) => kind === 'conservation')).toEqual([]);
      },
    });
  }
  expect(shortcutCount).toBeGreaterThan(0);
});

test('the more a second of riding weighs, the less people ride round about', () => {
  const meanDetours = [0, 3].map((rideWeight) => {
    const { requests } = serveFleetDay({
      ...day,
      seed: 4,
      dispatchBy: ({ settings }) => ({
        dispatcher: createShareability(settings, { rideWeight }),
        patience_s: 150,
      }),
    });
    const detours: number[] = [];
    for (let request = 0; request < requests.capacity; request++) {
      if (requests.state[request] !== REQUEST_STATE.done) continue;
      const ride_s = requests.droppedOff_s[request]! - requests.pickedUp_s[request]!;
      detours.push(ride_s / requests.direct_s[request]!);
    }
    return detours.reduce((sum, detour) => sum + detour, 0) / detours.length;
  });
  expect(meanDetours[1]).toBeLessThan(0.95 * meanDetours[0]!);
});
