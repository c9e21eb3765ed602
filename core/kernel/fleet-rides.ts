/**
 * Rides with the shared fleet: requests, and what fleet vehicles do between the stops that the
 * dispatcher has put into their plans (core/fleet). A vehicle's row in the fleet is its vehicle row
 * less `firstVehicle`.
 */
import { type AccessId, type LinkId, NONE } from '../base/ids.js';
import { noteVehicleAt } from '../fleet/fleet.js';
import { submitRequest } from '../fleet/requests.js';
import { completeStop, firstStop, stopsHere } from '../fleet/stop-plan.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
  type StopId,
} from '../state/fleet-tables.js';
import type { FleetOfRun, World } from '../world.js';
import {
  AT_GATE,
  DOUBLE_PARKED,
  DRIVING,
  ENTERING,
  IN_BAY,
  PARKED,
  PLANNED,
  TO_BAY,
  TO_GATE,
  TO_LANE,
  TO_LOT,
  WAKE,
} from './activities.js';
import { bayNear, endStop, placeOf, stopAtCurb, walkFromStop } from './curb-stops.js';
import { beginLeg, changeLeg, leaveRoad, redirect, strand, type Target } from './legs.js';
import { claimAtLot, giveUpStall, holdStall, lotForEmpty, park, unpark } from './parking.js';
import { expectedTime_s } from './router.js';
import { alight, arrive, board, reject, startTrip, streetIndex } from './trips.js';

/** The traveller asks for a ride at the door; the walk to the pick-up point is part of the trip. */
export function requestRide(world: World, trip: number): void {
  const { trips, clock, router, events } = world;
  if (trips.status[trip] !== PLANNED) return;
  const { plans } = fleetOf(world);
  startTrip(world, trip);
  const from = pickupTarget(world, trip);
  const to = dropoffTarget(world, trip);
  trips.pickupKind[trip] = from.kind;
  trips.pickupRow[trip] = from.row;
  trips.dropoffKind[trip] = to.kind;
  trips.dropoffRow[trip] = to.row;
  events.publish('requestSubmitted', clock.time_s, { trip, partySize: trips.partySize[trip]! });
  submitRequest(plans, {
    trip: trip as never,
    partySize: trips.partySize[trip]!,
    originLink: from.link as LinkId,
    originPosition_m: from.position_m,
    destinationLink: to.link as LinkId,
    destinationPosition_m: to.position_m,
    time_s: clock.time_s,
    direct_s: expectedTime_s(router, linkPlace(from), linkPlace(to)),
  });
}

const linkPlace = ({ link, position_m }: Target) => ({ link: link as LinkId, position_m });

const fleetOf = ({ fleet }: World): FleetOfRun => {
  if (fleet === null) throw new Error('This regime has no fleet.');
  return fleet;
};

function pickupTarget(world: World, trip: number): Target {
  const gate = world.trips.fromGate[trip]!;
  return gate === NONE
    ? bayNear(world, world.trips.fromAddress[trip]!, false)
    : gateTarget(world, trip, gate);
}

function dropoffTarget(world: World, trip: number): Target {
  const gate = world.trips.toGate[trip]!;
  return gate === NONE
    ? bayNear(world, world.trips.toAddress[trip]!, false)
    : gateTarget(world, trip, gate);
}

/** People change vehicles beyond the gate; the fleet goes out by one of its streets and comes back. */
function gateTarget({ places, trips, network }: World, trip: number, gate: number): Target {
  const { exits } = places.gates[gate]!;
  const link = exits[streetIndex({ trips }, trip, exits.length)]!;
  return { kind: TO_GATE, row: gate, link, position_m: network.links.length_m[link]! };
}

/** Lets the dispatcher decide what is undecided, and sends the vehicles whose next stop is new. */
export function dispatchRides(world: World): void {
  const fleet = fleetOf(world);
  const { plans } = fleet;
  const { events, clock } = world;
  const decidedCount = fleet.dispatch(clock.time_s);
  for (let at = 0; at < decidedCount; at++) {
    const request = plans.decided[at]! as RequestId;
    const trip = plans.requests.trip[request];
    if (plans.requests.state[request] === REQUEST_STATE.rejected) {
      reject(world, trip);
      continue;
    }
    const vehicle = fleet.firstVehicle + plans.requests.vehicle[request];
    events.publish('requestAssigned', clock.time_s, { trip, vehicle });
    steer(world, vehicle);
  }
}

/** Sends the vehicle to its first stop, unless it stands at one or waits for the road. */
function steer(world: World, vehicle: number): void {
  const { vehicles } = world;
  const target = nextTarget(world, vehicle);
  if (target === null) return;
  switch (vehicles.activity[vehicle]) {
    case PARKED: {
      const access = unpark(world, vehicle, target);
      beginLeg(world, vehicle, { ...nextLeg(world, vehicle), access }, target);
      return;
    }
    case DRIVING:
      if (isBoundFor(world, vehicle, target)) return;
      turnTo(world, vehicle, target);
      return;
    case IN_BAY:
      // Idle at the curb: its dwell is over, so it can leave at once.
      if (vehicles.wake_s[vehicle]! < 0) leaveCurb(world, vehicle, target);
      return;
    default:
  }
}

const isBoundFor = ({ vehicles }: World, vehicle: number, target: Target): boolean =>
  vehicles.target[vehicle] === target.link && vehicles.target_m[vehicle] === target.position_m;

/** On the road: to its new first stop. Where its lane leads only elsewhere, the next street decides. */
function turnTo(world: World, vehicle: number, target: Target): void {
  const { vehicles } = world;
  const kind = vehicles.targetKind[vehicle];
  const row = vehicles.targetRow[vehicle]!;
  if (!redirect(world, vehicle, target)) return;
  if (kind === TO_LOT) giveUpStall(world, row);
  const { purpose, trip } = nextLeg(world, vehicle);
  changeLeg(world, vehicle, purpose, trip);
  vehicles.searchCount[vehicle] = 0;
}

/** Off again after a stop in the lane. */
function driveOn(world: World, vehicle: number, target: Target): void {
  const { purpose, trip } = nextLeg(world, vehicle);
  changeLeg(world, vehicle, purpose, trip);
  world.vehicles.searchCount[vehicle] = 0;
  if (!redirect(world, vehicle, target)) strand(world, vehicle);
}

function leaveCurb(world: World, vehicle: number, target: Target): void {
  const access = endStop(world, vehicle);
  if (access === NONE) driveOn(world, vehicle, target);
  else beginLeg(world, vehicle, { ...nextLeg(world, vehicle), access }, target);
}

/** Purpose and trip of the way to the first stop: empty to a traveller, or with people aboard. */
function nextLeg(world: World, vehicle: number) {
  const { plans, firstVehicle } = fleetOf(world);
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId) as StopId;
  const isEmpty = world.vehicles.passengerCount[vehicle] === 0;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  return { purpose: isEmpty ? ('pickup' as const) : ('occupied' as const), trip };
}

function nextTarget(world: World, vehicle: number): Target | null {
  const { plans, firstVehicle } = fleetOf(world);
  const { trips } = world;
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId);
  if (stop === NONE) return null;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  const isPickup = plans.stops.kind[stop] === STOP_KIND.pickup;
  return {
    kind: (isPickup ? trips.pickupKind : trips.dropoffKind)[trip]!,
    row: (isPickup ? trips.pickupRow : trips.dropoffRow)[trip]!,
    link: plans.stops.link[stop],
    position_m: plans.stops.position_m[stop]!,
  };
}

/** Tells the fleet where the vehicle can next be steered, and sends it elsewhere if plans have changed. */
export function noteFleetOnLink(world: World, vehicle: number): void {
  const { vehicles, traffic, network } = world;
  const mover = vehicles.mover[vehicle];
  const link = network.lanes.link[traffic.movers.lane[mover]] as LinkId;
  noteAt(world, vehicle, { link, position_m: traffic.movers.position_m[mover]! });
  const target = nextTarget(world, vehicle);
  if (target === null || isBoundFor(world, vehicle, target)) return;
  // On the way to another bay because the planned one was full: let it be.
  if (vehicles.searchCount[vehicle]! > 0) return;
  steer(world, vehicle);
}

export function noteAt(
  world: World,
  vehicle: number,
  { link, position_m }: { readonly link: LinkId; readonly position_m: number },
): void {
  const { plans, firstVehicle } = fleetOf(world);
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  noteVehicleAt(plans, row, link, position_m, world.clock.time_s);
}

/** The vehicle has come to where its leg leads. */
export function reachFleetTarget(world: World, vehicle: number): void {
  const { vehicles, events, clock } = world;
  const row = vehicles.targetRow[vehicle]!;
  switch (vehicles.targetKind[vehicle]) {
    case TO_BAY:
    case TO_LANE:
      if (stopAtCurb(world, vehicle, addressOfStop(world, vehicle))) serveStops(world, vehicle);
      return;
    case TO_LOT:
      if (claimAtLot(world, row, true)) {
        leaveRoad(world, vehicle);
        park(world, vehicle, { kind: TO_LOT, row });
        noteAt(world, vehicle, wayOut(world, row));
        steer(world, vehicle);
        return;
      }
      events.publish('parkingRefused', clock.time_s, { vehicle, place: 1, row });
      goIdle(world, vehicle);
      return;
    default:
      throw new Error(`Fleet vehicle ${vehicle} stopped without a target.`);
  }
}

function addressOfStop(world: World, vehicle: number): number {
  const { plans, firstVehicle } = fleetOf(world);
  const { trips } = world;
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId);
  if (stop === NONE) return NONE;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  const isPickup = plans.stops.kind[stop] === STOP_KIND.pickup;
  return (isPickup ? trips.fromAddress : trips.toAddress)[trip]!;
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

/** People get in and out; the vehicle stands until the last one has come and for the dwell. */
function serveStops(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { vehicles, trips, calendar, clock, scenario } = world;
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  let ready_s = clock.time_s;
  for (let left = stopsHere(plans, row); left > 0; left--) {
    const request = completeStop(plans, row, clock.time_s);
    const trip = plans.requests.trip[request];
    const isPickup = plans.requests.state[request] === REQUEST_STATE.onboard;
    if (isPickup) {
      const walk_s = takeAboard(world, vehicle, trip);
      ready_s = Math.max(ready_s, trips.started_s[trip]! + walk_s);
    } else setDown(world, vehicle, trip, plans.requests.direct_s[request]!);
  }
  vehicles.wake_s[vehicle] = ready_s + scenario.curb.dwell_s;
  noteVehicleAt(
    plans,
    row,
    plans.vehicles.link[row] as LinkId,
    plans.vehicles.position_m[row]!,
    vehicles.wake_s[vehicle]!,
  );
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** Returns how long the traveller walks to the vehicle after leaving the door. */
function takeAboard(world: World, vehicle: number, trip: number): number {
  const { vehicles, trips, events, clock, scenario, traffic } = world;
  const address = trips.fromAddress[trip]!;
  const way_m = address === NONE ? 0 : walkFromStop(world, vehicle, address);
  const walk_s = way_m / scenario.walking.speed_mps;
  const wait_s = Math.max(0, clock.time_s - trips.started_s[trip]! - walk_s);
  board(world, trip, { walk_m: way_m, wait_s });
  // A traveller who walks longer than the vehicle takes is aboard only when the walk is over.
  trips.boarded_s[trip] = Math.max(clock.time_s, trips.started_s[trip]! + walk_s);
  vehicles.passengerCount[vehicle]! += trips.partySize[trip]!;
  events.publish('pickedUp', clock.time_s, {
    trip,
    vehicle,
    wait_s,
    odometer_m: odometerOf(world, vehicle, traffic.movers),
    onBoardCount: vehicles.passengerCount[vehicle]!,
  });
  return walk_s;
}

function setDown(world: World, vehicle: number, trip: number, direct_s: number): void {
  const { vehicles, trips, events, clock, traffic } = world;
  const address = trips.toAddress[trip]!;
  const ride_s = clock.time_s - trips.boarded_s[trip]!;
  vehicles.passengerCount[vehicle]! -= trips.partySize[trip]!;
  events.publish('droppedOff', clock.time_s, {
    trip,
    vehicle,
    ride_s,
    direct_s,
    odometer_m: odometerOf(world, vehicle, traffic.movers),
    onBoardCount: vehicles.passengerCount[vehicle]!,
  });
  if (address !== NONE) {
    alight(world, trip, walkFromStop(world, vehicle, address));
    return;
  }
  trips.inVehicle_s[trip] = ride_s;
  arrive(world, trip, clock.time_s);
}

const odometerOf = (
  { vehicles }: World,
  vehicle: number,
  movers: World['traffic']['movers'],
): number => {
  const mover = vehicles.mover[vehicle];
  return mover === NONE ? vehicles.odometer_m[vehicle]! : movers.odometer_m[mover]!;
};

/** The stop is over: to the next one, or idle. */
export function endFleetStop(world: World, vehicle: number): void {
  const { vehicles, calendar, clock, scenario } = world;
  vehicles.wake_s[vehicle] = -1;
  const target = nextTarget(world, vehicle);
  if (vehicles.activity[vehicle] === AT_GATE) {
    comeBack(world, vehicle, target);
  } else if (target !== null) {
    leaveCurb(world, vehicle, target);
  } else if (vehicles.activity[vehicle] === IN_BAY) {
    calendar.add(clock.time_s + scenario.fleet.idleStay_s, WAKE.idleEnds, vehicle);
  } else {
    goIdle(world, vehicle);
  }
}

/** An idle vehicle has stood long enough at the curb: off to a lot. */
export function endIdle(world: World, vehicle: number, due_s: number): void {
  const { vehicles, scenario } = world;
  const isIdle = vehicles.activity[vehicle] === IN_BAY && vehicles.wake_s[vehicle]! < 0;
  const stoodLongEnough = due_s - vehicles.stoppedAt_s[vehicle]! >= scenario.fleet.idleStay_s;
  if (isIdle && stoodLongEnough && nextTarget(world, vehicle) === null) goIdle(world, vehicle);
}

/** Empty to the lot that is quickest to reach; a vehicle at the curb stays if all are full. */
function goIdle(world: World, vehicle: number): void {
  const { vehicles, calendar, clock, scenario } = world;
  const from =
    vehicles.activity[vehicle] === DRIVING ? positionOf(world, vehicle) : placeOf(world, vehicle);
  const target = lotForEmpty(world, from);
  if (target === null) {
    calendar.add(clock.time_s + scenario.fleet.idleStay_s, WAKE.idleEnds, vehicle);
    return;
  }
  holdStall(world, target.row);
  const leg = { purpose: 'toParking', trip: NONE } as const;
  const access = vehicles.activity[vehicle] === DRIVING ? NONE : endStop(world, vehicle);
  if (access !== NONE) {
    if (beginLeg(world, vehicle, { ...leg, access }, target)) return;
  } else {
    changeLeg(world, vehicle, leg.purpose, leg.trip);
    if (redirect(world, vehicle, target)) return;
    strand(world, vehicle);
  }
  giveUpStall(world, target.row);
}

function positionOf({ vehicles, traffic, network }: World, vehicle: number) {
  const mover = vehicles.mover[vehicle];
  return {
    link: network.lanes.link[traffic.movers.lane[mover]] as LinkId,
    position_m: traffic.movers.position_m[mover]!,
  };
}

/** The vehicle has gone out by a gate, where people change. */
export function leaveFleet(world: World, vehicle: number): void {
  const { vehicles } = world;
  leaveRoad(world, vehicle);
  vehicles.activity[vehicle] = AT_GATE;
  serveStops(world, vehicle);
}

/** Back into the network by the street it went out by, to the next stop or a lot. */
function comeBack(world: World, vehicle: number, target: Target | null): void {
  const { vehicles, places, network, traffic } = world;
  const { entries, accesses } = places.gates[vehicles.targetRow[vehicle]!]!;
  const opposite = network.links.opposite[vehicles.target[vehicle]];
  const street = Math.max(0, entries.indexOf(opposite as LinkId));
  const access = accesses[street] as AccessId;
  if (target !== null) {
    beginLeg(world, vehicle, { ...nextLeg(world, vehicle), access }, target);
    return;
  }
  const from = { link: traffic.accesses.link[access] as LinkId, position_m: 0 };
  const lot = lotForEmpty(world, from);
  if (lot === null) {
    const { calendar, clock, scenario } = world;
    vehicles.wake_s[vehicle] = clock.time_s + scenario.fleet.idleStay_s;
    calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
    return;
  }
  holdStall(world, lot.row);
  if (!beginLeg(world, vehicle, { purpose: 'toParking', trip: NONE, access }, lot)) {
    giveUpStall(world, lot.row);
  }
}

/** True while it waits to get onto the road: it cannot be steered then. */
export const isEntering = ({ vehicles }: World, vehicle: number): boolean =>
  vehicles.activity[vehicle] === ENTERING || vehicles.activity[vehicle] === DOUBLE_PARKED;
