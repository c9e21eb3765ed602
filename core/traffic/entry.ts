/**
 * Getting onto the road: at gates at speed, from lots and curbs from rest. Who finds no gap waits in
 * the queue of its access point. Serial, after hand-over.
 */
import {
  type AccessId,
  type LaneId,
  type LinkId,
  type MoverId,
  NONE,
  type None,
} from '../base/ids.js';
import { spacing_m, wayOfLeader_m } from './car-following.js';
import { startLink } from './hand-over.js';
import { isTurnShut, mayEnter } from './lane-access.js';
import { isBehindLastOut, joinBehind, lastAhead, storage_m } from './lane-queue.js';
import { changesLater, hasRoom, isRightLane } from './out-lane.js';
import { isClearOfPasser } from './passing.js';
import { addRow, ON_ROAD, type RowList, type TrafficState } from './traffic-state.js';

/** The mover, with its route and driver set, waits to get onto the road at `access`. */
export function joinEntryQueue(
  { accesses, movers, activeAccesses, links }: TrafficState,
  mover: MoverId,
  access: AccessId,
  time_s: number,
): void {
  const last = accesses.rear[access];
  movers.waitingNext[mover] = NONE;
  movers.waitingSince_s[mover] = time_s;
  if (last === NONE) accesses.front[access] = mover;
  else movers.waitingNext[last] = mover;
  accesses.rear[access] = mover;
  links.waitingCount[accesses.link[access]]!++;
  if (accesses.count[access]!++ === 0) {
    accesses.activeAt[access] = activeAccesses.count[0]!;
    activeAccesses.rows[activeAccesses.count[0]!++] = access;
  }
}

/**
 * Lets in, at every access with a queue, as many as find a gap. `time_s` and `step` are those of the
 * end of the step. Movers that came onto the road are added to `entered`.
 */
export function enterRoad(
  state: TrafficState,
  step: number,
  time_s: number,
  entered: RowList,
): void {
  const { activeAccesses, accesses, movers } = state;
  for (let at = 0; at < activeAccesses.count[0]!; ) {
    const access = activeAccesses.rows[at]! as AccessId;
    let mover = accesses.front[access];
    while (mover !== NONE && findPlace(state, access, mover, step, time_s)) {
      const next = movers.waitingNext[mover];
      leaveQueue(state, access, next);
      addRow(entered, mover);
      mover = next;
    }
    if (accesses.count[access]! === 0) retire(state, access, at);
    else at++;
  }
}

function leaveQueue(
  { accesses, links }: TrafficState,
  access: AccessId,
  next: MoverId | None,
): void {
  accesses.front[access] = next;
  if (next === NONE) accesses.rear[access] = NONE;
  accesses.count[access]!--;
  links.waitingCount[accesses.link[access]]!--;
}

/** The last access of the list takes the place of one whose queue is empty. */
function retire({ accesses, activeAccesses }: TrafficState, access: AccessId, at: number): void {
  const last = activeAccesses.rows[--activeAccesses.count[0]!]! as AccessId;
  activeAccesses.rows[at] = last;
  accesses.activeAt[last] = at;
  accesses.activeAt[access] = -1;
}

/** Puts the mover on the best lane with a gap; false if there is none. */
function findPlace(
  state: TrafficState,
  access: AccessId,
  mover: MoverId,
  step: number,
  time_s: number,
): boolean {
  const { accesses, movers, lanes, network } = state;
  const link = accesses.link[access] as LinkId;
  const { links } = network;
  const firstLane = links.firstLane[link]!;
  const lastLane = firstLane + links.laneCount[link]! - 1;
  const turn = movers.turn[mover];
  const isMoving = accesses.isMoving[access] === 1;
  const needed_m = storage_m(state, movers.driver[mover]!);
  if (!isClearOfPasser(state, link, accesses.position_m[access]!, needed_m)) return false;
  let best = NONE as LaneId | None;
  let bestCount = Infinity;
  let bestPosition_m = 0;
  for (let lane = firstLane; lane <= lastLane; lane++) {
    const at_m = accesses.position_m[access]!;
    if (at_m < network.lanes.start_m[lane]!) continue;
    if (!mayEnter(state, mover, lane, turn, at_m)) continue;
    // Where the lane for its turn may be used only farther on, it begins beside it.
    if (!isRightLane(state, mover, lane) && !isTurnShut(state, mover, lane, turn)) continue;
    // Where there is one lane there is nothing to weigh.
    const later =
      firstLane === lastLane ? 0 : changesLater(state, mover, lane, movers.routeAt[mover]!);
    const count = lanes.count[lane]! + later;
    if (count >= bestCount || !hasRoom(state, lane as LaneId, needed_m)) continue;
    const position_m = isMoving
      ? positionAtGate_m(state, mover, lane, step, time_s)
      : positionFromRest_m(state, mover, lane as LaneId, at_m);
    if (position_m < 0) continue;
    best = lane as LaneId;
    bestCount = count;
    bestPosition_m = position_m;
  }
  if (best === NONE) return false;
  const speed_mps = isMoving ? network.lanes.speed_mps[best]! : 0;
  putOnLane(state, mover, best, { position_m: bestPosition_m, speed_mps }, step, time_s);
  return true;
}

/**
 * A mover at a gate comes from a street like this one: it goes on at free speed from the moment it
 * was ready, never nearer to the one before it than Newell allows. Negative while it cannot.
 */
function positionAtGate_m(
  state: TrafficState,
  mover: MoverId,
  lane: number,
  step: number,
  time_s: number,
): number {
  const { movers, lanes, network, dt_s } = state;
  const since_s = Math.min(dt_s, time_s - movers.waitingSince_s[mover]!);
  const free_m = network.lanes.speed_mps[lane]! * since_s;
  const leader = lanes.rear[lane];
  const limit_m = leader === NONE ? Infinity : limitBehind_m(state, mover, leader, step);
  const at_m = Math.min(free_m, limit_m);
  // Where the gate is a link within the network, others may be on their way to the same place.
  return isClearOfComing(state, mover, lane as LaneId, at_m) ? at_m : -1;
}

function limitBehind_m(
  { movers, drivers, history }: TrafficState,
  mover: MoverId,
  leader: MoverId,
  step: number,
): number {
  const style = movers.driver[mover]!;
  const way_m = wayOfLeader_m(
    history,
    leader,
    step,
    drivers.lagSteps[style]!,
    drivers.lagRest[style]!,
  );
  return movers.position_m[leader]! - way_m - spacing_m(drivers, style, movers.driver[leader]!);
}

/** From rest a mover needs its spacing ahead, and behind it nobody whom it would slow down. */
function positionFromRest_m(
  state: TrafficState,
  mover: MoverId,
  lane: LaneId,
  at_m: number,
): number {
  const { movers, lanes, drivers } = state;
  const style = movers.driver[mover]!;
  const ahead = lastAhead(state, lane, at_m);
  if (ahead !== NONE) {
    const limit_m = movers.position_m[ahead]! - spacing_m(drivers, style, movers.driver[ahead]!);
    if (limit_m < at_m) return -1;
  } else if (!isBehindLastOut(state, style, lane, at_m)) return -1;
  const behind = ahead === NONE ? lanes.front[lane] : movers.behind[ahead];
  if (behind !== NONE) return isClearOf(state, mover, behind, at_m, 0) ? at_m : -1;
  return isClearOfComing(state, mover, lane, at_m) ? at_m : -1;
}

/** The same for the mover nearest the lane of those in a connector on their way into it. */
function isClearOfComing(state: TrafficState, mover: MoverId, lane: LaneId, at_m: number): boolean {
  const { lanes, network } = state;
  if (lanes.reserved[lane]! === lanes.waitedFor[lane]!) return true;
  const connector = lanes.source[lane];
  const coming = lanes.front[connector];
  if (coming === NONE) return true;
  return isClearOf(state, mover, coming, at_m, network.lanes.length_m[connector]!);
}

/** Could `follower`, whose lane begins `offset_m` before ours, go on as it does behind a mover at `at_m`? */
function isClearOf(
  { movers, drivers }: TrafficState,
  mover: MoverId,
  follower: MoverId,
  at_m: number,
  offset_m: number,
): boolean {
  const style = movers.driver[follower]!;
  const needed_m =
    spacing_m(drivers, style, movers.driver[mover]!) +
    movers.speed_mps[follower]! * drivers.tau_s[style]!;
  return movers.position_m[follower]! - offset_m + needed_m <= at_m;
}

function putOnLane(
  state: TrafficState,
  mover: MoverId,
  lane: LaneId,
  at: { readonly position_m: number; readonly speed_mps: number },
  step: number,
  time_s: number,
): void {
  const { movers, lanes, history, counters, dt_s } = state;
  const ahead = lastAhead(state, lane, at.position_m);
  joinBehind(state, mover, lane, ahead);
  lanes.occupied_m[lane]! += storage_m(state, movers.driver[mover]!);
  movers.position_m[mover] = at.position_m;
  movers.next_m[mover] = at.position_m;
  movers.speed_mps[mover] = at.speed_mps;
  movers.standing_s[mover] = 0;
  movers.hasRested[mover] = 0;
  movers.isHeld[mover] = 0;
  movers.grantStep[mover] = -1;
  movers.nextChangeStep[mover] = 0;
  movers.measured_s[mover] = time_s;
  movers.measured_m[mover] = movers.odometer_m[mover]!;
  movers.free_s[mover] = 0;
  const row = mover * history.slots;
  for (let back = 0; back < history.slots; back++) {
    history.odometer_m[row + ((step - back) & history.mask)] =
      movers.odometer_m[mover]! - at.speed_mps * dt_s * back;
  }
  counters[ON_ROAD]!++;
  startLink(state, mover, time_s);
}
