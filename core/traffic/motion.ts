/**
 * The two stages that touch every vehicle each step. `choosePositions` reads where everyone is and
 * writes only its own movers' `next_m`; `moveVehicles` makes that true and reports who has come to
 * the end of its lane or to where it must stop. Rows are movers, in any order.
 */
import { NONE } from '../base/ids.js';
import { freePosition_m, spacing_m, wayOfLeader_m } from './car-following.js';
import type { TrafficState } from './traffic-state.js';

/** What a block of movers reports to the serial stages, in row order. */
export interface MotionOutbox {
  /** Movers whose `next_m` lies beyond their lane. */
  readonly crossing: number[];
  /** Movers that have reached their `stop_m` or would with another step like this one. */
  readonly stopping: number[];
  /** Movers on a lane that does not lead where they must go. */
  readonly misplaced: number[];
  /** Lanes on which a mover could come to the stop line in the next step. */
  readonly atLine: number[];
}

export function choosePositions(
  state: TrafficState,
  start: number,
  end: number,
  step: number,
): void {
  const { movers, drivers, history, dt_s, network } = state;
  const { lane, ahead, driver, position_m, next_m, speed_mps, stop_m, isHeld, yieldStep } = movers;
  const { acceleration_mps2, lagSteps, lagRest, length_m, standstillGap_m } = drivers;
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
    const free_m = freePosition_m(
      x_m,
      speed_mps[ego]!,
      laneSpeed_mps[on]!,
      acceleration_mps2[style]!,
      dt_s,
    );
    let limit_m = stop_m[ego]!;
    const leader = ahead[ego];
    if (leader === NONE) {
      const front_m = frontLimit_m(state, ego, on, free_m, step);
      if (front_m < limit_m) limit_m = front_m;
    } else {
      const way_m = wayOfLeader_m(history, leader, step, lagSteps[style]! - 1, lagRest[style]!);
      const behind_m =
        position_m[leader]! - way_m - length_m[driver[leader]!]! - standstillGap_m[style]!;
      if (behind_m < limit_m) limit_m = behind_m;
    }
    if (yieldStep[ego] === step) limit_m = Math.min(limit_m, yieldLimit_m(state, ego, on, step));
    const chosen_m = Math.min(free_m, limit_m);
    next_m[ego] = Math.max(chosen_m, x_m);
  }
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

/** How far the first mover of a lane may go, in positions of its own lane. */
function frontLimit_m(
  state: TrafficState,
  ego: number,
  lane: number,
  free_m: number,
  step: number,
): number {
  const { movers, lanes, network } = state;
  const { turn, length_m, speed_mps } = network.lanes;
  const end_m = length_m[lane]!;
  const out = movers.outLane[ego];
  if (turn[lane] !== NONE) {
    return end_m + behindRear_m(state, ego, lanes.rear[out], step);
  }
  // A mover whose route ends here with nowhere to stop leaves the network at the lane's end.
  if (movers.turn[ego] === NONE) return Infinity;
  const line_m = Math.min(end_m, behindLastOut_m(state, ego, lane, step));
  if (movers.grantStep[ego] !== step || line_m < end_m) return line_m;
  const connector = movers.grantedConnector[ego];
  // What is driven beyond the line in this step is driven no faster than the connector allows.
  const over_m = free_m - end_m;
  const ratio = (speed_mps[connector]! * state.dt_s) / (free_m - movers.position_m[ego]!);
  const slowed_m = over_m > 0 && ratio < 1 ? end_m + over_m * ratio : Infinity;
  const before = lanes.rear[connector];
  const room_m =
    before !== NONE
      ? end_m + behindRear_m(state, ego, before, step)
      : end_m + length_m[connector]! + behindRear_m(state, ego, lanes.rear[out], step);
  return Math.min(room_m, slowed_m);
}

/**
 * Newell's limit behind the mover that has crossed the lane's stop line last, wherever it went: until
 * its rear is out of the way the next one keeps its distance as if the lane went on.
 */
function behindLastOut_m(
  { movers, lanes, drivers, history, network }: TrafficState,
  ego: number,
  lane: number,
  step: number,
): number {
  const leader = lanes.lastOut[lane];
  if (leader === NONE || movers.crossedFrom[leader] !== lane) return Infinity;
  const style = movers.driver[ego]!;
  const { lagSteps, lagRest } = drivers;
  const beyond_m = movers.odometer_m[leader]! - movers.crossedAt_m[leader]!;
  const way_m = wayOfLeader_m(history, leader, step, lagSteps[style]! - 1, lagRest[style]!);
  const spacing = spacing_m(drivers, style, movers.driver[leader]!);
  return network.lanes.length_m[lane]! + beyond_m - way_m - spacing;
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
): void {
  const { lane, position_m, next_m, speed_mps, odometer_m, standing_s, stop_m, isHeld } = movers;
  const { turn, isPocketBound, isMisplaced } = movers;
  const { length_m: laneLength_m, speed_mps: laneSpeed_mps } = network.lanes;
  const past_m = history.odometer_m;
  const slot = (step + 1) & history.mask;
  for (let ego = start; ego < end; ego++) {
    const on = lane[ego];
    if (on === NONE) continue;
    const to_m = next_m[ego]!;
    const way_m = to_m - position_m[ego]!;
    position_m[ego] = to_m;
    speed_mps[ego] = way_m / dt_s;
    odometer_m[ego]! += way_m;
    past_m[ego * history.slots + slot] = odometer_m[ego]!;
    standing_s[ego] = way_m > 0 ? 0 : standing_s[ego]! + dt_s;
    if (on >= network.linkLaneCount) {
      if (to_m >= laneLength_m[on]!) outbox.crossing.push(ego);
      continue;
    }
    const toLine_m = laneLength_m[on]! - to_m;
    if (toLine_m <= laneSpeed_mps[on]! * dt_s) {
      const leavesNetwork = turn[ego] === NONE && stop_m[ego]! === Infinity && toLine_m <= 0;
      if (toLine_m < 0 || leavesNetwork) {
        outbox.crossing.push(ego);
        continue;
      }
      outbox.atLine.push(on);
    }
    if (isMisplaced[ego] === 1 && isHeld[ego] === 0) outbox.misplaced.push(ego);
    // Who is held for want of room in the pocket asks again in every step.
    const asks = isHeld[ego] === 0 || isPocketBound[ego] === 1;
    if (asks && to_m >= stop_m[ego]! - way_m) outbox.stopping.push(ego);
  }
}
