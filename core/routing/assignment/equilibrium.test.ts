import { describe, expect, test } from 'vitest';
import { staticNetworkOf, zoneTripsOf } from '../../network/static-network.js';
import {
  braess,
  parallelRoads,
  plainLink,
  type StaticCase,
  staticCity,
} from '../../testing/static-networks.js';
import { figuresOf } from './assignment-figures.js';
import { certify } from './certificate.js';
import { createCheapestTree, growCheapest } from './cheapest-tree.js';
import { type Assignment, assign, startAssignment } from './equilibrium.js';
import {
  type CostFunctions,
  type CostWeights,
  costAt,
  costFunctions,
  costIntegral,
  marginalFunctions,
} from './link-costs.js';
import { unreachablePairs } from './reachability.js';

const FREE: CostWeights = { length: 0, toll: 0 };
const TIGHT = { relativeGap: 1e-12, iterationCount: 400 };

function solved(
  { network, trips }: StaticCase,
  { isOptimum = false, weights = FREE, stop = TIGHT } = {},
): Assignment {
  const felt = costFunctions(network, weights);
  const assignment = startAssignment(network, trips, isOptimum ? marginalFunctions(felt) : felt);
  expect(assign(assignment, stop), `gap ${assignment.certificate.relativeGap}`).toBe(true);
  return assignment;
}

/** Time of a mean trip. */
function meanTime(scene: StaticCase, isOptimum = false): number {
  const assignment = solved(scene, { isOptimum });
  return figuresOf(assignment, costFunctions(scene.network, FREE)).meanTime;
}

describe('known answers', () => {
  test('Braess: the link that helps nobody costs everybody, and the optimum leaves it empty', () => {
    // 1e-8 of free time on two links of the network is all that differs from the closed form.
    expect(meanTime(braess(true))).toBeCloseTo(92, 7);
    expect(meanTime(braess(false))).toBeCloseTo(83, 7);
    expect(meanTime(braess(true), true)).toBeCloseTo(83, 7);
    const optimum = solved(braess(true), { isOptimum: true });
    const { linkFrom, linkTo } = optimum.network;
    const middle = linkFrom.findIndex((from, link) => from === 2 && linkTo[link] === 3);
    expect(optimum.state.volume[middle]).toBe(0);
  });

  test('Pigou: one of two roads takes all at the equilibrium, half of it at the optimum', () => {
    // Times 1 and x for a volume of 1.
    const scene = parallelRoads([{}, { freeTime: 1e-9, b: 1e9, power: 1 }], 1);
    expect(solved(scene).state.volume[1]).toBeCloseTo(1, 8);
    expect(solved(scene, { isOptimum: true }).state.volume[1]).toBeCloseTo(0.5, 8);
    expect(meanTime(scene, true)).toBeCloseTo(0.75, 8);
  });

  test('three roads in use cost the same, and one that is dearer when empty is not used', () => {
    const steep = { b: 1, power: 1, capacity: 10 };
    const roads = [
      { ...steep, freeTime: 10 },
      { ...steep, freeTime: 20 },
      { ...steep, freeTime: 25 },
      { ...steep, freeTime: 90 },
    ];
    const { volume, costs } = solved(parallelRoads(roads, 40)).state;
    // 10 + x = 20 + 2y = 25 + 2.5z with x + y + z = 40.
    const common = (40 + 10 + 10 + 10) / (1 + 0.5 + 0.4);
    expect(volume[0]).toBeCloseTo(common - 10, 9);
    expect(volume[1]).toBeCloseTo((common - 20) / 2, 9);
    expect(volume[2]).toBeCloseTo((common - 25) / 2.5, 9);
    expect(volume[3]).toBe(0);
    for (const link of [0, 1, 2]) expect(costs.cost[link]).toBeCloseTo(common, 9);
  });

  test('a toll moves drivers by what it is worth to them', () => {
    const roads = [{ toll: 100 }, { freeTime: 2 }];
    expect(solved(parallelRoads(roads, 7)).state.volume[0]).toBe(7);
    const weights = { length: 0, toll: 0.02 };
    expect(solved(parallelRoads(roads, 7), { weights }).state.volume[0]).toBe(0);
  });
});

test('nothing drives through a zone that bars through traffic, however short the way', () => {
  const links = [
    { ...plainLink, from: 0, to: 2 },
    { ...plainLink, from: 2, to: 1 },
    { ...plainLink, from: 0, to: 3, freeTime: 9 },
    { ...plainLink, from: 3, to: 1, freeTime: 9 },
  ];
  const trips = zoneTripsOf(3, [
    { origin: 0, destination: 1, volume: 5 },
    { origin: 0, destination: 2, volume: 2 },
    { origin: 2, destination: 1, volume: 3 },
  ]);
  const volumesWith = (firstThroughNode: number): number[] => {
    const network = staticNetworkOf({ nodeCount: 4, zoneCount: 3, firstThroughNode }, links);
    return [...solved({ network, trips }).state.volume];
  };
  expect(volumesWith(0)).toEqual([7, 0, 8, 0]);
  expect(volumesWith(3)).toEqual([2, 5, 3, 5]);
});

const CITIES = Array.from({ length: 12 }, (_, seed) => ({
  seed,
  side: 3 + (seed % 5),
  zoneCount: 4 + seed,
  volume: 5 + 6 * (seed % 4),
}));

describe.each(CITIES)('a random city, $seed', (options) => {
  const scene = staticCity(options);
  const weights = { length: 0.3, toll: 0.5 };
  const felt = costFunctions(scene.network, weights);

  test('reaches an equilibrium that carries all trips', () => {
    const { certificate } = solved(scene, { weights });
    const tripSum = scene.trips.volume.reduce((sum, volume) => sum + volume, 0);
    expect(certificate.relativeGap).toBeLessThanOrEqual(1e-12);
    // Sums of some thousand volumes round to this share.
    expect(certificate.imbalance).toBeLessThan(1e-12 * tripSum);
  });

  test('costs no less at the equilibrium than at the optimum', () => {
    const costOf = (isOptimum: boolean): number =>
      figuresOf(solved(scene, { weights, isOptimum }), felt).totalCost;
    expect(costOf(true)).toBeLessThanOrEqual(costOf(false) * (1 + 1e-11));
  });

  test('agrees with the convex combinations of Frank and Wolfe', () => {
    const assignment = solved(scene, { weights });
    const { volume } = assignment.state;
    const ours = figuresOf(assignment, felt).objective;
    const twin = frankWolfe(scene, felt, 400);
    const theirs = objectiveOf(felt, twin);
    expect(theirs).toBeGreaterThanOrEqual(ours * (1 - 1e-11));
    // Their error falls with the reciprocal of the iterations.
    expect(theirs / ours - 1).toBeLessThan(1e-3);
    const apart = twin.reduce(
      (sum, each, link) => sum + felt.rise[link]! * Math.abs(each - volume[link]!),
      0,
    );
    const whole = twin.reduce((sum, each, link) => sum + felt.rise[link]! * each, 0);
    expect(apart / whole).toBeLessThan(0.05);
  });
});

/** The slow twin (Frank and Wolfe 1956): mixes all-or-nothing volumes by the best share. */
function frankWolfe(scene: StaticCase, felt: CostFunctions, iterationCount: number): Float64Array {
  const volume = allOrNothing(scene, felt, new Float64Array(scene.network.linkCount));
  for (let iteration = 0; iteration < iterationCount; iteration++) {
    const aim = allOrNothing(scene, felt, volume);
    let low = 0;
    let high = 1;
    for (let halving = 0; halving < 40; halving++) {
      const share = (low + high) / 2;
      let descent = 0;
      for (let link = 0; link < volume.length; link++) {
        const way = aim[link]! - volume[link]!;
        descent += way * costAt(felt, link, volume[link]! + share * way);
      }
      if (descent < 0) low = share;
      else high = share;
    }
    for (let link = 0; link < volume.length; link++) {
      volume[link]! += low * (aim[link]! - volume[link]!);
    }
  }
  return volume;
}

function allOrNothing(
  { network, trips }: StaticCase,
  felt: CostFunctions,
  volume: Float64Array,
): Float64Array {
  const cost = volume.map((each, link) => costAt(felt, link, each));
  const tree = createCheapestTree(network.nodeCount);
  const loaded = new Float64Array(network.linkCount);
  for (let origin = 0; origin < trips.zoneCount; origin++) {
    growCheapest(tree, network, cost, origin);
    for (let pair = trips.firstPair[origin]!; pair < trips.firstPair[origin + 1]!; pair++) {
      for (let node = trips.destination[pair]!; node !== origin; ) {
        const link = tree.link[node]!;
        loaded[link]! += trips.volume[pair]!;
        node = network.linkFrom[link]!;
      }
    }
  }
  return loaded;
}

const objectiveOf = (felt: CostFunctions, volume: Float64Array): number =>
  volume.reduce((sum, each, link) => sum + costIntegral(felt, link, each), 0);

const CITY = { seed: 7, side: 6, zoneCount: 9, volume: 20 };

test('the same inputs give the same bytes, whatever the order of links and pairs', () => {
  const scene = staticCity(CITY);
  const { network, trips } = scene;
  const bytesOf = (each: StaticCase): string =>
    Buffer.from(solved(each).state.volume.buffer).toString('hex');
  const links = Array.from({ length: network.linkCount }, (_, link) => ({
    from: network.linkFrom[link]!,
    to: network.linkTo[link]!,
    capacity: network.capacity[link]!,
    length: network.length[link]!,
    freeTime: network.freeTime[link]!,
    b: network.b[link]!,
    power: network.power[link]!,
    toll: network.toll[link]!,
  }));
  const pairs = Array.from({ length: trips.zoneCount }, (_, origin) =>
    Array.from(
      trips.destination.slice(trips.firstPair[origin], trips.firstPair[origin + 1]),
      (destination, at) => ({
        origin,
        destination,
        volume: trips.volume[trips.firstPair[origin]! + at]!,
      }),
    ),
  ).flat();
  const backward = {
    network: staticNetworkOf(network, links.reverse()),
    trips: zoneTripsOf(trips.zoneCount, pairs.reverse()),
  };
  expect(bytesOf(staticCity(CITY))).toBe(bytesOf(scene));
  expect(bytesOf(backward)).toBe(bytesOf(scene));
});

describe('the certificate', () => {
  const scene = staticCity(CITY);
  const felt = costFunctions(scene.network, FREE);
  const volume = solved(scene).state.volume;
  const certified = (change: (volume: Float64Array) => void) => {
    const changed = volume.slice();
    change(changed);
    return certify(scene.network, scene.trips, felt, changed);
  };

  test('passes what the solver found', () => {
    const { relativeGap, imbalance } = certified(() => {});
    expect(relativeGap).toBeLessThanOrEqual(1e-12);
    expect(imbalance).toBeLessThan(1e-9);
  });

  test('sees a vehicle that goes missing', () => {
    const busiest = volume.indexOf(Math.max(...volume));
    expect(certified((changed) => void changed[busiest]!--).imbalance).toBeCloseTo(1, 9);
  });

  test('sees trips that take a dearer way', () => {
    const empty = allOrNothing(scene, felt, new Float64Array(scene.network.linkCount));
    const { relativeGap, imbalance } = certified((changed) => changed.set(empty));
    expect(relativeGap).toBeGreaterThan(0.01);
    expect(imbalance).toBeLessThan(1e-9);
  });

  test('sees through traffic in a zone that bars it', () => {
    const { linkFrom, linkTo } = scene.network;
    const out = linkFrom.indexOf(0);
    const back = linkTo.indexOf(0);
    const through = certified((changed) => {
      changed[out]! += 2;
      changed[back]! += 2;
    });
    expect(through.imbalance).toBeGreaterThanOrEqual(2 - 1e-9);
  });
});

test('trips without a way are found before, and refused by, an assignment', () => {
  const size = { nodeCount: 3, zoneCount: 3, firstThroughNode: 0 };
  const network = staticNetworkOf(size, [{ ...plainLink, from: 0, to: 1 }]);
  const trips = zoneTripsOf(3, [
    { origin: 0, destination: 1, volume: 1 },
    { origin: 0, destination: 2, volume: 4 },
  ]);
  expect(unreachablePairs(network, trips)).toEqual([{ origin: 0, destination: 2, volume: 4 }]);
  expect(() => startAssignment(network, trips, costFunctions(network, FREE))).toThrow(
    'ASG-001 from zone 1 to zone 3 there is no way of finite cost',
  );
});

test('costs that no number can hold stop the assignment with a code', () => {
  const roads = [{ capacity: 1e-200, b: 1, power: 4 }];
  const { network, trips } = parallelRoads(roads, 5);
  const assignment = startAssignment(network, trips, costFunctions(network, FREE));
  expect(() => assign(assignment, TIGHT)).toThrow(/^ASG-001/);
});

test('an empty trip table is an equilibrium', () => {
  const { network } = braess(true);
  const { certificate, iterationCount } = solved({ network, trips: zoneTripsOf(2, []) });
  expect([certificate.relativeGap, certificate.spent, iterationCount]).toEqual([0, 0, 0]);
});
