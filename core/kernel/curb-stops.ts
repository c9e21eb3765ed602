/**
 * Stops at the curb: to let people in or out or to deliver. A vehicle goes to a bay near the
 * address; if the zone is full when it comes, it tries the next one or stops in the lane.
 */
import { type AccessId, type LinkId, type MoverId, NONE, type VehicleId } from '../base/ids.js';
import { draw, PURPOSE, type Purpose } from '../base/random.js';
import { noteMissed } from '../curb/controller.js';
import { claimBay, hasBay, isForGoods, isForPeople, releaseBay, useCode } from '../curb/zones.js';
import { HELD_FOR, VEHICLE_CLASSES } from '../events/catalogue.js';
import { hold, release } from '../traffic/hand-over.js';
import type { World } from '../world.js';
import {
  AWAITING_BAY,
  DOUBLE_PARKED,
  DRIVING,
  IN_BAY,
  PULLING_IN,
  TO_BAY,
  TO_LANE,
  WAKE,
} from './activities.js';
import { changeLeg, closeLeg, leaveRoad, redirect, type Target } from './legs.js';
import { walk_m } from './places.js';

const VAN = VEHICLE_CLASSES.indexOf('VAN');
const PUDO = useCode('pudo');
const LOADING = useCode('loading');

const AUTOMATED_CLASSES = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV')];

/** The bay to make for: the nearest zone of the right use with room, else the nearest of that use, else the lane. */
export function bayNear(world: World, address: number, isForDelivery: boolean): Target {
  const { places, zones, scenario } = world;
  const { bay_m, walkLimit_m } = scenario.curb;
  const serves = isForDelivery ? isForGoods : isForPeople;
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

const bayTarget = ({ zones }: World, zone: number): Target => ({
  kind: TO_BAY,
  row: zone,
  link: zones.link[zone],
  position_m: (zones.start_m[zone]! + zones.end_m[zone]!) / 2,
});

/**
 * The vehicle has reached its bay or place in the lane. True when it has stopped; false when it goes
 * on to another zone, waits for a bay, or is still pulling in: `serveAtCurb` is called then later.
 */
export function stopAtCurb(world: World, vehicle: number, address: number): boolean {
  const { vehicles, zones } = world;
  if (vehicles.targetKind[vehicle] === TO_BAY) {
    const zone = vehicles.targetRow[vehicle]!;
    if (!stopsBesideBay(world, vehicle)) {
      if (claimBay(zones, zone, bayOf_m(world, vehicle))) return pullIn(world, vehicle, zone);
      publishRefusal(world, vehicle, zone);
      noteMissed(world.curbWatches, zones.link[zone], useWanted(world, vehicle));
      if (goesOn(world, vehicle, address, zone)) return false;
    }
  } else {
    noteMissed(world.curbWatches, vehicles.target[vehicle], useWanted(world, vehicle));
  }
  stopInLane(world, vehicle);
  return true;
}

const useWanted = (world: World, vehicle: number): number =>
  world.vehicles.vehicleClass[vehicle] === VAN ? LOADING : PUDO;

/** Metres of curb that a vehicle takes at a stop. */
export const bayOf_m = ({ traffic, vehicles }: World, vehicle: number): number =>
  traffic.drivers.bay_m[vehicles.driver[vehicle]!]!;

/** Stands in the lane for what it came for; nobody gets past. */
export function stopInLane(world: World, vehicle: number): void {
  const mover = world.vehicles.mover[vehicle] as MoverId;
  if (world.traffic.movers.isHeld[mover] === 0) hold(world.traffic, mover);
  closeLeg(world, vehicle);
  beginStop(world, vehicle, DOUBLE_PARKED, NONE);
}

/** Into a bay that has been claimed for it; true if that takes no time. */
export function pullIn(world: World, vehicle: number, zone: number): boolean {
  const { vehicles, scenario, clock, calendar, traffic } = world;
  const { pullIn_s } = scenario.curb;
  vehicles.placeRow[vehicle] = zone;
  if (pullIn_s === 0) {
    standInBay(world, vehicle);
    return true;
  }
  const mover = vehicles.mover[vehicle] as MoverId;
  if (traffic.movers.isHeld[mover] === 0) hold(traffic, mover);
  vehicles.activity[vehicle] = PULLING_IN;
  vehicles.heldSince_s[vehicle] = clock.time_s;
  calendar.add(clock.time_s + pullIn_s, WAKE.pulledIn, vehicle);
  return false;
}

/** It stands in its bay, off the lane. */
export function standInBay(world: World, vehicle: number): void {
  const { vehicles } = world;
  if (vehicles.activity[vehicle] === PULLING_IN) publishHeld(world, vehicle, 'pullIn');
  leaveRoad(world, vehicle);
  beginStop(world, vehicle, IN_BAY, vehicles.placeRow[vehicle]!);
}

function publishHeld(world: World, vehicle: number, reason: (typeof HELD_FOR)[number]): void {
  const { vehicles, events, clock, traffic, network } = world;
  events.publish('laneHeld', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    link: network.lanes.link[traffic.movers.lane[vehicles.mover[vehicle]]],
    reason: HELD_FOR.indexOf(reason),
    held_s: clock.time_s - vehicles.heldSince_s[vehicle]!,
  });
}

/** It has come onto the road from a bay or a stall at the curb: it stands there until it is out. */
export function beginPullOut(world: World, vehicle: number): void {
  const { vehicles, scenario, clock, calendar, traffic } = world;
  const { pullOut_s } = scenario.curb;
  const mover = vehicles.mover[vehicle] as MoverId;
  if (pullOut_s === 0 || traffic.movers.isHeld[mover] === 1) return;
  if (vehicles.activity[vehicle] !== DRIVING) return;
  hold(traffic, mover);
  vehicles.heldSince_s[vehicle] = clock.time_s;
  calendar.add(clock.time_s + pullOut_s, WAKE.pulledOut, vehicle);
}

/** Off it goes; one that has come to where it must wait for a pocket stands there on. */
export function endPullOut(world: World, vehicle: number): void {
  const { vehicles, traffic } = world;
  const { isHeld, isPocketBound, position_m, stop_m } = traffic.movers;
  const mover = vehicles.mover[vehicle] as MoverId;
  if (vehicles.activity[vehicle] !== DRIVING) return;
  publishHeld(world, vehicle, 'pullOut');
  const awaitsPocket = isPocketBound[mover] === 1 && position_m[mover]! >= stop_m[mover]!;
  if (isHeld[mover] === 1 && !awaitsPocket) release(traffic, mover);
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

export function publishRefusal(
  { events, clock, vehicles }: World,
  vehicle: number,
  zone: number,
): void {
  events.publish('bayRefused', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
  });
}

const isAutomated = ({ vehicles }: World, vehicle: number): boolean =>
  AUTOMATED_CLASSES.includes(vehicles.vehicleClass[vehicle]!);

/** By the trip's name: a trip that is left out changes nobody else's draws. An empty vehicle has none. */
function drawOfStop(world: World, vehicle: number, purpose: Purpose, tries: number): number {
  const { vehicles, trips, scenario } = world;
  const trip = vehicles.trip[vehicle];
  const count = (trip === NONE ? 0 : trips.nameHash[trip]!) + tries;
  return draw(scenario.seed, purpose, vehicles.nameHash[vehicle]!, count);
}

/** Some human drivers stop in the lane even where a bay is free. */
function stopsBesideBay(world: World, vehicle: number): boolean {
  const { besideShare } = world.scenario.curb;
  if (isAutomated(world, vehicle) || world.vehicles.searchCount[vehicle]! > 0) return false;
  return drawOfStop(world, vehicle, PURPOSE.besideBay, 0) < besideShare;
}

/** Does the vehicle, its zone being full, do something else than to stop in the lane, and can it? */
function goesOn(world: World, vehicle: number, address: number, zone: number): boolean {
  const { vehicles, scenario } = world;
  const { compliance, whenFull, tries: most } = scenario.curb;
  const tries = ++vehicles.searchCount[vehicle]!;
  if (tries > most || address === NONE) return false;
  const who = isAutomated(world, vehicle) ? 'automated' : 'human';
  if (drawOfStop(world, vehicle, PURPOSE.compliance, tries) >= compliance[who]) return false;
  switch (whenFull[who]) {
    case 'next-zone':
      return goesToNextZone(world, vehicle, address, zone);
    case 'circulate':
      return goesRound(world, vehicle, zone);
    case 'wait-in-lane':
      awaitBay(world, vehicle, zone);
      return true;
    default:
      return false;
  }
}

/** To the nearest other zone near the address with room; the rest of the way is walked. */
function goesToNextZone(world: World, vehicle: number, address: number, tried: number): boolean {
  const { places, zones, scenario } = world;
  const { walkLimit_m, bay_m } = scenario.curb;
  const serves = isAutomated(world, vehicle) ? isForPeople : isForGoods;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (row === tried || extra_m > walkLimit_m || !serves(zones, row)) continue;
    if (hasBay(zones, row, bay_m)) return looksFor(world, vehicle, bayTarget(world, row));
  }
  return false;
}

/** Behind where it stands now: only a way round leads there. */
const BEHIND_m = 1;

/** Round by other streets and back to the same zone. */
function goesRound(world: World, vehicle: number, zone: number): boolean {
  const { traffic, vehicles } = world;
  const target = bayTarget(world, zone);
  const here_m = traffic.movers.position_m[vehicles.mover[vehicle]]!;
  const position_m = Math.min(target.position_m, here_m - BEHIND_m);
  return position_m >= 0 && looksFor(world, vehicle, { ...target, position_m });
}

/** On to the target, the way counting as looking for a bay. */
function looksFor(world: World, vehicle: number, target: Target): boolean {
  if (!redirect(world, vehicle, target)) return false;
  changeLeg(world, vehicle, 'cruising', world.vehicles.trip[vehicle]);
  return true;
}

/** Stands in the lane, last of those who wait for a bay of the zone. */
function awaitBay(world: World, vehicle: number, zone: number): void {
  const { vehicles, zones, traffic, clock, calendar, scenario } = world;
  hold(traffic, vehicles.mover[vehicle] as MoverId);
  vehicles.activity[vehicle] = AWAITING_BAY;
  vehicles.heldSince_s[vehicle] = clock.time_s;
  vehicles.nextWaiting[vehicle] = NONE;
  const last = zones.lastWaiting[zone];
  if (last === NONE) zones.firstWaiting[zone] = vehicle as VehicleId;
  else vehicles.nextWaiting[last] = vehicle as VehicleId;
  zones.lastWaiting[zone] = vehicle as VehicleId;
  calendar.add(clock.time_s + scenario.curb.longestWait_s, WAKE.bayWaitEnds, vehicle);
}

/** Metres of the zone have become free: those who wait look again, a moment later. */
export function noteFreed({ zones, calendar, clock }: World, zone: number): void {
  if (zones.firstWaiting[zone] !== NONE) calendar.add(clock.time_s, WAKE.bayFreed, zone);
}

/** In the order in which they came, as many as find room; gives those who stand in a bay at once. */
export function admitWaiting(world: World, zone: number): number[] {
  const { zones } = world;
  const standing: number[] = [];
  for (;;) {
    const vehicle = zones.firstWaiting[zone]!;
    if (vehicle === NONE || !claimBay(zones, zone, bayOf_m(world, vehicle))) return standing;
    stopWaiting(world, vehicle, zone);
    publishHeld(world, vehicle, 'bay');
    if (pullIn(world, vehicle, zone)) standing.push(vehicle);
  }
}

/** It has waited as long as it will; true when it does so now what it came for, in the lane. */
export function endBayWait(world: World, vehicle: number, due_s: number): boolean {
  const { vehicles, scenario } = world;
  const isWaiting = vehicles.activity[vehicle] === AWAITING_BAY;
  if (!isWaiting || vehicles.heldSince_s[vehicle]! + scenario.curb.longestWait_s !== due_s) {
    return false;
  }
  stopWaiting(world, vehicle, vehicles.targetRow[vehicle]!);
  publishHeld(world, vehicle, 'bay');
  stopInLane(world, vehicle);
  return true;
}

function stopWaiting({ vehicles, zones }: World, vehicle: number, zone: number): void {
  const next = vehicles.nextWaiting[vehicle]!;
  let before: number = NONE;
  for (let at: number = zones.firstWaiting[zone]; at !== vehicle; at = vehicles.nextWaiting[at]) {
    before = at;
  }
  if (before === NONE) zones.firstWaiting[zone] = next;
  else vehicles.nextWaiting[before] = next;
  if (zones.lastWaiting[zone] === vehicle) zones.lastWaiting[zone] = before as VehicleId;
  vehicles.nextWaiting[vehicle] = NONE;
  vehicles.activity[vehicle] = DRIVING;
}

/** Ends the stop. Gives the access by which it comes back onto the road, or NONE if it stands in the lane. */
export function endStop(world: World, vehicle: number): AccessId | typeof NONE {
  const { vehicles, zones, events, clock, traffic } = world;
  const wasInBay = vehicles.activity[vehicle] === IN_BAY;
  const zone = wasInBay ? vehicles.placeRow[vehicle]! : NONE;
  if (wasInBay) {
    releaseBay(zones, zone, bayOf_m(world, vehicle));
    vehicles.leftZone[vehicle] = zone;
    noteFreed(world, zone);
  } else release(traffic, vehicles.mover[vehicle] as MoverId);
  events.publish('stopEnded', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
    link: vehicles.target[vehicle],
    stood_s: clock.time_s - vehicles.stoppedAt_s[vehicle]!,
    personCount: vehicles.changedCount[vehicle]!,
  });
  vehicles.changedCount[vehicle] = 0;
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
