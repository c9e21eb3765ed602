/**
 * A fleet that serves one pair of places A and B: every ride goes from A to B, and the vehicle comes
 * back empty for the next one. Requests queue for vehicles, each of which is busy for out + back +
 * two stands: with Poisson arrivals and times that are always the same, this is the queue M/D/n.
 */
import type { LinkId, TripId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { assignRequests } from '../fleet/dispatch.js';
import { createFleet, type Fleet, noteVehicleAt } from '../fleet/fleet.js';
import { createNearestIdle } from '../fleet/nearest-idle.js';
import { submitRequest } from '../fleet/requests.js';
import { completeStop, firstStop } from '../fleet/stop-plan.js';
import type { FleetVehicleId } from '../state/fleet-tables.js';

export interface Shuttle {
  readonly vehicleCount: number;
  /** Share of the vehicles' time that is asked for. */
  readonly load: number;
  /** Time of one service, by the number of the request; the same for all unless given. */
  readonly stand_s?: (request: number) => number;
}

const WAY_s = 100;
const DWELL_s = 25;
/** Out, back, and the stands at A and B. */
export const SERVICE_s = 2 * WAY_s + 2 * DWELL_s;

const REPLICATES = 24;
const REQUESTS = 3000;
/** Left out at the start, when the queue is shorter than later. */
const WARM_UP = 600;

const A = 0 as LinkId;
const B = 1 as LinkId;
const travelTime = (from: number, _: number, to: number): number => (from === to ? 0 : WAY_s);

/** Mean time in the queue: from the request until a vehicle sets out from B to serve it. */
export function meanQueue_s(shuttle: Shuttle): { mean: number; standardError: number } {
  const means = Array.from({ length: REPLICATES }, (_, seed) => runOnce(shuttle, seed));
  const mean = means.reduce((sum, one) => sum + one, 0) / REPLICATES;
  const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (REPLICATES - 1);
  return { mean, standardError: Math.sqrt(variance / REPLICATES) };
}

/** Events in the order of time: an arrival, or the next stop of a vehicle. */
function runOnce({ vehicleCount, load, stand_s = () => DWELL_s }: Shuttle, seed: number): number {
  const fleet = createFleet({
    vehicleCount,
    seatCount: 1,
    requestCapacity: REQUESTS,
    maxWait_s: 1e9,
    maxDetour: 1,
    detourAllowance_s: 0,
    dwell_s: DWELL_s,
  });
  for (let row = 0; row < vehicleCount; row++) {
    noteVehicleAt(fleet, row as FleetVehicleId, B, 0, 0);
  }
  const rules = { dispatcher: createNearestIdle(), patience_s: 1e9 };
  const due_s = new Float64Array(vehicleCount).fill(Number.POSITIVE_INFINITY);
  const gap_s = SERVICE_s / (load * vehicleCount);
  let submittedCount = 0;
  let arrival_s = nextGap_s(seed, 0, gap_s);
  while (submittedCount < REQUESTS || Math.min(...due_s) < Number.POSITIVE_INFINITY) {
    const vehicle = earliest(due_s);
    const time_s = Math.min(arrival_s, due_s[vehicle]!);
    if (due_s[vehicle]! <= arrival_s) serve(fleet, vehicle, time_s, due_s, stand_s);
    else {
      submit(fleet, submittedCount, time_s);
      submittedCount++;
      const isLast = submittedCount === REQUESTS;
      arrival_s = isLast
        ? Number.POSITIVE_INFINITY
        : time_s + nextGap_s(seed, submittedCount, gap_s);
    }
    assignRequests(fleet, time_s, travelTime, rules);
    for (let row = 0; row < vehicleCount; row++) {
      const isSent = firstStop(fleet, row as FleetVehicleId) >= 0;
      if (due_s[row] !== Number.POSITIVE_INFINITY || !isSent) continue;
      due_s[row] = fleet.vehicles.available_s[row as FleetVehicleId] + WAY_s;
    }
  }
  return meanWait_s(fleet) - WAY_s;
}

const nextGap_s = (seed: number, arrival: number, mean_s: number): number =>
  -Math.log(1 - draw(seed, PURPOSE.arrivals, arrival, 7)) * mean_s;

function earliest(due_s: Float64Array): number {
  let first = 0;
  for (let row = 1; row < due_s.length; row++) if (due_s[row]! < due_s[first]!) first = row;
  return first;
}

function submit(fleet: Fleet, trip: number, time_s: number): void {
  submitRequest(fleet, {
    trip: trip as TripId,
    partySize: 1,
    originLink: A,
    originPosition_m: 0,
    destinationLink: B,
    destinationPosition_m: 0,
    time_s,
    direct_s: WAY_s,
  });
}

function serve(
  fleet: Fleet,
  row: number,
  time_s: number,
  due_s: Float64Array,
  stand_s: (request: number) => number,
): void {
  const vehicle = row as FleetVehicleId;
  const request = completeStop(fleet, vehicle, time_s);
  const isAboard = firstStop(fleet, vehicle) >= 0;
  // The last stand takes what `stand_s` says, and the next service begins after it.
  if (isAboard) due_s[row] = time_s + DWELL_s + WAY_s;
  else {
    due_s[row] = Number.POSITIVE_INFINITY;
    noteVehicleAt(fleet, vehicle, B, 0, time_s + stand_s(request));
  }
}

function meanWait_s({ requests }: Fleet): number {
  let sum_s = 0;
  for (let request = WARM_UP; request < REQUESTS; request++) {
    sum_s += requests.pickedUp_s[request]! - requests.submitted_s[request]!;
  }
  return sum_s / (REQUESTS - WARM_UP);
}

/**
 * Mean wait in M/D/n with `load` = a / n by Crommelin's series; for n = 1 it is Pollaczek and
 * Khinchine's load · D / (2 (1 − load)). The m-th term is what a Poisson number of mean m·a exceeds
 * m·n by, over m·a.
 */
export function crommelin_s(vehicleCount: number, load: number, service_s: number): number {
  const offered = load * vehicleCount;
  let sum = 0;
  for (let m = 1; m < 5000; m++) {
    const excess = poissonExcess(m * offered, m * vehicleCount) / (m * offered);
    sum += excess;
    if (excess < 1e-13) break;
  }
  return sum * service_s;
}

/** E[(N − k)+] of a Poisson number N. */
function poissonExcess(mean: number, k: number): number {
  let logTerm = -mean;
  for (let j = 1; j <= k; j++) logTerm += Math.log(mean / j);
  let term = Math.exp(logTerm);
  let sum = 0;
  for (let j = k + 1; j < k + 10_000; j++) {
    term *= mean / j;
    sum += (j - k) * term;
    if (j > mean && (j - k) * term < 1e-18) break;
  }
  return sum;
}
