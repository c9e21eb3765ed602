/**
 * Conservation laws: nothing is lost or made. Checked every simulated minute of every run; a break
 * stops the run with a code. Each law has a broken twin in the tests that it catches.
 */
import { RunError } from '../../base/errors.js';
import { NONE } from '../../base/ids.js';
import { FITS_m } from '../../base/units.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { createRowList, MOVER_END, ON_ROAD, type RowList } from '../../traffic/traffic-state.js';
import type { World } from '../../world.js';
import {
  DRIVING,
  ENTERING,
  IN_BAY,
  PARKED,
  PULLING_IN,
  TO_BAY,
  TO_LOT,
  TO_LOT_STOP,
  TO_ZONE_STALL,
} from '../activities.js';
import { brokenChargingLaw } from '../fleet/fleet-charging.js';
import { bayOf_m } from '../standing/curb-bays.js';
import { brokenClosedLaw, brokenTidalLaw, createSeenLanes, type SeenLanes } from './lane-laws.js';
import {
  IS_SEEN,
  IS_UNDER_WAY,
  isParkedInZone,
  isTakenInLot,
  PLACE_COUNT,
  STANDS,
} from './standing-codes.js';

/** Sums of lengths in another order: rounding is far below this. */
const TOLERANCE_m = 1e-6;

const HOLDS_STALLS = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV')];

/** Counting space, kept from check to check. */
export interface ConservationScratch {
  readonly moversOnLink: Int32Array;
  /** Of vehicles that stand: parked in zones, stopped in zones, in lots, a place before each for NONE. */
  readonly standing: Int32Array;
  /** By code of activity and place: where its rows begin in `standing`. */
  readonly firstOf: Int32Array;
  /** Parts of `standing`. */
  readonly parkedInZone: Int32Array;
  readonly stoppedInZone: Int32Array;
  readonly heldInZone: Int32Array;
  /** Metres of those that stand there or have a bay held for them. */
  readonly bays_m: Float64Array;
  readonly takenInLot: Int32Array;
  readonly expectedAtLot: Int32Array;
  /** Vehicles on the road or in a queue for it. */
  readonly underWay: RowList;
  /** Where everyone was at the last check. */
  readonly seen: SeenLanes;
}

export function createConservationScratch(world: World): ConservationScratch {
  const { network, zones, lots, vehicleCount } = world;
  const stopped = 1 + zones.capacity;
  const taken = 2 * stopped;
  const standing = new Int32Array(taken + 1 + lots.capacity);
  return {
    moversOnLink: new Int32Array(network.linkCount),
    standing,
    firstOf: Int32Array.from(STANDS, (_, code) => {
      if (isTakenInLot(code)) return taken;
      return STANDS[code] === 1 && !isParkedInZone(code) ? stopped : 0;
    }),
    parkedInZone: standing.subarray(1, stopped),
    stoppedInZone: standing.subarray(stopped + 1, taken),
    takenInLot: standing.subarray(taken + 1),
    bays_m: new Float64Array(zones.capacity),
    heldInZone: new Int32Array(zones.capacity),
    expectedAtLot: new Int32Array(lots.capacity),
    underWay: createRowList(vehicleCount),
    seen: createSeenLanes(vehicleCount),
  };
}

export function checkConservation(world: World, scratch: ConservationScratch): void {
  checkLanes(world);
  checkFlows(world, scratch);
  const counted = countVehicles(world, scratch);
  checkMovers(world, counted);
  if (counted.personCount !== world.clock.aboardCount) {
    const { personCount } = counted;
    const aboard = `${world.clock.aboardCount} aboard by their trips`;
    fail(world, 'PERSON', `${personCount} persons in vehicles, ${aboard}`);
  }
  checkStalls(world, scratch);
  checkStacks(world);
  const wrong = brokenChargingLaw(world);
  if (wrong !== null) fail(world, 'CHARGE', wrong);
  if (world.network.laneTimetables.length === 0) return;
  const closed = brokenClosedLaw(world, scratch.seen);
  if (closed !== null) fail(world, 'CLOSED', closed);
  const tidal = brokenTidalLaw(world);
  if (tidal !== null) fail(world, 'TIDAL', tidal);
}

function fail(world: World, law: string, what: string): never {
  throw new RunError(`CON-${law}`, `at ${world.clock.time_s} s: ${what}.`);
}

/** Lists whole and in order, bumpers apart, room counted rightly, movers on lanes = movers on the road. */
function checkLanes(world: World): void {
  const { traffic, network } = world;
  const { front, count: laneCounts, reserved, occupied_m } = traffic.lanes;
  const { laneCount, linkLaneCount } = network;
  let onLanes = 0;
  for (let lane = 0; lane < laneCount; lane++) {
    if (laneCounts[lane] === 0 && front[lane] === NONE) continue;
    const room_m = roomOfChecked_m(world, lane);
    if (lane < linkLaneCount && reserved[lane] === 0) {
      if (Math.abs(room_m - occupied_m[lane]!) > TOLERANCE_m) {
        fail(world, 'ROOM', `lane ${lane} counts ${occupied_m[lane]} m taken, not ${room_m}`);
      }
    }
    onLanes += laneCounts[lane]!;
  }
  if (onLanes !== traffic.counters[ON_ROAD]) {
    fail(world, 'ROAD', `${onLanes} movers on lanes, ${traffic.counters[ON_ROAD]} on the road`);
  }
}

/** What came onto a link and did not leave it is on it, or in the junction behind it. */
function checkFlows(world: World, { moversOnLink }: ConservationScratch): void {
  const { traffic, network } = world;
  const { lanes, links } = traffic;
  moversOnLink.fill(0);
  for (let lane = 0; lane < network.laneCount; lane++) {
    moversOnLink[network.lanes.link[lane]]! += lanes.count[lane]!;
  }
  for (let link = 0; link < network.linkCount; link++) {
    const left = links.startCount[link]! + links.entryCount[link]! - links.exitCount[link]!;
    if (left === moversOnLink[link]) continue;
    const what = `link ${link} holds ${moversOnLink[link]} movers, ${left} by those in and out`;
    fail(world, 'FLOW', what);
  }
}

/** Room that the movers in a lane's list take, the list checked on the way. */
function roomOfChecked_m(world: World, lane: number): number {
  const { movers, lanes, links, drivers } = world.traffic;
  const { lane: laneOf, driver, position_m, behind, laneEnd_m, limit_mps } = movers;
  const { length_m, standstillGap_m } = drivers;
  const { length_m: lengthOf_m, speed_mps: limitOf_mps } = world.network.lanes;
  const counted = lanes.count[lane]!;
  const link = world.network.lanes.link[lane]!;
  const passer = lane < world.network.linkLaneCount ? links.passer[link] : NONE;
  let count = 0;
  let room_m = 0;
  let ahead: number = NONE;
  let rearAhead_m = Infinity;
  for (let mover = lanes.front[lane]; mover !== NONE; mover = behind[mover]) {
    if (++count > counted) fail(world, 'LANE', `lane ${lane} holds more than counted`);
    if (laneOf[mover] !== lane) fail(world, 'LANE', `mover ${mover} is not on lane ${lane}`);
    if (laneEnd_m[mover] !== lengthOf_m[lane] || limit_mps[mover] !== limitOf_mps[lane]) {
      fail(world, 'LANE', `mover ${mover} takes lane ${lane} for another`);
    }
    const gap_m = rearAhead_m - position_m[mover]!;
    if (gap_m < -TOLERANCE_m) {
      fail(world, 'GAP', `movers ${mover} and ${ahead} overlap by ${-gap_m} m`);
    }
    const style = driver[mover]!;
    room_m += length_m[style]! + standstillGap_m[style]!;
    // Who passes is on the other side: it must not be in the way of the one ahead, or of oncoming ones.
    if (passer === mover) checkOncoming(world, mover, link);
    else rearAhead_m = position_m[mover]! - length_m[style]!;
    ahead = mover;
  }
  if (count !== counted) fail(world, 'LANE', `lane ${lane} holds fewer than counted`);
  return room_m;
}

/** Nobody comes along the other side of the street where a passer is. */
function checkOncoming(world: World, passer: number, link: number): void {
  const { movers, lanes, drivers } = world.traffic;
  const { links } = world.network;
  if (links.hasRoomBeside[link] === 1) return;
  const opposite = links.opposite[link]!;
  if (opposite === NONE) fail(world, 'GAP', `mover ${passer} passes where there is no room beside`);
  const front_m = movers.position_m[passer]!;
  const rear_m = front_m - drivers.length_m[movers.driver[passer]!]!;
  const first = links.firstLane[opposite]!;
  for (let lane = first; lane < first + links.laneCount[opposite]!; lane++) {
    for (let other = lanes.front[lane]; other !== NONE; other = movers.behind[other]) {
      const share = movers.position_m[other]! / links.length_m[opposite]!;
      const nose_m = links.length_m[link]! * (1 - share);
      const tail_m = nose_m + drivers.length_m[movers.driver[other]!]!;
      if (nose_m >= front_m || tail_m <= rear_m) continue;
      fail(world, 'GAP', `mover ${passer} passes where mover ${other} comes the other way`);
    }
  }
}

interface CountedVehicles {
  drivingCount: number;
  enteringCount: number;
  personCount: number;
}

/**
 * One pass over all vehicles, parked ones most of all: counts what they hold into the scratch. Every
 * vehicle is in one place: on a lane, in a queue for the road, or off it.
 */
function countVehicles(world: World, scratch: ConservationScratch): CountedVehicles {
  const { activity: activities, mover: moverOf, passengerCount, place } = world.vehicles;
  const { placeRow, heldZone, driver } = world.vehicles;
  const { bay_m } = world.traffic.drivers;
  const { standing, firstOf, heldInZone, bays_m, expectedAtLot, underWay } = scratch;
  const { vehicleCount } = world;
  const { rows } = underWay;
  standing.fill(0);
  bays_m.fill(0);
  heldInZone.fill(0);
  expectedAtLot.fill(0);
  let personCount = 0;
  let underWayCount = 0;
  let lost: number = NONE;
  // No calls in this loop: with one inlined, the engine boxes a number for each vehicle. Nine in ten
  // stand or are outside: they are counted without a branch, by tables of what they do and where.
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const code = PLACE_COUNT * activities[vehicle]! + place[vehicle]!;
    personCount += passengerCount[vehicle]!;
    standing[firstOf[code]! + STANDS[code]! * (placeRow[vehicle]! + 1)]!++;
    const held = heldZone[vehicle]!;
    if (moverOf[vehicle] === NONE && held === NONE && IS_SEEN[code] === 0) continue;
    if (held !== NONE) {
      heldInZone[held]!++;
      bays_m[held]! += bay_m[driver[vehicle]!]!;
    }
    if (IS_UNDER_WAY[code] === 1) rows[underWayCount++] = vehicle;
    else if (moverOf[vehicle] !== NONE) {
      lost = vehicle;
      break;
    } else if (activities[vehicle] === IN_BAY) {
      bays_m[placeRow[vehicle]!]! += bay_m[driver[vehicle]!]!;
    }
  }
  if (lost !== NONE) failAt(world, lost);
  const counted = { drivingCount: 0, enteringCount: 0, personCount };
  for (let at = 0; at < underWayCount; at++) checkUnderWay(world, rows[at]!, scratch, counted);
  return counted;
}

/** A vehicle with a mover, its own, and what is held for it where it goes. */
function checkUnderWay(
  world: World,
  vehicle: number,
  scratch: ConservationScratch,
  counted: CountedVehicles,
): void {
  const { vehicles, traffic } = world;
  const { movers } = traffic;
  const activity = vehicles.activity[vehicle]!;
  const mover = vehicles.mover[vehicle];
  if (activity === ENTERING) counted.enteringCount++;
  else counted.drivingCount++;
  if (mover === NONE) failAt(world, vehicle);
  if (movers.vehicle[mover] !== vehicle) fail(world, 'VEHICLE', `mover ${mover} has two vehicles`);
  if ((movers.lane[mover] === NONE) !== (activity === ENTERING)) {
    fail(world, 'VEHICLE', `vehicle ${vehicle} is on the road and in a queue, or in neither`);
  }
  if (activity === PULLING_IN) {
    scratch.stoppedInZone[vehicles.placeRow[vehicle]!]!++;
    scratch.bays_m[vehicles.placeRow[vehicle]!]! += bayOf_m(world, vehicle);
  }
  if (activity !== DRIVING && activity !== ENTERING) return;
  const target = vehicles.targetRow[vehicle]!;
  const kind = vehicles.targetKind[vehicle];
  if (kind === TO_ZONE_STALL) scratch.parkedInZone[target]!++;
  if (kind === TO_LOT && HOLDS_STALLS.includes(vehicles.vehicleClass[vehicle]!)) {
    scratch.expectedAtLot[target]!++;
  }
  if (kind === TO_LOT_STOP) scratch.expectedAtLot[target]!++;
  const held = vehicles.heldZone[vehicle]!;
  if (held !== NONE && (kind !== TO_BAY || held !== target)) {
    fail(world, 'CURB', `a bay of zone ${held} is held for vehicle ${vehicle}, bound elsewhere`);
  }
}

function failAt(world: World, vehicle: number): never {
  const { activity, mover } = world.vehicles;
  const what = `has activity ${activity[vehicle]} and mover ${mover[vehicle]}`;
  return fail(world, 'VEHICLE', `vehicle ${vehicle} ${what}`);
}

/** Movers in use = vehicles that drive or wait for the road. */
function checkMovers(world: World, { drivingCount, enteringCount }: CountedVehicles): void {
  const { movers, counters, accesses, activeAccesses } = world.traffic;
  let waiting = 0;
  for (let at = 0; at < activeAccesses.count[0]!; at++) {
    waiting += accesses.count[activeAccesses.rows[at]!]!;
  }
  let used = 0;
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    if (movers.vehicle[mover] !== NONE) used++;
  }
  const isRight =
    drivingCount === counters[ON_ROAD] &&
    enteringCount === waiting &&
    used === drivingCount + enteringCount;
  if (isRight) return;
  fail(
    world,
    'VEHICLE',
    `${drivingCount} vehicles driving and ${enteringCount} entering, ` +
      `${counters[ON_ROAD]} on the road, ${waiting} in queues, ${used} movers`,
  );
}

/** Every car of a dense lot stands in its lane, and nothing else does. */
function checkStacks(world: World): void {
  const { vehicles, vehicleCount, dense } = world;
  const { stacks, slots } = dense;
  // Without a dense lot there is no lane that a car could be said to stand in.
  if (stacks.capacity === 1) return;
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

/** Metres that signs hold for services on wheels on their way. */
function countHeld(world: World, { stoppedInZone, bays_m }: ConservationScratch): void {
  if (world.services === null) return;
  const { table, firstVehicle, vehicleCount } = world.services;
  for (let row = 0; row < vehicleCount; row++) {
    const zone = table.heldZone[row]!;
    if (zone === NONE) continue;
    stoppedInZone[zone]!++;
    bays_m[zone]! += bayOf_m(world, firstVehicle + row);
  }
}

/** Stalls and metres taken = vehicles that stand there or have been promised them. */
function checkStalls(world: World, scratch: ConservationScratch): void {
  const { zones, lots, scenario } = world;
  const { parkedInZone, stoppedInZone, heldInZone, bays_m, takenInLot, expectedAtLot } = scratch;
  const { stall_m } = scenario.parking;
  countHeld(world, scratch);
  for (let zone = 0; zone < world.timetables.length; zone++) {
    const metres_m = parkedInZone[zone]! * stall_m + bays_m[zone]!;
    const isRight =
      parkedInZone[zone] === zones.parkedCount[zone] &&
      stoppedInZone[zone] === zones.stoppedCount[zone] &&
      heldInZone[zone] === zones.heldCount[zone] &&
      Math.abs(metres_m - zones.taken_m[zone]!) < TOLERANCE_m &&
      (zones.bayRoom_m[zone] === Infinity ||
        metres_m <= zones.end_m[zone]! - zones.start_m[zone]! + FITS_m);
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
