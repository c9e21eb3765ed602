/**
 * What else must hold after every step, beyond the conservation laws of a run: counts kept beside the
 * lists are those of the lists, everyone is on its lane and moves no faster than allowed, and no two
 * movements that cross have green at once.
 */
import { CONTROLS } from '../network/road-network.js';
import { storage_m } from '../traffic/lane-queue.js';
import { ASPECTS } from '../traffic/signals.js';
import { MOVER_END } from '../traffic/traffic-state.js';
import type { World } from '../world.js';

const TOLERANCE_m = 1e-6;
const SIGNAL = CONTROLS.indexOf('signal');
const PROTECTED = ASPECTS.indexOf('protected');

/** The first law that is broken: its name and a sentence; or null. */
export function brokenLaw(world: World): string | null {
  return brokenCount(world) ?? misplaced(world) ?? crossingGreens(world);
}

function brokenCount({ traffic, network }: World): string | null {
  const { movers, lanes, turns, counters } = traffic;
  const held = new Int32Array(network.laneCount);
  const reserved = new Int32Array(network.laneCount);
  const occupied_m = new Float64Array(network.laneCount);
  const inTurn = new Int32Array(network.turnCount);
  const waiting = new Int32Array(network.turnCount);
  const waitedFor = new Int32Array(network.laneCount);
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    const lane = movers.lane[mover];
    if (movers.vehicle[mover] < 0 || lane < 0) continue;
    const isCrossing = lane >= network.linkLaneCount;
    const out = movers.outLane[mover];
    if (movers.isHeld[mover] === 1) held[lane]!++;
    if (isCrossing) {
      inTurn[network.lanes.turn[lane]]!++;
      reserved[out]!++;
      if (movers.waitsWithin[mover] === 1) {
        waiting[network.lanes.turn[lane]]!++;
        waitedFor[out]!++;
      } else if (lanes.source[out] !== lane) return `SOURCE lane ${out} forgets who comes to it`;
    }
    occupied_m[isCrossing ? out : lane]! += storage_m(traffic, movers.driver[mover]!);
  }
  for (let lane = 0; lane < network.linkLaneCount; lane++) {
    if (held[lane] !== lanes.heldCount[lane])
      return `HELD lane ${lane} miscounts those who are held`;
    if (reserved[lane] !== lanes.reserved[lane])
      return `RESERVED lane ${lane} miscounts who comes to it`;
    if (waitedFor[lane] !== lanes.waitedFor[lane])
      return `WAITED lane ${lane} miscounts who waits in the junction before it`;
    if (Math.abs(occupied_m[lane]! - lanes.occupied_m[lane]!) > TOLERANCE_m) {
      return `PROMISED lane ${lane} counts ${lanes.occupied_m[lane]} m promised, not ${occupied_m[lane]}`;
    }
  }
  const wrong = inTurn.findIndex((count, turn) => count !== turns.count[turn]);
  if (wrong >= 0) return `TURN turn ${wrong} miscounts who is in it`;
  const miscounted = waiting.findIndex((count, turn) => count !== turns.waitingCount[turn]);
  if (miscounted >= 0) return `WAITING turn ${miscounted} miscounts who waits in it`;
  const within = new Int32Array(network.nodeCount);
  for (const [turn, count] of inTurn.entries()) within[network.turns.node[turn]]! += count;
  const node = within.findIndex((count, row) => count !== traffic.nodes.withinCount[row]);
  return node < 0 ? null : `WITHIN junction ${node} miscounts who is in it`;
}

function misplaced({ traffic, network }: World): string | null {
  const limit_mps = fastest(network);
  const { movers, counters } = traffic;
  const { length_m } = network.lanes;
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    const lane = movers.lane[mover];
    if (movers.vehicle[mover] < 0 || lane < 0) continue;
    const x_m = movers.position_m[mover]!;
    if (!(x_m >= -TOLERANCE_m && x_m <= length_m[lane]! + TOLERANCE_m)) {
      return `PLACE mover ${mover} is at ${x_m} m of a lane of ${length_m[lane]} m`;
    }
    if (movers.speed_mps[mover]! > limit_mps + TOLERANCE_m) {
      return `SPEED mover ${mover} drives at ${movers.speed_mps[mover]} m/s where ${limit_mps} are allowed`;
    }
  }
  return null;
}

/** A step may cross from lane to lane, so that only the highest limit of the network holds for sure. */
const fastest = ({ links, linkCount }: World['network']): number => {
  let most_mps = 0;
  for (let link = 0; link < linkCount; link++) {
    most_mps = Math.max(most_mps, links.freeSpeed_mps[link]!);
  }
  return most_mps;
};

function crossingGreens({ traffic, network }: World): string | null {
  const { turns, conflicts, nodes } = network;
  for (let turn = 0; turn < network.turnCount; turn++) {
    if (nodes.control[turns.node[turn]] !== SIGNAL) continue;
    if (traffic.turns.signal[turn] !== PROTECTED) continue;
    for (let at = turns.firstConflict[turn]!; at < turns.firstConflict[turn + 1]!; at++) {
      const other = conflicts[at]!;
      if (traffic.turns.signal[other] === PROTECTED) {
        return `GREEN turns ${turn} and ${other} cross and both have protected green`;
      }
    }
  }
  return null;
}
