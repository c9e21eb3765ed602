/**
 * Car following after Treiber, Hennecke and Helbing ("Congested traffic states in empirical
 * observations and microscopic simulations", Physical Review E 62, 2000), the Intelligent Driver Model:
 *
 *     dv/dt = a (1 − (v/v0)^4 − (w/s)²),   w = s0 + max(0, v T + v Δv / (2 √(a b)))
 *
 * with the gap s to the bumper ahead, the wanted one w, and the closing speed Δv. It takes the place of Newell's rule in
 * the stage `choose positions`. A speed of this program is the way of the last step over its length, so
 * a step is v' = v + a dt, x' = x + v' dt: the same equilibria, and trajectories to the order of dt.
 *
 * The model alone promises neither to stop at a line nor never to overlap: positions are cut off at the
 * jam spacing behind whoever is ahead, at stop lines without a grant and at stops, and never go back.
 * Where braking in comfort ends before such a cut, drivers have seen it coming.
 */

import { NONE } from '../base/ids.js';
import { APPROACH_KINDS } from './approach-kinds.js';
import { ASPECTS } from './signals.js';
import type { TrafficState } from './traffic-state.js';

/** Slower than this is standing: the model creeps up to its gap for ever. */
const STANDING_mps = 0.05;

/** The last half metre to a line is rolled, at about this over T: else it would be crept for ever. */
const ROLLED_m = 0.5;

/** Gaps below are taken for this one; brakes are full on long before. */
const LEAST_GAP_m = 0.1;

/** Who makes room for a change of lanes goes no slower for it than this share of the limit. */
const YIELDING_SHARE = 0.5;

/** What the first mover of a lane has before it. One a thread, filled anew for each. */
const before = { brake: 0.5, limit_m: 0.5, most_mps: 0.5 };

/** Reads where everyone is, and writes only `next_m` of its own movers, as `choosePositions` does. */
export function chooseIdmPositions(
  state: TrafficState,
  start: number,
  end: number,
  step: number,
): void {
  const { movers, drivers, dt_s, network } = state;
  const { lane, ahead, driver, position_m, next_m, speed_mps, stop_m, isHeld, yieldStep } = movers;
  const { acceleration_mps2, length_m, standstillGap_m } = drivers;
  const laneSpeed_mps = network.lanes.speed_mps;
  for (let ego = start; ego < end; ego++) {
    const on = lane[ego];
    if (on === NONE) continue;
    const x_m = position_m[ego]!;
    if (isHeld[ego] === 1) {
      next_m[ego] = x_m;
      continue;
    }
    const style = driver[ego]!;
    const v_mps = speed_mps[ego]!;
    const free_mps = laneSpeed_mps[on]!;
    const leader = ahead[ego]!;
    before.brake = 0;
    before.limit_m = stop_m[ego]!;
    before.most_mps = free_mps;
    if (before.limit_m < Infinity && movers.isPocketBound[ego] === 0) {
      brakeForLine(state, ego, before.limit_m - x_m);
    }
    if (leader === NONE) lookAhead(state, ego, on, step);
    else {
      const rear_m = position_m[leader]! - length_m[driver[leader]!]!;
      follow(state, ego, leader, rear_m - x_m);
      before.limit_m = Math.min(before.limit_m, rear_m - standstillGap_m[style]!);
    }
    if (yieldStep[ego] === step) makeRoom(state, ego, on);
    const ratio = v_mps / free_mps;
    const squared = ratio * ratio;
    const a_mps2 = acceleration_mps2[style]! * (1 - squared * squared - before.brake);
    const wanted_mps = Math.min(v_mps + a_mps2 * dt_s, before.most_mps);
    const to_m = wanted_mps < STANDING_mps ? x_m : x_m + wanted_mps * dt_s;
    next_m[ego] = Math.max(Math.min(to_m, before.limit_m), x_m);
  }
}

/** Counts the interaction with a mover `gap_m` ahead, if it is the strongest so far. */
function follow({ movers, drivers }: TrafficState, ego: number, leader: number, gap_m: number) {
  const style = movers.driver[ego]!;
  const v_mps = movers.speed_mps[ego]!;
  const closing_mps = v_mps - movers.speed_mps[leader]!;
  interact(drivers, style, v_mps, closing_mps, gap_m);
}

/** The same with a place where the mover must stand, `way_m` ahead. */
function brakeForLine({ movers, drivers }: TrafficState, ego: number, way_m: number): void {
  const style = movers.driver[ego]!;
  const v_mps = movers.speed_mps[ego]!;
  const gap_m = way_m + drivers.standstillGap_m[style]! + ROLLED_m;
  interact(drivers, style, v_mps, v_mps, gap_m);
}

function interact(
  { tau_s, standstillGap_m, acceleration_mps2, comfortableBraking_mps2 }: TrafficState['drivers'],
  style: number,
  v_mps: number,
  closing_mps: number,
  gap_m: number,
): void {
  const root_mps2 = Math.sqrt(acceleration_mps2[style]! * comfortableBraking_mps2[style]!);
  const dynamic_m = v_mps * tau_s[style]! + (v_mps * closing_mps) / (2 * root_mps2);
  const wanted_m = standstillGap_m[style]! + Math.max(0, dynamic_m);
  const ratio = wanted_m / Math.max(gap_m, LEAST_GAP_m);
  if (ratio * ratio > before.brake) before.brake = ratio * ratio;
}

/** The first mover of a lane: who has left it last, who is on the way beyond, and the stop line. */
function lookAhead(state: TrafficState, ego: number, lane: number, step: number): void {
  const { movers, lanes, network } = state;
  const { turn, length_m } = network.lanes;
  const end_m = length_m[lane]!;
  if (turn[lane] !== NONE) {
    followOver(state, ego, lanes.rear[movers.outLane[ego]], end_m);
    return;
  }
  followLastOut(state, ego, lane, end_m);
  const next = movers.turn[ego];
  // A mover whose route ends here with nowhere to stop leaves the network at the lane's end.
  if (next === NONE) return;
  const toLine_m = end_m - movers.position_m[ego]!;
  slowDownTo(state, ego, network.turns.speed_mps[next]!, toLine_m);
  if (movers.grantStep[ego] !== step) {
    before.limit_m = Math.min(before.limit_m, end_m);
    approachLine(state, ego, next, toLine_m);
    return;
  }
  const connector = movers.grantedConnector[ego];
  if (movers.waitsWithin[ego] === 1) {
    const way_m = toLine_m + network.turns.waitsAt_m[next]!;
    before.limit_m = Math.min(before.limit_m, movers.position_m[ego]! + way_m);
    brakeForLine(state, ego, way_m);
  }
  const onConnector = lanes.rear[connector];
  if (onConnector !== NONE) followOver(state, ego, onConnector, end_m);
  else followOver(state, ego, lanes.rear[movers.outLane[ego]], end_m + length_m[connector]!);
}

/** Follows a mover whose lane begins `offset_m` after the start of the ego's. */
function followOver(state: TrafficState, ego: number, leader: number, offset_m: number): void {
  if (leader === NONE) return;
  const { movers, drivers } = state;
  const rear_m = offset_m + movers.position_m[leader]! - drivers.length_m[movers.driver[leader]!]!;
  follow(state, ego, leader, rear_m - movers.position_m[ego]!);
  const gap_m = drivers.standstillGap_m[movers.driver[ego]!]!;
  before.limit_m = Math.min(before.limit_m, rear_m - gap_m);
}

/**
 * The mover that has crossed the stop line last: in the way until its rear is clear of it, and followed
 * as long as it goes where the ego wants to go too.
 */
function followLastOut(state: TrafficState, ego: number, lane: number, end_m: number): void {
  const { movers, lanes, drivers, network } = state;
  const leader = lanes.lastOut[lane];
  if (leader === NONE || movers.crossedFrom[leader] !== lane) return;
  const beyond_m = movers.odometer_m[leader]! - movers.crossedAt_m[leader]!;
  const rear_m = end_m + beyond_m - drivers.length_m[movers.driver[leader]!]!;
  const gap_m = drivers.standstillGap_m[movers.driver[ego]!]!;
  const on = movers.lane[leader];
  const turn = movers.turn[ego];
  const isOnWay =
    on !== NONE &&
    (on >= network.linkLaneCount
      ? network.lanes.turn[on] === turn
      : network.lanes.link[on] === network.turns.to[turn]);
  const isInTheWay = rear_m - gap_m < end_m;
  if (isOnWay || isInTheWay) follow(state, ego, leader, rear_m - movers.position_m[ego]!);
  if (isInTheWay) before.limit_m = Math.min(before.limit_m, rear_m - gap_m);
}

/** Cuts the speed to one from which braking in comfort leads to `end_mps` in `way_m`. */
function slowDownTo(state: TrafficState, ego: number, end_mps: number, way_m: number): void {
  const { movers, drivers } = state;
  const b_mps2 = drivers.comfortableBraking_mps2[movers.driver[ego]!]!;
  const most_mps = Math.sqrt(end_mps * end_mps + 2 * b_mps2 * Math.max(0, way_m));
  if (most_mps < before.most_mps) before.most_mps = most_mps;
}

const [, SIGNAL, STOPS, YIELDS, RESERVES] = APPROACH_KINDS.map((_, code) => code);
const RED = ASPECTS.indexOf('red');
const PROTECTED = ASPECTS.indexOf('protected');
const PERMITTED = ASPECTS.indexOf('permitted');

/** Brakes for a line at which the junction will not let it past, or may not. */
function approachLine(state: TrafficState, ego: number, turn: number, toLine_m: number): void {
  const { movers, turns, drivers, approachKinds } = state;
  const kind = approachKinds[turn]!;
  const style = movers.driver[ego]!;
  if (kind === STOPS || (kind === RESERVES && drivers.isAutomated[style] === 0)) {
    brakeForLine(state, ego, toLine_m);
  } else if (kind === YIELDS) slowDownTo(state, ego, 0, toLine_m);
  else if (kind === SIGNAL) {
    const aspect = turns.signal[turn]!;
    if (aspect === PROTECTED) return;
    if (aspect === PERMITTED) {
      slowDownTo(state, ego, 0, toLine_m);
      return;
    }
    // In amber who cannot stop in comfort drives on.
    const v_mps = movers.speed_mps[ego]!;
    const needed_m = (v_mps * v_mps) / (2 * drivers.comfortableBraking_mps2[style]!);
    if (aspect === RED || needed_m <= toLine_m) brakeForLine(state, ego, toLine_m);
  }
}

/** Falls back behind a mover of a lane beside, no harder than is comfortable. */
function makeRoom(state: TrafficState, ego: number, lane: number): void {
  const { movers, drivers, network, dt_s } = state;
  const { link, speed_mps } = network.lanes;
  const leader = movers.yieldTo[ego];
  // It may have left the road since, or its link.
  if (movers.lane[leader] === NONE || link[movers.lane[leader]] !== link[lane]) return;
  const style = movers.driver[ego]!;
  const rear_m = movers.position_m[leader]! - drivers.length_m[movers.driver[leader]!]!;
  if (rear_m - drivers.standstillGap_m[style]! >= movers.position_m[ego]!) return;
  const eased_mps = movers.speed_mps[ego]! - drivers.comfortableBraking_mps2[style]! * dt_s;
  const most_mps = Math.max(eased_mps, YIELDING_SHARE * speed_mps[lane]!);
  if (most_mps < before.most_mps) before.most_mps = most_mps;
}
