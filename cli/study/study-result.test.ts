import { expect, test } from 'vitest';
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import { HEADLINE } from './headline.js';
import { fakeRun, resultOf, SMALL_STUDY, studyOf } from './study-fakes.js';
import { studyFiles } from './study-files.js';
import type { StudyDifference, StudyResult } from './study-result.js';

const cellOf = (result: StudyResult, layout: string, regime: string) =>
  result.cells.find((cell) => cell.layout === layout && cell.regime === regime)!;

const differenceOf = (result: StudyResult, kind: StudyDifference['kind']): StudyDifference =>
  result.differences.find((difference) => difference.kind === kind)!;

test('differences are second less first, seed by seed (theory)', async () => {
  const speed = { 'grid/today': 30, 'grid/private-automated': 28, 'big/today': 31 };
  const study = studyOf(SMALL_STUDY);
  const result = await resultOf(
    study,
    fakeRun(({ name, seed }) => {
      const cell = name.slice(0, name.lastIndexOf('/'));
      return { speed_kmh: (speed[cell as keyof typeof speed] ?? 18) + seed };
    }),
  );
  const meanOf = (kind: StudyDifference['kind']) =>
    differenceOf(result, kind).values['speed_kmh']?.mean;
  expect(cellOf(result, 'grid', 'today').values['speed_kmh']?.perSeed).toEqual([31, 32, 33]);
  expect(meanOf('between-layouts')).toBe(31 - 30);
  expect(meanOf('between-regimes')).toBe(28 - 30);
  expect(meanOf('difference-of-differences')).toBe(18 - 31 - (28 - 30));
  expect(result.differences).toHaveLength(2 + 2 + 1);
});

test('two names of one layout differ by exactly zero in every figure (A/A)', async () => {
  const study = studyOf(`
name: a-a
layouts:
  one: { layout: small-block, spacing_m: 120, lanes: 1 }
  two: { layout: small-block, lanes: 1, spacing_m: 120 }
regimes: [today, private-automated]
seeds: [1, 2, 3]
`);
  const result = await resultOf(study, fakeRun());
  expect(result.twins).toEqual([
    {
      layouts: ['one', 'two'],
      isExactlyEqual: true,
      comparedCount: 6 * METRICS.length,
      unequalCount: 0,
    },
  ]);
  const between = result.differences.filter(({ kind }) => kind !== 'between-regimes');
  for (const { values } of between) {
    for (const { key } of METRICS) {
      const { mean, isExactlyZero } = values[key]!;
      // Nobody waits for a fleet in these regimes.
      if (key === 'wait_p50_s') expect(mean).toBeNull();
      else expect([key, mean, isExactlyZero]).toEqual([key, 0, true]);
    }
  }
});

test('an A/A study that is off by one bit in one run is told', async () => {
  const study = studyOf(`
name: a-a
layouts: { one: { layout: small-block }, two: { layout: small-block } }
regimes: [today]
seeds: [1, 2]
`);
  const result = await resultOf(
    study,
    fakeRun(({ name }) => ({ vkt_km: name === 'two/today/2' ? 1 + Number.EPSILON : 1 })),
  );
  expect(result.twins).toMatchObject([{ isExactlyEqual: false, unequalCount: 1 }]);
});

test('layouts with other settings are no twins, even where their runs agree', async () => {
  const study = studyOf(`
name: not-a-a
layouts: { one: { layout: small-block }, two: { layout: small-block } }
regimes: [today]
seeds: [1]
cells: { two: { dt_s: 1 } }
`);
  expect((await resultOf(study, fakeRun())).twins).toEqual([]);
});

test('a cell with gridlock or over 1 % unfinished is flagged with its served share', async () => {
  const result = await resultOf(
    studyOf(SMALL_STUDY),
    fakeRun(({ name }) => {
      if (name === 'big/today/3') return { gridlock_rings: 2 };
      if (name === 'big/private-automated/1') return { trips_unfinished: 11, trips_arrived: 989 };
      if (name === 'grid/today/1') return { trips_unfinished: 10, trips_arrived: 990 };
      return {};
    }),
  );
  expect(cellOf(result, 'big', 'today').flags).toMatchObject({ gridlock: [3], isBounded: true });
  expect(cellOf(result, 'big', 'private-automated').flags).toEqual({
    gridlock: [],
    unfinished: [1],
    failed: [],
    servedShare: (100 * 2989) / 3000,
    isBounded: true,
  });
  expect(cellOf(result, 'grid', 'today').flags.isBounded).toBe(false);
  const { values } = differenceOf(result, 'between-layouts');
  expect(values['tti']?.isBounded).toBe(true);
  expect(values['trips_unfinished']?.isBounded).toBe(false);
});

test('a failed run leaves its seed out, and the number of values says so', async () => {
  const runCell = fakeRun();
  const result = await resultOf(studyOf(SMALL_STUDY), async (spec) =>
    spec.name === 'grid/today/2'
      ? { isDone: false, code: 'RUN-003', message: 'broken' }
      : runCell(spec),
  );
  const { values, flags, runs } = cellOf(result, 'grid', 'today');
  expect(values['vkt_km']).toMatchObject({ n: 2 });
  expect(values['vkt_km']?.perSeed[1]).toBeNull();
  expect(flags.failed).toEqual([2]);
  expect(runs.map(({ seed }) => seed)).toEqual([1, 3]);
  expect(differenceOf(result, 'between-layouts').values['vkt_km']?.n).toBe(2);
});

test('the files hold every metric of every cell, and no path of this machine', async () => {
  const study = studyOf(SMALL_STUDY);
  const files = await studyFiles(await resultOf(study));
  const [json, cells, differences] = files.map(({ text }) => text);
  const read = JSON.parse(json!) as StudyResult;
  expect(read).toEqual(await resultOf(study));
  expect(read.cells[0]?.runs[0]?.folder).toBe('../store/grid/today/1');
  const lines = cells!.trimEnd().split('\n');
  expect(lines[0]).toBe('layout,regime,metric,unit,mean,low,high,n,is_bounded');
  expect(lines).toHaveLength(1 + 4 * METRICS.length);
  expect(lines.find((line) => line.includes('wait_p50_s'))).toBe(
    'grid,today,wait_p50_s,s,,,,0,false',
  );
  const difference = differences!.split('\n').find((line) => line.includes('vkt_km'))!;
  expect(difference).toMatch(/^between-layouts,big minus grid,today,vkt_km,km,/);
});

test('headlines of one group stand together', () => {
  const groups = HEADLINE.map(({ group }) => group);
  const runsOfGroups = groups.filter((group, at) => group !== groups[at - 1]);
  expect(runsOfGroups).toEqual([...new Set(groups)]);
});

test('a study of one cell has the heads of its tables, and no difference', async () => {
  const study = studyOf(
    'name: one\nlayouts: { grid: { layout: small-block } }\nregimes: [today]\nseeds: [1]\n',
  );
  const files = await studyFiles(await resultOf(study));
  const textOf = (name: string): string => files.find((file) => file.name === name)!.text;
  expect(textOf('cells.csv').split('\n')).toHaveLength(1 + METRICS.length + 1);
  expect(textOf('differences.csv')).toMatch(/^kind,layout,regime,metric,.*is_bounded\n$/);
});
