/**
 * Where fleet vehicles drive: each to the first stop of the plan that the dispatcher has made for it
 * (core/fleet). A vehicle's row in the fleet is its vehicle row less `firstVehicle`.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { noteVehicleAt } from '../../fleet/fleet.js';
import { firstStop } from '../../fleet/stop-plan.js';
import { type FleetVehicleId, STOP_KIND, type StopId } from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import { DRIVING, IN_BAY, PARKED } from '../activities.js';
import { beginLeg, changeLeg, redirect, strand, type Target } from '../journeys/legs.js';
import { endStop } from '../standing/curb-stops.js';
import { giveUpPlace } from '../standing/held-places.js';
import { unpark } from '../standing/parking.js';
import { expectedRetrieval_s, isAtEntrance, storeAgain } from '../standing/retrieval.js';
import { lookAtBattery, unplug } from './fleet-batteries.js';
import { runFlat } from './fleet-charging.js';
import { fleetOf, isFree } from './fleet-vehicles.js';

/** How long a vehicle means to be early for a prebooked ride: that much may go wrong on its way. */
const MARGIN_s = 60;

/** It would be far too early for its first traveller if it set out now. */
export function isEarly(world: World, vehicle: number): boolean {
  const { plans, firstVehicle, travelTime } = fleetOf(world);
  const { vehicles, stops, requests } = plans;
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  const stop = vehicles.firstStop[row];
  if (stop === NONE || stops.kind[stop] !== STOP_KIND.pickup) return false;
  const earliest_s = requests.earliest_s[stops.request[stop]]!;
  const start_s = Math.max(world.clock.time_s, vehicles.available_s[row]);
  if (earliest_s <= start_s + MARGIN_s || vehicles.onboardCount[row]! > 0) return false;
  const { link, position_m } = vehicles;
  const way_s = travelTime(link[row], position_m[row]!, stops.link[stop], stops.position_m[stop]!);
  return start_s + way_s + MARGIN_s < earliest_s;
}

/** Nobody wants it, or not for a while. */
export const isUnwanted = (world: World, vehicle: number): boolean =>
  nextTarget(world, vehicle) === null || isEarly(world, vehicle);

/** Sends the vehicle to its first stop, unless it stands at one, waits for the road or is early. */
export function steer(world: World, vehicle: number): void {
  const { vehicles } = world;
  const target = nextTarget(world, vehicle);
  if (target === null || (isFree(world, vehicle) && isEarly(world, vehicle))) return;
  switch (vehicles.activity[vehicle]) {
    case PARKED: {
      if (!isAtEntrance(world, vehicle)) return;
      unplug(world, vehicle);
      const access = unpark(world, vehicle, target);
      beginLeg(world, vehicle, { ...nextLeg(world, vehicle), access }, target);
      return;
    }
    case DRIVING:
      if (isBoundFor(world, vehicle, target)) return;
      turnTo(world, vehicle, target);
      return;
    case IN_BAY:
      // Idle at the curb: its dwell is over, so it can leave at once.
      if (vehicles.wake_s[vehicle]! < 0) leaveCurb(world, vehicle, target);
      return;
    default:
  }
}

const isBoundFor = ({ vehicles }: World, vehicle: number, target: Target): boolean =>
  vehicles.target[vehicle] === target.link && vehicles.target_m[vehicle] === target.position_m;

/** On the road: to its new first stop. Where its lane leads only elsewhere, the next street decides. */
function turnTo(world: World, vehicle: number, target: Target): void {
  const { vehicles } = world;
  const kind = vehicles.targetKind[vehicle];
  const row = vehicles.targetRow[vehicle]!;
  if (!redirect(world, vehicle, target)) return;
  giveUpPlace(world, { kind, row });
  const { purpose, trip } = nextLeg(world, vehicle);
  changeLeg(world, vehicle, purpose, trip);
  vehicles.searchCount[vehicle] = 0;
}

/** Off again after a stop in the lane. */
export function driveOn(world: World, vehicle: number, target: Target): void {
  const { purpose, trip } = nextLeg(world, vehicle);
  changeLeg(world, vehicle, purpose, trip);
  world.vehicles.searchCount[vehicle] = 0;
  if (!redirect(world, vehicle, target)) strand(world, vehicle);
}

export function leaveCurb(world: World, vehicle: number, target: Target): void {
  const access = endStop(world, vehicle);
  if (access === NONE) driveOn(world, vehicle, target);
  else beginLeg(world, vehicle, { ...nextLeg(world, vehicle), access }, target);
}

/** Purpose and trip of the way to the first stop: empty to a traveller, or with people aboard. */
export function nextLeg(world: World, vehicle: number) {
  const { plans, firstVehicle } = fleetOf(world);
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId) as StopId;
  const isEmpty = world.vehicles.passengerCount[vehicle] === 0;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  return { purpose: isEmpty ? ('pickup' as const) : ('occupied' as const), trip };
}

export function nextTarget(world: World, vehicle: number): Target | null {
  const { plans, firstVehicle } = fleetOf(world);
  const { trips } = world;
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId);
  if (stop === NONE) return null;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  const isPickup = plans.stops.kind[stop] === STOP_KIND.pickup;
  return {
    kind: (isPickup ? trips.pickupKind : trips.dropoffKind)[trip]!,
    row: (isPickup ? trips.pickupRow : trips.dropoffRow)[trip]!,
    link: plans.stops.link[stop],
    position_m: plans.stops.position_m[stop]!,
  };
}

/** Brought to the entrance of its dense lot: off, or back in if its plan is empty by now. */
export function leaveLot(world: World, vehicle: number): void {
  if (nextTarget(world, vehicle) === null) storeAgain(world, vehicle);
  else steer(world, vehicle);
}

/** Tells the dispatcher when each vehicle of a dense lot could set out, as its lanes are now. */
export function noteRetrievals(world: World): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { vehicles, vehicleCount, clock, dense } = world;
  if (dense.stacks.capacity <= 1) return;
  for (let vehicle = firstVehicle; vehicle < vehicleCount; vehicle++) {
    if (vehicles.activity[vehicle] !== PARKED) continue;
    const retrieval_s = expectedRetrieval_s(world, vehicle);
    if (retrieval_s === 0) continue;
    const row = (vehicle - firstVehicle) as FleetVehicleId;
    const { link, position_m } = plans.vehicles;
    const at = { link: link[row] as LinkId, position_m: position_m[row]! };
    noteVehicleAt(plans, row, at.link, at.position_m, clock.time_s + retrieval_s);
  }
}

/** Tells the fleet where the vehicle can next be steered, and sends it elsewhere if plans have changed. */
export function noteFleetOnLink(world: World, vehicle: number): void {
  const { vehicles, traffic, network } = world;
  const mover = vehicles.mover[vehicle];
  const link = network.lanes.link[traffic.movers.lane[mover]] as LinkId;
  noteAt(world, vehicle, { link, position_m: traffic.movers.position_m[mover]! });
  if (lookAtBattery(world, vehicle) && vehicles.activity[vehicle] === DRIVING) {
    runFlat(world, vehicle);
    return;
  }
  const target = nextTarget(world, vehicle);
  if (target === null || isBoundFor(world, vehicle, target)) return;
  // On the way to another bay because the planned one was full: let it be.
  if (vehicles.searchCount[vehicle]! > 0) return;
  steer(world, vehicle);
}

export function noteAt(
  world: World,
  vehicle: number,
  { link, position_m }: { readonly link: LinkId; readonly position_m: number },
): void {
  const { plans, firstVehicle } = fleetOf(world);
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  noteVehicleAt(plans, row, link, position_m, world.clock.time_s);
}
