/** Shifts in an hour of the small town: who is on duty when, and where the others stand. */
import { expect, test } from 'vitest';
import { DEFAULT_FLEET, DISPATCHERS, type FleetRules } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { eventsOf } from '../../testing/scene.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { PARKED } from '../activities.js';

/** Even rows until half past eight, odd ones from then on. */
const shifts = { starts_s: [TOWN_START_s - 1800, TOWN_START_s + 1800], length_s: 3600 };
const town = (fleet: Partial<FleetRules> = {}) =>
  townRun('shared-automated', { fleet: { vehicleCount: 8, shifts, ...fleet } });

function hourOf(fleet: Partial<FleetRules> = {}): SteppedRun {
  const run = steppedRun(town(fleet));
  run.until(TOWN_START_s + 5400);
  return run;
}

/** Fleet vehicles that were given a ride while off duty. */
function givenOffDuty(run: SteppedRun): number[] {
  const { firstVehicle, plans } = run.world.fleet!;
  const isOn = new Array<boolean>(plans.vehicles.capacity).fill(true);
  const wrong: number[] = [];
  for (const event of run.log) {
    const row = (event.vehicle as number) - firstVehicle;
    if (event.type === 'shiftBegan') isOn[row] = true;
    if (event.type === 'shiftEnded') isOn[row] = false;
    const isGiven = event.type === 'requestAssigned' || event.type === 'requestTraded';
    if (isGiven && !isOn[row]) wrong.push(row);
  }
  return wrong;
}

test.each(DISPATCHERS)(
  '%s: only vehicles on duty are given rides, that end within the shift',
  (name) => {
    const run = hourOf({ dispatcher: name });
    const { firstVehicle } = run.world.fleet!;
    expect(givenOffDuty(run)).toEqual([]);
    const served = eventsOf(run, 'droppedOff');
    const isEven = (event: (typeof served)[number]) => (event['vehicle']! - firstVehicle) % 2 === 0;
    const [even, odd] = [served.filter(isEven), served.filter((event) => !isEven(event))];
    expect(even.length).toBeGreaterThan(5);
    expect(odd.length).toBeGreaterThan(2);
    // A plan may end late where traffic is worse than expected: a minute or two here.
    for (const { time_s } of even) expect(time_s).toBeLessThan(TOWN_START_s + 1800 + 120);
    for (const { time_s } of odd) expect(time_s).toBeGreaterThan(TOWN_START_s + 1800);
  },
);

test('broken twin: the same is noticed where shifts are not looked at', () => {
  const run = steppedRun(town());
  run.until(TOWN_START_s + 1200, () => {
    run.world.fleet!.plans.vehicles.dutyEnd_s[1] = Number.POSITIVE_INFINITY;
    return false;
  });
  expect(new Set(givenOffDuty(run))).toEqual(new Set([1]));
});

test('off duty a vehicle stands in the lot where it began the day', () => {
  const { world } = hourOf({ rebalancing: 'perfect', rebalanceEvery_s: 60 });
  const { fleet, vehicles } = world;
  for (let row = 0; row < 8; row += 2) {
    const vehicle = fleet!.firstVehicle + row;
    expect(vehicles.activity[vehicle]).toBe(PARKED);
    expect(vehicles.placeRow[vehicle]).toBe(fleet!.depotOf[row]);
  }
});

test('the tables tell how many are on duty, and for how many hours together', async () => {
  const { fleet, summary } = await simulate(town());
  const at = (time_s: number) => fleet.find((row) => row.time_s === time_s)!.onDutyCount;
  expect([at(TOWN_START_s + 900), at(TOWN_START_s + 2700)]).toEqual([4, 4]);
  const end_s = fleet.at(-1)!.time_s;
  const late_s = Math.min(end_s - TOWN_START_s - 1800, 3600);
  expect(summary['fleet_on_duty_h']).toBeCloseTo((4 * 1800 + 4 * late_s) / 3600, 9);
});

test('a shift over midnight is the same every day', () => {
  const night = { starts_s: [23 * 3600], length_s: 10 * 3600 };
  const run = hourOf({ shifts: night });
  // From eleven at night to nine: an hour of the run.
  const ended = eventsOf(run, 'shiftEnded');
  expect(ended).toHaveLength(8);
  expect(new Set(ended.map(({ time_s }) => time_s))).toEqual(new Set([9 * 3600]));
  expect(DEFAULT_FLEET.shifts).toBeNull();
});

test('vehicles begin the day in the depots that are named, in turn', () => {
  const run = steppedRun(town({ shifts: null, depots: ['yard', 'remote', 'yard', 'yard'] }));
  const { depotOf } = run.world.fleet!;
  const { lotRow } = run.world.places;
  const [yard, remote] = [lotRow.get('yard'), lotRow.get('remote')];
  expect([...depotOf]).toEqual([yard, remote, yard, yard, yard, remote, yard, yard]);
  const usual = steppedRun(town({ shifts: null })).world.fleet!;
  expect(new Set(usual.depotOf)).toEqual(new Set([remote]));
  expect(() => steppedRun(town({ depots: ['nowhere'] }))).toThrow('RUN-016');
});

test('a fleet that has too few stalls is told of, and one that has nowhere to be rebalanced to', () => {
  const many = { shifts: null, vehicleCount: 70 };
  expect(() => steppedRun(town(many))).toThrow(/Remote lots.* stalls for 60 of the fleet's 70 veh/);
  const inYard = { ...many, depots: ['yard'] };
  expect(() => steppedRun(town(inYard))).toThrow(/fleet\.depots have stalls for 40 of/);
  const inputs = town({ shifts: null, rebalancing: 'recent' });
  const lots = inputs.network.lots.filter(({ isRemote }) => isRemote);
  expect(steppedRun(inputs).world.fleet!.rebalancing).not.toBeNull();
  const bare = { ...inputs, network: { ...inputs.network, lots } };
  expect(() => steppedRun(bare)).toThrow(/RUN-017 fleet\.rebalancing: recent needs lots inside/);
});
