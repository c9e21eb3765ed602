import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import type { RunResult } from '../core/metrics/run-result.js';
import { simulate } from '../core/simulate.js';
import { loadInputs } from './inputs.js';
import { ROOMS } from './rooms.js';
import { type RunInputs, runKey } from './run-folder/run-key.js';
import { inputSummary, writeRunFolder } from './run-folder/write-run-folder.js';

const NETWORK = [
  'layout: small-block, side_m: 480, residentCount: 600, jobCount: 400, addressCount: 30',
  'curbStallCount: 100, lotStallCount: 300, pudoBayCount: 0, loadingBayCount: 0',
  'remoteLotCount: 2, remoteStallCount: 200',
].join(', ');

const yamlOf = (routing: string, network = NETWORK): string =>
  [
    'name: day',
    'regime: shared-automated',
    'start_s: "07:30"',
    'end_s: "08:00"',
    'overtime_s: 0',
    'fleet: { vehicleCount: 40 }',
    `network: { ${network} }`,
    `routing: { ${routing} }`,
  ].join('\n');

let home = '';
let monday: RunInputs;
let mondayResult: RunResult;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-earlier-'));
  monday = await inputsOf('noise: 0.1');
  mondayResult = await simulate(monday);
  await writeRunFolder(join(home, 'monday'), mondayResult, {
    key: await runKey(monday),
    scenario: monday.scenario,
    inputs: inputSummary(monday, []),
    network: monday.network,
    log: [],
    timing: { wall_s: 1 },
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function loaded(routing: string, network?: string) {
  const file = join(home, 'day.scenario.yaml');
  writeFileSync(file, yamlOf(routing, network));
  return loadInputs(file, {}, ROOMS);
}

const inputsOf = async (routing: string): Promise<RunInputs> => (await loaded(routing)).inputs;

const problemOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no problem',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message;
    },
  );

test("a run begins with an earlier run's times by its folder, is another run, and has other results", async () => {
  const tuesday = await inputsOf('noise: 0.1, timesFrom: monday');
  const { earlierDay, ...others } = tuesday;
  expect(others).toEqual(monday);
  expect(earlierDay).toMatchObject({ start_s: 7.5 * 3600, interval_s: 900 });
  expect(earlierDay!.links).toHaveLength(mondayResult.links.length);
  expect(earlierDay!.links.some(({ tti }) => tti > 1.5)).toBe(true);
  expect(await runKey(tuesday)).not.toBe(await runKey(monday));
  const result = await simulate(tuesday);
  expect(result.summary['trips']).toBe(mondayResult.summary['trips']);
  expect(result.links).not.toEqual(mondayResult.links);
});

test('a folder that is no run, or a run on other streets, is refused', async () => {
  expect(await problemOf(loaded('timesFrom: .'))).toMatch(/CLI-008/);
  expect(await problemOf(loaded('timesFrom: sunday'))).toMatch(/CLI-001.*does not exist/);
  expect(await problemOf(loaded('timesFrom: /monday'))).toMatch(/SCN-0\d\d routing\.timesFrom/);
  const { network } = await loaded('noise: 0.1').then(({ inputs }) => inputs);
  const elsewhere = {
    ...network,
    links: network.links.map((link) => ({ ...link, name: `other-${link.name}` })),
  };
  const rooms = { ...ROOMS, generateNetwork: async () => elsewhere };
  writeFileSync(join(home, 'b.yaml'), yamlOf('timesFrom: monday'));
  expect(await problemOf(loadInputs(join(home, 'b.yaml'), {}, rooms))).toMatch(/CLI-017/);
});

test('links that are gone are left out, and a note tells how many', async () => {
  const gone = new Set(monday.network.links.slice(0, 2).map(({ name }) => name));
  const network = {
    ...monday.network,
    links: monday.network.links.map((link) =>
      gone.has(link.name) ? { ...link, name: `new-${link.name}` } : link,
    ),
  };
  const rooms = {
    ...ROOMS,
    generateNetwork: async () => network,
    generateDemand: async () => ({ trips: [], idleCars: [], notes: [] }),
  };
  const file = join(home, 'c.yaml');
  writeFileSync(file, yamlOf('timesFrom: monday'));
  const { inputs, notes } = await loadInputs(file, {}, rooms);
  expect(inputs.earlierDay!.links.some(({ link }) => gone.has(link))).toBe(false);
  expect(notes.join()).toMatch(/Times of 2 links of the earlier run are left out/);
});
