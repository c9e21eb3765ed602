/**
 * Stop plans: each vehicle's ordered stops, a linked list in a pool where every stop has one owner.
 */
import { NONE, type None } from '../base/ids.js';
import {
  FLEET_VEHICLE_STATE,
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
  type StopId,
} from '../state/fleet-tables.js';
import type { Fleet } from './fleet.js';

/** Where the vehicle is to go next, NONE while it is idle. */
export function firstStop({ vehicles }: Fleet, vehicle: FleetVehicleId): StopId | None {
  return vehicles.firstStop[vehicle];
}

/** How many of its next stops are at the place of the first; they are served in one stand. */
export function stopsHere({ vehicles, stops }: Fleet, vehicle: FleetVehicleId): number {
  const { link, position_m, next } = stops;
  const first = vehicles.firstStop[vehicle];
  let count = 0;
  for (
    let stop = first;
    stop !== NONE && link[stop] === link[first] && position_m[stop] === position_m[first];
    stop = next[stop]
  ) {
    count++;
  }
  return count;
}

/**
 * The vehicle stands at its first stop at `time_s`: its party gets in or out and the stop leaves
 * the plan. Returns the request; its state says which of the two it was (onboard, done).
 *
 * The vehicle can go on from here after the dwell; `noteVehicleAt` corrects that if it takes
 * longer.
 */
export function completeStop(fleet: Fleet, vehicle: FleetVehicleId, time_s: number): RequestId {
  const { vehicles, stops, requests } = fleet;
  const stop = vehicles.firstStop[vehicle];
  if (stop === NONE) throw new Error(`Fleet vehicle ${vehicle} has no stop to complete.`);
  const request = stops.request[stop] as RequestId;
  if (stops.kind[stop] === STOP_KIND.pickup) {
    requests.state[request] = REQUEST_STATE.onboard;
    requests.pickedUp_s[request] = time_s;
    vehicles.onboardCount[vehicle] += requests.partySize[request];
  } else {
    requests.state[request] = REQUEST_STATE.done;
    requests.droppedOff_s[request] = time_s;
    vehicles.onboardCount[vehicle] -= requests.partySize[request];
  }
  vehicles.link[vehicle] = stops.link[stop];
  vehicles.position_m[vehicle] = stops.position_m[stop];
  vehicles.available_s[vehicle] = time_s + fleet.settings.dwell_s;
  vehicles.firstStop[vehicle] = stops.next[stop];
  vehicles.stopCount[vehicle]--;
  if (stops.next[stop] === NONE) vehicles.state[vehicle] = FLEET_VEHICLE_STATE.idle;
  noteChange(fleet, vehicle);
  freeStop(fleet, stop);
  return request;
}

/** Where a request's two stops go: after these stops of the plan, NONE = at its head. */
export interface PlanPlace {
  pickupAfter: StopId | None;
  /** The same as `pickupAfter`: straight after the pick-up. */
  dropoffAfter: StopId | None;
}

/** Gives the request to the vehicle: two stops from the pool, linked into its plan. */
export function insertStops(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  request: RequestId,
  { pickupAfter, dropoffAfter }: PlanPlace,
): void {
  const { vehicles, requests } = fleet;
  const pickup = takeStop(fleet, request, STOP_KIND.pickup);
  const dropoff = takeStop(fleet, request, STOP_KIND.dropoff);
  linkAfter(fleet, vehicle, pickup, pickupAfter);
  linkAfter(fleet, vehicle, dropoff, dropoffAfter === pickupAfter ? pickup : dropoffAfter);
  vehicles.stopCount[vehicle] += 2;
  vehicles.state[vehicle] = FLEET_VEHICLE_STATE.busy;
  vehicles.waitsIn[vehicle] = NONE;
  noteChange(fleet, vehicle);
  requests.state[request] = REQUEST_STATE.assigned;
  requests.vehicle[request] = vehicle;
}

/**
 * Puts other plans in the place of the vehicles' plans: each an order of stops, as 2 × request + kind.
 * Requests of the old plans that are in none of the new ones belong to nobody then.
 */
export function replacePlans(
  fleet: Fleet,
  plans: readonly { readonly vehicle: FleetVehicleId; readonly order: readonly number[] }[],
  time_s: number,
): void {
  const { vehicles, requests, stops } = fleet;
  for (const { vehicle } of plans) {
    while (vehicles.firstStop[vehicle] !== NONE) {
      const stop = vehicles.firstStop[vehicle] as StopId;
      if (stops.kind[stop] === STOP_KIND.pickup) requests.vehicle[stops.request[stop]] = NONE;
      vehicles.firstStop[vehicle] = stops.next[stop];
      freeStop(fleet, stop);
    }
  }
  for (const { vehicle, order } of plans) {
    let previous: StopId | None = NONE;
    for (const code of order) {
      const request = (code >> 1) as RequestId;
      const stop = takeStop(fleet, request, code & 1);
      linkAfter(fleet, vehicle, stop, previous);
      previous = stop;
      requests.vehicle[request] = vehicle;
      if ((code & 1) === STOP_KIND.pickup) requests.state[request] = REQUEST_STATE.assigned;
    }
    vehicles.stopCount[vehicle] = order.length;
    const isIdle = order.length === 0;
    vehicles.state[vehicle] = isIdle ? FLEET_VEHICLE_STATE.idle : FLEET_VEHICLE_STATE.busy;
    if (!isIdle) vehicles.waitsIn[vehicle] = NONE;
    vehicles.available_s[vehicle] = Math.max(vehicles.available_s[vehicle], time_s);
    fleet.isReplanned[vehicle] = 1;
    noteChange(fleet, vehicle);
  }
}

/** Takes the two stops of a request that nobody will serve out of the vehicle's plan. */
export function cancelRequest(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  request: RequestId,
  time_s: number,
): void {
  const { vehicles, stops, requests } = fleet;
  const order: number[] = [];
  for (let stop: number = vehicles.firstStop[vehicle]; stop !== NONE; stop = stops.next[stop]!) {
    if (stops.request[stop] !== request) order.push(2 * stops.request[stop]! + stops.kind[stop]!);
  }
  replacePlans(fleet, [{ vehicle, order }], time_s);
  requests.state[request] = REQUEST_STATE.rejected;
}

function noteChange({ vehicles, ledger }: Fleet, vehicle: FleetVehicleId): void {
  vehicles.changedAt[vehicle] = ledger.dispatchCount[0]!;
}

function linkAfter(
  { vehicles, stops }: Fleet,
  vehicle: FleetVehicleId,
  stop: StopId,
  previous: StopId | None,
): void {
  if (previous === NONE) {
    stops.next[stop] = vehicles.firstStop[vehicle];
    vehicles.firstStop[vehicle] = stop;
  } else {
    stops.next[stop] = stops.next[previous];
    stops.next[previous] = stop;
  }
}

/**
 * The pool holds a full plan for every vehicle or two stops for every request: it cannot run dry.
 */
function takeStop({ stops, ledger, requests }: Fleet, request: RequestId, kind: number): StopId {
  const stop = ledger.firstFreeStop[0];
  if (stop === NONE) throw new Error('The pool of stops is empty.');
  ledger.firstFreeStop[0] = stops.next[stop];
  ledger.freeStopCount[0]--;
  const isPickup = kind === STOP_KIND.pickup;
  stops.request[stop] = request;
  stops.kind[stop] = kind;
  stops.link[stop] = (isPickup ? requests.originLink : requests.destinationLink)[request];
  stops.position_m[stop] = (isPickup ? requests.originPosition_m : requests.destinationPosition_m)[
    request
  ];
  return stop;
}

function freeStop({ stops, ledger }: Fleet, stop: StopId): void {
  stops.request[stop] = NONE;
  stops.next[stop] = ledger.firstFreeStop[0];
  ledger.firstFreeStop[0] = stop;
  ledger.freeStopCount[0]++;
}
