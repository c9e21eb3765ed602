/**
 * `--max-memory`: a run that would not fit is refused before its tables are made, and one that grows
 * beyond all the same ends at the next full simulated minute.
 *
 * CAP-003: it needs, or takes, more than was allowed.
 */
import { RunError } from '../core/base/errors.js';
import type { RunInputs } from './run-folder/run-key.js';

const MB = 1_000_000;

/**
 * Program, engine and what a run of nothing takes; then what each trip takes, each link and curb zone
 * for each period of output (rows, their growth and their text), and each further thread. Fitted to the
 * peaks of days of districts of 160 to 6,880 links with 9,600 to 96,000 trips, which are met within
 * 11 %; one of 96,000 trips peaked at 282 and at 318 MB, as collections of garbage fell.
 */
const BYTES = {
  program: 136 * MB,
  trip: 1000,
  linkPeriod: 177,
  zonePeriod: 136,
  thread: 30 * MB,
} as const;

/** Most memory that a run is expected to take, bytes. */
export function expectedMemory_bytes(
  { scenario, network, trips }: Pick<RunInputs, 'scenario' | 'network' | 'trips'>,
  threadCount = 1,
): number {
  const { start_s, end_s, output } = scenario;
  const periodCount = Math.ceil((end_s - start_s) / output.period_s);
  const period = network.links.length * BYTES.linkPeriod + network.curbs.length * BYTES.zonePeriod;
  return (
    BYTES.program +
    trips.length * BYTES.trip +
    periodCount * period +
    (threadCount - 1) * BYTES.thread
  );
}

/** Throws CAP-003 if the run is expected to need more. */
export function assertFits(
  inputs: Parameters<typeof expectedMemory_bytes>[0],
  most_MB: number,
  threadCount = 1,
): void {
  const needed_bytes = expectedMemory_bytes(inputs, threadCount);
  if (needed_bytes <= most_MB * MB) return;
  const needed = `${Math.ceil(needed_bytes / MB)} MB`;
  throw new RunError(
    'CAP-003',
    `the run is expected to take ${needed}, --max-memory allows ${most_MB} MB; ` +
      'fewer trips, a smaller network or a longer output.period_s need less.',
  );
}

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
