import { describe, expect, test } from 'vitest';
import { UserError } from '../../base/errors.js';
import type { LaneClass, LaneUse } from '../../network/lane-use.js';
import { LANE_CLASSES } from '../../network/lane-use.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import type { LaneRule } from '../../scenario/lane-rule.js';
import type { Regime } from '../../scenario/scenario.js';
import { lawBrokenIn } from '../../testing/checked-worlds.js';
import { worldsWithLanes } from '../../testing/random-lanes.js';
import { evenTrips, gateTrip, INSTANT_DRIVER, sceneScenario } from '../../testing/road-scene.js';
import { eventsOf } from '../../testing/scene.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { streetMap } from '../../testing/street-map.js';
import type { World } from '../../world.js';
import type { Stage } from '../stages.js';

/** INSTANT_DRIVER at 15 m/s: 1,800 veh/h a lane, exactly. */
const FREE_mps = 15;
const LANE_vph = 1800;

const allDay = (
  lane: number,
  classes: readonly LaneClass[],
  given: Partial<LaneUse> = {},
): LaneUse => ({
  lane,
  from_s: 0,
  to_s: 86_400,
  classes,
  turning_m: 0,
  ...given,
});

const rule = (given: Partial<LaneRule>): LaneRule => ({
  where: ['all'],
  leastLanes: 2,
  lane: 'left',
  classes: LANE_CLASSES,
  from_s: 0,
  to_s: 86_400,
  turning_m: 50,
  ...given,
});

/** A dozen fit every run of the tests; the variable asks for more. */
const WORLD_COUNT = Math.ceil(Number(process.env['BLOCKWISE_WORLDS'] ?? 200) / 16);

/** A one-way street of 300 m with two lanes, and what is said of its lanes. */
const street = (laneUses: readonly LaneUse[] = []): NetworkDraft =>
  streetMap('a>>b', {
    step_m: 100,
    freeSpeed_mps: FREE_mps,
    laneCount: 2,
    links: { ab: { laneUses } },
  });

function run(
  network: NetworkDraft,
  trips: Parameters<typeof steppedRun>[0]['trips'],
  regime: Regime = 'today',
  lanes: readonly LaneRule[] = [],
): SteppedRun {
  const scenario = sceneScenario(INSTANT_DRIVER, { regime, lanes });
  return steppedRun({ network, trips, scenario, idleCars: [] });
}

/** Vehicles that get through in five minutes when 4,800 an hour want to, the first 60 s left out. */
function passed(network: NetworkDraft, regime: Regime, lanes: readonly LaneRule[] = []): number {
  const trips = evenTrips({ from: 'a', to: 'b', headway_s: 0.75, count: 480, from_s: 1 });
  const stepped = run(network, trips, regime, lanes);
  stepped.until(60);
  const before = eventsOf(stepped, 'tripArrived').length;
  stepped.until(60 + 300);
  return eventsOf(stepped, 'tripArrived').length - before;
}

describe('a lane for driverless vehicles', () => {
  const driverless = street([allDay(0, ['pav', 'sav'])]);

  test('leaves people who drive the capacity of the other lane, and driverless ones both', () => {
    expect(passed(driverless, 'today')).toBe(LANE_vph / 12);
    expect(passed(driverless, 'private-automated')).toBe(2 * passed(driverless, 'today'));
    expect(passed(street(), 'today')).toBe(LANE_vph / 6);
  });

  test('by a rule of the scenario is the same as one of the network', () => {
    const rules = [rule({ lane: 'left', classes: ['pav', 'sav'], turning_m: 0 })];
    expect(passed(street(), 'today', rules)).toBe(LANE_vph / 12);
    // A later rule stands before an earlier one.
    expect(passed(street(), 'today', [...rules, rule({ lane: 1 })])).toBe(LANE_vph / 6);
  });
});

test('a lane that closes lets nobody on any more, and who is on it leaves it and is counted', () => {
  const network = street([allDay(0, ['bus'], { from_s: 300, to_s: 600 })]);
  const trips = evenTrips({ from: 'a', to: 'b', headway_s: 4, count: 220 });
  const stepped = run(network, trips);
  const onLeft = (): number => stepped.world.traffic.lanes.count[0]!;
  stepped.until(299.5);
  const before = onLeft();
  expect(before).toBeGreaterThan(1);
  stepped.until(300);
  const caught = eventsOf(stepped, 'caughtInLane');
  expect(caught).toHaveLength(onLeft());
  expect(eventsOf(stepped, 'laneOpened').map(({ time_s, lane }) => [time_s, lane])).toEqual([
    [300, 0],
  ]);
  stepped.until(305);
  expect(onLeft()).toBe(0);
  stepped.until(600, () => onLeft() > 0);
  expect(stepped.world.clock.time_s).toBe(600);
  stepped.until(700, () => onLeft() > 0);
  expect(onLeft()).toBe(1);
});

describe('routes', () => {
  /** Two ways from a to e: by b, the short one, or by c and d. */
  const town = (laneUses: readonly LaneUse[], gates = 'WE'): NetworkDraft =>
    streetMap('W--a--b--E', '   |  |   ', '   c--d   ', {
      gates,
      laneCount: 1,
      links: { ab: { laneUses } },
    });
  const linksOf = (stepped: SteppedRun): Set<string> => {
    const { world } = stepped;
    const seen = new Set<string>();
    stepped.until(900, () => {
      for (let mover = 0; mover < world.vehicleCount; mover++) {
        const lane = world.traffic.movers.lane[mover];
        if (lane >= 0) seen.add(world.network.linkNames[world.network.lanes.link[lane]]!);
      }
      return eventsOf(stepped, 'tripArrived').length === world.tripCount;
    });
    return seen;
  };
  const trip = gateTrip({ from: 'W', to: 'E', departure_s: 10 });

  test('avoid a link none of whose lanes is open to the class, and only then', () => {
    const bus = town([allDay(0, ['bus'])]);
    expect(linksOf(run(bus, [trip]))).toEqual(new Set(['Wa', 'ac', 'cd', 'db', 'bE']));
    expect(linksOf(run(town([]), [trip]))).toEqual(new Set(['Wa', 'ab', 'bE']));
    const automated = town([allDay(0, ['pav'])]);
    expect(linksOf(run(automated, [trip], 'private-automated'))).toContain('ab');
  });

  test('are planned anew when the link closes under way', () => {
    // At 15 m/s the car is on Wa from 10 s on for some ten seconds.
    const closing = town([allDay(0, ['bus'], { from_s: 14 })]);
    expect(linksOf(run(closing, [trip]))).toEqual(new Set(['Wa', 'ac', 'cd', 'db', 'bE']));
    const opening = town([allDay(0, ['bus'], { from_s: 0, to_s: 9 })]);
    expect(linksOf(run(opening, [trip]))).toEqual(new Set(['Wa', 'ab', 'bE']));
  });

  test('that no vehicle of the class could drive are told of before the run', () => {
    const codes = (network: NetworkDraft, trips: Parameters<typeof run>[1]): string[] => {
      try {
        run(network, trips);
      } catch (error) {
        if (error instanceof UserError) return error.message.split('\n');
        throw error;
      }
      return [];
    };
    const shut = streetMap('W--a--E', {
      gates: 'WE',
      links: { aE: { laneUses: [allDay(0, ['sav'])] } },
    });
    expect(codes(shut, [{ ...trip, name: 'v' }])).toEqual([
      'trips RUN-007 v: has no way to "aE" that is open to hdv then',
    ]);
    const entry = streetMap('W--a--E', {
      gates: 'WE',
      links: { Wa: { laneUses: [allDay(0, [])] } },
    });
    expect(codes(entry, [{ ...trip, name: 'v' }])).toEqual([
      'trips RUN-007 v: begins on "Wa", closed to hdv then',
    ]);
    const given = { ...trip, name: 'v', route: ['Wa', 'ab', 'bE'] };
    expect(codes(town([allDay(0, ['bus'])]), [given])).toEqual([
      'trips RUN-007 v: has a route from "Wa" to "ab", closed to hdv then',
    ]);
    // Closed only before it sets out.
    expect(codes(town([allDay(0, ['bus'], { to_s: 10 })]), [given])).toEqual([]);
  });
});

describe('turns that begin on a closed lane only', () => {
  /** From W one goes on to E, or turns right to S; right turns begin on the right lane. */
  const corner = (turning_m: number): NetworkDraft =>
    streetMap('W----a--E', '     |   ', '     S   ', {
      gates: 'WES',
      laneCount: 2,
      step_m: 50,
      freeSpeed_mps: FREE_mps,
      links: { Wa: { laneUses: [allDay(1, ['bus'], { turning_m })] } },
    });
  const trip = gateTrip({ from: 'W', to: 'S', departure_s: 10 });

  test('are made by it in the last metres, and not before', () => {
    const stepped = run(corner(60), [trip]);
    const { world } = stepped;
    const right = world.network.links.firstLane[world.network.linkNames.indexOf('Wa')]! + 1;
    const places: number[] = [];
    stepped.until(200, () => {
      const { lane, position_m } = world.traffic.movers;
      if (lane[0] === right) places.push(position_m[0]!);
      return eventsOf(stepped, 'tripArrived').length === 1;
    });
    expect(eventsOf(stepped, 'tripArrived')).toHaveLength(1);
    const length_m = world.network.links.length_m[world.network.lanes.link[right]]!;
    expect(Math.min(...places)).toBeGreaterThanOrEqual(length_m - 60);
    expect(places.length).toBeGreaterThan(1);
  });

  test('cannot be made where there are no such metres', () => {
    expect(() => run(corner(0), [trip])).toThrow('RUN-007');
  });
});

test('rules that fit no lane are refused, each with its place', () => {
  const lanes = [
    rule({ where: ['Nowhere Street'] }),
    rule({ where: ['all'], leastLanes: 3 }),
    rule({ where: ['ab', 'a-b'], lane: 2 }),
  ];
  const trips = [gateTrip({ from: 'a', to: 'b', departure_s: 1 })];
  expect(() => run(street(), trips, 'today', lanes)).toThrow(
    [
      'scenario RUN-008 lanes.0.where: no street or link is meant by "Nowhere Street"',
      'scenario RUN-008 lanes.1: no link meant by "all" has lane left and at least 3 lanes',
      'scenario RUN-008 lanes.2.where: no street or link is meant by "a-b"',
    ].join('\n'),
  );
});

describe('worlds whose lanes open and close', () => {
  test('break no law in any of their steps', { timeout: 30_000 + 2000 * WORLD_COUNT }, () => {
    let caughtCount = 0;
    let arrivedCount = 0;
    for (const accepted of worldsWithLanes(WORLD_COUNT)) {
      expect(lawBrokenIn(accepted)).toBeNull();
      caughtCount += eventsOf(accepted.run, 'caughtInLane').length;
      arrivedCount += eventsOf(accepted.run, 'tripArrived').length;
    }
    expect(caughtCount).toBeGreaterThan(0);
    expect(arrivedCount).toBeGreaterThan(100);
  });
});

test('CLOSED is told of a vehicle that comes onto a lane closed to its class', () => {
  const network = street([allDay(0, ['pav'])]);
  const trips = evenTrips({ from: 'a', to: 'b', headway_s: 4, count: 20 });
  const inputs = { network, trips, scenario: sceneScenario(INSTANT_DRIVER), idleCars: [] };
  expect(() => steppedRun(inputs).until(120)).not.toThrow();
  // The twin's vehicles take themselves for driverless ones as they come onto the road.
  const replace = (stage: Stage, { traffic, vehicleCount }: World): Stage => ({
    ...stage,
    work: (start, end, block) => {
      for (let mover = 0; mover < vehicleCount; mover++) traffic.movers.laneClass[mover] = -1;
      stage.work(start, end, block);
    },
  });
  expect(() => steppedRun(inputs, { replace }).until(120)).toThrow('CON-CLOSED');
});
