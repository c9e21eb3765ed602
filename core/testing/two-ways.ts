/**
 * Two ways to one gate, where everything is known in closed form: over b, behind which no more than
 * CAPACITY_perS get through, and over c and d, always free and DETOUR_s longer. Cars come in at
 * DEMAND_perS for DEMAND_s. It is Vickrey's bottleneck with a choice of ways in place of hours.
 */
import type { NetworkDraft } from '../network/network-draft.js';
import type { RoutingSettings } from '../scenario/routing-settings.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import type { RunInputs } from '../simulate.js';
import { evenTrips, sceneScenario } from './road-scene.js';
import { streetMap } from './street-map.js';

export const DETOUR_s = 120;
export const DEMAND_s = 600;
export const DEMAND_perS = 0.5;
/** v / (1.5 v + 7.5) vehicles a second at v = 3 m/s. */
export const CAPACITY_perS = 0.25;
const SPEED_mps = 15;
const SLOW_mps = 3;
const EXCESS_perS = DEMAND_perS - CAPACITY_perS;

/**
 * Who cares for themselves: the queue grows until waiting is as long as the way round, and from then
 * on as many come as get through. Counts and times are above those of an empty straight way.
 */
export const EQUILIBRIUM = {
  roundCount: EXCESS_perS * (DEMAND_s - (DETOUR_s * CAPACITY_perS) / EXCESS_perS),
  extra_s: DEMAND_perS * DETOUR_s * (DEMAND_s - (DETOUR_s * CAPACITY_perS) / EXCESS_perS / 2),
};

/**
 * What costs all the least: no queue, until one that has cleared within the time of the way round;
 * whoever joins a queue costs everyone the time until it has cleared.
 */
const LAST_s = (DETOUR_s * CAPACITY_perS) / DEMAND_perS;
export const OPTIMUM = {
  roundCount: EXCESS_perS * (DEMAND_s - LAST_s),
  extra_s:
    EXCESS_perS * (DEMAND_s - LAST_s) * DETOUR_s +
    (DEMAND_perS * EXCESS_perS * LAST_s * LAST_s) / (2 * CAPACITY_perS),
};

/** Straight on: `ab`, the movement behind it and `bE`. Round: three links and two movements more. */
const STRAIGHT_s = 600 / SPEED_mps + 10 / SLOW_mps + 30 / SLOW_mps;
const ROUND_m = SPEED_mps * (STRAIGHT_s + DETOUR_s) - 400 - 600 - 2 * 10;

function network(): NetworkDraft {
  const drawn = streetMap('W>>a>>b>>E', '   v      ', '   c>>d>>F', {
    step_m: 200,
    freeSpeed_mps: SPEED_mps,
    control: 'none',
    links: { bE: { freeSpeed_mps: SLOW_mps, length_m: 30 }, cd: { length_m: ROUND_m } },
  });
  const [out, inward] = [drawn.gates.find(({ name }) => name === 'gate-E')!, 'gate-W'];
  const gates = [
    drawn.gates.find(({ name }) => name === inward)!,
    { ...out, name: 'gate-out', exits: ['bE', 'dF'] },
  ];
  return { ...drawn, gates };
}

/** The whole of it as inputs of a run. */
export function twoWays(routing: Partial<RoutingSettings>): RunInputs {
  const headway_s = 1 / DEMAND_perS;
  const trips = evenTrips({ from: 'W', to: 'out', headway_s, count: DEMAND_s / headway_s });
  const scenario = sceneScenario(undefined, {
    end_s: 1200,
    routing: { ...DEFAULT_SCENARIO.routing, noise: 0, interval_s: 60, ...routing },
  });
  return { scenario, network: network(), trips, idleCars: [] };
}

/** How many drove round, and the time of all above that of the empty straight way. */
export function splitOf(links: readonly { link: string; entryCount: number; vehicle_s: number }[]) {
  const sumOf = (key: 'entryCount' | 'vehicle_s', names: readonly string[]): number =>
    links.reduce((sum, row) => sum + (names.includes(row.link) ? row[key] : 0), 0);
  const count = DEMAND_s * DEMAND_perS;
  // The link in, and the movement behind it, are the same for all.
  const time_s = sumOf('vehicle_s', ['ab', 'bE', 'ac', 'cd', 'dF']);
  return { roundCount: sumOf('entryCount', ['ac']), extra_s: time_s - count * STRAIGHT_s };
}
