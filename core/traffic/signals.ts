/**
 * Signals, fixed-time or following the traffic. A junction's plan runs by the clock (cycle and offset) in each period of the
 * day. Green is followed by amber and all-red, always; on a change of plan the junction rests in
 * all-red until a phase of the new plan begins, so that no green is cut short.
 */
import { NONE, type NodeId } from '../base/ids.js';
import { CONTROLS } from '../network/road-network.js';
import { type ChoosePhase, EXTENSION_s } from './adaptive-signals.js';
import { greenFrom_s, greenGoesOn_s } from './priority-signals.js';
import { leastGreen_s, type SignalCalls, urgentPhase } from './signal-calls.js';
import type { NodePlan, PeriodPlan, PhasePlan } from './signal-plan.js';
import type { TrafficState } from './traffic-state.js';

/** What a turn is shown. Permitted turns go when those with right of way leave them a gap. */
export const ASPECTS = ['red', 'permitted', 'protected', 'amberPermitted', 'amber'] as const;
const [RED, PERMITTED, PROTECTED, AMBER_PERMITTED, AMBER] = [0, 1, 2, 3, 4];

/** Codes of nodeState.interval. */
export const INTERVALS = ['green', 'amber', 'allRed'] as const;
const [GREEN, AMBER_TIME, ALL_RED] = [0, 1, 2];

const SIGNAL = CONTROLS.indexOf('signal');

/** Plans by node row; undefined where there is no signal. */
export type SignalBook = readonly (NodePlan | undefined)[];

/** Switches the signals of nodes [start, end). Writes their node rows and their turns' `signal`. */
export function switchSignals(
  state: TrafficState,
  start: number,
  end: number,
  clock_s: number,
  choosePhase: ChoosePhase | null = null,
): void {
  const { network, nodes, signalBook } = state;
  for (let node = start; node < end; node++) {
    if (network.nodes.control[node] !== SIGNAL || clock_s < nodes.intervalEnd_s[node]!) continue;
    const plan = signalBook[node]!;
    while (clock_s >= nodes.intervalEnd_s[node]!) {
      if (!followsTraffic(plan)) nextInterval(state, node as NodeId, plan);
      else if (choosePhase === null) nextFixedInterval(state, node as NodeId, plan);
      else nextAdaptiveInterval(state, node as NodeId, plan, choosePhase);
    }
    showAspects(state, node as NodeId, plan);
  }
}

function nextInterval({ nodes }: TrafficState, node: NodeId, plan: NodePlan): void {
  const ended_s = nodes.intervalEnd_s[node]!;
  nodes.intervalStart_s[node] = ended_s;
  if (nodes.period[node]! >= 0 && nodes.interval[node] !== ALL_RED) {
    const ended = plan.periods[nodes.period[node]!]!.phases[nodes.phase[node]!]!;
    const isGreen = nodes.interval[node] === GREEN;
    nodes.interval[node] = isGreen ? AMBER_TIME : ALL_RED;
    nodes.intervalEnd_s[node] = ended_s + (isGreen ? ended.amber_s : ended.allRed_s);
    return;
  }
  // The next phase begins, of the plan then in force.
  const period = periodAt(plan, ended_s);
  const { phase, wait_s } = nextPhaseStart(plan.periods[period]!, ended_s);
  nodes.period[node] = period;
  nodes.phase[node] = phase;
  nodes.interval[node] = wait_s > 0 ? ALL_RED : GREEN;
  nodes.intervalEnd_s[node] =
    ended_s + (wait_s > 0 ? wait_s : plan.periods[period]!.phases[phase]!.green_s);
}

/** The same where calls are heard: greens are looked at as they go on, and may begin off the clock. */
function nextFixedInterval(state: TrafficState, node: NodeId, plan: NodePlan): void {
  const { nodes, signalCalls: calls } = state;
  const present = nodes.period[node]!;
  if (calls === null || present < 0) {
    nextInterval(state, node, plan);
    if (calls !== null) watchGreen(state, calls, node, plan);
    return;
  }
  const now_s = nodes.intervalEnd_s[node]!;
  const { phases } = plan.periods[present]!;
  if (nodes.interval[node] === GREEN) {
    const goesOn_s = greenGoesOn_s(calls, node, phases, nodes.phase[node]!, now_s);
    if (goesOn_s > 0) nodes.intervalEnd_s[node] = now_s + goesOn_s;
    else nextInterval(state, node, plan);
    return;
  }
  const period = periodAt(plan, now_s);
  const urgent = urgentPhase(calls, node, plan.periods[period]!.phases, 0, now_s);
  const isOnTime = nextPhaseStart(plan.periods[period]!, now_s).wait_s === 0;
  const isChanging = period !== present || isOnTime || nodes.interval[node] === AMBER_TIME;
  if (nodes.interval[node] === AMBER_TIME || (urgent === NONE && isChanging)) {
    nextInterval(state, node, plan);
    watchGreen(state, calls, node, plan);
    return;
  }
  const phase = urgent === NONE ? (nodes.phase[node]! + 1) % phases.length : urgent;
  beginGreen(state, node, plan, { period, phase, ended_s: now_s });
  watchGreen(state, calls, node, plan);
}

/** Notes when a green that has just begun will end, and looks at it again after its least time. */
function watchGreen(
  { nodes }: TrafficState,
  calls: SignalCalls,
  node: NodeId,
  plan: NodePlan,
): void {
  if (nodes.interval[node] !== GREEN) return;
  const period = plan.periods[nodes.period[node]!]!;
  const phase = nodes.phase[node]!;
  const start_s = nodes.intervalStart_s[node]!;
  const { green_s: planned_s, minGreen_s = planned_s } = period.phases[phase]!;
  const green_s = greenFrom_s(calls, node, period, phase, start_s);
  calls.nodes.plannedEnd_s[node] = start_s + green_s;
  nodes.intervalEnd_s[node] = start_s + Math.min(green_s, minGreen_s);
}

/** The same where a policy decides on the length of greens and on their order. */
function nextAdaptiveInterval(
  state: TrafficState,
  node: NodeId,
  plan: NodePlan,
  choosePhase: ChoosePhase,
): void {
  const { nodes } = state;
  const ended_s = nodes.intervalEnd_s[node]!;
  const period = periodAt(plan, ended_s);
  if (nodes.period[node]! < 0) {
    beginGreen(state, node, plan, { period, phase: 0, ended_s });
    return;
  }
  const { phases } = plan.periods[nodes.period[node]!]!;
  const present = nodes.phase[node]!;
  const isGreen = nodes.interval[node] === GREEN;
  if (!isGreen && nodes.interval[node] !== ALL_RED) {
    nextInterval(state, node, plan);
    return;
  }
  const greenSoFar_s = isGreen ? ended_s - nodes.intervalStart_s[node]! : Number.POSITIVE_INFINITY;
  const phase = choosePhase(state, phases, present, greenSoFar_s, ended_s, node);
  if (!isGreen) {
    const last = plan.periods[period]!.phases.length - 1;
    beginGreen(state, node, plan, { period, phase: Math.min(phase, last), ended_s });
  } else if (phase === present) nodes.intervalEnd_s[node] = ended_s + EXTENSION_s;
  else nextInterval(state, node, plan);
}

/** Plans from outside have ambers as phases of their own, and no least greens: they run by the clock. */
const followsTraffic = ({ periods }: NodePlan): boolean =>
  periods.every(({ phases }) => phases.every(({ minGreen_s }) => minGreen_s !== undefined));

function beginGreen(
  { nodes, signalCalls }: TrafficState,
  node: NodeId,
  plan: NodePlan,
  begun: { readonly period: number; readonly phase: number; readonly ended_s: number },
): void {
  const least_s = leastGreen_s(
    signalCalls,
    node,
    begun.phase,
    plan.periods[begun.period]!.phases[begun.phase]!,
  );
  nodes.period[node] = begun.period;
  nodes.phase[node] = begun.phase;
  nodes.interval[node] = GREEN;
  nodes.intervalStart_s[node] = begun.ended_s;
  nodes.intervalEnd_s[node] = begun.ended_s + least_s;
}

/** The plan in force at a clock time that may pass midnight: the last one begun. */
export function periodAt({ periods }: NodePlan, clock_s: number): number {
  const DAY_s = 86_400;
  const ofDay_s = ((clock_s % DAY_s) + DAY_s) % DAY_s;
  let found = periods.length - 1;
  for (let period = 0; period < periods.length; period++) {
    if (periods[period]!.from_s <= ofDay_s) found = period;
  }
  return found;
}

/** Two clock times closer than this are the same: sums of decimal fractions differ in the last digit. */
const SAME_s = 1e-6;

/** The phase that begins at or next after `clock_s`, and how long until then. */
export function nextPhaseStart(
  { cycle_s, offset_s, phases }: PeriodPlan,
  clock_s: number,
): { phase: number; wait_s: number } {
  const inCycle_s = (((clock_s - offset_s) % cycle_s) + cycle_s) % cycle_s;
  let starts_s = 0;
  for (let phase = 0; phase < phases.length; phase++) {
    const { green_s, amber_s, allRed_s } = phases[phase]!;
    if (starts_s >= inCycle_s - SAME_s) {
      const wait_s = starts_s - inCycle_s;
      return { phase, wait_s: wait_s > SAME_s ? wait_s : 0 };
    }
    starts_s += green_s + amber_s + allRed_s;
  }
  const wait_s = cycle_s - inCycle_s;
  return { phase: 0, wait_s: wait_s > SAME_s ? wait_s : 0 };
}

function showAspects({ network, nodes, turns }: TrafficState, node: NodeId, plan: NodePlan): void {
  const { turnOfNode } = network;
  const { firstTurn } = network.nodes;
  for (let at = firstTurn[node]!; at < firstTurn[node + 1]!; at++) {
    turns.signal[turnOfNode[at]!] = RED;
  }
  if (nodes.interval[node] === ALL_RED) return;
  const isAmber = nodes.interval[node] === AMBER_TIME;
  const phase = plan.periods[nodes.period[node]!]!.phases[nodes.phase[node]!]!;
  if (isAmber) noteGreenEnd(turns, phase, nodes.intervalStart_s[node]!);
  for (const turn of phase.permittedTurns)
    turns.signal[turn] = isAmber ? AMBER_PERMITTED : PERMITTED;
  for (const turn of phase.protectedTurns) turns.signal[turn] = isAmber ? AMBER : PROTECTED;
  for (const turn of phase.amberTurns ?? []) turns.signal[turn] = AMBER;
  for (const turn of phase.amberPermittedTurns ?? []) turns.signal[turn] = AMBER_PERMITTED;
}

function noteGreenEnd(
  { greenEnd_s }: TrafficState['turns'],
  phase: PhasePlan,
  end_s: number,
): void {
  for (const turn of phase.protectedTurns) greenEnd_s[turn] = end_s;
  for (const turn of phase.permittedTurns) greenEnd_s[turn] = end_s;
}
