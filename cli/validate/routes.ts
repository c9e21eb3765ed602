/**
 * V-UE in the simulator: drivers who learn from day to day, and guided ones, on two ways to one place
 * with a bottleneck on one, and on Braess' network with two, where the equilibrium is known in closed
 * form: the street in the middle makes everybody later.
 */
import { simulate } from '../../core/simulate.js';
import {
  braessStreets,
  meanTime_s,
  WITH_MIDDLE_s,
  WITHOUT_MIDDLE_s,
} from '../../core/testing/braess-streets.js';
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

const streets = (hasMiddle: boolean, routing: Parameters<typeof braessStreets>[1]) =>
  once(async () => {
    const alone = await simulate(braessStreets(hasMiddle, { policy: 'free-flow' }, 1));
    const all = await simulate(braessStreets(hasMiddle, routing));
    return meanTime_s(all.trips) - meanTime_s(alone.trips);
  });
const LEARNING = { policy: 'equilibrium', relativeGap: 0.01, mostIterations: 10 } as const;
const withMiddle = streets(true, LEARNING);

const GAP = 'the days end at a gap of 1 %, and times are learned by the minute';
const MERGING = `${GAP}; and ways that meet before the second bottleneck hold each other up a little`;
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
  {
    name: "V-UE Braess' streets in the simulator, without the one in the middle: time above the least",
    unit: 's a trip',
    target: WITHOUT_MIDDLE_s,
    tolerance: { difference: 0.06 * WITHOUT_MIDDLE_s, because: GAP },
    // Who drives alone takes the long street; all times are above the way that they lack.
    run: async () => (await streets(false, LEARNING)()) + WITHOUT_MIDDLE_s,
    broken: withMiddle,
  },
  {
    name: "V-UE Braess' streets in the simulator, with it: time above the least",
    unit: 's a trip',
    target: WITH_MIDDLE_s,
    tolerance: { difference: 0.08 * WITH_MIDDLE_s, because: MERGING },
    run: withMiddle,
    broken: streets(true, { policy: 'reactive' }),
  },
  {
    name: "V-UE Braess' streets in the simulator, with it, all guided: at most what they take without",
    unit: 's a trip',
    target: WITHOUT_MIDDLE_s,
    tolerance: { difference: 0, isBound: true, because: 'who is guided may leave a street empty' },
    run: streets(true, { ...LEARNING, guidedShare: 1 }),
    broken: withMiddle,
  },
];
