import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { evenTrips, gateTrip, INSTANT_DRIVER, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';
import { hold, release } from './hand-over.js';

const FREE_mps = 15;
const STOPPED_AT_m = 300;
/** By then oncoming cars are everywhere on the street. */
const FIRST_s = 61;
const DRIVER = { ...INSTANT_DRIVER, acceleration_mps2: 2, comfortableBraking_mps2: 2.5 };

interface Street {
  readonly oncoming_s: number;
  readonly passingGap_s?: number;
  readonly behindCount?: number;
  readonly oncomingUntil_s?: number;
  readonly drawing?: string;
  readonly release_s?: number;
}

/** A street of 750 m, a car that stops in its middle, one or more behind it, and oncoming ones. */
function blockedStreet({
  oncoming_s,
  passingGap_s = 7,
  behindCount = 1,
  oncomingUntil_s = 600,
  drawing = 'a-----b',
  release_s = Number.POSITIVE_INFINITY,
}: Street) {
  const oncomingCount = drawing.includes('>') ? 0 : Math.floor(oncomingUntil_s / oncoming_s);
  const run = steppedRun({
    network: streetMap(drawing, { step_m: 125, freeSpeed_mps: FREE_mps }),
    scenario: sceneScenario(DRIVER, {
      traffic: { carFollowing: 'newell', laneChanging: 'for-speed', passingGap_s },
    }),
    trips: [
      gateTrip({ from: 'a', to: 'b', departure_s: FIRST_s, name: '0' }),
      ...evenTrips({ from: 'a', to: 'b', headway_s: 5, count: behindCount, from_s: FIRST_s + 4 }),
      ...evenTrips({ from: 'b', to: 'a', headway_s: oncoming_s, count: oncomingCount }),
    ],
    idleCars: [],
  });
  const { movers } = run.world.traffic;
  const stopped = () => run.world.vehicles.mover[0] as never;
  run.until(150, () => movers.position_m[stopped()]! >= STOPPED_AT_m);
  hold(run.world.traffic, stopped());
  let isReleased = false;
  let fastest_m = 0;
  const before: number[] = [];
  run.until(600, () => {
    expect(brokenLaw(run.world)).toBeNull();
    for (let vehicle = 0; vehicle < run.world.vehicleCount; vehicle++) {
      const mover = run.world.vehicles.mover[vehicle];
      if (mover < 0 || movers.lane[mover] < 0) continue;
      const at_m = movers.position_m[mover]!;
      fastest_m = Math.max(fastest_m, at_m - (before[vehicle] ?? at_m));
      before[vehicle] = at_m;
    }
    if (!isReleased && run.world.clock.time_s >= release_s) {
      isReleased = true;
      release(run.world.traffic, stopped());
    }
    return false;
  });
  const passed = run.log.filter(({ type }) => type === 'passedStopped');
  const arrived = run.log.filter(
    ({ type, trip }) => type === 'tripArrived' && Number(trip) <= behindCount,
  );
  return { run, passed, arrived, fastest_m };
}

test('on an empty two-way street everyone passes a stopped car', () => {
  const { run, passed, arrived, fastest_m } = blockedStreet({ oncoming_s: 1000, behindCount: 20 });
  expect(passed).toHaveLength(20);
  expect(arrived).toHaveLength(20);
  expect(passed.every((event) => event['stoppedVehicle'] === 0)).toBe(true);
  expect(passed.every((event) => Number(event['waited_s']) >= 3)).toBe(true);
  // All of the way is driven: no step takes anyone farther than the limit.
  expect(fastest_m).toBeLessThanOrEqual(FREE_mps * run.world.scenario.dt_s + 1e-9);
});

test.each([
  ['through gaps of 6 s when it wants 7', { oncoming_s: 6 }],
  ['on a one-way street', { oncoming_s: 1000, drawing: 'a>>>>>b' }],
  ['when nobody may pass', { oncoming_s: 1000, passingGap_s: 0 }],
  ['in a gap too short for its acceleration', { oncoming_s: 1000, passingGap_s: 3 }],
])('nobody passes %s', (_, street) => {
  const { passed, arrived } = blockedStreet({ behindCount: 5, ...street });
  expect(passed).toEqual([]);
  expect(arrived).toEqual([]);
});

test('it goes as soon as the last oncoming car is past', () => {
  const { passed, run } = blockedStreet({ oncoming_s: 4, oncomingUntil_s: 160 });
  expect(passed).toHaveLength(1);
  const link_m = run.world.network.links.length_m[0]!;
  const stop_m = Number(passed[0]!['odometer_m']);
  // Its rear bumper, and the oncoming one's own length.
  const past_m = link_m - stop_m + 2 * DRIVER.length_m;
  const past_s = 160 + past_m / FREE_mps;
  const late_s = Number(passed[0]!.time_s) - past_s;
  // It looks once a second.
  expect(late_s).toBeGreaterThan(0);
  expect(late_s).toBeLessThanOrEqual(1 + run.world.scenario.dt_s);
});

test('who moves off while it is passed lets the other in first', () => {
  const alone = blockedStreet({ oncoming_s: 1000 });
  const start_s = Number(alone.passed[0]!.time_s);
  for (let after_s = 0.5; after_s <= 6; after_s += 0.5) {
    const { passed, arrived } = blockedStreet({ oncoming_s: 1000, release_s: start_s + after_s });
    expect(passed).toHaveLength(1);
    expect(arrived.map(({ trip }) => trip)).toEqual([1, 0]);
  }
});

/** A car stopped near the junction m, where oncoming ones come out of it. */
function stoppedNearJunction(replace: (stage: Stage, world: World) => Stage = (stage) => stage) {
  const run = steppedRun(
    {
      network: streetMap('a--m--b', { step_m: 125, freeSpeed_mps: FREE_mps }),
      scenario: sceneScenario(DRIVER),
      trips: [
        gateTrip({ from: 'a', to: 'b', departure_s: 1, name: '0' }),
        ...evenTrips({ from: 'a', to: 'b', headway_s: 5, count: 20 }),
        ...evenTrips({ from: 'b', to: 'a', headway_s: 9, count: 60 }),
      ],
      idleCars: [],
    },
    { replace },
  );
  const { movers } = run.world.traffic;
  const stopped = () => run.world.vehicles.mover[0] as never;
  run.until(100, () => movers.position_m[stopped()]! >= 360);
  hold(run.world.traffic, stopped());
  run.until(600);
  return run.log.filter(({ type }) => type === 'passedStopped').length;
}

test('nobody comes out of a junction towards one who passes', () => {
  // A law that every step checks: nobody is where a passer is.
  expect(stoppedNearJunction()).toBe(20);
});

test('a junction that does not look is caught by the law (broken twin)', () => {
  const blind = (stage: Stage, { traffic: { passings } }: World): Stage => {
    if (stage.name !== 'junctions') return stage;
    const work: Stage['work'] = (start, end, block) => {
      const count = passings.count[0]!;
      passings.count[0] = 0;
      stage.work(start, end, block);
      passings.count[0] = count;
    };
    return { ...stage, work };
  };
  expect(() => stoppedNearJunction(blind)).toThrow('comes the other way');
});

test('who passes without a look at the other side is caught by the law (broken twin)', () => {
  const blind = (stage: Stage, { traffic, network }: World): Stage => {
    if (stage.name !== 'pass the stopped') return stage;
    const { front, reserved } = traffic.lanes;
    const first = network.links.firstLane[network.linkNames.indexOf('ma')]!;
    const work: Stage['work'] = (start, end, block) => {
      const seen = [front[first]!, reserved[first]!] as const;
      front[first] = -1;
      reserved[first] = 0;
      stage.work(start, end, block);
      [front[first], reserved[first]] = seen;
    };
    return { ...stage, work };
  };
  expect(() => stoppedNearJunction(blind)).toThrow('comes the other way');
});
