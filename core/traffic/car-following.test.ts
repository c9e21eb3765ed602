import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { createRing } from '../testing/ring-road.js';
import { createRoadScene, evenTrips, INSTANT_DRIVER, runScene } from '../testing/road-scene.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';
import { freePosition_m, wayOfLeader_m } from './car-following.js';
import { createHistory } from './traffic-state.js';

test('alone a car gains a dt of speed each step, up to its limit', () => {
  expect(freePosition_m(100, 10, 14, 2, 0.5)).toBe(105.5);
  expect(freePosition_m(100, 13.5, 14, 2, 0.5)).toBe(107);
});

test('the way of a leader is read from its past, straight between two readings', () => {
  const history = createHistory(2, 3);
  // Mover 1 has driven 0, 1, 4, 9, ... m at the ends of steps 0, 1, 2, 3, ...
  for (let step = 0; step <= 9; step++) {
    history.odometer_m[history.slots + (step & history.mask)] = step * step;
  }
  expect(wayOfLeader_m(history, 1, 9, 0, 0)).toBe(0);
  expect(wayOfLeader_m(history, 1, 9, 2, 0)).toBe(81 - 49);
  expect(wayOfLeader_m(history, 1, 9, 2, 0.25)).toBe(81 - (49 * 0.75 + 36 * 0.25));
});

/**
 * Theory: the follower's path is its leader's, tau later and s behind, wherever it is not free. The
 * street slows down from 15 to 5 m/s behind the second junction, so that all but the first follow.
 */
test('a follower repeats its leader’s path over junctions, tau later and s behind', () => {
  const world = createRoadScene({
    network: streetMap('a>>b>>c>>d', {
      step_m: 75,
      freeSpeed_mps: 15,
      links: { cd: { freeSpeed_mps: 5 } },
    }),
    trips: evenTrips({ from: 'a', to: 'd', headway_s: 2, count: 20 }),
  });
  const { movers, dt_s } = world.traffic;
  const tauSteps = INSTANT_DRIVER.tau_s / dt_s;
  const past: number[][] = [];
  let followedCount = 0;
  runScene(world, 120, () => {
    past.push(odometers_m(world));
    const [now, then, before] = [past.at(-1)!, past.at(-1 - tauSteps), past.at(-2)];
    if (then === undefined || before === undefined) return;
    for (let car = 1; car < world.vehicleCount; car++) {
      if (Number.isNaN(now[car]! + before[car]! + then[car - 1]! + now[car - 1]!)) continue;
      const slack_m = then[car - 1]! - 7.5 - now[car]!;
      expect(slack_m).toBeGreaterThan(-1e-9);
      const lane = movers.lane[world.vehicles.mover[car]];
      const isFree = now[car]! - before[car]! > world.network.lanes.speed_mps[lane]! * dt_s - 1e-9;
      // Between two speeds a step is driven with some of each.
      if (isFree || lane >= world.network.linkLaneCount) continue;
      expect(slack_m).toBeLessThan(1e-9);
      followedCount++;
    }
  });
  expect(followedCount).toBeGreaterThan(200);
});

/** Way driven since the gate by vehicle; NaN while it is not on the road. */
function odometers_m({ vehicles, vehicleCount, traffic: { movers } }: World): number[] {
  return Array.from({ length: vehicleCount }, (_, vehicle) => {
    const mover = vehicles.mover[vehicle];
    return mover === NONE || movers.lane[mover] === NONE ? Number.NaN : movers.odometer_m[mover]!;
  });
}

/** Property. Uneven gaps on a ring of short streets make stop-and-go waves over the junctions. */
test.each([1, 2, 3])('bumpers never overlap, on lanes or over stop lines, in ring %i', (seed) => {
  const { human } = DEFAULT_SCENARIO.drivers;
  const drivers = Array.from({ length: 40 }, (_, car) => ({
    driver: draw(seed, PURPOSE.testOrder, car, 0) < 0.5 ? (0 as const) : (1 as const),
    spacing_m: 8 + 8 * draw(seed, PURPOSE.testOrder, car, 1),
  }));
  const { world, length_m } = createRing({
    drivers,
    classes: [human, { ...human, tau_s: 0.5, standstillGap_m: 2, acceleration_mps2: 1.5 }],
    speed_mps: 0,
    freeSpeed_mps: 50 / 3.6,
    dt_s: 0.5,
  });
  const { movers } = world.traffic;
  const start_m = drivers.map((_, car) =>
    drivers.slice(1, car + 1).reduce((sum, { spacing_m }) => sum - spacing_m, 0),
  );
  let nearest_m = Infinity;
  let moved_m = 0;
  runScene(world, 300, () => {
    const at_m = start_m.map((from_m, car) => from_m + movers.odometer_m[car]!);
    moved_m = movers.odometer_m[0]!;
    for (const [car, front_m] of at_m.entries()) {
      const ahead_m = car === 0 ? at_m.at(-1)! + length_m : at_m[car - 1]!;
      nearest_m = Math.min(nearest_m, ahead_m - human.length_m - front_m);
    }
  });
  expect(moved_m).toBeGreaterThan(length_m);
  // They come as near as the smaller of the two gaps, and no nearer.
  expect(nearest_m).toBeGreaterThan(2 - 1e-6);
  expect(nearest_m).toBeLessThan(8);
});
