/**
 * Who may enter a junction in this step. Each junction looks at the first mover of every lane that
 * ends there and lets in those whose control allows it now, whose crossing ways are clear, and for
 * whom there is room beyond: nobody blocks the box. A grant holds for one step.
 *
 * Everything written belongs to the junction: its turns, the fronts of its approaches and the tails
 * of its exits. So junctions can be worked in any order and by any thread.
 */
import { type LaneId, type MoverId, NONE, type TurnId } from '../base/ids.js';
import { CONTROLS, TURN_KINDS } from '../network/road-network.js';
import { APPROACH_KINDS } from './approach-kinds.js';
import {
  AT_LINE_m,
  conflictsAreClear,
  connectorFor,
  couldNotStop,
  createJunctionMoment,
  hasGap,
  isFreeToPass,
  isShutIn,
  type JunctionMoment,
  lookAtJunction,
  noteLetThrough,
} from './junction-gaps.js';
import { clearWaiting, isWaitedOn, mayWaitWithin } from './junction-waiting.js';
import { claimTurn, claimWayIn, isItsTurn, isKeptForOther } from './letting-in.js';
import { chooseOutLane, hasRoomBeyond, promiseOutLane } from './out-lane.js';
import { ASPECTS } from './signals.js';
import type { RowList, TrafficState } from './traffic-state.js';

const [NO_CONTROL, ALL_WAY_STOP, YIELD, SIGNAL, STOP, RESERVATION] = CONTROLS.map(
  (_, code) => code,
);
const FREE = APPROACH_KINDS.indexOf('free');
const STOPS = APPROACH_KINDS.indexOf('stops');
const RED = ASPECTS.indexOf('red');
const PERMITTED = ASPECTS.indexOf('permitted');
const PROTECTED = ASPECTS.indexOf('protected');
const AMBER_PERMITTED = ASPECTS.indexOf('amberPermitted');
const LEFT = TURN_KINDS.indexOf('left');

/** Makes the list of junctions to work on in the next step from the lanes reported by motion. */
export function listBusyNodes(
  { busyNodes, nodes, approaches }: TrafficState,
  atLine: RowList,
  step: number,
): void {
  let count = 0;
  for (let at = 0; at < atLine.count[0]!; at++) {
    const node = approaches.nodeOfLane[atLine.rows[at]!]!;
    if (nodes.busyStep[node] === step) continue;
    nodes.busyStep[node] = step;
    busyNodes.rows[count++] = node;
  }
  busyNodes.count[0] = count;
}

/** First movers near their stop line, in the order in which they are asked. Reused by every junction. */
export interface JunctionScratch {
  readonly lane: Int32Array;
  readonly mover: Int32Array;
  readonly connector: Int32Array;
  /** Sort key: a smaller one is asked first. */
  readonly order: Float64Array;
  readonly moment: JunctionMoment;
}

/** Approach lanes of the largest junction that is accepted. */
const MAX_APPROACH_LANES = 256;

export const createJunctionScratch = (): JunctionScratch => ({
  lane: new Int32Array(MAX_APPROACH_LANES),
  mover: new Int32Array(MAX_APPROACH_LANES),
  connector: new Int32Array(MAX_APPROACH_LANES),
  order: new Float64Array(MAX_APPROACH_LANES),
  moment: createJunctionMoment(MAX_APPROACH_LANES),
});

/**
 * Rows are places in `state.busyNodes`: junctions with a mover near one of their stop lines. Made for one
 * state, as the stages of motion are.
 */
export function entryGranter(
  state: TrafficState,
  scratch: JunctionScratch,
): (start: number, end: number, step: number, time_s: number) => void {
  const { rows } = state.busyNodes;
  const { moment } = scratch;
  const collectFronts = frontCollector(state, scratch);
  return (start, end, step, time_s) => {
    moment.step = step;
    moment.time_s = time_s;
    for (let at = start; at < end; at++) {
      const node = rows[at]!;
      const count = collectFronts(node);
      if (count > 1) {
        noteOrders(state, node, scratch, count);
        sortByOrder(scratch, count);
      }
      lookAtJunction(moment, node);
      for (let k = 0; k < count; k++) {
        const mover = scratch.mover[k]! as MoverId;
        askFor(state, moment, mover, scratch.connector[k]! as LaneId);
      }
      // After those with right of way, whom they see start.
      clearWaiting(state, moment);
    }
  };
}

/** Fills the scratch with first movers that could cross their stop line in this step; gives their count. */
function frontCollector(
  state: TrafficState,
  { lane: lanesAt, mover: moversAt, connector: connectorsAt, moment }: JunctionScratch,
): (node: number) => number {
  const { dt_s } = state;
  const { first, lane: approachLane } = state.approaches;
  const { front, arrived_s } = state.lanes;
  const { position_m, turn: turnOf, isHeld, stop_m, driver } = state.movers;
  const { signal } = state.turns;
  const { isUrgent } = state.drivers;
  const { length_m, speed_mps } = state.network.lanes;
  const { control } = state.network.nodes;
  return (node) => {
    const isSignal = control[node] === SIGNAL;
    let count = 0;
    const end = first[node + 1]!;
    for (let at = first[node]!; at < end; at++) {
      const lane = approachLane[at]!;
      const mover = front[lane]!;
      if (mover === NONE) continue;
      const toLine_m = length_m[lane]! - position_m[mover]!;
      if (toLine_m > speed_mps[lane]! * dt_s) continue;
      const turn = turnOf[mover]!;
      if (turn === NONE || isHeld[mover] === 1) continue;
      if (stop_m[mover]! <= length_m[lane]! || isShutIn(state, lane, mover, toLine_m)) continue;
      if (toLine_m <= AT_LINE_m && arrived_s[lane]! < 0) arrived_s[lane] = moment.time_s;
      // Who is shown red need not be asked: 1.2 times as fast where all junctions have signals.
      const isRed = isSignal && signal[turn] === RED;
      if (isRed && isUrgent[driver[mover]!] === 0) continue;
      const connector = connectorFor(state, lane, turn);
      if (connector === NONE) continue;
      lanesAt[count] = lane;
      moversAt[count] = mover;
      connectorsAt[count] = connector;
      count++;
    }
    return count;
  };
}

/** Above all ranks of streets. */
const FIRST = 1e6;

/** Fills in the keys that they are sorted by; one alone needs none. */
function noteOrders(
  state: TrafficState,
  node: number,
  { lane, mover, order, moment }: JunctionScratch,
  count: number,
): void {
  const { movers, network } = state;
  const { time_s } = moment;
  for (let at = 0; at < count; at++) {
    const on = lane[at]!;
    const toLine_m = network.lanes.length_m[on]! - movers.position_m[mover[at]!]!;
    const turn = movers.turn[mover[at]!]!;
    order[at] = isItsTurn(state, node, turn, mover[at]!)
      ? // Of several the one that has stood longest.
        -FIRST - movers.standing_s[mover[at]!]!
      : orderOf(state, node, on, turn, toLine_m, time_s);
  }
}

/**
 * All-way stop: by time of arrival at the line; reservation: also those yet to come there in this
 * step. Signal: protected first. Else: rank, then left turns last.
 */
function orderOf(
  { network, lanes, turns }: TrafficState,
  node: number,
  lane: number,
  turn: number,
  toLine_m: number,
  time_s: number,
): number {
  const control = network.nodes.control[node]!;
  if (control === RESERVATION) {
    const arrived_s = lanes.arrived_s[lane]!;
    return arrived_s >= 0 ? arrived_s : time_s + toLine_m / network.lanes.speed_mps[lane]!;
  }
  if (control === ALL_WAY_STOP) {
    return toLine_m <= AT_LINE_m ? lanes.arrived_s[lane]! : Infinity;
  }
  if (control === SIGNAL) return -turns.signal[turn]!;
  const isLeft = network.turns.kind[turn] === LEFT ? 1 : 0;
  return isLeft - 2 * network.links.rank[network.turns.from[turn]]!;
}

/** Insertion sort: a handful of entries, stable, so that ties keep the order of lanes. */
function sortByOrder({ lane, mover, connector, order }: JunctionScratch, count: number): void {
  for (let at = 1; at < count; at++) {
    const l = lane[at]!;
    const m = mover[at]!;
    const c = connector[at]!;
    const key = order[at]!;
    let to = at;
    for (; to > 0 && order[to - 1]! > key; to--) {
      lane[to] = lane[to - 1]!;
      mover[to] = mover[to - 1]!;
      connector[to] = connector[to - 1]!;
      order[to] = order[to - 1]!;
    }
    lane[to] = l;
    mover[to] = m;
    connector[to] = c;
    order[to] = key;
  }
}

function askFor(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  connector: LaneId,
): void {
  const { movers, turns, nodes, network } = state;
  const { step } = moment;
  const turn = movers.turn[mover];
  if (turn === NONE) return;
  claimWayIn(state, moment, mover);
  // Nobody is let through behind one who waits.
  const isBehind = nodes.withinCount[moment.node]! > 0 && isWaitedOn(state, connector);
  if (isBehind || !controlAllows(state, moment, mover)) {
    claimTurn(state, moment, mover, turn);
    letWait(state, moment, mover, connector);
    return;
  }
  if (isKeptForOther(state, moment, turn)) return;
  if (!conflictsAreClear(state, moment, turn)) {
    const control = network.nodes.control[moment.node];
    // First come, first served: nobody who came later may keep it waiting.
    if (control === ALL_WAY_STOP || control === RESERVATION) {
      turns.claimStep[turn] = step;
      moment.decidedCount++;
    } else {
      letWait(state, moment, mover, connector);
      noteRefused(state, moment, mover, turn);
    }
    return;
  }
  const out = chooseOutLane(state, mover, connector, step);
  if (out === NONE) {
    claimTurn(state, moment, mover, turn);
    return;
  }
  grant(state, mover, connector, out, step);
  movers.waitsWithin[mover] = 0;
  turns.grantStep[turn] = step;
  noteLetThrough(state, moment, turn);
}

/** Who could go if nobody were in its way is next of those who cross each other. */
function noteRefused(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  turn: number,
): void {
  if (!hasRoomBeyond(state, mover, turn)) return;
  moment.refused[moment.refusedCount++] = state.network.turns.place[turn]!;
}

function grant(
  { movers, lanes }: TrafficState,
  mover: MoverId,
  connector: LaneId,
  out: LaneId,
  step: number,
): void {
  movers.grantStep[mover] = step;
  movers.grantedConnector[mover] = connector;
  movers.outLane[mover] = out;
  lanes.grantStep[out] = step;
}

/** Lets the mover drive up to the waiting place within the junction, if its control allows that now. */
function letWait(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  connector: LaneId,
): void {
  const { movers, turns, network } = state;
  const { step } = moment;
  const turn = movers.turn[mover] as TurnId;
  if (network.turns.waitsAt_m[turn]! === 0) return;
  const control = network.nodes.control[moment.node];
  const isAllowed =
    (control === SIGNAL && turns.signal[turn] === PERMITTED) ||
    control === YIELD ||
    (control === STOP && mayPassSign(state, moment, turn, movers.lane[mover]!));
  if (!isAllowed || !mayWaitWithin(state, moment, mover, connector)) return;
  const out = promiseOutLane(state, mover, connector, step);
  if (out === NONE) return;
  grant(state, mover, connector, out, step);
  movers.waitsWithin[mover] = 1;
  turns.waitStep[turn] = step;
  noteLetThrough(state, moment, turn);
}

function controlAllows(state: TrafficState, moment: JunctionMoment, mover: MoverId): boolean {
  const { movers, turns, drivers, network, approachKinds } = state;
  const { node } = moment;
  const turn = movers.turn[mover];
  const lane = movers.lane[mover];
  if (drivers.isUrgent[movers.driver[mover]!] === 1 && isFreeToPass(state, moment, turn)) {
    return true;
  }
  switch (network.nodes.control[node]) {
    case NO_CONTROL:
      return true;
    case ALL_WAY_STOP:
      return hasStopped(state, moment, lane);
    case RESERVATION:
      return drivers.isAutomated[movers.driver[mover]!] === 1 || hasStopped(state, moment, lane);
    case YIELD:
      // Most streets have right of way: nobody needs to be looked for.
      return approachKinds[turn] === FREE || hasGap(state, moment, turn);
    case STOP:
      return mayPassSign(state, moment, turn, lane) && hasGap(state, moment, turn);
    case SIGNAL: {
      const aspect = turns.signal[turn]!;
      if (aspect === PROTECTED) return true;
      if (aspect === PERMITTED) return hasGap(state, moment, turn);
      if (aspect === RED) return false;
      // Who has waited at the line for a gap uses the amber, where there is no place to wait within.
      if (
        aspect === AMBER_PERMITTED &&
        network.turns.waitsAt_m[turn]! === 0 &&
        movers.standing_s[mover]! > 0
      ) {
        return true;
      }
      return (
        couldNotStop(state, moment, mover) &&
        (aspect !== AMBER_PERMITTED || hasGap(state, moment, turn))
      );
    }
    default:
      throw new Error(`Junction ${network.nodeNames[node]} has an unknown control.`);
  }
}

/** Has the first mover of the lane stood at the line for a step? */
function hasStopped({ lanes }: TrafficState, { time_s }: JunctionMoment, lane: number): boolean {
  const arrived_s = lanes.arrived_s[lane]!;
  return arrived_s >= 0 && arrived_s < time_s;
}

/** Is there no stop sign at the lane's end, or has its first mover stopped at it? */
const mayPassSign = (
  state: TrafficState,
  moment: JunctionMoment,
  turn: number,
  lane: number,
): boolean => state.approachKinds[turn] !== STOPS || hasStopped(state, moment, lane);
