/** V-FLEET. How far away the nearest idle vehicle is. */
import { meanPickup_m, onTorusAt1mps, TORUS_SIDE_m } from '../../core/testing/torus-fleet.js';
import type { ValidationCase } from './validation-case.js';

const SAMPLES = 3000;

/**
 * The nearest of n points at density n/A lies beyond r with probability exp(−2 r² n/A), since the
 * rectilinear ball of radius r has the area 2r²; its mean distance is sqrt(pi/8) sqrt(A/n).
 */
export const cases: readonly ValidationCase[] = [20, 60, 180].map((idleCount) => {
  const target = 0.627 * Math.sqrt(TORUS_SIDE_m ** 2 / idleCount);
  return {
    name: `V-FLEET ${idleCount} idle vehicles on a torus: mean way to a pick-up, 0.627 sqrt(A/n)`,
    unit: 'm',
    target,
    tolerance: {
      difference: 0.03 * target,
      standardErrors: 3,
      because: 'finite n is up to 2 % nearer; 3 standard errors',
    },
    run: () => meanPickup_m(idleCount, SAMPLES),
    // Sends whoever is nearest along one axis.
    broken: () =>
      meanPickup_m(idleCount, SAMPLES, (from, _from_m, to) => onTorusAt1mps(from, 0, to, 0)),
  };
});
