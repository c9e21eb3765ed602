/**
 * A stop plan in flat arrays, with its times: what an insertion is tried on.
 *
 * Entry 0 is where the vehicle can next be steered; entries 1 … stopCount are its stops in order.
 */
import { NONE } from '../base/ids.js';
import { type FleetVehicleId, type RequestId, STOP_KIND } from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';

export interface PlanSchedule {
  stopCount: number;
  /** Row of the stop; NONE for entry 0. */
  readonly stop: Int32Array;
  readonly link: Int32Array;
  readonly position_m: Float64Array;
  /** From the entry before: its dwell and the drive; 0 between stops at one place. */
  readonly leg_s: Float64Array;
  /** When it is served there: on arrival, or when the party wants to get in. */
  readonly arrival_s: Float64Array;
  /** Of a pick-up: nobody gets in before. 0 for drop-offs. */
  readonly earliest_s: Float64Array;
  /** Persons aboard after the entry. */
  readonly loadCount: Int32Array;
  /** Of a drop-off: the entry of its pick-up; NONE if the party is aboard, and for pick-ups. */
  readonly pickupEntry: Int32Array;
  /**
   * Latest arrival; for a drop-off with its pick-up in the plan, longest ride from there. A promise
   * that traffic has already broken is no reason to turn others away, but it may get no worse: then
   * this is what the plan holds now.
   */
  readonly limit_s: Float64Array;
}

export function createPlanSchedule(planCapacity: number): PlanSchedule {
  const entryCount = planCapacity + 1;
  return {
    stopCount: 0,
    stop: new Int32Array(entryCount),
    link: new Int32Array(entryCount),
    position_m: new Float64Array(entryCount),
    leg_s: new Float64Array(entryCount),
    arrival_s: new Float64Array(entryCount),
    earliest_s: new Float64Array(entryCount),
    loadCount: new Int32Array(entryCount),
    pickupEntry: new Int32Array(entryCount),
    limit_s: new Float64Array(entryCount),
  };
}

/** Clock time at which the vehicle can set out from its place, seen from `time_s`. */
export function earliestStart(
  { vehicles }: Fleet,
  vehicle: FleetVehicleId,
  time_s: number,
): number {
  return Math.max(vehicles.available_s[vehicle], time_s);
}

/** Writes the vehicle's plan and its times into `schedule`. */
export function schedulePlan(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  time_s: number,
  travelTime: TravelTime,
  schedule: PlanSchedule,
): void {
  const { vehicles, stops, settings } = fleet;
  const { stop, link, position_m, leg_s, arrival_s } = schedule;
  stop[0] = NONE;
  link[0] = vehicles.link[vehicle];
  position_m[0] = vehicles.position_m[vehicle];
  arrival_s[0] = earliestStart(fleet, vehicle, time_s);
  schedule.loadCount[0] = vehicles.onboardCount[vehicle];
  let entry = 0;
  for (let row = vehicles.firstStop[vehicle]; row !== NONE; row = stops.next[row]) {
    entry++;
    stop[entry] = row;
    link[entry] = stops.link[row];
    position_m[entry] = stops.position_m[row];
    leg_s[entry] = isSamePlace(schedule, entry - 1, link[entry], position_m[entry])
      ? 0
      : (entry === 1 ? 0 : settings.dwell_s) +
        travelTime(link[entry - 1], position_m[entry - 1], link[entry], position_m[entry]);
    schedule.earliest_s[entry] =
      stops.kind[row] === STOP_KIND.pickup
        ? fleet.requests.earliest_s[stops.request[row] as RequestId]
        : 0;
    arrival_s[entry] = Math.max(arrival_s[entry - 1] + leg_s[entry], schedule.earliest_s[entry]);
    scheduleParty(fleet, schedule, entry);
  }
  schedule.stopCount = entry;
}

/** Stores the planned arrivals in the stops. */
export function keepArrivals({ stops }: Fleet, { stopCount, stop, arrival_s }: PlanSchedule): void {
  for (let entry = 1; entry <= stopCount; entry++) stops.arrival_s[stop[entry]] = arrival_s[entry];
}

export function isSamePlace(
  schedule: PlanSchedule,
  entry: number,
  link: number,
  position_m: number,
): boolean {
  return schedule.link[entry] === link && schedule.position_m[entry] === position_m;
}

/** Fills in what the entry does to the load, and the promise that it has to keep. */
function scheduleParty(
  { stops, requests }: Fleet,
  { stop, arrival_s, loadCount, pickupEntry, limit_s }: PlanSchedule,
  entry: number,
): void {
  const request = stops.request[stop[entry]] as RequestId;
  pickupEntry[entry] = NONE;
  if (stops.kind[stop[entry]] === STOP_KIND.pickup) {
    loadCount[entry] = loadCount[entry - 1] + requests.partySize[request];
    limit_s[entry] = Math.max(requests.latestPickup_s[request], arrival_s[entry]);
    return;
  }
  loadCount[entry] = loadCount[entry - 1] - requests.partySize[request];
  let pickup = entry - 1;
  while (pickup > 0 && stops.request[stop[pickup]] !== request) pickup--;
  if (pickup === 0) {
    const latest_s = requests.pickedUp_s[request] + requests.longestRide_s[request];
    limit_s[entry] = Math.max(latest_s, arrival_s[entry]);
  } else {
    pickupEntry[entry] = pickup;
    limit_s[entry] = Math.max(
      requests.longestRide_s[request],
      arrival_s[entry] - arrival_s[pickup],
    );
  }
}
