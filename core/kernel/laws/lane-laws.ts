/** Laws of lanes that are not open to everyone: each gives a sentence where it is broken, else null. */
import { NONE } from '../../base/ids.js';
import type { World } from '../../world.js';
import { laneClassOf } from '../routes/class-roads.js';

/** Where everyone was at the last look. */
export interface SeenLanes {
  /** By vehicle: the lane it was on or on its way into, or NONE. */
  readonly laneOf: Int32Array;
  /** When that was; Infinity before the first look. */
  looked_s: number;
}

export const createSeenLanes = (vehicleCount: number): SeenLanes => ({
  laneOf: new Int32Array(vehicleCount).fill(NONE),
  looked_s: Infinity,
});

/**
 * Nobody has come onto a lane that was closed to its class at the time: who is on one was on it, or on
 * the way into it out of the junction, when it was closed, or is where others may turn by it.
 */
export function brokenClosedLaw(world: World, seen: SeenLanes): string | null {
  const { vehicles, vehicleCount, traffic, network, clock } = world;
  const { movers, lanes } = traffic;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const mover = vehicles.mover[vehicle];
    const on = mover === NONE ? NONE : movers.lane[mover];
    const isCrossing = on >= network.linkLaneCount;
    const lane = isCrossing ? movers.outLane[mover] : on;
    const before = seen.laneOf[vehicle]!;
    seen.laneOf[vehicle] = lane;
    if (lane === NONE || lane === before || seen.looked_s < lanes.openSince_s[lane]!) continue;
    const isOpen = (lanes.openTo[lane]! & laneClassOf(vehicles.vehicleClass[vehicle]!)) !== 0;
    const at_m = isCrossing ? 0 : movers.position_m[mover]!;
    if (isOpen || seen.looked_s === Infinity || at_m >= lanes.sharedFrom_m[lane]!) continue;
    return `vehicle ${vehicle} has come onto lane ${lane}, closed to its class`;
  }
  seen.looked_s = clock.time_s;
  return null;
}

/** The strip of a tidal lane is open to one direction at most, and never are both on it. */
export function brokenTidalLaw(world: World): string | null {
  const { count, reserved, openTo } = world.traffic.lanes;
  for (const { lane, twin } of world.network.laneTimetables) {
    if (twin === NONE) continue;
    const isMet = count[lane]! + reserved[lane]! > 0 && count[twin]! + reserved[twin]! > 0;
    const isOpen = openTo[lane] !== 0 && openTo[twin] !== 0;
    const isRisked = openTo[lane] !== 0 && count[twin]! + reserved[twin]! > 0;
    if (!isMet && !isOpen && !isRisked) continue;
    return `lanes ${lane} and ${twin} on one strip are not used in turn`;
  }
  return null;
}
