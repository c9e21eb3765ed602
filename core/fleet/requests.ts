/** Requests from submission to decision: the pending list, in order of (submitted_s, row). */
import { type LinkId, NONE, type TripId } from '../base/ids.js';
import { REJECTION_REASONS, type RejectionReason } from '../events/catalogue.js';
import { REQUEST_STATE, type RequestId } from '../state/fleet-tables.js';
import { type Fleet, seatsFor } from './fleet.js';

export interface RideRequest {
  readonly trip: TripId;
  readonly partySize: number;
  /** Who is asked; the first operator unless given. */
  readonly operator?: number;
  readonly originLink: LinkId;
  readonly originPosition_m: number;
  readonly destinationLink: LinkId;
  readonly destinationPosition_m: number;
  readonly time_s: number;
  /** Nobody gets in before; `time_s` unless the ride is prebooked. */
  readonly earliest_s?: number;
  /** The wait after that which is promised; the fleet's own unless given. */
  readonly maxWait_s?: number;
  /** Driving time of the direct way; Infinity if there is none, and nobody will be sent. */
  readonly direct_s: number;
}

/** Writes a new request and puts it on the pending list; the next dispatch decides it. */
export function submitRequest(fleet: Fleet, ride: RideRequest): RequestId {
  const { requests, ledger, settings } = fleet;
  const request = ledger.requestCount[0] as RequestId;
  if (request >= requests.capacity) {
    throw new RangeError(`More requests than requestCapacity = ${requests.capacity} of the fleet.`);
  }
  ledger.requestCount[0] = request + 1;
  requests.trip[request] = ride.trip;
  requests.partySize[request] = ride.partySize;
  requests.operator[request] = ride.operator ?? 0;
  requests.originLink[request] = ride.originLink;
  requests.originPosition_m[request] = ride.originPosition_m;
  requests.destinationLink[request] = ride.destinationLink;
  requests.destinationPosition_m[request] = ride.destinationPosition_m;
  requests.submitted_s[request] = ride.time_s;
  requests.direct_s[request] = ride.direct_s;
  const earliest_s = Math.max(ride.time_s, ride.earliest_s ?? ride.time_s);
  requests.earliest_s[request] = earliest_s;
  requests.latestPickup_s[request] = earliest_s + (ride.maxWait_s ?? settings.maxWait_s);
  // The stand at the origin is part of the ride, or a solo ride could break the limit by its dwell.
  requests.longestRide_s[request] =
    settings.dwell_s + settings.maxDetour * ride.direct_s + settings.detourAllowance_s;
  requests.state[request] = REQUEST_STATE.submitted;
  addPending(fleet, request);
  return request;
}

/** Someone could serve it: there are seats for all, and a way from origin to destination. */
export function isServable(fleet: Fleet, request: RequestId): boolean {
  const { partySize, direct_s } = fleet.requests;
  return (
    partySize[request] <= seatsFor(fleet, request) && direct_s[request] < Number.POSITIVE_INFINITY
  );
}

export function rejectRequest(fleet: Fleet, request: RequestId): void {
  const { requests } = fleet;
  requests.state[request] = REQUEST_STATE.rejected;
  const reason: RejectionReason =
    requests.partySize[request] > seatsFor(fleet, request)
      ? 'tooManyPersons'
      : isServable(fleet, request)
        ? 'noVehicle'
        : 'noWay';
  requests.rejection[request] = REJECTION_REASONS.indexOf(reason);
}

/** Unlinks `request`, which follows `previous` on the list (NONE: it is the first). */
export function removePending(
  { requests, ledger }: Fleet,
  request: RequestId,
  previous: RequestId | typeof NONE,
): void {
  const { nextPending } = requests;
  if (previous === NONE) ledger.firstPending[0] = nextPending[request];
  else nextPending[previous] = nextPending[request];
  if (ledger.lastPending[0] === request) ledger.lastPending[0] = previous;
  nextPending[request] = NONE;
}

/** Requests come in order of time, so the end of the list is the place unless one is back-dated. */
function addPending({ requests, ledger }: Fleet, request: RequestId): void {
  const { submitted_s, nextPending } = requests;
  const time_s = submitted_s[request];
  let previous = ledger.lastPending[0];
  if (previous !== NONE && submitted_s[previous] > time_s) {
    previous = NONE;
    let later = ledger.firstPending[0];
    while (later !== NONE && submitted_s[later] <= time_s) {
      previous = later;
      later = nextPending[later];
    }
  }
  const following = previous === NONE ? ledger.firstPending[0] : nextPending[previous];
  nextPending[request] = following;
  if (previous === NONE) ledger.firstPending[0] = request;
  else nextPending[previous] = request;
  if (following === NONE) ledger.lastPending[0] = request;
}
