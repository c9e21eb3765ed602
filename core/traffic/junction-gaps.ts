/**
 * When a way through a junction is clear: no mover on the ways that cross it, and in the streams with
 * right of way nobody who comes within the critical gap.
 */
import { type MoverId, NONE } from '../base/ids.js';
import { CONTROLS } from '../network/road-network.js';
import { ASPECTS } from './signals.js';
import type { TrafficState } from './traffic-state.js';

const SIGNAL = CONTROLS.indexOf('signal');
const RED = ASPECTS.indexOf('red');
const AMBERS = [ASPECTS.indexOf('amber'), ASPECTS.indexOf('amberPermitted')] as const;

/**
 * Smallest time gap accepted in a stream with right of way: the Highway Capacity Manual's base
 * critical headway for a left turn from the major street (4.1 s), rounded up to whole half seconds.
 */
const CRITICAL_GAP_s = 4.5;

/** Newell's vehicles stop at the line to the last digit; less than this is at the line. */
export const AT_LINE_m = 0.01;

/**
 * Is nobody on the ways that cross `turn`, or about to be? Those who wait within the junction, short of
 * it, let pass those to whom they give way.
 */
export function conflictsAreClear(state: TrafficState, turn: number, step: number): boolean {
  const { firstConflict } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (!isClearOf(state, at, step)) return false;
  }
  return true;
}

/** The same for one entry of the list of conflicts. */
export function isClearOf(state: TrafficState, at: number, step: number): boolean {
  const { network, turns } = state;
  const other = network.conflicts[at]!;
  const waitingCount = turns.waitingCount[other]!;
  if (turns.count[other]! > waitingCount && !arePast(state, other)) return false;
  if (turns.grantStep[other] === step || turns.claimStep[other] === step) return false;
  return network.passes[at] === 1 || (waitingCount === 0 && turns.waitStep[other] !== step);
}

/** Have all on the ways of `turn` come, with their rears, to the end of it that nobody crosses? */
function arePast({ network, lanes, movers, drivers }: TrafficState, turn: number): boolean {
  const { firstConnector, connectorCount, standsOn_m, length_m } = network.turns;
  if (standsOn_m[turn] === 0) return false;
  const crossedTo_m = length_m[turn]! - standsOn_m[turn]!;
  const first = firstConnector[turn]!;
  for (let connector = first; connector < first + connectorCount[turn]!; connector++) {
    let last = lanes.rear[connector]!;
    while (last !== NONE && movers.waitsWithin[last] === 1) last = movers.ahead[last]!;
    if (last === NONE) continue;
    const rear_m = movers.position_m[last]! - drivers.length_m[movers.driver[last]!]!;
    if (rear_m < crossedTo_m) return false;
  }
  return true;
}

/** Do all streams that `turn` yields to leave it the critical gap? */
export function hasGap(state: TrafficState, turn: number, step: number, time_s: number): boolean {
  const { conflicts, yieldsTo, merges, yieldsToMerge } = state.network;
  const { firstConflict, firstMerge } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (yieldsTo[at] === 1 && isComing(state, conflicts[at]!, step, time_s)) return false;
  }
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (yieldsToMerge[at] === 1 && isComing(state, merges[at]!, step, time_s)) return false;
  }
  return true;
}

/**
 * An emergency vehicle goes on red, and past a stop sign, when nobody who may go comes across its way
 * or into the same street within the critical gap.
 */
export function isFreeToPass(
  state: TrafficState,
  turn: number,
  step: number,
  time_s: number,
): boolean {
  const { conflicts, merges } = state.network;
  const { firstConflict, firstMerge } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (isComing(state, conflicts[at]!, step, time_s)) return false;
  }
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (isComing(state, merges[at]!, step, time_s)) return false;
  }
  return true;
}

/** Will somebody take `turn` within the critical gap? Those who stand at the line and were refused won't. */
export function isComing(state: TrafficState, turn: number, step: number, time_s: number): boolean {
  const { network, lanes, movers, turns } = state;
  const node = network.turns.node[turn];
  const isSignal = network.nodes.control[node] === SIGNAL;
  const aspect = turns.signal[turn]!;
  if (isSignal && aspect === RED) return false;
  const isAmber = isSignal && (aspect === AMBERS[0] || aspect === AMBERS[1]);
  const first = network.turns.firstConnector[turn];
  for (let at = 0; at < network.turns.connectorCount[turn]!; at++) {
    const lane = network.lanes.fromLane[first + at];
    if (lane === NONE) continue;
    const mover = lanes.front[lane];
    if (mover === NONE || movers.turn[mover] !== turn || movers.isHeld[mover] === 1) continue;
    if (movers.grantStep[mover] === step) return true;
    const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
    if (toLine_m <= AT_LINE_m) continue;
    if (isAmber && !couldNotStop(state, node, mover, time_s)) continue;
    if (toLine_m < CRITICAL_GAP_s * network.lanes.speed_mps[lane]!) return true;
  }
  return false;
}

/** Was the mover, when amber began, too near and too fast to stop with comfortable braking? */
export function couldNotStop(
  { movers, nodes, drivers, network }: TrafficState,
  node: number,
  mover: MoverId,
  time_s: number,
): boolean {
  const v = movers.speed_mps[mover]!;
  const toLine_m = network.lanes.length_m[movers.lane[mover]]! - movers.position_m[mover]!;
  const atAmber_m = toLine_m + v * (time_s - nodes.intervalStart_s[node]!);
  return atAmber_m < (v * v) / (2 * drivers.comfortableBraking_mps2[movers.driver[mover]!]!);
}
