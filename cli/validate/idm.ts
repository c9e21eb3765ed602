/**
 * V-IDM. On a ring the flow over the density is that of the Intelligent Driver Model's equilibrium: at
 * the speed v everyone keeps the gap (s0 + v T) / √(1 − (v/v0)^4).
 */
import { KMH_mps } from '../../core/base/units.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { createRing, ringFlow_vph } from '../../core/testing/ring-road.js';
import { exactly, type ValidationCase } from './validation-case.js';

const FREE_mps = 50 * KMH_mps;
const DRIVER = DEFAULT_SCENARIO.drivers.human;
const CARS = 80;
const WATCH_s = 60;

function equilibriumGap_m(v_mps: number): number {
  const ratio = (v_mps / FREE_mps) * (v_mps / FREE_mps);
  return (DRIVER.standstillGap_m + v_mps * DRIVER.tau_s) / Math.sqrt(1 - ratio * ratio);
}

/** Drivers whose T is `tauFactor` times that of the gaps they are put at: a broken twin if not 1. */
function flow_vph(v_mps: number, tauFactor: number): number {
  const spacing_m = equilibriumGap_m(v_mps) + DRIVER.length_m;
  const style = { ...DRIVER, tau_s: tauFactor * DRIVER.tau_s };
  const ring = createRing({
    drivers: Array.from({ length: CARS }, () => ({ driver: 0, spacing_m })),
    classes: [style, style],
    speed_mps: v_mps,
    freeSpeed_mps: FREE_mps,
    dt_s: 0.5,
    carFollowing: 'idm',
  });
  return ringFlow_vph(ring, WATCH_s);
}

export const cases: readonly ValidationCase[] = [0.1, 0.3, 0.6, 0.8, 0.95].map((share) => {
  const v_mps = share * FREE_mps;
  const target = (3600 * v_mps) / (equilibriumGap_m(v_mps) + DRIVER.length_m);
  return {
    name: `V-IDM equilibrium flow at ${share} of the limit`,
    unit: 'veh/h',
    target,
    tolerance: exactly(target),
    run: () => flow_vph(v_mps, 1),
    broken: () => flow_vph(v_mps, 1.1),
  };
});
