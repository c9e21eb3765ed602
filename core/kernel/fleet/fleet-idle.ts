/** Fleet vehicles without a stop to serve: a while at the curb, then to where they wait. */
import { NONE } from '../../base/ids.js';
import type { World } from '../../world.js';
import { DRIVING, IN_BAY, TO_STREET, WAKE } from '../activities.js';
import { beginLeg, changeLeg, redirect, strand } from '../journeys/legs.js';
import { endStop } from '../standing/curb-stops.js';
import { giveUpPlace, holdPlace } from '../standing/held-places.js';
import { drivesOn, idlePlace, STAYS } from '../standing/idle-places.js';
import { presentPlace } from '../standing/standing-places.js';
import { seekCharger } from './fleet-charging.js';
import { sendToDepot } from './fleet-shifts.js';
import { noLongerWaits } from './fleet-stalls.js';
import { isUnwanted } from './fleet-steering.js';
import { isOffDuty } from './fleet-vehicles.js';

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
