import { expect, test } from 'vitest';
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import { fakeRun, resultOf, studyOf } from './study-fakes.js';
import { studyTable } from './study-table.js';

const FULL_STUDY = `
name: full
layouts: { small-block: { layout: small-block }, superblock: { layout: superblock } }
regimes: [today, private-automated, shared-automated]
seeds: [1, 2, 3, 4, 5]
fleet: { ladder: [400, 800], rejectedLimit: 0.02 }
compare:
  layouts: [[small-block, superblock]]
  regimes: [[today, private-automated], [today, shared-automated]]
`;

const rows = METRICS.filter(({ key }) =>
  ['land_used_m2', 'speed_kmh', 'walk_mean_s', 'trips_unfinished', 'wait_p50_s'].includes(key),
);

test('the table of a small study reads as drawn here', async () => {
  const study = studyOf(`
name: drawn
layouts: { grid: { layout: small-block }, big: { layout: superblock } }
regimes: [today, shared-automated]
seeds: [1, 2, 3]
fleet: { ladder: [400, 800], rejectedLimit: 0.02 }
`);
  const result = await resultOf(
    study,
    fakeRun(({ layoutName, regime, seed, scenario }) => {
      const isBig = layoutName === 'big';
      const isShared = regime === 'shared-automated';
      const fleet = scenario['fleet'] as { vehicleCount: number } | undefined;
      return {
        land_used_m2: isShared ? 100_000 : 250_000 + 1000 * seed,
        speed_kmh: (isBig ? 28 : 31) - (isShared ? 4 + seed / 10 : 0),
        walk_mean_s: 60 + (isBig ? 0.01 * seed : 0),
        trips_arrived: isBig && isShared ? 960 : 1000,
        trips_unfinished: isBig && isShared ? 40 : 0,
        gridlock_rings: isBig && isShared && seed === 2 ? 1 : 0,
        wait_p50_s: isShared ? 120 + seed : Number.NaN,
        rejected_share: fleet?.vehicleCount === 400 ? 3.25 : 1.5,
        route_gap: Number.NaN,
      };
    }),
  );
  expect(`\n${studyTable(result, rows)}`).toMatchInlineSnapshot(`
    "
    drawn: means of 3 seeds
    fleet: 800 vehicles, the smallest with under 2 % rejected on every layout; tried, with the first seed:
          400 vehicles: grid 3.25 %, big 3.25 %: too few
          800 vehicles: grid 1.5 %, big 1.5 %: enough

                                                          grid       grid      big        big
                                                         today     shared    today     shared
                                                                automated           automated
    ─────────────────────────────────────────────────────────────────────────────────────────
    parking land
      parking land used at the peak of the sum     m²  252,000    100,000  252,000  ≥ 100,000
    congestion
      mean speed, VKT / VHT                      km/h     31.0       26.8     28.0     ≤ 23.8
    travel
      trips under way when the run ended        trips        0          0        0         40
      walking, mean                                 s     60.0       60.0     60.0     ~ 60.0
    service
      waiting for a vehicle, median                 s        —        122        —      ≥ 122

    Differences between layouts, ± half the 95 % interval of the pairs
                                                                big               big
                                                             − grid            − grid
                                                              today  shared-automated
    ─────────────────────────────────────────────────────────────────────────────────
    parking land
      parking land used at the peak of the sum     m²       0 ± 0 =           0 ± 0 !
    congestion
      mean speed, VKT / VHT                      km/h  −3.0 ± 0.0 *      −3.0 ± 0.0 !
    travel
      trips under way when the run ended        trips       0 ± 0 =         +40 ± 0 *
      walking, mean                                 s   0.0 ± 0.0         0.0 ± 0.0 !
    service
      waiting for a vehicle, median                 s           —             0 ± 0 !

    Differences between regimes, ± half the 95 % interval of the pairs
                                                         shared-automated    shared-automated
                                                                  − today             − today
                                                                     grid                 big
    ─────────────────────────────────────────────────────────────────────────────────────────
    parking land
      parking land used at the peak of the sum     m²  −152,000 ± 2,484 *  −152,000 ± 2,484 !
    congestion
      mean speed, VKT / VHT                      km/h        −4.2 ± 0.2 *        −4.2 ± 0.2 !
    travel
      trips under way when the run ended        trips             0 ± 0 =           +40 ± 0 *
      walking, mean                                 s         0.0 ± 0.0 =         0.0 ± 0.0 !
    service
      waiting for a vehicle, median                 s                 —                   —

    *  the interval excludes zero    =  exactly equal in every seed    —  not defined
    !  one side is only a bound: the cell has gridlock or over 1 % of its trips unfinished
    ≥ ≤ ~  lower bound, upper bound, mean of those that got through, in such a cell
    big, shared-automated: 96.0 % of the trips served; gridlock with seed 2; unfinished trips over 1 % with seeds 1, 2, 3
    "
  `);
});

test('the full table keeps to 130 columns, and so does one with twice the layouts', async () => {
  const wide = FULL_STUDY.replace(
    'layouts: { ',
    'layouts: { a-much-longer-layout: { layout: woven }, mixed: { layout: mixed }, ',
  );
  for (const text of [FULL_STUDY, wide]) {
    const result = await resultOf(
      studyOf(text),
      fakeRun(({ seed }) => ({ vkt_km: 1_234_567 + seed, vht_h: 45_678.9, rejected_share: 1 })),
    );
    const lines = studyTable(result).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
  }
});

test('the means of two layouts and three regimes stand side by side', async () => {
  const result = await resultOf(
    studyOf(FULL_STUDY),
    fakeRun(() => ({ vkt_km: 1_234_567, rejected_share: 1 })),
  );
  const line = studyTable(result)
    .split('\n')
    .find((row) => row.includes('vehicle-kilometres'))!;
  expect(line.match(/1,234,567/g)).toHaveLength(6);
});

test('one seed has no interval, and the table says so', async () => {
  const study = studyOf(FULL_STUDY.replace('[1, 2, 3, 4, 5]', '[4]'));
  const table = studyTable(
    await resultOf(
      study,
      fakeRun(() => ({ rejected_share: 1 })),
    ),
    rows,
  );
  expect(table).toMatch(/^full: 1 seed, so no intervals\n/);
  expect(table).not.toContain('±');
});

test('a failed run and the number of values that are left are told', async () => {
  const run = fakeRun(() => ({ rejected_share: 1 }));
  const result = await resultOf(studyOf(FULL_STUDY), async (spec) =>
    spec.name === 'superblock/today/2'
      ? { isDone: false, code: 'RUN-003', message: 'RUN-003 a vehicle was lost\n  at x.js' }
      : run(spec),
  );
  const table = studyTable(result, rows);
  expect(table).toContain('FAILED superblock/today/2: RUN-003 a vehicle was lost\n');
  expect(table).toContain('(n=4)');
});

test('a ladder without a large enough fleet is not passed over', async () => {
  const result = await resultOf(
    studyOf(FULL_STUDY),
    fakeRun(() => ({ rejected_share: 5 })),
  );
  expect(studyTable(result, rows)).toContain(
    'though NOT with under 2 % rejected: add larger rungs',
  );
});

test('equal layouts are said to be exactly equal, and unequal ones not (A/A)', async () => {
  const study = studyOf(`
name: a-a
layouts: { one: { layout: small-block }, two: { layout: small-block } }
regimes: [today]
seeds: [1, 2]
`);
  const equal = studyTable(await resultOf(study), rows);
  expect(equal).toMatch(/A\/A: one and two are the same layout: all \d+ figures exactly equal/);
  const unequal = await resultOf(
    study,
    fakeRun(({ name }) => ({ vkt_km: name === 'two/today/2' ? 2 : 1 })),
  );
  expect(studyTable(unequal, rows)).toMatch(/NOT EQUAL in 1 of \d+ figures/);
});
