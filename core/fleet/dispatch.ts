/** Dispatch: walks the undecided requests in order and lets one dispatcher decide each. */
import { NONE, type None } from '../base/ids.js';
import type { FleetVehicleId, RequestId } from '../state/fleet-tables.js';
import type { Fleet, TravelTime } from './fleet.js';
import { isServable, rejectRequest, removePending } from './requests.js';

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

export interface DispatchSettings {
  readonly dispatcher: Dispatcher;
  /**
   * A request is tried at each dispatch until it is this old; then it is rejected, so that a
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
  { dispatcher, patience_s }: DispatchSettings,
): number {
  const { requests, ledger, decided } = fleet;
  let decidedCount = 0;
  let previous: RequestId | None = NONE;
  let request = ledger.firstPending[0];
  while (request !== NONE) {
    const next: RequestId | None = requests.nextPending[request];
    const canBeServed = isServable(fleet, request);
    const isAssigned =
      canBeServed && dispatcher.assign(fleet, request, time_s, travelTime) !== NONE;
    if (!isAssigned && canBeServed && time_s < requests.submitted_s[request] + patience_s) {
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
