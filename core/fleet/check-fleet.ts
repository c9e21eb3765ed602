/**
 * What must hold of a fleet at any time, found again from the tables alone: slow, plain, and
 * without a line in common with the code that made the plans.
 */
import { NONE, type None } from '../base/ids.js';
import {
  FLEET_VEHICLE_STATE,
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
  type StopId,
} from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';

export interface FleetViolation {
  /**
   * `conservation`: a stop, a person or a request lost or doubled, always a bug. `promise`: by
   * travel times as they are now the plan comes too late for someone; traffic alone can bring that
   * about.
   */
  readonly kind: 'conservation' | 'promise';
  readonly vehicle: FleetVehicleId | None;
  readonly request: RequestId | None;
  readonly message: string;
}

interface Check {
  readonly fleet: Fleet;
  readonly violations: FleetViolation[];
  /** How often a stop was met, in plans and on the free list. */
  readonly metCount: Uint8Array;
  /** Stops of each request found in plans. */
  readonly pickupCount: Uint8Array;
  readonly dropoffCount: Uint8Array;
}

/** Every violation of the fleet's laws; an empty list for a sound fleet. Reads all tables. */
export function checkFleet(fleet: Fleet, travelTime: TravelTime): FleetViolation[] {
  const check: Check = {
    fleet,
    violations: [],
    metCount: new Uint8Array(fleet.stops.capacity),
    pickupCount: new Uint8Array(fleet.requests.capacity),
    dropoffCount: new Uint8Array(fleet.requests.capacity),
  };
  for (let row = 0; row < fleet.vehicles.capacity; row++) {
    const vehicle = row as FleetVehicleId;
    const plan = readPlan(check, vehicle);
    checkPlan(check, vehicle, plan);
    checkPromises(check, vehicle, plan, travelTime);
  }
  checkStopPool(check);
  checkPending(check);
  checkRequests(check);
  return check.violations;
}

function report(
  check: Check,
  { vehicle = NONE, request = NONE }: Partial<Pick<FleetViolation, 'vehicle' | 'request'>>,
  message: string,
  kind: FleetViolation['kind'] = 'conservation',
): void {
  check.violations.push({ kind, vehicle, request, message });
}

/** The vehicle's stops in order; stops short at one that was met before, so a ring ends. */
function readPlan(check: Check, vehicle: FleetVehicleId): StopId[] {
  const { vehicles, stops } = check.fleet;
  const plan: StopId[] = [];
  for (let stop = vehicles.firstStop[vehicle]; stop !== NONE; stop = stops.next[stop]) {
    if (check.metCount[stop]++ > 0) {
      report(check, { vehicle }, `stop ${stop} is in two plans or twice in one`);
      break;
    }
    plan.push(stop);
  }
  return plan;
}

/** Owners, order, places, seats. */
function checkPlan(check: Check, vehicle: FleetVehicleId, plan: readonly StopId[]): void {
  const { vehicles, stops, requests, settings } = check.fleet;
  const { seatCount } = settings.operators[vehicles.operator[vehicle]]!;
  if (plan.length !== vehicles.stopCount[vehicle]) {
    report(check, { vehicle }, `${plan.length} stops, but counted ${vehicles.stopCount[vehicle]}`);
  }
  const isBusy = vehicles.state[vehicle] === FLEET_VEHICLE_STATE.busy;
  if (isBusy !== plan.length > 0) report(check, { vehicle }, 'busy without stops, or idle with');
  let loadCount = vehicles.onboardCount[vehicle];
  if (loadCount < 0 || loadCount > seatCount) {
    report(check, { vehicle }, `${loadCount} persons aboard ${seatCount} seats`);
  }
  for (const stop of plan) {
    const request = stops.request[stop];
    if (request === NONE) {
      report(check, { vehicle }, `stop ${stop} serves nobody`);
      continue;
    }
    if (requests.operator[request] !== vehicles.operator[vehicle]) {
      report(check, { vehicle, request }, 'has asked another operator');
    }
    if (requests.vehicle[request] !== vehicle) {
      report(check, { vehicle, request }, `belongs to vehicle ${requests.vehicle[request]}`);
    }
    checkPlace(check, vehicle, stop, request);
    if (stops.kind[stop] === STOP_KIND.pickup) {
      if (check.dropoffCount[request] > 0) {
        report(check, { vehicle, request }, 'is dropped off before it is picked up');
      }
      check.pickupCount[request]++;
      loadCount += requests.partySize[request];
    } else {
      check.dropoffCount[request]++;
      loadCount -= requests.partySize[request];
    }
    if (loadCount < 0 || loadCount > seatCount) {
      report(check, { vehicle, request }, `${loadCount} persons in ${seatCount} seats`);
    }
  }
  if (loadCount !== 0) report(check, { vehicle }, `${loadCount} persons aboard after the plan`);
}

function checkPlace(check: Check, vehicle: FleetVehicleId, stop: StopId, request: RequestId): void {
  const { stops, requests } = check.fleet;
  const isPickup = stops.kind[stop] === STOP_KIND.pickup;
  const link = isPickup ? requests.originLink[request] : requests.destinationLink[request];
  const position_m = isPickup
    ? requests.originPosition_m[request]
    : requests.destinationPosition_m[request];
  if (stops.link[stop] !== link || stops.position_m[stop] !== position_m) {
    report(check, { vehicle, request }, `stop ${stop} is not where the request is`);
  }
}

/** Drives the plan on paper from where the vehicle can be steered. */
function checkPromises(
  check: Check,
  vehicle: FleetVehicleId,
  plan: readonly StopId[],
  travelTime: TravelTime,
): void {
  const { vehicles, stops, requests, settings } = check.fleet;
  const pickedUp_s = new Map<number, number>();
  let link: number = vehicles.link[vehicle];
  let position_m = vehicles.position_m[vehicle];
  let time_s = vehicles.available_s[vehicle];
  let stand_s = 0;
  for (const stop of plan) {
    const request = stops.request[stop];
    if (request === NONE) continue;
    const there = stops.link[stop];
    const there_m = stops.position_m[stop];
    if (link !== there || position_m !== there_m) {
      time_s += stand_s + travelTime(link, position_m, there, there_m);
    }
    link = there;
    position_m = there_m;
    stand_s = settings.dwell_s;
    if (stops.kind[stop] === STOP_KIND.pickup) {
      time_s = Math.max(time_s, requests.earliest_s[request]);
      pickedUp_s.set(request, time_s);
      const late_s = time_s - requests.latestPickup_s[request];
      if (late_s > 0) report(check, { vehicle, request }, `picked up ${late_s} s late`, 'promise');
    } else if (isLate(check.fleet, request, time_s, pickedUp_s.get(request))) {
      report(check, { vehicle, request }, `dropped off late, at ${time_s} s`, 'promise');
    }
  }
}

/** `pickedUp_s` is planned; a party already aboard has its own. */
function isLate(
  { requests }: Fleet,
  request: RequestId,
  time_s: number,
  pickedUp_s: number | undefined,
): boolean {
  const longestRide_s = requests.longestRide_s[request];
  return pickedUp_s === undefined
    ? time_s > requests.pickedUp_s[request] + longestRide_s
    : time_s - pickedUp_s > longestRide_s;
}

/** Free and used stops are all stops, each exactly once. */
function checkStopPool(check: Check): void {
  const { stops, ledger } = check.fleet;
  let freeCount = 0;
  for (let stop = ledger.firstFreeStop[0]; stop !== NONE; stop = stops.next[stop]) {
    if (check.metCount[stop]++ > 0) {
      report(check, {}, `stop ${stop} is free and in use, or free twice`);
      break;
    }
    if (stops.request[stop] !== NONE) report(check, {}, `free stop ${stop} serves a request`);
    freeCount++;
  }
  if (freeCount !== ledger.freeStopCount[0]) {
    report(check, {}, `${freeCount} stops are free, but counted ${ledger.freeStopCount[0]}`);
  }
  const lostCount = check.metCount.reduce((lost, met) => lost + (met === 0 ? 1 : 0), 0);
  if (lostCount > 0) report(check, {}, `${lostCount} stops are neither free nor in a plan`);
}

/** The undecided requests, each once, in order of (submitted_s, row). */
function checkPending(check: Check): void {
  const { requests, ledger } = check.fleet;
  const { state, submitted_s, nextPending } = requests;
  let undecidedCount = 0;
  for (let row = 0; row < ledger.requestCount[0]; row++) {
    if (state[row] === REQUEST_STATE.submitted) undecidedCount++;
  }
  let listedCount = 0;
  let previous: RequestId | None = NONE;
  let request = ledger.firstPending[0];
  for (; request !== NONE && listedCount <= undecidedCount; request = nextPending[request]) {
    listedCount++;
    if (state[request] !== REQUEST_STATE.submitted) report(check, { request }, 'pending, decided');
    if (previous !== NONE) {
      const later_s = submitted_s[request] - submitted_s[previous];
      if (later_s < 0 || (later_s === 0 && request < previous)) {
        report(check, { request }, 'out of order on the pending list');
      }
    }
    previous = request;
  }
  if (ledger.lastPending[0] !== previous) report(check, {}, 'the pending list has another end');
  if (listedCount !== undecidedCount) {
    report(check, {}, `${undecidedCount} requests undecided, ${listedCount} on the pending list`);
  }
}

/** Each request has the stops of its state, and everyone aboard is counted. */
function checkRequests(check: Check): void {
  const { requests, vehicles, ledger } = check.fleet;
  const aboardCount = new Int32Array(vehicles.capacity);
  for (let row = 0; row < ledger.requestCount[0]; row++) {
    const request = row as RequestId;
    const state = requests.state[request];
    const vehicle = requests.vehicle[request];
    const pickupCount = state === REQUEST_STATE.assigned ? 1 : 0;
    const dropoffCount = pickupCount + (state === REQUEST_STATE.onboard ? 1 : 0);
    if (
      check.pickupCount[request] !== pickupCount ||
      check.dropoffCount[request] !== dropoffCount
    ) {
      const found = `${check.pickupCount[request]} + ${check.dropoffCount[request]} stops`;
      report(check, { vehicle, request }, `state ${state} with ${found} planned`);
    }
    const isTaken = state !== REQUEST_STATE.submitted && state !== REQUEST_STATE.rejected;
    if (isTaken !== (vehicle !== NONE)) {
      report(check, { vehicle, request }, `state ${state} does not go with vehicle ${vehicle}`);
    } else if (state === REQUEST_STATE.onboard) {
      aboardCount[vehicle] += requests.partySize[request];
    }
  }
  for (let row = 0; row < vehicles.capacity; row++) {
    if (aboardCount[row] === vehicles.onboardCount[row]) continue;
    const counted = `${aboardCount[row]} persons aboard, counted ${vehicles.onboardCount[row]}`;
    report(check, { vehicle: row as FleetVehicleId }, counted);
  }
}
