/** Fleet vehicles at their stops: people get in and out, at the curb, in the lane or beyond a gate. */
import { type AccessId, type LinkId, NONE, type None } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { REJECTION_REASONS } from '../../events/catalogue.js';
import { noteVehicleAt } from '../../fleet/fleet.js';
import { cancelRequest, completeStop, firstStop, stopsHere } from '../../fleet/stop-plan.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
  type StopId,
} from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import {
  AT_GATE,
  IN_BAY,
  IN_LOT,
  PARKED,
  PLANNED,
  TO_BAY,
  TO_LANE,
  TO_LOT,
  TO_LOT_STOP,
  TO_STREET,
  TO_ZONE_STALL,
  WAKE,
} from '../activities.js';
import { beginLeg, leaveRoad, odometerOf_m, type Target } from '../journeys/legs.js';
import { alight, arrive, board, giveUpTrip, reject } from '../journeys/trips.js';
import { stopAtCurb, stopInLot, walkFromStop } from '../standing/curb-stops.js';
import { claimAtLot, giveUpStall, holdStall, lotForEmpty, park } from '../standing/parking.js';
import { zonePlace } from '../standing/standing-places.js';
import { giveUpCharger, lookAtBattery, plugIn } from './fleet-batteries.js';
import { AGAIN_s, goIdle } from './fleet-idle.js';
import { wayOut } from './fleet-moves.js';
import {
  driveOn,
  isEarly,
  isUnwanted,
  leaveCurb,
  nextLeg,
  nextTarget,
  noteAt,
  steer,
} from './fleet-steering.js';
import { fleetOf } from './fleet-vehicles.js';

const FULL_CURB = REJECTION_REASONS.indexOf('fullCurb');

/** The vehicle has come to where its leg leads. */
export function reachFleetTarget(world: World, vehicle: number): void {
  const { vehicles, events, clock } = world;
  const row = vehicles.targetRow[vehicle]!;
  switch (vehicles.targetKind[vehicle]) {
    case TO_BAY:
    case TO_LANE:
      stopForRiders(world, vehicle);
      return;
    case TO_LOT_STOP:
      stopInLot(world, vehicle);
      serveStops(world, vehicle);
      return;
    case TO_ZONE_STALL:
      leaveRoad(world, vehicle);
      lookAtBattery(world, vehicle);
      park(world, vehicle, { kind: TO_ZONE_STALL, row });
      noteAt(world, vehicle, zonePlace(world, row));
      plugIn(world, vehicle);
      steer(world, vehicle);
      return;
    case TO_STREET:
      if (isUnwanted(world, vehicle)) goIdle(world, vehicle);
      else steer(world, vehicle);
      return;
    case TO_LOT:
      if (claimAtLot(world, row, { vehicle, isHeld: true })) {
        leaveRoad(world, vehicle);
        lookAtBattery(world, vehicle);
        park(world, vehicle, { kind: TO_LOT, row });
        noteAt(world, vehicle, wayOut(world, row));
        plugIn(world, vehicle);
        steer(world, vehicle);
        return;
      }
      events.publish('parkingRefused', clock.time_s, { vehicle, place: 1, row });
      giveUpCharger(world, vehicle);
      goIdle(world, vehicle);
      return;
    default:
      throw new Error(`Fleet vehicle ${vehicle} stopped without a target.`);
  }
}

function stopForRiders(world: World, vehicle: number): void {
  const stop = { address: addressOfStop(world, vehicle), mayRefuse: onlyPicksUp(world, vehicle) };
  const outcome = stopAtCurb(world, vehicle, stop);
  if (outcome === 'stopped') serveStops(world, vehicle);
  else if (outcome === 'refused') giveUpRiders(world, vehicle);
}

/** Are its next stops, all at one place, for people who wait there? */
function onlyPicksUp(world: World, vehicle: number): boolean {
  const { plans, firstVehicle } = fleetOf(world);
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  let stop: number = firstStop(plans, row);
  for (let left = stopsHere(plans, row); left > 0; left--) {
    if (plans.stops.kind[stop] !== STOP_KIND.pickup) return false;
    stop = plans.stops.next[stop]!;
  }
  return true;
}

/** The curb is full: those who wait there are not picked up, and the vehicle goes on with its plan. */
function giveUpRiders(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  for (let left = stopsHere(plans, row); left > 0; left--) {
    const stop = firstStop(plans, row);
    const request = plans.stops.request[stop] as RequestId;
    const trip = plans.requests.trip[request];
    cancelRequest(plans, row, request, world.clock.time_s);
    giveUpTrip(world, trip, vehicle);
    reject(world, trip, { operator: plans.vehicles.operator[row]!, reason: FULL_CURB });
  }
  const target = nextTarget(world, vehicle);
  if (target === null) goIdle(world, vehicle);
  else driveOn(world, vehicle, target);
}

export function addressOfStop(world: World, vehicle: number): number {
  const { plans } = fleetOf(world);
  const { trips } = world;
  const stop = firstStopOf(world, vehicle);
  if (stop === NONE) return NONE;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  const isPickup = plans.stops.kind[stop] === STOP_KIND.pickup;
  return (isPickup ? trips.fromAddress : trips.toAddress)[trip]!;
}

/** People get in and out; the vehicle stands until the last one has come and for the dwell. */
export function serveStops(world: World, vehicle: number): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { vehicles, trips, calendar, clock, scenario } = world;
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  let ready_s = clock.time_s;
  let extra_s = 0;
  let personCount = 0;
  for (let left = stopsHere(plans, row); left > 0; left--) {
    if (!isFirstThere(world, row)) {
      // It has let people out and need not stand here for so long.
      if (personCount > 0 && isEarly(world, vehicle)) break;
      awaitTraveller(world, vehicle, ready_s);
      return;
    }
    const request = completeStop(plans, row, clock.time_s);
    const trip = plans.requests.trip[request];
    const isPickup = plans.requests.state[request] === REQUEST_STATE.onboard;
    personCount += trips.partySize[trip]!;
    if (isSlow(world, trip)) extra_s += scenario.fleet.boarding.slow_s;
    if (isPickup) {
      const walk_s = takeAboard(world, vehicle, trip);
      ready_s = Math.max(ready_s, trips.started_s[trip]! + walk_s);
    } else setDown(world, vehicle, trip, plans.requests.direct_s[request]!);
  }
  extra_s += scenario.fleet.boarding.perPerson_s * Math.max(0, personCount - 1);
  vehicles.wake_s[vehicle] = ready_s + scenario.curb.dwell_s + extra_s;
  noteVehicleAt(
    plans,
    row,
    plans.vehicles.link[row] as LinkId,
    plans.vehicles.position_m[row]!,
    // Ready to be driven on at speed.
    Math.max(ready_s + plans.settings.dwell_s, vehicles.wake_s[vehicle]!),
  );
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** Its next stop is a drop-off, or a pick-up whose traveller has left the door. */
function isFirstThere({ fleet, trips }: World, row: FleetVehicleId): boolean {
  const { plans } = fleet!;
  const stop = plans.vehicles.firstStop[row] as StopId;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  return plans.stops.kind[stop] === STOP_KIND.dropoff || trips.status[trip] !== PLANNED;
}

/** It stands until a traveller who has prebooked leaves the door; `ready_s` ends what goes on now. */
function awaitTraveller(world: World, vehicle: number, ready_s: number): void {
  const { vehicles, trips, calendar, fleet } = world;
  const { plans, firstVehicle } = fleet!;
  const stop = plans.vehicles.firstStop[(vehicle - firstVehicle) as FleetVehicleId] as StopId;
  const trip = plans.requests.trip[plans.stops.request[stop]];
  vehicles.trip[vehicle] = trip;
  vehicles.wake_s[vehicle] = Math.max(ready_s, trips.departure_s[trip]!);
  const { link, position_m } = plans.stops;
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  noteVehicleAt(plans, row, link[stop] as LinkId, position_m[stop]!, vehicles.wake_s[vehicle]!);
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.boardingOpens, vehicle);
}

/** The traveller is out of the door; or another vehicle comes by now, and this one goes on. */
export function openBoarding(world: World, vehicle: number, due_s: number): void {
  const { vehicles } = world;
  if (vehicles.wake_s[vehicle] !== due_s) return;
  const stop = firstStopOf(world, vehicle);
  const { requests, stops } = fleetOf(world).plans;
  const isAwaited = stop !== NONE && requests.trip[stops.request[stop]] === vehicles.trip[vehicle];
  if (isAwaited) serveStops(world, vehicle);
  else endFleetStop(world, vehicle);
}

const firstStopOf = (world: World, vehicle: number): StopId | None => {
  const { plans, firstVehicle } = fleetOf(world);
  return firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId);
};

/** Some travellers need more time to get in and out: the same ones in every run of a seed. */
function isSlow({ scenario, trips }: World, trip: number): boolean {
  const { slowShare } = scenario.fleet.boarding;
  if (slowShare === 0) return false;
  return draw(scenario.seed, PURPOSE.slowBoarding, trips.nameHash[trip]!) < slowShare;
}

/** Returns how long the traveller walks to the vehicle after leaving the door. */
function takeAboard(world: World, vehicle: number, trip: number): number {
  const { vehicles, trips, events, clock, scenario } = world;
  const address = trips.fromAddress[trip]!;
  const way_m = address === NONE ? 0 : walkFromStop(world, vehicle, address);
  const walk_s = way_m / scenario.walking.speed_mps;
  const wait_s = Math.max(0, clock.time_s - trips.started_s[trip]! - walk_s);
  board(world, trip, { walk_m: way_m, wait_s });
  // A traveller who walks longer than the vehicle takes is aboard only when the walk is over.
  trips.boarded_s[trip] = Math.max(clock.time_s, trips.started_s[trip]! + walk_s);
  vehicles.passengerCount[vehicle]! += trips.partySize[trip]!;
  vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
  events.publish('pickedUp', clock.time_s, {
    trip,
    vehicle,
    wait_s,
    odometer_m: odometerOf_m(world, vehicle),
    onBoardCount: vehicles.passengerCount[vehicle]!,
  });
  return walk_s;
}

function setDown(world: World, vehicle: number, trip: number, direct_s: number): void {
  const { vehicles, trips, events, clock } = world;
  const address = trips.toAddress[trip]!;
  const ride_s = clock.time_s - trips.boarded_s[trip]!;
  vehicles.passengerCount[vehicle]! -= trips.partySize[trip]!;
  vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
  events.publish('droppedOff', clock.time_s, {
    trip,
    vehicle,
    ride_s,
    direct_s,
    odometer_m: odometerOf_m(world, vehicle),
    onBoardCount: vehicles.passengerCount[vehicle]!,
  });
  world.vehicles.lastAddress[vehicle] = address;
  if (address !== NONE) {
    alight(world, trip, walkFromStop(world, vehicle, address));
    return;
  }
  trips.inVehicle_s[trip] = ride_s;
  arrive(world, trip, clock.time_s);
}

/** The stop is over: to the next one, or idle. */
export function endFleetStop(world: World, vehicle: number): void {
  const { vehicles, calendar, clock, scenario } = world;
  vehicles.wake_s[vehicle] = -1;
  const target = isUnwanted(world, vehicle) ? null : nextTarget(world, vehicle);
  if (vehicles.activity[vehicle] === AT_GATE) {
    comeBack(world, vehicle, target);
  } else if (target !== null) {
    leaveCurb(world, vehicle, target);
  } else if (vehicles.activity[vehicle] === IN_BAY) {
    calendar.add(clock.time_s + scenario.fleet.idleStay_s, WAKE.idleEnds, vehicle);
  } else if (vehicles.activity[vehicle] === IN_LOT) {
    // It has a stall already.
    vehicles.activity[vehicle] = PARKED;
    noteAt(world, vehicle, wayOut(world, vehicles.placeRow[vehicle]!));
  } else {
    goIdle(world, vehicle);
  }
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
  const lot = lotForEmpty(world, from, vehicle);
  if (lot === null) {
    const { calendar, clock, scenario } = world;
    vehicles.wake_s[vehicle] = clock.time_s + Math.max(scenario.fleet.idleStay_s, AGAIN_s);
    calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
    return;
  }
  holdStall(world, lot.row);
  if (!beginLeg(world, vehicle, { purpose: 'toParking', trip: NONE, access }, lot)) {
    giveUpStall(world, lot.row);
  }
}
