/**
 * Parking guidance: for a guided vehicle a bay is held while it is on its way, from `ahead_s` before
 * its expected arrival until it comes, for `longestHold_s` at most. If its zone is full by then it is
 * led to the nearest other one with room, and asks again until it has a bay or has come.
 */
import { NONE } from '../../base/ids.js';
import { hasBay, holdBay } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { DRIVING, TO_BAY } from '../activities.js';
import { redirect } from '../journeys/legs.js';
import { askIn, noteHeld } from './bay-holds.js';
import { bayNear, bayOf_m } from './curb-bays.js';

/** One that found no room asks again after this time, s. */
const AGAIN_s = 15;

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
