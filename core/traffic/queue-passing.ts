/**
 * An emergency vehicle passes a standing queue on the other side of a two-way street with one lane a
 * direction, where a lane of 3.3 m has no room for it beside a car that has pulled over. Those whom it
 * passes stand where they are, to the right, until it has its distance to them; it comes back into its
 * lane at the first place with room, or else before the stop line, and takes the junction from there
 * while nobody comes out of it towards it. The other side must be free for as long as that takes at its
 * own acceleration. On a one-way street with one lane it passes those who have pulled over to the kerb
 * where the carriageway is as wide as two vehicles (`hasRoomBeside`); in a narrower one nobody can make
 * room, and it stays in its lane. `traffic.passingGap_s: 0` keeps it there everywhere. Serial.
 */
import { type LaneId, type LinkId, type MoverId, NONE } from '../base/ids.js';
import { connectorFor } from './junction-gaps.js';
import { hasRoomBeyond } from './out-lane.js';
import {
  endOfPassing_m,
  hasRoomAhead,
  isFree,
  startPassing,
  URGENT_PATIENCE_s,
} from './passing.js';
import type { TrafficState } from './traffic-state.js';

/** Beyond this nobody sees whether the other side is free. */
const SIGHT_m = 200;

/** Lets `urgent` go if it may; gives back how many it passes. */
export function passQueue(state: TrafficState, urgent: MoverId): number {
  const { movers, network, passingGap_s } = state;
  const lane = movers.lane[urgent];
  if (passingGap_s === 0 || lane === NONE || lane >= network.linkLaneCount) return 0;
  if (network.links.laneCount[network.lanes.link[lane]!] !== 1) return 0;
  if (movers.isHeld[urgent] === 1 || movers.standing_s[urgent]! < URGENT_PATIENCE_s) return 0;
  let passedCount = 0;
  for (let last = movers.ahead[urgent]; last !== NONE; last = movers.ahead[last]) {
    if (movers.standing_s[last] === 0 || isUrgent(state, last)) return 0;
    passedCount++;
    const to_m = endOfPassing_m(state, urgent, last);
    if (to_m > movers.position_m[urgent]! + SIGHT_m) return 0;
    if (hasRoomAhead(state, urgent, last, to_m)) {
      if (!isFreeBeside(state, urgent, to_m)) return 0;
      startPassing(state, urgent, last, to_m);
      return passedCount;
    }
    if (movers.ahead[last] === NONE) return passToLine(state, urgent, last) ? passedCount : 0;
  }
  return 0;
}

const isUrgent = ({ movers, drivers }: TrafficState, mover: number): boolean =>
  drivers.isUrgent[movers.driver[mover]!] === 1;

/** Is there room beside those it passes, with nobody who comes, or passes already? */
function isFreeBeside(state: TrafficState, urgent: MoverId, to_m: number): boolean {
  const { movers, network, links } = state;
  const link = network.lanes.link[movers.lane[urgent]] as LinkId;
  if (network.links.hasRoomBeside[link] === 1) return links.passer[link] === NONE;
  return isFree(state, urgent, to_m, Number.POSITIVE_INFINITY);
}

/** Past the first of the lane there is the stop line: it goes there if it can go on by its turn. */
function passToLine(state: TrafficState, urgent: MoverId, front: MoverId): boolean {
  const { movers, lanes, network } = state;
  const lane = movers.lane[urgent] as LaneId;
  const link = network.lanes.link[lane] as LinkId;
  const turn = movers.turn[urgent];
  const end_m = network.lanes.length_m[lane]!;
  // Back where it comes from leads into its own way; to a place on this street it does not go so.
  if (turn === NONE || movers.stop_m[urgent]! <= end_m) return false;
  if (network.turns.to[turn] === network.links.opposite[link]) return false;
  const connector = connectorFor(state, lane, turn);
  // Else it would stand on the other side for long.
  if (connector === NONE || !hasRoomBeyond(state, urgent, turn)) return false;
  if (!isFreeBeside(state, urgent, end_m)) return false;
  startPassing(state, urgent, front, Number.POSITIVE_INFINITY);
  // It has not come to the line yet.
  lanes.arrived_s[lane] = -1;
  return true;
}
