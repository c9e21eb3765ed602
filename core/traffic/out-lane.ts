/**
 * Which lane a mover will take behind the junction: one with room to stand for it and everyone already
 * promised, not entered from elsewhere in these moments, and if possible one that serves its next turn.
 */
import {
  type LaneId,
  type LinkId,
  type MoverId,
  NONE,
  type None,
  type TurnId,
} from '../base/ids.js';
import { isPocket, isTurnShut, leadsTo, mayEndOn, mayEnter } from './lane-access.js';
import { storage_m } from './lane-queue.js';
import { isClearOfPasser } from './passing.js';
import type { TrafficState } from './traffic-state.js';

/** The turn after the next one on the mover's route, or NONE. */
export function turnAfterNext(
  { movers, routes, routeCapacity }: TrafficState,
  mover: MoverId,
): TurnId | None {
  const at = movers.routeAt[mover]! + 1;
  if (at >= movers.routeCount[mover]!) return NONE;
  return routes[mover * routeCapacity + at]! as TurnId;
}

/** Does the lane lead where the mover must go: to its next turn, or to the curb where its route ends? */
export function isRightLane(state: TrafficState, mover: MoverId, lane: number): boolean {
  const turn = state.movers.turn[mover];
  return turn === NONE ? mayEndOn(state, mover, lane) : leadsTo(state, mover, lane, turn);
}

/** Is the mover in the lane beside the pocket from which its turn begins? */
export function isBesideItsPocket({ movers, network }: TrafficState, mover: MoverId): boolean {
  const { links, lanes, turns } = network;
  const lane = movers.lane[mover];
  const turn = movers.turn[mover];
  const link = lanes.link[lane];
  const pocket = links.firstLane[link]!;
  return (
    turn !== NONE &&
    links.hasPocket[link] === 1 &&
    lane === pocket + 1 &&
    lanes.fromLane[turns.firstConnector[turn]] === pocket
  );
}

/** Must a mover of a link move over: is its lane wrong, or has it come past the start of its pocket? */
export function mustMoveOver(state: TrafficState, mover: MoverId): boolean {
  const { movers, network } = state;
  const lane = movers.lane[mover] as LaneId;
  if (!isRightLane(state, mover, lane)) return true;
  const start_m = network.lanes.start_m[lane - 1]!;
  return isBesideItsPocket(state, mover) && movers.position_m[mover]! > start_m;
}

/** Turns ahead for which a lane is chosen, and links no farther than this. */
const OUTLOOK_TURNS = 4;
const OUTLOOK_m = 500;

/**
 * How many turns of its route, from the `first` on, a mover on `lane` can drive without a change of
 * lanes, at most the outlook; that many as well where the route ends before.
 */
export function turnsAhead(
  state: TrafficState,
  mover: MoverId,
  lane: number,
  first: number,
): number {
  const { movers, routes, routeCapacity, network } = state;
  const { lanes, links, turns } = network;
  const end = movers.routeCount[mover]!;
  // The lanes that can be reached, beside each other.
  let from: number = lane;
  let to: number = lane;
  let way_m = 0;
  for (let ahead = 0; ahead < OUTLOOK_TURNS; ahead++) {
    if (first + ahead >= end) return mayEndOn(state, mover, to) ? OUTLOOK_TURNS : ahead;
    const turn = routes[mover * routeCapacity + first + ahead]!;
    const begin = turns.firstConnector[turn]!;
    let nextFrom = network.laneCount;
    let nextTo = -1;
    for (let connector = begin; connector < begin + turns.connectorCount[turn]!; connector++) {
      const leaves = lanes.fromLane[connector]!;
      // The lane beside a pocket leads where the pocket does.
      const isWithin =
        (leaves >= from && leaves <= to) || (leaves === from - 1 && isPocket(state, leaves));
      if (!isWithin) continue;
      nextFrom = Math.min(nextFrom, lanes.firstAhead[connector]!);
      nextTo = Math.max(nextTo, lanes.lastAhead[connector]!);
    }
    if (nextTo < 0) return ahead;
    from = nextFrom;
    to = nextTo;
    way_m += links.length_m[turns.to[turn]]!;
    if (way_m > OUTLOOK_m) return OUTLOOK_TURNS;
  }
  return OUTLOOK_TURNS;
}

/** A lane from which the mover must move over is taken only if no other has room. */
const WRONG_LANE = 1e6;

/** Others in a lane that drivers rather queue behind than have to change lanes later. */
const CHANGE_COUNT = 10;

/** What the turns that `lane` does not lead to count for, as if others were in it. */
export const changesLater = (
  state: TrafficState,
  mover: MoverId,
  lane: number,
  first: number,
): number => (OUTLOOK_TURNS - turnsAhead(state, mover, lane, first)) * CHANGE_COUNT;

/** The lane for `mover` behind connector `connector`, or NONE if it may not go now. */
export function chooseOutLane(
  state: TrafficState,
  mover: MoverId,
  connector: LaneId,
  step: number,
): LaneId | None {
  const link = state.network.turns.to[state.network.lanes.turn[connector]];
  if (!isClearOfPasser(state, link as LinkId, 0, 0)) return NONE;
  return bestOutLane(state, mover, connector, step, NOW);
}

/** The lane for one that will wait within the junction: it is entered later, but its room is promised. */
export const promiseOutLane = (
  state: TrafficState,
  mover: MoverId,
  connector: LaneId,
  step: number,
): LaneId | None => bestOutLane(state, mover, connector, step, LATER);

const NOW = 0;
const LATER = 1;

/** Do others come to the lane from elsewhere in these moments? */
export const isTaken = (
  { lanes }: TrafficState,
  lane: number,
  connector: LaneId,
  step: number,
): boolean =>
  lanes.grantStep[lane] === step ||
  (lanes.reserved[lane]! > lanes.waitedFor[lane]! && lanes.source[lane] !== connector);

function bestOutLane(
  state: TrafficState,
  mover: MoverId,
  connector: LaneId,
  step: number,
  when: typeof NOW | typeof LATER,
): LaneId | None {
  const { network, movers, lanes } = state;
  const { links, turns } = network;
  const turn = network.lanes.turn[connector];
  const link = turns.to[turn];
  const next = turnAfterNext(state, mover);
  const firstLane = links.firstLane[link]! + links.hasPocket[link]!;
  const lastLane = links.firstLane[link]! + links.laneCount[link]! - 1;
  const room_m = storage_m(state, movers.driver[mover]!);
  noteStandingRoom(state, connector, mover);
  const onConnector_m = standing_m[0]!;
  if (onConnector_m < 0) return NONE;
  const straight = straightLane(state, connector, firstLane, lastLane);
  const at = movers.routeAt[mover]! + 1;
  // Where all lanes that lead on are full, nobody would make room on the link either.
  let mayTakeWrong = movers.lackedRoom_s[mover]! >= PATIENCE_s;
  let best = NONE as LaneId | None;
  let bestCost = Infinity;
  for (let lane = firstLane; lane <= lastLane; lane++) {
    if (!mayEnter(state, mover, lane, next, 0)) continue;
    // Nobody stands in the way of one who has been promised room and waits for it.
    const mayStand = when === NOW && lanes.waitedFor[lane] === 0;
    // As in hasRoom, written out for the common case: a call would allocate the fraction.
    const needed_m = mayStand ? room_m - onConnector_m : room_m;
    if (lanes.heldCount[lane] === 0) {
      if (lanes.occupied_m[lane]! + needed_m > network.lanes.length_m[lane]!) continue;
    } else if (!hasRoom(state, lane as LaneId, needed_m)) continue;
    const isRight =
      next === NONE ? mayEndOn(state, mover, lane) : leadsTo(state, mover, lane, next);
    // One who rolls takes another for a full one, and changes lanes beyond; and where a lane may be used
    // for the next turn only farther on, the way begins beside it.
    const isRolling = isRight && movers.standing_s[mover]! === 0;
    if (isRolling || isTurnShut(state, mover, lane, next)) mayTakeWrong = true;
    if (when === NOW ? isTaken(state, lane, connector, step) : lanes.grantStep[lane] === step) {
      continue;
    }
    const load = lane === straight ? -1 : lanes.count[lane]! + lanes.reserved[lane]!;
    // Where there is one lane there is nothing to weigh.
    const later = firstLane === lastLane ? 0 : changesLater(state, mover, lane, at);
    const cost = load + (isRight ? later : WRONG_LANE);
    if (cost < bestCost) {
      bestCost = cost;
      best = lane as LaneId;
    }
  }
  if (bestCost < WRONG_LANE || mayTakeWrong) return best;
  movers.lackedRoom_s[mover]! += state.dt_s;
  return NONE;
}

/** What `noteStandingRoom` finds: a place for what a call would have to give back, and allocate. */
const standing_m = new Float64Array(1);

/**
 * Notes the length at the end of the connector on which one more may stand while the lane beyond is
 * full. Where others cross the way, all on it must have room there: then negative while those on it
 * stand and it has not.
 */
function noteStandingRoom(
  { network, lanes, movers, drivers }: TrafficState,
  connector: LaneId,
  mover: MoverId,
): void {
  const { lanes: roads, turns } = network;
  const standsOn_m = turns.standsOn_m[roads.turn[connector]]!;
  standing_m[0] = standsOn_m;
  if (standsOn_m === roads.length_m[connector]!) return;
  const style = movers.driver[mover]!;
  const room_m = drivers.length_m[style]! + drivers.standstillGap_m[style]!;
  if ((lanes.count[connector]! + 1) * room_m <= standsOn_m) return;
  const front = lanes.front[connector];
  const stands = front !== NONE && movers.waitsWithin[front] === 0 && movers.standing_s[front]! > 0;
  standing_m[0] = stands ? -1 : 0;
}

/**
 * Drivers who could go wait this long for room in a lane that leads on to where they go: one that has
 * been full for a whole green will not be left soon.
 */
const PATIENCE_s = 30;

/** The lane that goes on in the same place across the road; NONE for turns. */
function straightLane(
  { network }: TrafficState,
  connector: LaneId,
  firstLane: number,
  lastLane: number,
): number {
  const { lanes, links, turns } = network;
  const turn = lanes.turn[connector];
  const THRU = 1;
  if (turns.kind[turn] !== THRU) return NONE;
  const from = turns.from[turn];
  const index = lanes.fromLane[connector] - links.firstLane[from]! - links.hasPocket[from]!;
  const lane = firstLane + index;
  return lane <= lastLane ? lane : NONE;
}

/** Would everyone on the lane and on the way into it, and `needed_m` more, fit standing? */
export function hasRoom(state: TrafficState, lane: LaneId, needed_m: number): boolean {
  const { lanes, network } = state;
  if (lanes.heldCount[lane]! === 0) {
    return lanes.occupied_m[lane]! + needed_m <= network.lanes.length_m[lane]!;
  }
  return occupiedBehindHeld_m(state, lane) + needed_m <= 0;
}

/** Is there room for the mover in a lane beyond its turn? */
export function hasRoomBeyond(state: TrafficState, mover: MoverId, turn: number): boolean {
  const { network, movers } = state;
  const to = network.turns.to[turn]!;
  const first = network.links.firstLane[to]!;
  const room_m = storage_m(state, movers.driver[mover]!);
  for (let lane = first; lane < first + network.links.laneCount[to]!; lane++) {
    if (hasRoom(state, lane as LaneId, room_m)) return true;
  }
  return false;
}

/**
 * Would `room_m` more on the lane leave room for those who are let into the junction on the promise of
 * it? Those who come by a way that nobody crosses may stand on that.
 */
export function keepsPromises(state: TrafficState, lane: LaneId, room_m: number): boolean {
  const { lanes, network } = state;
  if (lanes.reserved[lane] === 0) return true;
  if (lanes.waitedFor[lane] === 0) {
    const connector = lanes.source[lane];
    const standsOn_m = network.turns.standsOn_m[network.lanes.turn[connector]]!;
    if (standsOn_m === network.lanes.length_m[connector]) return true;
  }
  return hasRoom(state, lane, room_m);
}

/** Room needed behind the last standing mover, less the room there is: negative when some is left. */
function occupiedBehindHeld_m(state: TrafficState, lane: LaneId): number {
  const { movers, lanes } = state;
  const reserved_m = roomOnLane_m(state, lane);
  let behind_m = lanes.occupied_m[lane]! - reserved_m;
  let mover = lanes.rear[lane];
  while (mover !== NONE && movers.isHeld[mover] === 0) {
    behind_m += storage_m(state, movers.driver[mover]!);
    mover = movers.ahead[mover];
  }
  if (mover === NONE) return behind_m - state.network.lanes.length_m[lane]!;
  return behind_m - (movers.position_m[mover]! - state.drivers.length_m[movers.driver[mover]!]!);
}

/** Room taken by the movers on the lane itself, without those on their way. */
function roomOnLane_m(state: TrafficState, lane: LaneId): number {
  let room_m = 0;
  let mover = state.lanes.rear[lane];
  while (mover !== NONE) {
    room_m += storage_m(state, state.movers.driver[mover]!);
    mover = state.movers.ahead[mover];
  }
  return room_m;
}
