/**
 * One run: builds the world from scenario, network and demand, makes its steps, and gives back what
 * its events add up to. The same inputs give the same result, to the last bit.
 */
import { RunError } from './base/errors.js';
import type { StatePart } from './base/state-part.js';
import { MINUTE_s } from './base/units.js';
import type { TripSolver } from './fleet/trip-choice.js';
import { ABOARD, ALIGHTED, STARTED } from './kernel/activities.js';
import { type BuiltWorld, buildWorld, type RunInputs } from './kernel/build-world.js';
import { publishBatteries } from './kernel/fleet/fleet-batteries.js';
import { periodOf } from './kernel/journeys/assign-trips.js';
import { closeLeg } from './kernel/journeys/legs.js';
import { publishUnfinished } from './kernel/journeys/trips.js';
import { checkConservation, createConservationScratch } from './kernel/laws/conservation.js';
import {
  createGridlockWatch,
  type GridlockWatch,
  gridlockPart,
  lookSteps,
  watchGridlock,
} from './kernel/laws/gridlock.js';
import { noteQueues, publishLinks } from './kernel/measure.js';
import type { SharedTraffic } from './kernel/parallel-stages.js';
import { closeDay, learnedDays, noteMinute } from './kernel/routes/day-to-day.js';
import { rerouteDrivers } from './kernel/routes/rerouting.js';
import { refreshTimes } from './kernel/routes/router.js';
import { areServicesUnderWay, serviceFactsOf } from './kernel/services/services.js';
import {
  type BlockSizes,
  type Executor,
  inOrder,
  type Stage,
  shareTraffic,
  stagesOf,
} from './kernel/stages.js';
import { payOpenStays } from './kernel/standing/prices.js';
import { statePartsOf } from './kernel/state-parts.js';
import { type CrewOptions, openCrew } from './kernel/threads/crew.js';
import { crossCheck } from './metrics/cross-check.js';
import type { Fold } from './metrics/fold.js';
import { checkLand } from './metrics/land-books.js';
import { createMetrics, type Metrics } from './metrics/metrics.js';
import type { RunResult } from './metrics/run-result.js';
import type { RouteOrder } from './routing/network-hierarchy.js';
import { hashOfParts } from './state/hash.js';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './state/snapshot.js';
import { createMoverOrder, sortMovers } from './traffic/mover-order.js';
import { ON_ROAD } from './traffic/traffic-state.js';
import type { World } from './world.js';

export type { RunInputs } from './kernel/build-world.js';

export interface RunHooks {
  /** Called each simulated minute. */
  readonly onMinute?: (progress: RunProgress) => void;
  readonly signal?: AbortSignal;
  /** Chooses trips for a fleet whose scenario asks for an outside solver. */
  readonly tripSolver?: TripSolver;
  /** Order of a large network's index of routes, where it was made before; notes what it makes. */
  readonly routeOrder?: RouteOrder;
  /** Who runs the stages' blocks; in order unless a test says otherwise. */
  readonly executor?: Executor;
  /** Rows that a block of a stage has; results do not depend on it. */
  readonly blockSizes?: BlockSizes;
  /** Threads that work on the stages' blocks, with this one; results do not depend on it. */
  readonly threads?: CrewOptions;
  /** A snapshot of an equal run, from where this one goes on. */
  readonly resumeFrom?: Snapshot;
  /** Called with a snapshot every so many simulated minutes, and before a run is called off. */
  readonly checkpoints?: Checkpoints;
  /** Takes every event too; no part of the run's state, so it knows nothing of before a resumption. */
  readonly watch?: Fold;
  /** Called at the end of each simulated minute with the hash of all that has changed so far. */
  readonly onStateHash?: (hash: string) => void;
}

export interface Checkpoints {
  readonly every_min: number;
  readonly keep: (snapshot: Snapshot) => Promise<void>;
}

export interface RunProgress {
  readonly time_s: number;
  readonly end_s: number;
  readonly onRoadCount: number;
  /** Of the day, from 1, where it is run again and again; else 0. */
  readonly iteration: number;
}

/**
 * Runs the day; where drivers learn from day to day, again and again until they have. Throws RunError
 * when a conservation law breaks, UserError when inputs do not fit each other.
 */
export async function simulate(inputs: RunInputs, hooks: RunHooks = {}): Promise<RunResult> {
  const { tripSolver, routeOrder = { known: null, made: null } } = hooks;
  let built = buildWorld(inputs, tripSolver, null, routeOrder);
  let result = await simulateDay(built, hooks);
  const { learning } = built.world;
  if (learning === null) return result;
  for (;;) {
    const isLast = closeDay(built.world, result.summary['vht_h']!);
    if (isLast) return { ...result, ...learnedDays(learning, result.summary) };
    const known = routeOrder.made ?? routeOrder.known;
    built = buildWorld(inputs, tripSolver, learning, { ...routeOrder, known, made: null });
    const { resumeFrom: _, ...later } = hooks;
    result = await simulateDay(built, later);
  }
}

async function simulateDay(built: BuiltWorld, hooks: RunHooks): Promise<RunResult> {
  const shared = shareTraffic(built.world, hooks.blockSizes);
  const { executor = inOrder, threads } = hooks;
  if (threads === undefined || threads.threadCount < 2) {
    return runDay(built, shared, executor, hooks);
  }
  const crew = await openCrew(shared, built.world.clock, threads);
  try {
    return await runDay(built, shared, crew.execute, hooks);
  } catch (error) {
    throw await crew.reasonOf(error);
  } finally {
    await crew.close();
  }
}

async function runDay(
  built: BuiltWorld,
  shared: SharedTraffic,
  execute: Executor,
  hooks: RunHooks,
): Promise<RunResult> {
  const { world } = built;
  const metrics = metricsOf(built, hooks.watch);
  const stages = stagesOf(world, shared, execute);
  const gridlock = createGridlockWatch();
  const parts = [...statePartsOf(world), gridlockPart(gridlock), ...metrics.parts];
  const minutely = minutelyWork(world, hooks);
  const order = createMoverOrder(world.traffic);
  drain(world, metrics);
  if (hooks.resumeFrom !== undefined) restoreSnapshot(hooks.resumeFrom, parts);
  while (!isOver(world)) {
    runMinute(world, stages, metrics, execute, gridlock);
    minutely();
    drain(world, metrics);
    if (isEvery(world, SORTING_s)) sortMovers(world.traffic, world.vehicles, order);
    hooks.onStateHash?.(hashOfParts(parts));
    await breathe();
    await checkpointIfDue(world, parts, hooks);
    hooks.signal?.throwIfAborted();
  }
  return closeRun(world, metrics);
}

/**
 * Movers are numbered anew this often: in that time a vehicle passes a few links. A hundred thousand
 * of them are driven 1.2 times as fast as when it was every five minutes.
 */
const SORTING_s = 60;

const isEvery = ({ clock, scenario }: World, period_s: number): boolean =>
  (clock.time_s - scenario.start_s) % period_s === 0;

async function checkpointIfDue(
  { clock, scenario }: World,
  parts: readonly StatePart[],
  { checkpoints, signal }: RunHooks,
): Promise<void> {
  if (checkpoints === undefined) return;
  const minute = Math.round((clock.time_s - scenario.start_s) / MINUTE_s);
  if (minute % checkpoints.every_min !== 0 && signal?.aborted !== true) return;
  await checkpoints.keep(takeSnapshot(clock.time_s, parts));
}

function metricsOf({ world, trips }: BuiltWorld, watch: Fold = { takes: {} }): Metrics {
  const { facts, scenario, vehicleCount } = world;
  return createMetrics(facts, scenario, trips, vehicleCount, serviceFactsOf(world), watch);
}

/** The steps of one simulated minute, and what falls due between them. */
function runMinute(
  world: World,
  stages: readonly Stage[],
  metrics: Metrics,
  execute: Executor,
  gridlock: GridlockWatch,
): void {
  const { clock, scenario } = world;
  const { period_s } = scenario.output;
  const stepCount = Math.round(MINUTE_s / scenario.dt_s);
  const stepsToLook = lookSteps(scenario.dt_s);
  for (let step = 0; step < stepCount; step++) {
    clock.time_s = scenario.start_s + (clock.step + 1) * scenario.dt_s;
    for (const stage of stages) execute(stage);
    clock.step++;
    if ((step + 1) % stepsToLook === 0) watchGridlock(world, gridlock);
    drain(world, metrics);
  }
  const ran_s = clock.time_s - scenario.start_s;
  noteMinute(world);
  if (ran_s % scenario.routing.refresh_s === 0) refreshRoutes(world, ran_s % period_s === 0);
  rerouteDrivers(world);
  if (ran_s % period_s === 0) {
    publishLinks(world, period_s);
    publishBatteries(world);
    drain(world, metrics);
    metrics.closePeriod(clock.time_s);
  }
}

/** Tables of times between junctions cost more than turn times: they follow once a period. */
function refreshRoutes({ router, traffic, scenario, clock }: World, isForTable: boolean): void {
  refreshTimes(router, traffic, {
    time_s: clock.time_s,
    smoothing: scenario.routing.smoothing,
    period: periodOf(scenario.signals.periodStarts_s, clock.time_s),
    isForTable,
  });
}

function minutelyWork(world: World, { onMinute }: RunHooks): () => void {
  const conservation = createConservationScratch(world);
  const standing = new Int32Array(world.network.laneCount);
  return () => {
    checkConservation(world, conservation);
    noteQueues(world, standing);
    onMinute?.({
      time_s: world.clock.time_s,
      end_s: world.scenario.end_s,
      onRoadCount: world.traffic.counters[ON_ROAD]!,
      iteration: world.learning?.iteration ?? 0,
    });
  };
}

function drain({ events }: World, metrics: Metrics): void {
  if (events.count === 0) return;
  metrics.take(events);
  events.clear();
}

/** The day is over when its time is up and nobody is under way, or the overtime is. */
function isOver(world: World): boolean {
  const { clock, scenario, traffic, trips, tripCount } = world;
  if (clock.time_s < scenario.end_s) return false;
  if (clock.time_s >= scenario.end_s + scenario.overtime_s) return true;
  if (traffic.counters[ON_ROAD]! > 0 || traffic.activeAccesses.count[0]! > 0) return false;
  if (areServicesUnderWay(world)) return false;
  for (let trip = 0; trip < tripCount; trip++) {
    const status = trips.status[trip];
    if (status === STARTED || status === ABOARD || status === ALIGHTED) return false;
  }
  return true;
}

/** Lets the event loop turn: signals, progress and other runs are heard once a simulated minute. */
async function breathe(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Closes what is still open, and lets the books be checked against each other. */
function closeRun(world: World, metrics: Metrics): RunResult {
  const { clock, scenario, vehicles, vehicleCount } = world;
  const rest_s = (clock.time_s - scenario.start_s) % scenario.output.period_s;
  if (rest_s > 0) {
    publishLinks(world, rest_s);
    publishBatteries(world);
    drain(world, metrics);
    metrics.closePeriod(clock.time_s);
  }
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (vehicles.hasLeg[vehicle] === 1) closeLeg(world, vehicle);
  }
  publishUnfinished(world, clock.time_s);
  payOpenStays(world);
  drain(world, metrics);
  const wrong = crossCheck(metrics.totals(clock.time_s));
  const result = metrics.finish(clock.time_s);
  for (const row of result.land) wrong.push(...checkLand(row, world.facts));
  if (wrong.length > 0) throw new RunError('CON-BOOKS', wrong.join(' '));
  return result;
}
