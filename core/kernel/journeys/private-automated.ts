/**
 * Journeys of private automated cars: they fetch their traveller, drive, let the traveller out, and
 * park themselves, remotely where there are remote lots.
 */
import { RunError } from '../../base/errors.js';
import { type LinkId, NONE } from '../../base/ids.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import type { World } from '../../world.js';
import {
  ABOARD,
  ALIGHTED,
  DOUBLE_PARKED,
  DRIVING,
  ENTERING,
  IN_LOT,
  OUTSIDE,
  PARKED,
  PLANNED,
  STARTED,
  TO_BAY,
  TO_GATE,
  TO_LANE,
  TO_LOT,
  TO_LOT_STOP,
  TO_STREET,
  TO_ZONE_STALL,
  WAKE,
} from '../activities.js';
import { timeAhead_s } from '../routes/router.js';
import { bayNear } from '../standing/curb-bays.js';
import {
  endStop,
  standsToServe,
  stopAtCurb,
  stopInLot,
  walkFromStop,
} from '../standing/curb-stops.js';
import { giveUpPlace, holdPlace } from '../standing/held-places.js';
import { drivesOn, idlePlace } from '../standing/idle-places.js';
import { claimAtLot, leaveBy, park, unpark } from '../standing/parking.js';
import { foreseenRetrieval_s, isAtEntrance } from '../standing/retrieval.js';
import { placeOf, presentPlace, zonePlace } from '../standing/standing-places.js';
import { givenEnd } from './given-routes.js';
import {
  beginLeg,
  changeLeg,
  leaveRoad,
  purposeCode,
  redirect,
  strand,
  type Target,
} from './legs.js';
import { alight, arrive, board, entryAccess, giveUpTrip, startTrip } from './trips.js';

const TO_PARKING = purposeCode('toParking');
const CURB = PARKING_PLACES.indexOf('curb');

/** A car sets out earlier than it must by this share of the expected way and this time. */
const EARLY_SHARE = 0.1;
const EARLY_s = 60;

/** A car that found no stall and waits outside comes back this long before it is wanted. */
const FROM_OUTSIDE_s = 600;

/** Asked again after this time when a car cannot be sent yet (it waits to get onto the road). */
const AGAIN_s = 15;

/** The traveller wants to go: waits at the door for the car, or is already in it at a gate. */
export function startPrivateTrip(world: World, trip: number): void {
  const { trips, vehicles } = world;
  if (trips.status[trip] !== PLANNED) return;
  const vehicle = trips.vehicle[trip];
  if (trips.fromGate[trip] === NONE) {
    if (vehicles.activity[vehicle] === OUTSIDE && vehicles.nextTrip[vehicle] !== trip) return;
    startTrip(world, trip);
    return;
  }
  if (vehicles.trip[vehicle] !== NONE || vehicles.hasLeg[vehicle] === 1) return;
  startTrip(world, trip);
  if (vehicles.placeRow[vehicle] !== NONE) unpark(world, vehicle, null);
  vehicles.nextTrip[vehicle] = trips.next[trip];
  const access = entryAccess(world, trip, trips.fromGate[trip]!);
  board(world, trip, { walk_m: 0, wait_s: 0 });
  vehicles.passengerCount[vehicle] = trips.partySize[trip]!;
  beginLeg(world, vehicle, { purpose: 'occupied', trip, access }, destinationOf(world, trip));
}

function destinationOf(world: World, trip: number): Target {
  const gate = world.trips.toGate[trip]!;
  if (gate !== NONE) return { kind: TO_GATE, row: gate, ...givenEnd(world, trip) };
  return bayNear(world, world.trips.toAddress[trip]!, false);
}

/** Sets the time at which the car leaves its stall to be at the door when its traveller is. */
export function scheduleFetch(world: World, vehicle: number): void {
  const { vehicles, trips, places, calendar, clock, router } = world;
  const next = vehicles.nextTrip[vehicle];
  if (next === NONE || trips.fromAddress[next] === NONE) return;
  const to = places.addresses[trips.fromAddress[next]!]!;
  const due_s = trips.departure_s[next]!;
  const way_s = timeAhead_s(router, world.network, whereParked(world, vehicle), to, due_s);
  const drive_s = way_s < Infinity ? way_s * (1 + EARLY_SHARE) + EARLY_s : EARLY_s;
  const early_s = drive_s + foreseenRetrieval_s(world, vehicle);
  vehicles.wake_s[vehicle] = Math.max(clock.time_s, due_s - early_s);
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.fetchBegins, vehicle);
}

/** Where a car would come onto the road: its lot's first way in to the streets, or where it drives to. */
function whereParked(
  world: World,
  vehicle: number,
): { readonly link: LinkId; readonly position_m: number } {
  const { vehicles, lots, traffic, network } = world;
  // At the curb it comes out where it parked.
  if (vehicles.activity[vehicle] !== PARKED) return placeOf(world, vehicle);
  if (vehicles.place[vehicle] === CURB) return zonePlace(world, vehicles.placeRow[vehicle]!);
  const lot = vehicles.placeRow[vehicle]!;
  const { accesses } = traffic;
  const { firstTurn } = network.links;
  let access = lots.firstAccess[lot]!;
  while (
    access + 1 < lots.firstAccess[lot + 1]! &&
    firstTurn[accesses.link[access]] === firstTurn[accesses.link[access] + 1]
  ) {
    access++;
  }
  return { link: accesses.link[access] as LinkId, position_m: accesses.position_m[access]! };
}

/** The car goes for its traveller, from its stall or on its way to one. */
export function beginFetch(world: World, vehicle: number, due_s: number): void {
  const { vehicles, trips } = world;
  if (vehicles.wake_s[vehicle] !== due_s) return;
  const trip = vehicles.nextTrip[vehicle];
  if (trip === NONE || vehicles.trip[vehicle] !== NONE) return;
  if (vehicles.activity[vehicle] === ENTERING) {
    askAgain(world, vehicle);
    return;
  }
  if (!isAtEntrance(world, vehicle)) return;
  const target = bayNear(world, trips.fromAddress[trip]!, false);
  if (vehicles.activity[vehicle] === PARKED || vehicles.activity[vehicle] === OUTSIDE) {
    const access = unpark(world, vehicle, target);
    vehicles.nextTrip[vehicle] = trips.next[trip];
    beginLeg(world, vehicle, { purpose: 'pickup', trip, access }, target);
  } else if (vehicles.activity[vehicle] === DRIVING) {
    const kind = vehicles.targetKind[vehicle];
    const row = vehicles.targetRow[vehicle]!;
    // From some lanes there is no way but the one it is on: it asks again from the next street.
    if (!redirect(world, vehicle, target)) {
      askAgain(world, vehicle);
      return;
    }
    giveUpPlace(world, { kind, row });
    vehicles.nextTrip[vehicle] = trips.next[trip];
    changeLeg(world, vehicle, 'pickup', trip);
  }
}

function askAgain({ vehicles, calendar, clock }: World, vehicle: number): void {
  vehicles.wake_s[vehicle] = clock.time_s + AGAIN_s;
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.fetchBegins, vehicle);
}

/** The car has come to where its leg leads. */
export function reachPrivateTarget(world: World, vehicle: number): void {
  const { vehicles, trips, events, clock } = world;
  const trip = vehicles.trip[vehicle];
  const row = vehicles.targetRow[vehicle]!;
  switch (vehicles.targetKind[vehicle]) {
    case TO_BAY:
    case TO_LANE: {
      const mayRefuse = isFetching(world, trip);
      const address = (mayRefuse ? trips.fromAddress : trips.toAddress)[trip]!;
      const outcome = stopAtCurb(world, vehicle, { address, mayRefuse });
      if (outcome === 'stopped') servePrivate(world, vehicle);
      else if (outcome === 'refused') giveUpFetching(world, vehicle, trip);
      return;
    }
    case TO_LOT_STOP:
      stopInLot(world, vehicle);
      servePrivate(world, vehicle);
      return;
    case TO_ZONE_STALL:
      leaveRoad(world, vehicle);
      park(world, vehicle, { kind: TO_ZONE_STALL, row });
      scheduleFetch(world, vehicle);
      return;
    case TO_STREET:
      driveToIdle(world, vehicle);
      return;
    case TO_LOT:
      if (claimAtLot(world, row, { vehicle, isHeld: true })) {
        leaveRoad(world, vehicle);
        park(world, vehicle, { kind: TO_LOT, row });
        scheduleFetch(world, vehicle);
        return;
      }
      events.publish('parkingRefused', clock.time_s, { vehicle, place: 1, row });
      driveToIdle(world, vehicle);
      return;
    default:
      throw new Error(`Private vehicle ${vehicle} stopped without a target.`);
  }
}

/** The curb is full: the traveller goes another way, and the car to where it waits for the next trip. */
function giveUpFetching(world: World, vehicle: number, trip: number): void {
  giveUpTrip(world, trip, vehicle);
  driveToIdle(world, vehicle);
}

/** Its traveller is not aboard yet; on the way it may have been looking for a bay. */
const isFetching = ({ trips }: World, trip: number): boolean => trips.status[trip]! < ABOARD;

/** It has stopped: its traveller gets in or out. */
export function servePrivate(world: World, vehicle: number): void {
  const trip = world.vehicles.trip[vehicle];
  if (isFetching(world, trip)) awaitTraveller(world, vehicle, trip);
  else letOut(world, vehicle, trip);
}

/** Stands at the curb until the traveller has walked there and got in. */
function awaitTraveller(world: World, vehicle: number, trip: number): void {
  const { vehicles, trips, calendar, clock, scenario } = world;
  const way_m = walkFromStop(world, vehicle, trips.fromAddress[trip]!);
  const leaves_s = Math.max(clock.time_s, trips.departure_s[trip]!);
  trips.walk_m[trip] = way_m;
  vehicles.wake_s[vehicle] = leaves_s + way_m / scenario.walking.speed_mps + scenario.curb.dwell_s;
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** Lets the traveller out and stands for the dwell. */
function letOut(world: World, vehicle: number, trip: number): void {
  const { vehicles, trips, calendar, clock, scenario } = world;
  alight(world, trip, walkFromStop(world, vehicle, trips.toAddress[trip]!));
  vehicles.lastAddress[vehicle] = trips.toAddress[trip]!;
  vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
  vehicles.passengerCount[vehicle] = 0;
  vehicles.wake_s[vehicle] = clock.time_s + scenario.curb.dwell_s;
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** The stop is over: off with the traveller, or on to a stall, or stay for a next trip soon. */
export function endPrivateStop(world: World, vehicle: number): void {
  const { vehicles, trips, clock, scenario } = world;
  const trip = vehicles.trip[vehicle];
  if (trips.status[trip] === STARTED) {
    const walked_s = trips.walk_m[trip]! / scenario.walking.speed_mps;
    const spent_s = clock.time_s - trips.started_s[trip]! - walked_s;
    board(world, trip, { walk_m: 0, wait_s: Math.max(0, spent_s) });
    vehicles.passengerCount[vehicle] = trips.partySize[trip]!;
    vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
    goOn(world, vehicle, 'occupied', trip, destinationOf(world, trip));
    return;
  }
  if (trips.status[trip]! < ALIGHTED) throw new Error(`Trip ${trip} lost its car.`);
  vehicles.trip[vehicle] = NONE;
  const next = vehicles.nextTrip[vehicle];
  const gap_s = next === NONE ? Infinity : trips.departure_s[next]! - clock.time_s;
  const staysPut =
    standsToServe(world, vehicle) &&
    gap_s <= scenario.parking.shortStay_s &&
    trips.fromAddress[next] !== NONE;
  if (staysPut) {
    vehicles.trip[vehicle] = next;
    vehicles.nextTrip[vehicle] = trips.next[next];
    awaitTraveller(world, vehicle, next);
    return;
  }
  if (vehicles.activity[vehicle] === IN_LOT) {
    // It has a stall already.
    vehicles.activity[vehicle] = PARKED;
    scheduleFetch(world, vehicle);
    return;
  }
  driveToIdle(world, vehicle);
}

/** Empty to where it waits; out by a gate if all stalls are taken. */
function driveToIdle(world: World, vehicle: number): void {
  const { vehicles, trips, clock } = world;
  const next = vehicles.nextTrip[vehicle];
  const target = idlePlace(world, vehicle, {
    from: presentPlace(world, vehicle),
    address: vehicles.lastAddress[vehicle]!,
    next: next === NONE ? NONE : trips.fromAddress[next]!,
    stay_s: next === NONE ? Infinity : Math.max(0, trips.departure_s[next]! - clock.time_s),
    mayStay: false,
  });
  if (target === null) {
    if (world.places.gates.length === 0) throw new RunError('RUN-004', NO_STALL);
    // Nowhere to park: out by a gate, to come back when it is wanted.
    const gate = next === NONE ? 0 : Math.abs(trips.nameHash[next]!) % world.places.gates.length;
    goOn(world, vehicle, 'toParking', NONE, {
      kind: TO_GATE,
      row: gate,
      link: NONE,
      position_m: 0,
    });
    return;
  }
  holdPlace(world, target);
  goOn(world, vehicle, target.kind === TO_STREET ? 'cruising' : 'toParking', NONE, target);
  scheduleFetch(world, vehicle);
}

const NO_STALL =
  'every lot is full and there is no gate to leave by: the network has too few stalls';

/** Begins the next leg from a bay, the lane or the road; a stall held for it is given up if it cannot. */
function goOn(
  world: World,
  vehicle: number,
  purpose: 'occupied' | 'toParking' | 'cruising',
  trip: number,
  target: Target,
): void {
  const { vehicles } = world;
  const activity = vehicles.activity[vehicle];
  if (standsToServe(world, vehicle)) {
    const access = endStop(world, vehicle);
    if (beginLeg(world, vehicle, { purpose, trip, access: access as never }, target)) return;
  } else {
    if (activity === DOUBLE_PARKED) endStop(world, vehicle);
    changeLeg(world, vehicle, purpose, trip);
    if (redirect(world, vehicle, target)) return;
    if (target.kind === TO_STREET && drivesOn(world, vehicle)) return;
    strand(world, vehicle);
  }
  giveUpPlace(world, target);
}

/** The car has left the network: with its traveller, or empty because no stall was left. */
export function leavePrivate(world: World, vehicle: number): void {
  const { vehicles, trips, clock } = world;
  const trip = vehicles.trip[vehicle];
  const wasEmpty = vehicles.purpose[vehicle] === TO_PARKING;
  leaveRoad(world, vehicle);
  leaveBy(world, vehicle, vehicles.targetRow[vehicle]!);
  vehicles.trip[vehicle] = NONE;
  vehicles.passengerCount[vehicle] = 0;
  if (!wasEmpty) {
    trips.inVehicle_s[trip] = clock.time_s - trips.boarded_s[trip]!;
    arrive(world, trip, clock.time_s);
  }
  const next = vehicles.nextTrip[vehicle];
  if (next === NONE) return;
  if (trips.fromAddress[next] !== NONE) {
    vehicles.wake_s[vehicle] = Math.max(clock.time_s, trips.departure_s[next]! - FROM_OUTSIDE_s);
    world.calendar.add(vehicles.wake_s[vehicle]!, WAKE.fetchBegins, vehicle);
  } else if (trips.departure_s[next]! <= clock.time_s) {
    world.calendar.add(clock.time_s, WAKE.tripStarts, next);
  }
}
