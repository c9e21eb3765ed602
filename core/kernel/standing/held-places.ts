/** Stalls that are held for empty vehicles on their way. */
import { claimStall, releaseStall } from '../../curb/zones.js';
import { expect, expectNoMore } from '../../parking/lots.js';
import type { World } from '../../world.js';
import { TO_LOT, TO_ZONE_STALL } from '../activities.js';
import type { Target } from '../journeys/legs.js';
import { noteFreed } from './curb-bays.js';

/** Holds the place for a vehicle that sets out for it. */
export function holdPlace({ lots, zones, scenario }: World, { kind, row }: Target): void {
  if (kind === TO_LOT) expect(lots, row);
  else if (kind === TO_ZONE_STALL) claimStall(zones, row, scenario.parking.stall_m);
}

/** It goes elsewhere: others may have the place. */
export function giveUpPlace(world: World, { kind, row }: Pick<Target, 'kind' | 'row'>): void {
  if (kind === TO_LOT) expectNoMore(world.lots, row);
  else if (kind === TO_ZONE_STALL) {
    releaseStall(world.zones, row, world.scenario.parking.stall_m);
    noteFreed(world, row);
  }
}
