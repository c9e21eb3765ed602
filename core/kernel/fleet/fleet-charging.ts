/** Where fleet vehicles with a low battery go to charge, and the laws of energy. */
import { NONE } from '../../base/ids.js';
import { noteMissed } from '../../curb/controller.js';
import { useCode } from '../../curb/zones.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import { expectedQueue_s } from '../../fleet/charging.js';
import {
  CHARGE_STAGE,
  FLEET_VEHICLE_STATE,
  type FleetVehicleId,
} from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import { IN_BAY, PARKED } from '../activities.js';
import { strand, type Target } from '../journeys/legs.js';
import { expectedTime_s } from '../routes/router.js';
import { giveUpPlace } from '../standing/held-places.js';
import { chargerStall } from '../standing/idle-places.js';
import { hasStallFor } from '../standing/lot-access.js';
import { lotTarget } from '../standing/parking.js';
import { placeOf, presentPlace, zonePlace } from '../standing/standing-places.js';
import {
  bindToCharger,
  giveUpCharger,
  isInChargingZone,
  isToLeave,
  leaveCharger,
  lookAtBattery,
  plugIn,
} from './fleet-batteries.js';
import { sendEmpty, wayOut } from './fleet-moves.js';
import { leaveStall } from './fleet-stalls.js';
import { isFree } from './fleet-vehicles.js';

const LOT = PARKING_PLACES.indexOf('lot');
const CURB = PARKING_PLACES.indexOf('curb');
const PARKING = useCode('parking');
const CHARGING = useCode('charging');

/**
 * Looks at every idle vehicle: those that are low set out for a charger, those that have charged
 * leave the zones that are for nothing else.
 */
export function chargeFleet(world: World): void {
  const { fleet, vehicles, vehicleCount } = world;
  if (fleet === null || fleet.charging === null) return;
  const { batteries } = fleet.charging;
  for (let vehicle = fleet.firstVehicle; vehicle < vehicleCount; vehicle++) {
    lookAtBattery(world, vehicle);
    if (isToLeave(world, vehicle)) makeWay(world, vehicle);
    if (batteries.stage[vehicle - fleet.firstVehicle] !== CHARGE_STAGE.none) continue;
    if (seekCharger(world, vehicle)) continue;
    const isIdle = fleet.plans.vehicles.stopCount[vehicle - fleet.firstVehicle] === 0;
    if (isIdle && vehicles.activity[vehicle] === PARKED) plugIn(world, vehicle);
    if (isIdle && isInChargingZone(world, vehicle)) leaveChargingZone(world, vehicle);
  }
}

/** Its zone is wanted for another use: it goes on charging only until it can serve again. */
function makeWay(world: World, vehicle: number): void {
  const { fleet } = world;
  const { batteries } = fleet!.charging!;
  if (batteries.isSpared[vehicle - fleet!.firstVehicle] === 0) leaveCharger(world, vehicle);
}

/** It does not charge, or no longer: it parks elsewhere. */
function leaveChargingZone(world: World, vehicle: number): void {
  const { fleet } = world;
  const row = vehicle - fleet!.firstVehicle;
  if (fleet!.charging!.batteries.stage[row] !== CHARGE_STAGE.none) return;
  if (isFree(world, vehicle)) leaveStall(world, vehicle);
}

/** The zone may be for charging no more: those who charge or wait there then stop, and go elsewhere. */
export function switchOffChargers(world: World, zone: number): void {
  const { fleet, vehicles, vehicleCount, scenario, zones, places } = world;
  if (fleet === null || fleet.charging === null || zones.use[zone] === CHARGING) return;
  const worksInParking = scenario.fleet.charging.curbUse === 'parking';
  if (worksInParking && (zones.use[zone] === PARKING || !places.chargesAtCurb[zone])) return;
  for (let vehicle = fleet.firstVehicle; vehicle < vehicleCount; vehicle++) {
    const isThere =
      vehicles.activity[vehicle] === PARKED &&
      vehicles.place[vehicle] === CURB &&
      vehicles.placeRow[vehicle] === zone;
    if (!isThere) continue;
    leaveCharger(world, vehicle);
    leaveChargingZone(world, vehicle);
  }
}

/** True if the vehicle has nothing to do, is low, and now goes to a charger. */
export function seekCharger(world: World, vehicle: number): boolean {
  const { fleet, vehicles } = world;
  const charging = fleet?.charging ?? null;
  if (fleet === null || charging === null) return false;
  const { batteries, chargers, rules } = charging;
  const row = (vehicle - fleet.firstVehicle) as FleetVehicleId;
  const isIdle = fleet.plans.vehicles.state[row] === FLEET_VEHICLE_STATE.idle;
  if (!isIdle || batteries.stage[row] !== CHARGE_STAGE.none || !canSetOut(world, vehicle)) {
    return false;
  }
  if (batteries.charge_kWh[row]! >= rules.low_kWh) return false;
  const found = chargerFor(world, vehicle);
  if (found === null || found.queue_s > 0) missCharger(world, vehicle);
  if (found === null) return false;
  const { charger, target } = found;
  const isHere =
    vehicles.activity[vehicle] === PARKED &&
    vehicles.place[vehicle] === chargers.place[charger] &&
    vehicles.placeRow[vehicle] === chargers.row[charger];
  if (isHere) plugIn(world, vehicle);
  else {
    bindToCharger(world, vehicle, charger);
    if (!sendEmpty(world, vehicle, target, 'toParking')) {
      giveUpCharger(world, vehicle);
      batteries.isSpared[row] = 0;
      lookAtBattery(world, vehicle);
      return false;
    }
  }
  fleet.plans.vehicles.waitsIn[row] = NONE;
  return true;
}

/** Out of a dense lot it cannot: there it stays until somebody wants it. */
function canSetOut(world: World, vehicle: number): boolean {
  const { activity, stack, retrieved_s } = world.vehicles;
  const isStored = stack[vehicle] !== NONE || retrieved_s[vehicle]! >= 0;
  return isFree(world, vehicle) && !(activity[vehicle] === PARKED && isStored);
}

/** Where it would be plugged in first, the way and the queue counted; null if all stalls are taken. */
function chargerFor(
  world: World,
  vehicle: number,
): { readonly charger: number; readonly target: Target; readonly queue_s: number } | null {
  const { vehicles } = world;
  const { chargers, rules } = world.fleet!.charging!;
  const isParked = vehicles.activity[vehicle] === PARKED;
  const placeRow = vehicles.placeRow[vehicle]!;
  const from = !isParked
    ? vehicles.activity[vehicle] === IN_BAY
      ? placeOf(world, vehicle)
      : presentPlace(world, vehicle)
    : vehicles.place[vehicle] === LOT
      ? wayOut(world, placeRow)
      : zonePlace(world, placeRow);
  let best: { charger: number; target: Target; queue_s: number } | null = null;
  let best_s = Number.POSITIVE_INFINITY;
  for (let charger = 0; charger < chargers.capacity; charger++) {
    const place = chargers.place[charger]!;
    const row = chargers.row[charger]!;
    const isHere = isParked && vehicles.place[vehicle] === place && placeRow === row;
    const mayStand = isHere || place !== LOT || hasStallFor(world, row, vehicle);
    const target = mayStand ? stallAt(world, place, row, from) : null;
    if (target === null) continue;
    const way_s = isHere ? 0 : expectedTime_s(world.router, from, target as never);
    const queue_s = expectedQueue_s(chargers, charger, way_s, rules);
    const plugged_s = way_s + queue_s;
    if (plugged_s < best_s) [best, best_s] = [{ charger, target, queue_s }, plugged_s];
  }
  return best;
}

const stallAt = (
  world: World,
  place: number,
  row: number,
  from: Parameters<typeof lotTarget>[2],
): Target | null => (place === LOT ? lotTarget(world, row, from) : chargerStall(world, row));

/** Tells the street side near its last address where chargers stand that do not work now. */
function missCharger(world: World, vehicle: number): void {
  const { fleet, places, vehicles, zones, clock, scenario } = world;
  const { atZone, missed_s } = fleet!.charging!;
  const address = vehicles.lastAddress[vehicle]!;
  if (world.serviceWatches === null || address === NONE) return;
  const row = vehicle - fleet!.firstVehicle;
  if (clock.time_s - missed_s[row]! < scenario.curb.control.period_s) return;
  const near = places.zonesNear[address]!.find(
    ({ row: zone }) => atZone[zone] !== NONE && zones.use[zone] !== CHARGING,
  );
  if (near === undefined) return;
  missed_s[row] = clock.time_s;
  noteMissed(world, zones.link[near.row], CHARGING);
}

/** Its battery is empty: it stands on the road where it is until the run ends. */
export function runFlat(world: World, vehicle: number): void {
  const { fleet, vehicles, traffic, network, events, clock } = world;
  const { batteries } = fleet!.charging!;
  batteries.isFlat[vehicle - fleet!.firstVehicle] = 1;
  const mover = vehicles.mover[vehicle];
  events.publish('ranFlat', clock.time_s, {
    vehicle,
    link: network.lanes.link[traffic.movers.lane[mover]],
    odometer_m: traffic.movers.odometer_m[mover]!,
  });
  giveUpPlace(world, { kind: vehicles.targetKind[vehicle]!, row: vehicles.targetRow[vehicle]! });
  giveUpCharger(world, vehicle);
  strand(world, vehicle);
}

/** Sums of many small energies: rounding is far below this. */
const TOLERANCE_kWh = 1e-6;

/** The first law of energy or of chargers that does not hold: a sentence, or null. */
export function brokenChargingLaw(world: World): string | null {
  const { fleet, vehicles, scenario } = world;
  if (fleet === null || fleet.charging === null) return null;
  const { batteries, chargers } = fleet.charging;
  const { battery_kWh, startShare } = scenario.fleet.charging;
  const counts = new Int32Array(3 * chargers.capacity);
  for (let row = 0; row < batteries.capacity; row++) {
    const charge_kWh = batteries.charge_kWh[row]!;
    const used_kWh = batteries.used_kWh[row]!;
    const charged_kWh = batteries.charged_kWh[row]!;
    const gap_kWh = battery_kWh * startShare + charged_kWh - used_kWh - charge_kWh;
    if (!(Math.abs(gap_kWh) < TOLERANCE_kWh)) {
      return `battery ${row} has ${charge_kWh} kWh, ${gap_kWh} kWh are lost`;
    }
    if (charge_kWh < 0 || charge_kWh > battery_kWh + TOLERANCE_kWh) {
      return `battery ${row} has ${charge_kWh} kWh of ${battery_kWh} kWh`;
    }
    const stage = batteries.stage[row]!;
    if (stage === CHARGE_STAGE.none) continue;
    const charger = batteries.charger[row]!;
    counts[3 * charger + stage - 1]!++;
    const vehicle = fleet.firstVehicle + row;
    if (vehicles.passengerCount[vehicle]! > 0)
      return `vehicle ${vehicle} is to charge with people aboard`;
    if (stage === CHARGE_STAGE.bound) continue;
    const isThere =
      vehicles.activity[vehicle] === PARKED &&
      vehicles.place[vehicle] === chargers.place[charger] &&
      vehicles.placeRow[vehicle] === chargers.row[charger];
    if (!isThere) return `vehicle ${vehicle} is plugged in at ${charger} and not there`;
  }
  for (let charger = 0; charger < chargers.capacity; charger++) {
    const isRight =
      counts[3 * charger] === chargers.boundCount[charger] &&
      counts[3 * charger + 1] === chargers.queueingCount[charger] &&
      counts[3 * charger + 2] === chargers.chargingCount[charger] &&
      chargers.chargingCount[charger]! <= chargers.count[charger]!;
    if (!isRight) return `chargers ${charger} miscount those who charge and wait there`;
  }
  return null;
}
