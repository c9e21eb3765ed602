/**
 * A run made step by step, for tests that look into the world between two steps. Does what
 * `simulate` does but for metrics, checks the conservation laws after every step, and keeps the log.
 */
import { type ReadEvent, readEvents } from '../events/event-buffer.js';
import { buildWorld, type RunInputs } from '../kernel/build-world.js';
import { publishBatteries } from '../kernel/fleet/fleet-batteries.js';
import { periodOf } from '../kernel/journeys/assign-trips.js';
import { closeLeg } from '../kernel/journeys/legs.js';
import { publishUnfinished } from '../kernel/journeys/trips.js';
import { checkConservation, createConservationScratch } from '../kernel/laws/conservation.js';
import { createGridlockWatch, lookSteps, watchGridlock } from '../kernel/laws/gridlock.js';
import { publishLinks } from '../kernel/measure.js';
import { rerouteDrivers } from '../kernel/routes/rerouting.js';
import { refreshTimes } from '../kernel/routes/router.js';
import { inOrder, type Stage, stagesOf } from '../kernel/stages.js';
import { payOpenStays } from '../kernel/standing/prices.js';
import type { TripDraft } from '../scenario/trip.js';
import type { World } from '../world.js';

export interface SteppedRun {
  readonly world: World;
  /** In the order of their rows. */
  readonly trips: readonly TripDraft[];
  /** Everything that has happened, in order. */
  readonly log: readonly ReadEvent[];
  step(): void;
  /** Steps until the clock shows `time_s`, or until `isDone` says so. */
  until(time_s: number, isDone?: () => boolean): void;
  /** Publishes what is still open, as the end of a run does: links, legs and trips under way. */
  finish(): void;
}

export interface SteppedRunOptions {
  /** Puts another stage in the place of each, e.g. one with a fault. */
  readonly replace?: (stage: Stage, world: World) => Stage;
}

export function steppedRun(
  inputs: RunInputs,
  { replace = (stage) => stage }: SteppedRunOptions = {},
): SteppedRun {
  const { world, trips } = buildWorld(inputs);
  const stages = stagesOf(world).map((stage) => replace(stage, world));
  const scratch = createConservationScratch(world);
  const gridlock = createGridlockWatch();
  const log: ReadEvent[] = [];
  const { clock, scenario, router, traffic, events } = world;
  const { dt_s, start_s, routing, signals } = scenario;
  const drain = (): void => {
    log.push(...readEvents(events));
    events.clear();
  };
  const step = (): void => {
    clock.time_s = start_s + (clock.step + 1) * dt_s;
    for (const stage of stages) inOrder(stage);
    clock.step++;
    checkConservation(world, scratch);
    const ran_s = clock.time_s - start_s;
    const stepInMinute = clock.step % Math.round(60 / dt_s) || Math.round(60 / dt_s);
    if (stepInMinute % lookSteps(dt_s) === 0) watchGridlock(world, gridlock);
    if (ran_s % routing.refresh_s === 0) {
      const period = periodOf(signals.periodStarts_s, clock.time_s);
      refreshTimes(router, traffic, {
        time_s: clock.time_s,
        smoothing: routing.smoothing,
        period,
        isForTable: true,
      });
    }
    if (ran_s % 60 === 0) rerouteDrivers(world);
    drain();
  };
  drain();
  return {
    world,
    trips,
    log,
    step,
    until: (time_s, isDone = () => false) => {
      while (clock.time_s < time_s && !isDone()) step();
    },
    finish: () => {
      publishLinks(world, clock.time_s - start_s);
      publishBatteries(world);
      for (let vehicle = 0; vehicle < world.vehicleCount; vehicle++) {
        if (world.vehicles.hasLeg[vehicle] === 1) closeLeg(world, vehicle);
      }
      publishUnfinished(world, clock.time_s);
      payOpenStays(world);
      drain();
    },
  };
}
