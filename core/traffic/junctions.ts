/**
 * Who may enter a junction in this step. Each junction looks at the first mover of every lane that
 * ends there and lets in those whose control allows it now, whose crossing ways are clear, and for
 * whom there is room beyond: nobody blocks the box. A grant holds for one step.
 *
 * Everything written belongs to the junction: its turns, the fronts of its approaches and the tails
 * of its exits. So junctions can be worked in any order and by any thread.
 */
import { type LaneId, type MoverId, NONE, type None } from '../base/ids.js';
import { CONTROLS, TURN_KINDS } from '../network/road-network.js';
import { chooseOutLane } from './out-lane.js';
import { ASPECTS } from './signals.js';
import type { RowList, TrafficState } from './traffic-state.js';

const [NO_CONTROL, ALL_WAY_STOP, YIELD, SIGNAL, STOP, RESERVATION] = CONTROLS.map(
  (_, code) => code,
);
const RED = ASPECTS.indexOf('red');
const PERMITTED = ASPECTS.indexOf('permitted');
const PROTECTED = ASPECTS.indexOf('protected');
const AMBER_PERMITTED = ASPECTS.indexOf('amberPermitted');
const LEFT = TURN_KINDS.indexOf('left');

/**
 * Smallest time gap accepted in a stream with right of way: the Highway Capacity Manual's base
 * critical headway for a left turn from the major street (4.1 s), rounded up to whole half seconds.
 */
const CRITICAL_GAP_s = 4.5;

/** Newell's vehicles stop at the line to the last digit; less than this is at the line. */
const AT_LINE_m = 0.01;

/** Makes the list of junctions to work on in the next step from the lanes reported by motion. */
export function listBusyNodes(
  { busyNodes, nodes, network }: TrafficState,
  atLine: RowList,
  step: number,
): void {
  let count = 0;
  for (let at = 0; at < atLine.count[0]!; at++) {
    const lane = atLine.rows[at]!;
    const node = network.links.to[network.lanes.link[lane]];
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
}

/** Approach lanes of the largest junction that is accepted. */
const MAX_APPROACH_LANES = 256;

export const createJunctionScratch = (): JunctionScratch => ({
  lane: new Int32Array(MAX_APPROACH_LANES),
  mover: new Int32Array(MAX_APPROACH_LANES),
  connector: new Int32Array(MAX_APPROACH_LANES),
  order: new Float64Array(MAX_APPROACH_LANES),
});

/** Rows are places in `state.busyNodes`: junctions with a mover near one of their stop lines. */
export function grantEntries(
  state: TrafficState,
  start: number,
  end: number,
  step: number,
  time_s: number,
  scratch: JunctionScratch,
): void {
  const { rows } = state.busyNodes;
  for (let at = start; at < end; at++) {
    const node = rows[at]!;
    const count = collectFronts(state, node, time_s, scratch);
    if (count === 0) continue;
    if (count > 1) sortByOrder(scratch, count);
    for (let k = 0; k < count; k++) {
      const mover = scratch.mover[k]! as MoverId;
      askFor(state, node, mover, scratch.connector[k]! as LaneId, step, time_s);
    }
  }
}

/** Fills the scratch with first movers that could cross their stop line in this step. */
function collectFronts(
  state: TrafficState,
  node: number,
  time_s: number,
  scratch: JunctionScratch,
): number {
  const { approaches, lanes, movers, network, dt_s } = state;
  const { length_m, speed_mps } = network.lanes;
  let count = 0;
  for (let at = approaches.first[node]!; at < approaches.first[node + 1]!; at++) {
    const lane = approaches.lane[at]!;
    const mover = lanes.front[lane];
    if (mover === NONE) continue;
    const toLine_m = length_m[lane]! - movers.position_m[mover]!;
    if (toLine_m > speed_mps[lane]! * dt_s) continue;
    if (movers.turn[mover] === NONE || movers.isHeld[mover] === 1) continue;
    if (movers.stop_m[mover]! <= length_m[lane]!) continue;
    if (toLine_m <= AT_LINE_m && lanes.arrived_s[lane]! < 0) lanes.arrived_s[lane] = time_s;
    const connector = connectorFor(state, lane, movers.turn[mover]);
    if (connector === NONE) continue;
    scratch.lane[count] = lane;
    scratch.mover[count] = mover;
    scratch.connector[count] = connector;
    scratch.order[count] = orderOf(state, node, lane, movers.turn[mover], toLine_m, time_s);
    count++;
  }
  return count;
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
  node: number,
  mover: MoverId,
  connector: LaneId,
  step: number,
  time_s: number,
): void {
  const { movers, lanes, turns, network } = state;
  const turn = movers.turn[mover];
  if (turn === NONE || !controlAllows(state, node, mover, step, time_s)) return;
  if (!conflictsAreClear(state, turn, step)) {
    const control = network.nodes.control[node];
    // First come, first served: nobody who came later may keep it waiting.
    if (control === ALL_WAY_STOP || control === RESERVATION) turns.claimStep[turn] = step;
    return;
  }
  const out = chooseOutLane(state, mover, connector, step);
  if (out === NONE) return;
  movers.grantStep[mover] = step;
  movers.grantedConnector[mover] = connector;
  movers.outLane[mover] = out;
  turns.grantStep[turn] = step;
  lanes.grantStep[out] = step;
}

function controlAllows(
  state: TrafficState,
  node: number,
  mover: MoverId,
  step: number,
  time_s: number,
): boolean {
  const { movers, turns, drivers, network } = state;
  const turn = movers.turn[mover];
  const lane = movers.lane[mover];
  if (drivers.isUrgent[movers.driver[mover]!] === 1 && isFreeToPass(state, turn, step)) return true;
  switch (network.nodes.control[node]) {
    case NO_CONTROL:
      return true;
    case ALL_WAY_STOP:
      return hasStopped(state, lane, time_s);
    case RESERVATION:
      return drivers.isAutomated[movers.driver[mover]!] === 1 || hasStopped(state, lane, time_s);
    case YIELD:
      return hasGap(state, turn, step);
    case STOP:
      return (
        (!hasStopSign(state, node, network.lanes.link[lane]) || hasStopped(state, lane, time_s)) &&
        hasGap(state, turn, step)
      );
    case SIGNAL: {
      const aspect = turns.signal[turn]!;
      if (aspect === PROTECTED) return true;
      if (aspect === PERMITTED) return hasGap(state, turn, step);
      if (aspect === RED) return false;
      // Who has waited at the line for a gap uses the amber, as drivers waiting in the junction do.
      if (aspect === AMBER_PERMITTED && movers.standing_s[mover]! > 0) return true;
      return (
        couldNotStop(state, node, mover, time_s) &&
        (aspect !== AMBER_PERMITTED || hasGap(state, turn, step))
      );
    }
    default:
      throw new Error(`Junction ${network.nodeNames[node]} has an unknown control.`);
  }
}

/** Has the first mover of the lane stood at the line for a step? */
function hasStopped({ lanes }: TrafficState, lane: number, time_s: number): boolean {
  const arrived_s = lanes.arrived_s[lane]!;
  return arrived_s >= 0 && arrived_s < time_s;
}

/** The streets of the highest rank have none, unless all are of one rank. */
function hasStopSign({ approaches, network }: TrafficState, node: number, link: number): boolean {
  const { links, lanes } = network;
  const rank = links.rank[link]!;
  let hasHigher = false;
  let hasLower = false;
  for (let at = approaches.first[node]!; at < approaches.first[node + 1]!; at++) {
    const other = links.rank[lanes.link[approaches.lane[at]!]]!;
    if (other > rank) hasHigher = true;
    if (other < rank) hasLower = true;
  }
  return hasHigher || !hasLower;
}

/** Was the mover, when amber began, too near and too fast to stop with comfortable braking? */
function couldNotStop(
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

function conflictsAreClear({ network, turns }: TrafficState, turn: number, step: number): boolean {
  const { conflicts } = network;
  const { firstConflict } = network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    const other = conflicts[at]!;
    if (turns.count[other]! > 0) return false;
    if (turns.grantStep[other] === step || turns.claimStep[other] === step) return false;
  }
  return true;
}

/** Do all streams that `turn` yields to leave it the critical gap? */
function hasGap(state: TrafficState, turn: number, step: number): boolean {
  const { conflicts, yieldsTo, merges, yieldsToMerge } = state.network;
  const { firstConflict, firstMerge } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (yieldsTo[at] === 1 && isComing(state, conflicts[at]!, step)) return false;
  }
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (yieldsToMerge[at] === 1 && isComing(state, merges[at]!, step)) return false;
  }
  return true;
}

/**
 * An emergency vehicle goes on red, and past a stop sign, when nobody who may go comes across its way
 * or into the same street within the critical gap.
 */
function isFreeToPass(state: TrafficState, turn: number, step: number): boolean {
  const { conflicts, merges } = state.network;
  const { firstConflict, firstMerge } = state.network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (isComing(state, conflicts[at]!, step)) return false;
  }
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (isComing(state, merges[at]!, step)) return false;
  }
  return true;
}

/** Will somebody take `turn` within the critical gap? Those who stand at the line and were refused won't. */
function isComing(state: TrafficState, turn: number, step: number): boolean {
  const { network, lanes, movers, turns } = state;
  const control = network.nodes.control[network.turns.node[turn]];
  if (control === SIGNAL && turns.signal[turn] === RED) return false;
  const first = network.turns.firstConnector[turn];
  for (let at = 0; at < network.turns.connectorCount[turn]!; at++) {
    const lane = network.lanes.fromLane[first + at];
    if (lane === NONE) continue;
    const mover = lanes.front[lane];
    if (mover === NONE || movers.turn[mover] !== turn || movers.isHeld[mover] === 1) continue;
    if (movers.grantStep[mover] === step) return true;
    const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
    if (toLine_m <= AT_LINE_m) continue;
    if (toLine_m < CRITICAL_GAP_s * network.lanes.speed_mps[lane]!) return true;
  }
  return false;
}
