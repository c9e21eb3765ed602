/**
 * `--max-memory`: a run that would not fit is refused before its tables are made, and one that grows
 * beyond all the same ends at the next full simulated minute.
 *
 * CAP-003: it needs, or takes, more than was allowed.
 */
import { RunError } from '../core/base/errors.js';
import type { RunInputs } from './run-folder/run-key.js';
import type { Simulate } from './run-folder/run-once.js';

const MB = 1_000_000;

/**
 * Program, engine and what a run of nothing takes; then what each trip takes, each link and curb zone
 * for each period of output (rows, their growth and their text), each further thread of a run, and each
 * thread of a pool, which has a program of its own. Fitted to the peaks of days in all regimes, of districts
 * of 160 to 9,792 links with 6,665 to 96,000 trips, which are met within 15 %; one of 96,000 trips
 * peaked at 282 and at 318 MB, as collections of garbage fell.
 */
const BYTES = {
  program: 120 * MB,
  trip: 950,
  linkPeriod: 128,
  zonePeriod: 196,
  thread: 10 * MB,
  job: 34 * MB,
} as const;

/** What is to be kept, and by how many runs at once. */
export interface MemoryCap {
  readonly most_MB: number;
  /** Threads that one run works with; 1. */
  readonly threadCount?: number;
  /** Runs at once in a pool, each on a thread of its own; without a pool one on the main thread. */
  readonly jobs?: number;
}

type SizedInputs = Pick<RunInputs, 'scenario' | 'network' | 'trips'>;

/** Most memory that a process with such runs is expected to take, bytes. */
export function expectedMemory_bytes(
  { scenario, network, trips }: SizedInputs,
  { threadCount = 1, jobs = 0 }: Omit<MemoryCap, 'most_MB'> = {},
): number {
  const { start_s, end_s, output } = scenario;
  const periodCount = Math.ceil((end_s - start_s) / output.period_s);
  const period = network.links.length * BYTES.linkPeriod + network.curbs.length * BYTES.zonePeriod;
  const run = trips.length * BYTES.trip + periodCount * period;
  const threads = (threadCount - 1) * BYTES.thread + jobs * BYTES.job;
  return BYTES.program + Math.max(1, jobs) * run + threads;
}

/** Throws CAP-003 if the run, with others like it beside, is expected to need more. */
export function assertFits(inputs: SizedInputs, cap: MemoryCap): void {
  const needed_bytes = expectedMemory_bytes(inputs, cap);
  if (needed_bytes <= cap.most_MB * MB) return;
  const { jobs = 1 } = cap;
  const what = jobs === 1 ? 'the run is' : `${jobs} such runs at once are`;
  const mend = jobs === 1 ? '' : 'fewer --jobs, ';
  throw new RunError(
    'CAP-003',
    `${what} expected to take ${Math.ceil(needed_bytes / MB)} MB, --max-memory allows ` +
      `${cap.most_MB} MB; ${mend}fewer trips, a smaller network or a longer output.period_s need less.`,
  );
}

/** Refuses runs that would not fit, and ends one as soon as the process has grown beyond the cap. */
export const cappedSimulate =
  (simulate: Simulate, cap: MemoryCap | undefined): Simulate =>
  (inputs, hooks = {}) => {
    if (cap === undefined) return simulate(inputs, hooks);
    assertFits(inputs, cap);
    return simulate(inputs, {
      ...hooks,
      onMinute: (minute) => {
        assertWithin(cap.most_MB, `minute ${Math.floor(minute.time_s / 60)} of the day`);
        hooks.onMinute?.(minute);
      },
    });
  };

/** Throws CAP-003 if the process has taken more by now; `at` says where that is noticed. */
export function assertWithin(
  most_MB: number,
  at: string,
  taken_bytes = process.memoryUsage.rss(),
): void {
  if (taken_bytes <= most_MB * MB) return;
  const taken = `${Math.ceil(taken_bytes / MB)} MB`;
  throw new RunError(
    'CAP-003',
    `at ${at} the process takes ${taken}, --max-memory allows ${most_MB} MB.`,
  );
}
