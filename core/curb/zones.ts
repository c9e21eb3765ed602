/** Curb zones: their use by the timetable, and the metres that vehicles take. */
import { FITS_m } from '../base/units.js';
import { CURB_USES, type CurbSpan, type CurbUse } from '../network/curb-use.js';
import type { ZoneTable } from '../state/tables.js';

export const useCode = (use: CurbUse): number => CURB_USES.indexOf(use);
const PARKING = useCode('parking');
const PUDO = useCode('pudo');
const LOADING = useCode('loading');
const BUS = useCode('bus');
const CHARGING = useCode('charging');

/**
 * Sets each zone's use for `clock_s` where it is due to change, adds those that changed to
 * `changed`, and returns when the next change is due. Vehicles that stand in a zone whose use has
 * changed stay, and keep their metres, until they leave.
 */
export function switchUses(
  zones: ZoneTable,
  timetables: readonly (readonly CurbSpan[])[],
  clock_s: number,
  changed: number[] = [],
): number {
  const DAY_s = 86_400;
  const ofDay_s = clock_s % DAY_s;
  let next_s = Infinity;
  for (let zone = 0; zone < timetables.length; zone++) {
    if (clock_s >= zones.nextChange_s[zone]!) {
      const span = timetables[zone]!.find((s) => ofDay_s >= s.from_s && ofDay_s < s.to_s)!;
      const before = zones.use[zone];
      zones.use[zone] = useCode(span.use);
      zones.fee_perHour[zone] = span.fee_perHour ?? -1;
      zones.nextChange_s[zone] = clock_s - ofDay_s + span.to_s;
      if (zones.use[zone] !== before) changed.push(zone);
    }
    if (zones.nextChange_s[zone]! < next_s) next_s = zones.nextChange_s[zone]!;
  }
  return next_s;
}

/** Nobody new may stop in a zone that is being emptied for another use. */
const isOpen = (zones: ZoneTable, zone: number): boolean => zones.closesFor[zone] === 0;

export const isForParking = (zones: ZoneTable, zone: number): boolean =>
  zones.use[zone] === PARKING && isOpen(zones, zone);

/** People may be let in and out in pick-up and loading zones. */
export const isForPeople = (zones: ZoneTable, zone: number): boolean =>
  (zones.use[zone] === PUDO || zones.use[zone] === LOADING) && isOpen(zones, zone);

export const isForGoods = (zones: ZoneTable, zone: number): boolean =>
  zones.use[zone] === LOADING && isOpen(zones, zone);

export const isForBuses = (zones: ZoneTable, zone: number): boolean =>
  zones.use[zone] === BUS && isOpen(zones, zone);

export const isForCharging = (zones: ZoneTable, zone: number): boolean =>
  zones.use[zone] === CHARGING && isOpen(zones, zone);

/** Room for a parked vehicle of that length. */
export const hasMetres = (zones: ZoneTable, zone: number, metres_m: number): boolean =>
  zones.taken_m[zone]! + metres_m <= zones.end_m[zone]! - zones.start_m[zone]! + FITS_m;

/** Room for a vehicle that lets people in or out or delivers. */
export const hasBay = (zones: ZoneTable, zone: number, bay_m: number): boolean =>
  zones.taken_m[zone]! + bay_m <= zones.bayRoom_m[zone]! + FITS_m;

/** Takes metres for a parked vehicle; false if there are not enough. */
export function claimStall(zones: ZoneTable, zone: number, stall_m: number): boolean {
  if (!hasMetres(zones, zone, stall_m)) return false;
  zones.taken_m[zone]! += stall_m;
  zones.parkedCount[zone]!++;
  return true;
}

export function releaseStall(zones: ZoneTable, zone: number, stall_m: number): void {
  zones.taken_m[zone]! -= stall_m;
  zones.parkedCount[zone]!--;
}

/** Takes metres for a vehicle that stops; false if there are not enough or the zone is closed. */
export function claimBay(zones: ZoneTable, zone: number, bay_m: number): boolean {
  if (!isOpen(zones, zone) || !hasBay(zones, zone, bay_m)) return false;
  takeBay(zones, zone, bay_m);
  return true;
}

/** A vehicle that could not leave takes up again the metres that it has just given up. */
export function takeBay(zones: ZoneTable, zone: number, bay_m: number): void {
  zones.taken_m[zone]! += bay_m;
  zones.stoppedCount[zone]!++;
}

/** Metres of an open zone for a vehicle that is on its way; false if there are not enough. */
export function holdBay(zones: ZoneTable, zone: number, bay_m: number): boolean {
  if (!isOpen(zones, zone) || !hasBay(zones, zone, bay_m)) return false;
  zones.taken_m[zone]! += bay_m;
  zones.heldCount[zone]!++;
  return true;
}

/** The vehicle that a bay was held for has come. */
export function takeHeldBay(zones: ZoneTable, zone: number): void {
  zones.heldCount[zone]!--;
  zones.stoppedCount[zone]!++;
}

export function giveUpHeldBay(zones: ZoneTable, zone: number, bay_m: number): void {
  zones.taken_m[zone]! -= bay_m;
  zones.heldCount[zone]!--;
}

export function releaseBay(zones: ZoneTable, zone: number, bay_m: number): void {
  zones.taken_m[zone]! -= bay_m;
  zones.stoppedCount[zone]!--;
}
