import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demandFor } from '../demand/generate/demand-spec.js';
import { generateDemand } from '../demand/generate/generate-demand.js';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../networks/generate/generate-network.js';
import { draw, PURPOSE } from './base/random.js';
import { shuffledBlocks } from './kernel/threads/shuffled-blocks.js';
import type { RunResult } from './metrics/run-result.js';
import type { NetworkDraft } from './network/network-draft.js';
import { REGIMES, type Regime } from './scenario/scenario.js';
import { type RunInputs, simulate } from './simulate.js';
import { scenarioOf, smallTown, townRun } from './testing/small-town.js';
import { addressOn, curbOn, lotOn, streetMap } from './testing/street-map.js';

const hashOf = (result: RunResult): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex');

const hashOfRun = async (...run: Parameters<typeof simulate>): Promise<string> =>
  hashOf(await simulate(...run));

/** So small that the town has dozens of blocks in every step. */
const blockSizes = { nodes: 1, movers: 2 };

/** The same rows in another order. */
function shuffled<Row>(rows: readonly Row[], seed: number): Row[] {
  return rows
    .map((row, at) => ({ row, key: draw(seed, PURPOSE.testOrder, at) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

const withRowsShuffled = ({ network, trips, idleCars, scenario }: RunInputs, seed: number) => ({
  scenario,
  trips: shuffled(trips, seed),
  idleCars: shuffled(idleCars, seed),
  network: {
    ...network,
    nodes: shuffled(network.nodes, seed),
    links: shuffled(network.links, seed + 1),
    movements: shuffled(network.movements, seed + 2),
    curbs: shuffled(network.curbs, seed + 3),
    lots: shuffled(network.lots, seed + 4),
    addresses: shuffled(network.addresses, seed + 5),
    gates: shuffled(network.gates, seed + 6),
  },
});

/** A square kilometre at a hundredth of its cars, from eight to half past nine in the morning. */
const district: NetworkDraft = generateNetwork({
  ...SMALL_BLOCK_DISTRICT,
  side_m: 960,
  gateStretch_m: 480,
  curbStallCount: 400,
  pudoBayCount: 80,
  loadingBayCount: 40,
  lotStallCount: 600,
  remoteLotCount: 2,
  remoteStallCount: 400,
  residentCount: 9_200,
  jobCount: 6_900,
  addressCount: 300,
});

function districtRun(regime: Regime): RunInputs {
  const start_s = 8 * 3600;
  const end_s = start_s + 5400;
  const { trips, idleCars } = generateDemand(district, { ...demandFor(district), factor: 0.08 });
  const scenario = scenarioOf({
    regime,
    start_s,
    end_s,
    overtime_s: 0,
    fleet: { vehicleCount: 60 },
  });
  return {
    scenario,
    network: district,
    trips: trips.filter(({ departure_s }) => departure_s >= start_s && departure_s < end_s),
    idleCars,
  };
}

describe.each(REGIMES)('in the regime %s', (regime) => {
  test('the same inputs give the same result, to the last bit', async () => {
    const inputs = townRun(regime);
    const first = await simulate(inputs);
    const second = await simulate(townRun(regime));
    expect(second).toEqual(first);
    expect(hashOf(second)).toBe(hashOf(first));
    expect(first.trips.filter(({ status }) => status === 'arrived').length).toBeGreaterThan(55);
  });

  test('blocks worked in twenty other orders give the same result', {
    timeout: 60_000,
  }, async () => {
    const inputs = townRun(regime, { end_s: 8 * 3600 + 1800, overtime_s: 0 });
    const expected = await hashOfRun(inputs);
    for (let seed = 0; seed < 20; seed++) {
      expect(await hashOfRun(inputs, { executor: shuffledBlocks(seed), blockSizes })).toBe(
        expected,
      );
    }
  });

  test('rows of the inputs in another order give the same result', async () => {
    const inputs = townRun(regime);
    const expected = await hashOfRun(inputs);
    for (const seed of [1, 2, 3]) {
      expect(await hashOfRun(withRowsShuffled(inputs, seed))).toBe(expected);
    }
  });

  test('looking on changes nothing', async () => {
    const inputs = townRun(regime);
    const minutes: number[] = [];
    const onMinute = ({ time_s }: { time_s: number }): void => void minutes.push(time_s);
    const signal = new AbortController().signal;
    expect(await hashOfRun(inputs, { onMinute, signal })).toBe(await hashOfRun(inputs));
    expect(minutes.length).toBeGreaterThanOrEqual(60);
  });

  test('a generated district runs a morning with other rows and blocks to one result', async () => {
    const inputs = districtRun(regime);
    const result = await simulate(inputs);
    const other = await hashOfRun(withRowsShuffled(inputs, 1), {
      executor: shuffledBlocks(1),
      blockSizes: { nodes: 16, movers: 32 },
    });
    expect(other).toBe(hashOf(result));
    const arrived = result.trips.filter(({ status }) => status === 'arrived');
    expect(arrived.length).toBeGreaterThan(0.8 * inputs.trips.length);
  });
});

test('another seed gives another day', async () => {
  const first = await hashOfRun(townRun('today', { seed: 1 }));
  expect(await hashOfRun(townRun('today', { seed: 2 }))).not.toBe(first);
});

test('a run that is called off stops within a simulated minute', async () => {
  const controller = new AbortController();
  const minutes: number[] = [];
  const onMinute = ({ time_s }: { time_s: number }): void => {
    minutes.push(time_s);
    controller.abort();
  };
  const run = simulate(townRun('today'), { onMinute, signal: controller.signal });
  await expect(run).rejects.toThrow('aborted');
  expect(minutes).toHaveLength(1);
});

/** Streets all alike around one address, whose short curb is full. */
const maze: NetworkDraft = {
  ...streetMap(
    'W--a--b--c--E',
    '   |  |  |   ',
    '   d--e--f   ',
    '   |  |  |   ',
    '   g--h--i   ',
    {
      step_m: 30,
      uturns: 'WE',
    },
  ),
  district: { ...smallTown.district },
  blocks: smallTown.blocks,
  curbs: [curbOn('de', { start_m: 20, end_m: 32 })],
  lots: [lotOn('ab', { name: 'yard', position_m: 60, stallCount: 30, x_m: 150, y_m: 240 })],
  addresses: [addressOn('de', { name: 'inn', position_m: 30, x_m: 120, y_m: 120 })],
};

/** Visitors ten minutes apart who find the curb full and look for a stall along the streets. */
function lonelyVisitors(without: number | null): RunInputs {
  const start_s = 8 * 3600;
  const scenario = scenarioOf({
    start_s,
    end_s: start_s + 7200,
    routing: { smoothing: 0 },
    parking: { searchLimit_s: 200 },
  });
  const trips = Array.from({ length: 10 }, (_, at) => ({
    name: `visit${at}`,
    kind: 'visitor' as const,
    vehicle: `guest${at}`,
    departure_s: start_s + 600 * at,
    origin: at % 2 === 0 ? 'gate-W' : 'gate-E',
    destination: 'inn',
    partySize: 1,
  }));
  const idleCars = ['one', 'two'].map((vehicle) => ({ vehicle, address: 'inn' }));
  return { scenario, network: maze, idleCars, trips: trips.filter((_, at) => at !== without) };
}

test('a trip that is left out changes nothing for trips that never meet it', async () => {
  const whole = await simulate(lonelyVisitors(null));
  expect(whole.summary.vkt_cruising_km).toBeGreaterThan(10);
  for (const without of [0, 4, 9]) {
    const { trips } = await simulate(lonelyVisitors(without));
    expect(trips).toEqual(whole.trips.filter(({ trip }) => trip !== `visit${without}`));
  }
});
