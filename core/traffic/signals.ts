/**
 * Fixed-time signals. A junction's plan runs by the clock (cycle and offset) in each period of the
 * day. Green is followed by amber and all-red, always; on a change of plan the junction rests in
 * all-red until a phase of the new plan begins, so that no green is cut short.
 */
import type { NodeId } from '../base/ids.js';
import { CONTROLS } from '../network/road-network.js';
import type { NodePlan, PeriodPlan } from './signal-plan.js';
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
): void {
  const { network, nodes, signalBook } = state;
  for (let node = start; node < end; node++) {
    if (network.nodes.control[node] !== SIGNAL || clock_s < nodes.intervalEnd_s[node]!) continue;
    const plan = signalBook[node]!;
    while (clock_s >= nodes.intervalEnd_s[node]!) nextInterval(state, node as NodeId, plan);
    showAspects(state, node as NodeId, plan);
  }
}

function nextInterval({ nodes }: TrafficState, node: NodeId, plan: NodePlan): void {
  const ended_s = nodes.intervalEnd_s[node]!;
  const [interval, length_s] = intervalAfter(nodes, node, plan, ended_s);
  nodes.interval[node] = interval;
  nodes.intervalStart_s[node] = ended_s;
  nodes.intervalEnd_s[node] = ended_s + length_s;
}

/** Kind and length of the next interval. Begins the next phase, of the plan then in force. */
function intervalAfter(
  nodes: TrafficState['nodes'],
  node: NodeId,
  plan: NodePlan,
  ended_s: number,
): [interval: number, length_s: number] {
  if (nodes.period[node]! >= 0) {
    const ended = plan.periods[nodes.period[node]!]!.phases[nodes.phase[node]!]!;
    if (nodes.interval[node] === GREEN) return [AMBER_TIME, ended.amber_s];
    if (nodes.interval[node] === AMBER_TIME) return [ALL_RED, ended.allRed_s];
  }
  const period = periodAt(plan, ended_s);
  const { phase, wait_s } = nextPhaseStart(plan.periods[period]!, ended_s);
  nodes.period[node] = period;
  nodes.phase[node] = phase;
  if (wait_s > 0) return [ALL_RED, wait_s];
  return [GREEN, plan.periods[period]!.phases[phase]!.green_s];
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
  for (const [phase, { green_s, amber_s, allRed_s }] of phases.entries()) {
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
  for (const turn of phase.permittedTurns)
    turns.signal[turn] = isAmber ? AMBER_PERMITTED : PERMITTED;
  for (const turn of phase.protectedTurns) turns.signal[turn] = isAmber ? AMBER : PROTECTED;
  for (const turn of phase.amberTurns ?? []) turns.signal[turn] = AMBER;
  for (const turn of phase.amberPermittedTurns ?? []) turns.signal[turn] = AMBER_PERMITTED;
}
