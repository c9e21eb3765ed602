/**
 * Stops at the curb: to let people in or out or to deliver. A vehicle goes to a bay near the
 * address; if the zone is full when it comes, it tries the next one or stops in the lane.
 */
import { type AccessId, type LinkId, type MoverId, NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { claimBay, hasMetres, isForGoods, isForPeople, releaseBay } from '../curb/zones.js';
import { VEHICLE_CLASSES } from '../events/catalogue.js';
import { hold, release } from '../traffic/hand-over.js';
import type { World } from '../world.js';
import { DOUBLE_PARKED, IN_BAY, TO_BAY, TO_LANE } from './activities.js';
import { closeLeg, leaveRoad, redirect, type Target } from './legs.js';
import { walk_m } from './places.js';

/** Zones tried before a driver who would rather not stop in the lane does. */
const TRIES = 3;

const AUTOMATED_CLASSES = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV')];

/** The bay to make for: the nearest zone of the right use with room, else the nearest of that use, else the lane. */
export function bayNear(world: World, address: number, isForDelivery: boolean): Target {
  const { places, zones, scenario } = world;
  const { bay_m, walkLimit_m } = scenario.curb;
  const serves = isForDelivery ? isForGoods : isForPeople;
  let full: number = NONE;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (extra_m > walkLimit_m || !serves(zones, row)) continue;
    if (hasMetres(zones, row, bay_m)) return bayTarget(world, row);
    if (full === NONE) full = row;
  }
  if (full !== NONE) return bayTarget(world, full);
  const { link, position_m } = places.addresses[address]!;
  return { kind: TO_LANE, row: address, link, position_m };
}

const bayTarget = ({ zones }: World, zone: number): Target => ({
  kind: TO_BAY,
  row: zone,
  link: zones.link[zone],
  position_m: (zones.start_m[zone]! + zones.end_m[zone]!) / 2,
});

/**
 * The vehicle has reached its bay or place in the lane. True when it has stopped; false when it goes
 * on to another zone.
 */
export function stopAtCurb(world: World, vehicle: number, address: number): boolean {
  const { vehicles, zones, scenario } = world;
  if (vehicles.targetKind[vehicle] === TO_BAY) {
    const zone = vehicles.targetRow[vehicle]!;
    if (claimBay(zones, zone, scenario.curb.bay_m)) {
      leaveRoad(world, vehicle);
      vehicles.placeRow[vehicle] = zone;
      beginStop(world, vehicle, IN_BAY, zone);
      return true;
    }
    publishRefusal(world, vehicle, zone);
    if (goesOn(world, vehicle, address, zone)) return false;
  }
  const mover = vehicles.mover[vehicle] as MoverId;
  hold(world.traffic, mover);
  closeLeg(world, vehicle);
  beginStop(world, vehicle, DOUBLE_PARKED, NONE);
  return true;
}

function beginStop(world: World, vehicle: number, activity: number, zone: number): void {
  const { vehicles, events, clock, traffic } = world;
  vehicles.activity[vehicle] = activity;
  vehicles.stoppedAt_s[vehicle] = clock.time_s;
  vehicles.searchCount[vehicle] = 0;
  const isOnRoad = activity === DOUBLE_PARKED;
  events.publish('stopped', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
    link: vehicles.target[vehicle],
    odometer_m: isOnRoad
      ? traffic.movers.odometer_m[vehicles.mover[vehicle]]!
      : vehicles.odometer_m[vehicle]!,
  });
}

function publishRefusal({ events, clock, vehicles }: World, vehicle: number, zone: number): void {
  events.publish('bayRefused', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
  });
}

/** Does the driver try another zone near the address, and is there one with room? */
function goesOn(world: World, vehicle: number, address: number, tried: number): boolean {
  const { vehicles, trips, places, zones, scenario } = world;
  const { compliance, walkLimit_m, bay_m } = scenario.curb;
  const tries = ++vehicles.searchCount[vehicle]!;
  if (tries > TRIES || address === NONE) return false;
  const isAutomated = AUTOMATED_CLASSES.includes(vehicles.vehicleClass[vehicle]!);
  const share = isAutomated ? compliance.automated : compliance.human;
  // By the trip's name: a trip that is left out changes nobody else's draws. An empty vehicle has none.
  const trip = vehicles.trip[vehicle];
  const count = (trip === NONE ? 0 : trips.nameHash[trip]!) + tries;
  if (draw(scenario.seed, PURPOSE.compliance, vehicles.nameHash[vehicle]!, count) >= share) {
    return false;
  }
  const serves = isAutomated ? isForPeople : isForGoods;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (row === tried || extra_m > walkLimit_m || !serves(zones, row)) continue;
    if (hasMetres(zones, row, bay_m)) return redirect(world, vehicle, bayTarget(world, row));
  }
  return false;
}

/** Ends the stop. Gives the access by which it comes back onto the road, or NONE if it stands in the lane. */
export function endStop(world: World, vehicle: number): AccessId | typeof NONE {
  const { vehicles, zones, events, clock, traffic, scenario } = world;
  const wasInBay = vehicles.activity[vehicle] === IN_BAY;
  const zone = wasInBay ? vehicles.placeRow[vehicle]! : NONE;
  if (wasInBay) releaseBay(zones, zone, scenario.curb.bay_m);
  else release(traffic, vehicles.mover[vehicle] as MoverId);
  events.publish('stopEnded', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
    link: vehicles.target[vehicle],
    stood_s: clock.time_s - vehicles.stoppedAt_s[vehicle]!,
  });
  return wasInBay ? (zones.access[zone] as AccessId) : NONE;
}

/** Way on foot between an address and where the vehicle has stopped. */
export function walkFromStop(world: World, vehicle: number, address: number): number {
  const { vehicles, zones, places } = world;
  const at = places.addresses[address]!;
  if (vehicles.activity[vehicle] !== IN_BAY) return at.walk_m;
  const zone = vehicles.placeRow[vehicle]!;
  return walk_m(at, zones.x_m[zone]!, zones.y_m[zone]!);
}

/** Where the vehicle stands, for planning from here. */
export function placeOf(world: World, vehicle: number): { link: LinkId; position_m: number } {
  const { vehicles } = world;
  return { link: vehicles.target[vehicle] as LinkId, position_m: vehicles.target_m[vehicle]! };
}
