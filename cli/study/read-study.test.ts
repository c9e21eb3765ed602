import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describeProblems, type Problem, UserError } from '../../core/base/errors.js';
import { runsOf } from './design.js';
import { readStudy, type ScenarioProblems } from './read-study.js';
import { SMALL_STUDY, studyOf, yamlOf } from './study-fakes.js';

function problemsOf(text: string, scenarioProblems: ScenarioProblems = () => []): string[] {
  try {
    readStudy(yamlOf(text, 's.yaml'), scenarioProblems);
  } catch (error) {
    if (error instanceof UserError) return describeProblems(error.problems).split('\n');
    throw error;
  }
  return [];
}

test('what the file does not say has a default', () => {
  const study = studyOf(SMALL_STUDY);
  expect(study).toMatchObject({
    demand: { factor: 1 },
    scenario: {},
    fleet: null,
    compare: { layouts: [['grid', 'big']], regimes: [['today', 'private-automated']] },
    map: { hour: 17 },
  });
});

test('a layout is a generator with settings, or a folder beside the file', () => {
  const { layouts } = studyOf(`
name: sources
layouts:
  grid: { layout: small-block, spacing_m: 80 }
  real: { folder: networks/riverside }
regimes: [today]
seeds: [1]
`);
  expect(layouts).toEqual([
    {
      name: 'grid',
      source: { kind: 'generated', layout: 'small-block', settings: { spacing_m: 80 } },
    },
    { name: 'real', source: { kind: 'folder', path: resolve('studies/networks/riverside') } },
  ]);
});

test('rides in the place of days go into every run', () => {
  const study = studyOf(
    `${SMALL_STUDY}demand: { rideCount: 50, rideDeterrence_perKm: 0.2, rideReturnShare: 1 }\n`,
  );
  const rides = { factor: 1, rideCount: 50, rideDeterrence_perKm: 0.2, rideReturnShare: 1 };
  expect(study.demand).toEqual(rides);
  for (const { demand } of runsOf(study, null)) expect(demand).toEqual(rides);
  const alone = problemsOf(`${SMALL_STUDY}demand: { rideDeterrence_perKm: 0.2 }\n`);
  expect(alone).toHaveLength(1);
  expect(alone[0]).toContain('demand.rideDeterrence_perKm: is of rides');
  const twice = problemsOf(`${SMALL_STUDY}demand: { rideCount: 5, rideReturnShare: 2 }\n`);
  expect(twice[0]).toContain('demand.rideReturnShare: must be a share from 0 to 1');
});

test('the example study reads to thirty runs', () => {
  const file = new URL('../examples/small-block-vs-superblock.study.yaml', import.meta.url);
  const study = studyOf(readFileSync(file, 'utf8'));
  expect(runsOf(study, 1000)).toHaveLength(30);
  expect(study.fleet?.rejectedLimit).toBe(0.02);
});

test('every problem is told at once, each with its line and column', () => {
  const problems = problemsOf(`name: ""
layouts:
  grid: { layout: small-block, folder: x }
  today: { layout: superblock }
regimes: [today, tomorow]
seeds: [1, 1.5, 1]
demand: { factor: -1 }
maps: { hour: 3 }
map: { hour: 25 }
scenario: { seed: 3 }
cells:
  nowhere: {}
compare: { layouts: [[grid, gird]] }
`);
  expect(problems).toEqual([
    's.yaml:8:7 STU-002 maps: is not known here; known are name, layouts, regimes, seeds, demand, ' +
      'scenario, cells, fleet, compare, map',
    's.yaml:3:9 STU-003 layouts.grid: must have either layout (a generator) or folder',
    's.yaml:4:10 STU-010 layouts.today: must not have the name of a regime',
    's.yaml:5:18 STU-004 regimes.1: must be one of today, private-automated, shared-automated; ' +
      'got "tomorow"',
    's.yaml:1:7 STU-004 name: must be a name of 1 to 80 characters, got ""',
    's.yaml:6:12 STU-004 seeds.1: must be a whole number from 0 to 2147483647, got "1.5"',
    's.yaml:6:17 STU-005 seeds.2: must not be given twice',
    's.yaml:7:19 STU-004 demand.factor: must be a number above 0, got "-1"',
    's.yaml:10:19 STU-008 scenario.seed: is set by the study, run by run',
    "s.yaml:12:12 STU-007 cells.nowhere: must name one of the study's layouts, its regimes, or " +
      'layout/regime',
    's.yaml:13:23 STU-007 compare.layouts.0.0: must be one of today',
    's.yaml:13:29 STU-007 compare.layouts.0.1: must be one of today',
    's.yaml:9:14 STU-004 map.hour: must be a whole hour from 0 to 23, got "25"',
  ]);
});

test.each(['../other', '/etc', 'C:\\nets', 'a\\..\\..\\b', '"a\\0b"'])(
  'the folder %s, out of the study file’s own, is refused',
  (path) => {
    const problems = problemsOf(`name: s
layouts: { real: { folder: ${path} } }
regimes: [today]
seeds: [1]`);
    expect(problems).toEqual([
      "s.yaml:2:28 STU-006 layouts.real.folder: must stay inside the study file's folder",
    ]);
  },
);

test('a shared fleet needs a size from exactly one place', () => {
  const shared = `name: s
layouts: { grid: { layout: small-block } }
regimes: [shared-automated]
seeds: [1]
`;
  const sized = 'scenario: { fleet: { vehicleCount: 100 } }\n';
  const ladder = 'fleet: { ladder: [10, 20], rejectedLimit: 0.02 }\n';
  expect(problemsOf(shared)[0]).toMatch(/STU-009 shared-automated needs fleet.ladder/);
  expect(problemsOf(shared + sized)).toEqual([]);
  expect(problemsOf(shared + ladder)).toEqual([]);
  expect(problemsOf(shared + sized + ladder)).toEqual([
    's.yaml:5:36 STU-009 scenario.fleet.vehicleCount: is found on the ladder of fleet; give one ' +
      'of the two',
  ]);
  expect(problemsOf(SMALL_STUDY + ladder)[0]).toMatch(/is of no use without shared-automated/);
});

test('the rungs of the ladder are put in order', () => {
  const study = studyOf(`name: s
layouts: { grid: { layout: small-block } }
regimes: [shared-automated]
seeds: [1]
fleet: { ladder: [1000, 400, 600], rejectedLimit: 0.02, waitLimit_s: 420 }`);
  expect(study.fleet).toEqual({
    ladder: [400, 600, 1000],
    rejectedLimit: 0.02,
    waitLimit_s: 420,
  });
});

test('problems of a scenario are placed where the file sets the value, each once', () => {
  const problem = (field: string): Problem => ({
    code: 'SCN-004',
    severity: 'error',
    file: 'scenario',
    line: 0,
    column: 0,
    field,
    message: 'is wrong',
  });
  const text = `name: s
layouts: { grid: { layout: small-block }, big: { layout: superblock } }
regimes: [today, private-automated]
seeds: [1]
scenario: { dt_s: -1, curb: { pudoHours: { from_s: 0 } } }
cells:
  big/today: { dt_s: -2 }
`;
  const problems = problemsOf(text, () => [problem('dt_s'), problem('curb.pudoHours.to_s')]);
  expect(problems).toEqual([
    's.yaml:5:19 SCN-004 scenario.dt_s: is wrong',
    's.yaml:5:42 SCN-004 scenario.curb.pudoHours.to_s: is wrong',
    's.yaml:7:22 SCN-004 cells.big/today.dt_s: is wrong',
  ]);
});

test.each(['', '[]', '3', 'name: {}', 'layouts: []', 'layouts: {}', 'seeds: []', 'regimes: 1'])(
  'the file %j is a coded error, not a crash',
  (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
    for (const problem of problemsOf(text)) expect(problem).toMatch(/^s\.yaml(:\d+:\d+)? STU-\d+ /);
  },
);
