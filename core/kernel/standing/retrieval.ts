/**
 * Cars in dense lots: stored when they park, and brought to the entrance, other cars moved out of
 * the way, before they set out.
 */
import { NONE } from '../../base/ids.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import {
  carsBefore,
  isStacked,
  meanMoves,
  retrieveCar,
  storeCar,
} from '../../parking/dense-lot.js';
import type { World } from '../../world.js';
import { PARKED, WAKE } from '../activities.js';

const LOT = PARKING_PLACES.indexOf('lot');

/** The vehicle has been given a stall of the lot: in a dense one it takes its place in a lane. */
export function store(world: World, vehicle: number, lot: number): void {
  const { vehicles, dense, lots } = world;
  vehicles.retrieved_s[vehicle] = -1;
  vehicles.stack[vehicle] = isStacked(lots, lot) ? storeCar(dense, lot, vehicle) : NONE;
}

/**
 * Can it set out now? If not it is being brought to the entrance, and the calendar will wake it
 * there (`WAKE.retrieved`).
 */
export function isAtEntrance(world: World, vehicle: number): boolean {
  const { vehicles, clock } = world;
  if (vehicles.retrieved_s[vehicle]! >= 0) return clock.time_s >= vehicles.retrieved_s[vehicle]!;
  if (!isStored(world, vehicle)) return true;
  beginRetrieval(world, vehicle);
  return false;
}

/** It leaves the lot: whatever its retrieval was, it is over. */
export function leaveStack(world: World, vehicle: number): void {
  const { vehicles } = world;
  if (isStored(world, vehicle)) takeOut(world, vehicle);
  vehicles.retrieved_s[vehicle] = -1;
}

/** Nobody wants it any more: back from the entrance into a lane. */
export function storeAgain(world: World, vehicle: number): void {
  const { vehicles } = world;
  if (vehicles.retrieved_s[vehicle]! < 0) return;
  store(world, vehicle, vehicles.placeRow[vehicle]!);
}

/** What its retrieval would take if it began now, s; 0 where it can leave at once. */
export function expectedRetrieval_s(world: World, vehicle: number): number {
  const { vehicles, dense, lots, scenario, clock } = world;
  if (vehicles.retrieved_s[vehicle]! >= 0) {
    return Math.max(0, vehicles.retrieved_s[vehicle]! - clock.time_s);
  }
  if (!isStored(world, vehicle)) return 0;
  const isTwoEnded = lots.isTwoEnded[vehicles.placeRow[vehicle]!] === 1;
  const before = carsBefore(dense, vehicles.stack[vehicle]!, vehicle, isTwoEnded);
  const { retrieval_s, move_s, movedCars } = scenario.parking;
  const busy_s = Math.max(0, dense.stacks.busyUntil_s[vehicles.stack[vehicle]!]! - clock.time_s);
  return busy_s + retrieval_s + (movedCars === 'put-back' ? 2 : 1) * before * move_s;
}

/** The same some hours ahead, when its lane may have filled: that of a car at random, or more. */
export function foreseenRetrieval_s(world: World, vehicle: number): number {
  const { vehicles, lots, scenario } = world;
  if (!isStored(world, vehicle)) return 0;
  const lot = vehicles.placeRow[vehicle]!;
  const { retrieval_s, move_s, movedCars } = scenario.parking;
  const putsBack = movedCars === 'put-back';
  const moves = meanMoves(lots.depth[lot]!, lots.isTwoEnded[lot] === 1, putsBack);
  return Math.max(retrieval_s + moves * move_s, expectedRetrieval_s(world, vehicle));
}

function isStored({ vehicles }: World, vehicle: number): boolean {
  return (
    vehicles.activity[vehicle] === PARKED &&
    vehicles.place[vehicle] === LOT &&
    vehicles.stack[vehicle] !== NONE
  );
}

function beginRetrieval(world: World, vehicle: number): void {
  const { vehicles, dense, clock, calendar, scenario } = world;
  const { retrieval_s, move_s } = scenario.parking;
  const { busyUntil_s } = dense.stacks;
  const stack = vehicles.stack[vehicle]!;
  const moveCount = takeOut(world, vehicle);
  vehicles.asked_s[vehicle] = clock.time_s;
  vehicles.moveCount[vehicle] = moveCount;
  busyUntil_s[stack] =
    Math.max(clock.time_s, busyUntil_s[stack]!) + retrieval_s + moveCount * move_s;
  vehicles.retrieved_s[vehicle] = busyUntil_s[stack]!;
  calendar.add(vehicles.retrieved_s[vehicle]!, WAKE.retrieved, vehicle);
}

function takeOut(world: World, vehicle: number): number {
  const { vehicles, dense, lots, scenario } = world;
  const lot = vehicles.placeRow[vehicle]!;
  const stack = vehicles.stack[vehicle]!;
  vehicles.stack[vehicle] = NONE;
  return retrieveCar(
    dense,
    lot,
    { stack, vehicle },
    {
      isTwoEnded: lots.isTwoEnded[lot] === 1,
      putsBack: scenario.parking.movedCars === 'put-back',
      moved: (other, to) => {
        vehicles.stack[other] = to;
      },
    },
  );
}

/** Publishes that a retrieval is over. */
export function noteRetrieved(world: World, vehicle: number): void {
  const { vehicles, events, clock } = world;
  events.publish('retrieved', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    lot: vehicles.placeRow[vehicle]!,
    moveCount: vehicles.moveCount[vehicle]!,
    retrieval_s: vehicles.retrieved_s[vehicle]! - vehicles.asked_s[vehicle]!,
  });
}
