/**
 * Requests a second that dispatch by the shareability graph decides, beside insertion on the same
 * day: a city of 2.4 km × 2.4 km, with driving in between. Only the dispatch is timed. Service rate,
 * wait and delay stand beside the times; the hash covers which vehicle serves which request.
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { mix } from '../../core/base/random.js';
import { assignRequests, type DispatchSettings } from '../../core/fleet/dispatch.js';
import type { Fleet } from '../../core/fleet/fleet.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { createShareability } from '../../core/fleet/shareability.js';
import { REQUEST_STATE } from '../../core/state/fleet-tables.js';
import { serveFleetDay } from '../../core/testing/fleet-day.js';

export interface RtvBenchSize {
  readonly vehicleCount: number;
  readonly requestCount: number;
  readonly duration_s: number;
  readonly repeatCount: number;
}

/** The example district's top hour with the fleet that it needs, in batches of 10 s. */
export const FULL: RtvBenchSize = {
  vehicleCount: 400,
  requestCount: 6600,
  duration_s: 3600,
  repeatCount: 2,
};
export const SMOKE: RtvBenchSize = {
  vehicleCount: 15,
  requestCount: 150,
  duration_s: 1800,
  repeatCount: 2,
};

export interface RtvBenchResult {
  readonly dispatcher: string;
  readonly servedShare: number;
  readonly meanWait_s: number;
  /** Riding above the direct way. */
  readonly meanDelay_s: number;
  readonly dispatch_s: { readonly min: number; readonly median: number };
  readonly assignmentHash: string;
}

export function benchRtv(size: RtvBenchSize = FULL): RtvBenchResult[] {
  return [
    benchOne(size, 'insertion', ({ settings }) => createInsertion(settings)),
    benchOne(size, 'shareability', ({ settings }) => createShareability(settings)),
  ];
}

type MadeFor = (fleet: Fleet) => DispatchSettings['dispatcher'];

function benchOne(size: RtvBenchSize, dispatcher: string, dispatcherOf: MadeFor): RtvBenchResult {
  const rounds = Array.from({ length: size.repeatCount }, () => serveOnce(size, dispatcherOf));
  const times_s = rounds.map(({ dispatch_s }) => dispatch_s).sort((a, b) => a - b);
  const { figures } = rounds[0]!;
  if (rounds.some((round) => round.figures.assignmentHash !== figures.assignmentHash)) {
    throw new Error('Two rounds of the same day assigned differently.');
  }
  const dispatch_s = { min: times_s[0]!, median: times_s[times_s.length >> 1]! };
  return { dispatcher, ...figures, dispatch_s };
}

function serveOnce(
  { vehicleCount, requestCount, duration_s }: RtvBenchSize,
  dispatcherOf: MadeFor,
) {
  let spent_ms = 0;
  const fleet = serveFleetDay({
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
    dispatchBy: (made) => ({ dispatcher: dispatcherOf(made), patience_s: 240 }),
    duration_s,
    dispatchEvery_s: 10,
    placeEvery_m: 1,
    maxPartySize: 2,
    dispatch: (...ask: Parameters<typeof assignRequests>) => {
      const start_ms = performance.now();
      assignRequests(...ask);
      spent_ms += performance.now() - start_ms;
    },
  });
  return { dispatch_s: spent_ms / 1000, figures: figuresOf(fleet) };
}

function figuresOf({ requests }: Fleet) {
  let hash = 0;
  let servedCount = 0;
  let wait_s = 0;
  let delay_s = 0;
  for (let request = 0; request < requests.capacity; request++) {
    hash = mix((hash ^ requests.vehicle[request]!) + request);
    if (requests.state[request] !== REQUEST_STATE.done) continue;
    servedCount++;
    wait_s += requests.pickedUp_s[request]! - requests.submitted_s[request]!;
    delay_s +=
      requests.droppedOff_s[request]! - requests.pickedUp_s[request]! - requests.direct_s[request]!;
  }
  return {
    servedShare: servedCount / requests.capacity,
    meanWait_s: wait_s / servedCount,
    meanDelay_s: delay_s / servedCount,
    assignmentHash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const result of benchRtv(process.argv.includes('--smoke') ? SMOKE : FULL)) {
    const { dispatcher, servedShare, meanWait_s, meanDelay_s, dispatch_s, assignmentHash } = result;
    console.log(
      `${dispatcher}: ${(100 * servedShare).toFixed(2)} % served, wait ${meanWait_s.toFixed(1)} s, ` +
        `delay ${meanDelay_s.toFixed(1)} s; dispatch min ${dispatch_s.min.toFixed(2)} s, ` +
        `median ${dispatch_s.median.toFixed(2)} s, hash ${assignmentHash}`,
    );
  }
}
