/**
 * Learning from day to day: the same day is run again and again. After each, every trip looks what its
 * way has cost on the times that were experienced and what the best would have cost, and a share of
 * them takes the best one on the next day: a third after the first, a quarter after the second, and so on
 * (the method of successive averages, Sheffi, "Urban Transportation Networks", 1985, chapter 12).
 *
 * On the first day drivers go by the times known when they set out. The trips that learn are those
 * that begin with a drive from a gate, a lot or a curb; all others plan on what the last day was like.
 */

import { NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { listPart, numbersPart, type StatePart, tablePart } from '../../base/state-part.js';
import { HOUR_s } from '../../base/units.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { GrowingRows } from '../../metrics/growing-rows.js';
import type { MetricValues } from '../../metrics/metric-catalogue.js';
import type { IterationRow, RunResult } from '../../metrics/run-result.js';
import {
  clearDayNotes,
  createDayNotes,
  createDayTimes,
  type DayNotes,
  middleOf_s,
  noteDayTime,
  writeDayTimes,
  writeMarginalTimes,
} from '../../routing/day-times.js';
import {
  createTimedSearch,
  findTimedRoute,
  type TimedCosts,
  timedCost_s,
} from '../../routing/timed-routes.js';
import type { Scenario } from '../../scenario/scenario.js';
import { MOVER_END } from '../../traffic/traffic-state.js';
import type { World } from '../../world.js';
import { periodOf } from '../journeys/assign-trips.js';
import type { RoadPricing } from './road-pricing.js';
import { clearBook, createRouteBook, keepWay, type RouteBook, setEndsOf } from './route-book.js';
import { followTimes, type Router } from './router.js';

export interface Learning {
  /** Of the day under way, from 1. */
  iteration: number;
  readonly notes: DayNotes;
  /** What the last day was like: times, and what one vehicle more would have cost all. */
  readonly time_s: Float64Array;
  readonly marginal_s: Float64Array;
  /** Ways of this day, and those that trips keep from the last. */
  readonly chosen: RouteBook;
  readonly kept: RouteBook;
  /** A row a day, as in `IterationRow`. */
  readonly days: GrowingRows;
}

const DAY_WIDTH = 6;

/** Null where nobody learns and no gap is asked for. */
export function firstLearning(
  scenario: Scenario,
  turnCount: number,
  tripCount: number,
): Learning | null {
  const { policy, measureGap } = scenario.routing;
  if (policy !== 'equilibrium' && measureGap === 'no') return null;
  return createLearning(scenario, turnCount, tripCount);
}

function createLearning(scenario: Scenario, turnCount: number, tripCount: number): Learning {
  const { start_s, end_s, overtime_s, routing } = scenario;
  const { interval_s } = routing;
  const notes = createDayNotes(turnCount, { start_s, end_s: end_s + overtime_s, interval_s });
  return {
    iteration: 1,
    notes,
    time_s: createDayTimes(notes),
    marginal_s: createDayTimes(notes),
    chosen: createRouteBook(tripCount),
    kept: createRouteBook(tripCount),
    days: new GrowingRows(DAY_WIDTH),
  };
}

export function learningParts(learning: Learning): StatePart[] {
  const { notes, time_s, marginal_s, chosen, kept, days } = learning;
  const rowsPart = (name: string, rows: GrowingRows): StatePart => ({
    name: `learning.${name}`,
    save: () => rows.save(),
    load: (content) => rows.load(content),
  });
  return [
    numbersPart(
      'learning',
      () => [learning.iteration],
      ([iteration]) => {
        learning.iteration = iteration!;
      },
    ),
    listPart('learning.sum_s', notes.sum_s),
    listPart('learning.count', notes.count),
    listPart('learning.time_s', time_s),
    listPart('learning.marginal_s', marginal_s),
    tablePart('learning.chosen', chosen.trips),
    rowsPart('chosen.turns', chosen.turns),
    tablePart('learning.kept', kept.trips),
    rowsPart('kept.turns', kept.turns),
    rowsPart('days', days),
  ];
}

/** What drivers of each class go by, beside it what those who are guided do: 2 · class, and + 1. */
function timedCostsOf(
  { notes, time_s, marginal_s }: Learning,
  pricing: RoadPricing | null,
): readonly TimedCosts[] {
  const { start_s, interval_s, intervalCount } = notes;
  return VEHICLE_CLASSES.flatMap((_, vehicleClass) =>
    [time_s, marginal_s].map((cost_s) => ({
      start_s,
      interval_s,
      intervalCount,
      time_s,
      cost_s,
      spanStarts_s: pricing?.spanStarts_s ?? [],
      price_s: pricing?.felt_s.map((classes) => classes[vehicleClass]!) ?? [],
    })),
  );
}

/** From the second day on the router's drivers go by what was learned. */
export function expectDay(router: Router, learning: Learning): void {
  const costs = timedCostsOf(learning, router.pricing);
  const { time_s } = learning;
  router.expected = {
    search: createTimedSearch(router.search),
    costs,
    ahead: { ...costs[0]!, cost_s: time_s, price_s: [] },
    isKnown: learning.iteration > 1,
  };
  followTimes(router);
}

/** Takes the passages of the last minute into the day's notes, and on to the smoothed times. */
export function noteMinute({ learning, router, traffic, clock }: World): void {
  if (learning === null) return;
  const { turns, network } = traffic;
  const { times } = router;
  const HALF_MINUTE_s = 30;
  for (let turn = 0; turn < network.turnCount; turn++) {
    const vehicleCount = turns.passedCount[turn]!;
    if (vehicleCount === 0) continue;
    const sum_s = turns.passed_s[turn]!;
    const entered_s = clock.time_s - HALF_MINUTE_s - sum_s / vehicleCount;
    noteDayTime(learning.notes, turn, entered_s, { sum_s, vehicleCount });
    times.sum_s[turn]! += sum_s;
    times.count[turn]! += vehicleCount;
    turns.passed_s[turn] = 0;
    turns.passedCount[turn] = 0;
  }
}

/** The days so far as a table, and what the summary of the last one says of them. */
export function learnedDays(
  { days }: Learning,
  summary: MetricValues,
): Pick<RunResult, 'iterations' | 'summary'> {
  const iterations = days.map(
    (numbers, at): IterationRow => ({
      iteration: numbers[at]!,
      relativeGap: numbers[at + 1]!,
      routedCount: numbers[at + 2]!,
      changedCount: numbers[at + 3]!,
      cost_h: numbers[at + 4]! / HOUR_s,
      vht_h: numbers[at + 5]!,
    }),
  );
  const { iteration, relativeGap } = iterations.at(-1)!;
  return {
    iterations,
    summary: { ...summary, route_gap: 100 * relativeGap, route_days: iteration },
  };
}

export const isGuided = ({ seed, routing }: Scenario, nameHash: number): boolean =>
  routing.guidedShare > 0 && draw(seed, PURPOSE.routeGuidance, nameHash) < routing.guidedShare;

/**
 * Closes the day: what its times were, how far its ways were from the best, and which ways the next
 * day begins with. Returns true when the day is the last.
 */
export function closeDay(world: World, vht_h: number): boolean {
  const { scenario, router } = world;
  const learning = world.learning!;
  noteStillOnTheWay(world, learning.notes);
  writeTimes(world, learning);
  router.expected!.isKnown = true;
  followTimes(router);
  const { relativeGap } = compareWays(world, learning, vht_h);
  const { policy, mostIterations } = scenario.routing;
  const isLast =
    policy !== 'equilibrium' ||
    relativeGap <= scenario.routing.relativeGap ||
    learning.iteration >= mostIterations;
  clearDayNotes(learning.notes);
  clearBook(learning.chosen);
  learning.iteration++;
  return isLast;
}

function noteStillOnTheWay({ traffic, clock }: World, notes: DayNotes): void {
  const { movers, network, counters } = traffic;
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    const lane = movers.lane[mover];
    if (lane === NONE) continue;
    const turn = lane >= network.linkLaneCount ? network.lanes.turn[lane] : movers.turn[mover];
    if (turn === NONE) continue;
    const entered_s = movers.linkEntered_s[mover]!;
    const sum_s = clock.time_s - entered_s;
    noteDayTime(notes, turn, entered_s, { sum_s, vehicleCount: 1 });
  }
}

function writeTimes({ scenario, router }: World, learning: Learning): void {
  const { notes, time_s, marginal_s } = learning;
  const default_s = (interval: number): Float64Array =>
    router.defaults_s[periodOf(scenario.signals.periodStarts_s, middleOf_s(notes, interval))]!;
  const { lowest_s } = router.times;
  writeDayTimes(notes, router.search.graph, { default_s, lowest_s }, time_s);
  if (scenario.routing.guidedShare > 0) writeMarginalTimes(notes, time_s, default_s, marginal_s);
}

/** A third of the trips changes first, then a quarter …: half would only move the queue elsewhere. */
const CAUTION = 2;

/** Who could save less than this share of the gap that is asked for stays with the way it has. */
const TRIFLING = 0.5;

/** Of every trip: its way against the best one on the day's times; and who changes to that. */
function compareWays(
  world: World,
  learning: Learning,
  vht_h: number,
): { readonly relativeGap: number } {
  const { scenario, trips, vehicles, router, tripCount } = world;
  const { chosen, kept, iteration, days } = learning;
  const { query, search, expected } = router;
  const share = 1 / (iteration + CAUTION);
  const way = new Int32Array(router.routeCapacity);
  const inRoutes = { slots: query.slots, firstSlot: query.firstSlot };
  Object.assign(query, { slots: way, firstSlot: 0 });
  let [used_s, least_s, routedCount, changedCount] = [0, 0, 0, 0];
  clearBook(kept);
  for (let trip = 0; trip < tripCount; trip++) {
    const turnCount = chosen.trips.turnCount[trip]!;
    const vehicle = trips.vehicle[trip];
    if (turnCount === NONE || vehicle === NONE) continue;
    const departure_s = chosen.trips.departure_s[trip]!;
    const hash = vehicles.nameHash[vehicle]!;
    const guided = isGuided(scenario, hash) ? 1 : 0;
    const costs = expected!.costs[2 * vehicles.vehicleClass[vehicle]! + guided]!;
    setEndsOf(router, chosen, trip, hash);
    const firstTurn = chosen.trips.firstTurn[trip]!;
    const turns = chosen.turns.numbers;
    const own_s = timedCost_s(search, query, costs, { turns, firstTurn, turnCount, departure_s });
    const bestCount = findTimedRoute(expected!.search, query, costs, departure_s);
    const best_s = Math.min(own_s, bestCount === NONE ? own_s : search.found.cost_s);
    used_s += own_s;
    least_s += best_s;
    routedCount++;
    const isChange =
      own_s - best_s > TRIFLING * scenario.routing.relativeGap * own_s &&
      bestCount < router.routeCapacity &&
      draw(scenario.seed, PURPOSE.routeChange, trips.nameHash[trip]!, iteration) < share;
    if (isChange) changedCount++;
    const next = isChange
      ? way.subarray(0, bestCount)
      : turns.subarray(firstTurn, firstTurn + turnCount);
    keepWay(kept, chosen, trip, next);
  }
  Object.assign(query, inRoutes);
  const relativeGap = used_s === 0 ? 0 : (used_s - least_s) / used_s;
  days.append([iteration, relativeGap, routedCount, changedCount, used_s, vht_h]);
  return { relativeGap };
}
