/**
 * Two movers who stand side by side at the stop line, each in the lane that the other needs: neither
 * would ever find a gap, and both would hold their lanes for ever. Drivers let each other across.
 */
import { type LaneId, type MoverId, NONE, type None } from '../base/ids.js';
import { joinBehind, leaveLane, storage_m } from './lane-queue.js';
import { isRightLane } from './out-lane.js';
import type { TrafficState } from './traffic-state.js';

/** Newell's vehicles stop at the line to the last digit; less than this is at the line. */
const AT_LINE_m = 0.01;

/** The first mover of `next` if it stands misplaced at the stop line, as `mover` does on its own lane. */
export function besideAtLine(state: TrafficState, mover: MoverId, next: LaneId): MoverId | None {
  const { movers, lanes } = state;
  const other = lanes.front[next];
  if (other === NONE || movers.isMisplaced[other] === 0) return NONE;
  return standsAtLine(state, mover) && standsAtLine(state, other) ? other : NONE;
}

function standsAtLine({ movers, network }: TrafficState, mover: MoverId): boolean {
  const lane = movers.lane[mover];
  const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
  return movers.ahead[mover] === NONE && movers.standing_s[mover]! > 0 && toLine_m <= AT_LINE_m;
}

/** Each takes the other's lane and keeps its place along it: both are at the line. */
export function exchangePlaces(state: TrafficState, one: MoverId, other: MoverId): void {
  const { movers } = state;
  const [lane, otherLane] = [movers.lane[one] as LaneId, movers.lane[other] as LaneId];
  leaveLane(state, one);
  leaveLane(state, other);
  putFirst(state, one, lane, otherLane);
  putFirst(state, other, otherLane, lane);
}

function putFirst(state: TrafficState, mover: MoverId, from: LaneId, to: LaneId): void {
  const { movers, lanes } = state;
  const room_m = storage_m(state, movers.driver[mover]!);
  lanes.occupied_m[from]! -= room_m;
  lanes.occupied_m[to]! += room_m;
  joinBehind(state, mover, to, NONE);
  movers.isMisplaced[mover] = isRightLane(state, mover, to) ? 0 : 1;
}
