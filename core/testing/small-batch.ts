/** A batch small enough to try every way to serve it, and a plain search that does. */
import type { LinkId, TripId } from '../base/ids.js';
import { createFleet, type Fleet, noteVehicleAt, type TravelTime } from '../fleet/fleet.js';
import { submitRequest } from '../fleet/requests.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  STOP_KIND,
  type StopId,
} from '../state/fleet-tables.js';
import { drawBelow } from './fleet-day.js';
import { createGridCity } from './grid-city.js';

export interface BatchCost {
  readonly servedCount: number;
  /** Time of work of all vehicles and half of all waits. */
  readonly cost_s: number;
  readonly vehicleCount: number;
}

export interface SmallBatch {
  readonly fleet: Fleet;
  readonly travelTime: TravelTime;
  /** What the plans as they stand now cost. */
  cost(): BatchCost;
}

const WAIT_WEIGHT = 0.5;
const city = createGridCity(10, 10);

/** Three or four idle vehicles and four to six requests at time 0 in 1 km × 1 km. */
export function smallBatch(seed: number): SmallBatch {
  const vehicleCount = 3 + drawBelow(2, seed, 0, 0);
  const requestCount = 4 + drawBelow(3, seed, 0, 1);
  const fleet = createFleet({
    vehicleCount,
    seatCount: 4,
    requestCapacity: requestCount,
    maxWait_s: 150,
    maxDetour: 1.5,
    detourAllowance_s: 60,
    dwell_s: 20,
  });
  const linkOf = (entity: number, count: number) =>
    drawBelow(city.linkCount, seed, entity, count) as LinkId;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    noteVehicleAt(fleet, vehicle as FleetVehicleId, linkOf(vehicle, 10), 0, 0);
  }
  for (let trip = 0; trip < requestCount; trip++) {
    const [originLink, destinationLink] = [linkOf(trip, 11), linkOf(trip, 12)];
    submitRequest(fleet, {
      trip: trip as TripId,
      partySize: 1 + drawBelow(3, seed, trip, 13),
      originLink,
      originPosition_m: 0,
      destinationLink,
      destinationPosition_m: 50,
      time_s: 0,
      direct_s: city.travelTime(originLink, 0, destinationLink, 50),
    });
  }
  return { fleet, travelTime: city.travelTime, cost: () => costOf(fleet) };
}

function costOf(fleet: Fleet): BatchCost {
  const { vehicles, stops, requests } = fleet;
  let servedCount = 0;
  let cost_s = 0;
  let vehicleCount = 0;
  for (let vehicle = 0; vehicle < vehicles.capacity; vehicle++) {
    const order: number[] = [];
    let stop = vehicles.firstStop[vehicle] as number;
    for (; stop >= 0; stop = stops.next[stop] as number) {
      order.push(2 * stops.request[stop as StopId] + stops.kind[stop]!);
    }
    if (order.length > 0) vehicleCount++;
    cost_s += drivenCost_s(fleet, vehicle, order);
  }
  for (let request = 0; request < requests.capacity; request++) {
    if (requests.state[request] === REQUEST_STATE.assigned) servedCount++;
  }
  return { servedCount, cost_s, vehicleCount };
}

/** Infinity if the order breaks a promise or the seats do not do. */
function drivenCost_s({ vehicles, requests, settings }: Fleet, vehicle: number, order: number[]) {
  let link = vehicles.link[vehicle] as number;
  let position_m = vehicles.position_m[vehicle]!;
  let time_s = 0;
  let loadCount = 0;
  let wait_s = 0;
  const pickedUp_s = new Map<number, number>();
  for (const [at, code] of order.entries()) {
    const request = code >> 1;
    const isPickup = (code & 1) === STOP_KIND.pickup;
    const there = (isPickup ? requests.originLink : requests.destinationLink)[request] as number;
    const there_m = isPickup ? 0 : 50;
    if (there !== link || there_m !== position_m) {
      const stand_s = at === 0 ? 0 : settings.dwell_s;
      time_s += stand_s + city.travelTime(link, position_m, there, there_m);
    }
    link = there;
    position_m = there_m;
    loadCount += (isPickup ? 1 : -1) * requests.partySize[request]!;
    const late_s = isPickup
      ? time_s - requests.latestPickup_s[request]!
      : time_s - (pickedUp_s.get(request) ?? Number.NaN) - requests.longestRide_s[request]!;
    if (!(late_s <= 1e-6) || loadCount > settings.seatCount) return Number.POSITIVE_INFINITY;
    if (isPickup) {
      pickedUp_s.set(request, time_s);
      wait_s += time_s;
    }
  }
  return order.length === 0 ? 0 : time_s + settings.dwell_s + WAIT_WEIGHT * wait_s;
}

/** Gives each request to every vehicle or none, and takes the best order of each vehicle's stops. */
export function leastCostByHand({ fleet }: SmallBatch): Omit<BatchCost, 'vehicleCount'> {
  const requestCount = fleet.requests.capacity;
  const vehicleCount = fleet.vehicles.capacity;
  const bestOfSet = Array.from({ length: vehicleCount }, (_, vehicle) =>
    Array.from({ length: 2 ** requestCount }, (_, set) => bestOrderCost_s(fleet, vehicle, set)),
  );
  let best = { servedCount: 0, cost_s: 0 };
  const sets = new Array<number>(vehicleCount).fill(0);
  const place = (request: number, servedCount: number): void => {
    if (request === requestCount) {
      const cost_s = sets.reduce((sum, set, vehicle) => sum + bestOfSet[vehicle]![set]!, 0);
      const isBetter =
        servedCount > best.servedCount ||
        (servedCount === best.servedCount && cost_s < best.cost_s);
      if (cost_s < Number.POSITIVE_INFINITY && isBetter) best = { servedCount, cost_s };
      return;
    }
    place(request + 1, servedCount);
    for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
      sets[vehicle]! += 2 ** request;
      place(request + 1, servedCount + 1);
      sets[vehicle]! -= 2 ** request;
    }
  };
  place(0, 0);
  return best;
}

/** Tries every order in which no one gets out before getting in. */
function bestOrderCost_s(fleet: Fleet, vehicle: number, set: number): number {
  const members = Array.from({ length: fleet.requests.capacity }, (_, request) => request).filter(
    (request) => (set >> request) & 1,
  );
  let best_s = Number.POSITIVE_INFINITY;
  const extend = (order: number[], left: readonly number[]): void => {
    if (drivenCost_s(fleet, vehicle, order) === Number.POSITIVE_INFINITY) return;
    if (left.length === 0) {
      best_s = Math.min(best_s, drivenCost_s(fleet, vehicle, order));
      return;
    }
    for (const code of left) {
      const others = left.filter((other) => other !== code);
      const isPickup = (code & 1) === STOP_KIND.pickup;
      extend([...order, code], isPickup ? [...others, code | 1] : others);
    }
  };
  extend(
    [],
    members.map((request) => 2 * request + STOP_KIND.pickup),
  );
  return best_s;
}
