/**
 * Threads on the bare loop: how much faster this machine drives the same vehicles with one thread
 * more, in this very minute, when nothing but Newell's rule and the barrier is to be done. Threads take
 * turns as those of a run do, by core/kernel/crew-control.ts.
 */
import { availableParallelism } from 'node:os';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
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
} from '../../core/kernel/crew-control.js';
import { BLOCK_SIZES, type Stage, type StepClock } from '../../core/kernel/parallel-stages.js';
import { serve } from '../../core/kernel/worker.js';
import type { TrafficState } from '../../core/traffic/traffic-state.js';
import { type BareLoop, bareLoopOf, moveBare } from '../kernels/bare-loop.js';

export interface BareCrew {
  /** Makes steps; gives vehicle updates a second. */
  run(stepCount: number): number;
  close(): Promise<void>;
}

interface BareTask {
  readonly control: CrewControl;
  readonly bare: BareLoop;
  readonly thread: number;
  readonly spins: number;
}

const SPINS = 2000;
const PATIENCE_ms = 30_000;

/** `workerFile` is this module, built. */
export async function openBareCrew(
  traffic: TrafficState,
  threadCount: number,
  workerFile = new URL(import.meta.url),
): Promise<BareCrew> {
  const bare = bareLoopOf(traffic);
  const control = createCrewControl();
  const spins = threadCount <= availableParallelism() ? SPINS : 0;
  const clock: StepClock = { step: 0, time_s: 0 };
  const stage = bareStage(bare, clock);
  const workers = Array.from({ length: threadCount - 1 }, (_, at) => {
    const task: BareTask = { control, bare, thread: at + 1, spins };
    return new Worker(workerFile, { workerData: { bareTask: task } });
  });
  while (servingCount(control) < workers.length) await new Promise((done) => setTimeout(done, 1));
  const rowCount = stage.rowCount();
  const blockCount = Math.ceil(rowCount / stage.blockRows);
  const open: OpenStage = { code: 0, rowCount, blockCount, step: 0, time_s: 0 };
  return {
    run: (stepCount) => {
      const began_ms = performance.now();
      for (let step = 0; step < stepCount; step++) {
        open.step = ++clock.step;
        openStage(control, open);
        for (let block = claimBlock(control); block < blockCount; block = claimBlock(control)) {
          const start = block * stage.blockRows;
          stage.work(start, Math.min(start + stage.blockRows, rowCount), block);
        }
        if (!closeStage(control, spins, PATIENCE_ms)) throw new Error('A worker does not answer.');
      }
      const failure = failureOf(control);
      if (failure !== null) throw new Error(failure);
      return (1000 * rowCount * stepCount) / (performance.now() - began_ms);
    },
    close: async () => {
      stopCrew(control);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const bareStage = (bare: BareLoop, clock: StepClock): Stage => ({
  name: 'bare loop',
  code: 0,
  rowCount: () => bare.leader.length,
  blockRows: BLOCK_SIZES.movers,
  work: (start, end) => moveBare(bare, start, end, clock.step),
});

const task = (workerData as { readonly bareTask?: BareTask } | null)?.bareTask;
if (!isMainThread && task !== undefined) {
  const { control, bare, thread, spins } = task;
  const clock: StepClock = { step: 0, time_s: 0 };
  // Nothing of the simulator is shared: the one stage is the bare loop.
  const crewTask = { control, thread, spins, delaySeed: null, shared: null as never };
  serve(crewTask, [bareStage(bare, clock)], clock);
}
