/**
 * A bus on one departure of its line: from stop to stop by the line's own streets, into the curb for
 * buses or, where there is none or it is full, standing in the lane. At a stop those get in who have
 * come since the last bus did, as far as there is room, and of those aboard as many get out as go
 * no farther on average. So a late bus meets more people, stands longer and gets later still.
 */
import { type AccessId, NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { noteMissed } from '../../curb/controller.js';
import { claimBay, isForBuses, useCode } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { TO_BAY, TO_GATE, TO_LANE, WAKE } from '../activities.js';
import {
  beginLeg,
  changeLeg,
  followWay,
  leaveRoad,
  strand,
  type Target,
} from '../journeys/legs.js';
import { bayOf_m } from '../standing/curb-bays.js';
import { endStop, pullIn, stopInLane } from '../standing/curb-stops.js';
import { publishRefusal } from '../standing/full-curbs.js';
import type { LinePlan } from './service-plans.js';
import {
  accessOf,
  DONE,
  endService,
  lineOf,
  rowOfService,
  servicesOf,
  UNDER_WAY,
} from './services.js';

const BUS_CURB = useCode('bus');
const HOUR_s = 3600;

export function startBus(world: World, vehicle: number): void {
  const { clock, vehicles } = world;
  const line = lineOf(world, vehicle);
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const leg = { purpose: 'occupied', trip: NONE, access: accessOf(world, line.start) } as const;
  const way = line.ways[0]!.turns;
  table.started_s[row] = clock.time_s;
  table.since_s[row] = clock.time_s;
  table.since_m[row] = vehicles.odometer_m[vehicle]!;
  const sets = beginLeg(world, vehicle, { ...leg, way }, stopTarget(world, line, 0));
  table.stage[row] = sets ? UNDER_WAY : DONE;
}

function stopTarget({ places }: World, line: LinePlan, at: number): Target {
  const { zone, link, position_m } = line.stops[at]!;
  return zone === null
    ? { kind: TO_LANE, row: NONE, link, position_m }
    : { kind: TO_BAY, row: places.zoneRow.get(zone)!, link, position_m };
}

/** It has come to its stop. */
export function reachBusStop(world: World, vehicle: number): void {
  const { vehicles, zones } = world;
  if (vehicles.targetKind[vehicle] === TO_BAY) {
    const zone = vehicles.targetRow[vehicle]!;
    if (isForBuses(zones, zone)) {
      if (claimBay(zones, zone, bayOf_m(world, vehicle))) {
        if (pullIn(world, vehicle, zone)) serveBusStop(world, vehicle);
        return;
      }
      publishRefusal(world, vehicle, zone, 'stop-in-lane');
    }
    noteMissed(world, zones.link[zone], BUS_CURB);
  }
  stopInLane(world, vehicle);
  serveBusStop(world, vehicle);
}

/** It stands: people get out and in. */
export function serveBusStop(world: World, vehicle: number): void {
  const { vehicles, clock, calendar, scenario } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const line = lineOf(world, vehicle);
  const at = table.nextStop[row]!;
  const onBoardCount = vehicles.passengerCount[vehicle]!;
  const alightedCount = alightingAt(world, vehicle, line, at, onBoardCount);
  const waitingCount = waitingAt(world, vehicle, line, at);
  const roomCount = Math.max(0, line.seatCount - onBoardCount + alightedCount);
  const boardedCount = Math.min(waitingCount, roomCount);
  table.alightedCount[row] = alightedCount;
  table.boardedCount[row] = boardedCount;
  table.leftBehindCount[row] = waitingCount - boardedCount;
  vehicles.passengerCount[vehicle] = onBoardCount + boardedCount - alightedCount;
  vehicles.changedCount[vehicle] = boardedCount + alightedCount;
  clock.aboardCount += boardedCount - alightedCount;
  const { doors_s, boarding_s, alighting_s } = scenario.buses;
  const changing_s = Math.max(boardedCount * boarding_s, alightedCount * alighting_s);
  const dwell_s = line.dwell_s > 0 ? line.dwell_s : doors_s + changing_s;
  vehicles.wake_s[vehicle] = clock.time_s + dwell_s;
  calendar.add(clock.time_s + dwell_s, WAKE.stopEnds, vehicle);
}

/** Everyone goes to any later stop as likely as to another: 1 in as many as are left gets out here. */
function alightingAt(
  world: World,
  vehicle: number,
  line: LinePlan,
  at: number,
  onBoardCount: number,
): number {
  const leftCount = line.stops.length - at;
  if (leftCount <= 1) return onBoardCount;
  return whole(world, onBoardCount / leftCount, vehicle, 2 * at);
}

/** Those whom the last bus left, and those who have come since it did; nobody at the last stop. */
function waitingAt(world: World, vehicle: number, line: LinePlan, at: number): number {
  const { clock } = world;
  const { stops } = servicesOf(world);
  const stop = stopRow(world, vehicle, at);
  const stopCount = line.stops.length;
  if (at === stopCount - 1) return 0;
  const counted_s = stops.counted_s[stop]!;
  const since_s = counted_s < 0 ? line.headway_s : clock.time_s - counted_s;
  stops.counted_s[stop] = clock.time_s;
  const came = (line.boardings_perHour / (stopCount - 1) / HOUR_s) * since_s;
  return stops.waitingCount[stop]! + whole(world, came, vehicle, 2 * at + 1);
}

/** A whole number that is `mean` on average, up or down by a draw of the run. */
function whole(
  { scenario, vehicles }: World,
  mean: number,
  vehicle: number,
  count: number,
): number {
  const drawn = draw(scenario.seed, PURPOSE.boarding, vehicles.nameHash[vehicle]!, count);
  return Math.floor(mean + drawn);
}

function stopRow(world: World, vehicle: number, at: number): number {
  const { runs, firstStop } = servicesOf(world);
  return firstStop[runs[rowOfService(world, vehicle)]!.line]! + at;
}

/** The doors close: on to the next stop, out of the network, or out of service. */
export function endBusStop(world: World, vehicle: number): void {
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const line = lineOf(world, vehicle);
  const isInLane = world.vehicles.mover[vehicle] !== NONE;
  const dwell_s = world.clock.time_s - world.vehicles.stoppedAt_s[vehicle]!;
  const access = endStop(world, vehicle);
  noteServed(world, vehicle, { dwell_s, isInLane });
  const next = ++table.nextStop[row]!;
  if (next < line.stops.length) {
    driveOn(world, vehicle, access, stopTarget(world, line, next), line.ways[next]!.turns);
    return;
  }
  if (line.exit === null) {
    if (isInLane) leaveRoad(world, vehicle);
    endBus(world, vehicle);
    return;
  }
  const gate = world.places.gateRow.get(line.exit.gate)!;
  const { link } = line.exit;
  const position_m = world.network.links.length_m[link]!;
  const target = { kind: TO_GATE, row: gate, link, position_m };
  driveOn(world, vehicle, access, target, line.ways[next]!.turns);
}

function driveOn(
  world: World,
  vehicle: number,
  access: AccessId | typeof NONE,
  target: Target,
  way: readonly number[],
): void {
  if (access !== NONE) {
    const leg = { purpose: 'occupied', trip: NONE, access, way } as const;
    if (!beginLeg(world, vehicle, leg, target)) endService(world, vehicle);
    return;
  }
  changeLeg(world, vehicle, 'occupied', NONE);
  if (!followWay(world, vehicle, way, target)) strand(world, vehicle);
}

function noteServed(
  world: World,
  vehicle: number,
  { dwell_s, isInLane }: { readonly dwell_s: number; readonly isInLane: boolean },
): void {
  const { vehicles, events, clock, traffic } = world;
  const { table, stops, runs } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const at = table.nextStop[row]!;
  const stop = stopRow(world, vehicle, at);
  const odometer_m = isInLane
    ? traffic.movers.odometer_m[vehicles.mover[vehicle]]!
    : vehicles.odometer_m[vehicle]!;
  const left_s = stops.left_s[stop]!;
  events.publish('busServed', clock.time_s, {
    vehicle,
    line: runs[row]!.line,
    stop: at,
    boardedCount: table.boardedCount[row]!,
    alightedCount: table.alightedCount[row]!,
    leftBehindCount: table.leftBehindCount[row]!,
    dwell_s,
    headway_s: left_s < 0 ? -1 : clock.time_s - left_s,
    run_s: clock.time_s - table.since_s[row]!,
    way_m: odometer_m - table.since_m[row]!,
    isInLane: isInLane ? 1 : 0,
  });
  stops.left_s[stop] = clock.time_s;
  stops.waitingCount[stop] = table.leftBehindCount[row]!;
  stops.servedCount[stop]!++;
  table.since_s[row] = clock.time_s;
  table.since_m[row] = odometer_m;
}

/** It has left the network, or stands at its last stop with nobody aboard. */
export function endBus(world: World, vehicle: number): void {
  const { events, clock, vehicles } = world;
  const { table, runs } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  events.publish('busRunEnded', clock.time_s, {
    vehicle,
    line: runs[row]!.line,
    run_s: clock.time_s - table.started_s[row]!,
    way_m: vehicles.odometer_m[vehicle]!,
  });
  endService(world, vehicle);
}
