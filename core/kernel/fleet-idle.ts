/** Fleet vehicles without a stop to serve: a while at the curb, then to a lot. */
import { type LinkId, NONE } from '../base/ids.js';
import type { World } from '../world.js';
import { DRIVING, IN_BAY, WAKE } from './activities.js';
import { endStop, placeOf } from './curb-stops.js';
import { fleetOf, nextTarget } from './fleet-steering.js';
import { beginLeg, changeLeg, redirect, strand } from './legs.js';
import { giveUpStall, holdStall, lotForEmpty } from './parking.js';

/** An idle vehicle has stood long enough at the curb: off to a lot. */
export function endIdle(world: World, vehicle: number, due_s: number): void {
  const { vehicles, scenario } = world;
  const isIdle = vehicles.activity[vehicle] === IN_BAY && vehicles.wake_s[vehicle]! < 0;
  const stoodLongEnough = due_s - vehicles.stoppedAt_s[vehicle]! >= scenario.fleet.idleStay_s;
  if (isIdle && stoodLongEnough && nextTarget(world, vehicle) === null) goIdle(world, vehicle);
}

/** Empty to the lot that is quickest to reach; a vehicle at the curb stays if all are full. */
export function goIdle(world: World, vehicle: number): void {
  const { vehicles, calendar, clock, scenario } = world;
  const from =
    vehicles.activity[vehicle] === DRIVING ? positionOf(world, vehicle) : placeOf(world, vehicle);
  const target = lotForEmpty(world, from);
  if (target === null) {
    calendar.add(clock.time_s + scenario.fleet.idleStay_s, WAKE.idleEnds, vehicle);
    return;
  }
  holdStall(world, target.row);
  noLongerWaits(world, vehicle);
  const leg = { purpose: 'toParking', trip: NONE } as const;
  const access = vehicles.activity[vehicle] === DRIVING ? NONE : endStop(world, vehicle);
  if (access !== NONE) {
    if (beginLeg(world, vehicle, { ...leg, access }, target)) return;
  } else {
    changeLeg(world, vehicle, leg.purpose, leg.trip);
    if (redirect(world, vehicle, target)) return;
    strand(world, vehicle);
  }
  giveUpStall(world, target.row);
}

/** It leaves the zone that rebalancing had sent it to. */
function noLongerWaits(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  plans.vehicles.waitsIn[vehicle - firstVehicle] = NONE;
}

export function positionOf({ vehicles, traffic, network }: World, vehicle: number) {
  const mover = vehicles.mover[vehicle];
  return {
    link: network.lanes.link[traffic.movers.lane[mover]] as LinkId,
    position_m: traffic.movers.position_m[mover]!,
  };
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
