/** Bays at the curb: which one a vehicle makes for, what it takes, and who is told that one is free. */
import { NONE } from '../../base/ids.js';
import { HOUR_s } from '../../base/units.js';
import { hasBay, isForGoods, isForPeople } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { TO_BAY, TO_LANE, WAKE } from '../activities.js';
import type { Target } from '../journeys/legs.js';
import { stopFee } from './prices.js';

/** The bay to make for: the nearest zone of the right use with room, else the nearest of that use, else the lane. */
export function bayNear(
  world: World,
  address: number,
  isForDelivery: boolean,
  bay_m = world.scenario.curb.bay_m,
): Target {
  const { places, zones, scenario } = world;
  const { walkLimit_m } = scenario.curb;
  const serves = isForDelivery ? isForGoods : isForPeople;
  if (scenario.curb.bayChoice === 'cheapest') {
    const cheap = cheapestBay(world, address, bay_m, serves);
    if (cheap !== NONE) return bayTarget(world, cheap);
  }
  let full: number = NONE;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (extra_m > walkLimit_m || !serves(zones, row)) continue;
    if (hasBay(zones, row, bay_m)) return bayTarget(world, row);
    if (full === NONE) full = row;
  }
  if (full !== NONE) return bayTarget(world, full);
  const { link, position_m } = places.addresses[address]!;
  return { kind: TO_LANE, row: address, link, position_m };
}

/** The zone with room whose fee and walk cost least; of equals the nearest. NONE if none has room. */
function cheapestBay(
  world: World,
  address: number,
  bay_m: number,
  serves: (zones: World['zones'], zone: number) => boolean,
): number {
  const { places, zones, scenario } = world;
  const { walkLimit_m } = scenario.curb;
  let best: number = NONE;
  let least = Infinity;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (extra_m > walkLimit_m || !serves(zones, row) || !hasBay(zones, row, bay_m)) continue;
    const cost = stopFee(world, row) + walkCost(world, Math.max(0, extra_m));
    if (cost < least) [best, least] = [row, cost];
  }
  return best;
}

/** What a traveller would pay not to walk it. */
export const walkCost = ({ scenario }: World, way_m: number): number =>
  (way_m / scenario.walking.speed_mps / HOUR_s) * scenario.parking.travellerTime_perHour;

export const bayTarget = ({ zones }: World, zone: number): Target => ({
  kind: TO_BAY,
  row: zone,
  link: zones.link[zone],
  position_m: (zones.start_m[zone]! + zones.end_m[zone]!) / 2,
});

/** Metres of curb that a vehicle takes at a stop. */
export const bayOf_m = ({ traffic, vehicles }: World, vehicle: number): number =>
  traffic.drivers.bay_m[vehicles.driver[vehicle]!]!;

/** Metres of the zone have become free: those who wait look again, a moment later. */
export function noteFreed({ zones, calendar, clock }: World, zone: number): void {
  if (zones.firstWaiting[zone] !== NONE) calendar.add(clock.time_s, WAKE.bayFreed, zone);
}
