/**
 * What happens next: hands each arrival, each link entered and each calendar entry to the journey of
 * its vehicle's class.
 */
import { type MoverId, NONE } from '../../base/ids.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { enterPocket } from '../../traffic/hand-over.js';
import type { RowList } from '../../traffic/traffic-state.js';
import type { World } from '../../world.js';
import { ABOARD, ENTERING, WAKE } from '../activities.js';
import { continueCharging } from '../fleet/fleet-batteries.js';
import { endIdle } from '../fleet/fleet-idle.js';
import { askForRide, requestRide } from '../fleet/fleet-requests.js';
import { changeShift } from '../fleet/fleet-shifts.js';
import { leaveLot, noteFleetOnLink } from '../fleet/fleet-steering.js';
import {
  addressOfStop,
  endFleetStop,
  leaveFleet,
  openBoarding,
  reachFleetTarget,
  serveStops,
} from '../fleet/fleet-stops.js';
import { hasClosedTurn } from '../routes/class-roads.js';
import { chargeToll } from '../routes/tolls.js';
import {
  endServiceStop,
  leaveService,
  reachServiceTarget,
  serveAtPlace,
  startService,
} from '../services/service-journeys.js';
import { BUS, EMERGENCY, SERVICE } from '../services/services.js';
import { holdPlace } from '../services/visits.js';
import { bookBay } from '../standing/bay-guidance.js';
import { endHold } from '../standing/bay-holds.js';
import {
  admitWaiting,
  beginPullOut,
  endBayWait,
  endPullOut,
  standInBay,
} from '../standing/curb-stops.js';
import { noteRetrieved } from '../standing/retrieval.js';
import { hasGivenRoute } from './given-routes.js';
import { aimForTarget, noteRoadEntered, presentTarget, redirect } from './legs.js';
import {
  deliver,
  endDelivery,
  leaveWithTraveller,
  lookForStall,
  reachOwnCarTarget,
  setOut,
  startOwnCarTrip,
} from './own-car.js';
import {
  beginFetch,
  endPrivateStop,
  leavePrivate,
  reachPrivateTarget,
  servePrivate,
  startPrivateTrip,
} from './private-automated.js';
import { arrive } from './trips.js';

const PAV = VEHICLE_CLASSES.indexOf('PAV');
const SAV = VEHICLE_CLASSES.indexOf('SAV');
const VAN = VEHICLE_CLASSES.indexOf('VAN');
const ROBOT = VEHICLE_CLASSES.indexOf('ROBOT');

/** Sums of steps and positions differ in the last digits: nearer than this is there. */
const AT_STOP_m = 1e-6;

/** Movers that are about to stop: into the pocket, or at the target if it is reached. */
export function settleStops(world: World, stopping: RowList): void {
  const { traffic } = world;
  const { movers } = traffic;
  for (let at = 0; at < stopping.count[0]!; at++) {
    const mover = stopping.rows[at]! as MoverId;
    if (movers.isPocketBound[mover] === 1) enterPocket(traffic, mover);
    else if (movers.position_m[mover]! >= movers.stop_m[mover]! - AT_STOP_m) {
      reachTarget(world, movers.vehicle[mover]);
    }
  }
}

function reachTarget(world: World, vehicle: number): void {
  switch (world.vehicles.vehicleClass[vehicle]) {
    case PAV:
      reachPrivateTarget(world, vehicle);
      return;
    case SAV:
      reachFleetTarget(world, vehicle);
      return;
    case BUS:
    case SERVICE:
    case EMERGENCY:
      reachServiceTarget(world, vehicle);
      return;
    default:
      reachOwnCarTarget(world, vehicle);
  }
}

/** Movers that have come onto a link, from a junction or off a gate, lot or curb. */
export function settleEntered(world: World, entered: RowList): void {
  const { vehicles, traffic } = world;
  for (let at = 0; at < entered.count[0]!; at++) {
    const mover = entered.rows[at]! as MoverId;
    const vehicle = traffic.movers.vehicle[mover];
    const isSettingOut = vehicles.activity[vehicle] === ENTERING;
    const isFromCurb = isSettingOut && wasAtCurb(world, vehicle);
    if (isSettingOut) noteRoadEntered(world, vehicle);
    chargeToll(world, vehicle, isSettingOut);
    const isTurned =
      hasClosedTurn(world, vehicle) && redirect(world, vehicle, presentTarget(world, vehicle));
    if (!isTurned) aimForTarget(world, vehicle);
    const vehicleClass = vehicles.vehicleClass[vehicle];
    if (vehicleClass === SAV) noteFleetOnLink(world, vehicle);
    else if (vehicleClass !== PAV) lookForStall(world, vehicle);
    if (isFromCurb) beginPullOut(world, vehicle);
  }
}

/** Does it come out of a bay or a stall at the curb? */
function wasAtCurb({ vehicles, network, traffic, zones }: World, vehicle: number): boolean {
  const zone = vehicles.leftZone[vehicle]!;
  if (zone < 0) return false;
  vehicles.leftZone[vehicle] = -1;
  return zones.link[zone] === network.lanes.link[traffic.movers.lane[vehicles.mover[vehicle]]];
}
/**
 * How long a driver with a given route blocks a lane that does not lead along it before taking
 * another way: some ten others have passed on the next lane by then, who might have let it in.
 */
const PATIENCE_s = 20;

/** Movers in a lane that does not lead to their turn take one that it leads to, and go on from there. */
export function rerouteLost(world: World, lost: RowList): void {
  const { traffic, events, clock, network } = world;
  for (let at = 0; at < lost.count[0]!; at++) {
    const mover = lost.rows[at]! as MoverId;
    const vehicle = traffic.movers.vehicle[mover];
    const isPatient = traffic.movers.standing_s[mover]! < PATIENCE_s;
    if (isPatient && isKeptToWay(world, vehicle)) continue;
    const target = presentTarget(world, vehicle);
    if (!redirect(world, vehicle, target)) continue;
    events.publish('rerouted', clock.time_s, {
      vehicle,
      link: network.lanes.link[traffic.movers.lane[mover]],
    });
  }
}

/** Trips with a route of their own, and buses on their line. */
const isKeptToWay = (world: World, vehicle: number): boolean =>
  world.vehicles.vehicleClass[vehicle] === BUS ||
  hasGivenRoute(world, world.vehicles.trip[vehicle]);

/** Movers that have begun to pass one that stands in the lane, now behind them in its list. */
export function publishPassings(world: World, passing: RowList): void {
  const { traffic, events, clock, network } = world;
  const { movers } = traffic;
  for (let at = 0; at < passing.count[0]!; at++) {
    const mover = passing.rows[at]!;
    events.publish('passedStopped', clock.time_s, {
      vehicle: movers.vehicle[mover],
      link: network.lanes.link[movers.lane[mover]],
      stoppedVehicle: movers.vehicle[movers.behind[mover]],
      waited_s: movers.standing_s[mover]!,
      odometer_m: movers.odometer_m[mover]!,
    });
  }
}

/** Movers that have left the network at the end of a link. */
export function settleLeft(world: World, left: RowList): void {
  for (let at = 0; at < left.count[0]!; at++) {
    const mover = left.rows[at]! as MoverId;
    const vehicle = world.traffic.movers.vehicle[mover];
    switch (world.vehicles.vehicleClass[vehicle]) {
      case PAV:
        leavePrivate(world, vehicle);
        break;
      case SAV:
        leaveFleet(world, vehicle);
        break;
      case BUS:
      case SERVICE:
      case EMERGENCY:
        leaveService(world, vehicle);
        break;
      default:
        leaveWithTraveller(world, vehicle);
    }
  }
}

/** Everything the calendar has for the time up to now. */
export function wakeDue(world: World): void {
  world.calendar.takeDue(world.clock.time_s, (what, row, due_s) => wake(world, what, row, due_s));
}

function wake(world: World, what: number, row: number, due_s: number): void {
  const { vehicles } = world;
  switch (what) {
    case WAKE.tripArrives:
      arrive(world, row, due_s);
      return;
    case WAKE.tripStarts:
      beginTrip(world, row);
      return;
    case WAKE.carTaken:
      setOut(world, row, vehicles.trip[row]);
      return;
    case WAKE.fetchBegins:
      beginFetch(world, row, due_s);
      return;
    case WAKE.idleEnds:
      endIdle(world, row, due_s);
      return;
    case WAKE.retrieved:
      leaveDenseLot(world, row, due_s);
      return;
    case WAKE.bayFreed:
      for (const vehicle of admitWaiting(world, row)) serveAtCurb(world, vehicle);
      return;
    case WAKE.pulledIn:
      standInBay(world, row);
      serveAtCurb(world, row);
      return;
    case WAKE.pulledOut:
      endPullOut(world, row);
      return;
    case WAKE.bayWaitEnds:
      if (endBayWait(world, row, due_s)) serveAtCurb(world, row);
      return;
    case WAKE.serviceStarts:
      startService(world, row);
      return;
    case WAKE.placeHeld:
      holdPlace(world, row, due_s);
      return;
    case WAKE.rideAsked:
      askForRide(world, row);
      return;
    case WAKE.boardingOpens:
      openBoarding(world, row, due_s);
      return;
    case WAKE.shiftChanges:
      changeShift(world, row, due_s);
      return;
    case WAKE.chargingDue:
      continueCharging(world, row, due_s);
      return;
    case WAKE.bayBooked:
      bookBay(world, row, due_s, stopWanted(world, row));
      return;
    case WAKE.bayHoldEnds:
      endHold(world, row, due_s);
      return;
    case WAKE.stopEnds:
      endStopOf(world, row);
      return;
    default:
      throw new Error(`The calendar has an entry of unknown kind ${what}.`);
  }
}

/** The vehicle has been brought to the entrance; a retrieval called off has left its entry behind. */
function leaveDenseLot(world: World, vehicle: number, due_s: number): void {
  const { vehicles } = world;
  if (vehicles.retrieved_s[vehicle] !== due_s) return;
  noteRetrieved(world, vehicle);
  const vehicleClass = vehicles.vehicleClass[vehicle];
  if (vehicleClass === PAV) beginFetch(world, vehicle, vehicles.wake_s[vehicle]!);
  else if (vehicleClass === SAV) leaveLot(world, vehicle);
  else setOut(world, vehicle, vehicles.trip[vehicle]);
}

/** Where the vehicle's next stop is wanted, and for what. */
function stopWanted(world: World, vehicle: number) {
  const { vehicles, trips } = world;
  const vehicleClass = vehicles.vehicleClass[vehicle];
  const isForDelivery = vehicleClass === VAN || vehicleClass === ROBOT;
  if (vehicleClass === SAV) return { address: addressOfStop(world, vehicle), isForDelivery };
  const trip = vehicles.trip[vehicle];
  if (trip === NONE) return { address: NONE, isForDelivery };
  const isFetching = vehicleClass === PAV && trips.status[trip]! < ABOARD;
  const address = (isFetching ? trips.fromAddress : trips.toAddress)[trip]!;
  return { address, isForDelivery };
}

function beginTrip(world: World, trip: number): void {
  const vehicle = world.trips.vehicle[trip];
  if (vehicle < 0) requestRide(world, trip);
  else if (world.vehicles.vehicleClass[vehicle] === PAV) startPrivateTrip(world, trip);
  else startOwnCarTrip(world, trip);
}

/** The vehicle has stopped, in a bay or in the lane: what it came for begins. */
function serveAtCurb(world: World, vehicle: number): void {
  switch (world.vehicles.vehicleClass[vehicle]) {
    case PAV:
      servePrivate(world, vehicle);
      return;
    case SAV:
      serveStops(world, vehicle);
      return;
    case BUS:
    case SERVICE:
    case EMERGENCY:
      serveAtPlace(world, vehicle);
      return;
    default:
      deliver(world, vehicle, world.vehicles.trip[vehicle]);
  }
}

function endStopOf(world: World, vehicle: number): void {
  switch (world.vehicles.vehicleClass[vehicle]) {
    case PAV:
      endPrivateStop(world, vehicle);
      return;
    case SAV:
      endFleetStop(world, vehicle);
      return;
    case VAN:
    case ROBOT:
      endDelivery(world, vehicle);
      return;
    case BUS:
    case SERVICE:
    case EMERGENCY:
      endServiceStop(world, vehicle);
      return;
    default:
      throw new Error(`Vehicle ${vehicle} has no stops.`);
  }
}
