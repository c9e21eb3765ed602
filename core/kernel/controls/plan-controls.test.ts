import { expect, test } from 'vitest';
import type { NodeId } from '../../base/ids.js';
import { draw, hashName, PURPOSE } from '../../base/random.js';
import { buildRoadNetwork } from '../../network/build-network.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { CONTROLS } from '../../network/road-network.js';
import { freeTimesOf } from '../../routing/link-times.js';
import { streetMap } from '../../testing/street-map.js';
import { assignTrips, type PlannedTrip, periodOf } from '../journeys/assign-trips.js';
import { warrantNodesOf } from './junction-shapes.js';
import { type ControlSettings, planControls } from './plan-controls.js';

const settings: ControlSettings = {
  warrantY: 0.3,
  minCycle_s: 45,
  maxCycle_s: 120,
  amber_s: 3,
  allRed_s: 2,
  pedestrianStart_s: 7,
  periodStarts_s: [0, 6 * 3600, 10 * 3600],
  rounds: 2,
  noise: 0.15,
  seed: 1,
};
const saturation = { tau_s: 1.5, spacing_m: 7.5 };

/** Two busy streets cross at b and e; c is crossed by a quiet one. */
const draft = streetMap(
  '  p   q   r  ',
  '  |   |   |  ',
  'a-b---e---c-d',
  '  |   |   |  ',
  '  s   t   u  ',
  { step_m: 60, control: 'warrant' },
);

/** Trips between gates, in the second period: many along and across, few by r and u. */
function tripsOn(network: NetworkDraft, factor: number): PlannedTrip[] {
  const rows = [...network.links].map(({ name }) => name).sort();
  const gates = new Map(
    network.gates.map(({ name, entries, exits }) => [
      name.replace('gate-', ''),
      {
        fromLinks: entries.map((link) => rows.indexOf(link)),
        toLinks: exits.map((link) => rows.indexOf(link)),
      },
    ]),
  );
  const flows: [string, string, number][] = [
    ['a', 'd', 400],
    ['d', 'a', 380],
    ['p', 's', 450],
    ['t', 'q', 420],
    ['a', 'q', 60],
    ['r', 'u', 20],
  ];
  return flows.flatMap(([from, to, count]) =>
    Array.from({ length: Math.round(count * factor) }, (_, at) => ({
      fromLinks: gates.get(from)!.fromLinks,
      toLinks: gates.get(to)!.toLinks,
      departure_s: 6 * 3600 + 4 * 3600 * draw(1, PURPOSE.departure, at),
      hash: hashName(`${from}${to}${at}`),
    })),
  );
}

const demandOf = (factor: number) => ({
  trips: tripsOn(draft, factor),
  warrantNodes: warrantNodesOf(draft),
  saturation,
});

const network = buildRoadNetwork(draft);

test('busy crossings get signals, the quiet one stays an all-way stop', () => {
  const { plans } = planControls(network, settings, demandOf(4));
  const control = Object.fromEntries(
    plans.map((plan) => [network.nodeNames[plan.node], plan.control]),
  );
  expect(control).toEqual({ b: 'signal', e: 'signal', c: 'allWayStop' });
  for (const { control: decided, Y } of plans) expect(decided === 'signal').toBe(Y > 0.3);
});

test('flows of the busy period are the trips per hour of it, the others are empty', () => {
  const { flow_vph, routedCount, strandedCount } = planControls(network, settings, demandOf(4));
  expect(routedCount).toBe(4 * 1730);
  expect(strandedCount).toBe(0);
  const entering = (period: number, link: string): number => {
    const row = network.linkNames.indexOf(link);
    const { firstTurn } = network.links;
    return flow_vph[period]!.subarray(firstTurn[row], firstTurn[row + 1]).reduce(
      (a, b) => a + b,
      0,
    );
  };
  // 460 × 4 trips from a in 4 hours.
  expect(entering(1, 'ab')).toBeCloseTo(460, 6);
  expect(entering(1, 'rc')).toBeCloseTo(20, 6);
  expect(entering(0, 'ab') + entering(2, 'ab')).toBe(0);
});

test('each signal has a plan a period, in which no two protected turns meet (property)', () => {
  const { plans } = planControls(network, settings, demandOf(8));
  const { turns, conflicts } = network;
  let seen = 0;
  for (const { control, periods, node } of plans) {
    expect(periods.map(({ from_s }) => from_s)).toEqual(
      control === 'signal' ? settings.periodStarts_s : [],
    );
    for (const { phases, cycle_s, offset_s } of periods) {
      const lengths_s = phases.map((phase) => phase.green_s + phase.amber_s + phase.allRed_s);
      expect(lengths_s.reduce((a, b) => a + b)).toBe(cycle_s);
      expect(offset_s).toBeGreaterThanOrEqual(0);
      expect(offset_s).toBeLessThan(cycle_s);
      const served = phases.flatMap((phase) => [...phase.protectedTurns, ...phase.permittedTurns]);
      const here = network.turnOfNode.subarray(
        network.nodes.firstTurn[node],
        network.nodes.firstTurn[node + 1],
      );
      expect(new Set(served)).toEqual(new Set(here));
      for (const { protectedTurns } of phases) {
        for (const turn of protectedTurns) {
          const crossing = conflicts.subarray(
            turns.firstConflict[turn],
            turns.firstConflict[turn + 1],
          );
          expect(protectedTurns.filter((other) => crossing.includes(other))).toEqual([]);
          seen++;
        }
      }
    }
  }
  expect(seen).toBeGreaterThan(20);
});

test('signals that are joined by traffic run one cycle or half of it', () => {
  const { plans } = planControls(network, settings, demandOf(8));
  for (let period = 0; period < 3; period++) {
    const cycles_s = plans.flatMap(({ periods }) => periods.slice(period, period + 1));
    const longest_s = Math.max(...cycles_s.map(({ cycle_s }) => cycle_s));
    for (const { cycle_s } of cycles_s) expect([longest_s, longest_s / 2]).toContain(cycle_s);
  }
});

test('default times are free times and a delay at every controlled junction', () => {
  const { defaultTurn_s } = planControls(network, settings, demandOf(4));
  const { freeTurn_s } = freeTimesOf(network);
  for (const times_s of defaultTurn_s) {
    for (let turn = 0; turn < network.turnCount; turn++) {
      const delay_s = times_s[turn]! - freeTurn_s[turn]!;
      const isControlled = 'bec'.includes(network.nodeNames[network.turns.node[turn]!]!);
      if (isControlled) expect(delay_s).toBeGreaterThan(3);
      else expect(delay_s).toBe(0);
    }
  }
});

test('a signal that the network states stays one without traffic, and a stated stop stays a stop', () => {
  const stated: NetworkDraft = {
    ...draft,
    nodes: draft.nodes.map((node) => ({
      ...node,
      control: node.name === 'c' ? 'signal' : node.control === 'warrant' ? 'allWayStop' : 'none',
    })),
  };
  const built = buildRoadNetwork(stated);
  expect(warrantNodesOf(stated)).toEqual([]);
  const { plans } = planControls(built, settings, { ...demandOf(4), warrantNodes: [] });
  const control = Object.fromEntries(
    plans.map((plan) => [built.nodeNames[plan.node], plan.control]),
  );
  expect(control).toEqual({ b: 'allWayStop', e: 'allWayStop', c: 'signal' });
  const node = built.nodeNames.indexOf('b') as NodeId;
  expect(CONTROLS[built.nodes.control[node]!]).toBe('allWayStop');
});

test('the order of trips does not matter (determinism)', () => {
  const demand = demandOf(2);
  const forth = planControls(network, settings, demand);
  const back = planControls(network, settings, { ...demand, trips: demand.trips.toReversed() });
  expect(back.plans).toEqual(forth.plans);
  expect(back.defaultTurn_s).toEqual(forth.defaultTurn_s);
});

test('of many trips a sample stands for all: flows stay within three standard errors', () => {
  const { strandedCount, routedCount } = planControls(network, settings, demandOf(20));
  expect(strandedCount).toBe(0);
  expect(routedCount).toBeLessThan(16_000);
  const free = freeTimesOf(network);
  const graph = { firstTurn: new Int32Array(network.linkCount + 1), turnTo: new Int32Array(0) };
  graph.firstTurn.set(
    Array.from({ length: network.linkCount + 1 }, (_, l) => network.links.firstTurn[l]!),
  );
  graph.turnTo = Int32Array.from(
    { length: network.turnCount },
    (_, turn) => network.turns.to[turn]!,
  );
  const roads = {
    ...free,
    graph: { ...graph, linkCount: network.linkCount, turnCount: network.turnCount },
    nameHash: network.links.nameHash,
  };
  const costs = settings.periodStarts_s.map(() => free.freeTurn_s);
  const { flow_vph } = assignTrips(roads, costs, tripsOn(draft, 20), settings);
  const row = network.linkNames.indexOf('ab');
  const { firstTurn } = network.links;
  const sampled = flow_vph[1]!
    .subarray(firstTurn[row], firstTurn[row + 1])
    .reduce((a, b) => a + b, 0);
  // 9,200 trips from a in 4 hours; a third is routed, so the error of the count is about 1.5 %.
  expect(Math.abs(sampled / 2300 - 1)).toBeLessThan(0.045);
});

test('periods go by the clock, past midnight too', () => {
  const starts_s = [0, 6 * 3600, 10 * 3600];
  expect(
    [0, 6 * 3600, 9.99 * 3600, 23 * 3600, 25 * 3600, 31 * 3600].map((time_s) =>
      periodOf(starts_s, time_s),
    ),
  ).toEqual([0, 1, 1, 2, 0, 1]);
});
