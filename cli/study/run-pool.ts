/** Runs cells on worker threads, one run a task. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import type { MemoryCap } from '../memory-cap.js';
import type { RunSpec } from './design.js';
import type { RunCell, RunOutcome, StoreOptions } from './run-cell.js';

/** What a worker is sent. */
export interface RunTask extends StoreOptions {
  readonly spec: RunSpec;
  /** The bound of its fleet is asked for, of the run in the store. */
  readonly isForBound?: true;
  readonly cap?: MemoryCap;
}

export interface RunPool {
  readonly runCell: RunCell;
  readonly boundFleet: (spec: RunSpec) => Promise<FleetBound>;
  /** Ends the workers at once; what has not finished rejects. */
  stop(): Promise<void>;
}

/**
 * `workerFile`: a built module whose default export takes a `RunTask` and gives a `RunOutcome`, or a
 * `FleetBound` where that is asked for;
 * by default the one beside this file.
 */
export function openRunPool(
  options: StoreOptions & { jobs: number; maxMemory_MB?: number; workerFile?: URL },
): RunPool {
  const { store, fresh, jobs, maxMemory_MB } = options;
  const cap = maxMemory_MB === undefined ? {} : { cap: { most_MB: maxMemory_MB, jobs } };
  const workerFile = options.workerFile ?? new URL('./run-worker.js', import.meta.url);
  const pool = new Piscina<RunTask, RunOutcome | FleetBound>({
    filename: workerFile.href,
    minThreads: 1,
    maxThreads: jobs,
    // A thread belongs to one run: its memory is its own, and ending it harms no neighbour.
    concurrentTasksPerWorker: 1,
    // The other modes block the thread between tasks, which freezes its unfinished file writes;
    // a task takes seconds, so that the microseconds of waking a thread do not count.
    atomics: 'disabled',
  });
  return {
    runCell: (spec) => pool.run({ spec, store, fresh, ...cap }) as Promise<RunOutcome>,
    boundFleet: (spec) =>
      pool.run({ spec, store, fresh: false, isForBound: true }) as Promise<FleetBound>,
    stop: () => pool.destroy(),
  };
}

/** As many threads as there are cores, and no more than there are runs. */
export const defaultJobs = (runCount: number): number =>
  Math.max(1, Math.min(availableParallelism(), runCount));

/** Opens a pool for `work`; it is closed afterwards, and at once when `signal` is aborted. */
export async function withRunPool<Result>(
  options: Parameters<typeof openRunPool>[0] & { signal?: AbortSignal },
  work: (runCell: RunCell, boundFleet: RunPool['boundFleet']) => Promise<Result>,
): Promise<Result> {
  const pool = openRunPool(options);
  // Runs cut short leave nothing behind: a stored run gets its final name when it is whole.
  const stop = (): void => void pool.stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work(pool.runCell, pool.boundFleet);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pool.stop();
  }
}
