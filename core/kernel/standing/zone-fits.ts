/** What each curb zone of a run may become: buses need a stop beside it, charging needs chargers. */
import { countFitting } from '../../base/units.js';
import { bitOfUse } from '../../curb/controller.js';
import { useCode } from '../../curb/zones.js';
import type { Scenario } from '../../scenario/scenario.js';
import { createServiceWatches, type ServiceWatchTable } from '../../state/tables.js';
import type { Places } from '../places.js';
import type { LinePlan } from '../services/service-plans.js';

const BUS = bitOfUse(useCode('bus'));
const CHARGING = bitOfUse(useCode('charging'));
/** Paint and signs are enough. */
const ALWAYS = (['parking', 'pudo', 'loading', 'none'] as const)
  .map((use) => bitOfUse(useCode(use)))
  .reduce((bits, bit) => bits | bit, 0);

/** By zone, a bit for each use. */
export function zoneFits(
  scenario: Scenario,
  places: Places,
  lines: readonly LinePlan[],
): Uint8Array {
  const fits = new Uint8Array(places.parksAtCurb.length).fill(ALWAYS);
  for (const { stops } of lines) {
    for (const { zone } of stops) if (zone !== null) fits[places.zoneRow.get(zone)!]! |= BUS;
  }
  for (const zone of fits.keys()) {
    if (curbChargerCount(scenario, places, zone) > 0) fits[zone]! |= CHARGING;
  }
  return fits;
}

/** Null where no zone's metres can come from, or go to, buses or charging. */
export function serviceWatchesOf(
  { curb: { policy, control } }: Scenario,
  fits: Uint8Array,
  linkCount: number,
): ServiceWatchTable | null {
  const moved = CHARGING | (control.busZones === 'move' ? BUS : 0);
  const isNeeded = policy === 'dynamic' && fits.some((bits) => (bits & moved) !== 0);
  return isNeeded ? createServiceWatches(linkCount) : null;
}

/**
 * Chargers of a curb zone: one at each stall of a zone marked for charging, as many as the scenario
 * says where cars may park; never more than stalls.
 */
export function curbChargerCount(
  { regime, fleet: { charging }, parking }: Scenario,
  { zones, parksAtCurb, chargesAtCurb }: Places,
  zone: number,
): number {
  if (regime !== 'shared-automated' || charging.battery_kWh === 0) return 0;
  const length_m = zones.end_m[zone]! - zones.start_m[zone]!;
  const stallCount = countFitting(length_m, parking.stall_m);
  if (chargesAtCurb[zone]) return stallCount;
  return parksAtCurb[zone] ? Math.min(charging.curbChargerCount, stallCount) : 0;
}
