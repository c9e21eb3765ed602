/**
 * Lane changes for speed. Once a second every mover that is held up looks whether a lane beside it
 * would take it farther (a parallel pass, which only marks), and those who would gain are let over one
 * by one in the order of their rows. Nobody is asked to make room for it, so nobody ever waits for
 * another; and a mover changes only to a lane that leads to its next turn as well.
 *
 * The trade-off of own gain against others' braking is that of Kesting, Treiber and Helbing
 * ("General lane-changing model MOBIL for car-following models", Transportation Research Record 1999,
 * 2007), with Newell's distances in place of accelerations: nobody has to brake harder than is comfortable.
 */
import { type LaneId, type MoverId, NONE, type None } from '../base/ids.js';
import { spacing_m } from './car-following.js';
import { mayEnter } from './lane-access.js';
import { moveOver } from './lane-changing.js';
import { isBehindLastOut, lastAhead, storage_m } from './lane-queue.js';
import { COUNTS_A_BLOCK, type MotionOutbox, WISHING } from './motion-outbox.js';
import { hasRoom, isRightLane, keepsPromises, turnsAhead } from './out-lane.js';
import { waitsToPass } from './passing.js';
import type { RowList, TrafficState } from './traffic-state.js';

/** Time ahead over which lanes are compared: about a short block at city speed. */
const OUTLOOK_s = 10;

/**
 * Least gain, in places of a queue. For less than two the next one behind could gain by changing
 * back into the place left, and queues of equal length would never come to rest.
 */
const GAIN_PLACES = 2;

/** A change takes about this long, and is over before the next one begins. */
const CHANGE_s = 5;

/** Steps between two looks: once a second. */
export const lookSteps = (dt_s: number): number => Math.max(1, Math.round(1 / dt_s));

/**
 * Marks the movers of [start, end) that would gain by a change of lanes, or that wait to pass a stopped
 * one where there is but one lane. Writes only the outbox.
 */
export function markHeldUp(
  state: TrafficState,
  start: number,
  end: number,
  step: number,
  outbox: MotionOutbox,
  block: number,
): void {
  const { movers, drivers, network } = state;
  const { lane, ahead, isHeld, isMisplaced, isPocketBound, nextChangeStep } = movers;
  const { position_m, speed_mps, driver, laneEnd_m, limit_mps, hasLaneBeside } = movers;
  const { length_m, standstillGap_m, tau_s } = drivers;
  const { linkLaneCount } = network;
  const canChange = state.laneChanging === 'for-speed';
  const canPass = state.passingGap_s > 0;
  const { wishing, counts } = outbox;
  const firstPlace = block * outbox.blockRows;
  let wishingAt = firstPlace;
  for (let ego = start; ego < end; ego++) {
    const on = lane[ego]!;
    const leader = ahead[ego]!;
    if (leader === NONE || on === NONE || on >= linkLaneCount) continue;
    if (hasLaneBeside[ego] === 0) {
      // Only those are passed who have stopped on purpose.
      if (isHeld[leader] === 0) continue;
    } else {
      // As in fasterLane, written out: who comes nearly as far as on an empty lane looks no further.
      // Without a call for it, looking is 1.4 times as fast.
      const style = driver[ego]!;
      const x_m = position_m[ego]!;
      const free_m = Math.min(limit_mps[ego]! * OUTLOOK_s, laneEnd_m[ego]! - x_m);
      const spaced_m = length_m[driver[leader]!]! + standstillGap_m[style]!;
      const gap_m = position_m[leader]! - spaced_m - x_m;
      const comes_m = Math.min(free_m, gap_m + speed_mps[leader]! * (OUTLOOK_s - tau_s[style]!));
      const gain_m = GAIN_PLACES * (length_m[style]! + standstillGap_m[style]!);
      if (comes_m + gain_m > free_m) continue;
    }
    const isBusy = isHeld[ego] === 1 || isMisplaced[ego] === 1 || isPocketBound[ego] === 1;
    if (isBusy || step < nextChangeStep[ego]!) continue;
    const wishes =
      hasLaneBeside[ego] === 0
        ? canPass && waitsToPass(state, ego)
        : canChange && fasterLane(state, ego as MoverId, on as LaneId) !== NONE;
    if (wishes) wishing[wishingAt++] = ego;
  }
  counts[block * COUNTS_A_BLOCK + WISHING] = wishingAt - firstPlace;
}

/** Lets over whom it can; each is asked again, since others have changed before it. */
export function changeForSpeed(state: TrafficState, wishing: RowList, step: number): void {
  const { movers, network, dt_s } = state;
  for (let at = 0; at < wishing.count[0]!; at++) {
    const mover = wishing.rows[at]! as MoverId;
    const lane = movers.lane[mover];
    if (lane === NONE || lane >= network.linkLaneCount || movers.isMisplaced[mover] === 1) continue;
    const faster = fasterLane(state, mover, lane);
    if (faster === NONE) continue;
    moveOver(state, mover, faster);
    movers.nextChangeStep[mover] = step + Math.ceil(CHANGE_s / dt_s);
  }
}

/** The lane beside it that takes the mover farthest, if the gain is worth a change and there is a gap. */
function fasterLane(state: TrafficState, mover: MoverId, lane: LaneId): LaneId | None {
  const { movers, network } = state;
  const { links, lanes } = network;
  const gain_m = GAIN_PLACES * storage_m(state, movers.driver[mover]!);
  let best = NONE as LaneId | None;
  noteReach(state, mover, lane, movers.ahead[mover]);
  let best_m = reach_m[0]! + gain_m;
  noteReach(state, mover, lane, NONE);
  if (best_m > reach_m[0]!) return NONE;
  const link = lanes.link[lane];
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  const last = links.firstLane[link]! + links.laneCount[link]! - 1;
  // The way out of a pocket is not taken again.
  if (lane < first) return NONE;
  const ahead_turns = turnsAhead(state, mover, lane, movers.routeAt[mover]!);
  for (let beside = lane - 1; beside <= lane + 1; beside += 2) {
    if (beside < first || beside > last || !isRightLane(state, mover, beside)) continue;
    if (turnsAhead(state, mover, beside, movers.routeAt[mover]!) < ahead_turns) continue;
    const { turn, position_m } = movers;
    if (!mayEnter(state, mover, beside, turn[mover], position_m[mover]!)) continue;
    const ahead = lastAhead(state, beside as LaneId, movers.position_m[mover]!);
    noteReach(state, mover, beside as LaneId, ahead);
    const there_m = reach_m[0]!;
    if (there_m <= best_m || !isClear(state, mover, beside as LaneId, ahead)) continue;
    best = beside as LaneId;
    best_m = there_m;
  }
  return best;
}

/** A place for what a call would have to give back: 19 kB a step in a city of superblocks. */
const reach_m = new Float64Array(1);

/** Notes how far the mover would come behind `ahead` within the outlook, at most to the lane's end. */
function noteReach(
  { movers, drivers, network }: TrafficState,
  mover: MoverId,
  lane: LaneId,
  ahead: MoverId | None,
): void {
  const { length_m, speed_mps } = network.lanes;
  const x_m = movers.position_m[mover]!;
  const free_m = Math.min(speed_mps[lane]! * OUTLOOK_s, length_m[lane]! - x_m);
  reach_m[0] = free_m;
  if (ahead === NONE) return;
  const style = movers.driver[mover]!;
  const gap_m = movers.position_m[ahead]! - spacing_m(drivers, style, movers.driver[ahead]!) - x_m;
  const driven_m = movers.speed_mps[ahead]! * (OUTLOOK_s - drivers.tau_s[style]!);
  reach_m[0] = Math.min(free_m, gap_m + driven_m);
}

/** Would the change leave the mover and whoever comes behind it on `lane` the distances they need? */
export function isClear(
  state: TrafficState,
  mover: MoverId,
  lane: LaneId,
  ahead: MoverId | None,
): boolean {
  const { movers, lanes, network } = state;
  const x_m = movers.position_m[mover]!;
  const room_m = storage_m(state, movers.driver[mover]!);
  if (!keepsPromises(state, lane, room_m)) return false;
  if (ahead === NONE) {
    if (!isBehindLastOut(state, movers.driver[mover]!, lane, x_m)) return false;
  } else if (x_m + distance_m(state, mover, ahead) > movers.position_m[ahead]!) return false;
  const behind = ahead === NONE ? lanes.front[lane] : movers.behind[ahead];
  if (behind !== NONE) {
    return movers.position_m[behind]! + distance_m(state, behind, mover) <= x_m;
  }
  if (lanes.reserved[lane] === 0) return true;
  // The start of the lane is promised to those who come to it out of a connector.
  if (!hasRoom(state, lane, room_m)) return false;
  if (lanes.reserved[lane] === lanes.waitedFor[lane]) return true;
  const connector = lanes.source[lane];
  const coming = lanes.front[connector];
  if (coming === NONE) return true;
  const at_m = movers.position_m[coming]! - network.lanes.length_m[connector]!;
  return at_m + distance_m(state, coming, mover) <= x_m;
}

/**
 * The distance from which a follower comes down to its leader's speed in comfort and is then where
 * Newell's rule wants it: it closes in by (v − v_leader)² / 2b, and drives one step before it brakes.
 */
function distance_m(
  { movers, drivers, dt_s }: TrafficState,
  follower: MoverId,
  leader: MoverId,
): number {
  const style = movers.driver[follower]!;
  const ahead_mps = movers.speed_mps[leader]!;
  const closing_mps = movers.speed_mps[follower]! - ahead_mps;
  const spaced_m =
    spacing_m(drivers, style, movers.driver[leader]!) +
    ahead_mps * drivers.tau_s[style]! +
    closing_mps * dt_s;
  if (closing_mps <= 0) return spaced_m;
  return spaced_m + (closing_mps * closing_mps) / (2 * drivers.comfortableBraking_mps2[style]!);
}
