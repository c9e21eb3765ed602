/**
 * Which lanes a mover may come onto: those that are open to its class now, and shortly before the stop
 * line also one that is not, if its turn begins on no other. Which lanes lead where it must go.
 */
import { NONE } from '../base/ids.js';
import type { TrafficState } from './traffic-state.js';

/** Does `lane` lead to `turn`? Lane 0 beside a pocket does where the pocket does. */
export function servesTurn(state: TrafficState, lane: number, turn: number): boolean {
  const { lanes, turns } = state.network;
  const first = turns.firstConnector[turn];
  for (let at = 0; at < turns.connectorCount[turn]!; at++) {
    const from = lanes.fromLane[first + at];
    if (from === lane) return true;
    if (from === lane - 1 && isPocket(state, from)) return true;
  }
  return false;
}

export function isPocket({ network }: TrafficState, lane: number): boolean {
  const { lanes, links } = network;
  const link = lanes.link[lane];
  return links.hasPocket[link] === 1 && lane === links.firstLane[link];
}

/** Is the lane open to the mover's class now? */
export const isOpenTo = ({ lanes, movers }: TrafficState, mover: number, lane: number): boolean =>
  (lanes.openTo[lane]! & movers.laneClass[mover]!) !== 0;

/** May the mover, which takes `turn` from here, come onto the lane at `at_m`? */
export const mayEnter = (
  state: TrafficState,
  mover: number,
  lane: number,
  turn: number,
  at_m: number,
): boolean =>
  isOpenTo(state, mover, lane) ||
  (at_m >= state.lanes.sharedFrom_m[lane]! && isTurnShut(state, mover, lane, turn));

/** Does the lane lead to `turn`, and may the mover be on it at least where that begins? */
export const leadsTo = (state: TrafficState, mover: number, lane: number, turn: number): boolean =>
  servesTurn(state, lane, turn) &&
  (isOpenTo(state, mover, lane) || isShared(state, mover, lane, turn));

const isShared = (state: TrafficState, mover: number, lane: number, turn: number): boolean =>
  state.lanes.sharedFrom_m[lane]! < Infinity && isTurnShut(state, mover, lane, turn);

/** Is there no lane on the link of `lane` that is open to the mover and leads to `turn`? */
export function isTurnShut(
  state: TrafficState,
  mover: number,
  lane: number,
  turn: number,
): boolean {
  if (turn === NONE) return false;
  const { links, lanes } = state.network;
  const link = lanes.link[lane];
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  for (let beside = first; beside < links.firstLane[link + 1]!; beside++) {
    if (isOpenTo(state, mover, beside) && servesTurn(state, beside, turn)) return false;
  }
  return true;
}

/**
 * May a route of the mover end on the lane? It ends at the curb, on the rightmost lane that is open to
 * the mover; one that leaves by a gate on any.
 */
export function mayEndOn(state: TrafficState, mover: number, lane: number): boolean {
  const { links, lanes } = state.network;
  if (!isOpenTo(state, mover, lane)) return false;
  if (state.movers.leavesByGate[mover] === 1) return true;
  const last = links.firstLane[lanes.link[lane] + 1]! - 1;
  for (let beside = last; beside > lane; beside--) {
    if (isOpenTo(state, mover, beside)) return false;
  }
  return true;
}
