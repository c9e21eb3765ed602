/** Random small worlds, run with every law checked after each of their steps. */
import { RunError } from '../base/errors.js';
import { EventBuffer } from '../events/event-buffer.js';
import type { RunInputs } from '../kernel/build-world.js';
import { crossCheck } from '../metrics/cross-check.js';
import { createMetrics } from '../metrics/metrics.js';
import { checkNetwork } from '../network/check-network.js';
import { randomWorld, WORLD_START_s } from './random-world.js';
import { brokenLaw } from './room-laws.js';
import { type SteppedRun, type SteppedRunOptions, steppedRun } from './stepped-run.js';
import { watchStopLines } from './stop-line-law.js';

export const WORLD_MINUTES = 20;
const END_s = WORLD_START_s + WORLD_MINUTES * 60;

export interface AcceptedWorld {
  readonly seed: number;
  readonly inputs: RunInputs;
  readonly run: SteppedRun;
}

/** The first `count` worlds that a run accepts, in the order of their seeds. */
export function* acceptedWorlds(
  count: number,
  options: SteppedRunOptions = {},
): Generator<AcceptedWorld> {
  for (let seed = 0, accepted = 0; accepted < count; seed++) {
    const inputs = randomWorld(seed, WORLD_MINUTES);
    if (checkNetwork(inputs.network).some(({ severity }) => severity === 'error')) continue;
    const run = startOf(inputs, options);
    if (run === null) continue;
    accepted++;
    yield { seed, inputs, run };
  }
}

/** Null where a car's home is cut off from every lot, which a run refuses to start with. */
export function startOf(inputs: RunInputs, options: SteppedRunOptions = {}): SteppedRun | null {
  try {
    return steppedRun(inputs, options);
  } catch (error) {
    if (error instanceof RunError && error.code === 'RUN-002') return null;
    throw error;
  }
}

/** Runs the world to its end; the first broken law with its moment, or null. */
export function lawBrokenIn({ seed, run }: Pick<AcceptedWorld, 'seed' | 'run'>): string | null {
  const brokenLine = watchStopLines(run.world);
  try {
    while (run.world.clock.time_s < END_s) {
      run.step();
      const broken = brokenLaw(run.world) ?? brokenLine();
      if (broken !== null) return `${broken} in world ${seed} at ${run.world.clock.time_s} s`;
    }
    run.finish();
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return `${error.code} ${error.message} in world ${seed}`;
  }
  const wrong = disagreements(run);
  return wrong.length === 0 ? null : `BOOKS ${wrong[0]} in world ${seed}`;
}

/** What the log tells twice and not the same, as at the end of a run. */
export function disagreements({ world, trips, log }: SteppedRun): string[] {
  const metrics = createMetrics(world.facts, world.scenario, trips, world.vehicleCount);
  const buffer = new EventBuffer();
  for (const { type, time_s, ...fields } of log) buffer.publish(type, time_s, fields as never);
  metrics.take(buffer);
  return crossCheck(metrics.totals(world.clock.time_s));
}
