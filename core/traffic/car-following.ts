/**
 * Car following after Newell ("A simplified car-following theory: a lower order model",
 * Transportation Research B 36, 2002): a follower's path is its leader's, tau later and s behind.
 *
 *     x(t+dt) = max( x(t), min( x(t) + min(v_free, v + a·dt)·dt,  x_leader(t+dt−tau) − s ) )
 *
 * With a ≥ v_free/dt and tau a whole number of steps this is the kinematic-wave solution with the
 * triangular diagram of (v_free, tau, s), exactly.
 */
import type { DriverTable } from '../state/tables.js';
import type { OdometerHistory } from './traffic-state.js';

/** Where a vehicle would be after one step with nobody ahead. */
export function freePosition_m(
  position_m: number,
  speed_mps: number,
  freeSpeed_mps: number,
  acceleration_mps2: number,
  dt_s: number,
): number {
  const wanted_mps = speed_mps + acceleration_mps2 * dt_s;
  return position_m + Math.min(wanted_mps, freeSpeed_mps) * dt_s;
}

/**
 * How far the leader has come in the last `stepsBack + rest` steps, counted from the end of step
 * `step`. Between two readings the way is taken as straight.
 */
export function wayOfLeader_m(
  { slots, mask, odometer_m }: OdometerHistory,
  leader: number,
  step: number,
  stepsBack: number,
  rest: number,
): number {
  const row = leader * slots;
  const now = odometer_m[row + (step & mask)]!;
  const then = odometer_m[row + ((step - stepsBack) & mask)]!;
  if (rest === 0) return now - then;
  const before = odometer_m[row + ((step - stepsBack - 1) & mask)]!;
  return now - (then + (before - then) * rest);
}

/** Jam spacing s of a follower: its leader's length and its own standstill gap. */
export function spacing_m(
  { length_m, standstillGap_m }: DriverTable,
  follower: number,
  leader: number,
): number {
  return length_m[leader] + standstillGap_m[follower];
}
