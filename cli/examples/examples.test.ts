import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { CONVERTED_LAYOUTS } from '../../networks/convert/converted-layouts.js';
import { resolveInputs } from '../inputs.js';
import { ROOMS } from '../rooms.js';
import { runOnce } from '../run-folder/run-once.js';
import { type RunSpec, runsOf } from '../study/design.js';
import { readStudy } from '../study/read-study.js';
import { inputsOf } from '../study/run-worker.js';
import { readYamlFile } from '../yaml-file.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(HERE);
const scenarios = names.filter((name) => name.endsWith('.scenario.yaml'));
const studies = names.filter((name) => name.endsWith('.study.yaml'));

const home = mkdtempSync(join(tmpdir(), 'blockwise-examples-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Everything of the example but the length of its day and the number of its trips. */
const SHORT_DAY = { start_s: 8 * 3600, end_s: 9 * 3600, overtime_s: 3600 };
const FEW_TRIPS = { factor: 0.02 };

/** A city is tried on a part of its land, with the people, curbs and stalls that belong to it. */
const MOST_m = 5000;
const FIFTH = 1 / 5;

function partOf(spec: RunSpec): RunSpec {
  const { layout, scenario } = spec;
  const side_m = layout.kind === 'generated' ? Number(layout.settings['side_m'] ?? 0) : 0;
  if (layout.kind !== 'generated' || side_m <= MOST_m) return spec;
  const scaled = (count: unknown): number => Math.round(Number(count) * FIFTH * FIFTH);
  const counts = Object.entries(layout.settings)
    .filter(([key]) => key.endsWith('Count'))
    .map(([key, count]) => [key, scaled(count)]);
  const settings = { ...layout.settings, ...Object.fromEntries(counts), side_m: side_m * FIFTH };
  const fleet = scenario['fleet'] as { readonly vehicleCount: number };
  return {
    ...spec,
    layout: { ...layout, settings },
    scenario: { ...scenario, fleet: { ...fleet, vehicleCount: scaled(fleet.vehicleCount) } },
  };
}

/** Streets of the user's own are stood for by a small district, converted to what its folder is called. */
async function standIn(path: string): Promise<void> {
  if (existsSync(path)) return;
  const curbs = { curbStallCount: 0, pudoBayCount: 0, loadingBayCount: 0 };
  const counts = { ...curbs, lotStallCount: 1000, residentCount: 2304, jobCount: 1728 };
  const district = { side_m: 480, addressCount: 144, remoteLotCount: 2, remoteStallCount: 900 };
  const asItIs = await ROOMS.generateNetwork('small-block', { ...district, ...counts });
  const layout = CONVERTED_LAYOUTS.find((name) => name === basename(path));
  const made = layout === undefined ? null : await ROOMS.convertNetwork(asItIs, layout, {});
  await ROOMS.writeNetworkFolder(made?.network ?? asItIs, path, { repairs: [] });
}

async function placedIn(folder: string, spec: RunSpec): Promise<RunSpec> {
  if (spec.layout.kind !== 'folder') return spec;
  const path = join(folder, basename(spec.layout.path));
  await standIn(path);
  return { ...spec, layout: { kind: 'folder', path } };
}

const store = { simulate: ROOMS.simulate, store: join(home, 'store'), fresh: true };

test('there are examples of both kinds, and nothing else lies beside them', () => {
  expect(scenarios.length).toBeGreaterThan(0);
  expect(studies.length).toBeGreaterThan(0);
  const others = names.filter((name) => !/\.(scenario|study)\.yaml$|\.test\.ts$/.test(name));
  expect(others).toEqual([]);
});

test.each(scenarios)('%s runs', async (name) => {
  const yaml = await readYamlFile(join(HERE, name));
  const value = { ...(yaml.value as object), ...SHORT_DAY, demand: FEW_TRIPS };
  const { inputs } = await resolveInputs({ ...yaml, value }, {}, ROOMS);
  const { result } = await runOnce(inputs, store);
  expect(result.summary['trips_arrived']).toBeGreaterThan(0);
  expect(result.gridlock).toEqual([]);
});

test('the example with scheduled vehicles has a table of each kind', async () => {
  const yaml = await readYamlFile(join(HERE, 'buses-and-calls.scenario.yaml'));
  const value = { ...(yaml.value as object), ...SHORT_DAY, demand: FEW_TRIPS };
  const { inputs } = await resolveInputs({ ...yaml, value }, {}, ROOMS);
  const { result } = await runOnce(inputs, store);
  const { buses, visits, calls, crossings } = result;
  expect(new Set(buses!.map(({ line }) => line)).size).toBe(4);
  expect(buses!.every(({ laneStopCount }) => laneStopCount === 0)).toBe(true);
  expect(visits!.map(({ status }) => status)).toEqual(['open', 'open']);
  expect(calls!.every(({ status }) => status === 'reached')).toBe(true);
  expect(crossings!.length).toBeGreaterThan(0);
});

/** Six runs of a whole district each. */
const PATIENCE_ms = 300_000;

test.each(studies)('every cell of %s runs', { timeout: PATIENCE_ms }, async (name) => {
  const study = readStudy(await readYamlFile(join(HERE, name)), () => []);
  const specs = runsOf(study, study.fleet?.ladder[0] ?? null);
  const ofFirstSeed = specs.filter(({ seed }) => seed === study.seeds[0]);
  expect(ofFirstSeed).toHaveLength(study.layouts.length * study.regimes.length);
  for (const asked of ofFirstSeed.map(partOf)) {
    const spec = await placedIn(home, asked);
    const scenario = { ...spec.scenario, ...SHORT_DAY };
    const demand = { ...spec.demand, ...FEW_TRIPS };
    const { inputs } = await inputsOf({ ...spec, scenario, demand }, ROOMS);
    const { result } = await runOnce(inputs, store);
    expect(result.summary['trips_arrived'], spec.name).toBeGreaterThan(0);
    expect(result.gridlock, spec.name).toEqual([]);
  }
});

test('the commands that the examples name are about themselves', () => {
  for (const name of scenarios) {
    expect(readFileSync(join(HERE, name), 'utf8')).toContain(`blockwise run cli/examples/${name}`);
  }
});
