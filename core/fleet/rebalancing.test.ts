import { expect, test } from 'vitest';
import { type LinkId, NONE, type TripId } from '../base/ids.js';
import type { FleetVehicleId, RequestId } from '../state/fleet-tables.js';
import { drawBelow } from '../testing/fleet-day.js';
import { createFleet, type Fleet, noteVehicleAt, type TravelTime } from './fleet.js';
import {
  createRebalancing,
  type Forecast,
  likeLately,
  replaceTaken,
  shareOut,
  type WaitingZones,
} from './rebalancing.js';
import { submitRequest } from './requests.js';
import { insertStops } from './stop-plan.js';

/** One street at 1 m/s; zones are links, and their waiting places are whole metres along the street. */
const LINK_m = 100;
const alongStreet: TravelTime = (fromLink, from_m, toLink, to_m) =>
  Math.abs(fromLink * LINK_m + from_m - toLink * LINK_m - to_m);

const zonesOn = (zoneCount: number): WaitingZones => ({
  zoneCount,
  zoneOfLink: Int32Array.from({ length: zoneCount }, (_, link) => link),
  link: Int32Array.from({ length: zoneCount }, (_, link) => link),
  position_m: new Float64Array(zoneCount).fill(50),
});

function fleetAt(places_m: readonly number[]): Fleet {
  const fleet = createFleet({
    vehicleCount: places_m.length,
    seatCount: 4,
    requestCapacity: 20,
    maxWait_s: 300,
    maxDetour: 1.4,
    detourAllowance_s: 60,
    dwell_s: 10,
  });
  for (const [vehicle, place_m] of places_m.entries()) {
    const link = Math.floor(place_m / LINK_m) as LinkId;
    noteVehicleAt(fleet, vehicle as FleetVehicleId, link, place_m - link * LINK_m, 0);
  }
  return fleet;
}

const forecastOf =
  (counts: readonly number[]): Forecast =>
  (_, __, expected) =>
    expected.set(counts);

function plan(fleet: Fleet, zoneCount: number, counts: readonly number[]) {
  const rebalancing = createRebalancing(zonesOn(zoneCount), fleet.vehicles.capacity);
  const canMove = new Uint8Array(fleet.vehicles.capacity).fill(1);
  const ask = { time_s: 0, horizon_s: 900, forecast: forecastOf(counts) };
  shareOut(fleet, rebalancing, canMove, ask, alongStreet);
  return movesOf(rebalancing);
}

const movesOf = ({ moveCount, vehicle, zone }: ReturnType<typeof createRebalancing>) =>
  Array.from({ length: moveCount }, (_, move) => [vehicle[move]!, zone[move]!] as const);

test('sends as many vehicles as are expected to be wanted, and leaves the rest', () => {
  const moves = plan(fleetAt([10, 20, 30, 40]), 3, [0, 0, 2]);
  expect(moves.map(([vehicle]) => vehicle).sort()).toEqual([2, 3]);
  expect(moves.map(([, zone]) => zone)).toEqual([2, 2]);
});

test('shares out too few vehicles in proportion, by largest remainder', () => {
  const moves = plan(fleetAt([50, 50, 50, 50, 50]), 3, [6, 3, 1]);
  const counts = [0, 1, 2].map((zone) => moves.filter(([, to]) => to === zone).length);
  expect(counts).toEqual([3, 2, 0]);
});

/** The least total driving time of any way to give each wanted entry its own vehicle. */
function leastDriving_s(places_m: readonly number[], wanted: readonly number[]): number {
  if (wanted.length === 0) return 0;
  const [zone, ...others] = wanted;
  return Math.min(
    ...places_m.map(
      (place_m, vehicle) =>
        Math.abs(place_m - zone! * LINK_m - 50) +
        leastDriving_s(
          places_m.filter((_, other) => other !== vehicle),
          others,
        ),
    ),
  );
}

test('drives no further than the best of all ways to meet the forecast, in 200 random cases', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const vehicleCount = 4 + drawBelow(3, seed, 0, 0);
    const places_m = Array.from({ length: vehicleCount }, (_, vehicle) =>
      drawBelow(400, seed, 1, vehicle),
    );
    const counts = Array.from({ length: 4 }, (_, zone) => drawBelow(2, seed, 2, zone));
    const moves = plan(fleetAt(places_m), 4, counts);
    const driven_s = moves.reduce(
      (sum, [vehicle, zone]) => sum + Math.abs(places_m[vehicle]! - zone * LINK_m - 50),
      0,
    );
    const wanted = counts.flatMap((count, zone) => new Array<number>(count).fill(zone));
    expect({ seed, driven_s }).toEqual({ seed, driven_s: leastDriving_s(places_m, wanted) });
    expect(moves.length).toBe(wanted.length);
  }
});

function ask(fleet: Fleet, link: number, time_s: number): RequestId {
  return submitRequest(fleet, {
    trip: 0 as TripId,
    partySize: 1,
    originLink: link as LinkId,
    originPosition_m: 0,
    destinationLink: 0 as LinkId,
    destinationPosition_m: 0,
    time_s,
    direct_s: link * LINK_m,
  });
}

test('expects the requests of the last horizon again, and no older ones', () => {
  const fleet = fleetAt([0]);
  ask(fleet, 2, 100);
  ask(fleet, 1, 600);
  ask(fleet, 1, 1000);
  const expected = new Float64Array(3);
  likeLately(fleet, zonesOn(3))(1000, 900, expected);
  expect([...expected]).toEqual([0, 2, 0]);
});

test('replaces each vehicle that was taken by one that does not wait anywhere yet', () => {
  const fleet = fleetAt([250, 10, 20, 390]);
  const rebalancing = createRebalancing(zonesOn(4), 4);
  const canMove = new Uint8Array(4).fill(1);
  fleet.vehicles.waitsIn[3] = 3;
  insertStops(fleet, 0 as FleetVehicleId, ask(fleet, 2, 0), {
    pickupAfter: NONE,
    dropoffAfter: NONE,
  });
  replaceTaken(fleet, rebalancing, canMove, alongStreet);
  expect(movesOf(rebalancing)).toEqual([[2, 2]]);
  // The same request draws nobody twice.
  replaceTaken(fleet, rebalancing, canMove, alongStreet);
  expect(movesOf(rebalancing)).toEqual([]);
});

test('moves no vehicle that is busy or cannot be steered', () => {
  const fleet = fleetAt([250, 10, 20]);
  insertStops(fleet, 0 as FleetVehicleId, ask(fleet, 2, 0), {
    pickupAfter: NONE,
    dropoffAfter: NONE,
  });
  const rebalancing = createRebalancing(zonesOn(3), 3);
  const wish = { time_s: 0, horizon_s: 900, forecast: forecastOf([0, 0, 3]) };
  shareOut(fleet, rebalancing, Uint8Array.of(1, 1, 0), wish, alongStreet);
  expect(movesOf(rebalancing)).toEqual([[1, 2]]);
});
