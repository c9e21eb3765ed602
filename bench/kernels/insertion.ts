/**
 * Requests a second that pooled dispatch decides: one day in a city of 2.4 km × 2.4 km, with
 * driving in between. Only the dispatch is timed. The hash covers which vehicle serves which
 * request.
 */
import { performance } from 'node:perf_hooks';
import { mix } from '../../core/base/random.js';
import type { Dispatcher } from '../../core/fleet/dispatch.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { REQUEST_STATE } from '../../core/state/fleet-tables.js';
import { serveFleetDay } from '../../core/testing/fleet-day.js';

export interface InsertionBenchSize {
  readonly vehicleCount: number;
  readonly requestCount: number;
  readonly duration_s: number;
  readonly repeatCount: number;
}

/** The example district's fleet: 66,000 requests, at the rate of its top hour throughout. */
export const FULL: InsertionBenchSize = {
  vehicleCount: 1000,
  requestCount: 66_000,
  duration_s: 36_000,
  repeatCount: 5,
};
export const SMOKE: InsertionBenchSize = {
  vehicleCount: 20,
  requestCount: 300,
  duration_s: 3600,
  repeatCount: 2,
};

export interface InsertionBenchResult {
  readonly requestCount: number;
  /** Tries: an undecided request is tried again at each dispatch. */
  readonly tryCount: number;
  readonly rejectedShare: number;
  readonly dispatch_s: { readonly min: number; readonly median: number };
  /** Requests of the day over the median time. */
  readonly requestsPerSecond: number;
  readonly assignmentHash: string;
}

export function benchInsertion(size: InsertionBenchSize = FULL): InsertionBenchResult {
  const rounds = Array.from({ length: size.repeatCount }, () => serveOnce(size));
  const times_s = rounds.map(({ dispatch_s }) => dispatch_s).sort((a, b) => a - b);
  const { tryCount, rejectedShare, assignmentHash } = rounds[0]!;
  if (rounds.some((round) => round.assignmentHash !== assignmentHash)) {
    throw new Error('Two rounds of the same day assigned differently.');
  }
  const median = times_s[times_s.length >> 1]!;
  return {
    requestCount: size.requestCount,
    tryCount,
    rejectedShare,
    dispatch_s: { min: times_s[0]!, median },
    requestsPerSecond: size.requestCount / median,
    assignmentHash,
  };
}

function serveOnce({ vehicleCount, requestCount, duration_s }: InsertionBenchSize) {
  const timed = timedDispatcher(createInsertion({ vehicleCount, planCapacity: 64 }));
  const { requests } = serveFleetDay({
    seed: 1,
    blockCount: 25,
    settings: {
      vehicleCount,
      seatCount: 4,
      requestCapacity: requestCount,
      maxWait_s: 480,
      maxDetour: 1.4,
      detourAllowance_s: 180,
      dwell_s: 30,
    },
    dispatchBy: () => ({ dispatcher: timed, patience_s: 240 }),
    duration_s,
    dispatchEvery_s: 10,
    placeEvery_m: 1,
    maxPartySize: 2,
  });
  let hash = 0;
  let rejectedCount = 0;
  for (let request = 0; request < requestCount; request++) {
    hash = mix((hash ^ requests.vehicle[request]!) + request);
    if (requests.state[request] === REQUEST_STATE.rejected) rejectedCount++;
  }
  return {
    dispatch_s: timed.spent_ms / 1000,
    tryCount: timed.tryCount,
    rejectedShare: rejectedCount / requestCount,
    assignmentHash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

/**
 * Counts tries and the time spent in them; reading the clock twice costs well under 1 % of a try.
 */
function timedDispatcher(dispatcher: Dispatcher) {
  return {
    spent_ms: 0,
    tryCount: 0,
    assign(...ask: Parameters<Dispatcher['assign']>): ReturnType<Dispatcher['assign']> {
      const start_ms = performance.now();
      const vehicle = dispatcher.assign(...ask);
      this.spent_ms += performance.now() - start_ms;
      this.tryCount++;
      return vehicle;
    },
  };
}
