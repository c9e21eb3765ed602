/**
 * The two stages that touch every vehicle each step. `choosePositions` reads where everyone is and
 * writes only its own movers' `next_m`; `moveVehicles` makes that true and reports who has come to
 * the end of its lane or to where it must stop. Rows are movers, in any order.
 */
import { NONE } from '../base/ids.js';
import { spacing_m, wayOfLeader_m } from './car-following.js';
import {
  AT_LINE,
  COUNTS_A_BLOCK,
  CROSSING,
  MISPLACED,
  type MotionOutbox,
  STOPPING,
} from './motion-outbox.js';
import type { TrafficState } from './traffic-state.js';

/**
 * Newell's rule as in car-following.ts, written out: a call that gives back a fraction allocates it
 * where it is not inlined, and this loop makes most of a run's calls.
 */
export function choosePositions(
  state: TrafficState,
  start: number,
  end: number,
  step: number,
): void {
  const { movers, drivers, history, dt_s, network } = state;
  const { lane, ahead, driver, position_m, next_m, speed_mps, stop_m, isHeld, yieldStep } = movers;
  const { acceleration_mps2, lagSteps, lagRest, length_m, standstillGap_m } = drivers;
  const { slots, mask, odometer_m: past_m } = history;
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
    let limit_m = stop_m[ego]!;
    const leader = ahead[ego]!;
    if (leader !== NONE) {
      const row = leader * slots;
      const back = step - lagSteps[style]! + 1;
      const then_m = past_m[row + (back & mask)]!;
      const rest = lagRest[style]!;
      const from_m =
        rest === 0 ? then_m : then_m + (past_m[row + ((back - 1) & mask)]! - then_m) * rest;
      const way_m = past_m[row + (step & mask)]! - from_m;
      const behind_m =
        position_m[leader]! - way_m - length_m[driver[leader]!]! - standstillGap_m[style]!;
      if (behind_m < limit_m) limit_m = behind_m;
      // In a standing queue nothing else can matter.
      if (limit_m <= x_m) {
        next_m[ego] = x_m;
        continue;
      }
    }
    const wanted_mps = speed_mps[ego]! + acceleration_mps2[style]! * dt_s;
    const lane_mps = laneSpeed_mps[on]!;
    const free_m = x_m + Math.min(wanted_mps, lane_mps) * dt_s;
    if (leader === NONE) {
      // The front's limit comes by way of its own next_m, for the reason above.
      next_m[ego] = free_m;
      limitFront(state, ego, on, step);
      const front_m = next_m[ego]!;
      if (front_m < limit_m) limit_m = front_m;
    }
    if (yieldStep[ego] === step) limit_m = Math.min(limit_m, yieldLimit_m(state, ego, on, step));
    const to_m = Math.min(limit_m, free_m);
    next_m[ego] = Math.max(to_m, x_m);
  }
}

/**
 * Cuts the `next_m` of the first mover of a lane down to how far it may go. Nothing here or below is
 * handed on as a fraction, nor given back as one: calls that are not inlined would allocate it.
 */
function limitFront(state: TrafficState, ego: number, lane: number, step: number): void {
  const { movers, lanes, network, dt_s } = state;
  const { next_m } = movers;
  const { turn, length_m, speed_mps } = network.lanes;
  const out = movers.outLane[ego];
  if (turn[lane] !== NONE) {
    stayBehind(state, ego, lanes.rear[out], lane, NONE, step);
    return;
  }
  // A mover whose route ends here with nowhere to stop leaves the network at the lane's end.
  if (movers.turn[ego] === NONE) return;
  const free_m = next_m[ego]!;
  const end_m = length_m[lane]!;
  if (followsLastOut(state, ego, lane, step)) return;
  if (movers.grantStep[ego] !== step) {
    if (end_m < free_m) next_m[ego] = end_m;
    return;
  }
  const connector = movers.grantedConnector[ego];
  // What is driven beyond the line in this step is driven no faster than the connector allows.
  const over_m = free_m - end_m;
  if (over_m > 0) {
    const ratio = (speed_mps[connector]! * dt_s) / (free_m - movers.position_m[ego]!);
    if (ratio < 1) next_m[ego] = end_m + over_m * ratio;
  }
  const before = lanes.rear[connector];
  if (movers.waitsWithin[ego] === 1) {
    const wait_m = end_m + network.turns.waitsAt_m[turn[connector]!]!;
    if (wait_m < next_m[ego]!) next_m[ego] = wait_m;
  }
  if (before !== NONE) stayBehind(state, ego, before, lane, NONE, step);
  else stayBehind(state, ego, lanes.rear[out], lane, connector, step);
}

/**
 * Newell's limit behind the mover that has crossed the lane's stop line last, wherever it went: until
 * its rear is out of the way the next one keeps its distance as if the lane went on. True where that
 * is before the line.
 */
function followsLastOut(
  { movers, lanes, drivers, history, network }: TrafficState,
  ego: number,
  lane: number,
  step: number,
): boolean {
  const leader = lanes.lastOut[lane];
  if (leader === NONE || movers.crossedFrom[leader] !== lane) return false;
  const style = movers.driver[ego]!;
  const { lagSteps, lagRest } = drivers;
  const end_m = network.lanes.length_m[lane]!;
  const beyond_m = movers.odometer_m[leader]! - movers.crossedAt_m[leader]!;
  const way_m = wayOfLeader_m(history, leader, step, lagSteps[style]! - 1, lagRest[style]!);
  const spacing = spacing_m(drivers, style, movers.driver[leader]!);
  const limit_m = end_m + beyond_m - way_m - spacing;
  if (limit_m >= end_m) return false;
  if (limit_m < movers.next_m[ego]!) movers.next_m[ego] = limit_m;
  return true;
}

/**
 * Newell's limit behind the last mover of what follows `lane`: of the connector it goes on by, or,
 * `between` being that connector, of the lane beyond.
 */
function stayBehind(
  { movers, drivers, history, network }: TrafficState,
  ego: number,
  leader: number,
  lane: number,
  between: number,
  step: number,
): void {
  if (leader === NONE) return;
  const { length_m } = network.lanes;
  const style = movers.driver[ego]!;
  const { lagSteps, lagRest } = drivers;
  const way_m = wayOfLeader_m(history, leader, step, lagSteps[style]! - 1, lagRest[style]!);
  const rear_m =
    movers.position_m[leader]! - way_m - spacing_m(drivers, style, movers.driver[leader]!);
  const end_m = length_m[lane]!;
  const limit_m = (between === NONE ? end_m : end_m + length_m[between]!) + rear_m;
  if (limit_m < movers.next_m[ego]!) movers.next_m[ego] = limit_m;
}

/** Who makes room for a change of lanes goes no slower for it than this share of the limit. */
const YIELDING_SHARE = 0.5;

/**
 * Newell's limit behind a mover of a lane beside, eased into: nobody there is in the way, so braking
 * is comfortable, and never so far that the own lane is held up for long.
 */
function yieldLimit_m(state: TrafficState, ego: number, lane: number, step: number): number {
  const { movers, drivers, network, dt_s } = state;
  const { link, speed_mps } = network.lanes;
  const leader = movers.yieldTo[ego];
  // It may have left the road since, or its link.
  if (movers.lane[leader] === NONE || link[movers.lane[leader]] !== link[lane]) return Infinity;
  const braked_mps =
    movers.speed_mps[ego]! - drivers.comfortableBraking_mps2[movers.driver[ego]!]! * dt_s;
  const eased_mps = Math.max(braked_mps, YIELDING_SHARE * speed_mps[lane]!);
  const eased_m = movers.position_m[ego]! + eased_mps * dt_s;
  return Math.max(eased_m, behindRear_m(state, ego, leader, step));
}

/** Newell's limit behind `leader`, in positions of the leader's lane; Infinity behind nobody. */
function behindRear_m(
  { movers, drivers, history }: TrafficState,
  ego: number,
  leader: number,
  step: number,
): number {
  if (leader === NONE) return Infinity;
  const style = movers.driver[ego]!;
  const { lagSteps, lagRest } = drivers;
  const way_m = wayOfLeader_m(history, leader, step, lagSteps[style]! - 1, lagRest[style]!);
  return movers.position_m[leader]! - way_m - spacing_m(drivers, style, movers.driver[leader]!);
}

export function moveVehicles(
  { movers, history, dt_s, network }: TrafficState,
  start: number,
  end: number,
  step: number,
  outbox: MotionOutbox,
  block: number,
): void {
  const { lane, position_m, next_m, speed_mps, odometer_m, standing_s, stop_m, isHeld } = movers;
  const { turn, isPocketBound, isMisplaced, waitsWithin } = movers;
  const { linkLaneCount } = network;
  const { length_m: laneLength_m, speed_mps: laneSpeed_mps } = network.lanes;
  const { slots, odometer_m: past_m } = history;
  const { crossing, stopping, misplaced, atLine, counts } = outbox;
  const slot = (step + 1) & history.mask;
  const firstPlace = block * outbox.blockRows;
  let crossingAt = firstPlace;
  let stoppingAt = firstPlace;
  let misplacedAt = firstPlace;
  let atLineAt = firstPlace;
  for (let ego = start; ego < end; ego++) {
    const on = lane[ego]!;
    if (on === NONE) continue;
    const to_m = next_m[ego]!;
    const way_m = to_m - position_m[ego]!;
    if (way_m > 0) {
      const driven_m = odometer_m[ego]! + way_m;
      position_m[ego] = to_m;
      speed_mps[ego] = way_m / dt_s;
      odometer_m[ego] = driven_m;
      past_m[ego * slots + slot] = driven_m;
      standing_s[ego] = 0;
    } else {
      speed_mps[ego] = 0;
      past_m[ego * slots + slot] = odometer_m[ego]!;
      standing_s[ego]! += dt_s;
    }
    if (on >= linkLaneCount) {
      if (to_m >= laneLength_m[on]!) crossing[crossingAt++] = ego;
      else if (waitsWithin[ego] === 1) atLine[atLineAt++] = on;
      continue;
    }
    const toLine_m = laneLength_m[on]! - to_m;
    if (toLine_m <= laneSpeed_mps[on]! * dt_s) {
      const leavesNetwork = turn[ego] === NONE && stop_m[ego]! === Infinity && toLine_m <= 0;
      if (toLine_m < 0 || leavesNetwork) {
        crossing[crossingAt++] = ego;
        continue;
      }
      atLine[atLineAt++] = on;
    }
    if (isMisplaced[ego] === 1 && isHeld[ego] === 0) misplaced[misplacedAt++] = ego;
    // Who is held for want of room in the pocket asks again in every step.
    const reaches = to_m >= stop_m[ego]! - way_m;
    if (reaches && (isHeld[ego] === 0 || isPocketBound[ego] === 1)) stopping[stoppingAt++] = ego;
  }
  const firstCount = block * COUNTS_A_BLOCK;
  counts[firstCount + CROSSING] = crossingAt - firstPlace;
  counts[firstCount + STOPPING] = stoppingAt - firstPlace;
  counts[firstCount + MISPLACED] = misplacedAt - firstPlace;
  counts[firstCount + AT_LINE] = atLineAt - firstPlace;
}
