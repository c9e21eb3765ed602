/**
 * The two stages that touch every vehicle each step. Choosing positions reads where everyone is and
 * writes only its own movers' `next_m`; moving makes that true and reports who has come to the end of
 * its lane or to where it must stop. Rows are movers, in any order.
 *
 * Both are made for one state: in a process with one run, the engine then knows every column for a
 * constant, and does not ask in each row where it lies and how long it is. Together they are 1.5 times
 * as fast as functions that are handed the state.
 */
import { NONE } from '../base/ids.js';
import { spacing_m } from './car-following.js';
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
export function positionChooser(
  state: TrafficState,
): (start: number, end: number, step: number) => void {
  const { movers, drivers, history, dt_s, network } = state;
  const { lane, ahead, driver, position_m, next_m, speed_mps, stop_m, isHeld, yieldStep } = movers;
  const { laneEnd_m, limit_mps, hasRested, isBlocked } = movers;
  const { acceleration_mps2, lagSteps, lagRest, length_m, standstillGap_m } = drivers;
  const { slots, mask, odometer_m: past_m } = history;
  const { linkLaneCount } = network;
  const reach_m = reachBack_m(state);
  return (start, end, step) => {
    for (let ego = start; ego < end; ego++) {
      const on = lane[ego]!;
      if (on === NONE) continue;
      const leader = ahead[ego]!;
      // In a queue at rest all is as it was, and its next_m is where it stands. Not to look again makes
      // choosing and moving 1.8 times as fast where everybody stands.
      if (isBlocked[ego] === 1 && hasRested[leader] === 1) continue;
      const x_m = position_m[ego]!;
      if (isHeld[ego] === 1) {
        next_m[ego] = x_m;
        continue;
      }
      const style = driver[ego]!;
      let limit_m = stop_m[ego]!;
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
        isBlocked[ego] = behind_m <= x_m && hasRested[leader] === 1 ? 1 : 0;
        // In a standing queue nothing else can matter.
        if (limit_m <= x_m) {
          next_m[ego] = x_m;
          continue;
        }
      }
      const wanted_mps = speed_mps[ego]! + acceleration_mps2[style]! * dt_s;
      const free_m = x_m + Math.min(wanted_mps, limit_mps[ego]!) * dt_s;
      // A front out of reach of all beyond its line has no limit but its own. Not to look there makes
      // choosing 1.1 times as fast where junctions are 500 m apart.
      if (leader === NONE && (on >= linkLaneCount || free_m + reach_m > laneEnd_m[ego]!)) {
        // The front's limit comes by way of its own next_m, for the reason above.
        next_m[ego] = free_m;
        limitFront(state, ego, on, step);
        const front_m = next_m[ego]!;
        if (front_m < limit_m) limit_m = front_m;
      }
      const to_m = Math.min(limit_m, free_m);
      next_m[ego] = Math.max(to_m, x_m);
      if (yieldStep[ego] === step) makeRoom(state, ego, on, step);
    }
  };
}

/**
 * How far before a stop line a mover that has crossed it can still hold up the next one: its spacing
 * and the way it comes in a reaction time. Rounded up: who is farther away need not look.
 */
function reachBack_m({ drivers, topSpeed_mps }: TrafficState): number {
  let reach_m = 0;
  for (let style = 0; style < drivers.capacity; style++) {
    const lag_m = drivers.tau_s[style]! * topSpeed_mps;
    for (let leader = 0; leader < drivers.capacity; leader++) {
      reach_m = Math.max(reach_m, lag_m + spacing_m(drivers, style, leader));
    }
  }
  return reach_m + 1;
}

/**
 * Cuts the `next_m` of the first mover of a lane down to how far it may go. Nothing here or below is
 * handed on as a fraction, nor given back as one: calls that are not inlined would allocate it.
 */
function limitFront(state: TrafficState, ego: number, lane: number, step: number): void {
  const { movers, lanes, network, dt_s } = state;
  const { next_m } = movers;
  const out = movers.outLane[ego];
  if (lane >= network.linkLaneCount) {
    stayBehind(state, ego, lanes.rear[out], NONE, step);
    return;
  }
  const free_m = next_m[ego]!;
  const end_m = movers.laneEnd_m[ego]!;
  if (followsLastOut(state, ego, lane, step)) return;
  // A mover whose route ends here with nowhere to stop leaves the network at the lane's end.
  if (movers.turn[ego] === NONE) return;
  if (movers.grantStep[ego] !== step) {
    if (end_m < free_m) next_m[ego] = end_m;
    return;
  }
  const connector = movers.grantedConnector[ego];
  // What is driven beyond the line in this step is driven no faster than the connector allows.
  const over_m = free_m - end_m;
  if (over_m > 0) {
    const ratio = (network.lanes.speed_mps[connector]! * dt_s) / (free_m - movers.position_m[ego]!);
    if (ratio < 1) next_m[ego] = end_m + over_m * ratio;
  }
  const before = lanes.rear[connector];
  if (movers.waitsWithin[ego] === 1) {
    const wait_m = end_m + network.turns.waitsAt_m[network.lanes.turn[connector]]!;
    if (wait_m < next_m[ego]!) next_m[ego] = wait_m;
  }
  if (before !== NONE) stayBehind(state, ego, before, NONE, step);
  else stayBehind(state, ego, lanes.rear[out], connector, step);
}

/**
 * Newell's limit behind the mover that has crossed the lane's stop line last, wherever it went: until
 * its rear is out of the way the next one keeps its distance as if the lane went on. True where that
 * is before the line.
 */
function followsLastOut(state: TrafficState, ego: number, lane: number, step: number): boolean {
  const { movers, lanes } = state;
  const leader = lanes.lastOut[lane];
  if (leader === NONE || movers.crossedFrom[leader] !== lane) return false;
  lookAt(state, ego, leader, step);
  const end_m = movers.laneEnd_m[ego]!;
  const beyond_m = movers.odometer_m[leader]! - movers.crossedAt_m[leader]!;
  const limit_m = end_m + beyond_m - seen_m[WAY]! - seen_m[SPACING]!;
  if (limit_m >= end_m) return false;
  if (limit_m < movers.next_m[ego]!) movers.next_m[ego] = limit_m;
  return true;
}

/**
 * Newell's limit behind the last mover of what follows `lane`: of the connector it goes on by, or,
 * `between` being that connector, of the lane beyond.
 */
function stayBehind(
  state: TrafficState,
  ego: number,
  leader: number,
  between: number,
  step: number,
): void {
  if (leader === NONE) return;
  const { movers, network } = state;
  lookAt(state, ego, leader, step);
  const rear_m = movers.position_m[leader]! - seen_m[WAY]! - seen_m[SPACING]!;
  const end_m = movers.laneEnd_m[ego]!;
  const limit_m = (between === NONE ? end_m : end_m + network.lanes.length_m[between]!) + rear_m;
  if (limit_m < movers.next_m[ego]!) movers.next_m[ego] = limit_m;
}

/**
 * What a mover sees of the one that it follows: a place for what a call would have to give back. On the
 * small-block grid of bench/peers the functions of car-following.ts allocated 9 kB a step here.
 */
const seen_m = new Float64Array(2);
const [WAY, SPACING] = [0, 1] as const;

/** Notes the leader's way in the last reaction time of `ego`, less a step, and the spacing of the two. */
function lookAt(
  { movers, drivers, history }: TrafficState,
  ego: number,
  leader: number,
  step: number,
): void {
  const { slots, mask, odometer_m } = history;
  const style = movers.driver[ego]!;
  const row = leader * slots;
  const back = step - drivers.lagSteps[style]! + 1;
  const then_m = odometer_m[row + (back & mask)]!;
  const before_m = odometer_m[row + ((back - 1) & mask)]!;
  const rest = drivers.lagRest[style]!;
  const from_m = rest === 0 ? then_m : then_m + (before_m - then_m) * rest;
  seen_m[WAY] = odometer_m[row + (step & mask)]! - from_m;
  seen_m[SPACING] = drivers.length_m[movers.driver[leader]!]! + drivers.standstillGap_m[style]!;
}

/** Who makes room for a change of lanes goes no slower for it than this share of the limit. */
const YIELDING_SHARE = 0.5;

/**
 * Cuts the `next_m` to Newell's limit behind a mover of a lane beside, eased into: nobody there is in
 * the way, so braking is comfortable, and never so far that the own lane is held up for long.
 */
function makeRoom(state: TrafficState, ego: number, lane: number, step: number): void {
  const { movers, drivers, network, dt_s } = state;
  const { link, speed_mps } = network.lanes;
  const leader = movers.yieldTo[ego];
  // It may have left the road since, or its link.
  if (movers.lane[leader] === NONE || link[movers.lane[leader]] !== link[lane]) return;
  const braked_mps =
    movers.speed_mps[ego]! - drivers.comfortableBraking_mps2[movers.driver[ego]!]! * dt_s;
  const eased_mps = Math.max(braked_mps, YIELDING_SHARE * speed_mps[lane]!);
  const eased_m = movers.position_m[ego]! + eased_mps * dt_s;
  lookAt(state, ego, leader, step);
  const behind_m = movers.position_m[leader]! - seen_m[WAY]! - seen_m[SPACING]!;
  const limit_m = Math.max(eased_m, behind_m);
  if (limit_m < movers.next_m[ego]!) {
    movers.next_m[ego] = Math.max(limit_m, movers.position_m[ego]!);
  }
}

export function vehicleMover(
  { movers, history, dt_s, network }: TrafficState,
  outbox: MotionOutbox,
): (start: number, end: number, step: number, block: number) => void {
  const { lane, position_m, next_m, speed_mps, odometer_m, standing_s, stop_m, isHeld } = movers;
  const { turn, isPocketBound, isMisplaced, waitsWithin, laneEnd_m, limit_mps, hasRested } = movers;
  const { linkLaneCount } = network;
  const { slots, mask, odometer_m: past_m } = history;
  const { crossing, stopping, misplaced, atLine, counts, blockRows } = outbox;
  // One step more than the history has slots, since times of steps are rounded.
  const restsAfter_s = (slots + 1) * dt_s;
  return (start, end, step, block) => {
    const slot = (step + 1) & mask;
    const firstPlace = block * blockRows;
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
        hasRested[ego] = 0;
      } else {
        if (hasRested[ego] === 0) {
          speed_mps[ego] = 0;
          past_m[ego * slots + slot] = odometer_m[ego]!;
          if (standing_s[ego]! >= restsAfter_s) hasRested[ego] = 1;
        }
        standing_s[ego]! += dt_s;
      }
      if (on >= linkLaneCount) {
        if (to_m >= laneEnd_m[ego]!) crossing[crossingAt++] = ego;
        else if (waitsWithin[ego] === 1) atLine[atLineAt++] = on;
        continue;
      }
      const toLine_m = laneEnd_m[ego]! - to_m;
      if (toLine_m <= limit_mps[ego]! * dt_s) {
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
  };
}
