import { expect, test } from 'vitest';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import type { RunResult } from '../../metrics/run-result.js';
import { WHEN_FULL } from '../../scenario/curb-choices.js';
import { simulate } from '../../simulate.js';
import type { Snapshot } from '../../state/snapshot.js';
import { crowdedTown } from '../../testing/crowded-town.js';
import { smallTown, townRun } from '../../testing/small-town.js';
import { steppedRun } from '../../testing/stepped-run.js';
import { curbOn } from '../../testing/street-map.js';
import { buildWorld } from '../build-world.js';

/** The town's vans and nobody else, with room for each at the loading curbs. */
function deliveries(robots: object = {}, length_m = 2.5) {
  const given = townRun('today');
  const { curb, drivers } = given.scenario;
  const loading = ['ab', 'cd', 'db', 'dc'].map((link) =>
    curbOn(link, { start_m: 10, end_m: 58, use: 'loading' }),
  );
  return {
    ...given,
    network: { ...smallTown, curbs: loading },
    trips: given.trips.filter(({ kind }) => kind === 'van'),
    idleCars: [],
    scenario: {
      ...given.scenario,
      curb: {
        ...curb,
        besideShare: 0,
        deliveryDwell_s: 120,
        robots: { share: 0, dwell_s: 120, ...robots },
      },
      drivers: { ...drivers, robot: { ...drivers.robot, length_m } },
    },
  };
}

const ZONE_m = 48;
const PERIOD_h = 0.25;

/** Metre-hours of loading curb taken, from the rows that a planner reads. */
const loading_mh = ({ curbs }: RunResult): number =>
  curbs.reduce((sum, { occupancy }) => sum + occupancy * ZONE_m * PERIOD_h, 0);

const stopCount = ({ curbs }: RunResult): number =>
  curbs.reduce((sum, row) => sum + row.stopCount, 0);

test('robots take fewer metre-hours of loading curb for the same deliveries', async () => {
  const byVans = await simulate(deliveries());
  const byRobots = await simulate(deliveries({ share: 1 }));
  expect(stopCount(byVans)).toBeGreaterThan(0);
  expect(stopCount(byRobots)).toBe(stopCount(byVans));
  const hoursOf = ({ curbs }: RunResult) => curbs.reduce((sum, row) => sum + row.stopped_s, 0);
  expect(loading_mh(byVans)).toBeCloseTo((hoursOf(byVans) * 6) / 3600, 9);
  // 2.5 m of vehicle and 2 m of gaps, where a van's bay is 6 m long.
  expect(loading_mh(byRobots)).toBeCloseTo((hoursOf(byRobots) * 4.5) / 3600, 9);
  expect(loading_mh(byRobots)).toBeLessThan(loading_mh(byVans));
});

test('the metres come from the length of the robot: one as long as a bay saves none', async () => {
  const byVans = await simulate(deliveries());
  const byLong = await simulate(deliveries({ share: 1 }, 4));
  expect(loading_mh(byLong) / stopCount(byLong)).toBeCloseTo(
    loading_mh(byVans) / stopCount(byVans),
    9,
  );
});

// Where its next trip is due sooner, a vehicle stays in its bay until then: here after 900 s.
test('a robot stands for its own dwell', async () => {
  const { curbs } = await simulate(deliveries({ share: 1, dwell_s: 30 }));
  const { curbs: long } = await simulate(deliveries({ share: 1, dwell_s: 1500 }));
  const stood_s = (rows: RunResult['curbs']) => rows.reduce((sum, row) => sum + row.stopped_s, 0);
  expect(stood_s(curbs)).toBeGreaterThan(0);
  expect(stood_s(curbs)).toBeLessThan(stood_s(long));
});

test('a greater share keeps the robots of a smaller one, and the same run repeats to the byte', async () => {
  const robotsAt = (share: number): number[] => {
    const { vehicleClass, capacity } = buildWorld(deliveries({ share })).world.vehicles;
    const rows = Array.from({ length: capacity }, (_, row) => row);
    return rows.filter((row) => VEHICLE_CLASSES[vehicleClass[row]!] === 'ROBOT');
  };
  const [some, more] = [robotsAt(0.4), robotsAt(0.8)];
  expect(some.length).toBeGreaterThan(0);
  expect(more.length).toBeGreaterThan(some.length);
  expect(more).toEqual(expect.arrayContaining(some));
  const run = async () => JSON.stringify(await simulate(deliveries({ share: 0.4 })));
  expect(await run()).toBe(await run());
});

test('a resumed run has the rows of the unbroken one', async () => {
  const inputs = deliveries({ share: 0.5 });
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const result = await simulate(inputs, { checkpoints: { every_min: 20, keep } });
  expect(await simulate(inputs, { resumeFrom: snapshots[1]! })).toEqual(result);
});

test('with no share, length and dwell of robots change nothing', async () => {
  const plain = JSON.stringify(await simulate(deliveries()));
  expect(JSON.stringify(await simulate(deliveries({ dwell_s: 999 }, 1)))).toBe(plain);
});

test.each(WHEN_FULL)('vans and robots at full curbs, %s: every law holds in each step', (rule) => {
  const given = crowdedTown('today', {
    whenFull: { human: rule, automated: rule },
    guidance: { share: 0.3, ahead_s: 60, longestHold_s: 120 },
    robots: { share: 0.5, dwell_s: 60 },
  });
  // Those who come for a while come with goods.
  const trips = given.trips.map((trip) => ({
    ...trip,
    kind: trip.kind === 'through' ? trip.kind : ('van' as const),
  }));
  const run = steppedRun({ ...given, trips });
  run.until(given.scenario.start_s + 1800);
  const refused = run.log.filter(({ type }) => type === 'bayRefused');
  const classes = refused.map(({ vehicleClass }) => VEHICLE_CLASSES[Number(vehicleClass)]);
  expect(new Set(classes)).toEqual(new Set(['VAN', 'ROBOT']));
});
