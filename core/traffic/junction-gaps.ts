/**
 * When a way through a junction is clear: no mover on the ways that cross it, and in the streams with
 * right of way nobody who comes within the critical gap.
 */
import { type LaneId, type MoverId, NONE, type None } from '../base/ids.js';
import { CONTROLS, RELATIONS } from '../network/road-network.js';
import { ASPECTS } from './signals.js';
import type { TrafficState } from './traffic-state.js';

const SIGNAL = CONTROLS.indexOf('signal');
const { crosses: CROSSES, merges: MERGES, hasWay: HAS_WAY, letsPass: LETS_PASS } = RELATIONS;
const CROSSES_WITH_WAY = CROSSES | HAS_WAY;
const REFUSED = CROSSES_WITH_WAY | RELATIONS.isLetPass;
const RED = ASPECTS.indexOf('red');
const AMBERS = [ASPECTS.indexOf('amber'), ASPECTS.indexOf('amberPermitted')] as const;

/**
 * Smallest time gap accepted in a stream with right of way: the Highway Capacity Manual's base
 * critical headway for a left turn from the major street (4.1 s), rounded up to whole half seconds.
 */
const CRITICAL_GAP_s = 4.5;

/** In this time after a claim those who have stopped for it get going: two critical gaps. */
const AFTER_CLAIM_s = 2 * CRITICAL_GAP_s;

/** Newell's vehicles stop at the line to the last digit; less than this is at the line. */
export const AT_LINE_m = 0.01;

/** What is known of a junction while it is worked on in a step. Reused by every junction. */
export interface JunctionMoment {
  step: number;
  /** When the step begins. */
  time_s: number;
  node: number;
  /** Places of the turns that somebody comes to take; filled when it is first asked for. */
  readonly comers: Int32Array;
  comerCount: number;
  knowsComers: boolean;
  /** Places of the turns of those who were refused because somebody is in their way. */
  readonly refused: Int32Array;
  refusedCount: number;
  /** Turns let through, let in to wait, or claimed so far in this step. */
  decidedCount: number;
}

export const createJunctionMoment = (laneCount: number): JunctionMoment => ({
  step: 0,
  time_s: 0,
  node: NONE,
  // Those who come, and those of them who are let through.
  comers: new Int32Array(2 * laneCount),
  comerCount: 0,
  knowsComers: false,
  refused: new Int32Array(laneCount),
  refusedCount: 0,
  decidedCount: 0,
});

export function lookAtJunction(moment: JunctionMoment, node: number): void {
  moment.node = node;
  moment.comerCount = 0;
  moment.knowsComers = false;
  moment.refusedCount = 0;
  moment.decidedCount = 0;
}

/**
 * Is nobody on the ways that cross `turn`, or about to be? Those who wait within the junction, short of
 * it, let pass those to whom they give way.
 */
export function conflictsAreClear(
  state: TrafficState,
  { node, step, decidedCount }: JunctionMoment,
  turn: number,
): boolean {
  const { nodes } = state;
  // An empty junction is clear: most are, when somebody comes.
  const isEmpty = nodes.withinCount[node] === 0 && decidedCount === 0;
  if (isEmpty && nodes.claimStep[node]! < step) return true;
  const { firstConflict } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (!isClearOf(state, turn, state.network.conflicts[at]!, step)) return false;
  }
  return true;
}

/** The same for one of the turns whose ways cross. */
export function isClearOf(state: TrafficState, turn: number, other: number, step: number): boolean {
  const { turns } = state;
  const waitingCount = turns.waitingCount[other]!;
  if (turns.count[other]! > waitingCount && !arePast(state, other)) return false;
  if (turns.grantStep[other] === step || turns.claimStep[other]! >= step) return false;
  if (waitingCount === 0 && turns.waitStep[other] !== step) return true;
  return (relationOf(state, turn, other) & LETS_PASS) !== 0;
}

/** Bits of RELATIONS: what `other`, a turn of the same junction, is to `turn`. */
export const relationOf = (
  { network: { turns, relations } }: TrafficState,
  turn: number,
  other: number,
): number => relations[turns.firstRelation[turn]! + turns.place[other]!]!;

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

/**
 * Do all streams that `turn` yields to leave it the critical gap? Those of them who have let in one by
 * its claim are next: else all behind that one would come after it, since who stands does not come.
 */
export function hasGap(state: TrafficState, moment: JunctionMoment, turn: number): boolean {
  if (isAnyComing(state, moment, turn, HAS_WAY, HAS_WAY)) return false;
  const { turns, nodes, dt_s } = state;
  if (turns.letInStep[turn]! >= moment.step) return true;
  const since_s = (moment.step - nodes.claimStep[moment.node]!) * dt_s;
  return since_s > AFTER_CLAIM_s || !isAnyRefused(state, moment, turn);
}

/**
 * Does one with way, and with room beyond, stand at its line because others are in its way, and would
 * this one be the next of them? One after the other would go, and those with way wait for all.
 */
export function isAnyRefused(
  { network: { turns, relations } }: TrafficState,
  { refused, refusedCount }: JunctionMoment,
  turn: number,
): boolean {
  const row = turns.firstRelation[turn]!;
  for (let at = 0; at < refusedCount; at++) {
    const relation = relations[row + refused[at]!]!;
    if ((relation & REFUSED) === CROSSES_WITH_WAY) return true;
  }
  return false;
}

/**
 * An emergency vehicle goes on red, and past a stop sign, when nobody who may go comes across its way
 * or into the same street within the critical gap.
 */
export const isFreeToPass = (state: TrafficState, moment: JunctionMoment, turn: number): boolean =>
  !isAnyComing(state, moment, turn, CROSSES, CROSSES) &&
  !isAnyComing(state, moment, turn, MERGES, MERGES);

/**
 * Will somebody take, within the critical gap, a turn that is to `turn` what `bits` says among `mask`
 * of RELATIONS? Those who stand at the line and were refused won't.
 */
export function isAnyComing(
  state: TrafficState,
  moment: JunctionMoment,
  turn: number,
  mask: number,
  bits: number,
): boolean {
  if (!moment.knowsComers) findComers(state, moment);
  const { turns, relations } = state.network;
  const row = turns.firstRelation[turn]!;
  for (let at = 0; at < moment.comerCount; at++) {
    if ((relations[row + moment.comers[at]!]! & mask) === bits) return true;
  }
  return false;
}

/**
 * Does the first mover of a lane stand short of its line, behind one that has crossed it and stands as
 * well, its rear still in the way? It cannot go: let through, it would hold up all whom it crosses and
 * stay there. Behind one that has started it is about to.
 */
export function isShutIn(
  { movers, lanes }: TrafficState,
  lane: number,
  mover: MoverId,
  toLine_m: number,
): boolean {
  if (toLine_m <= AT_LINE_m || movers.standing_s[mover]! < CRITICAL_GAP_s) return false;
  const before = lanes.lastOut[lane]!;
  if (before === NONE || movers.crossedFrom[before] !== lane) return false;
  return movers.standing_s[before]! >= CRITICAL_GAP_s;
}

function findComers(state: TrafficState, moment: JunctionMoment): void {
  const { approaches, lanes, movers, network } = state;
  const { node, comers, step } = moment;
  const { length_m, speed_mps } = network.lanes;
  moment.knowsComers = true;
  let count = 0;
  for (let at = approaches.first[node]!; at < approaches.first[node + 1]!; at++) {
    const lane = approaches.lane[at]!;
    const mover = lanes.front[lane];
    if (mover === NONE) continue;
    const toLine_m = length_m[lane]! - movers.position_m[mover]!;
    if (toLine_m >= CRITICAL_GAP_s * speed_mps[lane]!) continue;
    const turn = movers.turn[mover];
    if (turn === NONE || movers.isHeld[mover] === 1) continue;
    const isLetThrough = movers.grantStep[mover] === step;
    if (toLine_m <= AT_LINE_m && !isLetThrough) continue;
    if (isShutIn(state, lane, mover, toLine_m)) continue;
    if (connectorFor(state, lane, turn) === NONE) continue;
    if (network.nodes.control[node] === SIGNAL) {
      const aspect = state.turns.signal[turn]!;
      if (aspect === RED) continue;
      const isAmber = aspect === AMBERS[0] || aspect === AMBERS[1];
      if (isAmber && !isLetThrough && !couldNotStop(state, moment, mover)) continue;
    }
    comers[count++] = network.turns.place[turn]!;
  }
  moment.comerCount = count;
}

/** Notes that somebody has been let through, or in to wait. Past a red light nobody is looked for. */
export function noteLetThrough(state: TrafficState, moment: JunctionMoment, turn: number): void {
  const { network, turns } = state;
  moment.decidedCount++;
  if (!moment.knowsComers) return;
  const isSignal = network.nodes.control[moment.node] === SIGNAL;
  if (isSignal && turns.signal[turn] === RED) return;
  moment.comers[moment.comerCount++] = network.turns.place[turn]!;
}

/** The connector by which `lane` takes `turn`, or NONE. */
export function connectorFor({ network }: TrafficState, lane: number, turn: number): LaneId | None {
  const { turns, lanes } = network;
  const first = turns.firstConnector[turn];
  for (let at = 0; at < turns.connectorCount[turn]!; at++) {
    if (lanes.fromLane[first + at] === lane) return (first + at) as LaneId;
  }
  return NONE;
}

/** Was the mover, when amber began, too near and too fast to stop with comfortable braking? */
export function couldNotStop(
  { movers, nodes, drivers, network }: TrafficState,
  { node, time_s }: JunctionMoment,
  mover: MoverId,
): boolean {
  const v = movers.speed_mps[mover]!;
  const toLine_m = network.lanes.length_m[movers.lane[mover]]! - movers.position_m[mover]!;
  const atAmber_m = toLine_m + v * (time_s - nodes.intervalStart_s[node]!);
  return atAmber_m < (v * v) / (2 * drivers.comfortableBraking_mps2[movers.driver[mover]!]!);
}
