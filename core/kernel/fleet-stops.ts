/** Fleet vehicles at their stops: people get in and out, at the curb, in the lane or beyond a gate. */
import { type AccessId, type LinkId, NONE } from '../base/ids.js';
import { noteVehicleAt } from '../fleet/fleet.js';
import { cancelRequest, completeStop, firstStop, stopsHere } from '../fleet/stop-plan.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
} from '../state/fleet-tables.js';
import type { World } from '../world.js';
import {
  AT_GATE,
  IN_BAY,
  IN_LOT,
  PARKED,
  TO_BAY,
  TO_LANE,
  TO_LOT,
  TO_LOT_STOP,
  TO_STREET,
  TO_ZONE_STALL,
  WAKE,
} from './activities.js';
import { stopAtCurb, stopInLot, walkFromStop } from './curb-stops.js';
import { goIdle, wayOut } from './fleet-idle.js';
import {
  driveOn,
  fleetOf,
  leaveCurb,
  nextLeg,
  nextTarget,
  noteAt,
  steer,
} from './fleet-steering.js';
import { zonePlace } from './idle-places.js';
import { beginLeg, leaveRoad, type Target } from './legs.js';
import { claimAtLot, giveUpStall, holdStall, lotForEmpty, park } from './parking.js';
import { alight, arrive, board, giveUpTrip, reject } from './trips.js';

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
      park(world, vehicle, { kind: TO_ZONE_STALL, row });
      noteAt(world, vehicle, zonePlace(world, row));
      steer(world, vehicle);
      return;
    case TO_STREET:
      if (nextTarget(world, vehicle) === null) goIdle(world, vehicle);
      else steer(world, vehicle);
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
    reject(world, trip);
  }
  const target = nextTarget(world, vehicle);
  if (target === null) goIdle(world, vehicle);
  else driveOn(world, vehicle, target);
}

export function addressOfStop(world: World, vehicle: number): number {
  const { plans, firstVehicle } = fleetOf(world);
  const { trips } = world;
  const stop = firstStop(plans, (vehicle - firstVehicle) as FleetVehicleId);
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
    // Ready to be driven on at speed.
    ready_s + plans.settings.dwell_s,
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
  vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
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
  vehicles.changedCount[vehicle]! += trips.partySize[trip]!;
  events.publish('droppedOff', clock.time_s, {
    trip,
    vehicle,
    ride_s,
    direct_s,
    odometer_m: odometerOf(world, vehicle, traffic.movers),
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
