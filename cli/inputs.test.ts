import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../core/scenario/scenario.js';
import { NETWORK_FIELDS } from '../core/scenario/scenario-fields.js';
import { SMALL_BLOCK_DISTRICT } from '../networks/generate/generate-network.js';
import { loadInputs, noteSentences } from './inputs.js';
import { ROOMS } from './rooms.js';
import { inputsOf } from './study/run-worker.js';
import { SAMPLE_NETWORK } from './testing/sample-run.js';

const example = fileURLToPath(new URL('examples/district.scenario.yaml', import.meta.url));

test('the example scenario has a network, trips and standing cars, by its seed', async () => {
  const { inputs, notes } = await loadInputs(example, {}, ROOMS);
  const { scenario, network, trips, idleCars } = inputs;
  expect(scenario).toEqual({ ...DEFAULT_SCENARIO, name: 'district' });
  expect(network.district.area_m2).toBe(960 * 960);
  expect(notes).toEqual([]);
  // 0.16 of the full district's 96,000.
  expect(trips.length).toBeGreaterThan(15_300);
  expect(trips.length).toBeLessThan(15_420);
  expect(idleCars.length).toBeGreaterThan(0);
  const again = await loadInputs(example, {}, ROOMS);
  expect(again.inputs.trips).toEqual(trips);
  const other = await loadInputs(example, { seed: 2 }, ROOMS);
  expect(other.inputs.scenario.seed).toBe(2);
  expect(other.inputs.trips).not.toEqual(trips);
});

test("a file may change every number of the generator's that is one number", () => {
  const listed = NETWORK_FIELDS.map(({ path }) => path.slice('network.'.length));
  const known = [
    ...Object.keys(SMALL_BLOCK_DISTRICT),
    'speed_kmh',
    'longestZone_m',
    'remoteLotDepth',
    'chargingBayCount',
  ];
  const changeable = known.filter((name) => name !== 'keepClearOf');
  expect(listed.filter((name) => name !== 'folder').sort()).toEqual(changeable.sort());
});

const SMALL = {
  side_m: 480,
  residentCount: 500,
  jobCount: 300,
  addressCount: 30,
  curbStallCount: 100,
  lotStallCount: 300,
  pudoBayCount: 0,
  loadingBayCount: 0,
  remoteLotCount: 2,
  remoteStallCount: 200,
};

test("a study's cell has the inputs of a scenario file that says the same", async () => {
  const { inputs, notes } = await inputsOf(
    {
      name: 'grid/today/3',
      layoutName: 'grid',
      regime: 'today',
      seed: 3,
      layout: {
        kind: 'generated',
        layout: 'small-block',
        settings: SMALL,
      },
      demand: { factor: 0.5 },
      scenario: {
        ...{ name: 'grid/today/3', seed: 3, regime: 'today', walking: { speed_mps: 1 } },
        ...{ start_s: 25_200, end_s: 32_400 },
      },
    },
    ROOMS,
  );
  expect(inputs.scenario.walking.speed_mps).toBe(1);
  expect(inputs.scenario.name).toBe('grid/today/3');
  expect(inputs.network.district.area_m2).toBe(480 * 480);
  // Of the day that is made for it a run of two hours has what departs in them.
  expect(inputs.trips.length).toBeGreaterThan(50);
  expect(Math.min(...inputs.trips.map(({ departure_s }) => departure_s))).toBeGreaterThan(25_199);
  expect(notes.join()).toContain("outside of the run's hours, 07:00 to 09:00, left out");
});

test('another day of rides is the rides that the next seed draws', async () => {
  const cell = async (seed: number, rebalancing: string) => {
    const { inputs } = await inputsOf(
      {
        name: 'rides',
        layoutName: 'grid',
        regime: 'shared-automated',
        seed,
        layout: { kind: 'generated', layout: 'small-block', settings: SMALL },
        demand: { factor: 1, rideCount: 40, rideReturnShare: 0.5 },
        scenario: { seed, regime: 'shared-automated', fleet: { vehicleCount: 3, rebalancing } },
      },
      ROOMS,
    );
    return inputs;
  };
  const today = await cell(1, 'historical');
  expect(today.history).toEqual((await cell(2, 'none')).trips);
  expect(today.history).not.toEqual(today.trips);
  expect(today.history).toHaveLength(40);
});

test('notes about a network are told once a kind, with their number and a source', () => {
  const note = { code: 'NET-201', kind: 'guess', message: 'lanes guessed' } as const;
  const network = { ...SAMPLE_NETWORK, attribution: 'somebody' };
  const notes = [
    { ...note, subject: 'a' },
    { ...note, subject: 'b' },
    { ...note, kind: 'repair', subject: 'c' } as const,
  ];
  expect(noteSentences({ network, notes })).toEqual([
    'Network, NET-201 guess, 2 times: lanes guessed (a, b)',
    'Network, NET-201 repair: lanes guessed (c)',
    'Data: somebody',
  ]);
});
