/** A trip's life as its traveller sees it: out of the door, aboard, out of the vehicle, at the door. */
import { type AccessId, type LinkId, NONE } from '../../base/ids.js';
import { type FleetRules, operatorsOf } from '../../scenario/scenario.js';
import type { World } from '../../world.js';
import { ABOARD, ALIGHTED, ARRIVED, REJECTED, STARTED, WAKE } from '../activities.js';
import { freeTime_s } from '../routes/router.js';
import { givenFreeTime_s, hasGivenRoute } from './given-routes.js';

export function startTrip(world: World, trip: number): void {
  const { trips, events, clock } = world;
  trips.status[trip] = STARTED;
  trips.started_s[trip] = clock.time_s;
  trips.free_s[trip] = directTime_s(world, trip);
  events.publish('tripStarted', clock.time_s, {
    trip,
    kind: trips.kind[trip]!,
    partySize: trips.partySize[trip]!,
  });
}

/** Driving time on empty streets, by the given route or between the places on the street of the two ends. */
function directTime_s(world: World, trip: number): number {
  const { trips, places, router, network } = world;
  if (hasGivenRoute(world, trip)) return givenFreeTime_s(world, trip);
  const gate = trips.fromGate[trip]!;
  const from =
    gate === NONE
      ? places.addresses[trips.fromAddress[trip]!]!
      : { link: gateStreet(world, trip, gate), position_m: 0 };
  const toGate = trips.toGate[trip]!;
  const exits = toGate === NONE ? null : places.gates[toGate]!.exits;
  const to = toGate === NONE ? places.addresses[trips.toAddress[trip]!]! : from;
  return freeTime_s(router, network, from, exits, to);
}

/** The street of a gate by which a trip comes in: the trips of a gate share its streets evenly. */
export function gateStreet({ places, trips }: World, trip: number, gate: number): never {
  return places.gates[gate]!.entries[
    streetIndex({ trips }, trip, places.gates[gate]!.entries.length)
  ] as never;
}

/** Where a trip comes in by a gate: where its given route begins, or by one of the gate's streets. */
export function entryAccess(world: World, trip: number, gate: number): AccessId {
  const { places, givenRoutes } = world;
  const { accesses, entries } = places.gates[gate]!;
  const given = entries.indexOf(givenRoutes.firstLink[trip] as LinkId);
  return accesses[given >= 0 ? given : streetIndex(world, trip, accesses.length)]!;
}

/** Trips are spread over the streets of a gate by the hash of their names. */
export const streetIndex = (
  { trips }: Pick<World, 'trips'>,
  trip: number,
  streetCount: number,
): number => (trips.nameHash[trip]! >>> 8) % streetCount;

/** The traveller has walked `walk_m` to the vehicle, waited `wait_s` and gets in. */
export function board(world: World, trip: number, at: { walk_m: number; wait_s: number }): void {
  const { trips, clock } = world;
  clock.aboardCount += trips.partySize[trip]!;
  trips.status[trip] = ABOARD;
  trips.walk_m[trip]! += at.walk_m;
  trips.wait_s[trip]! += at.wait_s;
  trips.boarded_s[trip] = clock.time_s;
}

/** The traveller gets out and walks `walk_m` to the door. */
export function alight(world: World, trip: number, walk_m: number): void {
  const { trips, clock, calendar, scenario } = world;
  clock.aboardCount -= trips.partySize[trip]!;
  trips.status[trip] = ALIGHTED;
  trips.walk_m[trip]! += walk_m;
  trips.inVehicle_s[trip] = clock.time_s - trips.boarded_s[trip]!;
  calendar.add(clock.time_s + walk_m / scenario.walking.speed_mps, WAKE.tripArrives, trip);
}

export function arrive(world: World, trip: number, due_s: number): void {
  const { trips, events, clock, scenario } = world;
  // Who leaves by a gate is still aboard there.
  if (trips.status[trip] === ABOARD) clock.aboardCount -= trips.partySize[trip]!;
  trips.status[trip] = ARRIVED;
  const walk_m = trips.walk_m[trip]!;
  events.publish('tripArrived', clock.time_s, {
    trip,
    kind: trips.kind[trip]!,
    total_s: due_s - trips.started_s[trip]!,
    wait_s: trips.wait_s[trip]!,
    inVehicle_s: trips.inVehicle_s[trip]!,
    walk_s: walk_m / scenario.walking.speed_mps,
    walk_m,
    free_s: trips.free_s[trip]!,
    partySize: trips.partySize[trip]!,
  });
}

/** Operators that are asked before a pause. */
const operatorsInTurn = (fleet: FleetRules): number =>
  fleet.whenRefused === 'ask-others' ? operatorsOf(fleet).length : 1;

/** How often a ride can be asked for, all told. */
export const mostAskings = (fleet: FleetRules): number =>
  (1 + fleet.retries.count) * operatorsInTurn(fleet);

/** The operator that is asked now, `askedCount` askings having been refused. */
export function operatorNow({ trips, scenario }: World, trip: number): number {
  const { fleet } = scenario;
  if (fleet.whenRefused === 'stop') return trips.operator[trip]!;
  return (trips.operator[trip]! + trips.askedCount[trip]!) % operatorsOf(fleet).length;
}

/**
 * The ride is refused: the traveller asks another operator, or again after a pause, or does not
 * travel.
 */
export function reject(world: World, trip: number, refusal: Refusal): void {
  const { trips, events, clock, calendar, scenario } = world;
  const { fleet } = scenario;
  const askedCount = trips.askedCount[trip]!;
  if (askedCount < mostAskings(fleet)) {
    const isRoundOver = askedCount % operatorsInTurn(fleet) === 0;
    const again_s = clock.time_s + (isRoundOver ? fleet.retries.pause_s : 0);
    events.publish('requestRefused', clock.time_s, { trip, ...refusal, again_s });
    calendar.add(again_s, WAKE.rideAsked, trip);
    return;
  }
  trips.status[trip] = REJECTED;
  events.publish('requestRejected', clock.time_s, { trip, ...refusal });
}

/** Who refuses a ride, and why: a code in REJECTION_REASONS. */
export interface Refusal {
  readonly operator: number;
  readonly reason: number;
}

/** The curb being full, the trip is not made: a delivery, or a ride whose traveller was to be fetched. */
export function giveUpTrip(world: World, trip: number, vehicle: number): void {
  const { trips, clock, events, vehicles } = world;
  if (trips.status[trip] === ABOARD) clock.aboardCount -= trips.partySize[trip]!;
  trips.status[trip] = REJECTED;
  events.publish('stopGivenUp', clock.time_s, {
    trip,
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone: vehicles.targetRow[vehicle]!,
  });
}

/** Publishes every trip under way when the run ends, with the time it has spent so far. */
export function publishUnfinished(world: World, end_s: number): number {
  const { trips, tripCount, vehicles, events } = world;
  let count = 0;
  for (let trip = 0; trip < tripCount; trip++) {
    const status = trips.status[trip]!;
    if (status === ARRIVED || status === REJECTED) continue;
    count++;
    const began_s = trips.started_s[trip]! >= 0 ? trips.started_s[trip]! : trips.departure_s[trip]!;
    const vehicle = trips.vehicle[trip];
    const isOnRoad =
      vehicle !== NONE && vehicles.trip[vehicle] === trip && vehicles.legEntered_s[vehicle]! >= 0;
    events.publish('tripUnfinished', end_s, {
      trip,
      kind: trips.kind[trip]!,
      spent_s: Math.max(0, end_s - began_s),
      hasEntered: status >= ABOARD && (vehicle === NONE || isOnRoad || status === ALIGHTED) ? 1 : 0,
    });
  }
  return count;
}
