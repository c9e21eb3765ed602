/**
 * Braess' network as streets with two bottlenecks, where the equilibrium is known in closed form. Two
 * ways lead from a to the gates E and F, each over one bottleneck of CAPACITY_perS and one long street;
 * a street in the middle, b to c, makes a third one over both bottlenecks and neither long street,
 * DETOUR_s shorter when all are empty. It is Vickrey's bottleneck, twice.
 *
 *     W --- a -(bottleneck)- b ===long=== E
 *           |                |
 *           +=====long====== c -(bottleneck)- F
 */
import type { NetworkDraft } from '../network/network-draft.js';
import type { RoutingSettings } from '../scenario/routing-settings.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import type { RunInputs } from '../simulate.js';
import { evenTrips, sceneScenario } from './road-scene.js';
import { streetMap } from './street-map.js';

export const DETOUR_s = 60;
const DEMAND_s = 600;
const DEMAND_perS = 0.4;
/** v / (1.5 v + 7.5) vehicles a second at v = 3 m/s. */
const CAPACITY_perS = 0.25;
const SPEED_mps = 15;
const SLOW_mps = 3;

/** Half of all fits through each bottleneck: without the street in the middle nobody waits. */
export const WITHOUT_MIDDLE_s = DETOUR_s;

/**
 * With it, all take it until the queue at the first bottleneck is as long as the long street; then as
 * many as get through stay, and the others come to the second one by the long street, where a queue
 * grows in the same way. When both queues are that long, every way takes twice the long street's time.
 */
const GROWING_s = (DETOUR_s * CAPACITY_perS) / (DEMAND_perS - CAPACITY_perS);
export const WITH_MIDDLE_s =
  (GROWING_s * 0.5 * DETOUR_s +
    GROWING_s * 1.5 * DETOUR_s +
    (DEMAND_s - 2 * GROWING_s) * 2 * DETOUR_s) /
  DEMAND_s;

const MOVEMENT_m = 10;
const SLOW_m = 30;
/** Room for a queue of DETOUR_s, 12 m a vehicle, twice over. */
const STORAGE_m = 400;
const MIDDLE_m = 60;
/** From the end of the storage to the beginning of what comes behind the bottleneck. */
const BOTTLENECK_s = (SLOW_m + MOVEMENT_m) / SLOW_mps;
const LONG_OUT_m = MIDDLE_m + MOVEMENT_m + STORAGE_m + SPEED_mps * (BOTTLENECK_s + DETOUR_s);
const LONG_IN_m =
  STORAGE_m + SPEED_mps * (BOTTLENECK_s + MOVEMENT_m / SLOW_mps + DETOUR_s) + MIDDLE_m - MOVEMENT_m;

function network(hasMiddle: boolean): NetworkDraft {
  const slow = { freeSpeed_mps: SLOW_mps, length_m: SLOW_m };
  const drawn = streetMap(
    'W>>a>>p>>b>>E',
    hasMiddle ? '   v     v   ' : '   v         ',
    '   d>>>>>c>>q>>F',
    {
      step_m: 200,
      freeSpeed_mps: SPEED_mps,
      movement_m: MOVEMENT_m,
      control: 'none',
      links: {
        ap: { length_m: STORAGE_m },
        pb: slow,
        bE: { length_m: LONG_OUT_m },
        ad: { length_m: 200 },
        dc: { length_m: LONG_IN_m - 200 },
        ...(hasMiddle ? { bc: { length_m: MIDDLE_m } } : {}),
        cq: { length_m: STORAGE_m },
        qF: slow,
      },
    },
  );
  const inward = drawn.gates.find(({ name }) => name === 'gate-W')!;
  const out = drawn.gates.find(({ name }) => name === 'gate-E')!;
  return { ...drawn, gates: [inward, { ...out, name: 'gate-out', exits: ['bE', 'qF'] }] };
}

/** The whole of it as inputs of a run. */
export function braessStreets(
  hasMiddle: boolean,
  routing: Partial<RoutingSettings>,
  tripCount = DEMAND_s * DEMAND_perS,
): RunInputs {
  const trips = evenTrips({
    from: 'W',
    to: 'out',
    headway_s: 1 / DEMAND_perS,
    count: tripCount,
  });
  const scenario = sceneScenario(undefined, {
    end_s: 1500,
    routing: { ...DEFAULT_SCENARIO.routing, noise: 0, interval_s: 60, ...routing },
  });
  return { scenario, network: network(hasMiddle), trips, idleCars: [] };
}

/** Mean time of a trip. */
export const meanTime_s = (trips: readonly { readonly total_s: number }[]): number =>
  trips.reduce((sum, { total_s }) => sum + total_s, 0) / trips.length;
