/** Movers on a lane as a linked list from `front` (downstream) to `rear`, and the room they take. */
import { type LaneId, type MoverId, NONE } from '../base/ids.js';
import type { RoadNetwork } from '../network/road-network.js';
import { spacing_m } from './car-following.js';
import type { TrafficState } from './traffic-state.js';

type Tables = Pick<TrafficState, 'movers' | 'lanes' | 'links' | 'drivers' | 'network'>;

/** Room a mover takes when it stands: its length and its gap to the one ahead. */
export const storage_m = ({ drivers }: Tables, driver: number): number =>
  drivers.length_m[driver] + drivers.standstillGap_m[driver];

/** One lane, or one beside a pocket. */
export const isOneLane = ({ links }: RoadNetwork, link: number): boolean =>
  links.laneCount[link]! - links.hasPocket[link]! === 1;

/** Puts `mover` behind everyone on `lane`. Room in the lane is counted apart, when it is promised. */
export function joinRear(tables: Tables, mover: MoverId, lane: LaneId): void {
  const { movers, lanes } = tables;
  const ahead = lanes.rear[lane];
  movers.lane[mover] = lane;
  movers.ahead[mover] = ahead;
  movers.behind[mover] = NONE;
  if (ahead === NONE) lanes.front[lane] = mover;
  else movers.behind[ahead] = mover;
  lanes.rear[lane] = mover;
  lanes.count[lane]!++;
  noteLane(tables, mover, lane);
}

/** Puts `mover` between `ahead` and whoever followed it; `ahead` = NONE puts it first. */
export function joinBehind(
  tables: Tables,
  mover: MoverId,
  lane: LaneId,
  ahead: MoverId | typeof NONE,
): void {
  const { movers, lanes } = tables;
  const behind = ahead === NONE ? lanes.front[lane] : movers.behind[ahead];
  movers.lane[mover] = lane;
  movers.ahead[mover] = ahead;
  movers.behind[mover] = behind;
  if (ahead === NONE) lanes.front[lane] = mover;
  else movers.behind[ahead] = mover;
  if (behind === NONE) lanes.rear[lane] = mover;
  else {
    movers.ahead[behind] = mover;
    movers.isBlocked[behind] = 0;
  }
  lanes.count[lane]!++;
  noteLane(tables, mover, lane);
}

function noteLane({ movers, network }: Tables, mover: MoverId, lane: LaneId): void {
  movers.laneEnd_m[mover] = network.lanes.length_m[lane]!;
  movers.limit_mps[mover] = network.lanes.speed_mps[lane]!;
  movers.isBlocked[mover] = 0;
  movers.hasLaneBeside[mover] = isOneLane(network, network.lanes.link[lane]!) ? 0 : 1;
}

export function leaveLane({ movers, lanes }: Tables, mover: MoverId): void {
  const lane = movers.lane[mover];
  if (lane === NONE) throw new Error(`Mover ${mover} is on no lane.`);
  const ahead = movers.ahead[mover];
  const behind = movers.behind[mover];
  if (ahead === NONE) {
    lanes.front[lane] = behind;
    lanes.arrived_s[lane] = -1;
  } else movers.behind[ahead] = behind;
  if (behind === NONE) lanes.rear[lane] = ahead;
  else {
    movers.ahead[behind] = ahead;
    movers.isBlocked[behind] = 0;
  }
  lanes.count[lane]!--;
  movers.ahead[mover] = NONE;
  movers.behind[mover] = NONE;
  movers.lane[mover] = NONE;
}

/**
 * The last mover on `lane` that is at or beyond `position_m`, or NONE. Looked for from the nearer end of
 * the lane: on a real district's queues looking for a faster lane takes a seventh less. A passer is before
 * its place in the list, so that such a lane is looked through from its rear.
 */
export function lastAhead(
  { movers, lanes, links, network }: Tables,
  lane: LaneId,
  position_m: number,
): MoverId | typeof NONE {
  const { position_m: at_m, ahead: aheadOf, behind: behindOf } = movers;
  const front = lanes.front[lane];
  let ahead = lanes.rear[lane];
  if (front === NONE || ahead === NONE) return NONE;
  const isNearFront = 2 * position_m > at_m[front]! + at_m[ahead]!;
  if (isNearFront && links.passer[network.lanes.link[lane]!] === NONE) {
    if (at_m[front]! < position_m) return NONE;
    ahead = front;
    let behind = behindOf[ahead]!;
    while (behind !== NONE && at_m[behind]! >= position_m) {
      ahead = behind;
      behind = behindOf[ahead]!;
    }
    return ahead;
  }
  while (ahead !== NONE && at_m[ahead]! < position_m) ahead = aheadOf[ahead]!;
  return ahead;
}

/**
 * Is `position_m` on `lane` its spacing behind the mover that crossed the lane's stop line last? That
 * one is on the lane no more, but its tail may be.
 */
export function isBehindLastOut(
  { movers, lanes, drivers, network }: Tables & Pick<TrafficState, 'network'>,
  driver: number,
  lane: LaneId,
  position_m: number,
): boolean {
  const left = lanes.lastOut[lane];
  if (left === NONE || movers.crossedFrom[left] !== lane) return true;
  const beyond_m = movers.odometer_m[left]! - movers.crossedAt_m[left]!;
  const needed_m = spacing_m(drivers, driver, movers.driver[left]!);
  return position_m <= network.lanes.length_m[lane]! + beyond_m - needed_m;
}
