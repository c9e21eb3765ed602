/**
 * The fleet as its dispatcher sees it: tables, promises, and where each vehicle can be steered.
 *
 * The kernel drives. It tells the fleet where a vehicle can next be steered (`noteVehicleAt`) and
 * which stop it has reached (`completeStop`); the fleet answers where to go next (`firstStop`).
 *
 * Times are those of a vehicle coming to a stand. A wait ends when the vehicle stands at the
 * origin, a ride lasts from there until it stands at the destination, and every stand takes
 * `dwell_s`.
 */
import { type LinkId, NONE } from '../base/ids.js';
import {
  type FleetVehicleId,
  fleetLedgerSchema,
  fleetVehicleSchema,
  type RequestId,
  requestSchema,
  type StopId,
  stopSchema,
} from '../state/fleet-tables.js';
import { createTable, type Table } from '../state/table.js';

/**
 * Driving time between two places on links, s; Infinity where there is no way, 0 from a place to
 * itself, never negative. A detour is never faster than the way it leaves (a + b >= c), as holds
 * for shortest paths; the screening of candidates relies on it.
 */
export interface TravelTime {
  (fromLink: number, fromPosition_m: number, toLink: number, toPosition_m: number): number;
  /** The same from many places to one, into `time_s`: quicker than one by one, and equal. */
  readonly fromMany?: (
    from: { readonly link: Int32Array; readonly position_m: Float64Array; readonly count: number },
    toLink: number,
    toPosition_m: number,
    time_s: Float64Array,
  ) => void;
}

export interface FleetSettings {
  readonly vehicleCount: number;
  /** Persons a vehicle carries at once. */
  readonly seatCount: number;
  /** Requests of the whole run. */
  readonly requestCapacity: number;
  /** From submission to a vehicle standing at the origin, at most. */
  readonly maxWait_s: number;
  /** Driving with someone aboard takes at most this factor times the direct way … */
  readonly maxDetour: number;
  /** … plus this. */
  readonly detourAllowance_s: number;
  /** A vehicle stands this long at a stop; stops at one place, one after the other, share it. */
  readonly dwell_s: number;
  /** Longest stop plan. */
  readonly planCapacity?: number;
  /** Whose vehicles they are, in the order of rows; one operator has them all unless given. */
  readonly operators?: readonly Operator[];
}

export interface Operator {
  readonly vehicleCount: number;
  readonly seatCount: number;
}

export interface Fleet {
  readonly settings: Required<FleetSettings>;
  readonly requests: Table<typeof requestSchema>;
  readonly vehicles: Table<typeof fleetVehicleSchema>;
  readonly stops: Table<typeof stopSchema>;
  readonly ledger: Table<typeof fleetLedgerSchema>;
  /** The requests that the last `assignRequests` assigned or rejected, in its order. */
  readonly decided: Int32Array;
  /** By vehicle: 1 once its plan has been rewritten, until whoever drives it has taken note. */
  readonly isReplanned: Uint8Array;
}

/**
 * A plan within the waiting and detour limits of the example fleet stays under 20 stops; the cap
 * only bounds memory, and a vehicle at the cap takes no more requests.
 */
const PLAN_CAPACITY = 64;

/** All vehicles idle, nowhere: each needs one `noteVehicleAt` before it can be sent to anyone. */
export function createFleet(given: FleetSettings): Fleet {
  const { vehicleCount: size, seatCount } = given;
  const operators = [{ vehicleCount: size, seatCount }];
  const settings = { planCapacity: PLAN_CAPACITY, operators, ...given };
  assertSettings(settings);
  const { vehicleCount, requestCapacity, planCapacity } = settings;
  const stopCapacity = Math.min(vehicleCount * planCapacity, 2 * requestCapacity);
  const fleet: Fleet = {
    settings,
    requests: createTable(requestSchema, requestCapacity),
    vehicles: createTable(fleetVehicleSchema, vehicleCount),
    stops: createTable(stopSchema, stopCapacity),
    ledger: createTable(fleetLedgerSchema, 1),
    decided: new Int32Array(requestCapacity),
    isReplanned: new Uint8Array(vehicleCount),
  };
  freeAllStops(fleet);
  shareRows(fleet);
  return fleet;
}

/** From `time_s` on the vehicle can be sent anywhere from this place; it cannot before. */
export function noteVehicleAt(
  { vehicles, ledger }: Fleet,
  vehicle: FleetVehicleId,
  link: LinkId,
  position_m: number,
  time_s: number,
): void {
  if (vehicles.link[vehicle] === NONE) vehicles.changedAt[vehicle] = ledger.dispatchCount[0]!;
  vehicles.link[vehicle] = link;
  vehicles.position_m[vehicle] = position_m;
  vehicles.available_s[vehicle] = time_s;
}

/** Each operator's vehicles are a block of rows, in the order of operators. */
function shareRows({ vehicles, settings }: Fleet): void {
  let row = 0;
  for (const [operator, { vehicleCount }] of settings.operators.entries()) {
    for (const end = row + vehicleCount; row < end; row++) vehicles.operator[row] = operator;
  }
}

/** Seats of the vehicles that may serve the request. */
export const seatsFor = ({ settings, requests }: Fleet, request: RequestId): number =>
  settings.operators[requests.operator[request]!]!.seatCount;

/** How long a plan that begins at `start_s` may take: by the vehicle's battery, and by its shift. */
export const longestPlan_s = (
  { vehicles }: Fleet,
  vehicle: FleetVehicleId,
  start_s: number,
): number => Math.min(vehicles.range_s[vehicle]!, vehicles.dutyEnd_s[vehicle]! - start_s);

/** May an idle vehicle that sets out at `start_s` and is there `way_s` later serve the request? */
export function isInRange(
  fleet: Fleet,
  vehicle: FleetVehicleId,
  request: RequestId,
  { start_s, way_s }: { readonly start_s: number; readonly way_s: number },
): boolean {
  const { requests, settings } = fleet;
  const pickup_s = Math.max(start_s + way_s, requests.earliest_s[request]!);
  const work_s = pickup_s - start_s + 2 * settings.dwell_s + requests.direct_s[request]!;
  return work_s <= longestPlan_s(fleet, vehicle, start_s);
}

function assertSettings(settings: Required<FleetSettings>): void {
  const { maxDetour, planCapacity, seatCount, operators, ...others } = settings;
  const shared = operators.reduce((sum, { vehicleCount }) => sum + vehicleCount, 0);
  if (shared !== settings.vehicleCount) {
    throw new RangeError(`Operators have ${shared} vehicles, the fleet ${settings.vehicleCount}.`);
  }
  for (const [name, value] of Object.entries(others)) {
    if (!(value >= 0)) throw new RangeError(`${name} of the fleet must not be negative: ${value}.`);
  }
  if (!(maxDetour >= 1)) throw new RangeError(`maxDetour must be at least 1: ${maxDetour}.`);
  if (!(planCapacity >= 2)) throw new RangeError(`planCapacity must be at least 2.`);
  if (!(seatCount >= 1)) throw new RangeError(`seatCount must be at least 1.`);
}

function freeAllStops({ stops, ledger }: Fleet): void {
  const { next, capacity } = stops;
  for (let stop = 0; stop < capacity; stop++) {
    next[stop] = stop + 1 < capacity ? ((stop + 1) as StopId) : NONE;
  }
  ledger.firstFreeStop[0] = capacity > 0 ? (0 as StopId) : NONE;
  ledger.freeStopCount[0] = capacity;
}
