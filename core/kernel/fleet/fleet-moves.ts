/** Empty vehicles of the fleet, sent from where they are to a place where they park. */
import { type LinkId, NONE } from '../../base/ids.js';
import type { LegPurpose } from '../../events/catalogue.js';
import type { World } from '../../world.js';
import { DRIVING, PARKED } from '../activities.js';
import { beginLeg, changeLeg, redirect, type Target } from '../journeys/legs.js';
import { endStop } from '../standing/curb-stops.js';
import { giveUpPlace, holdPlace } from '../standing/held-places.js';
import { unpark } from '../standing/parking.js';
import { unplug } from './fleet-batteries.js';

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
