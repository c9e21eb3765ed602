/**
 * Services on wheels: a shop, office or clinic comes to a curb zone or a lot at its hour, takes metres
 * or a stall there for hours, and goes back. Metres at the curb are held for it by signs as soon as
 * there are any, from two hours before; where it finds none when it comes, it turns back.
 */
import { NONE } from '../../base/ids.js';
import { claimBay, releaseBay } from '../../curb/zones.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import type { World } from '../../world.js';
import { PARKED, TO_BAY, TO_GATE, TO_LOT, WAKE } from '../activities.js';
import { beginLeg, changeLeg, leaveRoad, redirect, strand, type Target } from '../journeys/legs.js';
import { bayOf_m } from '../standing/curb-bays.js';
import { endStop, pullIn } from '../standing/curb-stops.js';
import { publishRefusal } from '../standing/full-curbs.js';
import { claimAtLot, park, unpark } from '../standing/parking.js';
import type { VisitPlan } from './service-plans.js';
import {
  AT_PLACE,
  accessOf,
  DONE,
  RETURNING,
  rowOfService,
  STAGE_PLANNED,
  servicesOf,
  UNDER_WAY,
  visitOf,
} from './services.js';

const LOT = PARKING_PLACES.indexOf('lot');

/** How often it is looked whether metres for it have become free. */
const LOOK_s = 60;

const planOf = (world: World, vehicle: number): VisitPlan =>
  servicesOf(world).plans.visits[visitOf(world, vehicle)]!;

/** Signs keep metres free for it, now or a minute later, until it is there. */
export function holdPlace(world: World, vehicle: number, due_s: number): void {
  const { zones, calendar, places } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const plan = planOf(world, vehicle);
  if (plan.isLot || table.stage[row]! > UNDER_WAY || table.heldZone[row] !== NONE) return;
  const zone = places.zoneRow.get(plan.place)!;
  if (claimBay(zones, zone, bayOf_m(world, vehicle))) table.heldZone[row] = zone;
  else calendar.add(due_s + LOOK_s, WAKE.placeHeld, vehicle);
}

export function startVisit(world: World, vehicle: number): void {
  const { places, zones } = world;
  const { table } = servicesOf(world);
  const plan = planOf(world, vehicle);
  const row = rowOfService(world, vehicle);
  const access = accessOf(world, plan.start);
  const leg = { purpose: 'occupied', trip: NONE, access } as const;
  const target: Target = plan.isLot
    ? { kind: TO_LOT, row: places.lotRow.get(plan.place)!, ...plan.at }
    : { kind: TO_BAY, row: places.zoneRow.get(plan.place)!, ...plan.at };
  const sets = table.stage[row] === STAGE_PLANNED && beginLeg(world, vehicle, leg, target);
  table.stage[row] = sets ? UNDER_WAY : DONE;
  const held = table.heldZone[row]!;
  if (sets || held === NONE) return;
  releaseBay(zones, held, bayOf_m(world, vehicle));
  table.heldZone[row] = NONE;
}

/** It has come to its zone or lot. */
export function reachVisitPlace(world: World, vehicle: number): void {
  const { vehicles, zones } = world;
  const { table } = servicesOf(world);
  const service = rowOfService(world, vehicle);
  const row = vehicles.targetRow[vehicle]!;
  if (vehicles.targetKind[vehicle] === TO_LOT) {
    if (!claimAtLot(world, row, { vehicle, isHeld: false })) {
      turnBack(world, vehicle);
      return;
    }
    leaveRoad(world, vehicle);
    park(world, vehicle, { kind: TO_LOT, row });
    openVisit(world, vehicle);
    return;
  }
  const isHeld = table.heldZone[service] === row;
  if (!isHeld && !claimBay(zones, row, bayOf_m(world, vehicle))) {
    publishRefusal(world, vehicle, row, 'refuse');
    turnBack(world, vehicle);
    return;
  }
  table.heldZone[service] = NONE;
  table.stage[service] = AT_PLACE;
  if (pullIn(world, vehicle, row)) openVisit(world, vehicle);
}

/** There is no room: back by where it came from. */
function turnBack(world: World, vehicle: number): void {
  const { events, clock } = world;
  const { table } = servicesOf(world);
  table.stage[rowOfService(world, vehicle)] = RETURNING;
  events.publish('visitRefused', clock.time_s, { vehicle, visit: visitOf(world, vehicle) });
  changeLeg(world, vehicle, 'occupied', NONE);
  if (!redirect(world, vehicle, wayBack(world, vehicle))) strand(world, vehicle);
}

const wayBack = (world: World, vehicle: number): Target => ({
  kind: TO_GATE,
  row: world.places.gateRow.get(planOf(world, vehicle).start.gate!)!,
  link: NONE,
  position_m: 0,
});

/** It stands and is open until it has to leave. */
export function openVisit(world: World, vehicle: number): void {
  const { calendar, clock, events, vehicles } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const { arrives_s, leaves_s } = planOf(world, vehicle);
  table.stage[row] = AT_PLACE;
  table.started_s[row] = clock.time_s;
  const late_s = Math.max(0, clock.time_s - arrives_s);
  events.publish('visitOpened', clock.time_s, { vehicle, visit: visitOf(world, vehicle), late_s });
  vehicles.wake_s[vehicle] = Math.max(leaves_s, clock.time_s);
  calendar.add(vehicles.wake_s[vehicle]!, WAKE.stopEnds, vehicle);
}

export function endVisit(world: World, vehicle: number): void {
  const { vehicles, events, clock, scenario, traffic } = world;
  const { table } = servicesOf(world);
  const row = rowOfService(world, vehicle);
  const isParked = vehicles.activity[vehicle] === PARKED && vehicles.place[vehicle] === LOT;
  events.publish('visitClosed', clock.time_s, {
    vehicle,
    visit: visitOf(world, vehicle),
    stood_s: clock.time_s - table.started_s[row]!,
    metres_m: isParked
      ? scenario.parking.stall_m
      : traffic.drivers.bay_m[vehicles.driver[vehicle]!]!,
  });
  table.stage[row] = RETURNING;
  const target = wayBack(world, vehicle);
  const access = isParked ? unpark(world, vehicle, target) : endStop(world, vehicle);
  if (access === NONE) throw new Error(`Vehicle ${vehicle} stood in the lane.`);
  const leg = { purpose: 'occupied', trip: NONE, access } as const;
  if (!beginLeg(world, vehicle, leg, target)) table.stage[row] = DONE;
}
