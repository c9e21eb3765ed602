/**
 * Journeys of cars with a driver: people in their own cars looking for stalls, vans on deliveries, and
 * through traffic in every regime.
 */
import { NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { noteMissed } from '../../curb/controller.js';
import { isForParking, releaseStall, useCode } from '../../curb/zones.js';
import { isOpenTo, servesTurn } from '../../traffic/lane-access.js';
import type { World } from '../../world.js';
import {
  DOUBLE_PARKED,
  OUTSIDE,
  PARKED,
  PLANNED,
  TO_ADDRESS,
  TO_BAY,
  TO_GATE,
  TO_LANE,
  TO_LOT,
  TO_LOT_STOP,
  TO_ZONE_STALL,
  WAKE,
} from '../activities.js';
import { walk_m } from '../places.js';
import { isClosedTo } from '../routes/class-roads.js';
import { bayNear, bayOf_m, noteFreed } from '../standing/curb-bays.js';
import {
  deliveryDwell_s,
  endStop,
  stopAtCurb,
  stopInLot,
  walkFromStop,
} from '../standing/curb-stops.js';
import {
  claimAtLot,
  hasCurbParking,
  leaveBy,
  lotNear,
  lotTarget,
  park,
  takeStallOnLink,
  unpark,
  walkFromParked,
} from '../standing/parking.js';
import { isAtEntrance } from '../standing/retrieval.js';
import { cheaperLot, cheapestLot, prefersCurb, seekerOf } from '../standing/stall-choice.js';
import { givenEnd } from './given-routes.js';
import {
  beginLeg,
  changeLeg,
  followTurn,
  leaveRoad,
  purposeCode,
  redirect,
  strand,
  type Target,
} from './legs.js';
import { alight, arrive, board, entryAccess, giveUpTrip, startTrip } from './trips.js';

const OCCUPIED = purposeCode('occupied');
const PARKING = useCode('parking');

/** The traveller leaves the door, or comes in by a gate. */
export function startOwnCarTrip(world: World, trip: number): void {
  const { trips, vehicles, calendar, clock, scenario } = world;
  const vehicle = trips.vehicle[trip];
  if (trips.status[trip] !== PLANNED || !isFree(world, vehicle, trip)) return;
  startTrip(world, trip);
  vehicles.nextTrip[vehicle] = trips.next[trip];
  vehicles.trip[vehicle] = trip as never;
  if (trips.fromGate[trip] !== NONE || vehicles.activity[vehicle] !== PARKED) {
    setOut(world, vehicle, trip);
    return;
  }
  const way_m = walkFromParked(world, vehicle, trips.fromAddress[trip]!);
  trips.walk_m[trip] = way_m;
  vehicles.wake_s[vehicle] = clock.time_s + way_m / scenario.walking.speed_mps;
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.carTaken, vehicle);
}

/**
 * False while it is still on its last trip, or its driver on the way to the door: `finishVehicle`
 * sees to it that the trip is asked for again then. Also false for a car that found no place at the start.
 */
function isFree({ vehicles, clock, trips }: World, vehicle: number, trip: number): boolean {
  const isHere = trips.fromGate[trip] !== NONE || vehicles.activity[vehicle] !== OUTSIDE;
  const isDone = vehicles.hasLeg[vehicle] === 0 && vehicles.trip[vehicle] === NONE;
  return isHere && isDone && clock.time_s >= vehicles.wake_s[vehicle]!;
}

/** The driver gets in and the car queues for the road. */
export function setOut(world: World, vehicle: number, trip: number): void {
  const { trips, vehicles } = world;
  // Out of a dense lot the driver waits at its entrance until the car is there.
  if (!isAtEntrance(world, vehicle)) return;
  board(world, trip, { walk_m: 0, wait_s: waitAtLot_s(world, vehicle, trip) });
  vehicles.passengerCount[vehicle] = trips.partySize[trip]!;
  const target = destinationOf(world, trip);
  const leg = { purpose: 'occupied', trip } as const;
  const gate = trips.fromGate[trip]!;
  if (gate !== NONE) {
    const access = entryAccess(world, trip, gate);
    if (vehicles.placeRow[vehicle] !== NONE) unpark(world, vehicle, null);
    beginLeg(world, vehicle, { ...leg, access }, target);
    return;
  }
  if (vehicles.activity[vehicle] === PARKED) {
    beginLeg(world, vehicle, { ...leg, access: unpark(world, vehicle, target) }, target);
    return;
  }
  const access = endStop(world, vehicle);
  if (access !== NONE) {
    beginLeg(world, vehicle, { ...leg, access }, target);
    return;
  }
  changeLeg(world, vehicle, 'occupied', trip);
  if (!redirect(world, vehicle, target)) strand(world, vehicle);
}

/** How long the driver has stood at the entrance of a dense lot. */
function waitAtLot_s(world: World, vehicle: number, trip: number): number {
  const { trips, vehicles, clock, scenario } = world;
  if (vehicles.retrieved_s[vehicle]! < 0) return 0;
  const walked_s = trips.walk_m[trip]! / scenario.walking.speed_mps;
  return Math.max(0, clock.time_s - trips.started_s[trip]! - walked_s);
}

/** Where the driver makes for: a gate, a bay for goods, the street of the address, or a lot. */
function destinationOf(world: World, trip: number): Target {
  const { trips, places, network } = world;
  const gate = trips.toGate[trip]!;
  if (gate !== NONE) return { kind: TO_GATE, row: gate, ...givenEnd(world, trip) };
  const address = trips.toAddress[trip]!;
  if (isVan(world, trip)) {
    return bayNear(world, address, true, bayOf_m(world, trips.vehicle[trip]));
  }
  const { link } = places.addresses[address]!;
  const lotWanted = cheaperLot(world, trip);
  if (lotWanted !== NONE) return lotTarget(world, lotWanted, places.addresses[address]!);
  if (hasCurbParking(world, address)) {
    // A driver who wants a stall looks along the whole street of the address.
    return { kind: TO_ADDRESS, row: address, link, position_m: network.links.length_m[link]! };
  }
  const lot = lotNear(world, address, trips.vehicle[trip]);
  if (lot !== NONE) return lotTarget(world, lot, places.addresses[address]!);
  return { kind: TO_ADDRESS, row: address, link, position_m: network.links.length_m[link]! };
}

const VAN = 3;
const isVan = ({ trips }: World, trip: number): boolean => trips.kind[trip] === VAN;

/** The car has come onto a link: a driver near the address looks for a stall on it. */
export function lookForStall(world: World, vehicle: number): void {
  const { vehicles, traffic, network, trips, clock } = world;
  if (vehicles.targetKind[vehicle] !== TO_ADDRESS) return;
  const { movers } = traffic;
  const mover = vehicles.mover[vehicle];
  const link = network.lanes.link[movers.lane[mover]];
  const isSearching = vehicles.searchStart_s[vehicle]! >= 0;
  if (!isSearching && link !== vehicles.target[vehicle]) return;
  const address = trips.toAddress[vehicles.trip[vehicle]]!;
  const weighs = world.scenario.parking.stallChoice === 'cheapest';
  const stall = takeStallOnLink(world, link, {
    from_m: movers.position_m[mover]!,
    address,
    seeker: weighs ? seekerOf(world, vehicles.trip[vehicle]) : null,
  });
  if (stall !== null) {
    if (!redirect(world, vehicle, stall)) {
      releaseStall(world.zones, stall.row, world.scenario.parking.stall_m);
      noteFreed(world, stall.row);
    }
    return;
  }
  noteMissed(world, link, PARKING);
  if (!isSearching) {
    vehicles.searchStart_s[vehicle] = clock.time_s;
    vehicles.searchCount[vehicle] = 0;
    changeLeg(world, vehicle, 'cruising', vehicles.trip[vehicle]);
  }
  searchOn(world, vehicle, link, address);
}

/** The next street to look along, or a lot when the driver has had enough; false if there is neither. */
function searchOn(world: World, vehicle: number, link: number, address: number): boolean {
  const { vehicles, clock, scenario } = world;
  const searched_s = clock.time_s - vehicles.searchStart_s[vehicle]!;
  vehicles.searchCount[vehicle]!++;
  if (searched_s >= scenario.parking.searchLimit_s || !hasCurbParking(world, address)) {
    if (goToLot(world, vehicle, address)) return true;
  }
  const turn = nextStreet(world, vehicle, link, address);
  if (turn === NONE) return goToLot(world, vehicle, address);
  const next = world.network.turns.to[turn];
  const position_m = world.network.links.length_m[next]!;
  followTurn(world, vehicle, turn, { kind: TO_ADDRESS, row: address, link: next, position_m });
  return true;
}

function goToLot(world: World, vehicle: number, address: number): boolean {
  const { network, traffic, vehicles } = world;
  const lot = lotWanted(world, vehicle, address);
  if (lot === NONE) return false;
  const mover = vehicles.mover[vehicle];
  const link = network.lanes.link[traffic.movers.lane[mover]] as never;
  const from = { link, position_m: traffic.movers.position_m[mover]! };
  return redirect(world, vehicle, lotTarget(world, lot, from));
}

/** The nearest with a free stall, or the cheapest of those near for a driver who weighs. */
function lotWanted(world: World, vehicle: number, address: number): number {
  if (world.scenario.parking.stallChoice === 'cheapest') {
    const { lot } = cheapestLot(world, seekerOf(world, world.vehicles.trip[vehicle]));
    if (lot !== NONE) return lot;
  }
  return lotNear(world, address, vehicle) as number;
}

/** Weight of chance against nearness in the choice of the next street, in walking limits. */
const WANDERING = 0.5;

/** The turn into, of the streets ahead, the one nearest the address, with some chance in it; one with a curb to park at if there is. */
function nextStreet(world: World, vehicle: number, link: number, address: number): number {
  const { network, traffic, vehicles, trips, places, zones, scenario } = world;
  const { links, turns, nodes } = network;
  const lane = traffic.movers.lane[vehicles.mover[vehicle]];
  const at = places.addresses[address]!;
  const count = trips.nameHash[vehicles.trip[vehicle]]! + vehicles.searchCount[vehicle]!;
  let best: number = NONE;
  let bestCost = Infinity;
  for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
    const next = turns.to[turn];
    if (!servesTurn(traffic, lane, turn) || !leadsOn(world, vehicle, next)) continue;
    if (isClosedTo(world.router, vehicles.vehicleClass[vehicle]!, turn)) continue;
    const end = links.to[next];
    const distance = walk_m(at, nodes.x_m[end]!, nodes.y_m[end]!) / scenario.parking.walkLimit_m;
    const hasCurb = places.zonesOnLink[next]!.some((zone) => isForParking(zones, zone));
    const chance = draw(
      scenario.seed,
      PURPOSE.search,
      vehicles.nameHash[vehicle]! ^ links.nameHash[next]!,
      count,
    );
    const cost = distance + WANDERING * chance + (hasCurb ? 0 : 1);
    if (cost < bestCost) {
      best = turn;
      bestCost = cost;
    }
  }
  return best;
}

/** Can one who has looked along `link`, on its right, go on to a street that leads not only out of the network? */
function leadsOn({ network, traffic, vehicles }: World, vehicle: number, link: number): boolean {
  const { links, turns } = network;
  const mover = vehicles.mover[vehicle];
  let lane = links.firstLane[link + 1]! - 1;
  while (lane > links.firstLane[link]! && !isOpenTo(traffic, mover, lane)) lane--;
  for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
    const next = turns.to[turn];
    const hasTurns = links.firstTurn[next] !== links.firstTurn[next + 1];
    if (hasTurns && servesTurn(traffic, lane, turn)) return true;
  }
  return false;
}

/** The car has come to where its leg leads. */
export function reachOwnCarTarget(world: World, vehicle: number): void {
  const { vehicles, trips, events, clock } = world;
  const trip = vehicles.trip[vehicle];
  const row = vehicles.targetRow[vehicle]!;
  switch (vehicles.targetKind[vehicle]) {
    case TO_ZONE_STALL:
      endAt(world, vehicle, trip, { kind: TO_ZONE_STALL, row });
      return;
    case TO_LOT:
      if (claimAtLot(world, row, { vehicle, isHeld: false })) {
        endAt(world, vehicle, trip, { kind: TO_LOT, row });
        return;
      }
      events.publish('parkingRefused', clock.time_s, { vehicle, place: LOT_PLACE, row });
      if (vehicles.purpose[vehicle] === OCCUPIED) changeLeg(world, vehicle, 'cruising', trip);
      if (prefersCurb(world, trip)) vehicles.searchStart_s[vehicle] = clock.time_s;
      else if (goToLot(world, vehicle, trips.toAddress[trip]!)) return;
      cruiseFrom(world, vehicle);
      return;
    case TO_ADDRESS:
      cruiseFrom(world, vehicle);
      return;
    case TO_BAY:
    case TO_LANE:
      stopWithGoods(world, vehicle, trip);
      return;
    case TO_LOT_STOP:
      stopInLot(world, vehicle);
      deliver(world, vehicle, trip);
      return;
    default:
      throw new Error(`Vehicle ${vehicle} stopped without a target.`);
  }
}

function stopWithGoods(world: World, vehicle: number, trip: number): void {
  const mayRefuse = world.vehicles.nextTrip[vehicle] !== NONE;
  const address = world.trips.toAddress[trip]!;
  const outcome = stopAtCurb(world, vehicle, { address, mayRefuse });
  if (outcome === 'stopped') deliver(world, vehicle, trip);
  else if (outcome === 'refused') giveUpDelivery(world, vehicle, trip);
}

/** The curb is full: the goods stay aboard, and the driver goes on to the next place at once. */
function giveUpDelivery(world: World, vehicle: number, trip: number): void {
  const { vehicles, trips } = world;
  const next = vehicles.nextTrip[vehicle];
  giveUpTrip(world, trip, vehicle);
  vehicles.nextTrip[vehicle] = trips.next[next];
  startTrip(world, next);
  board(world, next, { walk_m: 0, wait_s: 0 });
  vehicles.passengerCount[vehicle] = trips.partySize[next]!;
  vehicles.searchCount[vehicle] = 0;
  changeLeg(world, vehicle, 'occupied', next);
  if (!redirect(world, vehicle, destinationOf(world, next))) strand(world, vehicle);
}

const LOT_PLACE = 1;

/** At the end of a street without a stall: on along the next one. */
function cruiseFrom(world: World, vehicle: number): void {
  const { vehicles, network, traffic, trips } = world;
  const link = network.lanes.link[traffic.movers.lane[vehicles.mover[vehicle]]];
  const address = trips.toAddress[vehicles.trip[vehicle]]!;
  if (!searchOn(world, vehicle, link, address)) strand(world, vehicle);
}

function endAt(
  world: World,
  vehicle: number,
  trip: number,
  at: { kind: number; row: number },
): void {
  const { trips } = world;
  leaveRoad(world, vehicle);
  park(world, vehicle, at);
  finish(world, vehicle, trip, walkFromParked(world, vehicle, trips.toAddress[trip]!));
}

/** The car has left the network with its traveller. */
export function leaveWithTraveller(world: World, vehicle: number): void {
  const { vehicles, trips, clock } = world;
  const trip = vehicles.trip[vehicle];
  leaveRoad(world, vehicle);
  leaveBy(world, vehicle, trips.toGate[trip]!);
  trips.inVehicle_s[trip] = clock.time_s - trips.boarded_s[trip]!;
  arrive(world, trip, clock.time_s);
  finishVehicle(world, vehicle, clock.time_s);
}

function finish(world: World, vehicle: number, trip: number, way_m: number): void {
  const { clock, scenario } = world;
  alight(world, trip, way_m);
  finishVehicle(world, vehicle, clock.time_s + way_m / scenario.walking.speed_mps);
}

/** The vehicle is free; its next trip starts as planned, or at once if that is late. */
function finishVehicle(world: World, vehicle: number, free_s: number): void {
  const { vehicles, trips, calendar } = world;
  vehicles.trip[vehicle] = NONE;
  vehicles.passengerCount[vehicle] = 0;
  vehicles.searchStart_s[vehicle] = -1;
  vehicles.wake_s[vehicle] = free_s;
  const next = vehicles.nextTrip[vehicle];
  if (next === NONE) return;
  const planned_s = trips.departure_s[next]!;
  // A trip due while the car is away finds it busy; it is asked for again once the car is free.
  if (planned_s <= free_s) calendar.add(free_s, WAKE.tripStarts, next);
}

/** The van or robot stands; its goods are carried to the door. */
export function deliver(world: World, vehicle: number, trip: number): void {
  const { vehicles, calendar, clock, trips } = world;
  alight(world, trip, walkFromStop(world, vehicle, trips.toAddress[trip]!));
  vehicles.passengerCount[vehicle] = 0;
  vehicles.wake_s[vehicle] = clock.time_s + deliveryDwell_s(world, vehicle);
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** The delivery is done: a van in a bay waits there for its next trip, one in the lane goes on at once. */
export function endDelivery(world: World, vehicle: number): void {
  const { vehicles, trips, clock } = world;
  vehicles.trip[vehicle] = NONE;
  const next = vehicles.nextTrip[vehicle];
  if (next === NONE) return;
  const isDue = trips.departure_s[next]! <= clock.time_s;
  if (isDue || vehicles.activity[vehicle] === DOUBLE_PARKED) startOwnCarTrip(world, next);
}
