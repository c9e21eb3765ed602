/**
 * Bays that are held ahead for guided vehicles: asked for when a vehicle has a new target, in time before
 * it is expected there; held, taken, or given up again.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { giveUpHeldBay, takeHeldBay } from '../../curb/zones.js';
import type { LinkPlace } from '../../network/road-network.js';
import type { World } from '../../world.js';
import { TO_BAY, WAKE } from '../activities.js';
import type { Target } from '../journeys/legs.js';
import { expectedTime_s } from '../routes/router.js';
import { bayOf_m, noteFreed } from './curb-bays.js';

export const isGuided = ({ scenario, vehicles }: World, vehicle: number): boolean => {
  const { share } = scenario.curb.guidance;
  if (share === 0) return false;
  return draw(scenario.seed, PURPOSE.bayGuidance, vehicles.nameHash[vehicle]!) < share;
};

/** The vehicle has a new target: what was held for another is free, and a bay there is asked for in time. */
export function planHold(world: World, vehicle: number, from: LinkPlace, target: Target): void {
  const { vehicles, scenario } = world;
  if (scenario.curb.guidance.share === 0) return;
  const isToBay = target.kind === TO_BAY;
  if (vehicles.heldZone[vehicle] !== NONE) {
    if (isToBay && vehicles.heldZone[vehicle] === target.row) return;
    giveUpHold(world, vehicle);
  }
  vehicles.bookAt_s[vehicle] = -1;
  if (!isToBay || !isGuided(world, vehicle)) return;
  const to = { link: target.link as LinkId, position_m: target.position_m };
  const way_s = expectedTime_s(world.router, from, to);
  const { ahead_s } = scenario.curb.guidance;
  askIn(world, vehicle, way_s < Infinity ? Math.max(0, way_s - ahead_s) : 0);
}

/** It asks for its bay after that time. */
export function askIn(
  { vehicles, calendar, clock }: World,
  vehicle: number,
  after_s: number,
): void {
  vehicles.bookAt_s[vehicle] = clock.time_s + after_s;
  calendar.add(vehicles.bookAt_s[vehicle]!, WAKE.bayBooked, vehicle);
}

export function noteHeld(world: World, vehicle: number, zone: number): void {
  const { vehicles, clock, calendar, events, scenario } = world;
  vehicles.heldZone[vehicle] = zone;
  vehicles.heldFrom_s[vehicle] = clock.time_s;
  const { longestHold_s } = scenario.curb.guidance;
  calendar.add(clock.time_s + longestHold_s, WAKE.bayHoldEnds, vehicle);
  const vehicleClass = vehicles.vehicleClass[vehicle]!;
  events.publish('bayHeld', clock.time_s, { vehicle, vehicleClass, zone });
}

/** The bay has been held as long as it may; an entry for an earlier hold is void. */
export function endHold(world: World, vehicle: number, due_s: number): void {
  const { vehicles, scenario } = world;
  const ends_s = vehicles.heldFrom_s[vehicle]! + scenario.curb.guidance.longestHold_s;
  if (vehicles.heldZone[vehicle] !== NONE && ends_s === due_s) giveUpHold(world, vehicle);
}

/** Others may have the bay that was held for it, if one was. */
export function giveUpHold(world: World, vehicle: number): void {
  const { vehicles, zones } = world;
  const zone = vehicles.heldZone[vehicle]!;
  if (zone === NONE) return;
  giveUpHeldBay(zones, zone, bayOf_m(world, vehicle));
  publishEnd(world, vehicle, zone, 0);
  noteFreed(world, zone);
}

/** The vehicle has come to the zone: true if a bay has been held for it, which is its own now. */
export function takeHeld(world: World, vehicle: number, zone: number): boolean {
  const { vehicles, zones } = world;
  vehicles.bookAt_s[vehicle] = -1;
  if (vehicles.heldZone[vehicle] !== zone) return false;
  takeHeldBay(zones, zone);
  publishEnd(world, vehicle, zone, 1);
  return true;
}

function publishEnd(world: World, vehicle: number, zone: number, isTaken: 0 | 1): void {
  const { vehicles, events, clock } = world;
  vehicles.heldZone[vehicle] = NONE;
  events.publish('bayHoldEnded', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
    held_s: clock.time_s - vehicles.heldFrom_s[vehicle]!,
    isTaken,
  });
}
