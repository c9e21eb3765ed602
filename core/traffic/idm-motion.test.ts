import { describe, expect, test } from 'vitest';
import { DEFAULT_SCENARIO, type DriverClass } from '../scenario/scenario.js';
import { lawBrokenIn } from '../testing/checked-worlds.js';
import { worldsChanged } from '../testing/random-lanes.js';
import { createRing, type Ring, ringFlow_vph } from '../testing/ring-road.js';
import { createRoadScene, evenTrips, gateTrip, runScene } from '../testing/road-scene.js';
import { eventsOf } from '../testing/scene.js';
import { streetMap } from '../testing/street-map.js';

const FREE_mps = 50 / 3.6;
const DRIVER: DriverClass = DEFAULT_SCENARIO.drivers.human;
const IDM = { ...DEFAULT_SCENARIO.traffic, carFollowing: 'idm' } as const;

/** Theory: the gap at which nobody accelerates, (s0 + v T) / √(1 − (v/v0)^4). */
const equilibriumGap_m = (v_mps: number, { tau_s, standstillGap_m }: DriverClass): number =>
  (standstillGap_m + v_mps * tau_s) / Math.sqrt(1 - (v_mps / FREE_mps) ** 4);

function ringOf(driver: DriverClass, gaps_m: readonly number[], speed_mps: number): Ring {
  return createRing({
    drivers: gaps_m.map((gap_m) => ({ driver: 0, spacing_m: gap_m + driver.length_m })),
    classes: [driver, driver],
    speed_mps,
    freeSpeed_mps: FREE_mps,
    dt_s: 0.5,
    carFollowing: 'idm',
  });
}

test.each([0.2, 0.5, 0.8, 0.95])(
  'on a ring at the equilibrium gap of %d of the limit that speed lasts',
  (share) => {
    const v_mps = share * FREE_mps;
    const gap_m = equilibriumGap_m(v_mps, DRIVER);
    const gaps_m = Array.from({ length: 60 }, () => gap_m);
    const theory_vph = (3600 * v_mps) / (gap_m + DRIVER.length_m);
    expect(ringFlow_vph(ringOf(DRIVER, gaps_m, v_mps), 60)).toBeCloseTo(theory_vph, 6);
    // Drivers with another T do not keep it.
    const other = ringOf({ ...DRIVER, tau_s: 1.1 * DRIVER.tau_s }, gaps_m, v_mps);
    expect(Math.abs(ringFlow_vph(other, 60) - theory_vph)).toBeGreaterThan(1);
  },
);

/** The solution of dv/dt = a (1 − (v/v0)^4) from rest, by Runge and Kutta in steps of a hundredth. */
function freeSpeed_mps(time_s: number, a_mps2: number): number {
  const slope = (v: number): number => a_mps2 * (1 - (v / FREE_mps) ** 4);
  let v = 0;
  const h = 0.01;
  for (let at = 0; at < Math.round(time_s / h); at++) {
    const k1 = slope(v);
    const k2 = slope(v + (h / 2) * k1);
    const k3 = slope(v + (h / 2) * k2);
    const k4 = slope(v + h * k3);
    v += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return v;
}

test.each([0.5, 0.1])(
  'alone a car gains speed as the equation says, to the order of %d s',
  (dt_s) => {
    const ring = createRing({
      drivers: [{ driver: 0, spacing_m: 4000 }],
      classes: [DRIVER, DRIVER],
      speed_mps: 0,
      freeSpeed_mps: FREE_mps,
      dt_s,
      carFollowing: 'idm',
    });
    const { acceleration_mps2: a } = DRIVER;
    let most_mps = 0;
    runScene(ring.world, 20, (time_s) => {
      const v_mps = ring.world.traffic.movers.speed_mps[0]!;
      most_mps = Math.max(most_mps, Math.abs(v_mps - freeSpeed_mps(time_s, a)));
    });
    // No step changes the speed by more than a·dt: the error of a step's slope stays well below half of it.
    expect(most_mps).toBeLessThan((a * dt_s) / 2);
    expect(ring.world.traffic.movers.speed_mps[0]!).toBeGreaterThan(0.95 * FREE_mps);
  },
);

/** Fastest less slowest car after ten minutes on a ring whose gaps begin uneven. */
function spread_mps(driver: DriverClass): number {
  const v_mps = 0.5 * FREE_mps;
  const gap_m = equilibriumGap_m(v_mps, driver);
  const gaps_m = Array.from({ length: 60 }, (_, car) => gap_m * (car % 20 < 10 ? 0.8 : 1.2));
  const { world } = ringOf(driver, gaps_m, v_mps);
  runScene(world, 1200);
  const speeds = Array.from({ length: 60 }, (_, mover) => world.traffic.movers.speed_mps[mover]!);
  return Math.max(...speeds) - Math.min(...speeds);
}

test('a platoon that accelerates well comes to rest in one speed, one that does not keeps its waves', () => {
  // Waves die out for a > s0 / T², 1.33 m/s² here, at any density.
  expect(spread_mps({ ...DRIVER, acceleration_mps2: 2.5 })).toBeLessThan(0.05);
  expect(spread_mps({ ...DRIVER, acceleration_mps2: 0.4 })).toBeGreaterThan(2);
});

describe('before a red light', () => {
  const toLight = (
    network = streetMap('a>>>>b>>c', {
      step_m: 100,
      freeSpeed_mps: FREE_mps,
      controls: { b: 'signal' },
    }),
  ) =>
    createRoadScene({
      network,
      driver: DRIVER,
      scenario: { traffic: IDM },
      trips: [
        gateTrip({ from: 'a', to: 'c', departure_s: 1 }),
        ...evenTrips({ from: 'a', to: 'c', headway_s: 4, count: 5 }),
      ],
      signals: {
        b: {
          phases: [
            { green_s: 0, amber_s: 0, allRed_s: 90, protectedTurns: [] },
            { green_s: 600, amber_s: 3, allRed_s: 1, protectedTurns: ['ab>bc'] },
          ],
        },
      },
    });

  test('drivers brake no harder than about what is comfortable, and stand at the line', () => {
    const world = toLight();
    const { movers } = world.traffic;
    let hardest_mps2 = 0;
    const last = new Float64Array(world.vehicleCount).fill(Number.NaN);
    runScene(world, 85, () => {
      for (let mover = 0; mover < world.vehicleCount; mover++) {
        const v_mps = movers.lane[mover] < 0 ? Number.NaN : movers.speed_mps[mover]!;
        const braked_mps2 = (last[mover]! - v_mps) / world.scenario.dt_s;
        if (braked_mps2 > hardest_mps2) hardest_mps2 = braked_mps2;
        last[mover] = v_mps;
      }
    });
    const line_m = world.network.lanes.length_m[0]!;
    expect(movers.position_m[world.traffic.lanes.front[0]]).toBeCloseTo(line_m, 6);
    // The model brakes harder than b only where a leader does; a step late at most.
    expect(hardest_mps2).toBeLessThan(1.5 * DRIVER.comfortableBraking_mps2);
    expect(hardest_mps2).toBeGreaterThan(0.5);
  });

  test('at green they do not brake for the line', () => {
    const world = toLight();
    runScene(world, 91);
    // Who comes later finds green all the way.
    let slowest_mps = Infinity;
    const late = createRoadScene({
      network: streetMap('a>>>>b>>c', {
        step_m: 100,
        freeSpeed_mps: FREE_mps,
        controls: { b: 'signal' },
      }),
      driver: DRIVER,
      scenario: { traffic: IDM },
      trips: [gateTrip({ from: 'a', to: 'c', departure_s: 1 })],
      signals: {
        b: { phases: [{ green_s: 600, amber_s: 3, allRed_s: 1, protectedTurns: ['ab>bc'] }] },
      },
    });
    runScene(late, 30, () => {
      const { movers } = late.traffic;
      if (movers.lane[0] >= 0) slowest_mps = Math.min(slowest_mps, movers.speed_mps[0]!);
    });
    expect(slowest_mps).toBeGreaterThan(0.99 * FREE_mps);
  });
});

/** A dozen fit every run of the tests; the variable asks for more. */
const WORLD_COUNT = Math.ceil(Number(process.env['BLOCKWISE_WORLDS'] ?? 200) / 16);

test('random worlds break no law in any of their steps', {
  timeout: 30_000 + 2000 * WORLD_COUNT,
}, () => {
  let arrivedCount = 0;
  let tripCount = 0;
  const withIdm = (inputs: Parameters<Parameters<typeof worldsChanged>[1]>[0]) => ({
    ...inputs,
    scenario: {
      ...inputs.scenario,
      traffic: { ...inputs.scenario.traffic, carFollowing: 'idm' as const },
    },
  });
  for (const accepted of worldsChanged(WORLD_COUNT, withIdm)) {
    expect(lawBrokenIn(accepted)).toBeNull();
    arrivedCount += eventsOf(accepted.run, 'tripArrived').length;
    tripCount += accepted.run.world.tripCount;
  }
  expect(arrivedCount).toBeGreaterThan(0.5 * tripCount);
});
