/**
 * Requests for rides with the shared fleet: where people get in and out, and what the dispatcher
 * (core/fleet) has decided about them.
 */
import { type LinkId, NONE } from '../base/ids.js';
import { submitRequest } from '../fleet/requests.js';
import { REQUEST_STATE, type RequestId } from '../state/fleet-tables.js';
import type { World } from '../world.js';
import { DRIVING, PLANNED, TO_GATE, TO_LOT, TO_STREET, TO_ZONE_STALL } from './activities.js';
import { bayNear } from './curb-stops.js';
import { goIdle } from './fleet-idle.js';
import { fleetOf, noteRetrievals, steer } from './fleet-steering.js';
import type { Target } from './legs.js';
import { expectedTime_s } from './router.js';
import { reject, startTrip, streetIndex } from './trips.js';

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
      reject(world, trip);
      continue;
    }
    const vehicle = fleet.firstVehicle + plans.requests.vehicle[request];
    events.publish('requestAssigned', clock.time_s, { trip, vehicle });
    steer(world, vehicle);
  }
  steerReplanned(world);
}

/** Where vehicles go that nobody wants. */
const IDLE_TARGETS: readonly number[] = [TO_LOT, TO_ZONE_STALL, TO_STREET];

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
    const vehicle = firstVehicle + row;
    if (fleetVehicles.stopCount[row]! > 0) steer(world, vehicle);
    else if (isOnWayToNobody(world, vehicle)) goIdle(world, vehicle);
  }
}
