import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { hashName } from '../base/random.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
} from '../state/fleet-tables.js';
import { type FleetDay, serveFleetDay } from '../testing/fleet-day.js';
import { checkFleet } from './check-fleet.js';
import type { Dispatcher } from './dispatch.js';
import type { Fleet, TravelTime } from './fleet.js';
import { createInsertion } from './insertion.js';

const day: FleetDay = {
  seed: 1,
  blockCount: 10,
  settings: {
    vehicleCount: 12,
    seatCount: 4,
    requestCapacity: 150,
    maxWait_s: 300,
    maxDetour: 1.5,
    detourAllowance_s: 60,
    dwell_s: 20,
  },
  dispatchBy: ({ settings }) => ({ dispatcher: createInsertion(settings), patience_s: 150 }),
  duration_s: 1800,
  dispatchEvery_s: 10,
  placeEvery_m: 50,
  maxPartySize: 3,
};
const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

test.each(seeds)('keeps every promise and loses nobody in the random world %i', (seed) => {
  let pooledCount = 0;
  const fleet = serveFleetDay({
    ...day,
    seed,
    onDispatched(current, city) {
      expect(checkFleet(current, city.travelTime)).toEqual([]);
      if (longestPlan(current) > 2) pooledCount++;
    },
  });
  const { state, pickedUp_s, droppedOff_s, latestPickup_s, longestRide_s } = fleet.requests;
  let doneCount = 0;
  for (let request = 0; request < fleet.requests.capacity; request++) {
    if (state[request] === REQUEST_STATE.rejected) continue;
    expect(state[request]).toBe(REQUEST_STATE.done);
    expect(pickedUp_s[request]).toBeLessThanOrEqual(latestPickup_s[request]!);
    expect(droppedOff_s[request]! - pickedUp_s[request]!).toBeLessThanOrEqual(
      longestRide_s[request]!,
    );
    doneCount++;
  }
  // The world must be busy enough to pool and to reject, or nothing was tried.
  expect(pooledCount).toBeGreaterThan(20);
  expect(doneCount).toBeGreaterThan(80);
});

test('rejects some when there are too few vehicles, and only after their patience', () => {
  const rejectedAt = new Map<number, number>();
  const fleet = serveFleetDay({
    ...day,
    settings: { ...day.settings, vehicleCount: 3 },
    onDispatched({ requests }, _, time_s) {
      for (let request = 0; request < requests.capacity; request++) {
        const isRejected = requests.state[request] === REQUEST_STATE.rejected;
        if (isRejected && !rejectedAt.has(request)) rejectedAt.set(request, time_s);
      }
    },
  });
  expect(rejectedAt.size).toBeGreaterThan(10);
  for (const [request, time_s] of rejectedAt) {
    const waited_s = time_s - fleet.requests.submitted_s[request]!;
    expect(waited_s).toBeGreaterThanOrEqual(150);
    expect(waited_s).toBeLessThan(150 + day.dispatchEvery_s);
  }
});

test.each(seeds)('finds what trying everything finds, in random world %i', (seed) => {
  // Also with vehicles whose plans have not changed since the last try: time alone makes no room.
  const decided = serveBesideTwin({ ...day, seed }, ({ travelTime }) => travelTime);
  expect(decided.assignedCount).toBeGreaterThan(20);
  expect(decided.refusedCount).toBeGreaterThan(10);
});

test.each(seeds)('finds the same where rides are booked ahead, in random world %i', (seed) => {
  const decided = serveBesideTwin(
    { ...day, seed, bookedAhead_s: 300, settings: { ...day.settings, maxWait_s: 150 } },
    ({ travelTime }) => travelTime,
  );
  expect(decided.assignedCount).toBeGreaterThan(20);
  expect(decided.refusedCount).toBeGreaterThan(10);
});

test.each(seeds)('finds the same where traffic has broken promises, in world %i', (seed) => {
  // Without a dwell, who is on the way delays nobody: not even those who are late already.
  const dwell_s = seed % 2 === 0 ? 20 : 0;
  const settings = { ...day.settings, dwell_s, maxDetour: 1.25, detourAllowance_s: 30 };
  const decided = serveBesideTwin(
    { ...day, seed, settings, delayedShare: 0.1 },
    // Every third request is decided on slower streets than those that the plans were made for.
    ({ travelTime, request }) =>
      request % 3 === 0 ? (...way) => 1.25 * travelTime(...way) : travelTime,
    // Plans that traffic has upset are looked at again once they have changed.
    ({ vehicles, requests }, vehicle, request) =>
      vehicles.changedAt[vehicle]! >= requests.triedAt[request]!,
  );
  expect(decided.assignedCount).toBeGreaterThan(20);
  expect(decided.refusedCount).toBeGreaterThan(10);
  expect(decided.besideBrokenCount).toBeGreaterThan(0);
});

test('loses nobody when traffic breaks promises', () => {
  let brokenCount = 0;
  serveFleetDay({
    ...day,
    delayedShare: 0.2,
    onDispatched(fleet, city) {
      const violations = checkFleet(fleet, city.travelTime);
      expect(violations.filter(({ kind }) => kind === 'conservation')).toEqual([]);
      brokenCount += violations.length;
    },
  });
  expect(brokenCount).toBeGreaterThan(0);
});

test('decides the same on a second run, and otherwise with another seed', () => {
  const decisions = (seed: number): number =>
    hashName(Array.from(serveFleetDay({ ...day, seed }).requests.vehicle as Int32Array).join());
  expect(decisions(5)).toBe(decisions(5));
  expect(decisions(5)).not.toBe(decisions(6));
});

function longestPlan({ vehicles }: Fleet): number {
  return Math.max(...Array.from(vehicles.stopCount as Int32Array));
}

const WAIT_WEIGHT = 0.125;

type IsAsked = (fleet: Fleet, vehicle: FleetVehicleId, request: RequestId) => boolean;

/** Serves a small, busy day and holds each decision against the slow twin's. */
function serveBesideTwin(
  world: FleetDay,
  streetsFor: (ask: { travelTime: TravelTime; request: RequestId }) => TravelTime,
  isAsked: IsAsked = () => true,
) {
  const insertion = createInsertion(
    { vehicleCount: 4, planCapacity: 64 },
    { waitWeight: WAIT_WEIGHT },
  );
  const decided = { assignedCount: 0, refusedCount: 0, besideBrokenCount: 0 };
  const dispatcher: Dispatcher = {
    assign(fleet, request, time_s, travelTime) {
      const streets = streetsFor({ travelTime, request });
      const expected = tryEverything(fleet, request, time_s, streets, isAsked);
      const broken = checkFleet(fleet, streets).map(({ vehicle }) => vehicle);
      const vehicle = insertion.assign(fleet, request, time_s, streets);
      expect(vehicle).toBe(expected?.vehicle ?? NONE);
      if (vehicle === NONE) {
        decided.refusedCount++;
        return NONE;
      }
      expect(planOf(fleet, vehicle)).toEqual(expected!.plan);
      decided.assignedCount++;
      if (broken.includes(vehicle)) decided.besideBrokenCount++;
      return vehicle;
    },
  };
  const settings = { ...world.settings, vehicleCount: 4, requestCapacity: 90 };
  serveFleetDay({ ...world, settings, dispatchBy: () => ({ dispatcher, patience_s: 60 }) });
  return decided;
}

interface PlannedStop {
  readonly request: RequestId;
  readonly kind: number;
}

/** The slow twin: every vehicle, every pair of places, each plan summed and judged from scratch. */
function tryEverything(
  fleet: Fleet,
  request: RequestId,
  time_s: number,
  travelTime: TravelTime,
  isAsked: IsAsked,
): { vehicle: FleetVehicleId; plan: PlannedStop[] } | null {
  let best: { vehicle: FleetVehicleId; plan: PlannedStop[]; cost_s: number } | null = null;
  for (let row = 0; row < fleet.vehicles.capacity; row++) {
    const vehicle = row as FleetVehicleId;
    if (!isAsked(fleet, vehicle, request)) continue;
    const current = planOf(fleet, vehicle);
    const start_s = Math.max(fleet.vehicles.available_s[vehicle], time_s);
    const now = arrivalsOf(fleet, vehicle, current, start_s, travelTime);
    for (let pickup = 0; pickup <= current.length; pickup++) {
      for (let dropoff = pickup; dropoff <= current.length; dropoff++) {
        const plan = [
          ...current.slice(0, pickup),
          { request, kind: STOP_KIND.pickup },
          ...current.slice(pickup, dropoff),
          { request, kind: STOP_KIND.dropoff },
          ...current.slice(dropoff),
        ];
        const arrival_s = arrivalsOf(fleet, vehicle, plan, start_s, travelTime);
        if (!isAllowed(fleet, vehicle, plan, arrival_s, { current, now })) continue;
        const busyUntil_s = current.length === 0 ? start_s : now.at(-1)! + fleet.settings.dwell_s;
        const added_s = arrival_s.at(-1)! + fleet.settings.dwell_s - busyUntil_s;
        const wait_s = arrival_s[pickup]! - fleet.requests.earliest_s[request];
        // To stand until the traveller comes is no work.
        const head = plan.slice(0, pickup + 1);
        const there_s = arrivalsOf(fleet, vehicle, head, start_s, travelTime, request).at(-1)!;
        const cost_s = added_s + WAIT_WEIGHT * wait_s - (arrival_s[pickup]! - there_s);
        if (best === null || cost_s < best.cost_s) best = { vehicle, plan, cost_s };
      }
    }
  }
  return best;
}

function planOf(fleet: Fleet, vehicle: FleetVehicleId): PlannedStop[] {
  const { request, kind, next } = fleet.stops;
  const plan: PlannedStop[] = [];
  for (let stop = fleet.vehicles.firstStop[vehicle]; stop !== NONE; stop = next[stop]) {
    plan.push({ request: request[stop] as RequestId, kind: kind[stop]! });
  }
  return plan;
}

function arrivalsOf(
  { vehicles, requests, settings }: Fleet,
  vehicle: FleetVehicleId,
  plan: readonly PlannedStop[],
  start_s: number,
  travelTime: TravelTime,
  takenEarly: RequestId | null = null,
): number[] {
  let time_s = start_s;
  let here = [vehicles.link[vehicle] as number, vehicles.position_m[vehicle]!] as const;
  return plan.map(({ request, kind }, index) => {
    const isPickup = kind === STOP_KIND.pickup;
    const there = isPickup
      ? ([requests.originLink[request] as number, requests.originPosition_m[request]!] as const)
      : ([requests.destinationLink[request], requests.destinationPosition_m[request]!] as const);
    const isSamePlace = here[0] === there[0] && here[1] === there[1];
    if (!isSamePlace) {
      time_s += (index === 0 ? 0 : settings.dwell_s) + travelTime(...here, ...there);
    }
    here = there;
    if (isPickup && request !== takenEarly) time_s = Math.max(time_s, requests.earliest_s[request]);
    return time_s;
  });
}

function isAllowed(
  { vehicles, requests, settings }: Fleet,
  vehicle: FleetVehicleId,
  plan: readonly PlannedStop[],
  arrival_s: readonly number[],
  { current, now }: { current: readonly PlannedStop[]; now: readonly number[] },
): boolean {
  let load = vehicles.onboardCount[vehicle]!;
  return plan.every(({ request, kind }, index) => {
    const isPickup = kind === STOP_KIND.pickup;
    load += isPickup ? requests.partySize[request]! : -requests.partySize[request]!;
    if (load > settings.seatCount) return false;
    const was = current.findIndex((stop) => stop.request === request && stop.kind === kind);
    if (isPickup) {
      const latest_s = Math.max(requests.latestPickup_s[request]!, now[was] ?? 0);
      return arrival_s[index]! <= latest_s;
    }
    const rideOf = (stops: readonly PlannedStop[], times_s: readonly number[], end: number) => {
      const start = stops.findIndex((stop) => stop.request === request);
      return times_s[end]! - (start < end ? times_s[start]! : requests.pickedUp_s[request]!);
    };
    const rideNow_s = was < 0 ? 0 : rideOf(current, now, was);
    const longest_s = Math.max(requests.longestRide_s[request]!, rideNow_s);
    return rideOf(plan, arrival_s, index) <= longest_s;
  });
}
