/** Delay that a junction's control is expected to cause, for planning before anyone has driven. */

/**
 * Webster's first term, C (1 − λ)² / (2 (1 − λx)): exact for uniform arrivals below capacity. λ is the
 * green share and λx the flow ratio; at capacity and above it stays at its value for x = 1.
 */
export function signalDelay_s(signal: {
  readonly cycle_s: number;
  readonly green_s: number;
  /** Flow ÷ saturation flow of the lanes. */
  readonly flowRatio: number;
}): number {
  const { cycle_s, green_s, flowRatio } = signal;
  const red = 1 - green_s / cycle_s;
  if (red <= 0) return 0;
  const flow = Math.min(flowRatio, green_s / cycle_s);
  return (cycle_s * red * red) / (2 * (1 - flow));
}

/** Stopping and starting again at 50 km/h and 2 m/s²: v/(2a), and a look around. */
const STOP_s = 4;
/** The junction as one server: seconds a vehicle keeps it, two streets' opposing cars going together. */
const SERVICE_s = 2.2;
/** Above it the waiting of a steady queue says nothing: it grows with the time that it lasts. */
const FULL_LOAD = 0.95;

/** A stop, and waiting one's turn as at a server with constant service (M/D/1: S ρ / (2 (1 − ρ))). */
export function allWayStopDelay_s(entering_vph: number): number {
  const load = Math.min(FULL_LOAD, (entering_vph * SERVICE_s) / 3600);
  return STOP_s + (SERVICE_s * load) / (2 * (1 - load));
}

/** Giving way from a minor street; a rough constant, experienced times replace it. */
export const YIELD_DELAY_s = 3;

/** The same where one stops first. */
export const STOP_SIGN_DELAY_s = STOP_s + YIELD_DELAY_s;
