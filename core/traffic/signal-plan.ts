/** What a junction's control does over the day. Made by `kernel/controls/plan-controls.ts`, run by `signals.ts`. */
import type { NodeId, TurnId } from '../base/ids.js';

export interface PhasePlan {
  readonly green_s: number;
  /** Least green of signals that follow the traffic; without one the phase runs by the clock. */
  readonly minGreen_s?: number;
  readonly amber_s: number;
  readonly allRed_s: number;
  readonly protectedTurns: readonly TurnId[];
  /** They give way to protected turns that cross or join them. */
  readonly permittedTurns: readonly TurnId[];
  /**
   * Shown amber for the whole green time, after a protected or a permitted green. Plans from outside
   * have their ambers as phases of their own, in which other turns keep or get green.
   */
  readonly amberTurns?: readonly TurnId[];
  readonly amberPermittedTurns?: readonly TurnId[];
}

export interface PeriodPlan {
  /** Clock time at which it comes into force, s after midnight. */
  readonly from_s: number;
  /** Sum of its phases. */
  readonly cycle_s: number;
  /** The first phase begins at clock times offset_s + n · cycle_s. */
  readonly offset_s: number;
  readonly phases: readonly PhasePlan[];
}

export interface NodePlan {
  readonly node: NodeId;
  readonly control: 'allWayStop' | 'signal';
  /** Webster's Y in the busiest period, what the warrant rule has decided on. */
  readonly Y: number;
  /** One plan a period, by rising from_s; empty without a signal. */
  readonly periods: readonly PeriodPlan[];
}
