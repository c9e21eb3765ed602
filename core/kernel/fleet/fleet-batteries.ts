/** Batteries of the fleet in the run: looked at when a vehicle moves on, plugged in where it parks. */
import { NONE } from '../../base/ids.js';
import { useCode } from '../../curb/zones.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import {
  type BatteryRules,
  type BatteryTable,
  type ChargerTable,
  nextInQueue,
  noteRange,
  putCharge,
  readiest,
  takeUse,
  timeUntil_s,
} from '../../fleet/charging.js';
import {
  batterySchema,
  CHARGE_STAGE,
  chargerSchema,
  type FleetVehicleId,
} from '../../state/fleet-tables.js';
import { createTable } from '../../state/table.js';
import type { World } from '../../world.js';
import { PARKED, WAKE } from '../activities.js';
import { odometerOf_m } from '../journeys/legs.js';
import { curbChargerCount } from '../standing/zone-fits.js';

export interface ChargingOfRun {
  readonly batteries: BatteryTable;
  readonly chargers: ChargerTable;
  readonly rules: BatteryRules;
  /** Row among the chargers, by lot and by zone, or NONE. */
  readonly atLot: Int32Array;
  readonly atZone: Int32Array;
  /** By vehicle of the fleet: when it last told that it found no charger free. */
  readonly missed_s: Float64Array;
}

const LOT = PARKING_PLACES.indexOf('lot');
const CURB = PARKING_PLACES.indexOf('curb');
const CHARGING_USE = useCode('charging');
const { none, bound, queueing, charging: CHARGING } = CHARGE_STAGE;

/** Rounding of times and energies: nearer than this is there. */
const ROUNDING_kWh = 1e-9;

/** Null where the scenario gives the fleet no batteries. */
export function createChargingOfRun(world: World): ChargingOfRun | null {
  const { scenario, fleet, network, clock } = world;
  const { charging } = scenario.fleet;
  if (fleet === null || charging.battery_kWh === 0) return null;
  const batteries = createTable(batterySchema, fleet.plans.vehicles.capacity);
  for (let row = 0; row < batteries.capacity; row++) {
    batteries.charge_kWh[row] = charging.battery_kWh * charging.startShare;
    batteries.looked_s[row] = clock.time_s;
  }
  let fastest_mps = 0;
  for (let link = 0; link < network.linkCount; link++) {
    fastest_mps = Math.max(fastest_mps, network.links.freeSpeed_mps[link]!);
  }
  const use_kWhPerM = charging.use_kWhPerKm / 1000;
  const use_kWhPerS = charging.use_kWhPerHour / 3600;
  return {
    batteries,
    ...placeChargers(world),
    missed_s: new Float64Array(batteries.capacity).fill(Number.NEGATIVE_INFINITY),
    rules: {
      full_kWh: charging.battery_kWh * charging.fullShare,
      ready_kWh: charging.battery_kWh * charging.readyShare,
      low_kWh: charging.battery_kWh * charging.lowShare,
      reserve_kWh: charging.battery_kWh * charging.reserveShare,
      use_kWhPerM,
      use_kWhPerS,
      most_kWhPerS: fastest_mps * use_kWhPerM + use_kWhPerS,
    },
  };
}

/** Those of the network, else of the scenario, no more than stalls; in lots first, in the order of rows. */
function placeChargers({ scenario, lots, places, events, clock }: World) {
  const { charging } = scenario.fleet;
  const lotCount = places.remoteLots.length + places.ordinaryLots.length;
  const zoneCount = places.parksAtCurb.length;
  const found: { place: number; row: number; count: number; power_kW: number }[] = [];
  for (let row = 0; row < lotCount; row++) {
    const isRemote = lots.isRemote[row] === 1;
    const usual = isRemote ? charging.remoteChargerCount : charging.lotChargerCount;
    const ofNetwork = lots.chargerCount[row]!;
    const count = Math.min(ofNetwork < 0 ? usual : ofNetwork, lots.stallCount[row]!);
    if (count > 0) found.push({ place: LOT, row, count, power_kW: charging.lotPower_kW });
  }
  for (let row = 0; row < zoneCount; row++) {
    const count = curbChargerCount(scenario, places, row);
    if (count > 0) found.push({ place: CURB, row, count, power_kW: charging.curbPower_kW });
  }
  const chargers = createTable(chargerSchema, found.length);
  const atLot = new Int32Array(lotCount).fill(NONE);
  const atZone = new Int32Array(zoneCount).fill(NONE);
  for (const [charger, { place, row, count, power_kW }] of found.entries()) {
    chargers.place[charger] = place;
    chargers.row[charger] = row;
    chargers.count[charger] = count;
    chargers.power_kW[charger] = power_kW;
    (place === LOT ? atLot : atZone)[row] = charger;
    events.publish('chargersOpened', clock.time_s, { place, row, chargerCount: count, power_kW });
  }
  return { chargers, atLot, atZone };
}

/**
 * Reckons what the vehicle has used or been given up to now. True if that has emptied its battery on
 * the road: whoever drives it must stop.
 */
export function lookAtBattery(world: World, vehicle: number): boolean {
  const { fleet, vehicles, clock } = world;
  const charging = fleet!.charging;
  if (charging === null) return false;
  const { batteries, chargers, rules } = charging;
  const row = vehicle - fleet!.firstVehicle;
  let isEmpty = false;
  if (batteries.stage[row] === CHARGING) {
    putCharge(batteries, chargers, row, clock.time_s, rules);
    if (batteries.charge_kWh[row]! >= rules.ready_kWh - ROUNDING_kWh) batteries.isSpared[row] = 0;
  } else {
    const isParked = vehicles.activity[vehicle] === PARKED;
    const odometer_m = odometerOf_m(world, vehicle);
    const at = { time_s: clock.time_s, odometer_m, isParked };
    isEmpty = takeUse(batteries, row, at, rules) && batteries.isFlat[row] === 0;
  }
  noteRange(fleet!.plans, batteries, row, rules);
  return isEmpty;
}

/** Row among the chargers where the vehicle is parked, or NONE where none works. */
function chargerHere({ fleet, vehicles, zones, scenario }: World, vehicle: number): number {
  const { atLot, atZone } = fleet!.charging!;
  const row = vehicles.placeRow[vehicle]!;
  if (vehicles.place[vehicle] === LOT) return atLot[row]!;
  const works = scenario.fleet.charging.curbUse === 'parking' || zones.use[row] === CHARGING_USE;
  return works ? atZone[row]! : NONE;
}

/**
 * The vehicle has parked. One that must charge is plugged in or waits; another is plugged in only
 * where a charger is free and nobody waits.
 */
export function plugIn(world: World, vehicle: number): void {
  const { fleet } = world;
  const charging = fleet!.charging;
  if (charging === null) return;
  const { batteries, chargers, rules } = charging;
  const row = vehicle - fleet!.firstVehicle;
  giveUpCharger(world, vehicle);
  if (fleet!.plans.vehicles.stopCount[row as FleetVehicleId]! > 0) return;
  const charger = chargerHere(world, vehicle);
  if (charger === NONE || batteries.charge_kWh[row]! >= rules.full_kWh - ROUNDING_kWh) {
    batteries.isSpared[row] = 0;
    noteRange(fleet!.plans, batteries, row, rules);
    return;
  }
  const mustCharge = batteries.isSpared[row] === 1 || batteries.charge_kWh[row]! < rules.low_kWh;
  const isFree = chargers.chargingCount[charger]! < chargers.count[charger]!;
  if (!mustCharge) {
    const isWelcome = chargers.queueingCount[charger] === 0 && !isToLeave(world, vehicle);
    if (isFree && isWelcome) startCharging(world, vehicle, charger);
    return;
  }
  batteries.isSpared[row] = 1;
  noteRange(fleet!.plans, batteries, row, rules);
  joinQueue(world, vehicle, charger);
  const ready = isFree ? NONE : readiest(batteries, charger);
  if (isFree) startNext(world, charger);
  else if (ready !== NONE) unplug(world, fleet!.firstVehicle + ready);
}

function joinQueue(world: World, vehicle: number, charger: number): void {
  const { batteries, chargers } = world.fleet!.charging!;
  const row = vehicle - world.fleet!.firstVehicle;
  batteries.stage[row] = queueing;
  batteries.charger[row] = charger;
  batteries.since_s[row] = world.clock.time_s;
  chargers.queueingCount[charger]!++;
  world.events.publish('chargerQueued', world.clock.time_s, {
    vehicle,
    place: chargers.place[charger]!,
    row: chargers.row[charger]!,
    charge_kWh: batteries.charge_kWh[row]!,
  });
}

function startNext(world: World, charger: number): void {
  const { fleet } = world;
  const { batteries, chargers } = fleet!.charging!;
  const next = nextInQueue(batteries, charger);
  if (next === NONE) return;
  chargers.queueingCount[charger]!--;
  startCharging(world, fleet!.firstVehicle + next, charger);
}

function startCharging(world: World, vehicle: number, charger: number): void {
  const { fleet, clock, events } = world;
  const { batteries, chargers } = fleet!.charging!;
  const row = vehicle - fleet!.firstVehicle;
  const hasQueued = batteries.stage[row] === queueing;
  const waited_s = hasQueued ? clock.time_s - batteries.since_s[row]! : 0;
  batteries.stage[row] = CHARGING;
  batteries.charger[row] = charger;
  batteries.since_s[row] = clock.time_s;
  batteries.looked_s[row] = clock.time_s;
  batteries.plugged_kWh[row] = batteries.charged_kWh[row]!;
  chargers.chargingCount[charger]!++;
  events.publish('chargingStarted', clock.time_s, {
    vehicle,
    place: chargers.place[charger]!,
    row: chargers.row[charger]!,
    charge_kWh: batteries.charge_kWh[row]!,
    hasQueued: hasQueued ? 1 : 0,
    waited_s,
  });
  lookAgain(world, vehicle);
}

/** Its charging is looked at when it can serve again, and when it is full. */
function lookAgain(world: World, vehicle: number): void {
  const { fleet, clock, calendar } = world;
  const { batteries, chargers, rules } = fleet!.charging!;
  const row = vehicle - fleet!.firstVehicle;
  const level_kWh = batteries.isSpared[row] === 1 ? rules.ready_kWh : rules.full_kWh;
  const due_s = clock.time_s + timeUntil_s(batteries, chargers, row, level_kWh);
  batteries.due_s[row] = due_s;
  calendar.add(due_s, WAKE.chargingDue, vehicle);
}

/** The calendar's entry: it is full, or ready and somebody waits, or goes on. */
export function continueCharging(world: World, vehicle: number, due_s: number): void {
  const { fleet } = world;
  const { batteries, chargers, rules } = fleet!.charging!;
  const row = vehicle - fleet!.firstVehicle;
  if (batteries.stage[row] !== CHARGING || batteries.due_s[row] !== due_s) return;
  lookAtBattery(world, vehicle);
  const isFull = batteries.charge_kWh[row]! >= rules.full_kWh - ROUNDING_kWh;
  const isWantedByOthers = chargers.queueingCount[batteries.charger[row]!]! > 0;
  const isReady = batteries.isSpared[row] === 0;
  const givesWay = isReady && (isWantedByOthers || isToLeave(world, vehicle));
  if (isFull || givesWay) unplug(world, vehicle);
  else lookAgain(world, vehicle);
}

/** Its zone is for charging, and is being emptied for another use. */
export const isToLeave = (world: World, vehicle: number): boolean =>
  isInChargingZone(world, vehicle) &&
  world.zones.closesFor[world.vehicles.placeRow[vehicle]!] !== 0;

/** Nobody may stand there who does not charge. */
export const isInChargingZone = ({ vehicles, zones }: World, vehicle: number): boolean =>
  vehicles.activity[vehicle] === PARKED &&
  vehicles.place[vehicle] === CURB &&
  zones.use[vehicles.placeRow[vehicle]!] === CHARGING_USE;

/** Ends its charging, if it does, and lets the next one have the charger. */
export function unplug(world: World, vehicle: number): void {
  const { fleet, clock, events } = world;
  const charging = fleet!.charging;
  if (charging === null) return;
  const { batteries, chargers } = charging;
  const row = vehicle - fleet!.firstVehicle;
  lookAtBattery(world, vehicle);
  if (batteries.stage[row] !== CHARGING) return;
  const charger = batteries.charger[row]!;
  batteries.stage[row] = none;
  batteries.charger[row] = NONE;
  batteries.due_s[row] = -1;
  // What it uses from now on is counted from here.
  batteries.looked_m[row] = odometerOf_m(world, vehicle);
  chargers.chargingCount[charger]!--;
  events.publish('chargingEnded', clock.time_s, {
    vehicle,
    place: chargers.place[charger]!,
    row: chargers.row[charger]!,
    charge_kWh: batteries.charge_kWh[row]!,
    charged_kWh: batteries.charged_kWh[row]! - batteries.plugged_kWh[row]!,
    stood_s: clock.time_s - batteries.since_s[row]!,
  });
  startNext(world, charger);
}

/** It sets out for the chargers; nobody is given to it until it can serve again. */
export function bindToCharger(world: World, vehicle: number, charger: number): void {
  const { fleet, clock } = world;
  const { batteries, chargers, rules } = fleet!.charging!;
  const row = vehicle - fleet!.firstVehicle;
  batteries.stage[row] = bound;
  batteries.charger[row] = charger;
  batteries.since_s[row] = clock.time_s;
  batteries.isSpared[row] = 1;
  chargers.boundCount[charger]!++;
  noteRange(fleet!.plans, batteries, row, rules);
}

/** It has come to where it was bound for, or goes elsewhere. */
export function giveUpCharger(world: World, vehicle: number): void {
  const { fleet } = world;
  const charging = fleet!.charging;
  if (charging === null) return;
  const { batteries, chargers } = charging;
  const row = vehicle - fleet!.firstVehicle;
  if (batteries.stage[row] !== bound) return;
  chargers.boundCount[batteries.charger[row]!]!--;
  batteries.stage[row] = none;
  batteries.charger[row] = NONE;
}

/** The chargers where it stands are switched off: it neither charges nor waits there any more. */
export function leaveCharger(world: World, vehicle: number): void {
  const { batteries, chargers } = world.fleet!.charging!;
  const row = vehicle - world.fleet!.firstVehicle;
  if (batteries.stage[row] === queueing) {
    chargers.queueingCount[batteries.charger[row]!]!--;
    batteries.stage[row] = none;
    batteries.charger[row] = NONE;
  } else unplug(world, vehicle);
}

/** At the end of a period: what is in all batteries, what was used and charged in the run so far. */
export function publishBatteries(world: World): void {
  const { fleet, events, clock, vehicleCount } = world;
  if (fleet === null || fleet.charging === null) return;
  const { batteries } = fleet.charging;
  let [stock_kWh, used_kWh, charged_kWh, sparedCount] = [0, 0, 0, 0];
  let lowest_kWh = Number.POSITIVE_INFINITY;
  for (let vehicle = fleet.firstVehicle; vehicle < vehicleCount; vehicle++) {
    const row = vehicle - fleet.firstVehicle;
    lookAtBattery(world, vehicle);
    stock_kWh += batteries.charge_kWh[row]!;
    used_kWh += batteries.used_kWh[row]!;
    charged_kWh += batteries.charged_kWh[row]!;
    sparedCount += batteries.isSpared[row]!;
    lowest_kWh = Math.min(lowest_kWh, batteries.charge_kWh[row]!);
  }
  const sums = { stock_kWh, used_kWh, charged_kWh, lowest_kWh, sparedCount };
  events.publish('batteriesMeasured', clock.time_s, sums);
}
