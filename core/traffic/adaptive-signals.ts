/**
 * Signals that follow the traffic: where a green ends, a policy says whether it goes on and which
 * phase is next. Amber, all-red and least greens are those of the plan in force; its cycle and offset
 * are not kept. Each node reads its own approaches and exits as they stood at the end of the last step.
 *
 * Plans from outside, whose ambers are phases, have no least greens and run by the clock.
 */
import { NONE } from '../base/ids.js';
import { pressed_s } from './signal-calls.js';
import type { PhasePlan } from './signal-plan.js';
import type { TrafficState } from './traffic-state.js';

export type SignalControl = 'fixed' | 'actuated' | 'max-pressure';

/** The phase that is green next: the present one to go on, another one to change. */
export type ChoosePhase = (
  state: TrafficState,
  phases: readonly PhasePlan[],
  present: number,
  greenSoFar_s: number,
  clock_s: number,
  node: number,
) => number;

/** How long a green goes on before it is looked at again. */
export const EXTENSION_s = 1;

/** A detector this many seconds before the stop line: who is nearer, or stands, still gets through. */
const DETECTED_s = 3;

/** Longest green, in greens of the fixed-time plan: what a common maximum allows beyond the mean. */
const LONGEST = 1.5;

/**
 * Vehicle-actuated: green goes on while somebody comes within the detector's time, up to a maximum;
 * then the next phase in order that somebody waits for. With no call elsewhere it rests in green.
 */
export const actuated: ChoosePhase = (state, phases, present, greenSoFar_s, _, node) => {
  const { green_s, minGreen_s = green_s } = phases[present]!;
  const next = nextCalled(state, phases, present, node);
  if (next === present) return present;
  const isOver = greenSoFar_s >= Math.max(minGreen_s, LONGEST * green_s);
  return !isOver && isApproached(state, phases[present]!) ? present : next;
};

/**
 * Max-pressure (Varaiya, "Max pressure control of a network of signalized intersections",
 * Transportation Research C 36, 2013): the phase whose movements have most more vehicles before than
 * behind them. Ties keep the present phase, then the first. Few against many would wait for ever,
 * so whoever has waited for a planned cycle comes first, the longest wait before the others.
 */
export const maxPressure: ChoosePhase = (state, phases, present, _, clock_s, node) => {
  const overdue = longestOverdue(state, phases, present, clock_s, node);
  if (overdue !== NONE) return overdue;
  let best = present;
  let most = pressureOf(state, phases[present]!);
  for (let phase = 0; phase < phases.length; phase++) {
    const pressure = pressureOf(state, phases[phase]!);
    if (pressure <= most) continue;
    most = pressure;
    best = phase;
  }
  return best;
};

/** The phase other than the present that somebody, on foot too, has waited for longest, beyond a planned cycle. */
function longestOverdue(
  state: TrafficState,
  phases: readonly PhasePlan[],
  present: number,
  clock_s: number,
  node: number,
): number {
  let cycle_s = 0;
  for (const { green_s, amber_s, allRed_s } of phases) cycle_s += green_s + amber_s + allRed_s;
  let found: number = NONE;
  let earliest_s = clock_s - cycle_s;
  for (let phase = 0; phase < phases.length; phase++) {
    if (phase === present) continue;
    const since_s = state.signalCalls === null ? -1 : pressed_s(state.signalCalls, node, phase);
    if (since_s >= 0 && since_s < earliest_s) {
      earliest_s = since_s;
      found = phase;
    }
    const { protectedTurns, permittedTurns } = phases[phase]!;
    for (const served of [protectedTurns, permittedTurns]) {
      for (const turn of served) {
        const end_s = state.turns.greenEnd_s[turn]!;
        if (end_s >= earliest_s || bound(state, turn) === 0) continue;
        earliest_s = end_s;
        found = phase;
      }
    }
  }
  return found;
}

/** What decides by which name; null goes by the clock. */
export const PHASE_CHOICES: Readonly<Record<SignalControl, ChoosePhase | null>> = {
  fixed: null,
  actuated,
  'max-pressure': maxPressure,
};

/** The next phase in order that somebody waits for; the present one if nobody does. */
function nextCalled(
  state: TrafficState,
  phases: readonly PhasePlan[],
  present: number,
  node: number,
): number {
  const calls = state.signalCalls;
  for (let ahead = 1; ahead < phases.length; ahead++) {
    const phase = (present + ahead) % phases.length;
    if (isCalled(state, phases[phase]!)) return phase;
    if (calls !== null && pressed_s(calls, node, phase) >= 0) return phase;
  }
  return present;
}

const isCalled = (state: TrafficState, phase: PhasePlan): boolean =>
  phase.protectedTurns.some((turn) => bound(state, turn) > 0) ||
  phase.permittedTurns.some((turn) => bound(state, turn) > 0);

/** Movers on the turn's link that take it next. */
function bound({ network, lanes, movers }: TrafficState, turn: number): number {
  const link = network.turns.from[turn]!;
  let count = 0;
  for (
    let lane = network.links.firstLane[link]!;
    lane < network.links.firstLane[link + 1]!;
    lane++
  ) {
    for (let mover = lanes.front[lane]!; mover !== NONE; mover = movers.behind[mover]!) {
      if (movers.turn[mover] === turn) count++;
    }
  }
  return count;
}

/** Does the first mover of a lane that the phase serves come to its line, or stand there? */
function isApproached(state: TrafficState, { protectedTurns, permittedTurns }: PhasePlan): boolean {
  const { network, lanes, movers } = state;
  const { firstConnector, connectorCount } = network.turns;
  for (const turns of [protectedTurns, permittedTurns]) {
    for (const turn of turns) {
      const first = firstConnector[turn]!;
      for (let at = first; at < first + connectorCount[turn]!; at++) {
        const lane = network.lanes.fromLane[at]!;
        const mover = lanes.front[lane]!;
        if (mover === NONE || movers.turn[mover] !== turn || movers.isHeld[mover] === 1) continue;
        const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
        if (toLine_m <= DETECTED_s * network.lanes.speed_mps[lane]!) return true;
      }
    }
  }
  return false;
}

/** Vehicles before the phase's movements less those behind, per lane, weighted by lanes served. */
function pressureOf(state: TrafficState, { protectedTurns, permittedTurns }: PhasePlan): number {
  let sum = 0;
  for (const turn of protectedTurns) sum += pressureOfTurn(state, turn);
  for (const turn of permittedTurns) sum += pressureOfTurn(state, turn);
  return sum;
}

function pressureOfTurn(state: TrafficState, turn: number): number {
  const { network, lanes } = state;
  const { links, turns } = network;
  const to = turns.to[turn]!;
  let beyond = 0;
  for (let lane = links.firstLane[to]!; lane < links.firstLane[to + 1]!; lane++) {
    beyond += lanes.count[lane]!;
  }
  const difference = bound(state, turn) - beyond / links.laneCount[to]!;
  return Math.max(0, difference) * turns.connectorCount[turn]!;
}
