/**
 * Others let in who has waited for long at a yield or stop sign: who keeps all behind it waiting by
 * turning back on a street with right of way, who stands within the junction in the way of others, and
 * who stood at the line for longer than anybody bears. Priority is reversed, as drivers do it (Troutbeck
 * and Kako, "Limited priority merge at unsignalized intersections", Transportation Research A 33,
 * 1999). Until then turns keep to their gaps: their capacity is Tanner's.
 *
 * And before a street that is jammed back to the junction they take turns: the next place in it is for
 * those whose street has not been served last (Cassidy and Ahn, "Driver turn-taking behavior in congested
 * freeway merges", Transportation Research Record 1934, 2005), whatever the sign says. Else those from
 * the side would wait as long as the jam lasts, and the jam, in a ring, for them. Not before a roundabout:
 * filled up by turns, nobody gets out of it.
 */
import { type LaneId, type MoverId, NONE } from '../base/ids.js';
import { CONTROLS, RELATIONS, TURN_KINDS } from '../network/road-network.js';
import { APPROACH_KINDS } from './approach-kinds.js';
import {
  conflictsAreClear,
  isAnyComing,
  type JunctionMoment,
  relationOf,
} from './junction-gaps.js';
import { storage_m } from './lane-queue.js';
import { hasRoom, hasRoomBeyond } from './out-lane.js';
import type { TrafficState } from './traffic-state.js';

const FREE = APPROACH_KINDS.indexOf('free');
const UTURN = TURN_KINDS.indexOf('uturn');
/** At a signal its turn comes, and at an all-way stop too. */
const [YIELD, STOP] = [CONTROLS.indexOf('yield'), CONTROLS.indexOf('stop')];
const CROSSES_WITH_WAY = RELATIONS.crosses | RELATIONS.hasWay;
const MERGES_WITH_WAY = RELATIONS.merges | RELATIONS.hasWay;

/** For who is in the way: a mean delay above this is the Highway Capacity Manual's level F at a sign. */
const BLOCKING_PATIENCE_s = 50;

/**
 * For others at the line. No source gives it: as long as the longest cycle of signals. Where a sign lets
 * through one in 20 s, one in 400 waits as long for its gap.
 */
const PATIENCE_s = 120;

/** Of the last in a lane: below 10 km/h, and no farther in than two vehicles, it is in a jam. */
const CRAWL_mps = 3;

/**
 * Lets nobody into the way of the mover in the next step, if it has waited for long enough. Of several
 * in each other's way the one that has claimed it first goes first: each would wait for the others for
 * ever. Who has no room beyond could not go, and stops nobody.
 */
export function claimWayIn(
  state: TrafficState,
  { node, step }: JunctionMoment,
  mover: MoverId,
): void {
  const { movers, turns, nodes, network } = state;
  const stood_s = movers.standing_s[mover]!;
  if (stood_s < BLOCKING_PATIENCE_s) return;
  const turn = movers.turn[mover];
  const control = network.nodes.control[node];
  if (turn === NONE || (control !== YIELD && control !== STOP)) return;
  const waitsWithin = movers.waitsWithin[mover] === 1;
  const isInTheWay = waitsWithin || network.turns.kind[turn] === UTURN;
  if (!isInTheWay && (stood_s < PATIENCE_s || state.approachKinds[turn] === FREE)) return;
  if (isClaimedAcross(state, turn, step)) return;
  if (!waitsWithin && (isWaitedAcross(state, turn) || !hasRoomBeyond(state, mover, turn))) return;
  turns.claimStep[turn] = step + 1;
  turns.letInStep[turn] = step + 1;
  nodes.claimStep[node] = step + 1;
}

/** Has another, across the way of `turn` or into the same street, a claim already? */
function isClaimedAcross({ turns, network }: TrafficState, turn: number, step: number): boolean {
  const { firstConflict, firstMerge } = network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    if (turns.letInStep[network.conflicts[at]!]! >= step) return true;
  }
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (turns.letInStep[network.merges[at]!]! >= step) return true;
  }
  return false;
}

/** Does one wait within the junction in the way of `turn`? It goes first: nobody can pass it. */
function isWaitedAcross(state: TrafficState, turn: number): boolean {
  const { turns, network } = state;
  const { firstConflict } = network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    const other = network.conflicts[at]!;
    if (turns.waitingCount[other] === 0) continue;
    if ((relationOf(state, turn, other) & RELATIONS.letsPass) === 0) return true;
  }
  return false;
}

/** Is one let in, in this step, into the street that `turn` leads to? */
export function isKeptForOther(
  { turns, nodes, network }: TrafficState,
  { node, step }: JunctionMoment,
  turn: number,
): boolean {
  if (nodes.claimStep[node]! < step) return false;
  const { firstMerge } = network.turns;
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    if (turns.letInStep[network.merges[at]!]! >= step) return true;
  }
  return false;
}

/** Keeps the next place in a jammed street for one whose turn it is, and whom nobody else stops. */
export function claimTurn(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  turn: number,
): void {
  const { turns, nodes } = state;
  const { node, step } = moment;
  if (!isItsTurn(state, node, turn, mover) || isClaimedAcross(state, turn, step)) return;
  if (!conflictsAreClear(state, moment, turn)) return;
  if (isAnyComing(state, moment, turn, CROSSES_WITH_WAY, CROSSES_WITH_WAY)) return;
  turns.letInStep[turn] = step + 1;
  nodes.claimStep[node] = step + 1;
}

/**
 * Is it the turn of one that stands at the line before a full street: has somebody with way over it,
 * from elsewhere, come last into a lane of that?
 */
export function isItsTurn(state: TrafficState, node: number, turn: number, mover: number): boolean {
  const { network, lanes, movers } = state;
  if (movers.standing_s[mover] === 0) return false;
  const control = network.nodes.control[node];
  if (control !== YIELD && control !== STOP) return false;
  const { firstRelation, place, to } = network.turns;
  const { firstLane, laneCount, isOnRing } = network.links;
  const link = to[turn]!;
  if (isOnRing[link] === 1) return false;
  const room_m = storage_m(state, movers.driver[mover]!);
  let isIts = false;
  for (let lane = firstLane[link]!; lane < firstLane[link]! + laneCount[link]!; lane++) {
    if (!isJammed(state, lane as LaneId, room_m)) return false;
    const source = lanes.source[lane]!;
    if (source === NONE) continue;
    const last = network.lanes.turn[source]!;
    const relation = network.relations[firstRelation[turn]! + place[last]!]!;
    if (last !== turn && (relation & MERGES_WITH_WAY) === MERGES_WITH_WAY) isIts = true;
  }
  return isIts;
}

/** Is there no room for two, or does the last one on the lane, or on its way into it, crawl? */
function isJammed(state: TrafficState, lane: LaneId, room_m: number): boolean {
  const { lanes, movers } = state;
  if (!hasRoom(state, lane, 2 * room_m)) return true;
  const last = lanes.reserved[lane] === 0 ? lanes.rear[lane]! : lanes.rear[lanes.source[lane]!]!;
  if (last === NONE || movers.speed_mps[last]! > CRAWL_mps) return false;
  return lanes.reserved[lane]! > 0 || movers.position_m[last]! < 2 * room_m;
}
