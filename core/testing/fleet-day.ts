/** Seeded random requests, served in the grid city with a dispatch every few seconds. */
import type { LinkId, TripId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { assignRequests, type DispatchSettings } from '../fleet/dispatch.js';
import { createFleet, type Fleet, type FleetSettings, noteVehicleAt } from '../fleet/fleet.js';
import { submitRequest } from '../fleet/requests.js';
import { FLEET_VEHICLE_STATE, type FleetVehicleId } from '../state/fleet-tables.js';
import { BLOCK_m, createGridCity, type GridCity } from './grid-city.js';

export interface FleetDay {
  readonly seed: number;
  readonly blockCount: number;
  readonly settings: FleetSettings;
  readonly dispatchBy: (fleet: Fleet) => DispatchSettings;
  readonly duration_s: number;
  readonly dispatchEvery_s: number;
  /** People and vehicles start and end only this far apart: coarse places share stops and tie. */
  readonly placeEvery_m: number;
  readonly maxPartySize: number;
  /** Requests are for up to this long after they are made. */
  readonly bookedAhead_s?: number;
  /** Share of busy vehicles that traffic holds up between two dispatches. */
  readonly delayedShare?: number;
  /** In the place of `assignRequests`, e.g. to time it. */
  readonly dispatch?: (...ask: Parameters<typeof assignRequests>) => unknown;
  readonly onDispatched?: (fleet: Fleet, city: GridCity, time_s: number) => void;
}

/** Longest wait and longest ride across any of these cities are far below it. */
const OVERTIME_s = 7200;

/** Runs until every request is decided and everyone has arrived; requestCapacity are submitted. */
export function serveFleetDay(day: FleetDay): Fleet {
  const city = createGridCity(day.blockCount, day.blockCount);
  const fleet = createFleet(day.settings);
  const dispatch = day.dispatchBy(fleet);
  const decide = day.dispatch ?? assignRequests;
  placeVehicles(day, fleet, city);
  const { requestCapacity } = day.settings;
  let submitted = 0;
  let time_s = 0;
  do {
    time_s += day.dispatchEvery_s;
    if (time_s > day.duration_s + OVERTIME_s) throw new Error('The fleet does not come to rest.');
    city.drive(fleet, time_s);
    delaySome(day, fleet, time_s);
    const due = Math.min(requestCapacity, Math.floor((requestCapacity * time_s) / day.duration_s));
    for (; submitted < due; submitted++) submitOne(day, fleet, city, submitted, time_s);
    decide(fleet, time_s, city.travelTime, dispatch);
    day.onDispatched?.(fleet, city, time_s);
  } while (
    submitted < requestCapacity ||
    fleet.ledger.firstPending[0] >= 0 ||
    fleet.ledger.freeStopCount[0] < fleet.stops.capacity
  );
  return fleet;
}

/** A uniform integer below `below`; tests draw for their own purpose, so no run's draws move. */
export function drawBelow(below: number, seed: number, entity: number, count: number): number {
  return Math.floor(draw(seed, PURPOSE.testOrder, entity, count) * below);
}

function placeVehicles({ seed, placeEvery_m }: FleetDay, fleet: Fleet, city: GridCity): void {
  for (let row = 0; row < fleet.vehicles.capacity; row++) {
    const link = drawBelow(city.linkCount, seed, row, 1000) as LinkId;
    const position_m = placeEvery_m * drawBelow(BLOCK_m / placeEvery_m, seed, row, 1001);
    noteVehicleAt(fleet, row as FleetVehicleId, link, position_m, 0);
  }
}

function submitOne(
  { seed, placeEvery_m, maxPartySize, bookedAhead_s = 0 }: FleetDay,
  fleet: Fleet,
  city: GridCity,
  trip: number,
  time_s: number,
): void {
  const originLink = drawBelow(city.linkCount, seed, trip, 0) as LinkId;
  const destinationLink = drawBelow(city.linkCount, seed, trip, 1) as LinkId;
  const originPosition_m = placeEvery_m * drawBelow(BLOCK_m / placeEvery_m, seed, trip, 2);
  const destinationPosition_m = placeEvery_m * drawBelow(BLOCK_m / placeEvery_m, seed, trip, 3);
  submitRequest(fleet, {
    trip: trip as TripId,
    partySize: 1 + drawBelow(maxPartySize, seed, trip, 4),
    originLink,
    originPosition_m,
    destinationLink,
    destinationPosition_m,
    time_s,
    earliest_s: time_s + drawBelow(bookedAhead_s + 1, seed, trip, 5),
    direct_s: city.travelTime(originLink, originPosition_m, destinationLink, destinationPosition_m),
  });
}

function delaySome({ seed, delayedShare = 0 }: FleetDay, fleet: Fleet, time_s: number): void {
  if (delayedShare === 0) return;
  const { state, available_s } = fleet.vehicles;
  for (let row = 0; row < fleet.vehicles.capacity; row++) {
    const isBusy = state[row] === FLEET_VEHICLE_STATE.busy;
    if (!isBusy || draw(seed, PURPOSE.testOrder, row, time_s) >= delayedShare) continue;
    available_s[row]! += 1 + drawBelow(60, seed, row, -time_s);
  }
}
