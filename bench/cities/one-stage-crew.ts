/**
 * Threads that share one stage alone, by core/kernel/threads/crew-control.ts as those of a run do. The bare loop
 * tells how much faster this machine drives the same vehicles with one thread more, in this very minute,
 * when nothing but Newell's rule and the barrier is to be done.
 */
import { availableParallelism } from 'node:os';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import {
  BLOCK_SIZES,
  cellStage,
  type Stage,
  type StepClock,
} from '../../core/kernel/parallel-stages.js';
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
} from '../../core/kernel/threads/crew-control.js';
import { serve } from '../../core/kernel/threads/worker.js';
import type { CostedHierarchy } from '../../core/routing/customization.js';
import { type BareLoop, moveBare } from '../kernels/bare-loop.js';

/** What the threads share, by which the stage is known. */
export type SharedWork = { readonly bare: BareLoop } | { readonly index: CostedHierarchy };

export interface OneStageCrew {
  readonly rowCount: number;
  /** Works the stage once. */
  run(): void;
  close(): Promise<void>;
}

interface CrewTask {
  readonly control: CrewControl;
  readonly shared: SharedWork;
  readonly thread: number;
  readonly spins: number;
}

const SPINS = 2000;
const PATIENCE_ms = 30_000;

/** `workerFile` is this module, built. */
export async function openOneStageCrew(
  shared: SharedWork,
  threadCount: number,
  workerFile = new URL(import.meta.url),
): Promise<OneStageCrew> {
  const control = createCrewControl();
  const spins = threadCount <= availableParallelism() ? SPINS : 0;
  const clock: StepClock = { step: 0, time_s: 0 };
  const stage = stageOf(shared, clock);
  const workers = Array.from({ length: threadCount - 1 }, (_, at) => {
    const crewTask: CrewTask = { control, shared, thread: at + 1, spins };
    return new Worker(workerFile, { workerData: { crewTask } });
  });
  while (servingCount(control) < workers.length) await new Promise((done) => setTimeout(done, 1));
  const rowCount = stage.rowCount();
  const blockCount = Math.ceil(rowCount / stage.blockRows);
  const open: OpenStage = { code: 0, rowCount, blockCount, step: 0, time_s: 0 };
  return {
    rowCount,
    run: () => {
      open.step = ++clock.step;
      openStage(control, open);
      for (let block = claimBlock(control); block < blockCount; block = claimBlock(control)) {
        const start = block * stage.blockRows;
        stage.work(start, Math.min(start + stage.blockRows, rowCount), block);
      }
      if (!closeStage(control, spins, PATIENCE_ms)) throw new Error('A worker does not answer.');
      const failure = failureOf(control);
      if (failure !== null) throw new Error(failure);
    },
    close: async () => {
      stopCrew(control);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function stageOf(shared: SharedWork, clock: StepClock): Stage {
  if ('index' in shared) return cellStage(shared.index);
  const { bare } = shared;
  return {
    name: 'bare loop',
    code: 0,
    rowCount: () => bare.leader.length,
    blockRows: BLOCK_SIZES.movers,
    work: (start, end) => moveBare(bare, start, end, clock.step),
  };
}

const task = (workerData as { readonly crewTask?: CrewTask } | null)?.crewTask;
if (!isMainThread && task !== undefined) {
  const clock: StepClock = { step: 0, time_s: 0 };
  // Nothing of the simulator is shared: the one stage has all it needs.
  const crewTask = { ...task, delaySeed: null, shared: null as never };
  serve(crewTask, [stageOf(task.shared, clock)], clock);
}
