/**
 * Emergency vehicles: out to an address after a call, with priority; some minutes at the scene, at the
 * curb if there is room in a zone near the address, else in the lane; and back without priority.
 */
import { type MoverId, NONE } from '../../base/ids.js';
import { claimBay, hasBay, useCode } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { IN_BAY, TO_BAY, TO_GATE, TO_LANE, WAKE } from '../activities.js';
import { CALM_DRIVER } from '../controls/traffic-setup.js';
import { beginLeg, changeLeg, leaveRoad, redirect, strand, type Target } from '../journeys/legs.js';
import { bayOf_m } from '../standing/curb-bays.js';
import { endStop, pullIn, stopInLane } from '../standing/curb-stops.js';
import type { CallPlan } from './service-plans.js';
import {
  AT_PLACE,
  accessOf,
  callOf,
  DONE,
  endService,
  RETURNING,
  rowOfService,
  servicesOf,
  UNDER_WAY,
} from './services.js';

const NO_STOPPING = useCode('none');

/** Farther than this from the door the crew rather stops in the lane. */
const NEAR_m = 60;

const planOf = (world: World, vehicle: number): CallPlan =>
  servicesOf(world).plans.calls[callOf(world, vehicle)]!;

export function startCall(world: World, vehicle: number): void {
  const { table } = servicesOf(world);
  const plan = planOf(world, vehicle);
  const row = rowOfService(world, vehicle);
  table.started_s[row] = plan.made_s;
  const leg = { purpose: 'occupied', trip: NONE, access: accessOf(world, plan.start) } as const;
  const sets = beginLeg(world, vehicle, leg, sceneOf(world, vehicle, plan));
  table.stage[row] = sets ? UNDER_WAY : DONE;
}

/** The nearest zone to the address with room, of whatever use; else the lane before the door. */
function sceneOf(world: World, vehicle: number, plan: CallPlan): Target {
  const { places, zones } = world;
  const address = places.addressRow.get(plan.address)!;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (extra_m > NEAR_m || zones.use[row] === NO_STOPPING) continue;
    if (!hasBay(zones, row, bayOf_m(world, vehicle))) continue;
    const position_m = (zones.start_m[row]! + zones.end_m[row]!) / 2;
    return { kind: TO_BAY, row, link: zones.link[row], position_m };
  }
  return { kind: TO_LANE, row: address, ...plan.at };
}

/** It has come to the scene, or back to its station. */
export function reachCall(world: World, vehicle: number): void {
  const { vehicles, zones } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  if (table.stage[row] === RETURNING) {
    leaveRoad(world, vehicle);
    endService(world, vehicle);
    return;
  }
  noteReached(world, vehicle);
  table.stage[row] = AT_PLACE;
  const zone = vehicles.targetRow[vehicle]!;
  if (vehicles.targetKind[vehicle] === TO_BAY && claimBay(zones, zone, bayOf_m(world, vehicle))) {
    if (pullIn(world, vehicle, zone)) standAtScene(world, vehicle);
    return;
  }
  stopInLane(world, vehicle);
  standAtScene(world, vehicle);
}

function noteReached(world: World, vehicle: number): void {
  const { events, clock, traffic, vehicles } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const response_s = clock.time_s - table.started_s[row]!;
  events.publish('callReached', clock.time_s, {
    vehicle,
    call: callOf(world, vehicle),
    response_s,
    drive_s: clock.time_s - vehicles.legEntered_s[vehicle]!,
    way_m: traffic.movers.odometer_m[vehicles.mover[vehicle]]!,
  });
}

export function standAtScene(world: World, vehicle: number): void {
  const { vehicles, calendar, clock, scenario } = world;
  vehicles.wake_s[vehicle] = clock.time_s + scenario.emergency.onScene_s;
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

/** Back to its station, as others drive. */
export function endScene(world: World, vehicle: number): void {
  const { vehicles, traffic } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  table.stage[row] = RETURNING;
  const access = endStop(world, vehicle);
  vehicles.driver[vehicle] = CALM_DRIVER;
  const targets = waysBack(world, vehicle);
  if (access !== NONE) {
    const leg = { purpose: 'occupied', trip: NONE, access } as const;
    // Where one way back does not exist it stands in its bay again: from there the next is tried.
    const sets = targets.some((target) => {
      if (vehicles.activity[vehicle] === IN_BAY && target !== targets[0]) endStop(world, vehicle);
      return beginLeg(world, vehicle, leg, target);
    });
    if (!sets) table.stage[row] = DONE;
    return;
  }
  traffic.movers.driver[vehicles.mover[vehicle] as MoverId] = CALM_DRIVER;
  changeLeg(world, vehicle, 'occupied', NONE);
  if (!targets.some((target) => redirect(world, vehicle, target))) strand(world, vehicle);
}

/** To its station; where no street leads back there, out by any gate. */
const waysBack = (world: World, vehicle: number): Target[] => [
  stationTarget(world, vehicle),
  ...world.places.gates.flatMap(({ exits }, row) =>
    exits.length === 0 ? [] : [{ kind: TO_GATE, row, link: NONE, position_m: 0 }],
  ),
];

function stationTarget(world: World, vehicle: number): Target {
  const { start } = planOf(world, vehicle);
  if (start.gate === null) {
    return { kind: TO_LANE, row: NONE, link: start.link, position_m: start.position_m };
  }
  const row = world.places.gateRow.get(start.gate)!;
  return { kind: TO_GATE, row, link: NONE, position_m: 0 };
}
