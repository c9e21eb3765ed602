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
  const { lanes, links } = network;
  const end = movers.routeCount[mover]!;
  let on = lane;
  let way_m = 0;
  for (let ahead = 0; ahead < OUTLOOK_TURNS; ahead++) {
    if (first + ahead >= end) {
      return mayEndOn(state, mover, on) ? OUTLOOK_TURNS : ahead;
    }
    const connector = connectorTowards(state, on, routes[mover * routeCapacity + first + ahead]!);
    if (connector === NONE) return ahead;
    on = lanes.toLane[connector]!;
    way_m += links.length_m[lanes.link[on]]!;
    if (way_m > OUTLOOK_m) return OUTLOOK_TURNS;
  }
  return OUTLOOK_TURNS;
}

/** The connector by which `lane`, or the pocket beside it, takes `turn`; NONE if neither does. */
function connectorTowards(state: TrafficState, lane: number, turn: number): number {
  const { lanes, turns } = state.network;
  const first = turns.firstConnector[turn]!;
  let beside: number = NONE;
  for (let connector = first; connector < first + turns.connectorCount[turn]!; connector++) {
    const from = lanes.fromLane[connector]!;
    if (from === lane) return connector;
    if (from === lane - 1 && isPocket(state, from)) beside = connector;
  }
  return beside;
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
  const { network, movers, lanes, drivers } = state;
  const { links, turns } = network;
  const link = turns.to[network.lanes.turn[connector]];
  const next = turnAfterNext(state, mover);
  const firstLane = links.firstLane[link]! + links.hasPocket[link]!;
  const lastLane = links.firstLane[link]! + links.laneCount[link]! - 1;
  const needed_m =
    drivers.length_m[movers.driver[mover]!]! + drivers.standstillGap_m[movers.driver[mover]!]!;
  const straight = straightLane(state, connector, firstLane, lastLane);
  const at = movers.routeAt[mover]! + 1;
  // Where all lanes that lead on are full, nobody would make room on the link either.
  let mayTakeWrong = movers.standing_s[mover]! >= PATIENCE_s;
  let best = NONE as LaneId | None;
  let bestCost = Infinity;
  for (let lane = firstLane; lane <= lastLane; lane++) {
    if (!mayEnter(state, mover, lane, next, 0) || !hasRoom(state, lane as LaneId, needed_m))
      continue;
    const isRight =
      next === NONE ? mayEndOn(state, mover, lane) : leadsTo(state, mover, lane, next);
    // Where a lane may be used for the next turn only farther on, the way begins beside it.
    if (isRight || isTurnShut(state, mover, lane, next)) mayTakeWrong = true;
    if (when === NOW ? isTaken(state, lane, connector, step) : lanes.grantStep[lane] === step) {
      continue;
    }
    const load = lane === straight ? -1 : lanes.count[lane]! + lanes.reserved[lane]!;
    const cost = load + (isRight ? changesLater(state, mover, lane, at) : WRONG_LANE);
    if (cost < bestCost) {
      bestCost = cost;
      best = lane as LaneId;
    }
  }
  return bestCost < WRONG_LANE || mayTakeWrong ? best : NONE;
}

/** Drivers wait this long at the line for room in a lane that leads on to where they go. */
const PATIENCE_s = 20;

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
