/**
 * A bare loop to measure by: Newell's rule for the vehicles of a city behind the leaders that they have
 * in it, on four typed arrays and nothing else. In shared memory, so that threads can share its rows.
 */
import { NONE } from '../../core/base/ids.js';
import { MOVER_END, type TrafficState } from '../../core/traffic/traffic-state.js';

/** Positions, of each step and of the ones before, speeds, leaders. */
export interface BareLoop {
  readonly position_m: Float64Array;
  readonly past_m: Float64Array;
  readonly speed_mps: Float64Array;
  readonly leader: Int32Array;
}

const SLOTS = 4;
const LAG_STEPS = 3;
const SPACING_m = 7.5;
const FREE_mps = 50 / 3.6;
const DT_s = 0.5;
const ACCELERATION_mps2 = 2;

const shared_f64 = (count: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(8 * count));

export function bareLoopOf({ movers, counters }: TrafficState): BareLoop {
  const end = counters[MOVER_END]!;
  const position_m = shared_f64(end);
  const past_m = shared_f64(SLOTS * end);
  const leader = new Int32Array(new SharedArrayBuffer(4 * end));
  for (let row = 0; row < end; row++) {
    position_m[row] = movers.position_m[row]!;
    past_m.fill(position_m[row]!, SLOTS * row, SLOTS * (row + 1));
    leader[row] = movers.ahead[row]!;
  }
  return { position_m, past_m, speed_mps: shared_f64(end), leader };
}

/** Each vehicle of [start, end) once: its leader's past is in a ring, so that order does not matter. */
export function moveBare(
  { position_m, past_m, speed_mps, leader }: BareLoop,
  start: number,
  end: number,
  step: number,
): void {
  const now = step & (SLOTS - 1);
  const then = (step + SLOTS - LAG_STEPS + 1) & (SLOTS - 1);
  for (let ego = start; ego < end; ego++) {
    const x_m = position_m[ego]!;
    const wanted_mps = speed_mps[ego]! + ACCELERATION_mps2 * DT_s;
    let next_m = x_m + Math.min(wanted_mps, FREE_mps) * DT_s;
    const ahead = leader[ego]!;
    if (ahead !== NONE) {
      const limit_m = past_m[SLOTS * ahead + then]! - SPACING_m;
      if (limit_m < next_m) next_m = limit_m;
    }
    if (next_m < x_m) next_m = x_m;
    speed_mps[ego] = (next_m - x_m) / DT_s;
    position_m[ego] = next_m;
    past_m[SLOTS * ego + now] = next_m;
  }
}
