/**
 * A thread that works for a run: one endless task, which ends when the run does. It has the run's
 * memory open and nothing of its own but scratch space.
 */
import { mix } from '../../base/random.js';
import {
  parallelStages,
  type SharedTraffic,
  type Stage,
  type StepClock,
} from '../parallel-stages.js';
import {
  awaitSignal,
  type CrewControl,
  claimBlock,
  enterStage,
  isStopped,
  leaveStage,
  markServing,
  type OpenStage,
  reportFailure,
} from './crew-control.js';

export interface CrewTask {
  readonly control: CrewControl;
  readonly shared: SharedTraffic;
  /** From 1; the leader is 0. */
  readonly thread: number;
  /** How often a worker looks before it sleeps. */
  readonly spins: number;
  /** Seed of random delays, for tests; null for none. */
  readonly delaySeed: number | null;
}

export default function work(task: CrewTask): void {
  const clock: StepClock = { step: 0, time_s: 0 };
  const { ofStep, ofIndexes } = parallelStages(task.shared, clock);
  serve(task, [...ofStep, ...ofIndexes], clock);
}

/** Works on every stage that the leader opens, until it stops the crew. */
export function serve(task: CrewTask, stages: readonly Stage[], clock: StepClock): void {
  const { control, spins } = task;
  const open: OpenStage = { code: 0, rowCount: 0, blockCount: 0, step: 0, time_s: 0 };
  let seen = 0;
  markServing(control);
  while (!isStopped(control)) {
    seen = awaitSignal(control, seen, spins);
    try {
      if (enterStage(control, open)) {
        clock.step = open.step;
        clock.time_s = open.time_s;
        workOn(stages[open.code]!, open, task);
      }
    } catch (error) {
      reportFailure(control, error);
      return;
    } finally {
      leaveStage(control);
    }
  }
}

function workOn(stage: Stage, { rowCount, blockCount }: OpenStage, task: CrewTask): void {
  const { blockRows } = stage;
  for (;;) {
    if (task.delaySeed !== null) delay(task, rowCount);
    const block = claimBlock(task.control);
    if (block >= blockCount) return;
    const start = block * blockRows;
    stage.work(start, Math.min(start + blockRows, rowCount), block);
  }
}

/** Sleeps for up to half a millisecond, now and then: nothing may depend on who comes first. */
function delay({ control, thread, delaySeed }: CrewTask, rowCount: number): void {
  const draw = mix(delaySeed! + mix(control.words[0]! + mix(thread + rowCount))) >>> 0;
  if (draw % 32 === 0) Atomics.wait(NEVER, 0, 0, (draw % 50) / 100);
}

const NEVER = new Int32Array(new SharedArrayBuffer(4));
