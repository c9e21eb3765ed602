import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { runOnce } from '../run-folder/run-once.js';
import { runStudy } from '../study/run-study.js';
import { studyOf } from '../study/study-fakes.js';
import { writeStudyFiles } from '../study/study-files.js';
import { makeStudyResult } from '../study/study-result.js';
import { fakeNetworks, fakeRunResult } from './report-fakes.js';
import { writeReport } from './write-report.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-report-'));
const store = join(home, '.store');
const out = join(home, 'study');
afterAll(() => rmSync(home, { recursive: true }));

/** Two layouts in two regimes, each run put into a store as a study does. */
beforeAll(async () => {
  const networks = fakeNetworks();
  const study = studyOf(
    'name: pair\nlayouts: { small-block: { layout: small-block }, superblock: { layout: superblock } }\n' +
      'regimes: [today, private-automated]\nseeds: [1, 2]\n',
  );
  const runs = await runStudy(study, {
    jobs: 1,
    now_s: () => 0,
    runCell: async ({ name, layoutName, regime, seed }) => {
      const network = networks[layoutName]!;
      const scenario = { ...DEFAULT_SCENARIO, name, regime, seed };
      const { key, result, reused, wall_s } = await runOnce(
        { scenario, network, trips: [], idleCars: [] },
        {
          simulate: async () => fakeRunResult(network, regime),
          store,
          fresh: false,
          notes: ['No vans.'],
        },
      );
      const { summary } = result;
      return { isDone: true, key, folder: join(store, key), summary, isReused: reused, wall_s };
    },
  });
  mkdirSync(out);
  await writeStudyFiles(out, makeStudyResult(study, runs, out), async (path, text) =>
    writeFileSync(path, text),
  );
});

test('the page of a study draws the maps of all its cells from the store', async () => {
  const page = await writeReport(out);
  expect(page).toBe(join(out, 'report.html'));
  const html = readFileSync(page, 'utf8');
  for (const cell of ['small-block, today', 'superblock, private automated']) {
    expect(html).toContain(cell);
  }
  expect(html.match(/<figure>/g)!.length).toBeGreaterThan(10);
  expect(html).toContain('<li>superblock: No vans.</li>');
});

test('the networks of the runs stand in the store once each', () => {
  const networks = readdirSync(join(store, 'networks'));
  expect(networks).toHaveLength(2);
});

test('a network that was changed is named, and no page is made from it', async () => {
  const folder = join(store, 'networks');
  const [name] = readdirSync(folder);
  const path = join(folder, name!);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"length_m":', '"length_m":1'));
  await expect(writeReport(out)).rejects.toThrow(/networks\/[0-9a-f]{64}\.json CLI-009 .*damaged/);
  writeFileSync(path, text);
});

test('a folder without a run or a study is told apart', async () => {
  await expect(writeReport(home)).rejects.toThrow('CLI-008');
});
