/**
 * Lane changes that a mover's next turn demands. A junction lets a mover in by a lane that serves its
 * next turn if one has room, else by another; then it moves over, lane by lane, wherever it finds its
 * spacing ahead and leaves its follower's behind. Who has not managed by the stop line takes another
 * turn: nobody blocks a lane by waiting for the next one. Serial, in the order of movers' rows.
 */
import { type LaneId, type MoverId, NONE, type None } from '../base/ids.js';
import { spacing_m } from './car-following.js';
import { besideAtLine, exchangePlaces } from './exchange.js';
import { setPocketStop } from './hand-over.js';
import { isOpenTo, mayEnter } from './lane-access.js';
import { isBehindLastOut, joinBehind, lastAhead, leaveLane, storage_m } from './lane-queue.js';
import { isBesideItsPocket, isRightLane, keepsPromises } from './out-lane.js';
import { addRow, type RowList, type TrafficState } from './traffic-state.js';

/** This near to the stop line there is no more room to move over. */
const LAST_CHANCE_m = 0.5;

/**
 * Moves over whom it can. Movers that stand at the stop line of a lane that does not lead to their
 * turn are added to `lost`: they need another route.
 */
export function changeLanes(
  state: TrafficState,
  misplaced: RowList,
  lost: RowList,
  step: number,
): void {
  const { movers, network } = state;
  for (let at = 0; at < misplaced.count[0]!; at++) {
    const mover = misplaced.rows[at]! as MoverId;
    const lane = movers.lane[mover];
    if (lane === NONE || lane >= network.linkLaneCount || movers.isMisplaced[mover] === 0) continue;
    const next = laneTowards(state, mover, lane);
    const turn = movers.turn[mover];
    if (next !== NONE && mayEnter(state, mover, next, turn, movers.position_m[mover]!)) {
      if (hasGap(state, mover, next)) moveOver(state, mover, next);
      else if (!exchanged(state, mover, next)) makeGap(state, mover, next, step + 1);
    }
    const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
    if (movers.isMisplaced[mover] === 0 || toLine_m > LAST_CHANCE_m) continue;
    if (!drivesOutOfClosed(state, mover)) addRow(lost, mover);
  }
}

/** Is it on a lane that has been closed under it, and by which it can go on as it wants to? */
function drivesOutOfClosed(state: TrafficState, mover: MoverId): boolean {
  const { movers, network } = state;
  const lane = movers.lane[mover] as LaneId;
  if (isOpenTo(state, mover, lane)) return false;
  const turn = movers.turn[mover];
  if (turn === NONE) return movers.leavesByGate[mover] === 1;
  const first = network.turns.firstConnector[turn];
  for (let at = 0; at < network.turns.connectorCount[turn]!; at++) {
    if (network.lanes.fromLane[first + at] === lane) return true;
  }
  return false;
}

/** Changes places with whoever stands beside it at the line, if each needs the other's lane. */
function exchanged(state: TrafficState, mover: MoverId, next: LaneId): boolean {
  const other = besideAtLine(state, mover, next);
  const lane = state.movers.lane[mover] as LaneId;
  if (other === NONE || laneTowards(state, other, next) !== lane) return false;
  const { turn, position_m } = state.movers;
  if (!mayEnter(state, other, lane, turn[other], position_m[other]!)) return false;
  exchangePlaces(state, mover, other);
  return true;
}

/** The neighbouring lane on the side of the nearest lane that leads where the mover must go. */
function laneTowards(state: TrafficState, mover: MoverId, lane: LaneId): LaneId | None {
  const { links, lanes } = state.network;
  const link = lanes.link[lane];
  if (isBesideItsPocket(state, mover)) return (lane - 1) as LaneId;
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  const last = links.firstLane[link]! + links.laneCount[link]! - 1;
  for (let away = 1; away <= last - first; away++) {
    if (lane + away <= last && isRightLane(state, mover, lane + away)) return (lane + 1) as LaneId;
    if (lane - away >= first && isRightLane(state, mover, lane - away)) return (lane - 1) as LaneId;
  }
  return NONE;
}

/**
 * Side by side at one speed no gap would ever come: the mover falls back behind the one ahead on
 * `lane`, and whom it would cut off there falls back behind it. Of two that are level the lower row
 * is taken to be ahead, so that two who want to change places do not both wait.
 */
function makeGap(state: TrafficState, mover: MoverId, lane: LaneId, step: number): void {
  const { movers, lanes, drivers } = state;
  const style = movers.driver[mover]!;
  const x_m = movers.position_m[mover]!;
  let ahead = lastAhead(state, lane, x_m);
  while (ahead !== NONE && movers.position_m[ahead] === x_m && ahead > mover) {
    ahead = movers.ahead[ahead];
  }
  if (ahead !== NONE) {
    const needed_m = spacing_m(drivers, style, movers.driver[ahead]!);
    if (movers.position_m[ahead]! - x_m < needed_m) yieldTo(state, mover, ahead, step);
  }
  const behind = ahead === NONE ? lanes.front[lane] : movers.behind[ahead];
  if (behind === NONE) return;
  const needed_m = spacing_m(drivers, movers.driver[behind]!, style);
  if (x_m - movers.position_m[behind]! < needed_m) yieldTo(state, behind, mover, step);
}

/** Of several claims on a mover the one of the hindmost counts. */
function yieldTo({ movers }: TrafficState, mover: MoverId, leader: MoverId, step: number): void {
  const isClaimed = movers.yieldStep[mover] === step;
  const other = movers.yieldTo[mover];
  if (isClaimed && movers.position_m[other]! <= movers.position_m[leader]!) return;
  movers.yieldTo[mover] = leader;
  movers.yieldStep[mover] = step;
}

/**
 * Its spacing to whoever is ahead on `lane`, and the follower's to it; and room left for those who
 * would be left standing in the junction.
 */
function hasGap(state: TrafficState, mover: MoverId, lane: LaneId): boolean {
  const { movers, lanes, drivers } = state;
  const style = movers.driver[mover]!;
  if (!keepsPromises(state, lane, storage_m(state, style))) return false;
  const x_m = movers.position_m[mover]!;
  const ahead = lastAhead(state, lane, x_m);
  if (ahead !== NONE) {
    const needed_m = spacing_m(drivers, style, movers.driver[ahead]!);
    if (movers.position_m[ahead]! - x_m < needed_m) return false;
  } else if (!isBehindLastOut(state, style, lane, x_m)) return false;
  const behind = ahead === NONE ? lanes.front[lane] : movers.behind[ahead];
  if (behind !== NONE) {
    const needed_m = spacing_m(drivers, movers.driver[behind]!, style);
    return x_m - movers.position_m[behind]! >= needed_m;
  }
  // Nobody behind on the lane: its start must be clear of those who are promised room on it.
  return lanes.reserved[lane] === 0 || x_m >= storage_m(state, style);
}

export function moveOver(state: TrafficState, mover: MoverId, lane: LaneId): void {
  const { movers, lanes, network } = state;
  const from = movers.lane[mover] as LaneId;
  const room_m = storage_m(state, movers.driver[mover]!);
  leaveLane(state, mover);
  lanes.occupied_m[from]! -= room_m;
  joinBehind(state, mover, lane, lastAhead(state, lane, movers.position_m[mover]!));
  lanes.occupied_m[lane]! += room_m;
  if (!isRightLane(state, mover, lane)) return;
  movers.isMisplaced[mover] = 0;
  const pocket = network.links.firstLane[network.lanes.link[lane]]!;
  if (movers.turn[mover] !== NONE && lane !== pocket) setPocketStop(state, mover);
}
