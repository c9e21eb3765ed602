/**
 * Waiting within a junction: who turns across oncoming traffic on a green that gives way, or from a
 * street that does not give way, drives past the stop line to a waiting place short of the ways that
 * it crosses, takes its gap there, and clears the junction when the oncoming traffic has been stopped.
 * Room beyond is promised to it before it comes in, and on its connector it stops by `stop_m`.
 *
 * Who gets its green later does not get into the way of those who wait: all whose ways they block
 * wait for them, and they for nobody but those who pass in front of them. So none of them waits for
 * another in a circle.
 */
import { type LaneId, type LinkId, type MoverId, NONE, type None } from '../base/ids.js';
import { RELATIONS } from '../network/road-network.js';
import {
  conflictsAreClear,
  isAnyComing,
  isAnyRefused,
  isClearOf,
  type JunctionMoment,
  relationOf,
} from './junction-gaps.js';
import { storage_m } from './lane-queue.js';
import { claimWayIn } from './letting-in.js';
import { isTaken } from './out-lane.js';
import { isClearOfPasser } from './passing.js';
import type { TrafficState } from './traffic-state.js';

const { hasWay: HAS_WAY, isLetPass: IS_LET_PASS } = RELATIONS;

/** Does somebody wait on the connector? */
export function isWaitedOn(
  { network, turns, lanes, movers }: TrafficState,
  connector: LaneId,
): boolean {
  if (turns.waitingCount[network.lanes.turn[connector]]! === 0) return false;
  const rear = lanes.rear[connector];
  return rear !== NONE && movers.waitsWithin[rear] === 1;
}

/**
 * May the mover, whose control allows it, drive up to the waiting place? There must be room for it
 * there, and nothing in its way but what passes in front of those who wait.
 */
export function mayWaitWithin(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  connector: LaneId,
): boolean {
  const { network, movers } = state;
  const { firstConflict, waitsAt_m } = network.turns;
  const turn = network.lanes.turn[connector];
  const room_m = storage_m(state, movers.driver[mover]!);
  if (waitingCountOn(state, connector) * room_m >= waitsAt_m[turn]!) return false;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    const other = network.conflicts[at]!;
    if ((relationOf(state, turn, other) & IS_LET_PASS) !== 0) continue;
    if (!isClearOf(state, turn, other, moment.step)) return false;
  }
  if (isAnyRefused(state, moment, turn)) return false;
  return !isAnyComing(state, moment, turn, HAS_WAY | IS_LET_PASS, HAS_WAY);
}

function waitingCountOn({ lanes, movers }: TrafficState, connector: LaneId): number {
  let count = 0;
  let mover = lanes.rear[connector];
  while (mover !== NONE && movers.waitsWithin[mover] === 1) {
    count++;
    mover = movers.ahead[mover];
  }
  return count;
}

/** Lets go on whom of those who wait within the junction nobody passes in front of any more. */
export function clearWaiting(state: TrafficState, moment: JunctionMoment): void {
  const { node } = moment;
  if (state.nodes.withinCount[node] === 0) return;
  const { turnOfNode, nodes, turns: roads } = state.network;
  const { waitingCount } = state.turns;
  for (let at = nodes.firstTurn[node]!; at < nodes.firstTurn[node + 1]!; at++) {
    const turn = turnOfNode[at]!;
    if (waitingCount[turn] === 0) continue;
    const first = roads.firstConnector[turn]!;
    for (let connector = first; connector < first + roads.connectorCount[turn]!; connector++) {
      const mover = firstWaiting(state, connector as LaneId);
      if (mover !== NONE) goOn(state, moment, mover, connector as LaneId);
    }
  }
}

/** The first of those who wait on the connector, once it has come to where it can go on from. */
function firstWaiting(
  { lanes, movers, network, dt_s }: TrafficState,
  connector: LaneId,
): MoverId | None {
  let mover = lanes.front[connector];
  while (mover !== NONE && movers.waitsWithin[mover] === 0) mover = movers.behind[mover];
  if (mover === NONE) return NONE;
  const { waitsAt_m } = network.turns;
  const left_m = waitsAt_m[network.lanes.turn[connector]]! - movers.position_m[mover]!;
  return left_m <= network.lanes.speed_mps[connector]! * dt_s ? mover : NONE;
}

function goOn(
  state: TrafficState,
  moment: JunctionMoment,
  mover: MoverId,
  connector: LaneId,
): void {
  const { network, movers, turns, lanes } = state;
  const { step } = moment;
  const turn = network.lanes.turn[connector];
  claimWayIn(state, moment, mover);
  if (!conflictsAreClear(state, moment, turn)) return;
  if (!leaveGap(state, moment, turn)) return;
  const out = movers.outLane[mover] as LaneId;
  const link = network.turns.to[turn] as LinkId;
  if (isTaken(state, out, connector, step) || !isClearOfPasser(state, link, 0, 0)) return;
  movers.waitsWithin[mover] = 0;
  movers.stop_m[mover] = Infinity;
  turns.waitingCount[turn]!--;
  turns.grantStep[turn] = step;
  moment.decidedCount++;
  lanes.waitedFor[out]!--;
  lanes.grantStep[out] = step;
  lanes.source[out] = connector;
}

/** Do those who pass in front of the ones that wait for `turn` leave them the critical gap? */
const leaveGap = (state: TrafficState, moment: JunctionMoment, turn: number): boolean =>
  !isAnyComing(state, moment, turn, IS_LET_PASS, IS_LET_PASS);
