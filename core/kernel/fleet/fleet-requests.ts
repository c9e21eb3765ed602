/**
 * Requests for rides with the shared fleet: where people get in and out, and what the dispatcher
 * (core/fleet) has decided about them.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { submitRequest } from '../../fleet/requests.js';
import { type FleetVehicleId, REQUEST_STATE, type RequestId } from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import { DRIVING, PLANNED, TO_GATE } from '../activities.js';
import type { Target } from '../journeys/legs.js';
import { operatorNow, reject, startTrip, streetIndex } from '../journeys/trips.js';
import { expectedTime_s } from '../routes/router.js';
import { bayNear } from '../standing/curb-bays.js';
import { goIdle } from './fleet-idle.js';
import { noteRetrievals, steer } from './fleet-steering.js';
import { fleetOf, IDLE_TARGETS, isFree } from './fleet-vehicles.js';

/**
 * The traveller leaves the door, and asks for a ride there unless that has been done ahead; the walk
 * to the pick-up point is part of the trip.
 */
export function requestRide(world: World, trip: number): void {
  const { trips } = world;
  if (trips.status[trip] !== PLANNED) return;
  startTrip(world, trip);
  if (trips.askedCount[trip] === 0) askForRide(world, trip);
}

/** Ahead of the departure, at it, or again after a refusal. */
export function askForRide(world: World, trip: number): void {
  const { trips, clock, router, events } = world;
  const { plans } = fleetOf(world);
  const from = pickupTarget(world, trip);
  const to = dropoffTarget(world, trip);
  trips.pickupKind[trip] = from.kind;
  trips.pickupRow[trip] = from.row;
  trips.dropoffKind[trip] = to.kind;
  trips.dropoffRow[trip] = to.row;
  const earliest_s = Math.max(clock.time_s, trips.departure_s[trip]!);
  const partySize = trips.partySize[trip]!;
  const { maxWait_s, prebooking } = world.scenario.fleet;
  const wait_s = earliest_s > clock.time_s ? prebooking.window_s : maxWait_s;
  const window = { earliest_s, latest_s: earliest_s + wait_s };
  const operator = operatorNow(world, trip);
  const isFirst = trips.askedCount[trip]!++ === 0;
  if (isFirst)
    events.publish('requestSubmitted', clock.time_s, { trip, operator, partySize, ...window });
  else events.publish('requestRepeated', clock.time_s, { trip, operator, ...window });
  submitRequest(plans, {
    trip: trip as never,
    partySize,
    operator,
    originLink: from.link as LinkId,
    originPosition_m: from.position_m,
    destinationLink: to.link as LinkId,
    destinationPosition_m: to.position_m,
    time_s: clock.time_s,
    earliest_s,
    maxWait_s: wait_s,
    direct_s:
      isServedAt(world, from) && isServedAt(world, to)
        ? expectedTime_s(router, linkPlace(from), linkPlace(to))
        : Number.POSITIVE_INFINITY,
  });
}

/** Beyond a gate vehicles turn round. */
const isServedAt = (world: World, { kind, link }: Target): boolean =>
  kind === TO_GATE || fleetOf(world).isServed[link] === 1;

const linkPlace = ({ link, position_m }: Target) => ({ link: link as LinkId, position_m });

export function pickupTarget(world: World, trip: number): Target {
  const gate = world.trips.fromGate[trip]!;
  return gate === NONE
    ? bayNear(world, world.trips.fromAddress[trip]!, false)
    : gateTarget(world, trip, gate);
}

export function dropoffTarget(world: World, trip: number): Target {
  const gate = world.trips.toGate[trip]!;
  return gate === NONE
    ? bayNear(world, world.trips.toAddress[trip]!, false)
    : gateTarget(world, trip, gate);
}

/** People change vehicles beyond the gate; the fleet goes out by one of its streets and comes back. */
function gateTarget({ places, trips, network }: World, trip: number, gate: number): Target {
  const row = places.fleetGates[gate]!;
  const { exits } = places.gates[row]!;
  const link = exits[streetIndex({ trips }, trip, exits.length)]!;
  return { kind: TO_GATE, row, link, position_m: network.links.length_m[link]! };
}

/** Lets the dispatcher decide what is undecided, and sends the vehicles whose next stop is new. */
export function dispatchRides(world: World): void {
  const fleet = fleetOf(world);
  const { plans } = fleet;
  const { events, clock } = world;
  noteRetrievals(world);
  const decidedCount = fleet.dispatch(clock.time_s);
  for (let at = 0; at < decidedCount; at++) {
    const request = plans.decided[at]! as RequestId;
    const trip = plans.requests.trip[request];
    if (plans.requests.state[request] === REQUEST_STATE.rejected) {
      const operator = plans.requests.operator[request]!;
      reject(world, trip, { operator, reason: plans.requests.rejection[request]! });
      continue;
    }
    const vehicle = fleet.firstVehicle + plans.requests.vehicle[request];
    plans.requests.toldVehicle[request] = plans.requests.vehicle[request];
    events.publish('requestAssigned', clock.time_s, { trip, vehicle });
    steer(world, vehicle);
  }
  steerReplanned(world);
  if (fleet.hasBookings) steerDue(world);
}

/** Vehicles that have waited until it was time to set out for a prebooked ride. */
function steerDue(world: World): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { stopCount, capacity } = plans.vehicles;
  for (let row = 0; row < capacity; row++) {
    if (stopCount[row]! > 0 && isFree(world, firstVehicle + row)) steer(world, firstVehicle + row);
  }
}

/** Another vehicle comes for those whose rides have been traded. */
function tellTraded(world: World, row: FleetVehicleId): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { requests, stops } = plans;
  for (let stop = plans.vehicles.firstStop[row]; stop !== NONE; stop = stops.next[stop]) {
    const request = stops.request[stop] as RequestId;
    const told = requests.toldVehicle[request];
    if (told === NONE || told === row) continue;
    requests.toldVehicle[request] = row;
    world.events.publish('requestTraded', world.clock.time_s, {
      trip: requests.trip[request],
      vehicle: firstVehicle + row,
      from: firstVehicle + told,
    });
  }
}

/** Not one on its way to a lot, which was given a request and lost it again in one dispatch. */
const isOnWayToNobody = ({ vehicles }: World, vehicle: number): boolean =>
  vehicles.activity[vehicle] === DRIVING && !IDLE_TARGETS.includes(vehicles.targetKind[vehicle]!);

/** Vehicles that have traded stops; one that is left without any has nowhere to go. */
function steerReplanned(world: World): void {
  const { plans, firstVehicle } = fleetOf(world);
  const { isReplanned, vehicles: fleetVehicles } = plans;
  for (let row = 0; row < isReplanned.length; row++) {
    if (isReplanned[row] === 0) continue;
    isReplanned[row] = 0;
    tellTraded(world, row as FleetVehicleId);
    const vehicle = firstVehicle + row;
    if (fleetVehicles.stopCount[row]! > 0) steer(world, vehicle);
    else if (isOnWayToNobody(world, vehicle)) goIdle(world, vehicle);
  }
}
