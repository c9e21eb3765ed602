/**
 * Shifts: when each fleet vehicle is on duty. Vehicles share the shifts in turn, in the order of rows;
 * a plan is made only as far as it ends within the shift, and off duty a vehicle stands in its depot,
 * the lot where it began the day.
 */
import { NONE } from '../../base/ids.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import { CHARGE_STAGE, type FleetVehicleId } from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import { DRIVING, PARKED, WAKE } from '../activities.js';
import { hasStallFor } from '../standing/lot-access.js';
import { lotForEmpty, lotTarget } from '../standing/parking.js';
import { placeOf, presentPlace, zonePlace } from '../standing/standing-places.js';
import { sendEmpty, wayOut } from './fleet-moves.js';
import { fleetOf, isFree, isOffDuty } from './fleet-vehicles.js';

const LOT = PARKING_PLACES.indexOf('lot');
const DAY_s = 86_400;

/** Who is on duty at the start, and when that changes for the first time. */
export function beginShifts(world: World): void {
  const { scenario, calendar, clock, events } = world;
  const { shifts } = scenario.fleet;
  if (shifts === null) return;
  const { plans, firstVehicle } = fleetOf(world);
  for (let row = 0; row < plans.vehicles.capacity; row++) {
    const vehicle = firstVehicle + row;
    const start_s = shifts.starts_s[row % shifts.starts_s.length]!;
    const since_s = (((clock.time_s - start_s) % DAY_s) + DAY_s) % DAY_s;
    const began_s = clock.time_s - since_s;
    const isOnDuty = since_s < shifts.length_s;
    const end_s = began_s + shifts.length_s;
    plans.vehicles.dutyEnd_s[row] = isOnDuty ? end_s : OFF_DUTY;
    if (!isOnDuty) events.publish('shiftEnded', clock.time_s, { vehicle });
    calendar.add(isOnDuty ? end_s : began_s + DAY_s, WAKE.shiftChanges, vehicle);
  }
}

const OFF_DUTY = -1;

/** The calendar's entry: its shift begins, or is over. */
export function changeShift(world: World, vehicle: number, due_s: number): void {
  const { calendar, events } = world;
  const { length_s } = world.scenario.fleet.shifts!;
  const { plans, firstVehicle } = fleetOf(world);
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  if (plans.vehicles.dutyEnd_s[row] === due_s) {
    plans.vehicles.dutyEnd_s[row] = OFF_DUTY;
    events.publish('shiftEnded', due_s, { vehicle });
    calendar.add(due_s - length_s + DAY_s, WAKE.shiftChanges, vehicle);
    sendToDepot(world, vehicle);
    return;
  }
  plans.vehicles.dutyEnd_s[row] = due_s + length_s;
  plans.vehicles.changedAt[row] = plans.ledger.dispatchCount[0]!;
  events.publish('shiftBegan', due_s, { vehicle });
  calendar.add(due_s + length_s, WAKE.shiftChanges, vehicle);
}

/** Those off duty that have become idle since go to their depots. */
export function sendOffDutyHome(world: World): void {
  const { fleet, scenario, vehicleCount } = world;
  if (fleet === null || scenario.fleet.shifts === null) return;
  for (let vehicle = fleet.firstVehicle; vehicle < vehicleCount; vehicle++) {
    if (isOffDuty(world, vehicle)) sendToDepot(world, vehicle);
  }
}

/** Home, if it is idle and can set out; where its depot is full, one at the curb goes to another lot. */
export function sendToDepot(world: World, vehicle: number): boolean {
  const { vehicles, fleet } = world;
  const { plans, firstVehicle, depotOf, charging } = fleet!;
  const row = (vehicle - firstVehicle) as FleetVehicleId;
  const depot = depotOf[row]!;
  const activity = vehicles.activity[vehicle];
  const isParked = activity === PARKED;
  const isInLot = isParked && vehicles.place[vehicle] === LOT;
  const isThere = isInLot && vehicles.placeRow[vehicle] === depot;
  const isStored = vehicles.stack[vehicle] !== NONE || vehicles.retrieved_s[vehicle]! >= 0;
  const isCharging = charging !== null && charging.batteries.stage[row] !== CHARGE_STAGE.none;
  const isBusy = plans.vehicles.stopCount[row]! > 0 || !isFree(world, vehicle);
  if (isBusy || isThere || isCharging || (isParked && isStored)) return false;
  const isOnRoad = activity === DRIVING;
  if (isOnRoad && vehicles.targetRow[vehicle] === depot) return false;
  const from = isInLot
    ? wayOut(world, vehicles.placeRow[vehicle]!)
    : isParked
      ? zonePlace(world, vehicles.placeRow[vehicle]!)
      : isOnRoad
        ? presentPlace(world, vehicle)
        : placeOf(world, vehicle);
  if (hasStallFor(world, depot, vehicle)) {
    return sendEmpty(world, vehicle, lotTarget(world, depot, from), 'toParking');
  }
  const other = isInLot || isOnRoad ? null : lotForEmpty(world, from, vehicle);
  return other !== null && sendEmpty(world, vehicle, other, 'toParking');
}
