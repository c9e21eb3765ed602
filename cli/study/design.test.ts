import { expect, test } from 'vitest';
import { merge, runsOf } from './design.js';
import { SMALL_STUDY, studyOf } from './study-fakes.js';

test('runs go layout by layout, regime by regime, seed by seed, as in the file', () => {
  expect(runsOf(studyOf(SMALL_STUDY), null).map(({ name }) => name)).toEqual([
    'grid/today/1',
    'grid/today/2',
    'grid/today/3',
    'grid/private-automated/1',
    'grid/private-automated/2',
    'grid/private-automated/3',
    'big/today/1',
    'big/today/2',
    'big/today/3',
    'big/private-automated/1',
    'big/private-automated/2',
    'big/private-automated/3',
  ]);
});

test('a replicate has the same seed and the same demand in every cell', () => {
  const runs = runsOf(studyOf(`${SMALL_STUDY}\ndemand: { factor: 0.5 }`), null);
  for (const { seed, scenario, demand, name } of runs) {
    expect(scenario).toMatchObject({ seed, name });
    expect(demand).toEqual({ factor: 0.5 });
  }
  const seedsOf = (cell: string): number[] =>
    runs.filter(({ name }) => name.startsWith(cell)).map(({ seed }) => seed);
  expect(seedsOf('grid/today')).toEqual(seedsOf('big/private-automated'));
});

test('settings of a cell win over those of its regime, its layout and the study', () => {
  const study = studyOf(`${SMALL_STUDY}
scenario: { walking: { speed_mps: 1 }, dt_s: 1, curb: { bay_m: 5, dwell_s: 10 } }
cells:
  grid/today: { dt_s: 4 }
  today: { dt_s: 3, curb: { dwell_s: 20 } }
  grid: { dt_s: 2, walking: { speed_mps: 2 } }
`);
  const scenarioOf = (name: string) =>
    runsOf(study, null).find((run) => run.name === name)?.scenario;
  expect(scenarioOf('grid/today/1')).toEqual({
    walking: { speed_mps: 2 },
    dt_s: 4,
    curb: { bay_m: 5, dwell_s: 20 },
    name: 'grid/today/1',
    seed: 1,
    regime: 'today',
  });
  expect(scenarioOf('big/today/2')).toMatchObject({ dt_s: 3, walking: { speed_mps: 1 } });
  expect(scenarioOf('big/private-automated/2')).toMatchObject({ dt_s: 1, curb: { dwell_s: 10 } });
});

test('the fleet of the ladder goes to the shared regime alone', () => {
  const study = studyOf(`
name: fleets
layouts: { grid: { layout: small-block } }
regimes: [today, shared-automated]
seeds: [1]
scenario: { fleet: { seatCount: 6 } }
fleet: { ladder: [10], rejectedLimit: 0.02 }
`);
  const [today, shared] = runsOf(study, 10);
  expect(today?.scenario['fleet']).toEqual({ seatCount: 6 });
  expect(shared?.scenario['fleet']).toEqual({ seatCount: 6, vehicleCount: 10 });
});

test('merging replaces lists and empty values, and leaves both sides as they were', () => {
  const base = { a: { b: [1, 2], c: 1 }, d: { e: 1 } };
  expect(merge(base, { a: { b: [3] }, d: null })).toEqual({ a: { b: [3], c: 1 }, d: null });
  expect(base).toEqual({ a: { b: [1, 2], c: 1 }, d: { e: 1 } });
});

test('a field called __proto__ changes no other object', () => {
  const over = JSON.parse('{"__proto__": {"isPolluted": true}}');
  const merged = merge(merge({}, over), over);
  expect(Object.hasOwn(merged, '__proto__')).toBe(true);
  expect(({} as Record<string, unknown>)['isPolluted']).toBeUndefined();
});
