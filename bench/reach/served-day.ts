/**
 * A day of requests served on precomputed streets with a dispatch every few seconds, and what comes
 * of it. Driving is replayed exactly as planned: what is measured is the dispatcher.
 */
import type { LinkId, TripId } from '../../core/base/ids.js';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import { assignRequests, type DispatchSettings } from '../../core/fleet/dispatch.js';
import {
  createFleet,
  type Fleet,
  type FleetSettings,
  noteVehicleAt,
} from '../../core/fleet/fleet.js';
import { submitRequest } from '../../core/fleet/requests.js';
import { type FleetVehicleId, REQUEST_STATE } from '../../core/state/fleet-tables.js';
import { drive, type Odometers, type PrecomputedStreets } from './precomputed-streets.js';

export interface DayRequest {
  readonly time_s: number;
  readonly from: number;
  readonly to: number;
  readonly partySize: number;
}

export interface ServedDay {
  readonly streets: PrecomputedStreets;
  /** Rising in time. */
  readonly requests: readonly DayRequest[];
  readonly settings: Omit<FleetSettings, 'requestCapacity'>;
  readonly dispatchBy: (fleet: Fleet) => DispatchSettings;
  readonly dispatchEvery_s: number;
  /** Where each vehicle begins; drawn among the junctions if it is not said. */
  readonly startOf?: (vehicle: number) => number;
  readonly seed?: number;
}

export interface DayFigures {
  readonly requestCount: number;
  readonly servedCount: number;
  readonly meanWait_s: number;
  readonly wait95_s: number;
  /** Riding above the direct way. */
  readonly meanDetour_s: number;
  /** Arrival less the earliest possible: submission + direct way + the stand to get in. */
  readonly meanDelay_s: number;
  readonly emptyShare: number;
  readonly vkt_km: number;
  /** Persons a kilometre with somebody aboard. */
  readonly occupancy: number;
  /** Of the whole day, and of the dispatcher alone. */
  readonly wall_s: number;
  readonly dispatch_s: number;
  /** Of all threads of the process, garbage collection included. */
  readonly cpu_s: number;
  readonly simulated_s: number;
  /** Of who has served whom and when. */
  readonly hash: string;
}

/** Longest time after the last request in which the fleet must come to rest. */
const OVERTIME_s = 7200;

export function serveDay(day: ServedDay): DayFigures {
  const begun_ms = performance.now();
  const begun = process.cpuUsage();
  const { streets, requests } = day;
  const fleet = createFleet({ ...day.settings, requestCapacity: requests.length });
  const dispatch = day.dispatchBy(fleet);
  placeVehicles(day, fleet);
  const odometers: Odometers = { empty_m: 0, occupied_m: 0, person_m: 0 };
  const first_s = requests[0]?.time_s ?? 0;
  const last_s = requests.at(-1)?.time_s ?? 0;
  let dispatch_ms = 0;
  let submitted = 0;
  let time_s = first_s;
  do {
    time_s += day.dispatchEvery_s;
    if (time_s > last_s + OVERTIME_s) throw new Error('The fleet does not come to rest.');
    drive(streets, fleet, time_s, odometers);
    while (submitted < requests.length && requests[submitted]!.time_s <= time_s) {
      submitOne(streets, fleet, requests[submitted]!, submitted++);
    }
    const before_ms = performance.now();
    assignRequests(fleet, time_s, streets.travelTime, dispatch);
    dispatch_ms += performance.now() - before_ms;
  } while (
    submitted < requests.length ||
    fleet.ledger.firstPending[0] >= 0 ||
    fleet.ledger.freeStopCount[0] < fleet.stops.capacity
  );
  return {
    ...figuresOf(fleet, odometers),
    wall_s: (performance.now() - begun_ms) / 1000,
    dispatch_s: dispatch_ms / 1000,
    cpu_s: secondsOf(process.cpuUsage(begun)),
    // Driving the last home costs nothing, and would flatter.
    simulated_s: last_s - first_s,
  };
}

function placeVehicles({ streets, startOf, requests, seed = 1 }: ServedDay, fleet: Fleet): void {
  for (let vehicle = 0; vehicle < fleet.vehicles.capacity; vehicle++) {
    const drawn = Math.floor(draw(seed, PURPOSE.place, vehicle, 9) * streets.nodeCount);
    const node = startOf?.(vehicle) ?? drawn;
    const start_s = requests[0]?.time_s ?? 0;
    noteVehicleAt(fleet, vehicle as FleetVehicleId, node as LinkId, 0, start_s);
  }
}

function submitOne(
  { travelTime }: PrecomputedStreets,
  fleet: Fleet,
  { time_s, from, to, partySize }: DayRequest,
  row: number,
): void {
  submitRequest(fleet, {
    trip: row as TripId,
    partySize,
    originLink: from as LinkId,
    originPosition_m: 0,
    destinationLink: to as LinkId,
    destinationPosition_m: 0,
    time_s,
    direct_s: travelTime(from, 0, to, 0),
  });
}

function figuresOf(
  { requests, settings }: Fleet,
  { empty_m, occupied_m, person_m }: Odometers,
): Omit<DayFigures, 'wall_s' | 'dispatch_s' | 'cpu_s' | 'simulated_s'> {
  const waits_s: number[] = [];
  let hash = 0;
  let detour_s = 0;
  let delay_s = 0;
  for (let request = 0; request < requests.capacity; request++) {
    hash = mix((hash ^ requests.vehicle[request]!) + request);
    if (requests.state[request] !== REQUEST_STATE.done) continue;
    const wait_s = requests.pickedUp_s[request]! - requests.submitted_s[request]!;
    const ride_s = requests.droppedOff_s[request]! - requests.pickedUp_s[request]!;
    hash = mix(hash ^ Math.round(16 * requests.droppedOff_s[request]!));
    waits_s.push(wait_s);
    detour_s += ride_s - settings.dwell_s - requests.direct_s[request]!;
    delay_s += wait_s + ride_s - settings.dwell_s - requests.direct_s[request]!;
  }
  const servedCount = waits_s.length;
  waits_s.sort((a, b) => a - b);
  return {
    requestCount: requests.capacity,
    servedCount,
    meanWait_s: waits_s.reduce((sum, wait_s) => sum + wait_s, 0) / servedCount,
    wait95_s: waits_s[Math.floor(0.95 * servedCount)] ?? Number.NaN,
    meanDetour_s: detour_s / servedCount,
    meanDelay_s: delay_s / servedCount,
    emptyShare: empty_m / (empty_m + occupied_m),
    vkt_km: (empty_m + occupied_m) / 1000,
    occupancy: person_m / occupied_m,
    hash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

const secondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;

/** One line of figures. */
export function lineOf(name: string, figures: DayFigures): string {
  const { requestCount, servedCount, meanWait_s, wait95_s, meanDetour_s, meanDelay_s } = figures;
  const { emptyShare, occupancy, wall_s, dispatch_s, cpu_s, simulated_s, hash } = figures;
  return (
    `${name}: ${requestCount} requests, ${percent(servedCount / requestCount)} served, ` +
    `wait ${minutes(meanWait_s)} min (95 %: ${minutes(wait95_s)}), ` +
    `detour ${minutes(meanDetour_s)}, delay ${minutes(meanDelay_s)} min, ` +
    `empty ${percent(emptyShare)}, ${occupancy.toFixed(2)} persons aboard; ` +
    `${wall_s.toFixed(2)} s (dispatch ${dispatch_s.toFixed(2)} s, CPU ${cpu_s.toFixed(2)} s), ` +
    `${(simulated_s / wall_s).toFixed(0)} x real time, hash ${hash}`
  );
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const minutes = (time_s: number): string => (time_s / 60).toFixed(2);
