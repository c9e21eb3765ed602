/**
 * Others make way for an emergency vehicle: those ahead of it in its lane move over where there is a
 * lane beside that leads where they go, and nobody enters a junction across its way once it is the
 * first of its lane and near. On a street with one lane they drive on: it is no faster than they are;
 * those who stand it passes on the other side (passing.ts, queue-passing.ts). Serial.
 */
import { type LaneId, type MoverId, NONE } from '../base/ids.js';
import { moveOver } from './lane-changing.js';
import { lastAhead } from './lane-queue.js';
import { isRightLane } from './out-lane.js';
import { isClear } from './speed-lanes.js';
import type { TrafficState } from './traffic-state.js';

/** As far as a siren is heard in traffic and understood. */
const REACH_m = 80;

/** A change takes about this long, and is over before the next one begins. */
const CHANGE_s = 5;

/** Movers ahead of `urgent` in its lane, within reach, go to a lane beside it if they can. */
export function clearLane(state: TrafficState, urgent: MoverId, step: number): void {
  const { movers, network, dt_s } = state;
  const lane = movers.lane[urgent] as LaneId;
  if (lane === NONE || lane >= network.linkLaneCount) return;
  const { links, lanes } = network;
  const link = lanes.link[lane];
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  const last = links.firstLane[link]! + links.laneCount[link]! - 1;
  if (lane < first || first === last) return;
  const reach_m = movers.position_m[urgent]! + REACH_m;
  let mover = movers.ahead[urgent];
  while (mover !== NONE && movers.position_m[mover]! <= reach_m) {
    const next = movers.ahead[mover];
    const beside = isFreeToMove(state, mover, step) ? laneBeside(state, mover, lane) : NONE;
    if (beside !== NONE && beside >= first && beside <= last) {
      moveOver(state, mover, beside as LaneId);
      movers.nextChangeStep[mover] = step + Math.ceil(CHANGE_s / dt_s);
    }
    mover = next;
  }
}

const isFreeToMove = ({ movers, drivers }: TrafficState, mover: number, step: number): boolean =>
  movers.isHeld[mover] === 0 &&
  movers.isMisplaced[mover] === 0 &&
  movers.isPocketBound[mover] === 0 &&
  step >= movers.nextChangeStep[mover]! &&
  drivers.isUrgent[movers.driver[mover]!] === 0;

/** To the right if it can be, else to the left; only to a lane of its link that leads where it goes. */
function laneBeside(state: TrafficState, mover: MoverId, lane: LaneId): number {
  const { lanes, links } = state.network;
  const link = lanes.link[lane];
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  const last = links.firstLane[link]! + links.laneCount[link]! - 1;
  for (let beside = lane + 1; beside >= lane - 1; beside -= 2) {
    if (beside < first || beside > last || !isRightLane(state, mover, beside)) continue;
    const ahead = lastAhead(state, beside as LaneId, state.movers.position_m[mover]!);
    if (isClear(state, mover, beside as LaneId, ahead)) return beside;
  }
  return NONE;
}

/** Nearer than this, first of its lane, nobody enters across its way. */
const CLAIM_m = 60;

/** Where it cannot go on itself it lets the others go again after this time. */
const CLAIM_s = 8;

/** Keeps the way of `urgent` through its next junction free in step `step`. */
export function claimWay(state: TrafficState, urgent: MoverId, step: number): void {
  const { movers, lanes, turns, nodes, network } = state;
  const lane = movers.lane[urgent];
  const turn = movers.turn[urgent];
  if (lane === NONE || lane >= network.linkLaneCount || turn === NONE) return;
  if (lanes.front[lane] !== urgent || movers.isHeld[urgent] === 1) return;
  const toLine_m = network.lanes.length_m[lane]! - movers.position_m[urgent]!;
  if (toLine_m > CLAIM_m || movers.standing_s[urgent]! > CLAIM_s) return;
  turns.claimStep[turn] = step;
  nodes.claimStep[network.turns.node[turn]] = step;
}
