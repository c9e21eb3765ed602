/** Curb zones for charging in whole runs of the small town: always, by the hour, and by a controller. */
import { expect, test } from 'vitest';
import { PARKING_PLACES, VEHICLE_CLASSES } from '../../events/catalogue.js';
import { CURB_USES, type CurbSpan } from '../../network/curb-use.js';
import type { FleetRules, Scenario } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { CHARGE_STAGE } from '../../state/fleet-tables.js';
import type { Snapshot } from '../../state/snapshot.js';
import { BUILT_WORKER } from '../../testing/built-worker.js';
import { TOWN_CHARGING } from '../../testing/charging-town.js';
import { eventsOf } from '../../testing/scene.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { PARKED } from '../activities.js';
import type { RunInputs } from '../build-world.js';

const CURB = PARKING_PLACES.indexOf('curb');
const SAV = VEHICLE_CLASSES.indexOf('SAV');
const [PARKING, , , , , CHARGING] = CURB_USES.keys();

/** The zone of 36 m in front of the bakery, with the timetable given; chargers stand nowhere else. */
function bakeryInputs(
  timetable: readonly CurbSpan[],
  rules: Partial<FleetRules['charging']>,
  curb: Partial<Scenario['curb']> = {},
): RunInputs {
  const charging = { ...TOWN_CHARGING, remoteChargerCount: 0, curbPower_kW: 12, ...rules };
  const settings = { fleet: { vehicleCount: 6, charging }, curb: { dwell_s: 20, ...curb } };
  const given = townRun('shared-automated', settings);
  const curbs = given.network.curbs
    .filter(({ link }) => link !== 'cd')
    .flatMap((zone) => {
      if (zone.link !== 'ab') return [zone];
      return [0, 1, 2].map((part) => ({
        ...zone,
        name: `bakery-${part}`,
        start_m: zone.start_m + 12 * part,
        end_m: zone.start_m + 12 * (part + 1),
        timetable,
      }));
    });
  return { ...given, network: { ...given.network, curbs } };
}

function bakeryRun(
  timetable: readonly CurbSpan[],
  rules: Partial<FleetRules['charging']>,
  curb: Partial<Scenario['curb']> = {},
  onStep: (run: SteppedRun) => void = () => {},
): SteppedRun {
  const run = steppedRun(bakeryInputs(timetable, rules, curb));
  run.until(TOWN_START_s + 5400, () => {
    onStep(run);
    return false;
  });
  run.finish();
  return run;
}

const DAY_s = 86_400;
const always: readonly CurbSpan[] = [{ from_s: 0, to_s: DAY_s, use: 'charging' }];

/** Vehicles that stand in a zone for charging and neither charge nor wait for it. */
function idlersIn({ world }: SteppedRun): number {
  const { vehicles, zones, fleet } = world;
  let count = 0;
  for (let vehicle = fleet!.firstVehicle; vehicle < world.vehicleCount; vehicle++) {
    const stands = vehicles.activity[vehicle] === PARKED && vehicles.place[vehicle] === CURB;
    if (!stands || zones.use[vehicles.placeRow[vehicle]!] !== CHARGING) continue;
    const row = vehicle - fleet!.firstVehicle;
    if (fleet!.charging!.batteries.stage[row] === CHARGE_STAGE.none) count++;
  }
  return count;
}

const atCurb = (run: SteppedRun, type: Parameters<typeof eventsOf>[1]) =>
  eventsOf(run, type).filter((event) => event['place'] === CURB);

test('a zone for charging has a charger at each stall, and only those who charge stand there', () => {
  let idleSteps = 0;
  let idlers = 0;
  const run = bakeryRun(always, {}, {}, (now) => {
    idlers = idlersIn(now);
    idleSteps = idlers === 0 ? 0 : idleSteps + 1;
    // Batteries are looked at once a minute.
    expect(idleSteps).toBeLessThanOrEqual(121);
  });
  expect(eventsOf(run, 'chargersOpened').map((event) => event['chargerCount'])).toEqual([2, 2, 2]);
  expect(atCurb(run, 'chargingStarted').length).toBeGreaterThan(3);
  expect(atCurb(run, 'parked').every((event) => event['vehicleClass'] === SAV)).toBe(true);
  expect(atCurb(run, 'parked').length).toBe(atCurb(run, 'chargingStarted').length);
});

test('chargers that are for hours of charging work in these alone, and their stalls empty at the end', () => {
  const [from_s, to_s] = [TOWN_START_s + 1200, TOWN_START_s + 3000];
  const timetable: CurbSpan[] = [
    { from_s: 0, to_s: from_s, use: 'pudo' },
    { from_s, to_s, use: 'charging' },
    { from_s: to_s, to_s: DAY_s, use: 'pudo' },
  ];
  const run = bakeryRun(timetable, { curbUse: 'charging', startShare: 0.45 });
  const started = atCurb(run, 'chargingStarted');
  expect(started.length).toBeGreaterThan(0);
  for (const { time_s } of started) {
    expect(time_s).toBeGreaterThanOrEqual(from_s);
    expect(time_s).toBeLessThan(to_s);
  }
  const ended = atCurb(run, 'chargingEnded');
  expect(ended.length).toBe(started.length);
  for (const { time_s } of ended) expect(time_s).toBeLessThanOrEqual(to_s);
});

const dynamic: Partial<Scenario['curb']> = {
  policy: 'dynamic',
  control: {
    period_s: 300,
    notice_s: 60,
    keep_s: 300,
    fullShare: 0.85,
    spareShare: 0.5,
    leastShare: { parking: 0, pudo: 0, loading: 0, bus: 0, charging: 0 },
    mostShare: { parking: 1, pudo: 1, loading: 1, bus: 1, charging: 1 },
    spareMetres: 'keep',
    busZones: 'keep',
  },
};
const parking: readonly CurbSpan[] = [{ from_s: 0, to_s: DAY_s, use: 'parking' }];

/** Times at which a zone changed to a use. */
const changesTo = (run: SteppedRun, use: number): number =>
  eventsOf(run, 'useChanged').filter((event) => event['use'] === use).length;

test('a controller gives metres to charging when batteries run low, and takes them back', () => {
  const rules = { curbUse: 'charging', curbChargerCount: 1 } as const;
  const control = { ...dynamic.control!, spareMetres: 'free' } as const;
  const run = bakeryRun(parking, rules, { ...dynamic, control });
  expect(changesTo(run, CHARGING!)).toBeGreaterThan(0);
  expect(atCurb(run, 'chargingStarted').length).toBeGreaterThan(0);
  let takenBackCount = 0;
  let uses = [PARKING!, PARKING!, PARKING!];
  for (const event of run.log) {
    if (event.type === 'useChanged') {
      if (uses[event['zone'] as number] === CHARGING) takenBackCount++;
      uses = uses.map((use, zone) => (zone === event['zone'] ? (event['use'] as number) : use));
    }
    if (event.type !== 'chargingStarted') continue;
    expect(uses[event['row'] as number]).toBe(CHARGING);
  }
  expect(takenBackCount).toBeGreaterThan(0);
});

test('where most of the curb may not be for charging it never is', () => {
  const rules = { curbUse: 'charging', curbChargerCount: 1 } as const;
  const mostShare = { ...dynamic.control!.mostShare, charging: 0.3 };
  const control = { ...dynamic.control!, mostShare };
  const run = bakeryRun(parking, rules, { ...dynamic, control });
  expect(changesTo(run, CHARGING!)).toBe(0);
});

test('chargers work in parking zones as they did, where nothing is said of their use', () => {
  const run = bakeryRun(parking, { curbChargerCount: 1 }, dynamic);
  expect(changesTo(run, CHARGING!)).toBe(0);
  expect(atCurb(run, 'chargingStarted').length).toBeGreaterThan(0);
});

test('one result for 1 and 2 threads, and when resumed', async () => {
  const rules = { curbUse: 'charging', curbChargerCount: 1 } as const;
  const inputs = bakeryInputs(parking, rules, dynamic);
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const unbroken = await simulate(inputs, { checkpoints: { every_min: 20, keep } });
  expect(unbroken.curbs.some(({ use }) => use === 'charging')).toBe(true);
  expect(unbroken.land.some(({ curbCharging_m2 }) => curbCharging_m2 > 0)).toBe(true);
  const blockSizes = { nodes: 1, movers: 3 };
  const threads = { threadCount: 2, leastBlocks: 2, workerFile: BUILT_WORKER };
  expect(await simulate(inputs, { blockSizes, threads })).toEqual(unbroken);
  expect(snapshots.length).toBeGreaterThan(1);
  for (const resumeFrom of snapshots) {
    expect(await simulate(inputs, { resumeFrom })).toEqual(unbroken);
  }
});
