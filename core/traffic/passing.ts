/**
 * Passing a stopped vehicle on the other side of a two-way street with one lane a direction. Who has
 * stood behind one for some seconds goes when nobody can come the other way before it is back, and
 * drives all of the way: from then on it is ahead of the stopped one in the lane's list, so that both
 * keep Newell's distance to whom they will follow. One passes at a time on both sides of a street;
 * nobody comes onto its other side meanwhile who could meet it. Serial.
 */
import { type LaneId, type LinkId, type MoverId, NONE, type None } from '../base/ids.js';
import { spacing_m } from './car-following.js';
import { isOpenTo } from './lane-access.js';
import { isOneLane, joinBehind, leaveLane } from './lane-queue.js';
import { addRow, type RowList, type TrafficState } from './traffic-state.js';

/** How long a driver waits before it takes the one ahead to have stopped for longer. */
const PATIENCE_s = 3;

/** An emergency vehicle does not wait, but it has come to stand. */
export const URGENT_PATIENCE_s = 0.1;

/** Does the mover, on a link with one lane, stand behind one that has stopped in the lane on purpose? */
export function waitsToPass({ movers, drivers }: TrafficState, mover: number): boolean {
  const stopped = movers.ahead[mover];
  const isUrgent = drivers.isUrgent[movers.driver[mover]!] === 1;
  return (
    stopped !== NONE &&
    movers.standing_s[mover]! >= (isUrgent ? URGENT_PATIENCE_s : PATIENCE_s) &&
    movers.isHeld[stopped] === 1 &&
    movers.isPocketBound[stopped] === 0 &&
    movers.isHeld[mover] === 0
  );
}

/** Lets those of `wishing` go who may; they are added to `started`. */
export function startPassings(state: TrafficState, wishing: RowList, started: RowList): void {
  const { movers, network, passingGap_s } = state;
  for (let at = 0; at < wishing.count[0]!; at++) {
    const mover = wishing.rows[at]! as MoverId;
    const lane = movers.lane[mover];
    if (lane === NONE || lane >= network.linkLaneCount || !waitsToPass(state, mover)) continue;
    const link = network.lanes.link[lane] as LinkId;
    const stopped = movers.ahead[mover] as MoverId;
    const to_m = endOfPassing_m(state, mover, stopped);
    if (!isOneLane(network, link) || !hasRoomAhead(state, mover, stopped, to_m)) continue;
    if (!isFree(state, mover, to_m, passingGap_s)) continue;
    startPassing(state, mover, stopped, to_m);
    addRow(started, mover);
  }
}

/** The mover goes on the other side, past all up to `last`, and is back in its lane at `to_m`. */
export function startPassing(
  state: TrafficState,
  mover: MoverId,
  last: MoverId,
  to_m: number,
): void {
  const { movers, links, drivers, network, passings } = state;
  const lane = movers.lane[mover] as LaneId;
  const link = network.lanes.link[lane]!;
  links.passedFrom_m[link] = movers.position_m[mover]! - drivers.length_m[movers.driver[mover]!]!;
  links.passedTo_m[link] = to_m;
  links.passer[link] = mover;
  addRow(passings, link);
  const next = movers.ahead[last];
  leaveLane(state, mover);
  joinBehind(state, mover, lane, next);
}

/** Ends the passings of those who are back in their lane, or are gone. */
export function endPassings({ movers, links, network, passings }: TrafficState): void {
  let kept = 0;
  for (let at = 0; at < passings.count[0]!; at++) {
    const link = passings.rows[at]!;
    const passer = links.passer[link];
    const lane = passer === NONE ? NONE : movers.lane[passer];
    const isOnIt =
      lane !== NONE && lane < network.linkLaneCount && network.lanes.link[lane] === link;
    if (isOnIt && movers.position_m[passer]! < links.passedTo_m[link]!) {
      passings.rows[kept++] = link;
    } else links.passer[link] = NONE;
  }
  passings.count[0] = kept;
}

/**
 * May a mover of `length_m` come onto `link` at `at_m`, as far as those who pass are concerned? Not
 * where one could meet it, nor into the place where one will come back into the lane.
 */
export function isClearOfPasser(
  state: TrafficState,
  link: LinkId,
  at_m: number,
  length_m: number,
): boolean {
  const { links, network, passings, passingGap_s } = state;
  if (passings.count[0] === 0) return true;
  if (links.passer[link] !== NONE) {
    const isBefore = at_m <= links.passedFrom_m[link]!;
    // Room behind it for whoever comes back: as long as itself, and its gap.
    if (!isBefore && at_m - 2 * length_m < links.passedTo_m[link]!) return false;
  }
  const opposite = network.links.opposite[link];
  if (opposite === NONE || links.passer[opposite] === NONE) return true;
  const from_m = opposite_m(state, opposite, link, links.passedTo_m[opposite]!);
  const to_m = opposite_m(state, opposite, link, links.passedFrom_m[opposite]!);
  // Before one that is urgent everybody waits: it may take longer than the gap of others.
  const { movers, drivers } = state;
  const isUrgent = drivers.isUrgent[movers.driver[links.passer[opposite]]!] === 1;
  const gap_s = isUrgent ? Number.POSITIVE_INFINITY : passingGap_s;
  const met_m = network.links.freeSpeed_mps[link]! * gap_s;
  return at_m - length_m > to_m || at_m + met_m < from_m;
}

/** Where the passer's front is when the `last` of those whom it passes has its distance to it again. */
export function endOfPassing_m(
  { movers, drivers }: TrafficState,
  mover: MoverId,
  last: MoverId,
): number {
  const needed_m = spacing_m(drivers, movers.driver[last]!, movers.driver[mover]!);
  return movers.position_m[last]! + needed_m;
}

/**
 * Could the passer stand at `to_m` now, beyond the `last` of those whom it passes, with its distance to
 * all ahead? Then nothing stops it before.
 */
export function hasRoomAhead(
  state: TrafficState,
  mover: MoverId,
  last: MoverId,
  to_m: number,
): boolean {
  const { movers, lanes, drivers, network } = state;
  const lane = movers.lane[mover] as LaneId;
  const length_m = network.lanes.length_m[lane]!;
  if (to_m > length_m || to_m > movers.stop_m[mover]!) return false;
  const style = movers.driver[mover]!;
  const next = movers.ahead[last];
  if (next !== NONE) {
    return movers.position_m[next]! - spacing_m(drivers, style, movers.driver[next]!) >= to_m;
  }
  const out = lanes.lastOut[lane];
  if (out === NONE || movers.crossedFrom[out] !== lane) return true;
  const beyond_m = movers.odometer_m[out]! - movers.crossedAt_m[out]!;
  return length_m + beyond_m - spacing_m(drivers, style, movers.driver[out]!) >= to_m;
}

/** Is the other side free for as long as it takes, `most_s` at most, and nobody else passing on either? */
export function isFree(state: TrafficState, mover: MoverId, to_m: number, most_s: number): boolean {
  const { movers, links, drivers, network, passingGap_s, dt_s } = state;
  const link = network.lanes.link[movers.lane[mover]] as LinkId;
  const opposite = network.links.opposite[link] as LinkId | None;
  if (opposite === NONE) return false;
  if (links.passer[link] !== NONE || links.passer[opposite] !== NONE) return false;
  const style = movers.driver[mover]!;
  const x_m = movers.position_m[mover]!;
  const needed_s = timeFromRest_s(state, style, link, to_m - x_m) + dt_s;
  if (needed_s > most_s) return false;
  const gap_s = Math.max(needed_s, passingGap_s);
  const rear_m = x_m - drivers.length_m[style]!;
  const from_m = opposite_m(state, link, opposite, to_m);
  const end_m = opposite_m(state, link, opposite, rear_m);
  const first = network.links.firstLane[opposite]!;
  const last = first + network.links.laneCount[opposite]! - 1;
  for (let lane = first; lane <= last; lane++) {
    // Who may not drive on a lane does not pass on it either.
    if (!isOpenTo(state, mover, lane)) return false;
    if (!isLaneFree(state, lane as LaneId, from_m, end_m, needed_s, gap_s)) return false;
  }
  return true;
}

/** Will nobody on the lane, or about to come onto it, be between `from_m` and `to_m` within the gap? */
function isLaneFree(
  state: TrafficState,
  lane: LaneId,
  from_m: number,
  to_m: number,
  needed_s: number,
  gap_s: number,
): boolean {
  const { movers, lanes, drivers, network } = state;
  const met_m = network.lanes.speed_mps[lane]! * gap_s;
  for (let other = lanes.front[lane]; other !== NONE; other = movers.behind[other]) {
    const at_m = movers.position_m[other]!;
    if (at_m - drivers.length_m[movers.driver[other]!]! > to_m) continue;
    if (at_m + met_m < from_m) break;
    if (movers.isHeld[other] === 0) return false;
    // One that stands on purpose may move off at once; nobody behind it comes past.
    const { acceleration_mps2 } = drivers;
    const most_m = (acceleration_mps2[movers.driver[other]!]! * needed_s * needed_s) / 2;
    return at_m + Math.min(most_m, met_m) < from_m;
  }
  return lanes.reserved[lane] === 0 || met_m < from_m;
}

/** Time for a way from rest: with constant acceleration up to the limit. */
function timeFromRest_s(
  { drivers, network }: TrafficState,
  style: number,
  link: LinkId,
  way_m: number,
): number {
  const a_mps2 = drivers.acceleration_mps2[style]!;
  const free_mps = network.links.freeSpeed_mps[link]!;
  const rising_m = (free_mps * free_mps) / (2 * a_mps2);
  if (way_m <= rising_m) return Math.sqrt((2 * way_m) / a_mps2);
  return way_m / free_mps + free_mps / (2 * a_mps2);
}

/** The place of `at_m` on `link` as a position on its opposite; the two may differ in length. */
function opposite_m(
  { network: { links } }: TrafficState,
  link: LinkId,
  opposite: LinkId,
  at_m: number,
): number {
  return links.length_m[opposite]! * (1 - at_m / links.length_m[link]!);
}
