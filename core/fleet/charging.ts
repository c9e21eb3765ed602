/**
 * Batteries and chargers: what a vehicle takes out of its battery, what a charger puts into it, how
 * long a plan may be, and who is plugged in next.
 *
 * Energy is reckoned when a vehicle is looked at, from its odometer and the clock: so much a
 * kilometre, and so much an hour while it is not parked. A plan takes no more than the same time at
 * the highest speed limit would: a way planned in t seconds is at most t × that speed long, so that
 * a plan within `range_s` cannot take the battery below the reserve unless traffic gets worse.
 */
import { NONE } from '../base/ids.js';
import {
  type batterySchema,
  CHARGE_STAGE,
  type chargerSchema,
  type FleetVehicleId,
} from '../state/fleet-tables.js';
import type { Table } from '../state/table.js';
import type { Fleet } from './fleet.js';

export type BatteryTable = Table<typeof batterySchema>;
export type ChargerTable = Table<typeof chargerSchema>;

/** Energies of one battery, and what driving and standing take, in the kernel's units. */
export interface BatteryRules {
  readonly full_kWh: number;
  readonly ready_kWh: number;
  readonly low_kWh: number;
  readonly reserve_kWh: number;
  readonly use_kWhPerM: number;
  readonly use_kWhPerS: number;
  /** What a second of a plan takes at most. */
  readonly most_kWhPerS: number;
}

const HOUR_s = 3600;

/** Takes what the vehicle has used since it was looked at last; true if that was all it had. */
export function takeUse(
  batteries: BatteryTable,
  vehicle: number,
  at: { readonly time_s: number; readonly odometer_m: number; readonly isParked: boolean },
  { use_kWhPerM, use_kWhPerS }: BatteryRules,
): boolean {
  const way_m = at.odometer_m - batteries.looked_m[vehicle]!;
  const awake_s = at.isParked ? 0 : at.time_s - batteries.looked_s[vehicle]!;
  const wanted_kWh = way_m * use_kWhPerM + awake_s * use_kWhPerS;
  const used_kWh = Math.min(wanted_kWh, batteries.charge_kWh[vehicle]!);
  batteries.charge_kWh[vehicle]! -= used_kWh;
  batteries.used_kWh[vehicle]! += used_kWh;
  batteries.looked_s[vehicle] = at.time_s;
  batteries.looked_m[vehicle] = at.odometer_m;
  return wanted_kWh > 0 && batteries.charge_kWh[vehicle] === 0;
}

/** Puts in what the charger has given since the vehicle was looked at last. */
export function putCharge(
  batteries: BatteryTable,
  chargers: ChargerTable,
  vehicle: number,
  time_s: number,
  { full_kWh }: BatteryRules,
): void {
  const power_kW = chargers.power_kW[batteries.charger[vehicle]!]!;
  const given_kWh = (power_kW * (time_s - batteries.looked_s[vehicle]!)) / HOUR_s;
  const room_kWh = Math.max(0, full_kWh - batteries.charge_kWh[vehicle]!);
  const charged_kWh = Math.min(given_kWh, room_kWh);
  batteries.charge_kWh[vehicle]! += charged_kWh;
  batteries.charged_kWh[vehicle]! += charged_kWh;
  batteries.looked_s[vehicle] = time_s;
}

/**
 * Tells the dispatcher how long a plan the battery allows. Where that has grown, requests that
 * fitted nowhere are tried with the vehicle again.
 */
export function noteRange(
  { vehicles, ledger }: Fleet,
  { charge_kWh, isSpared }: BatteryTable,
  vehicle: number,
  { reserve_kWh, most_kWhPerS }: BatteryRules,
): void {
  const spare_kWh = Math.max(0, charge_kWh[vehicle]! - reserve_kWh);
  const range_s = isSpared[vehicle] === 1 ? 0 : spare_kWh / most_kWhPerS;
  const row = vehicle as FleetVehicleId;
  if (range_s > vehicles.range_s[row]!) vehicles.changedAt[row] = ledger.dispatchCount[0]!;
  vehicles.range_s[row] = range_s;
}

/** Time until a plugged-in vehicle has `level_kWh`. */
export const timeUntil_s = (
  { charge_kWh, charger }: BatteryTable,
  { power_kW }: ChargerTable,
  vehicle: number,
  level_kWh: number,
): number =>
  (Math.max(0, level_kWh - charge_kWh[vehicle]!) * HOUR_s) / power_kW[charger[vehicle]!]!;

/** Of those who wait at the place the one with least in its battery, of equals the lowest row. */
export function nextInQueue(batteries: BatteryTable, charger: number): number {
  const { stage, charger: placeOf, charge_kWh, capacity } = batteries;
  let next: number = NONE;
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (stage[vehicle] !== CHARGE_STAGE.queueing || placeOf[vehicle] !== charger) continue;
    if (next === NONE || charge_kWh[vehicle]! < charge_kWh[next]!) next = vehicle;
  }
  return next;
}

/** Of those who charge there and could serve again the one with most, of equals the lowest row. */
export function readiest(batteries: BatteryTable, charger: number): number {
  const { stage, charger: placeOf, charge_kWh, isSpared, capacity } = batteries;
  let best: number = NONE;
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (stage[vehicle] !== CHARGE_STAGE.charging || placeOf[vehicle] !== charger) continue;
    if (isSpared[vehicle] === 1) continue;
    if (best === NONE || charge_kWh[vehicle]! > charge_kWh[best]!) best = vehicle;
  }
  return best;
}

/** How long one who comes in `way_s` will wait there, if each before it charges up to ready. */
export function expectedQueue_s(
  { count, power_kW, boundCount, queueingCount, chargingCount }: ChargerTable,
  charger: number,
  way_s: number,
  { low_kWh, ready_kWh }: BatteryRules,
): number {
  const before = boundCount[charger]! + queueingCount[charger]! + chargingCount[charger]!;
  const excess = before + 1 - count[charger]!;
  if (excess <= 0) return 0;
  const charging_s = ((ready_kWh - low_kWh) * HOUR_s) / power_kW[charger]!;
  return Math.max(0, (excess * charging_s) / count[charger]! - way_s);
}
