/**
 * Makes a run's result from its event records alone.
 *
 * The kernel calls `take` with each step's records, in the order of time; `closePeriod` at each
 * multiple of the output period, once that period's `linkMeasured` have been taken, and for a last,
 * shorter period before it publishes the ends of what is still under way; `finish` once, after
 * them. Hours close by themselves: a row of land and lots at the start of the day (with the stock
 * published up to then), at each full hour and at the end.
 */
import { listPart, type StateList, type StatePart } from '../base/state-part.js';
import { HOUR_s } from '../base/units.js';
import { EVENT_WIDTH, LEG_PURPOSES } from '../events/catalogue.js';
import type { EventBuffer } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Scenario } from '../scenario/scenario.js';
import { createCharging } from './charging.js';
import { showAsRows } from './column-table.js';
import type { RunTotals } from './cross-check.js';
import { createCurbs } from './curbs.js';
import { createFleet } from './fleet.js';
import { type Fold, type Keep, takersByCode } from './fold.js';
import { createFreedLand } from './freed-land.js';
import { createFullCurbs } from './full-curbs.js';
import { createLand } from './land.js';
import { METRICS, type MetricValues } from './metric-catalogue.js';
import { createParking } from './parking.js';
import { createRevenue } from './revenue.js';
import type { CurbRow, LinkRow, RunResult, TripRow } from './run-result.js';
import { createServiceFold, type ServiceFacts } from './services.js';
import { createSessions } from './sessions.js';
import { createStates } from './states.js';
import { createTolls } from './tolls.js';
import { createTraffic } from './traffic.js';
import { createTrips, type TripFacts } from './trips.js';

export interface Metrics {
  take(buffer: EventBuffer): void;
  closePeriod(time_s: number): void;
  finish(end_s: number): RunResult;
  /** What `crossCheck` compares, once the last records have been taken. */
  totals(end_s: number): RunTotals;
  /** All memory of the folds, for a snapshot. */
  readonly parts: readonly StatePart[];
}

/** When the running hour will close, and when the last hour and the last period were closed. */
const CLOCK = { hourEnd: 0, lastHour: 1, lastPeriod: 2 } as const;

export function createMetrics(
  facts: NetworkFacts,
  scenario: Scenario,
  trips: readonly TripFacts[],
  vehicleCount: number,
  services: ServiceFacts | null = null,
  /** Takes every record, too, and adds nothing to the result. */
  watch: Fold = { takes: {} },
): Metrics {
  const parts: StatePart[] = [];
  const keep: Keep = (memory) => {
    const name = `metrics.${parts.length}`;
    const part = ArrayBuffer.isView(memory)
      ? listPart(name, memory)
      : {
          name,
          save: () => memory.save(),
          load: (content: StateList) => memory.load(content),
        };
    parts.push(part);
    return memory;
  };
  const folds = createFolds(facts, scenario, trips, vehicleCount, keep);
  const scheduled = services === null ? null : createServiceFold(services, keep);
  const takers = takersByCode([
    ...Object.values(folds),
    ...(scheduled === null ? [] : [scheduled]),
    watch,
  ]);
  const clock_s = keep(new Float64Array(Object.keys(CLOCK).length));
  clock_s[CLOCK.hourEnd] = scenario.start_s;
  clock_s[CLOCK.lastHour] = -Infinity;
  clock_s[CLOCK.lastPeriod] = scenario.start_s;

  const closeHour = (time_s: number): void => {
    folds.parking.closeHour(time_s, folds.revenue.lotPaid);
    folds.revenue.closeHour();
    folds.land.closeHour(time_s);
    clock_s[CLOCK.lastHour] = time_s;
    clock_s[CLOCK.hourEnd] = (Math.floor(time_s / HOUR_s) + 1) * HOUR_s;
  };
  const closePeriod = (time_s: number): void => {
    while (clock_s[CLOCK.hourEnd]! <= time_s) closeHour(clock_s[CLOCK.hourEnd]!);
    folds.states.closePeriod(time_s);
    folds.fleet.closePeriod(time_s);
    scheduled?.closePeriod(time_s);
    folds.charging.closePeriod(time_s);
    folds.curbs.closePeriod(time_s, folds.parking.zoneTaken, folds.revenue.zonePaid);
    folds.revenue.closePeriod();
    folds.tolls.closePeriod(time_s);
    clock_s[CLOCK.lastPeriod] = time_s;
  };
  return {
    take: ({ records, count }) => {
      const end = count * EVENT_WIDTH;
      for (let at = 0; at < end; at += EVENT_WIDTH) {
        const time_s = records[at + 1]!;
        while (time_s > clock_s[CLOCK.hourEnd]!) closeHour(clock_s[CLOCK.hourEnd]!);
        for (const take of takers[records[at]!]!) take(records, at, time_s);
      }
    },
    closePeriod,
    finish: (end_s) => {
      if (clock_s[CLOCK.lastPeriod]! < end_s) closePeriod(end_s);
      if (clock_s[CLOCK.lastHour]! < end_s) closeHour(end_s);
      const result = resultOf(folds, end_s);
      return scheduled === null ? result : Object.assign(result, scheduled.tables(end_s));
    },
    totals: (end_s) => totalsOf(folds, end_s),
    parts,
  };
}

type Folds = ReturnType<typeof createFolds>;

/** In the order in which they take a record; land reads the stock that parking has just changed. */
function createFolds(
  facts: NetworkFacts,
  scenario: Scenario,
  trips: readonly TripFacts[],
  vehicleCount: number,
  keep: Keep,
) {
  const parking = createParking(facts, keep);
  const revenue = createRevenue(facts, keep);
  return {
    parking,
    revenue,
    land: createLand(facts, scenario, parking, keep),
    freedLand: createFreedLand(facts, scenario, parking, keep),
    curbs: createCurbs(facts, scenario, keep),
    fullCurbs: createFullCurbs(keep),
    sessions: createSessions(facts, scenario, vehicleCount, keep),
    states: createStates(facts, vehicleCount, keep),
    traffic: createTraffic(facts, scenario, vehicleCount, keep),
    fleet: createFleet(scenario, vehicleCount, trips.length, keep),
    charging: createCharging(facts, scenario, keep),
    trips: createTrips(trips, scenario.regime, keep),
    tolls: createTolls(facts, keep),
  };
}

function resultOf(folds: Folds, end_s: number): RunResult {
  const { parking, revenue, land, freedLand, curbs, fullCurbs, sessions } = folds;
  const { states, traffic, fleet, charging, trips, tolls } = folds;
  const values = {
    ...land.summary(),
    ...freedLand.summary(),
    ...parking.summary(),
    ...traffic.summary(states.openWait_s(end_s)),
    ...curbs.summary(end_s),
    ...fullCurbs.summary(),
    ...revenue.summary(),
    ...trips.summary(end_s),
    ...fleet.summary(),
    ...charging.summary(),
    ...tolls.summary(),
    // Known only to who compares one day with the next.
    route_gap: Number.NaN,
    route_days: 1,
  };
  const rows = {
    summary: inCatalogueOrder(values),
    states: states.rows(),
    fleet: fleet.rows(),
    chargers: charging.chargerRows(),
    batteries: charging.batteryRows(),
    land: land.rows(),
    links: [],
    curbs: [],
    fullCurbs: fullCurbs.rows(),
    sessions: sessions.rows(end_s),
    lots: parking.lotRows(),
    blocks: land.blockRows(),
    freedLand: freedLand.rows(),
    trips: [],
    gridlock: traffic.gridlockRows(),
    tolls: tolls.rows(),
    iterations: [],
  };
  showAsRows<LinkRow>(rows, 'links', traffic.linkTable());
  showAsRows<CurbRow>(rows, 'curbs', curbs.table());
  showAsRows<TripRow>(rows, 'trips', trips.table(end_s));
  return rows;
}

/**
 * Exactly the catalogue's keys, in its order: nothing missing, nothing that it does not explain.
 */
function inCatalogueOrder(values: MetricValues): MetricValues {
  const known = new Set(METRICS.map(({ key }) => key));
  const missing = METRICS.filter(({ key }) => !(key in values)).map(({ key }) => key);
  const unknown = Object.keys(values).filter((key) => !known.has(key));
  if (missing.length + unknown.length > 0) {
    throw new Error(`Metrics without a value: ${missing}; not in the catalogue: ${unknown}.`);
  }
  return Object.fromEntries(METRICS.map(({ key }) => [key, values[key]!]));
}

function totalsOf({ states, traffic, trips, parking }: Folds, end_s: number): RunTotals {
  const time_s = states.time_s(end_s);
  const driving_s = LEG_PURPOSES.reduce((sum, purpose) => sum + time_s[purpose], 0);
  return {
    legs_m: traffic.legs_m(),
    links_m: traffic.links_m(),
    accumulation_s: driving_s + time_s.doubleParked,
    links_s: traffic.links_s(),
    openTripCount: trips.openCount(),
    misfitCount: parking.misfitCount(),
  };
}
