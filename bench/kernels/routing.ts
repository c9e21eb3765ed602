/**
 * Route queries on a street grid: A* with kept trees, against ngraph.path on the same graph.
 *
 *     node dist/bench/kernels/routing.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import createGraph from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import { Bench } from 'tinybench';
import { NONE } from '../../core/base/ids.js';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import {
  createRouteQuery,
  createRouteSearch,
  findRoute,
  type RouteQuery,
  type RouteSearch,
} from '../../core/routing/routes.js';
import { createTimeTable, nodeTime_s, refreshTimeTable } from '../../core/routing/time-table.js';
import { gridCase, type TurnGraphCase } from '../../core/testing/turn-graphs.js';

export interface RoutingBenchReport {
  readonly name: string;
  readonly rows: readonly {
    readonly task: string;
    readonly perSecond: number;
    readonly min_us: number;
    readonly median_us: number;
  }[];
  /** SHA-256 of every route's cost, first 12 digits: the same on every machine. */
  readonly hash: string;
  readonly lines: readonly string[];
}

const SEED = 20;
/** As small blocks come out: 20 × 20 junctions, waits of 0 to 30 s at them. */
const CITY = { size: 20, queryCount: 2000, time_ms: 2000 };
const SMOKE = { size: 5, queryCount: 40, time_ms: 20 };
const NOISE = 0.15;
const MEAN_DELAY_s = 9;

export async function routingBench({ isSmoke = false } = {}): Promise<RoutingBenchReport> {
  const { size, queryCount, time_ms } = isSmoke ? SMOKE : CITY;
  const city = gridCase(size);
  const cost_s = city.freeTurn_s.map((free_s, turn) => free_s + delayOf(turn) * MEAN_DELAY_s);
  const trips = tripsOn(city.graph.linkCount, queryCount);
  const bounds: [string, Float64Array][] = [
    ['bounds on free times', city.freeTurn_s],
    ['bounds with half the control delay', city.freeTurn_s.map((s) => s + 0.5 * MEAN_DELAY_s)],
  ];
  const bench = new Bench({ time: time_ms, warmupTime: time_ms / 4 });
  const hash = createHash('sha256');
  const expanded: string[] = [];
  for (const [name, lowestTurn_s] of bounds) {
    const lowest = lowestTurn_s.map((lowest_s, turn) => Math.min(lowest_s, cost_s[turn]!));
    const search = createRouteSearch({ ...city, lowestTurn_s: lowest });
    const query = createRouteQuery(search, new Int32Array(4 * size));
    const routes = trips.map((trip) => costOf(search, query, trip, cost_s, NOISE));
    hash.update(Float64Array.from(routes));
    expanded.push(`${name}: ${(search.expandedCount / queryCount).toFixed(0)} links a route`);
    bench.add(
      `A*, ${name}`,
      everyTrip(trips, (trip) => costOf(search, query, trip, cost_s, NOISE)),
    );
    bench.add(
      `A*, ${name}, no noise`,
      everyTrip(trips, (trip) => costOf(search, query, trip, cost_s, 0)),
    );
  }
  const peer = ngraphFinder(city, cost_s);
  bench.add('ngraph.path A* (no heuristic, no noise)', everyTrip(trips, peer));
  addTimeTable(bench, city, cost_s);
  await bench.run();
  const rows = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} did not run`);
    const { min, p50 } = result.latency;
    return { task: name, perSecond: 1000 / p50, min_us: min * 1000, median_us: p50 * 1000 };
  });
  const report = { name: `routing ${size} × ${size}`, rows, hash: hash.digest('hex').slice(0, 12) };
  return { ...report, lines: [...linesOf(report), ...expanded] };
}

interface BenchTrip {
  readonly from: number;
  readonly to: number;
  readonly hash: number;
}

const delayOf = (turn: number): number => 0.5 + draw(SEED, PURPOSE.arrivals, turn);

function tripsOn(linkCount: number, queryCount: number): BenchTrip[] {
  return Array.from({ length: queryCount }, (_, trip) => ({
    from: Math.floor(draw(SEED, PURPOSE.place, trip, 0) * linkCount),
    to: Math.floor(draw(SEED, PURPOSE.place, trip, 1) * linkCount),
    hash: mix(trip + 1),
  }));
}

/** One call is one trip; calls go round the trips. */
function everyTrip(trips: readonly BenchTrip[], route: (trip: BenchTrip) => unknown): () => void {
  let next = 0;
  return () => {
    route(trips[next]!);
    next = (next + 1) % trips.length;
  };
}

function costOf(
  search: RouteSearch,
  query: RouteQuery,
  trip: BenchTrip,
  turnCost_s: Float64Array,
  noise: number,
): number {
  query.originLink = trip.from;
  query.originFraction = 0.5;
  query.targetLink = trip.to;
  query.targetFraction = 0.5;
  query.turnCost_s = turnCost_s;
  query.noise = noise;
  query.travellerHash = trip.hash;
  query.slotCount = 96;
  return findRoute(search, query) === NONE ? NONE : search.found.cost_s;
}

function ngraphFinder({ graph }: TurnGraphCase, cost_s: Float64Array) {
  const links = createGraph<unknown, number>();
  for (let link = 0; link < graph.linkCount; link++) {
    links.addNode(link);
    for (let turn = graph.firstTurn[link]!; turn < graph.firstTurn[link + 1]!; turn++) {
      links.addLink(link, graph.turnTo[turn]!, cost_s[turn]!);
    }
  }
  const finder = aStar(links, { oriented: true, distance: (_from, _to, link) => link.data });
  return (trip: BenchTrip) => finder.find(trip.from, trip.to);
}

function addTimeTable(bench: Bench, city: TurnGraphCase, cost_s: Float64Array): void {
  const nodeCount = city.linkFrom.reduce((most, node) => Math.max(most, node + 1), 0);
  const table = createTimeTable({ ...city, nodeCount, linkLength_m: city.linkFree_s });
  const costs = [cost_s, cost_s.map((cost, turn) => cost * (1 + 0.1 * delayOf(turn)))];
  let round = 0;
  bench.add('travel-time table, all rows', () => {
    refreshTimeTable(table, costs[round++ % 2]!);
    for (let node = 0; node < nodeCount; node++) nodeTime_s(table, node, 0);
  });
}

function linesOf({ name, rows, hash }: Omit<RoutingBenchReport, 'lines'>): string[] {
  const rowLine = ({ task, perSecond, min_us, median_us }: (typeof rows)[number]): string =>
    `${task}: ${perSecond.toFixed(0)}/s, min ${min_us.toFixed(1)} µs, median ${median_us.toFixed(1)} µs`;
  return [`${name}, seed ${SEED}, one thread, costs ${hash}`, ...rows.map(rowLine)];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = await routingBench({ isSmoke: process.argv.includes('--smoke') });
  for (const line of report.lines) console.log(line);
}
