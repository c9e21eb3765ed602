/**
 * Stops at the curb: to let people in or out or to deliver. A vehicle goes to a bay near the
 * address; if the zone is full when it comes, it tries the next one or stops in the lane.
 */
import { type AccessId, type MoverId, NONE, type VehicleId } from '../../base/ids.js';
import { PURPOSE } from '../../base/random.js';
import { noteMissed } from '../../curb/controller.js';
import { claimBay, releaseBay, useCode } from '../../curb/zones.js';
import { HELD_FOR, VEHICLE_CLASSES } from '../../events/catalogue.js';
import { claimLotStall, expectNoMore } from '../../parking/lots.js';
import { hold, release } from '../../traffic/hand-over.js';
import type { World } from '../../world.js';
import {
  AWAITING_BAY,
  DOUBLE_PARKED,
  DRIVING,
  IN_BAY,
  IN_LOT,
  PULLING_IN,
  TO_BAY,
  TO_LOT,
  WAKE,
} from '../activities.js';
import { closeLeg, leaveRoad } from '../journeys/legs.js';
import { walk_m } from '../places.js';
import { takeHeld } from './bay-holds.js';
import { bayOf_m, noteFreed } from './curb-bays.js';
import { answerFullCurb, drawOfStop, isAutomated } from './full-curbs.js';
import { park, unpark, walkFromParked } from './parking.js';
import { payStop } from './prices.js';

const ROBOT = VEHICLE_CLASSES.indexOf('ROBOT');
const GOODS_CLASSES = [VEHICLE_CLASSES.indexOf('VAN'), ROBOT];
const PUDO = useCode('pudo');
const LOADING = useCode('loading');

/** `refused`: it gives up what it came for. `goesOn`: to somewhere else, or it waits or pulls in. */
export type StopOutcome = 'stopped' | 'goesOn' | 'refused';

/**
 * The vehicle has reached its bay or place in the lane. When it goes on, waits, or is still pulling
 * in, `serveAtCurb` is called once it has stopped. `mayRefuse`: nobody aboard would be refused.
 */
export function stopAtCurb(
  world: World,
  vehicle: number,
  stop: { readonly address: number; readonly mayRefuse: boolean },
): StopOutcome {
  const { vehicles, zones } = world;
  if (vehicles.targetKind[vehicle] === TO_BAY) {
    const zone = vehicles.targetRow[vehicle]!;
    const isHeld = takeHeld(world, vehicle, zone);
    if (isHeld || !stopsBesideBay(world, vehicle)) {
      if (isHeld || claimBay(zones, zone, bayOf_m(world, vehicle))) {
        return pullIn(world, vehicle, zone) ? 'stopped' : 'goesOn';
      }
      noteMissed(world, zones.link[zone], useWanted(world, vehicle));
      const answer = answerFullCurb(world, vehicle, { ...stop, zone });
      if (answer === 'refuse') return 'refused';
      if (answer !== 'stop-in-lane') return 'goesOn';
    }
  } else {
    noteMissed(world, vehicles.target[vehicle], useWanted(world, vehicle));
  }
  stopInLane(world, vehicle);
  return 'stopped';
}

/** It has reached the lot that it was to stop at instead of a full curb, where a stall is held for it. */
export function stopInLot(world: World, vehicle: number): void {
  const { vehicles, lots, clock, events } = world;
  const lot = vehicles.targetRow[vehicle]!;
  const vehicleClass = vehicles.vehicleClass[vehicle]!;
  expectNoMore(lots, lot);
  if (!claimLotStall(lots, lot)) throw new Error(`Lot ${lot} has no stall for vehicle ${vehicle}.`);
  leaveRoad(world, vehicle);
  park(world, vehicle, { kind: TO_LOT, row: lot });
  vehicles.activity[vehicle] = IN_LOT;
  vehicles.targetKind[vehicle] = TO_LOT;
  vehicles.stoppedAt_s[vehicle] = clock.time_s;
  vehicles.searchCount[vehicle] = 0;
  events.publish('stoppedInLot', clock.time_s, { vehicle, vehicleClass, lot });
}

/** People get in or out, or goods are carried, at a bay or in a lot. */
export const standsToServe = ({ vehicles }: World, vehicle: number): boolean =>
  vehicles.activity[vehicle] === IN_BAY || vehicles.activity[vehicle] === IN_LOT;

const useWanted = (world: World, vehicle: number): number =>
  GOODS_CLASSES.includes(world.vehicles.vehicleClass[vehicle]!) ? LOADING : PUDO;

/** Standing time of a delivery. */
export const deliveryDwell_s = ({ scenario, vehicles }: World, vehicle: number): number =>
  vehicles.vehicleClass[vehicle] === ROBOT
    ? scenario.curb.robots.dwell_s
    : scenario.curb.deliveryDwell_s;

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
  if (zone !== NONE) payStop(world, vehicle, zone);
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

/** Some human drivers stop in the lane even where a bay is free. */
function stopsBesideBay(world: World, vehicle: number): boolean {
  const { besideShare } = world.scenario.curb;
  if (isAutomated(world, vehicle) || world.vehicles.searchCount[vehicle]! > 0) return false;
  return drawOfStop(world, vehicle, PURPOSE.besideBay, 0) < besideShare;
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
  if (vehicles.activity[vehicle] === IN_LOT) {
    vehicles.changedCount[vehicle] = 0;
    return unpark(world, vehicle, null);
  }
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
  if (vehicles.activity[vehicle] === IN_LOT) return walkFromParked(world, vehicle, address);
  if (vehicles.activity[vehicle] !== IN_BAY) return at.walk_m;
  const zone = vehicles.placeRow[vehicle]!;
  return walk_m(at, zones.x_m[zone]!, zones.y_m[zone]!);
}
