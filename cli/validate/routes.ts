/**
 * V-UE in the simulator: drivers who learn from day to day, and guided ones, on two ways to one place
 * with a bottleneck on one, where the equilibrium and the optimum are known in closed form.
 */
import { simulate } from '../../core/simulate.js';
import { EQUILIBRIUM, OPTIMUM, splitOf, twoWays } from '../../core/testing/two-ways.js';
import { once, type ValidationCase } from './validation-case.js';

const played = async (routing: Parameters<typeof twoWays>[0]) =>
  splitOf((await simulate(twoWays(routing))).links);

const learned = once(() =>
  played({ policy: 'equilibrium', relativeGap: 0.01, mostIterations: 25 }),
);
const unlearned = once(() => played({ policy: 'reactive' }));
const guided = once(() =>
  played({ policy: 'equilibrium', relativeGap: 0.01, mostIterations: 15, guidedShare: 1 }),
);

const GAP = 'the days end at a gap of 1 %, and times are learned by the minute';
const BY_CHANCE = 'vehicles take turns by chance, so that short queues stand even at the optimum';

export const cases: readonly ValidationCase[] = [
  {
    name: 'V-UE two ways in the simulator, equilibrium: vehicles by the longer way',
    unit: 'veh',
    target: EQUILIBRIUM.roundCount,
    tolerance: { difference: 0.06 * EQUILIBRIUM.roundCount, because: GAP },
    run: async () => (await learned()).roundCount,
    broken: async () => (await unlearned()).roundCount,
  },
  {
    name: 'V-UE two ways in the simulator, equilibrium: time above the empty way',
    unit: 's',
    target: EQUILIBRIUM.extra_s,
    tolerance: { difference: 0.06 * EQUILIBRIUM.extra_s, because: GAP },
    run: async () => (await learned()).extra_s,
    broken: async () => (await unlearned()).extra_s,
  },
  {
    name: 'V-UE two ways in the simulator, all guided: time above the empty way',
    unit: 's',
    target: OPTIMUM.extra_s,
    tolerance: { difference: 0.2 * OPTIMUM.extra_s, because: BY_CHANCE },
    run: async () => (await guided()).extra_s,
    broken: async () => (await learned()).extra_s,
  },
];
