/** Fleet vehicles without a stop to serve: a while at the curb, then to where they wait. */
import { type LinkId, NONE } from '../base/ids.js';
import type { LegPurpose } from '../events/catalogue.js';
import type { World } from '../world.js';
import { DRIVING, IN_BAY, PARKED, TO_STREET, WAKE } from './activities.js';
import { endStop } from './curb-stops.js';
import { unplug } from './fleet-batteries.js';
import { seekCharger } from './fleet-charging.js';
import { isOffDuty, sendToDepot } from './fleet-shifts.js';
import { fleetOf, isUnwanted } from './fleet-steering.js';
import {
  drivesOn,
  giveUpPlace,
  holdPlace,
  idlePlace,
  presentPlace,
  STAYS,
  zonePlace,
} from './idle-places.js';
import { beginLeg, changeLeg, redirect, strand, type Target } from './legs.js';
import { unpark } from './parking.js';

/** An idle vehicle has stood long enough at the curb: off to a lot. */
export function endIdle(world: World, vehicle: number, due_s: number): void {
  const { vehicles, scenario } = world;
  const isIdle = vehicles.activity[vehicle] === IN_BAY && vehicles.wake_s[vehicle]! < 0;
  const stoodLongEnough = due_s - vehicles.stoppedAt_s[vehicle]! >= scenario.fleet.idleStay_s;
  if (isIdle && stoodLongEnough && isUnwanted(world, vehicle)) goIdle(world, vehicle);
}

/** A vehicle that stays looks again no sooner. */
export const AGAIN_s = 15;

/** Empty to where it waits; a vehicle at the curb stays if that is best, or if all stalls are taken. */
export function goIdle(world: World, vehicle: number): void {
  if (seekCharger(world, vehicle)) return;
  if (isOffDuty(world, vehicle) && sendToDepot(world, vehicle)) return;
  const { vehicles, calendar, clock, scenario } = world;
  const target = idlePlace(world, vehicle, {
    from: presentPlace(world, vehicle),
    address: vehicles.lastAddress[vehicle]!,
    next: NONE,
    stay_s: scenario.parking.expectedStay_s,
    mayStay: vehicles.activity[vehicle] === IN_BAY,
  });
  if (target === null || target === STAYS) {
    const later_s = Math.max(scenario.fleet.idleStay_s, AGAIN_s);
    calendar.add(clock.time_s + later_s, WAKE.idleEnds, vehicle);
    return;
  }
  holdPlace(world, target);
  noLongerWaits(world, vehicle);
  const purpose = target.kind === TO_STREET ? 'cruising' : 'toParking';
  const access = vehicles.activity[vehicle] === DRIVING ? NONE : endStop(world, vehicle);
  if (access !== NONE) {
    if (beginLeg(world, vehicle, { purpose, trip: NONE, access }, target)) return;
  } else {
    changeLeg(world, vehicle, purpose, NONE);
    if (redirect(world, vehicle, target)) return;
    if (target.kind === TO_STREET && drivesOn(world, vehicle)) return;
    strand(world, vehicle);
  }
  giveUpPlace(world, target);
}

/**
 * Sends an idle vehicle, on the road, parked or at the curb, to a place where it parks. False, and it
 * goes on with what it does, if it has no way there.
 */
export function sendEmpty(
  world: World,
  vehicle: number,
  target: Target,
  purpose: LegPurpose,
): boolean {
  const { vehicles } = world;
  const activity = vehicles.activity[vehicle];
  if (activity === DRIVING) {
    const before = { kind: vehicles.targetKind[vehicle]!, row: vehicles.targetRow[vehicle]! };
    if (!redirect(world, vehicle, target)) return false;
    giveUpPlace(world, before);
    holdPlace(world, target);
    changeLeg(world, vehicle, purpose, NONE);
    return true;
  }
  holdPlace(world, target);
  if (activity === PARKED) unplug(world, vehicle);
  const access = activity === PARKED ? unpark(world, vehicle, target) : endStop(world, vehicle);
  if (access === NONE) throw new Error(`Fleet vehicle ${vehicle} was to leave no bay.`);
  if (beginLeg(world, vehicle, { purpose, trip: NONE, access }, target)) return true;
  giveUpPlace(world, target);
  return false;
}

/** An idle vehicle may not stay in the stall where it is parked; it stays if it knows no other place. */
export function leaveStall(world: World, vehicle: number): void {
  if (isOffDuty(world, vehicle) && sendToDepot(world, vehicle)) return;
  const { vehicles, scenario } = world;
  const target = idlePlace(world, vehicle, {
    from: zonePlace(world, vehicles.placeRow[vehicle]!),
    address: vehicles.lastAddress[vehicle]!,
    next: NONE,
    stay_s: scenario.parking.expectedStay_s,
    mayStay: false,
  });
  if (target === null || target === STAYS) return;
  const purpose = target.kind === TO_STREET ? 'cruising' : 'toParking';
  if (sendEmpty(world, vehicle, target, purpose)) noLongerWaits(world, vehicle);
}

/** It leaves the zone that rebalancing had sent it to. */
function noLongerWaits(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  plans.vehicles.waitsIn[vehicle - firstVehicle] = NONE;
}

/** The first way out of a lot that leads into the network. */
export function wayOut(
  { lots, traffic, network }: World,
  lot: number,
): { readonly link: LinkId; readonly position_m: number } {
  const { accesses } = traffic;
  const { firstTurn } = network.links;
  let access = lots.firstAccess[lot]!;
  const end = lots.firstAccess[lot + 1]!;
  while (
    access + 1 < end &&
    firstTurn[accesses.link[access]] === firstTurn[accesses.link[access] + 1]
  ) {
    access++;
  }
  return { link: accesses.link[access] as LinkId, position_m: accesses.position_m[access]! };
}
