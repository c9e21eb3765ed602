/**
 * Nobody drives into the tail of the one that left its lane last: until that has drawn its whole
 * length over the stop line, the next front bumper stays behind its rear. Who crossed which line, and
 * when, is found from where everyone stood a step ago, not from the columns the kernel keeps of it.
 * Who came to the line on the other side of the street leaves it beside the others.
 */
import { NONE } from '../base/ids.js';
import { MOVER_END } from '../traffic/traffic-state.js';
import type { World } from '../world.js';

const TOLERANCE_m = 1e-6;

/** Looks after every step; the first broken line in a sentence, or null. */
export function watchStopLines(world: World): () => string | null {
  const { traffic, network, vehicleCount } = world;
  const { movers, counters } = traffic;
  const lanes = { last: rows(vehicleCount), crossed: rows(vehicleCount) };
  const wasPassing = new Uint8Array(vehicleCount);
  const crossedAt_m = new Float64Array(vehicleCount);
  const tail_m = new Float64Array(network.laneCount);

  return () => {
    tail_m.fill(Infinity);
    for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
      const vehicle = movers.vehicle[mover];
      if (vehicle === NONE) continue;
      const lane = movers.lane[mover];
      const before = lanes.last[vehicle]!;
      lanes.last[vehicle] = lane;
      const isBeside = wasPassing[vehicle] === 1;
      wasPassing[vehicle] = isPassing(world, mover, lane) ? 1 : 0;
      if (lane === NONE) lanes.crossed[vehicle] = NONE;
      else if (!isBeside && hasCrossed(world, mover, before)) {
        lanes.crossed[vehicle] = before;
        crossedAt_m[vehicle] = movers.odometer_m[mover]! - beyondLine_m(world, mover);
      }
      const left = lanes.crossed[vehicle]!;
      if (left === NONE) continue;
      const beyond_m = movers.odometer_m[mover]! - crossedAt_m[vehicle]!;
      const length_m = traffic.drivers.length_m[movers.driver[mover]!]!;
      if (beyond_m >= length_m) lanes.crossed[vehicle] = NONE;
      else
        tail_m[left] = Math.min(tail_m[left]!, network.lanes.length_m[left]! + beyond_m - length_m);
    }
    return bumpedLine(world, tail_m);
  };
}

const rows = (count: number): Int32Array => new Int32Array(count).fill(NONE);

const isPassing = ({ traffic, network }: World, mover: number, lane: number): boolean =>
  lane !== NONE &&
  lane < network.linkLaneCount &&
  traffic.links.passer[network.lanes.link[lane]] === mover;

/** Was it on a lane of the link that its last connector leads out of, and is it on that no more? */
function hasCrossed({ traffic, network }: World, mover: number, before: number): boolean {
  if (before === NONE || before >= network.linkLaneCount) return false;
  const { movers } = traffic;
  const connector = movers.grantedConnector[mover];
  const lane = movers.lane[mover];
  if (connector === NONE || network.lanes.link[connector] !== network.lanes.link[before])
    return false;
  if (lane === connector) return true;
  return lane < network.linkLaneCount && network.lanes.link[lane] !== network.lanes.link[before];
}

function beyondLine_m({ traffic, network }: World, mover: number): number {
  const { movers } = traffic;
  const connector = movers.grantedConnector[mover];
  const x_m = movers.position_m[mover]!;
  return movers.lane[mover] === connector ? x_m : x_m + network.lanes.length_m[connector]!;
}

function bumpedLine({ traffic, network }: World, tail_m: Float64Array): string | null {
  const { movers, lanes, links } = traffic;
  for (let lane = 0; lane < network.linkLaneCount; lane++) {
    const front = lanes.front[lane];
    // Who passes is on the other side of the street.
    if (front === NONE || links.passer[network.lanes.link[lane]] === front) continue;
    const over_m = movers.position_m[front]! - tail_m[lane]!;
    if (over_m > TOLERANCE_m) {
      return `LINE mover ${front} is ${over_m} m into the one that left lane ${lane} before it`;
    }
  }
  return null;
}
