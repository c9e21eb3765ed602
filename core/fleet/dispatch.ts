/**
 * Dispatch: every few seconds, who serves which of the undecided requests.
 *
 * The contract with whoever drives the vehicles: `submitRequest` a request, `assignRequests` and
 * read `fleet.decided` and `fleet.isReplanned`, ask `firstStop` for a vehicle's next task, and tell
 * with `noteVehicleAt` and `completeStop` that it has moved or has done it. A dispatcher reads and
 * writes tables and asks for travel times; nothing else.
 */
import { NONE, type None } from '../base/ids.js';
import { type FleetVehicleId, REQUEST_STATE, type RequestId } from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';
import { isServable, rejectRequest, removePending } from './requests.js';

/** Decides one request after the other. */
export interface Dispatcher {
  /**
   * Puts the request's two stops into the plan of the vehicle it chooses and returns that vehicle;
   * NONE, and nothing changed, if no vehicle can serve it now. Ties go to the lower row.
   */
  assign(
    fleet: Fleet,
    request: RequestId,
    time_s: number,
    travelTime: TravelTime,
  ): FleetVehicleId | None;
}

/** Decides all of them together. */
export interface BatchDispatcher {
  /**
   * Puts the stops of those that it serves into plans. `batch` holds the requests, all servable,
   * of one operator, in order of (submitted_s, row); only its first `batchCount` entries count.
   */
  assignAll(
    fleet: Fleet,
    batch: Int32Array,
    batchCount: number,
    time_s: number,
    travelTime: TravelTime,
  ): void;
}

export interface DispatchSettings {
  readonly dispatcher: Dispatcher | BatchDispatcher;
  /** Of the second operator and those after it. */
  readonly others?: readonly (Dispatcher | BatchDispatcher)[];
  /**
   * A request is tried at each dispatch until it is this old, a prebooked one until this long after
   * it wants to get in; then it is rejected, so that a
   * traveller hears "no" while there is still time to go another way. Half of maxWait_s is usual.
   */
  readonly patience_s: number;
}

/**
 * Assigns, rejects or leaves pending every undecided request, in order of (submitted_s, row).
 * Returns how many it decided; their rows are the first entries of `fleet.decided`.
 */
export function assignRequests(
  fleet: Fleet,
  time_s: number,
  travelTime: TravelTime,
  { dispatcher, others = [], patience_s }: DispatchSettings,
): number {
  fleet.ledger.dispatchCount[0]!++;
  for (let operator = 0; operator <= others.length; operator++) {
    const own = operator === 0 ? dispatcher : others[operator - 1]!;
    assignOf(fleet, operator, time_s, travelTime, own);
  }
  return settlePending(fleet, time_s, patience_s);
}

/** One operator's requests to its vehicles. */
function assignOf(
  fleet: Fleet,
  operator: number,
  time_s: number,
  travelTime: TravelTime,
  dispatcher: Dispatcher | BatchDispatcher,
): void {
  if ('assign' in dispatcher) assignInTurn(fleet, operator, time_s, travelTime, dispatcher);
  else {
    const batchCount = listServable(fleet, operator);
    if (batchCount > 0) {
      dispatcher.assignAll(fleet, fleet.decided, batchCount, time_s, travelTime);
    }
  }
}

function assignInTurn(
  fleet: Fleet,
  operator: number,
  time_s: number,
  travelTime: TravelTime,
  dispatcher: Dispatcher,
): void {
  const { nextPending, operator: asked } = fleet.requests;
  let request = fleet.ledger.firstPending[0];
  for (; request !== NONE; request = nextPending[request]) {
    if (asked[request] !== operator) continue;
    if (isServable(fleet, request)) dispatcher.assign(fleet, request, time_s, travelTime);
  }
}

/** The batch, in what will hold the decided ones. */
function listServable(fleet: Fleet, operator: number): number {
  const { nextPending, operator: asked } = fleet.requests;
  let batchCount = 0;
  let request = fleet.ledger.firstPending[0];
  for (; request !== NONE; request = nextPending[request]) {
    if (asked[request] === operator && isServable(fleet, request))
      fleet.decided[batchCount++] = request;
  }
  return batchCount;
}

/** Takes from the pending list who has been assigned, and rejects whom nobody can or will serve. */
function settlePending(fleet: Fleet, time_s: number, patience_s: number): number {
  const { requests, ledger, decided } = fleet;
  let decidedCount = 0;
  let previous: RequestId | None = NONE;
  let request = ledger.firstPending[0];
  while (request !== NONE) {
    const next: RequestId | None = requests.nextPending[request];
    const isAssigned = requests.state[request] !== REQUEST_STATE.submitted;
    const isWaiting =
      isServable(fleet, request) && time_s < requests.earliest_s[request] + patience_s;
    if (!isAssigned && isWaiting) {
      previous = request;
    } else {
      if (!isAssigned) rejectRequest(fleet, request);
      removePending(fleet, request, previous);
      decided[decidedCount++] = request;
    }
    request = next;
  }
  return decidedCount;
}
