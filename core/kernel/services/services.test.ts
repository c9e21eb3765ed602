import { expect, test } from 'vitest';
import type { UserError } from '../../base/errors.js';
import { CURB_USES } from '../../network/curb-use.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../scenario/scenario.js';
import { type BusLine, NO_BUSES, NO_CALLS } from '../../scenario/services.js';
import { lawBrokenIn, WORLD_MINUTES } from '../../testing/checked-worlds.js';
import { randomWorld } from '../../testing/random-world.js';
import { evenTrips, sceneScenario } from '../../testing/road-scene.js';
import { eventsOf } from '../../testing/scene.js';
import { servedWorld, withServices } from '../../testing/served-worlds.js';
import { townRun } from '../../testing/small-town.js';
import { steppedRun } from '../../testing/stepped-run.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';
import { buildWorld } from '../build-world.js';

/** One street of 600 m at 15 m/s from gate to gate, and one back. */
const street: NetworkDraft = {
  ...streetMap('a--b--c', { step_m: 100, freeSpeed_mps: 15, movement_m: 15, uturns: 'ac' }),
  addresses: [addressOn('bc', { name: 'door', position_m: 150 })],
  lots: [lotOn('bc', { name: 'yard', position_m: 200, stallCount: 5 })],
};

const line = (given: Partial<BusLine>): BusLine => ({
  ...NO_BUSES,
  name: 'M1',
  from: 'gate-a',
  to: 'gate-c',
  stops: ['ab @ 150', 'bc @ 150'],
  departures_s: [100, 700, 1300],
  dwell_s: 20,
  boardings_perHour: 0,
  ...given,
});

interface Inputs extends Partial<Scenario> {
  readonly network?: NetworkDraft;
  readonly trips?: ReturnType<typeof evenTrips>;
}

const play = ({ network = street, trips = [], ...given }: Inputs) =>
  steppedRun({
    network,
    trips,
    idleCars: [],
    scenario: sceneScenario(undefined, { overtime_s: 3600, ...given }),
  });

const withLines = (...lines: readonly BusLine[]): Pick<Scenario, 'buses'> => ({
  buses: { ...NO_BUSES, lines },
});

test('a bus alone takes its way at the limit and its standing times, to half a step', () => {
  const run = play(withLines(line({})));
  run.until(2000);
  const served = eventsOf(run, 'busServed');
  expect(served).toHaveLength(6);
  const step_s = run.world.scenario.dt_s;
  for (const { way_m, run_s, dwell_s } of served) {
    expect(dwell_s).toBe(20);
    // Whole steps: it stops in the step in which it gets there.
    expect(run_s! - way_m! / 15 - 20).toBeGreaterThanOrEqual(-1e-9);
    expect(run_s! - way_m! / 15 - 20).toBeLessThan(2 * step_s);
  }
  const headways = served.filter(({ headway_s }) => headway_s !== -1);
  expect(headways.map(({ headway_s }) => headway_s)).toEqual([600, 600, 600, 600]);
  const length_m = run.world.network.links.length_m[0]! + run.world.network.links.length_m[2]!;
  expect(eventsOf(run, 'busRunEnded').map(({ way_m }) => Math.round(way_m!))).toEqual(
    [1, 2, 3].map(() => Math.round(length_m + 15)),
  );
});

test('a bus that stands in the lane holds up those behind; in its own curb it does not', () => {
  const oneWay = streetMap('a>>>b>>>c', { step_m: 100, freeSpeed_mps: 15, movement_m: 15 });
  const curbs = [curbOn('ab', { start_m: 140, end_m: 170, use: 'bus' })];
  const trips = evenTrips({ from: 'a', to: 'c', headway_s: 10, count: 12, from_s: 90 });
  const slowest_s = (network: NetworkDraft, stop: string): number => {
    const buses = withLines(line({ stops: [stop], departures_s: [100], dwell_s: 60 }));
    const { curb } = sceneScenario();
    const run = play({ network, trips, ...buses, curb: { ...curb, pullIn_s: 0, pullOut_s: 0 } });
    run.until(600);
    expect(eventsOf(run, 'busServed')).toHaveLength(1);
    return Math.max(...eventsOf(run, 'tripArrived').map(({ total_s }) => total_s!));
  };
  const free_s = slowest_s({ ...oneWay, curbs }, 'ab-bus-140');
  expect(free_s).toBeLessThan(56);
  expect(slowest_s(oneWay, 'ab @ 155')).toBeGreaterThan(free_s + 40);
});

test('as many get in as the rate makes come between two buses, as many get out as got in', () => {
  const buses = withLines(
    line({
      stops: ['ab @ 100', 'ab @ 200', 'bc @ 150'],
      departures_s: Array.from({ length: 60 }, (_, at) => 100 + 300 * at),
      dwell_s: 0,
      boardings_perHour: 90,
    }),
  );
  const run = play(buses);
  run.until(20_000);
  const served = eventsOf(run, 'busServed');
  const sum = (field: string): number => served.reduce((total, event) => total + event[field]!, 0);
  expect(served).toHaveLength(180);
  // 45 an hour at each of two stops: 3.75 every 300 s. Rounding by draws: 120 with sd below 0.5.
  expect(Math.abs(sum('boardedCount') - 2 * 60 * 3.75)).toBeLessThan(3 * 0.5 * Math.sqrt(120));
  expect(sum('alightedCount')).toBe(sum('boardedCount'));
  expect(run.world.clock.aboardCount).toBe(0);
  for (const { boardedCount, alightedCount, dwell_s } of served) {
    expect(dwell_s).toBe(5 + Math.max(2.5 * boardedCount!, 1.5 * alightedCount!));
  }
});

test('who finds no room waits for the next bus', () => {
  const run = play(
    withLines(line({ seatCount: 3, boardings_perHour: 60, departures_s: [100, 700] })),
  );
  run.until(1500);
  const [first, , second] = eventsOf(run, 'busServed');
  expect(first).toMatchObject({ boardedCount: 3, leftBehindCount: 7 });
  expect(second!.boardedCount! + second!.leftBehindCount!).toBeGreaterThanOrEqual(7 + 9);
});

const zoned: NetworkDraft = {
  ...street,
  curbs: [curbOn('bc', { start_m: 100, end_m: 130, use: 'pudo' })],
};
const visit = {
  name: 'Clinic',
  kind: 'clinic' as const,
  place: 'bc-pudo-100',
  from: 'gate-a',
  arrives_s: 1000,
  leaves_s: 4600,
};

test('a clinic on wheels is at its curb at its hour and takes its metres until it leaves', () => {
  const run = play({ network: zoned, services: [visit] });
  const { zones } = run.world;
  // 4.5 m of the scene's vehicles, and 2 m to get in and out, held by signs before it comes.
  run.until(500);
  expect([zones.taken_m[0], zones.stoppedCount[0]]).toEqual([6.5, 1]);
  run.until(3000);
  expect([zones.taken_m[0], zones.stoppedCount[0]]).toEqual([6.5, 1]);
  run.until(6000);
  expect([zones.taken_m[0], zones.stoppedCount[0]]).toEqual([0, 0]);
  expect(eventsOf(run, 'visitOpened')).toMatchObject([{ late_s: 0 }]);
  const [closed] = eventsOf(run, 'visitClosed');
  expect(closed!.time_s).toBe(4600);
  expect(closed!.metres_m).toBe(6.5);
});

test('it stands in a stall of a lot, and turns back where its zone is too short', () => {
  const run = play({ services: [{ ...visit, place: 'yard' }] });
  run.until(2000);
  expect(run.world.lots.takenCount[0]).toBe(1);
  run.until(6000);
  expect(run.world.lots.takenCount[0]).toBe(0);
  const short = {
    ...street,
    curbs: [curbOn('bc', { start_m: 100, end_m: 105, use: 'pudo' })],
  };
  const refused = play({ network: short, services: [visit] });
  refused.until(3000);
  expect(eventsOf(refused, 'visitRefused')).toHaveLength(1);
  expect(eventsOf(refused, 'visitOpened')).toHaveLength(0);
});

test('an emergency vehicle comes after turnout and free driving, stands, and goes back', () => {
  const emergency = { ...NO_CALLS, calls_perDay: 6, stations: ['gate-a'], onScene_s: 60 };
  const run = play({ emergency, dt_s: 1 });
  run.until(90_000);
  const reached = eventsOf(run, 'callReached');
  expect(reached).toHaveLength(6);
  for (const { response_s, drive_s, way_m } of reached) {
    expect(response_s! - drive_s!).toBeGreaterThanOrEqual(60);
    expect(response_s! - drive_s!).toBeLessThan(63);
    expect(Math.abs(drive_s! - way_m! / 15)).toBeLessThan(2);
  }
  expect(run.world.traffic.counters[1]).toBe(0);
});

test('calls are drawn by name: another address changes only calls that it takes', () => {
  const calls = (network: NetworkDraft) => {
    const scenario = sceneScenario(undefined, { emergency: { ...NO_CALLS, calls_perDay: 200 } });
    const { world } = buildWorld({ scenario, network, trips: [], idleCars: [] });
    return world.services!.plans.calls;
  };
  const more = [...street.addresses, addressOn('ab', { name: 'other', position_m: 100 })];
  const before = calls({ ...street, addresses: [...more] });
  const after = calls({
    ...street,
    addresses: [...more, addressOn('cb', { name: 'new', position_m: 90 })],
  });
  expect(after.map(({ made_s }) => made_s)).toEqual(before.map(({ made_s }) => made_s));
  const moved = after.filter(({ address }, at) => address !== before[at]!.address);
  expect(moved.length).toBeGreaterThan(30);
  expect(new Set(moved.map(({ address }) => address))).toEqual(new Set(['new']));
});

test('places that are unknown, or cannot be reached, are told all at once', () => {
  const lines = [line({ stops: ['nowhere', 'ab @ 9999'] }), line({ name: 'M2', from: 'gate-x' })];
  const services = [{ ...visit, place: 'no zone', from: 'door' }];
  let problems: readonly { code: string; field: string }[] = [];
  try {
    play({ ...withLines(...lines), services });
  } catch (error) {
    problems = (error as UserError).problems;
  }
  expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'RUN-030 buses.lines.0.stops.0',
    'RUN-030 buses.lines.0.stops.1',
    'RUN-030 buses.lines.1.from',
    'RUN-030 services.0.place',
  ]);
});

test('lines by the rule join opposite gates, both ways, with stops at their spacing', () => {
  const network = streetMap('N-a---b-E', '  |   |  ', 'W-c---d-S', { step_m: 100, uturns: 'NEWS' });
  const buses = { ...NO_BUSES, lineCount: 1, stopSpacing_m: 150 };
  const scenario = sceneScenario(undefined, { buses });
  const { world } = buildWorld({ scenario, network, trips: [], idleCars: [] });
  const lines = world.services!.plans.lines;
  expect(lines.map(({ name }) => name)).toEqual(['Line 1 back', 'Line 1 out']);
  for (const { stops, ways } of lines) {
    expect(stops.length).toBeGreaterThanOrEqual(3);
    expect(ways).toHaveLength(stops.length + 1);
  }
});

test('marked bays are cut out of the curb at stops, and no metre is lost', () => {
  const network = {
    ...street,
    curbs: ['ab', 'bc', 'cb', 'ba'].map((link) =>
      curbOn(link, { start_m: 20, end_m: 250, use: 'pudo' }),
    ),
  };
  const buses = {
    ...NO_BUSES,
    lineCount: 1,
    stopSpacing_m: 200,
    stopBays: 'marked' as const,
    first_s: 0,
  };
  const scenario = sceneScenario(undefined, { buses });
  const run = steppedRun({ scenario, network, trips: [], idleCars: [] });
  const { zones, facts } = run.world;
  const length_m = facts.zones.reduce((sum, zone) => sum + zone.length_m, 0);
  expect(length_m).toBeCloseTo(4 * 230, 9);
  const bays = facts.zones.filter(({ timetable }) => timetable[0]!.use === 'bus');
  expect(bays.length).toBeGreaterThanOrEqual(4);
  for (const bay of bays) expect(bay.length_m).toBeGreaterThanOrEqual(15);
  run.until(1500);
  const served = eventsOf(run, 'busServed');
  expect(served.length).toBeGreaterThan(4);
  expect(served.every(({ isInLane }) => isInLane === 0)).toBe(true);
  expect(zones.taken_m.length).toBeGreaterThan(4);
});

/** Metres at stops that became something else, and that became for buses again; buses that stood in the lane. */
function movedBays(busZones: 'keep' | 'move', least: number) {
  const zones = ['ab', 'bc', 'cb', 'ba'].map((link) =>
    curbOn(link, { start_m: 20, end_m: 250, use: 'pudo' }),
  );
  const stops = { stopSpacing_m: 200, stopBays: 'marked' as const };
  const buses = { ...NO_BUSES, lineCount: 1, first_s: 600, ...stops };
  const { curb } = DEFAULT_SCENARIO;
  const leastShare = { ...curb.control.leastShare, bus: least };
  const times = { period_s: 300, notice_s: 60, keep_s: 0 };
  const control = { ...curb.control, ...times, leastShare, busZones, spareMetres: 'free' as const };
  const scenario = sceneScenario(undefined, {
    buses,
    curb: { ...curb, policy: 'dynamic', control },
  });
  const network = { ...street, curbs: zones };
  const run = steppedRun({ scenario, network, trips: [], idleCars: [] });
  const { facts } = run.world;
  const isBay = ({ zone }: Readonly<Record<string, unknown>>): boolean =>
    facts.zones[zone as number]!.timetable[0]!.use === 'bus';
  run.until(3600);
  const changes = eventsOf(run, 'useChanged').filter(isBay);
  const BUS = CURB_USES.indexOf('bus');
  return {
    taken: changes.filter(({ use }) => use !== BUS).length,
    given: changes.filter(({ use }) => use === BUS).length,
    inLane: eventsOf(run, 'busServed').filter(({ isInLane }) => isInLane === 1).length,
  };
}

test('metres at bus stops stay, or are moved and come back for the next bus, within their bounds', () => {
  expect(movedBays('keep', 0)).toEqual({ taken: 0, given: 0, inLane: 0 });
  const moved = movedBays('move', 0);
  expect(moved.taken).toBeGreaterThan(0);
  expect(moved.inLane).toBeGreaterThan(0);
  expect(moved.given).toBeGreaterThan(0);
  // Hardly any bay is more than its street side's least share.
  expect(movedBays('move', 0.5).taken).toBe(0);
});

test('a town without scheduled vehicles has no tables of them', () => {
  expect(buildWorld(townRun('today')).world.services).toBeNull();
});

/** A fifth of a second each; the variable asks for more. */
const WORLD_COUNT = Number(process.env['BLOCKWISE_SERVED_WORLDS'] ?? 12);

test('random worlds with buses, a clinic and calls break no law', { timeout: 600_000 }, () => {
  const seen = { worlds: 0, busServed: 0, visitOpened: 0, callReached: 0, queuePassed: 0 };
  for (let seed = 0; seen.worlds < WORLD_COUNT; seed++) {
    const run = servedWorld(seed);
    if (run === null) continue;
    seen.worlds++;
    expect(lawBrokenIn({ seed, run })).toBeNull();
    for (const type of ['busServed', 'visitOpened', 'callReached', 'queuePassed'] as const) {
      seen[type] += eventsOf(run, type).length;
    }
  }
  expect(seen.busServed).toBeGreaterThan(40);
  expect(seen.visitOpened).toBeGreaterThan(2);
  expect(seen.callReached).toBeGreaterThan(20);
  expect(seen.queuePassed).toBeGreaterThan(2);
});

test('metres held twice are noticed', () => {
  for (let seed = 0; ; seed++) {
    const run = servedWorld(seed);
    if (run === null || run.world.services!.plans.visits.length === 0) continue;
    run.world.services!.table.heldZone[0] = 0;
    expect(lawBrokenIn({ seed, run })).toMatch(/^CON-CURB/);
    return;
  }
});

test('inputs of random worlds are served as they are asked for', () => {
  const inputs = withServices(randomWorld(3, WORLD_MINUTES));
  expect(inputs.scenario.buses.lines.length).toBeGreaterThan(0);
});
