/** Charging in whole runs of the small town: where vehicles charge, what they use, what is refused. */
import { expect, test } from 'vitest';
import { checkFleet } from '../../fleet/check-fleet.js';
import { DISPATCHERS } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { CHARGE_STAGE } from '../../state/fleet-tables.js';
import {
  chargingHour,
  chargingTown,
  TOWN_CHARGING,
  usedByLog_kWh,
} from '../../testing/charging-town.js';
import { eventsOf } from '../../testing/scene.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { DOUBLE_PARKED, DRIVING, PARKED } from '../activities.js';
import { checkConservation, createConservationScratch } from '../laws/conservation.js';

const hourOf = chargingHour;
const townWith = chargingTown;
const charging = TOWN_CHARGING;

test('vehicles queue for a charger, charge, and serve again; nobody is lost', () => {
  const run = hourOf();
  const kinds = ['chargerQueued', 'chargingStarted', 'chargingEnded'] as const;
  for (const kind of kinds) expect(eventsOf(run, kind).length).toBeGreaterThan(2);
  expect(Math.max(...eventsOf(run, 'chargingStarted').map((e) => e['waited_s']!))).toBeGreaterThan(
    0,
  );
  expect(eventsOf(run, 'ranFlat')).toEqual([]);
  const settled = eventsOf(run, 'tripArrived').length + eventsOf(run, 'requestRejected').length;
  expect(settled).toBe(run.world.tripCount);
});

test('chargers of the network stand in place of those that the scenario gives its lots', () => {
  const inputs = chargingTown();
  const openedIn = (chargerCount?: number): number[] => {
    const lots = inputs.network.lots.map((lot) => ({
      ...lot,
      ...(chargerCount === undefined ? {} : { chargerCount }),
    }));
    const run = steppedRun({ ...inputs, network: { ...inputs.network, lots } });
    return eventsOf(run, 'chargersOpened').map((event) => event['chargerCount']!);
  };
  const remoteCount = inputs.network.lots.filter(({ isRemote }) => isRemote).length;
  expect(openedIn()).toEqual(Array.from({ length: remoteCount }, () => 1));
  expect(openedIn(3)).toEqual(inputs.network.lots.map(() => 3));
  expect(openedIn(0)).toEqual([]);
});

test('property: what was used is told by odometers and by the time outside of stalls', () => {
  const run = hourOf();
  const { firstVehicle, charging: ofRun } = run.world.fleet!;
  const { used_kWh, capacity } = ofRun!.batteries;
  for (let row = 0; row < capacity; row++) {
    expect(used_kWh[row]).toBeCloseTo(usedByLog_kWh(run, firstVehicle + row), 9);
  }
});

/** What no step may show: a plan of one that must charge, an empty battery, a broken stop plan. */
function wrongIn({ world, log }: SteppedRun): string | null {
  const { plans, charging: ofRun, travelTime } = world.fleet!;
  for (let row = 0; row < plans.vehicles.capacity; row++) {
    const isSpared = ofRun!.batteries.isSpared[row] === 1;
    if (isSpared && plans.vehicles.stopCount[row as never]! > 0) return `${row} must charge`;
    if (ofRun!.batteries.charge_kWh[row]! <= 0) return `${row} is empty`;
  }
  if (log.length % 10 !== 0) return null;
  const wrong = checkFleet(plans, travelTime).find(({ kind }) => kind === 'conservation');
  return wrong?.message ?? null;
}

const lowest_kWh = (run: SteppedRun): number =>
  Math.min(...eventsOf(run, 'batteriesMeasured').map((event) => event['lowest_kWh']!));

test.each(DISPATCHERS)('%s: no plan goes beyond what a battery allows', (dispatcher) => {
  const wrong = new Set<string>();
  const run = hourOf({}, { dispatcher }, (now) => {
    const found = wrongIn(now);
    if (found !== null) wrong.add(found);
  });
  expect([...wrong]).toEqual([]);
  expect(eventsOf(run, 'pickedUp').length).toBeGreaterThan(20);
  const reserve_kWh = charging.battery_kWh * charging.reserveShare;
  // The way to the chargers is not part of a plan: here it takes less than 0.2 kWh.
  expect(lowest_kWh(run)).toBeGreaterThan(reserve_kWh - 0.2);
});

test('broken twin: a dispatcher that is told of endless ranges empties batteries', () => {
  const few = { remoteChargerCount: 0, startShare: 0.3, lowShare: 0.2 };
  const run = hourOf(few, {}, ({ world }) => {
    const { range_s, capacity } = world.fleet!.plans.vehicles;
    for (let row = 0; row < capacity; row++) range_s[row] = Number.POSITIVE_INFINITY;
  });
  expect(eventsOf(run, 'ranFlat').length).toBeGreaterThan(0);
  expect(eventsOf(hourOf(few), 'ranFlat')).toEqual([]);
});

test('a larger reserve turns more rides away, and no chargers turn away most', () => {
  const rejected = (rules: Partial<typeof charging>): number =>
    eventsOf(hourOf(rules), 'requestRejected').length;
  const plenty = rejected({ battery_kWh: 60 });
  const scarce = rejected({ remoteChargerCount: 0, startShare: 0.3, lowShare: 0.2 });
  expect(plenty).toBe(0);
  expect(scarce).toBeGreaterThan(10);
});

test('those that charge at the curb stand in a stall there', () => {
  const run = hourOf({ remoteChargerCount: 0, curbChargerCount: 2, curbPower_kW: 12 });
  const started = eventsOf(run, 'chargingStarted');
  expect(started.length).toBeGreaterThan(0);
  expect(new Set(started.map((event) => event['place']))).toEqual(new Set([0]));
});

test('a battery that is emptied on the road stops its vehicle there, and it is told once', () => {
  const run = steppedRun(townWith({}));
  const { world } = run;
  const { batteries } = world.fleet!.charging!;
  const { firstVehicle } = world.fleet!;
  const isDriving = (row: number): boolean =>
    world.vehicles.activity[firstVehicle + row] === DRIVING;
  run.until(TOWN_START_s + 900, () => isDriving(0));
  expect(isDriving(0)).toBe(true);
  batteries.used_kWh[0]! += batteries.charge_kWh[0]! - 1e-4;
  batteries.charge_kWh[0] = 1e-4;
  run.until(TOWN_START_s + 1200);
  expect(eventsOf(run, 'ranFlat').map(({ vehicle }) => vehicle)).toEqual([firstVehicle]);
  expect(world.vehicles.activity[firstVehicle]).toBe(DOUBLE_PARKED);
  expect(batteries.charge_kWh[0]).toBe(0);
});

const broken: readonly (readonly [string, (run: SteppedRun) => void])[] = [
  ['energy from nowhere', ({ world }) => void world.fleet!.charging!.batteries.charge_kWh[0]++],
  [
    'a charger that counts one too many',
    ({ world }) => void world.fleet!.charging!.chargers.chargingCount[0]++,
  ],
  [
    'people aboard at a charger',
    ({ world }) => {
      const { batteries } = world.fleet!.charging!;
      const row = Array.from({ length: batteries.capacity }, (_, at) => at).find(
        (at) => batteries.stage[at] === CHARGE_STAGE.charging,
      )!;
      world.vehicles.passengerCount[world.fleet!.firstVehicle + row] = 1;
      world.clock.aboardCount++;
    },
  ],
  [
    'a vehicle that charges where it is not',
    ({ world }) => {
      const { batteries } = world.fleet!.charging!;
      const row = Array.from({ length: batteries.capacity }, (_, at) => at).find(
        (at) =>
          batteries.stage[at] === CHARGE_STAGE.none &&
          world.vehicles.activity[world.fleet!.firstVehicle + at] !== PARKED,
      )!;
      batteries.stage[row] = CHARGE_STAGE.charging;
      batteries.charger[row] = 0;
      world.fleet!.charging!.chargers.chargingCount[0]++;
    },
  ],
];

test.each(broken)('broken twin: %s is noticed', (_, breakIt) => {
  const run = steppedRun(townWith({}));
  run.until(TOWN_START_s + 1500);
  const check = () => checkConservation(run.world, createConservationScratch(run.world));
  expect(check).not.toThrow();
  breakIt(run);
  expect(check).toThrow(expect.objectContaining({ code: 'CON-CHARGE' }));
});

test('tables: energy of the periods adds up to the change of stock, and chargers are told', async () => {
  const { batteries, chargers, summary } = await simulate(townWith({}));
  const start_kWh = 6 * charging.battery_kWh * charging.startShare;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const change_kWh =
    sum(batteries.map((row) => row.charged_kWh)) - sum(batteries.map((row) => row.used_kWh));
  expect(batteries.at(-1)!.stock_kWh - start_kWh).toBeCloseTo(change_kWh, 9);
  expect(summary['energy_used_kWh']).toBeCloseTo(sum(batteries.map((row) => row.used_kWh)), 9);
  expect(new Set(chargers.map(({ place }) => place))).toEqual(new Set(['remote']));
  expect(Math.max(...chargers.map(({ occupancy }) => occupancy))).toBeLessThanOrEqual(1);
  expect(summary['charger_occupancy']).toBeGreaterThan(5);
  expect(summary['ran_flat']).toBe(0);
});

test('a fleet without batteries has neither table', async () => {
  const run = await simulate(
    townRun('shared-automated', { end_s: TOWN_START_s + 300, overtime_s: 0 }),
  );
  expect([run.batteries, run.chargers]).toEqual([[], []]);
});
