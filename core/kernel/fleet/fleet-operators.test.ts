/** Several operators in an hour of the small town: whose vehicles serve whom, and by which rules. */
import { expect, test } from 'vitest';
import { checkFleet } from '../../fleet/check-fleet.js';
import { DISPATCHERS, type FleetRules } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { eventsOf } from '../../testing/scene.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';

const second = { share: 0.5, vehicleCount: 5, seatCount: 4, dispatcher: 'nearest-idle' } as const;

const town = (fleet: Partial<FleetRules>) =>
  townRun('shared-automated', { fleet: { vehicleCount: 4, second, ...fleet } });

function hourOf(fleet: Partial<FleetRules>, onStep: (run: SteppedRun) => void = () => {}) {
  const run = steppedRun(town(fleet));
  run.until(TOWN_START_s + 5400, () => {
    onStep(run);
    return false;
  });
  run.finish();
  return run;
}

/** Rides by a vehicle of another operator than was asked last. */
function strangers({ world, log }: SteppedRun): number[] {
  const { firstVehicle, plans } = world.fleet!;
  const asked = new Map<number, number>();
  const wrong: number[] = [];
  for (const event of log) {
    const isAsking = event.type === 'requestSubmitted' || event.type === 'requestRepeated';
    if (isAsking) asked.set(event.trip as number, event.operator as number);
    if (event.type !== 'pickedUp') continue;
    const row = (event.vehicle as number) - firstVehicle;
    if (plans.vehicles.operator[row] !== asked.get(event.trip as number)) wrong.push(row);
  }
  return wrong;
}

test.each(DISPATCHERS)(
  '%s beside nearest idle: each operator serves those who have asked it',
  (name) => {
    const wrong = new Set<string>();
    const run = hourOf({ dispatcher: name }, ({ world }) => {
      if (world.clock.step % 40 !== 0) return;
      for (const { kind, message } of checkFleet(world.fleet!.plans, world.fleet!.travelTime)) {
        if (kind === 'conservation') wrong.add(message);
      }
    });
    expect([...wrong]).toEqual([]);
    expect(strangers(run)).toEqual([]);
    const served = eventsOf(run, 'pickedUp').map(
      (event) =>
        run.world.fleet!.plans.vehicles.operator[event['vehicle']! - run.world.fleet!.firstVehicle],
    );
    for (const operator of [0, 1]) {
      expect(served.filter((other) => other === operator).length).toBeGreaterThan(10);
    }
  },
);

test('broken twin: vehicles that belong to another operator than they serve are noticed', () => {
  const run = hourOf({});
  const { operator, capacity } = run.world.fleet!.plans.vehicles;
  for (let row = 0; row < capacity; row++) operator[row] = 1 - operator[row]!;
  expect(strangers(run).length).toBe(eventsOf(run, 'pickedUp').length);
});

test('each has its own dispatcher: one pools, the other takes one party at a time', () => {
  const run = hourOf({ second: { ...second, share: 0.6 }, vehicleCount: 2 });
  const { firstVehicle } = run.world.fleet!;
  const party = run.trips.map(({ partySize }) => partySize);
  const isPooled = (event: Readonly<Record<string, number>>): boolean =>
    event['onBoardCount']! > party[event['trip']!]!;
  const pooled = eventsOf(run, 'pickedUp').filter(isPooled);
  expect(pooled.length).toBeGreaterThan(0);
  for (const { vehicle } of pooled) expect(vehicle! - firstVehicle).toBeLessThan(2);
});

test('who is refused by one operator may ask the other, and more are served', async () => {
  const scarce = { vehicleCount: 1, maxWait_s: 240, dispatcher: 'nearest-idle' } as const;
  const stop = await simulate(town({ ...scarce, whenRefused: 'stop' }));
  const others = await simulate(town({ ...scarce, whenRefused: 'ask-others' }));
  expect(stop.summary['rejected_share']).toBeGreaterThan(10);
  expect(others.summary['rejected_share']).toBeLessThan(0.8 * stop.summary['rejected_share']!);
  expect(others.summary['requests_repeated']).toBeGreaterThan(0);
  expect(others.summary['requests']).toBe(stop.summary['requests']);
});

test('a party too large for one operator is taken by another with more seats', async () => {
  const small = { second: { ...second, seatCount: 1 }, vehicleCount: 8 };
  const stop = await simulate(town({ ...small, whenRefused: 'stop' }));
  const others = await simulate(town({ ...small, whenRefused: 'ask-others' }));
  expect(stop.summary['rejected_party']).toBeGreaterThan(5);
  expect(others.summary['rejected_party']).toBe(0);
});

test('the table has a row for each operator, and they add up to the whole', async () => {
  const { fleet, summary } = await simulate(town({}));
  const rows = (operator: string) => fleet.filter((row) => row.operator === operator);
  expect(rows('first')).toHaveLength(rows('second').length);
  const sum = (list: typeof fleet, of: 'requestCount' | 'droppedOffCount'): number =>
    list.reduce((total, row) => total + row[of], 0);
  expect(sum(rows('first'), 'requestCount')).toBeGreaterThan(10);
  expect(sum(rows('second'), 'requestCount')).toBeGreaterThan(10);
  expect(sum(fleet, 'requestCount')).toBe(summary['requests']);
  expect(sum(fleet, 'droppedOffCount') / 9).toBeCloseTo(summary['trips_per_vehicle']!, 12);
  for (const { operator, onDutyCount } of fleet) {
    expect(onDutyCount).toBe(operator === 'first' ? 4 : 5);
  }
});

test('twin: another operator without vehicles that nobody asks changes nothing', async () => {
  const nobody = { ...second, share: 0, vehicleCount: 0 };
  const [with_, without] = [
    await simulate(town({ second: nobody })),
    await simulate(town({ second: null })),
  ];
  expect(with_.summary).toEqual(without.summary);
  expect(with_.trips).toEqual(without.trips);
});
