/** Stalls that idle vehicles of the fleet have to leave. */
import { NONE } from '../../base/ids.js';
import type { World } from '../../world.js';
import { TO_STREET } from '../activities.js';
import { idlePlace, STAYS } from '../standing/idle-places.js';
import { zonePlace } from '../standing/standing-places.js';
import { sendEmpty } from './fleet-moves.js';
import { sendToDepot } from './fleet-shifts.js';
import { fleetOf, isOffDuty } from './fleet-vehicles.js';

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
export function noLongerWaits(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  plans.vehicles.waitsIn[vehicle - firstVehicle] = NONE;
}
