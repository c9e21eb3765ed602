/**
 * Legs: a vehicle's way from where it is to a target, for one purpose. Begins and ends them, plans
 * their routes, changes their target on the way, and publishes what metrics need to add them up.
 */
import { type AccessId, type LinkId, type MoverId, NONE, type TripId } from '../../base/ids.js';
import { LEG_PURPOSES, type LegPurpose } from '../../events/catalogue.js';
import type { LinkPlace } from '../../network/road-network.js';
import { joinEntryQueue } from '../../traffic/entry.js';
import {
  freeMover,
  hold,
  leaveNetwork,
  measureLink,
  placeOnLink,
  takeMover,
} from '../../traffic/hand-over.js';
import type { World } from '../../world.js';
import {
  DOUBLE_PARKED,
  DRIVING,
  ENTERING,
  TO_GATE,
  TO_LOT,
  TO_LOT_STOP,
  TO_NONE,
} from '../activities.js';
import { laneClassOf } from '../routes/class-roads.js';
import { noteDeparture } from '../routes/route-book.js';
import { aim } from '../routes/router.js';
import { giveUpHold, planHold } from '../standing/bay-holds.js';
import { giveUpPlace } from '../standing/held-places.js';
import { giveUpStall, holdsStall, stayPut } from '../standing/parking.js';
import {
  bestRoute,
  destinationOf,
  firstRoute,
  firstTurnMask,
  firstTurnOf,
  takeWay,
} from './leg-routes.js';

export interface Target {
  /** Code in TARGETS, and the row there. */
  readonly kind: number;
  readonly row: number;
  readonly link: number;
  readonly position_m: number;
}

export const purposeCode = (purpose: LegPurpose): number => LEG_PURPOSES.indexOf(purpose);

export interface NewLeg {
  readonly purpose: LegPurpose;
  readonly trip: number;
  /** By which it comes onto the road. */
  readonly access: AccessId;
  /** Turns that it takes instead of its own choice. */
  readonly way?: readonly number[];
}

/**
 * A vehicle that is off the road, its stall or bay just given up, sets out by `access`. False if
 * there is no way to the target: it has its stall or bay back and stays.
 */
export function beginLeg(world: World, vehicle: number, leg: NewLeg, target: Target): boolean {
  const { vehicles, traffic, clock } = world;
  const { movers, accesses } = traffic;
  const mover = takeMover(traffic);
  const from = {
    link: accesses.link[leg.access] as LinkId,
    position_m: accesses.position_m[leg.access]!,
  };
  const count = firstRoute(world, vehicle, mover, from, leg, target);
  if (count === NONE) {
    freeMover(traffic, mover);
    vehicles.legEntered_s[vehicle] = -1;
    stayPut(world, vehicle);
    return false;
  }
  vehicles.mover[vehicle] = mover;
  movers.vehicle[mover] = vehicle as never;
  movers.driver[mover] = vehicles.driver[vehicle]!;
  movers.laneClass[mover] = laneClassOf(vehicles.vehicleClass[vehicle]!);
  movers.odometer_m[mover] = vehicles.odometer_m[vehicle]!;
  movers.routeAt[mover] = 0;
  movers.routeCount[mover] = count;
  movers.turn[mover] = firstTurnOf(world, mover);
  setTarget(world, vehicle, from, target);
  openLeg(world, vehicle, leg.purpose, leg.trip);
  vehicles.legEntered_s[vehicle] = -1;
  vehicles.activity[vehicle] = ENTERING;
  joinEntryQueue(traffic, mover, leg.access, clock.time_s);
  return true;
}

function setTarget(world: World, vehicle: number, from: LinkPlace, target: Target): void {
  const { vehicles, traffic } = world;
  giveUpLotStop(world, vehicle, target);
  traffic.movers.leavesByGate[vehicles.mover[vehicle]] = target.kind === TO_GATE ? 1 : 0;
  vehicles.target[vehicle] = target.link as LinkId;
  vehicles.target_m[vehicle] = target.position_m;
  vehicles.targetKind[vehicle] = target.kind;
  vehicles.targetRow[vehicle] = target.row;
  planHold(world, vehicle, from, target);
}

/** It goes elsewhere: the stall that was held for its stop is free again. */
function giveUpLotStop(world: World, vehicle: number, target: Target | null): void {
  const { vehicles } = world;
  if (vehicles.targetKind[vehicle] !== TO_LOT_STOP) return;
  const lot = vehicles.targetRow[vehicle]!;
  if (target?.kind !== TO_LOT_STOP || target.row !== lot) giveUpStall(world, lot);
}

function openLeg(world: World, vehicle: number, purpose: LegPurpose, trip: number): void {
  const { vehicles, events, clock, traffic } = world;
  vehicles.hasLeg[vehicle] = 1;
  vehicles.purpose[vehicle] = purposeCode(purpose);
  vehicles.legStart_s[vehicle] = clock.time_s;
  vehicles.trip[vehicle] = trip as TripId;
  events.publish('legStarted', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    purpose: vehicles.purpose[vehicle]!,
    trip,
    odometer_m: traffic.movers.odometer_m[vehicles.mover[vehicle]]!,
  });
}

/** The mover has got onto the road for the first time in its leg. */
export function noteRoadEntered(world: World, vehicle: number): void {
  const { vehicles, events, clock, traffic } = world;
  vehicles.legEntered_s[vehicle] = clock.time_s;
  vehicles.activity[vehicle] = DRIVING;
  noteDeparture(world, vehicle);
  const mover = vehicles.mover[vehicle];
  events.publish('roadEntered', clock.time_s, {
    vehicle,
    link: traffic.network.lanes.link[traffic.movers.lane[mover]],
    wait_s: clock.time_s - vehicles.legStart_s[vehicle]!,
    odometer_m: traffic.movers.odometer_m[mover]!,
  });
}

/** Way driven in the run so far, on the road or off it. */
export function odometerOf_m({ vehicles, traffic }: World, vehicle: number): number {
  const mover = vehicles.mover[vehicle];
  return mover === NONE ? vehicles.odometer_m[vehicle]! : traffic.movers.odometer_m[mover]!;
}

/** Ends the leg under way. The vehicle may stay on the road. */
export function closeLeg(world: World, vehicle: number): void {
  const { vehicles, events, clock, traffic } = world;
  const { movers } = traffic;
  const mover = vehicles.mover[vehicle];
  if (movers.lane[mover] !== NONE) measureLink(traffic, mover as MoverId, clock.time_s);
  const entered_s = vehicles.legEntered_s[vehicle]!;
  const hasEntered = entered_s >= 0;
  events.publish('legEnded', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    purpose: vehicles.purpose[vehicle]!,
    trip: vehicles.trip[vehicle],
    odometer_m: movers.odometer_m[mover]!,
    drive_s: hasEntered ? clock.time_s - entered_s : 0,
    free_s: hasEntered ? movers.free_s[mover]! : 0,
    entryWait_s: (hasEntered ? entered_s : clock.time_s) - vehicles.legStart_s[vehicle]!,
  });
  movers.free_s[mover] = 0;
  vehicles.hasLeg[vehicle] = 0;
}

/** Takes the vehicle off the road where it is and ends its leg. */
export function leaveRoad(world: World, vehicle: number): void {
  const { vehicles, traffic, clock } = world;
  const mover = vehicles.mover[vehicle] as MoverId;
  if (traffic.movers.lane[mover] !== NONE) leaveNetwork(traffic, mover, clock.time_s);
  if (vehicles.hasLeg[vehicle] === 1) closeLeg(world, vehicle);
  vehicles.odometer_m[vehicle] = traffic.movers.odometer_m[mover]!;
  vehicles.mover[vehicle] = NONE;
  freeMover(traffic, mover);
}

/** On the road: ends the leg and begins another in the same instant. */
export function changeLeg(world: World, vehicle: number, purpose: LegPurpose, trip: number): void {
  const { vehicles, clock } = world;
  if (vehicles.hasLeg[vehicle] === 1) closeLeg(world, vehicle);
  openLeg(world, vehicle, purpose, trip);
  vehicles.legEntered_s[vehicle] = clock.time_s;
  vehicles.activity[vehicle] = DRIVING;
}

/**
 * Sends a vehicle on the road to another target, by the turns its lane still allows. False, and
 * nothing changed but the route search's counters, if there is no way.
 */
export function redirect(world: World, vehicle: number, target: Target): boolean {
  const { vehicles, traffic, network } = world;
  const { movers, routes, routeCapacity } = traffic;
  const mover = vehicles.mover[vehicle] as MoverId;
  const lane = movers.lane[mover];
  const isCrossing = lane >= network.linkLaneCount;
  const onto = isCrossing ? movers.outLane[mover] : lane;
  const position_m = isCrossing ? 0 : movers.position_m[mover]!;
  const from = { link: network.lanes.link[onto] as LinkId, position_m };
  const present = movers.turn[mover];
  const mask = firstTurnMask(world, onto, position_m);
  aim(world.router, network, from, destinationOf(target));
  const count = bestRoute(world, vehicle, mover, mask);
  if (count === NONE) return false;
  setTarget(world, vehicle, from, target);
  movers.routeAt[mover] = 0;
  movers.routeCount[mover] = count;
  if (isCrossing) {
    // The turn under way stays the first of the route; what has been found follows it.
    const first = mover * routeCapacity;
    const kept = Math.min(count, routeCapacity - 1);
    routes.copyWithin(first + 1, first, first + kept);
    routes[first] = present;
    movers.routeCount[mover] = kept + 1;
    return true;
  }
  movers.turn[mover] = firstTurnOf(world, mover);
  placeOnLink(traffic, mover);
  aimForTarget(world, vehicle);
  return true;
}

/** Sends a vehicle on a link along one turn to the end of the next street, without a search. */
export function followTurn(world: World, vehicle: number, turn: number, target: Target): void {
  const { vehicles, traffic } = world;
  const { movers, routes, routeCapacity } = traffic;
  const mover = vehicles.mover[vehicle] as MoverId;
  setTarget(world, vehicle, { link: target.link as LinkId, position_m: 0 }, target);
  routes[mover * routeCapacity] = turn;
  movers.routeAt[mover] = 0;
  movers.routeCount[mover] = 1;
  movers.turn[mover] = turn as never;
  placeOnLink(traffic, mover);
}

/** The same along several turns to a target on the last street; false if there is no way. */
export function followWay(
  world: World,
  vehicle: number,
  way: readonly number[],
  target: Target,
): boolean {
  const { vehicles, traffic } = world;
  const { movers } = traffic;
  const mover = vehicles.mover[vehicle] as MoverId;
  const count = takeWay(world, mover, way);
  if (count === NONE) return redirect(world, vehicle, target);
  const link = world.network.lanes.link[movers.lane[mover]] as LinkId;
  setTarget(world, vehicle, { link, position_m: movers.position_m[mover]! }, target);
  movers.routeAt[mover] = 0;
  movers.routeCount[mover] = count;
  movers.turn[mover] = firstTurnOf(world, mover);
  placeOnLink(traffic, mover);
  aimForTarget(world, vehicle);
  return true;
}

/**
 * Called when a mover comes onto a link: where the leg ends here, it will stop at its target. The
 * rest of a long route is planned while there is one stored turn left, so that the mover chooses its
 * next lane for where it will go from there.
 */
export function aimForTarget(world: World, vehicle: number): void {
  const { vehicles, traffic, network } = world;
  const { movers } = traffic;
  const mover = vehicles.mover[vehicle];
  if (movers.turn[mover] !== NONE) {
    if (isStoredPartEnding(world, mover)) redirect(world, vehicle, presentTarget(world, vehicle));
    return;
  }
  const link = network.lanes.link[movers.lane[mover]];
  const target = vehicles.target[vehicle];
  const leavesHere = vehicles.targetKind[vehicle] === TO_GATE && isExit(world, vehicle, link);
  if (leavesHere) return;
  if (link === target) {
    const least_m = firstStop_m(world, mover);
    movers.stop_m[mover] = Math.max(vehicles.target_m[vehicle]!, least_m);
    return;
  }
  if (redirect(world, vehicle, presentTarget(world, vehicle))) return;
  const kind = vehicles.targetKind[vehicle]!;
  // Drivers have no stall of a lot held for them; one at the curb everyone takes on the way.
  if (kind !== TO_LOT || holdsStall(world, vehicle)) {
    giveUpPlace(world, { kind, row: vehicles.targetRow[vehicle]! });
  }
  strand(world, vehicle);
}

/** Nobody stops while it passes another on the other side of the street. */
function firstStop_m({ traffic: { movers, links, network } }: World, mover: number): number {
  const link = network.lanes.link[movers.lane[mover]];
  const isPassing = links.passer[link] === mover;
  return Math.max(movers.position_m[mover]!, isPassing ? links.passedTo_m[link]! : 0);
}

/** Is the next turn the last of a stored part, behind which the route goes on or has just ended? */
function isStoredPartEnding({ traffic }: World, mover: number): boolean {
  const { movers, routeCapacity } = traffic;
  const count = movers.routeCount[mover]!;
  return count > 1 && count === routeCapacity && movers.routeAt[mover] === count - 1;
}

/**
 * From where it is on the road its lane leads nowhere it wants to go: it stands there, in the way of
 * others, until the run ends, and its trip counts as unfinished.
 */
export function strand(world: World, vehicle: number): void {
  const { vehicles, traffic, network, events, clock } = world;
  const mover = vehicles.mover[vehicle] as MoverId;
  if (vehicles.hasLeg[vehicle] === 1) closeLeg(world, vehicle);
  hold(traffic, mover);
  giveUpLotStop(world, vehicle, null);
  giveUpHold(world, vehicle);
  vehicles.activity[vehicle] = DOUBLE_PARKED;
  vehicles.targetKind[vehicle] = TO_NONE;
  vehicles.stoppedAt_s[vehicle] = clock.time_s;
  events.publish('stopped', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone: NONE,
    link: network.lanes.link[traffic.movers.lane[mover]],
    odometer_m: traffic.movers.odometer_m[mover]!,
  });
}

export const presentTarget = ({ vehicles }: World, vehicle: number): Target => ({
  kind: vehicles.targetKind[vehicle]!,
  row: vehicles.targetRow[vehicle]!,
  link: vehicles.target[vehicle],
  position_m: vehicles.target_m[vehicle]!,
});

function isExit({ vehicles, places }: World, vehicle: number, link: number): boolean {
  const gate = places.gates[vehicles.targetRow[vehicle]!]!;
  const wanted = vehicles.target[vehicle];
  return wanted === NONE ? gate.exits.includes(link as LinkId) : wanted === link;
}
