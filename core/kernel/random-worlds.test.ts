import { expect, test } from 'vitest';
import { RunError } from '../base/errors.js';
import { checkNetwork } from '../network/check-network.js';
import { randomWorld, WORLD_START_s } from '../testing/random-world.js';
import { brokenLaw } from '../testing/room-laws.js';
import { type SteppedRun, steppedRun } from '../testing/stepped-run.js';
import { ARRIVED } from './activities.js';
import type { RunInputs } from './build-world.js';

const MINUTES = 20;
const END_s = WORLD_START_s + MINUTES * 60;
const WORLD_COUNT = 200;

/** Worlds that a run accepts, in the order of their seeds. */
function* acceptedWorlds() {
  for (let seed = 0, count = 0; count < WORLD_COUNT; seed++) {
    const inputs = randomWorld(seed, MINUTES);
    if (checkNetwork(inputs.network).some(({ severity }) => severity === 'error')) continue;
    const run = startOf(inputs);
    if (run === null) continue;
    count++;
    yield { seed, run };
  }
}

/** Null where a car's home is cut off from every lot, which a run refuses to start with. */
function startOf(inputs: RunInputs): SteppedRun | null {
  try {
    return steppedRun(inputs);
  } catch (error) {
    if (error instanceof RunError && error.code === 'RUN-002') return null;
    throw error;
  }
}

function runChecked(run: SteppedRun, seed: number): void {
  while (run.world.clock.time_s < END_s) {
    run.step();
    const broken = brokenLaw(run.world);
    if (broken !== null) throw new Error(`world ${seed} at ${run.world.clock.time_s} s: ${broken}`);
  }
}

test('two hundred random worlds break no law in any of their steps', { timeout: 120_000 }, () => {
  let arrivedCount = 0;
  let tripCount = 0;
  for (const { seed, run } of acceptedWorlds()) {
    runChecked(run, seed);
    const { world } = run;
    tripCount += world.tripCount;
    for (let trip = 0; trip < world.tripCount; trip++) {
      if (world.trips.status[trip] === ARRIVED) arrivedCount++;
    }
  }
  // Most trips must get through, or the laws would hold for want of traffic.
  expect(arrivedCount).toBeGreaterThan(0.5 * tripCount);
});
