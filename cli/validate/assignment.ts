/** V-UE on small networks: equilibria and optima with closed forms, and certificates of others. */
import { figuresOf } from '../../core/routing/assignment/assignment-figures.js';
import { certify } from '../../core/routing/assignment/certificate.js';
import {
  type Assignment,
  assign,
  startAssignment,
} from '../../core/routing/assignment/equilibrium.js';
import {
  type CostWeights,
  costFunctions,
  marginalFunctions,
} from '../../core/routing/assignment/link-costs.js';
import {
  braess,
  parallelRoads,
  type StaticCase,
  staticCity,
} from '../../core/testing/static-networks.js';
import { exactly, once, type ValidationCase } from './validation-case.js';

const FREE: CostWeights = { length: 0, toll: 0 };
const TIGHT = { relativeGap: 1e-12, iterationCount: 400 };

function assigned(scene: StaticCase, isOptimum: boolean, stop = TIGHT): Assignment {
  const felt = costFunctions(scene.network, FREE);
  const functions = isOptimum ? marginalFunctions(felt) : felt;
  const assignment = startAssignment(scene.network, scene.trips, functions);
  assign(assignment, stop);
  return assignment;
}

const meanTime = (scene: StaticCase, isOptimum = false): number =>
  figuresOf(assigned(scene, isOptimum), costFunctions(scene.network, FREE)).meanTime;

const braessCases: ValidationCase[] = [
  {
    name: 'V-UE Braess, with the link in the middle: time of a trip',
    unit: '',
    target: 92,
    tolerance: exactly(92, 'a closed form; the file format adds 1e-8'),
    run: () => meanTime(braess(true)),
    broken: () => meanTime(braess(true), true),
  },
  {
    name: 'V-UE Braess, without it',
    unit: '',
    target: 83,
    tolerance: exactly(83, 'a closed form; the file format adds 1e-8'),
    run: () => meanTime(braess(false)),
    broken: () => meanTime(braess(true)),
  },
  {
    name: 'V-UE Braess, with it, at the system optimum',
    unit: '',
    target: 83,
    tolerance: exactly(83, 'a closed form; the file format adds 1e-8'),
    run: () => meanTime(braess(true), true),
    broken: () => meanTime(braess(true)),
  },
];

/** One trip's worth of traffic, a road of time 1 and one of time x^power. */
const pigou = (power: number): StaticCase =>
  parallelRoads([{}, { freeTime: 1e-9, b: 1e9, power }], 1);

/** At the optimum (power + 1) x^power = 1, and the time is 1 − x + x^(power + 1). */
const pigouCases: ValidationCase[] = [1, 2, 4].map((power) => {
  const share = (power + 1) ** (-1 / power);
  const target = 1 - share + share ** (power + 1);
  return {
    name: `V-UE Pigou, times 1 and x^${power}: mean time at the system optimum`,
    unit: '',
    target,
    tolerance: exactly(target, 'a closed form; the file format adds 1e-9'),
    run: () => meanTime(pigou(power), true),
    broken: () => meanTime(pigou(power)),
  };
});

const steep = { b: 1, power: 1, capacity: 10 };
/** 10 + x = 20 + 2y = 25 + 2.5z, with x + y + z = 40; the road of 90 stays empty. */
const fourRoads = (volume: number): StaticCase =>
  parallelRoads(
    [10, 20, 25, 90].map((freeTime) => ({ ...steep, freeTime })),
    volume,
  );
const COMMON = (40 + 10 + 10 + 10) / (1 + 0.5 + 0.4);

const roads: ValidationCase = {
  name: 'V-UE four parallel roads, three in use: their common time',
  unit: '',
  target: COMMON,
  tolerance: exactly(COMMON),
  run: () => meanTime(fourRoads(40)),
  broken: () => meanTime(fourRoads(41)),
};

/** Zones that bar through traffic, links free of cost or congestion, powers 0 to 5 and 2.5. */
const city = once(() => staticCity({ seed: 11, side: 8, zoneCount: 20, volume: 12 }));

function certificateOf(iterationCount: number, lost = 0) {
  const { network, trips } = city();
  const { functions, state } = assigned(city(), false, { ...TIGHT, iterationCount });
  const volume = state.volume.slice();
  volume[0]! += lost;
  return certify(network, trips, functions, volume);
}

const cityCases: ValidationCase[] = [
  {
    name: 'V-UE a made city: relative gap, from cheapest ways apart from the solver',
    unit: '',
    target: 1e-10,
    tolerance: { difference: 0, isBound: true, because: 'a bound' },
    run: () => certificateOf(TIGHT.iterationCount).relativeGap,
    broken: () => certificateOf(1).relativeGap,
  },
  {
    name: 'V-UE a made city: worst difference between what enters and leaves a node',
    unit: 'veh',
    target: 0,
    tolerance: { difference: 1e-9, because: 'rounding of sums of thousands' },
    run: () => certificateOf(TIGHT.iterationCount).imbalance,
    broken: () => certificateOf(TIGHT.iterationCount, 1e-6).imbalance,
  },
];

export const cases: readonly ValidationCase[] = [
  ...braessCases,
  ...pigouCases,
  roads,
  ...cityCases,
];
