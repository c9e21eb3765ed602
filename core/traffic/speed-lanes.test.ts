import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import type { LaneChanging } from '../scenario/scenario.js';
import { evenTrips, gateTrip, INSTANT_DRIVER, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { type SteppedRun, steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

const FREE_mps = 15;
const SLOW_mps = 5;
/** Of one lane: 1.5 s + 7.5 m / 15 m/s. */
const CAPACITY_perS = 1 / 2;
const WATCHED_s = 450;

/** A car that nothing but its driver slows down. */
function withSlowCar(vehicle: number) {
  return (stage: Stage, { traffic, vehicles }: World): Stage => {
    if (stage.name !== 'choose positions') return stage;
    const work: Stage['work'] = (start, end, block) => {
      stage.work(start, end, block);
      const { movers, dt_s } = traffic;
      const slow = vehicles.mover[vehicle]!;
      if (slow < start || slow >= end) return;
      const most_m = movers.position_m[slow]! + SLOW_mps * dt_s;
      movers.next_m[slow] = Math.min(movers.next_m[slow]!, most_m);
    };
    return { ...stage, work };
  };
}

interface Passing {
  /** Cars a second that get past the slow one, in the time watched. */
  readonly flow_perS: number;
  readonly changeCount: number;
  /** Least time between two changes of one car. */
  readonly pause_s: number;
}

/** Two lanes, the first car slow, behind it one every `headway_s` over both lanes. */
function passSlowCar(headway_s: number, laneChanging: LaneChanging): Passing {
  const scenario = sceneScenario(INSTANT_DRIVER, {
    traffic: { carFollowing: 'newell', laneChanging, passingGap_s: 0 },
  });
  const run = steppedRun(
    {
      network: streetMap('a>>>>>b', { step_m: 500, freeSpeed_mps: FREE_mps, laneCount: 2 }),
      scenario,
      trips: [
        gateTrip({ from: 'a', to: 'b', departure_s: 1, name: '0-slow' }),
        ...evenTrips({ from: 'a', to: 'b', headway_s, count: Math.floor(560 / headway_s) }),
      ],
      idleCars: [],
    },
    { replace: withSlowCar(0) },
  );
  const changes = watchChanges(run);
  run.until(60, changes.look);
  const before = passedCount(run);
  run.until(60 + WATCHED_s, changes.look);
  return { flow_perS: (passedCount(run) - before) / WATCHED_s, ...changes.found };
}

/** Those that are ahead of vehicle 0 or have left the street. */
function passedCount({ world, log }: SteppedRun): number {
  const { movers } = world.traffic;
  const slow_m = movers.position_m[world.vehicles.mover[0]]!;
  let count = log.filter(({ type }) => type === 'tripArrived').length;
  for (let vehicle = 1; vehicle < world.vehicleCount; vehicle++) {
    const mover = world.vehicles.mover[vehicle];
    if (mover >= 0 && movers.lane[mover] >= 0 && movers.position_m[mover]! > slow_m) count++;
  }
  return count;
}

/** Notes who is on another lane than after the step before; also that no law is broken. */
function watchChanges({ world }: SteppedRun) {
  const found = { changeCount: 0, pause_s: Number.POSITIVE_INFINITY };
  const lastLane: number[] = [];
  const lastChange_s: number[] = [];
  const look = (): boolean => {
    expect(brokenLaw(world)).toBeNull();
    for (let vehicle = 0; vehicle < world.vehicleCount; vehicle++) {
      const mover = world.vehicles.mover[vehicle];
      const lane = mover >= 0 ? world.traffic.movers.lane[mover] : -1;
      const before = lastLane[vehicle] ?? -1;
      lastLane[vehicle] = lane;
      if (lane < 0 || before < 0 || lane === before) continue;
      const { time_s } = world.clock;
      found.changeCount++;
      found.pause_s = Math.min(found.pause_s, time_s - (lastChange_s[vehicle] ?? -Infinity));
      lastChange_s[vehicle] = time_s;
    }
    return false;
  };
  return { look, found };
}

// In the slow car's frame a lane carries capacity less what the slow car itself uncovers.
const BOUND_perS = CAPACITY_perS * (1 - SLOW_mps / FREE_mps);
const ONE_CAR_perS = 1 / WATCHED_s;

const flowBound_perS = (headway_s: number): number =>
  Math.min(BOUND_perS, (1 / headway_s) * (1 - SLOW_mps / FREE_mps));

// At 1 s both lanes come full, at 2 s one lane could just carry all; beyond that it does easily.
test.each([1, 2, 3, 4])(
  'with a car every %s s the flow past a slow one is that of one free lane',
  (headway_s) => {
    const { flow_perS } = passSlowCar(headway_s, 'for-speed');
    // A car that is counted or not at either end of the time watched.
    expect(Math.abs(flow_perS - flowBound_perS(headway_s))).toBeLessThanOrEqual(ONE_CAR_perS);
  },
);

test('who may not change lanes for speed stays behind the slow car (broken twin)', () => {
  for (const headway_s of [2, 3, 4]) {
    const { flow_perS, changeCount } = passSlowCar(headway_s, 'for-turn');
    expect(changeCount).toBe(0);
    expect(flow_perS).toBeLessThan(flowBound_perS(headway_s) - 10 * ONE_CAR_perS);
  }
});

test('nobody changes to and fro: fewer changes than cars, and five seconds or more between two of one car', () => {
  const { changeCount, pause_s } = passSlowCar(2, 'for-speed');
  // Every second one of 225 comes on the lane of the slow car, but for those on their way to it.
  expect(changeCount).toBeGreaterThan(60);
  expect(changeCount).toBeLessThan(225);
  expect(pause_s).toBeGreaterThanOrEqual(5);
});
