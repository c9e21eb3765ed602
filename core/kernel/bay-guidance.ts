/**
 * Parking guidance: for a guided vehicle a bay is held while it is on its way, from `ahead_s` before
 * its expected arrival until it comes, for `longestHold_s` at most. If its zone is full by then it is
 * led to the nearest other one with room, and asks again until it has a bay or has come.
 */
import { type LinkId, NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { giveUpHeldBay, hasBay, holdBay, takeHeldBay } from '../curb/zones.js';
import type { LinkPlace } from '../network/road-network.js';
import type { World } from '../world.js';
import { DRIVING, TO_BAY, WAKE } from './activities.js';
import { bayNear, bayOf_m, noteFreed } from './curb-stops.js';
import { redirect, type Target } from './legs.js';
import { expectedTime_s } from './router.js';

/** One that found no room asks again after this time, s. */
const AGAIN_s = 15;

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

function askIn({ vehicles, calendar, clock }: World, vehicle: number, after_s: number): void {
  vehicles.bookAt_s[vehicle] = clock.time_s + after_s;
  calendar.add(vehicles.bookAt_s[vehicle]!, WAKE.bayBooked, vehicle);
}

/** It is near, or has asked before: holds a bay for it, leading it to another zone if it must. */
export function bookBay(
  world: World,
  vehicle: number,
  due_s: number,
  stop: { readonly address: number; readonly isForDelivery: boolean },
): void {
  const { vehicles, zones } = world;
  if (vehicles.bookAt_s[vehicle] !== due_s || vehicles.targetKind[vehicle] !== TO_BAY) return;
  if (vehicles.hasLeg[vehicle] === 0) return;
  vehicles.bookAt_s[vehicle] = -1;
  const planned = vehicles.targetRow[vehicle]!;
  const bay_m = bayOf_m(world, vehicle);
  const best = bestZone(world, planned, stop, bay_m);
  if (best === planned && holdBay(zones, best, bay_m)) {
    noteHeld(world, vehicle, best);
    return;
  }
  const isElsewhere = best !== planned && vehicles.activity[vehicle] === DRIVING;
  if (isElsewhere) {
    const { address, isForDelivery } = stop;
    // To be found again on the way, it counts as one of its tries.
    if (redirect(world, vehicle, bayNear(world, address, isForDelivery, bay_m))) {
      vehicles.searchCount[vehicle] = Math.max(1, vehicles.searchCount[vehicle]!);
      return;
    }
  }
  askIn(world, vehicle, AGAIN_s);
}

/** The planned zone while it has room or none has; else the nearest with room. */
function bestZone(
  world: World,
  planned: number,
  { address, isForDelivery }: { readonly address: number; readonly isForDelivery: boolean },
  bay_m: number,
): number {
  const { zones } = world;
  const isOpen = zones.closesFor[planned] === 0;
  if (address === NONE || (isOpen && hasBay(zones, planned, bay_m))) return planned;
  const other = bayNear(world, address, isForDelivery, bay_m);
  const hasRoom = other.kind === TO_BAY && hasBay(zones, other.row, bay_m);
  return hasRoom ? other.row : planned;
}

function noteHeld(world: World, vehicle: number, zone: number): void {
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
