/** V-SIG. Delay at a fixed-time signal when cars come at random: Webster's three terms. */
import { HOUR_s } from '../../core/base/units.js';
import { createRoadScene, runScene, tripTimes_s } from '../../core/testing/road-scene.js';
import {
  BEYOND_s,
  CYCLE_s,
  SATURATION_s,
  signalisedApproach,
  TO_LINE_s,
} from '../../core/testing/signalised-approach.js';
import { meanOfDays, randomTrips } from './random-arrivals.js';
import { once, type ValidationCase } from './validation-case.js';

const GREEN_s = 30;
const DAYS = 12;
const DAY_s = 2 * HOUR_s;

/** Mean delay by day, waiting to get onto the network counted. */
function delay_s(flow_vph: number, green_s = GREEN_s) {
  const days = Array.from({ length: DAYS }, (_, day) => {
    const trips = randomTrips({ from: 'a', to: 'c', flow_vph, until_s: DAY_s, seed: day });
    const world = createRoadScene(signalisedApproach({ trips, green_s }));
    const times_s = tripTimes_s(world, runScene(world, DAY_s + 20 * CYCLE_s));
    const sum_s = times_s.reduce((sum, time_s) => sum + time_s - TO_LINE_s - BEYOND_s, 0);
    return sum_s / times_s.length;
  });
  return meanOfDays(days);
}

/** Webster (1958): uniform term, random term, and the correction of 5 to 15 %. */
function webster_s(flow_vph: number): number {
  const share = GREEN_s / CYCLE_s;
  const q = flow_vph / HOUR_s;
  const x = (q * SATURATION_s) / share;
  const uniform_s = (CYCLE_s * (1 - share) * (1 - share)) / (2 * (1 - share * x));
  const random_s = (x * x) / (2 * q * (1 - x));
  return uniform_s + random_s - 0.65 * Math.cbrt(CYCLE_s / (q * q)) * x ** (2 + 5 * share);
}

export const cases: readonly ValidationCase[] = [400, 600, 700].map((flow_vph) => {
  const target = webster_s(flow_vph) - SATURATION_s / 2;
  return {
    name: `V-SIG C 60 s, g 30 s, ${flow_vph} veh/h at random: Webster less half a headway`,
    unit: 's',
    target,
    tolerance: {
      difference: 0.05 * target,
      standardErrors: 3,
      because: 'Webster fitted his third term to simulations: within 5 %',
    },
    run: once(() => delay_s(flow_vph)),
    broken: once(() => delay_s(flow_vph, GREEN_s - 3)),
  };
});
