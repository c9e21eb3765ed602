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

/**
 * What a mover has before it, filled anew for each: the strongest interaction so far, how far it may
 * come, how fast it may be, and the gap and closing speed that are looked at now. Calls that hand over
 * a fraction would allocate it: with them a step left 29 bytes a vehicle.
 */
const before = new Float64Array(5);
const [BRAKE, LIMIT_m, MOST_mps, GAP_m, CLOSING_mps] = [0, 1, 2, 3, 4] as const;

/** Reads where everyone is, and writes only `next_m` of its own movers, as the rule of Newell does. */
export function idmPositionChooser(
  state: TrafficState,
): (start: number, end: number, step: number) => void {
  const { movers, drivers, dt_s, network } = state;
  const { lane, ahead, driver, position_m, next_m, speed_mps, stop_m, isHeld, yieldStep } = movers;
  const { acceleration_mps2, length_m, standstillGap_m } = drivers;
  const laneSpeed_mps = network.lanes.speed_mps;
  return (start, end, step) => {
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
      const stopAt_m = stop_m[ego]!;
      before[BRAKE] = 0;
      before[LIMIT_m] = stopAt_m;
      before[MOST_mps] = free_mps;
      if (stopAt_m < Infinity && movers.isPocketBound[ego] === 0) {
        before[GAP_m] = stopAt_m - x_m;
        brakeForLine(state, ego);
      }
      if (leader === NONE) lookAhead(state, ego, on, step);
      else {
        const rear_m = position_m[leader]! - length_m[driver[leader]!]!;
        before[GAP_m] = rear_m - x_m;
        follow(state, ego, leader);
        before[LIMIT_m] = Math.min(before[LIMIT_m]!, rear_m - standstillGap_m[style]!);
      }
      if (yieldStep[ego] === step) makeRoom(state, ego, on);
      const ratio = v_mps / free_mps;
      const squared = ratio * ratio;
      const a_mps2 = acceleration_mps2[style]! * (1 - squared * squared - before[BRAKE]!);
      const wanted_mps = Math.min(v_mps + a_mps2 * dt_s, before[MOST_mps]!);
      const to_m = wanted_mps < STANDING_mps ? x_m : x_m + wanted_mps * dt_s;
      next_m[ego] = Math.max(Math.min(to_m, before[LIMIT_m]!), x_m);
    }
  };
}

/** Counts the interaction with a mover `before[GAP_m]` ahead, if it is the strongest so far. */
function follow(state: TrafficState, ego: number, leader: number): void {
  const { speed_mps } = state.movers;
  before[CLOSING_mps] = speed_mps[ego]! - speed_mps[leader]!;
  interact(state, ego);
}

/** The same with a place where the mover must stand, `before[GAP_m]` ahead. */
function brakeForLine(state: TrafficState, ego: number): void {
  const { movers, drivers } = state;
  const gap_m = drivers.standstillGap_m[movers.driver[ego]!]!;
  before[GAP_m] = before[GAP_m]! + gap_m + ROLLED_m;
  before[CLOSING_mps] = movers.speed_mps[ego]!;
  interact(state, ego);
}

function interact({ movers, drivers }: TrafficState, ego: number): void {
  const { tau_s, standstillGap_m, acceleration_mps2, comfortableBraking_mps2 } = drivers;
  const style = movers.driver[ego]!;
  const v_mps = movers.speed_mps[ego]!;
  const root_mps2 = Math.sqrt(acceleration_mps2[style]! * comfortableBraking_mps2[style]!);
  const dynamic_m = v_mps * tau_s[style]! + (v_mps * before[CLOSING_mps]!) / (2 * root_mps2);
  const wanted_m = standstillGap_m[style]! + Math.max(0, dynamic_m);
  const ratio = wanted_m / Math.max(before[GAP_m]!, LEAST_GAP_m);
  if (ratio * ratio > before[BRAKE]!) before[BRAKE] = ratio * ratio;
}

/** The first mover of a lane: who has left it last, who is on the way beyond, and the stop line. */
function lookAhead(state: TrafficState, ego: number, lane: number, step: number): void {
  const { movers, lanes, network } = state;
  if (network.lanes.turn[lane] !== NONE) {
    followOver(state, ego, lanes.rear[movers.outLane[ego]], NONE);
    return;
  }
  followLastOut(state, ego, lane);
  const next = movers.turn[ego];
  // A mover whose route ends here with nowhere to stop leaves the network at the lane's end.
  if (next === NONE) return;
  slowDownToTurn(state, ego, next);
  const end_m = movers.laneEnd_m[ego]!;
  if (movers.grantStep[ego] !== step) {
    before[LIMIT_m] = Math.min(before[LIMIT_m]!, end_m);
    approachLine(state, ego, next);
    return;
  }
  const connector = movers.grantedConnector[ego];
  if (movers.waitsWithin[ego] === 1) {
    const way_m = end_m - movers.position_m[ego]! + network.turns.waitsAt_m[next]!;
    before[LIMIT_m] = Math.min(before[LIMIT_m]!, movers.position_m[ego]! + way_m);
    before[GAP_m] = way_m;
    brakeForLine(state, ego);
  }
  const onConnector = lanes.rear[connector];
  if (onConnector !== NONE) followOver(state, ego, onConnector, NONE);
  else followOver(state, ego, lanes.rear[movers.outLane[ego]], connector);
}

/**
 * Follows a mover on what comes after the ego's lane: on the next one, or, `between` being a connector,
 * on the one beyond it.
 */
function followOver(state: TrafficState, ego: number, leader: number, between: number): void {
  if (leader === NONE) return;
  const end_m = state.movers.laneEnd_m[ego]!;
  const offset_m = between === NONE ? end_m : end_m + state.network.lanes.length_m[between]!;
  const { movers, drivers } = state;
  const rear_m = offset_m + movers.position_m[leader]! - drivers.length_m[movers.driver[leader]!]!;
  before[GAP_m] = rear_m - movers.position_m[ego]!;
  follow(state, ego, leader);
  const gap_m = drivers.standstillGap_m[movers.driver[ego]!]!;
  before[LIMIT_m] = Math.min(before[LIMIT_m]!, rear_m - gap_m);
}

/**
 * The mover that has crossed the stop line last: in the way until its rear is clear of it, and followed
 * as long as it goes where the ego wants to go too.
 */
function followLastOut(state: TrafficState, ego: number, lane: number): void {
  const { movers, lanes, drivers, network } = state;
  const leader = lanes.lastOut[lane];
  if (leader === NONE || movers.crossedFrom[leader] !== lane) return;
  const end_m = movers.laneEnd_m[ego]!;
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
  if (isOnWay || isInTheWay) {
    before[GAP_m] = rear_m - movers.position_m[ego]!;
    follow(state, ego, leader);
  }
  if (isInTheWay) before[LIMIT_m] = Math.min(before[LIMIT_m]!, rear_m - gap_m);
}

/** Cuts the speed to one from which braking in comfort leads to that of the turn at the line. */
function slowDownToTurn(
  { movers, drivers, network }: TrafficState,
  ego: number,
  turn: number,
): void {
  const end_mps = network.turns.speed_mps[turn]!;
  const way_m = Math.max(0, movers.laneEnd_m[ego]! - movers.position_m[ego]!);
  const b_mps2 = drivers.comfortableBraking_mps2[movers.driver[ego]!]!;
  const most_mps = Math.sqrt(end_mps * end_mps + 2 * b_mps2 * way_m);
  if (most_mps < before[MOST_mps]!) before[MOST_mps] = most_mps;
}

/** The same to standing at the line. */
function slowDownToLine({ movers, drivers }: TrafficState, ego: number): void {
  const way_m = Math.max(0, movers.laneEnd_m[ego]! - movers.position_m[ego]!);
  const most_mps = Math.sqrt(2 * drivers.comfortableBraking_mps2[movers.driver[ego]!]! * way_m);
  if (most_mps < before[MOST_mps]!) before[MOST_mps] = most_mps;
}

const [, SIGNAL, STOPS, YIELDS, RESERVES] = APPROACH_KINDS.map((_, code) => code);
const RED = ASPECTS.indexOf('red');
const PROTECTED = ASPECTS.indexOf('protected');
const PERMITTED = ASPECTS.indexOf('permitted');

/** Brakes for a line at which the junction will not let it past, or may not. */
function approachLine(state: TrafficState, ego: number, turn: number): void {
  const { movers, turns, drivers, approachKinds } = state;
  const kind = approachKinds[turn]!;
  const style = movers.driver[ego]!;
  const toLine_m = movers.laneEnd_m[ego]! - movers.position_m[ego]!;
  before[GAP_m] = toLine_m;
  if (kind === STOPS || (kind === RESERVES && drivers.isAutomated[style] === 0)) {
    brakeForLine(state, ego);
  } else if (kind === YIELDS) slowDownToLine(state, ego);
  else if (kind === SIGNAL) {
    const aspect = turns.signal[turn]!;
    if (aspect === PROTECTED) return;
    if (aspect === PERMITTED) {
      slowDownToLine(state, ego);
      return;
    }
    // In amber who cannot stop in comfort drives on.
    const v_mps = movers.speed_mps[ego]!;
    const needed_m = (v_mps * v_mps) / (2 * drivers.comfortableBraking_mps2[style]!);
    if (aspect === RED || needed_m <= toLine_m) brakeForLine(state, ego);
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
  if (most_mps < before[MOST_mps]!) before[MOST_mps] = most_mps;
}
