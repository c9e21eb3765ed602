/**
 * The threads of a run. Piscina starts and ends them; how they take turns is in crew-control.ts. The
 * calling thread works as well: a crew of n has n − 1 workers.
 *
 * RUN-021: a worker has failed. RUN-022: a worker does not answer. CAP-002: a worker has run out of
 * memory.
 */
import { Piscina } from 'piscina';
import { RunError } from '../../base/errors.js';
import type { SharedTraffic, Stage, StepClock } from '../parallel-stages.js';
import { type Executor, inOrder } from '../stages.js';
import {
  type CrewControl,
  claimBlock,
  closeStage,
  createCrewControl,
  failureOf,
  type OpenStage,
  openStage,
  servingCount,
  stopCrew,
} from './crew-control.js';
import type { CrewTask } from './worker.js';

export interface CrewOptions {
  readonly threadCount: number;
  /** A built module whose default export takes a `CrewTask`; by default the one beside this file. */
  readonly workerFile?: URL;
  /** Cores of the machine: threads that have one each look again and again before they sleep. */
  readonly coreCount?: number;
  /** Workers are delayed at random, for tests. */
  readonly delaySeed?: number;
  /** Stages with fewer blocks are worked by the calling thread alone. */
  readonly leastBlocks?: number;
  /** How long a worker may take for a block before it counts as lost. */
  readonly patience_ms?: number;
  /** Heap of a worker; only scratch space and garbage lie there. */
  readonly workerHeap_mb?: number;
}

export interface Crew {
  readonly execute: Executor;
  /** Why the crew has failed, with its code: what `execute` could not know when it threw. */
  reasonOf(error: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Waking a thread and waiting for it takes 7 to 26 µs; two blocks are hardly worth that. */
const LEAST_BLOCKS = 4;
const PATIENCE_ms = 30_000;
/** About 20 µs: the serial stages between two parallel ones often take no longer. */
const SPINS = 2000;

export async function openCrew(
  shared: SharedTraffic,
  clock: StepClock,
  options: CrewOptions,
): Promise<Crew> {
  assertShared(shared, 'shared');
  const { threadCount, leastBlocks = LEAST_BLOCKS, patience_ms = PATIENCE_ms } = options;
  const control = createCrewControl();
  const spins = threadCount <= (options.coreCount ?? 1) ? SPINS : 0;
  const workers = await startWorkers(control, shared, spins, options);
  const open: OpenStage = { code: 0, rowCount: 0, blockCount: 0, step: 0, time_s: 0 };
  const execute: Executor = (stage) => {
    const rowCount = stage.code < 0 ? 1 : stage.rowCount();
    const blockCount = Math.ceil(rowCount / stage.blockRows);
    if (stage.code < 0 || blockCount < leastBlocks) {
      inOrder(stage);
      return;
    }
    open.code = stage.code;
    open.rowCount = rowCount;
    open.blockCount = blockCount;
    open.step = clock.step;
    open.time_s = clock.time_s;
    lead(control, stage, open);
    if (!closeStage(control, spins, patience_ms)) {
      throw new RunError('RUN-022', `a worker thread does not answer in stage "${stage.name}".`);
    }
    const failure = failureOf(control);
    if (failure !== null) throw new RunError('RUN-021', `a worker thread has failed: ${failure}`);
  };
  return { execute, ...workers };
}

function lead(control: CrewControl, { blockRows, work }: Stage, open: OpenStage): void {
  const { rowCount, blockCount } = open;
  openStage(control, open);
  for (let block = claimBlock(control); block < blockCount; block = claimBlock(control)) {
    const start = block * blockRows;
    work(start, Math.min(start + blockRows, rowCount), block);
  }
}

/** Starts the workers and waits until all of them listen. */
async function startWorkers(
  control: CrewControl,
  shared: SharedTraffic,
  spins: number,
  options: CrewOptions,
): Promise<Pick<Crew, 'close' | 'reasonOf'>> {
  const { threadCount, workerFile, delaySeed = null, workerHeap_mb } = options;
  const workerCount = threadCount - 1;
  const pool = new Piscina<CrewTask, void>({
    filename: (workerFile ?? new URL('./worker.js', import.meta.url)).href,
    minThreads: workerCount,
    maxThreads: workerCount,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    ...(workerHeap_mb === undefined
      ? {}
      : { resourceLimits: { maxOldGenerationSizeMb: workerHeap_mb } }),
  });
  let lost: unknown = null;
  const tasks = Array.from({ length: workerCount }, (_, at) =>
    pool.run({ control, shared, thread: at + 1, spins, delaySeed }).catch((error: unknown) => {
      lost ??= error;
    }),
  );
  const close = async (): Promise<void> => {
    stopCrew(control);
    await Promise.race([Promise.all(tasks), pause(CLOSING_ms)]);
    await pool.destroy();
  };
  while (servingCount(control) < workerCount && lost === null) await pause(1);
  if (lost !== null) {
    await close();
    throw codedLoss(lost) ?? lost;
  }
  return {
    close,
    reasonOf: async (error) => {
      // A dead worker is reported by the event loop, which did not turn while the leader waited.
      if (error instanceof RunError && error.code === 'RUN-022') await pause(CLOSING_ms);
      return codedLoss(lost) ?? error;
    },
  };
}

/** Workers that listen end at once; who does not, is ended. */
const CLOSING_ms = 200;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function codedLoss(lost: unknown): RunError | null {
  if (!(lost instanceof Error)) return null;
  if ('code' in lost && lost.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new RunError('CAP-002', 'a worker thread has run out of memory.');
  }
  return new RunError('RUN-021', `a worker thread has failed: ${lost.stack ?? lost.message}`);
}

/** A typed array in memory of one thread would be copied, and its copies would go their own ways. */
export function assertShared(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null || value instanceof SharedArrayBuffer) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof SharedArrayBuffer) return;
    throw new Error(`${path} is not in shared memory.`);
  }
  for (const [name, part] of Object.entries(value)) assertShared(part, `${path}.${name}`);
}
