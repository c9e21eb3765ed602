/**
 * Conservation laws: nothing is lost or made. Checked every simulated minute of every run; a break
 * stops the run with a code. Each law has a broken twin in the tests that it catches.
 */
import { RunError } from '../base/errors.js';
import { NONE } from '../base/ids.js';
import { PARKING_PLACES, VEHICLE_CLASSES } from '../events/catalogue.js';
import { storage_m } from '../traffic/lane-queue.js';
import { MOVER_END, ON_ROAD } from '../traffic/traffic-state.js';
import type { World } from '../world.js';
import {
  AWAITING_BAY,
  DOUBLE_PARKED,
  DRIVING,
  ENTERING,
  IN_BAY,
  PARKED,
  PULLING_IN,
  TO_LOT,
  TO_ZONE_STALL,
} from './activities.js';

/** Sums of lengths in another order: rounding is far below this. */
const TOLERANCE_m = 1e-6;

const CURB = PARKING_PLACES.indexOf('curb');
const LOT = PARKING_PLACES.indexOf('lot');
const ON_ROAD_ACTIVITIES: readonly number[] = [DRIVING, DOUBLE_PARKED, PULLING_IN, AWAITING_BAY];
const HOLDS_STALLS = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV')];

/** Counting space, kept from check to check. */
export interface ConservationScratch {
  readonly parkedInZone: Int32Array;
  readonly stoppedInZone: Int32Array;
  readonly takenInLot: Int32Array;
  readonly expectedAtLot: Int32Array;
}

export const createConservationScratch = ({ zones, lots }: World): ConservationScratch => ({
  parkedInZone: new Int32Array(zones.capacity),
  stoppedInZone: new Int32Array(zones.capacity),
  takenInLot: new Int32Array(lots.capacity),
  expectedAtLot: new Int32Array(lots.capacity),
});

export function checkConservation(world: World, scratch: ConservationScratch): void {
  checkLanes(world);
  checkVehicles(world);
  checkPassengers(world);
  checkStalls(world, scratch);
  checkStacks(world);
}

function fail(world: World, law: string, what: string): never {
  throw new RunError(`CON-${law}`, `at ${world.clock.time_s} s: ${what}.`);
}

/** Lists whole and in order, bumpers apart, room counted rightly, movers on lanes = movers on the road. */
function checkLanes(world: World): void {
  const { traffic, network } = world;
  const { movers, lanes, drivers } = traffic;
  let onLanes = 0;
  for (let lane = 0; lane < network.laneCount; lane++) {
    if (lanes.count[lane] === 0 && lanes.front[lane] === NONE) continue;
    let count = 0;
    let room_m = 0;
    let ahead: number = NONE;
    for (let mover = lanes.front[lane]; mover !== NONE; mover = movers.behind[mover]) {
      if (++count > lanes.count[lane]!) fail(world, 'LANE', `lane ${lane} holds more than counted`);
      if (movers.lane[mover] !== lane) fail(world, 'LANE', `mover ${mover} is not on lane ${lane}`);
      if (ahead !== NONE) {
        const gap_m =
          movers.position_m[ahead]! -
          drivers.length_m[movers.driver[ahead]!]! -
          movers.position_m[mover]!;
        if (gap_m < -TOLERANCE_m)
          fail(world, 'GAP', `movers ${mover} and ${ahead} overlap by ${-gap_m} m`);
      }
      room_m += storage_m(traffic, movers.driver[mover]!);
      ahead = mover;
    }
    if (count !== lanes.count[lane]) fail(world, 'LANE', `lane ${lane} holds fewer than counted`);
    if (lane < network.linkLaneCount && lanes.reserved[lane] === 0) {
      if (Math.abs(room_m - lanes.occupied_m[lane]!) > TOLERANCE_m) {
        fail(world, 'ROOM', `lane ${lane} counts ${lanes.occupied_m[lane]} m taken, not ${room_m}`);
      }
    }
    onLanes += count;
  }
  if (onLanes !== traffic.counters[ON_ROAD]) {
    fail(world, 'ROAD', `${onLanes} movers on lanes, ${traffic.counters[ON_ROAD]} on the road`);
  }
}

/** Every vehicle is in one place: on a lane, in a queue for the road, or off it. */
function checkVehicles(world: World): void {
  const { vehicles, vehicleCount, traffic } = world;
  const { movers, counters, accesses, activeAccesses } = traffic;
  let driving = 0;
  let entering = 0;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const activity = vehicles.activity[vehicle]!;
    const mover = vehicles.mover[vehicle];
    const needsMover = ON_ROAD_ACTIVITIES.includes(activity) || activity === ENTERING;
    if (needsMover !== (mover !== NONE)) {
      fail(world, 'VEHICLE', `vehicle ${vehicle} has activity ${activity} and mover ${mover}`);
    }
    if (mover === NONE) continue;
    if (movers.vehicle[mover] !== vehicle)
      fail(world, 'VEHICLE', `mover ${mover} has two vehicles`);
    if (activity === ENTERING) entering++;
    else driving++;
    if ((movers.lane[mover] === NONE) !== (activity === ENTERING)) {
      fail(world, 'VEHICLE', `vehicle ${vehicle} is on the road and in a queue, or in neither`);
    }
  }
  let waiting = 0;
  for (let at = 0; at < activeAccesses.count[0]!; at++) {
    waiting += accesses.count[activeAccesses.rows[at]!]!;
  }
  let used = 0;
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    if (movers.vehicle[mover] !== NONE) used++;
  }
  if (driving !== counters[ON_ROAD] || entering !== waiting || used !== driving + entering) {
    fail(
      world,
      'VEHICLE',
      `${driving} vehicles driving and ${entering} entering, ` +
        `${counters[ON_ROAD]} on the road, ${waiting} in queues, ${used} movers`,
    );
  }
}

/** Persons in vehicles = persons of the trips that are aboard, counted as they get in and out. */
function checkPassengers(world: World): void {
  const { vehicles, vehicleCount, clock } = world;
  let inVehicles = 0;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    inVehicles += vehicles.passengerCount[vehicle]!;
  }
  if (inVehicles !== clock.aboardCount) {
    fail(
      world,
      'PERSON',
      `${inVehicles} persons in vehicles, ${clock.aboardCount} aboard by their trips`,
    );
  }
}

/** Every car of a dense lot stands in its lane, and nothing else does. */
function checkStacks(world: World): void {
  const { vehicles, vehicleCount, dense } = world;
  const { stacks, slots } = dense;
  let stored = 0;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (vehicles.stack[vehicle] !== NONE && vehicles.activity[vehicle] === PARKED) stored++;
  }
  let counted = 0;
  for (let stack = 0; stack < stacks.capacity - 1; stack++) {
    counted += stacks.count[stack]!;
    const first = stacks.firstSlot[stack]!;
    for (let slot = first; slot < stacks.firstSlot[stack + 1]!; slot++) {
      const vehicle = slots.vehicle[slot]!;
      if ((vehicle === NONE) !== slot - first >= stacks.count[stack]!) {
        fail(
          world,
          'STACK',
          `lane ${stack} counts ${stacks.count[stack]} cars, slot ${slot} differs`,
        );
      }
      if (vehicle !== NONE && vehicles.stack[vehicle] !== stack) {
        fail(
          world,
          'STACK',
          `vehicle ${vehicle} is in lane ${stack}, not ${vehicles.stack[vehicle]}`,
        );
      }
    }
  }
  if (counted !== stored) fail(world, 'STACK', `lanes hold ${counted} cars, not ${stored}`);
}

/** Stalls and metres taken = vehicles that stand there or have been promised them. */
function checkStalls(world: World, scratch: ConservationScratch): void {
  const { vehicles, vehicleCount, zones, lots, scenario } = world;
  const { parkedInZone, stoppedInZone, takenInLot, expectedAtLot } = scratch;
  for (const counts of Object.values(scratch)) counts.fill(0);
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const activity = vehicles.activity[vehicle]!;
    const row = vehicles.placeRow[vehicle]!;
    if (activity === IN_BAY || activity === PULLING_IN) stoppedInZone[row]!++;
    else if (activity === PARKED && vehicles.place[vehicle] === CURB) parkedInZone[row]!++;
    else if (activity === PARKED && vehicles.place[vehicle] === LOT) takenInLot[row]!++;
    else if (activity === DRIVING || activity === ENTERING) {
      const target = vehicles.targetRow[vehicle]!;
      const kind = vehicles.targetKind[vehicle];
      if (kind === TO_ZONE_STALL) parkedInZone[target]!++;
      if (kind === TO_LOT && HOLDS_STALLS.includes(vehicles.vehicleClass[vehicle]!)) {
        expectedAtLot[target]!++;
      }
    }
  }
  const { stall_m } = scenario.parking;
  const { bay_m } = scenario.curb;
  for (let zone = 0; zone < world.timetables.length; zone++) {
    const metres_m = parkedInZone[zone]! * stall_m + stoppedInZone[zone]! * bay_m;
    const isRight =
      parkedInZone[zone] === zones.parkedCount[zone] &&
      stoppedInZone[zone] === zones.stoppedCount[zone] &&
      Math.abs(metres_m - zones.taken_m[zone]!) < TOLERANCE_m &&
      (zones.bayRoom_m[zone] === Infinity ||
        metres_m <= zones.end_m[zone]! - zones.start_m[zone]! + 1e-3);
    if (!isRight)
      fail(world, 'CURB', `zone ${zone} counts ${zones.taken_m[zone]} m, not ${metres_m}`);
  }
  for (let lot = 0; lot < lots.capacity - 1; lot++) {
    const isRight =
      takenInLot[lot] === lots.takenCount[lot] &&
      expectedAtLot[lot] === lots.expectedCount[lot] &&
      takenInLot[lot]! <= lots.stallCount[lot]!;
    if (!isRight) {
      fail(
        world,
        'STALL',
        `lot ${lot} counts ${lots.takenCount[lot]} taken and ${lots.expectedCount[lot]} expected, not ${takenInLot[lot]} and ${expectedAtLot[lot]}`,
      );
    }
  }
}
