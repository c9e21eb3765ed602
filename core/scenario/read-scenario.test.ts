import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problems, UserError } from '../base/errors.js';
import { readScenario, type ScenarioFile, type ValuePath } from './read-scenario.js';
import { AUTOMATED, DEFAULT_SCENARIO } from './scenario.js';
import { RUN_FIELDS, SCENARIO_FIELDS } from './scenario-fields.js';

/** A place is the path's length and whether the key was asked for: enough to tell them apart. */
const where = (path: ValuePath, part = 'value') => ({
  line: path.length,
  column: part === 'key' ? 1 : 2,
});

function read(value: unknown): ScenarioFile {
  const problems = new Problems('a.yaml');
  const file = readScenario(value, where, problems);
  problems.throwIfAny();
  return file;
}

function problemsOf(value: unknown): string[] {
  const problems = new Problems('a.yaml');
  readScenario(value, where, problems);
  return problems.list.map(({ line, column, code, field, message }) =>
    [`${line}:${column}`, code, `${field}:`, message].join(' '),
  );
}

/** Paths of everything in `value` that is not itself a group. */
function leavesOf(value: object, above = ''): string[] {
  return Object.entries(value).flatMap(([key, each]) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? leavesOf(each, `${above}${key}.`)
      : [`${above}${key}`],
  );
}

test('the field table lists every setting of a scenario and no other', () => {
  const hours = { from_s: 0, to_s: 1 };
  const box_m = { west_m: 0, south_m: 0, east_m: 1, north_m: 1 };
  const cordon = { ...box_m, vehicleClass: 'all', from_s: 0, to_s: 1, toll: 1 };
  const operator = { share: 0.1, vehicleCount: 1, seatCount: 4, dispatcher: 'batch' };
  const shifts = { starts_s: [0], length_s: 3600 };
  const { curb, parking, routing, fleet } = DEFAULT_SCENARIO;
  const filled = {
    ...DEFAULT_SCENARIO,
    curb: { ...curb, pudoHours: hours },
    parking: { ...parking, peakHours: hours },
    routing: { ...routing, cordon },
    fleet: { ...fleet, second: operator, third: operator, shifts },
  };
  const listed = RUN_FIELDS.filter(({ kind }) => kind !== 'group').map(({ path }) => path);
  expect([...listed].sort()).toEqual(leavesOf(filled).sort());
});

test('every field has a sentence, and every default lies in its range', () => {
  for (const { path, sentence, min, max } of SCENARIO_FIELDS) {
    expect(sentence, path).toMatch(/^[A-Z].*\.$/);
    expect(max, path).toBeGreaterThan(min);
  }
  expect(read(DEFAULT_SCENARIO).scenario).toEqual(DEFAULT_SCENARIO);
});

test('an empty file is the defaults, with generated demand and no network', () => {
  expect(read({})).toEqual({
    scenario: DEFAULT_SCENARIO,
    network: null,
    demand: { factor: 1, seed: null },
    timesFrom: null,
  });
});

test('a nested value changes only itself', () => {
  const { scenario } = read({ curb: { compliance: { human: 0.5 } } });
  const { curb } = DEFAULT_SCENARIO;
  expect(scenario).toEqual({
    ...DEFAULT_SCENARIO,
    curb: { ...curb, compliance: { human: 0.5, automated: curb.compliance.automated } },
  });
});

test('a level of automation sets all five values, and single ones still win', () => {
  const { scenario } = read({ drivers: { automated: { tau_s: 0.8, level: 'optimistic' } } });
  expect(scenario.drivers.automated).toEqual({ ...AUTOMATED.optimistic, tau_s: 0.8 });
});

test('clock times are seconds or HH:MM, and may pass midnight', () => {
  const { scenario } = read({
    start_s: '05:30',
    end_s: '29:30:00',
    curb: { pudoHours: { from_s: '07:00', to_s: 36_000 } },
    signals: { periodStarts_s: [0, '6:30', 32_400] },
  });
  expect([scenario.start_s, scenario.end_s]).toEqual([19_800, 106_200]);
  expect(scenario.curb.pudoHours).toEqual({ from_s: 25_200, to_s: 36_000 });
  expect(scenario.signals.periodStarts_s).toEqual([0, 23_400, 32_400]);
});

test('the sources of network and demand come with their changes', () => {
  const generated = read({
    network: { layout: 'superblock', side_m: 1200, seed: 3 },
    demand: { factor: 0.5, seed: 9 },
  });
  expect(generated.network).toEqual({ layout: 'superblock', overrides: { side_m: 1200, seed: 3 } });
  expect(generated.demand).toEqual({ factor: 0.5, seed: 9 });
  const given = read({ network: { folder: 'net' }, demand: { trips: 'a/trips.csv' } });
  expect(given.network).toEqual({ folder: 'net' });
  expect(given.demand).toEqual({ trips: 'a/trips.csv', idleCars: null, history: null });
});

test('all problems are found at once, unknown fields at their key', () => {
  const found = problemsOf({
    name: '../x',
    seed: 1.5,
    regime: 'todya',
    dt_s: 'fast',
    sede: 4,
    fleet: { maxWait: 300, seatCount: 0 },
    walking: 3,
    signals: { periodStarts_s: ['00:00', '25:99'] },
    curb: { pudoHours: { from_s: '07:00' } },
  });
  expect(found).toEqual([
    '1:2 SCN-003 name: must be 1 to 80 letters, digits, spaces and . , _ - / ( ), ' +
      'a letter or digit first, got "../x"',
    '1:2 SCN-003 seed: must be a whole number from 0 to 2147483647, got "1.5"',
    '1:2 SCN-004 regime: must be one of today, private-automated, shared-automated, got "todya"',
    '1:2 SCN-002 dt_s: must be a number, got the text "fast"',
    '1:1 SCN-001 sede: there is no such field; did you mean seed?',
    '2:1 SCN-001 fleet.maxWait: there is no such field; did you mean maxWait_s?',
    '2:2 SCN-003 fleet.seatCount: must be a whole number from 1 to 60 seats, got "0"',
    '1:2 SCN-002 walking: must be a group of fields, got "3"',
    '3:2 SCN-005 signals.periodStarts_s.1: must be seconds after midnight or "HH:MM", got "25:99"',
    '2:2 SCN-006 curb.pudoHours: needs to_s too',
  ]);
});

test('rules for lanes are read with words for classes and places, and their defaults', () => {
  const { scenario } = read({
    lanes: [
      { where: 'arterials', lane: 'left', classes: 'automated', from_s: '07:00', to_s: '10:00' },
      { where: ['Main Street', 'ab'], lane: 2, classes: ['bus', 'human'], leastLanes: 1 },
      { where: 'all', lane: 'right', classes: [], turning_m: 0 },
    ],
  });
  const [first, second, third] = scenario.lanes;
  expect(first).toEqual({
    where: ['arterials'],
    leastLanes: 2,
    lane: 'left',
    classes: ['pav', 'sav'],
    from_s: 25_200,
    to_s: 36_000,
    turning_m: 50,
  });
  expect(second).toMatchObject({ where: ['Main Street', 'ab'], lane: 2, leastLanes: 1 });
  expect(second!.classes).toEqual(['hdv', 'van', 'bus', 'service']);
  expect(third).toMatchObject({ lane: 'right', classes: [], turning_m: 0, to_s: 86_400 });
  expect(read(scenario).scenario).toEqual(scenario);
});

test('rules for tidal lanes need their links and hours', () => {
  const tidal = [{ links: ['ab', 'bc'], from_s: '07:00', to_s: 36_000 }];
  expect(read({ tidal }).scenario.tidal).toEqual([
    { links: ['ab', 'bc'], from_s: 25_200, to_s: 36_000 },
  ]);
  expect(problemsOf({ tidal: [{ links: 'ab', from_s: '07:00' }] })).toEqual([
    '2:2 SCN-006 tidal.0: needs to_s too',
  ]);
});

test('every problem of every rule for lanes is told, at its place', () => {
  expect(
    problemsOf({
      lanes: [
        { where: [], lane: 'middle', classes: ['cars', 'bus'], lanes: 3 },
        { where: 'all', lane: 0, from_s: '09:00', to_s: '08:00' },
        7,
      ],
    }),
  ).toEqual([
    '3:2 SCN-003 lanes.0.where: must have at least one name',
    '3:2 SCN-004 lanes.0.lane: must be one of left, right, got "middle"',
    '4:2 SCN-004 lanes.0.classes.0: must be one of hdv, pav, sav, van, bus, service, emergency, ' +
      'human, automated, all, got "cars"',
    '3:1 SCN-001 lanes.0.lanes: there is no such field; did you mean lane?',
    '3:2 SCN-003 lanes.1.lane: must be a whole number from 1 to 20, got "0"',
    '2:2 SCN-006 lanes.1: needs classes too',
    '2:2 SCN-002 lanes.2: must be a group of fields, got "7"',
    '3:2 SCN-008 lanes.1.to_s: must be later than from_s, 32400 s; got "28800"',
  ]);
  expect(problemsOf({ lanes: { where: 'all' } })).toEqual([
    '1:2 SCN-002 lanes: must be a list of groups, got a group of fields',
  ]);
});

test('values that contradict or exclude each other are refused', () => {
  expect(problemsOf({ start_s: '08:00', end_s: '07:00' })[0]).toMatch(/^1:2 SCN-008 end_s/);
  expect(problemsOf({ signals: { minCycle_s: 100, maxCycle_s: 60 } })[0]).toMatch(/SCN-008/);
  expect(problemsOf({ curb: { pudoHours: { from_s: 10, to_s: 10 } } })[0]).toMatch(/SCN-008/);
  expect(problemsOf({ dt_s: 0.7 })[0]).toMatch(/SCN-008 dt_s/);
  expect(problemsOf({ end_s: 86_410 })[0]).toMatch(/SCN-008 end_s/);
  expect(problemsOf({ output: { period_s: 420 } })[0]).toMatch(/SCN-008 output\.period_s/);
  expect(problemsOf({ routing: { refresh_s: 90 } })[0]).toMatch(/SCN-008 routing\.refresh_s/);
  expect(problemsOf({ routing: { reroute_s: 90 } })[0]).toMatch(/SCN-008 routing\.reroute_s/);
  const upside = { west_m: 9, south_m: 9, east_m: 1, north_m: 1, from_s: 0, to_s: 1, toll: 1 };
  const cordon = { ...upside, vehicleClass: 'all' };
  expect(problemsOf({ routing: { cordon } }).join()).toMatch(/east_m.*above.*north_m.*above/s);
  expect(problemsOf({ dt_s: 0.1 })).toEqual([]);
  expect(problemsOf({ signals: { periodStarts_s: [0, 0] } })[0]).toMatch(/later than the one/);
  expect(problemsOf({ network: { folder: 'a', layout: 'superblock' } })[0]).toMatch(/SCN-007/);
  expect(problemsOf({ network: { side_m: 900 } })[0]).toMatch(/SCN-006 network\.side_m/);
  expect(problemsOf({ demand: { trips: 'a', factor: 1 } })[0]).toMatch(/SCN-007/);
  const blind = { timesFrom: 'monday', policy: 'free-flow' };
  expect(problemsOf({ routing: blind })[0]).toMatch(/SCN-007 routing\.timesFrom/);
  expect(problemsOf({ routing: { timesFrom: '../monday' } })).toHaveLength(1);
  expect(problemsOf({ demand: { idleCars: 'a' } })[0]).toMatch(/SCN-006 demand\.idleCars/);
  expect(problemsOf({ demand: { history: 'a' } })[0]).toMatch(/SCN-006 demand\.history/);
  const historical = { fleet: { rebalancing: 'historical' }, demand: { trips: 'a' } };
  expect(problemsOf(historical)[0]).toMatch(/SCN-006 fleet\.rebalancing/);
  expect(problemsOf({ ...historical, demand: { trips: 'a', history: 'b' } })).toEqual([]);
  const byBlocks = { rebalanceBy: 'blocks', rebalancing: 'plus-one' };
  expect(problemsOf({ fleet: byBlocks })[0]).toMatch(/SCN-008 fleet\.rebalanceBy/);
  expect(problemsOf({ fleet: { ...byBlocks, rebalancing: 'recent' } })).toEqual([]);
  expect(problemsOf({ fleet: { blocks: { side_m: 3 } } })[0]).toMatch(/SCN-008 .*side_m/);
  const noBlocks = { side_m: 0, innerSide_m: 0, zoneSide_m: 0 };
  const without = { ...byBlocks, rebalancing: 'recent', blocks: noBlocks };
  expect(problemsOf({ fleet: without })[0]).toMatch(/SCN-008 fleet\.blocks/);
  const second = { share: 0.5, vehicleCount: 0, seatCount: 4, dispatcher: 'batch' };
  expect(problemsOf({ fleet: { second } })[0]).toMatch(/SCN-008 fleet\.second\.vehicleCount/);
  expect(problemsOf({ fleet: { second: { ...second, vehicleCount: 1 } } })).toEqual([]);
  const charging = { lowShare: 0.7, readyShare: 0.6 };
  expect(problemsOf({ fleet: { charging } })[0]).toMatch(/SCN-008 fleet\.charging/);
  expect(problemsOf({ demand: { trips: 'a', rideCount: 9 } })[0]).toMatch(/SCN-007/);
  expect(problemsOf({ demand: { rideDeterrence_perKm: 1 } })[0]).toMatch(/SCN-006 demand\.ride/);
  expect(problemsOf({ demand: { rideReturnShare: 1 } })[0]).toMatch(/SCN-006 demand\.rideReturn/);
});

test('a demand is of days, or of rides where their number is given', () => {
  expect(read({ demand: { factor: 0.5 } }).demand).toEqual({ factor: 0.5, seed: null });
  expect(read({ demand: { rideCount: 40 } }).demand).toEqual({
    factor: 1,
    seed: null,
    rides: { rideCount: 40, deterrence_perKm: 2, returnShare: 0 },
  });
  expect(read({ demand: { rideCount: 40, rideDeterrence_perKm: 0.2 } }).demand).toMatchObject({
    rides: { deterrence_perKm: 0.2 },
  });
  expect(read({ demand: { rideCount: 40, rideReturnShare: 1 } }).demand).toMatchObject({
    rides: { returnShare: 1 },
  });
});

test('prices of links are read with their clock times, and each bad one is named', () => {
  const { scenario } = read({
    routing: { linkPrices: [{ links: ['ab', 'bc'], from_s: '07:00', to_s: '10:00', toll: 3 }] },
  });
  expect(scenario.routing.linkPrices).toEqual([
    {
      links: ['ab', 'bc'],
      vehicleClass: 'all',
      from_s: 25_200,
      to_s: 36_000,
      toll: 3,
      isAvoided: false,
    },
  ]);
  const good = { links: ['ab'], toll: 1 };
  const complaint = (price: unknown): string | undefined =>
    problemsOf({ routing: { linkPrices: [good, price] } })[0];
  expect(complaint({ links: [], toll: 1 })).toMatch(
    /SCN-003 routing.linkPrices.1.links: must have/,
  );
  expect(complaint({ toll: 1 })).toMatch(/SCN-006 routing.linkPrices.1: needs links/);
  expect(complaint({ links: ['ab'] })).toMatch(
    /SCN-008 routing.linkPrices.1: needs a toll above 0/,
  );
  expect(complaint({ links: ['ab'], toll: -1 })).toMatch(/SCN-003 .*toll: must be a number from 0/);
  expect(complaint({ links: ['ab'], toll: 1, class: 'HDV' })).toMatch(/SCN-001 .*1.class/);
  expect(complaint({ links: ['ab'], vehicleClass: 'bus', toll: 1 })).toMatch(/SCN-004/);
  expect(complaint({ links: ['ab'], from_s: '25:99', toll: 1 })).toMatch(/SCN-005 .*from_s/);
  expect(complaint({ links: ['ab'], isAvoided: 'yes' })).toMatch(/SCN-002 .*true or false/);
  expect(complaint(7)).toMatch(/SCN-002/);
  expect(problemsOf({ routing: { linkPrices: good } })[0]).toMatch(/SCN-002 .*a list/);
  // All that is wrong is told at once.
  const both = [
    { ...good, toll: -1 },
    { ...good, vehicleClass: 'bus' },
  ];
  expect(problemsOf({ routing: { linkPrices: both } }).join()).toMatch(/toll.*vehicleClass/s);
});

test('a path written in a file may not leave its folder', () => {
  const paths = ['/etc', '..', 'a/../../b', 'a\\..\\b', 'C:/x', 'c:', '', 'a\0b', '\\\\host\\x'];
  for (const folder of paths) {
    expect(problemsOf({ network: { folder } }), folder).toHaveLength(1);
    expect(problemsOf({ network: { folder } })[0]).toMatch(/SCN-009/);
  }
  for (const folder of ['a', './a', 'a/b..c', '...']) read({ network: { folder } });
});

test('keys that every object has are unknown fields, and change no other object', () => {
  const value = JSON.parse(
    '{"__proto__": {"seed": 9}, "constructor": 1, "fleet": {"toString": 2}}',
  );
  expect(problemsOf(value)).toHaveLength(3);
  expect(({} as Record<string, unknown>)['seed']).toBeUndefined();
});

test('any value gives a scenario or problems, and a scenario reads back as itself', () => {
  const leaf = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.boolean(), fc.integer());
  const paths = SCENARIO_FIELDS.map(({ path }) => path);
  const change = fc.tuple(fc.constantFrom(...paths), fc.oneof(leaf, fc.array(leaf)));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      const value: Record<string, unknown> = {};
      for (const [path, each] of changes) put(value, path.split('.'), each);
      try {
        const { scenario } = read(value);
        expect(read(scenario).scenario).toEqual(scenario);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

function put(target: Record<string, unknown>, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[key!] = value;
  else {
    target[key!] ??= {};
    const group = target[key!];
    if (typeof group === 'object' && group !== null) put(group as typeof target, rest, value);
  }
}

test('lists of groups: what an entry leaves out is that of its group, or wanted', () => {
  const line = { name: 'M1', stops: ['a'] };
  const value = {
    buses: { headway_s: 300, lines: [line, { ...line, name: 'M2', seatCount: 20 }] },
  };
  const { lines } = read(value).scenario.buses;
  expect(lines[0]).toMatchObject({ name: 'M1', from: '', headway_s: 300, seatCount: 70 });
  expect(lines[1]).toMatchObject({ name: 'M2', headway_s: 300, seatCount: 20, departures_s: [] });
});

test('problems in lists stand at their entry and key', () => {
  const visit = { name: 'v', place: 'z', from: 'g', arrives_s: '10:00', leaves_s: '09:00' };
  const value = {
    buses: { lines: [{ name: 'M1', stops: [] }, { name: 'M1', stop: ['a'] }, 7] },
    services: [visit, { name: 'w' }],
    emergency: { stations: ['a', 3] },
  };
  const problems = problemsOf(value).map((text) => /(SCN-\d+ [\w.]+)/.exec(text)![1]!);
  expect(problems.sort()).toEqual([
    'SCN-001 buses.lines.1.stop',
    'SCN-002 buses.lines.2',
    'SCN-002 emergency.stations.1',
    'SCN-003 buses.lines.0.stops',
    'SCN-006 buses.lines.1',
    'SCN-006 services.1',
    'SCN-006 services.1',
    'SCN-006 services.1',
    'SCN-006 services.1',
    'SCN-008 buses.lines.1.name',
    'SCN-008 services.0.leaves_s',
  ]);
});
