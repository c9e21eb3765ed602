/**
 * V-FLEET. How far away the nearest idle vehicle is, how long one waits for it, and what dispatchers
 * that look at many requests at once gain.
 */
import { createBatchAssignment } from '../../core/fleet/batch-assignment.js';
import { assignRequests, type DispatchSettings } from '../../core/fleet/dispatch.js';
import type { Fleet } from '../../core/fleet/fleet.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { minimumPathCover } from '../../core/fleet/path-cover.js';
import { createShareability } from '../../core/fleet/shareability.js';
import { compareOnBatches } from '../../core/testing/batch-twins.js';
import { busyVehicles } from '../../core/testing/busy-vehicles.js';
import { chargingHour, usedByLog_kWh } from '../../core/testing/charging-town.js';
import { crommelin_s, meanQueue_s, SERVICE_s } from '../../core/testing/shuttle.js';
import { leastCostByHand, smallBatch } from '../../core/testing/small-batch.js';
import { TOWN_START_s, townRun } from '../../core/testing/small-town.js';
import { steppedRun } from '../../core/testing/stepped-run.js';
import { meanPickup_m, onTorusAt1mps, TORUS_SIDE_m } from '../../core/testing/torus-fleet.js';
import { counted, exactly, once, type ValidationCase } from './validation-case.js';

const SAMPLES = 3000;

/**
 * The nearest of n points at density n/A lies beyond r with probability exp(−2 r² n/A), since the
 * rectilinear ball of radius r has the area 2r²; its mean distance is sqrt(pi/8) sqrt(A/n).
 */
const pickupCases = [20, 60, 180].map((idleCount): ValidationCase => {
  const target = 0.627 * Math.sqrt(TORUS_SIDE_m ** 2 / idleCount);
  return {
    name: `V-FLEET ${idleCount} idle vehicles on a torus: mean way to a pick-up, 0.627 sqrt(A/n)`,
    unit: 'm',
    target,
    tolerance: {
      difference: 0.03 * target,
      standardErrors: 3,
      because: 'finite n is up to 2 % nearer; 3 standard errors',
    },
    run: () => meanPickup_m(idleCount, SAMPLES),
    // Sends whoever is nearest along one axis.
    broken: () =>
      meanPickup_m(idleCount, SAMPLES, (from, _from_m, to) => onTorusAt1mps(from, 0, to, 0)),
  };
});

/** Pollaczek and Khinchine for one vehicle, Crommelin for more. */
const queueCases = (
  [
    [1, 0.5],
    [1, 0.8],
    [2, 0.7],
    [5, 0.8],
  ] as const
).map(([vehicleCount, load]): ValidationCase => {
  const vehicles = vehicleCount === 1 ? '1 vehicle' : `${vehicleCount} vehicles`;
  return {
    name: `V-FLEET ${vehicles} between two places, load ${load}: mean wait in M/D/${vehicleCount}`,
    unit: 's',
    target:
      vehicleCount === 1
        ? (load * SERVICE_s) / (2 * (1 - load))
        : crommelin_s(vehicleCount, load, SERVICE_s),
    tolerance: {
      difference: 0,
      standardErrors: 3,
      because: '3 standard errors over 24 days of 2,400 requests',
    },
    run: () => meanQueue_s({ vehicleCount, load }),
    // Leaves out the stand at the end of each ride.
    broken: () => meanQueue_s({ vehicleCount, load, stand_s: () => 0 }),
  };
});

const townLog = once(() => {
  const run = steppedRun(townRun('shared-automated'));
  run.until(TOWN_START_s + 5400);
  return run.log;
});

const littlesLaw: ValidationCase = {
  name: "V-FLEET Little's law in the log: mean busy vehicles over rate × mean busy time",
  unit: '',
  target: 1,
  tolerance: exactly(1, 'an identity of the log: every assignment has its end'),
  run: () => {
    const { mean, rateTimesLength } = busyVehicles(townLog(), 5400);
    return mean / rateTimesLength;
  },
  // Ends a vehicle's work where the last traveller is picked up.
  broken: () =>
    busyVehicles(townLog(), 5400).mean / busyVehicles(townLog(), 5400, 'pickedUp').rateTimesLength,
};

/** By how much the first is worse than the second at most, of batches with the same number served. */
const worstPickup_s = (isSwapped: boolean): number => {
  const { batches } = compareOnBatches({ batchCount: 200, idleCount: 8, requestCount: 8 });
  const differences_s = batches.flatMap(({ batch, nearest }) =>
    batch.servedCount === nearest.servedCount ? [batch.pickup_s - nearest.pickup_s] : [],
  );
  return Math.max(...differences_s.map((less_s) => (isSwapped ? -less_s : less_s)));
};

const batchCase: ValidationCase = {
  name: 'V-FLEET 200 batches: pick-up time by optimal assignment above nearest idle, at most',
  unit: 's',
  target: 0,
  tolerance: { difference: 1e-9, isBound: true, because: 'never worse with as many served' },
  run: () => worstPickup_s(false),
  broken: () => worstPickup_s(true),
};

/** Rides from A to B every so often, one after the other: as many vehicles as set out in a round trip. */
const WAY_s = 100;
const HEADWAY_s = 30;

function shuttleFleet(back_s: number): number {
  const rides = Array.from({ length: 200 }, (_, ride) => HEADWAY_s * ride);
  const followers = rides.map((start_s) =>
    [...rides.keys()].filter((to) => start_s + WAY_s + back_s <= rides[to]!),
  );
  const first = Int32Array.from([[], ...followers], (list) => list.length);
  for (let ride = 0; ride < rides.length; ride++) first[ride + 1]! += first[ride]!;
  return minimumPathCover({ first, ride: Int32Array.from(followers.flat()) }).vehicleCount;
}

const coverCase: ValidationCase = {
  name: 'V-FLEET fewest vehicles for a ride every 30 s, 100 s out and 100 s back: path cover',
  unit: 'vehicles',
  target: Math.ceil((2 * WAY_s) / HEADWAY_s),
  tolerance: counted,
  run: () => shuttleFleet(WAY_s),
  // Forgets the way back.
  broken: () => shuttleFleet(0),
};

const chargedTown = once(() => chargingHour());

/** Energy that the batteries say was used, over that by odometers and time outside of stalls. */
function energyRatio(use: 'used_kWh' | 'charged_kWh'): number {
  const run = chargedTown();
  const { firstVehicle, charging } = run.world.fleet!;
  const rows = Array.from({ length: charging!.batteries.capacity }, (_, row) => row);
  const told_kWh = rows.reduce((sum, row) => sum + charging!.batteries[use][row]!, 0);
  const used_kWh = rows.reduce((sum, row) => sum + usedByLog_kWh(run, firstVehicle + row), 0);
  return told_kWh / used_kWh;
}

const energyCase: ValidationCase = {
  name: 'V-FLEET energy out of the batteries over that by the log: kilometres and hours',
  unit: '',
  target: 1,
  tolerance: exactly(1, 'the same sums in another order'),
  run: () => energyRatio('used_kWh'),
  // Takes what was charged for what was used.
  broken: () => energyRatio('charged_kWh'),
};

const SEEDS = Array.from({ length: 20 }, (_, seed) => 101 + seed);
const PATIENCE_s = 100;
const EXACT = { tripSizeLimit: 6, tripLimit: 100, orderLimit: 1e6, nodeLimit: 1e6, gap: 0 };

type MadeFor = (fleet: Fleet) => DispatchSettings['dispatcher'];
const insertion: MadeFor = ({ settings }) => createInsertion(settings);
const shareability: MadeFor = ({ settings }) => createShareability(settings);
const exactShareability: MadeFor = ({ settings }) => createShareability(settings, EXACT);

/** Work and waits; whoever is not served weighs more than all of them. */
const UNSERVED_s = 1e5;

function batchCost_s(seed: number, dispatcherOf: MadeFor): number {
  const batch = smallBatch(seed);
  const { fleet, travelTime } = batch;
  assignRequests(fleet, 0, travelTime, { dispatcher: dispatcherOf(fleet), patience_s: PATIENCE_s });
  const { servedCount, cost_s } = batch.cost();
  return cost_s + UNSERVED_s * (fleet.requests.capacity - servedCount);
}

function leastCost_s(seed: number): number {
  const batch = smallBatch(seed);
  const { servedCount, cost_s } = leastCostByHand(batch);
  return cost_s + UNSERVED_s * (batch.fleet.requests.capacity - servedCount);
}

const worst = (differenceOf: (seed: number) => number): number =>
  Math.max(...SEEDS.map(differenceOf));

const poolingCases: readonly ValidationCase[] = [
  {
    name: 'V-FLEET 20 batches: cost of the shareability graph above insertion, at most',
    unit: 's',
    target: 0,
    tolerance: { difference: 1e-6, isBound: true, because: 'never worse; rounding of sums' },
    run: () => worst((seed) => batchCost_s(seed, shareability) - batchCost_s(seed, insertion)),
    broken: () => worst((seed) => batchCost_s(seed, insertion) - batchCost_s(seed, shareability)),
  },
  {
    name: 'V-FLEET 20 batches of up to 6 × 4: cost of the shareability graph above the least',
    unit: 's',
    target: 0,
    tolerance: { difference: 1e-6, because: 'every way to serve them has been tried; rounding' },
    run: () => worst((seed) => Math.abs(batchCost_s(seed, exactShareability) - leastCost_s(seed))),
    broken: () => worst((seed) => Math.abs(batchCost_s(seed, insertion) - leastCost_s(seed))),
  },
  {
    name: 'V-FLEET 50 batches of 6 × 4: served by optimal assignment less than by nearest idle',
    unit: 'requests',
    target: 0,
    tolerance: { difference: 0, isBound: true, because: 'a count, never worse' },
    run: () => fewerServed(createBatchAssignment()),
    // Holds a dispatcher that serves nobody against it.
    broken: () => fewerServed({ assign: () => -1 }),
  },
];

function fewerServed(dispatcher: DispatchSettings['dispatcher']): number {
  const { batches } = compareOnBatches({
    batchCount: 50,
    idleCount: 4,
    requestCount: 6,
    dispatcher,
  });
  return Math.max(...batches.map(({ batch, nearest }) => nearest.servedCount - batch.servedCount));
}

export const cases: readonly ValidationCase[] = [
  ...pickupCases,
  ...queueCases,
  littlesLaw,
  batchCase,
  coverCase,
  energyCase,
  ...poolingCases,
];
