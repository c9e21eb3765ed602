/**
 * The routing index on Chicago Regional, as a graph of junctions (no turn costs, as the figures that
 * others publish) and as a graph of streets and turns: order, customization, queries; beside them
 * Dijkstra and ngraph.path's fastest search on the same graph in the same run.
 *
 *     BLOCKWISE_DATA=… node dist/bench/kernels/hierarchy.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import createGraph from 'ngraph.graph';
import { nba } from 'ngraph.path';
import { Bench } from 'tinybench';
import { draw, PURPOSE } from '../../core/base/random.js';
import {
  type ArcCosts,
  cellCountOf,
  createArcCosts,
  createCustomizationScratch,
  createCustomizer,
  customize,
  putCosts,
} from '../../core/routing/customization.js';
import { createHierarchy, type Hierarchy, hierarchyBytes } from '../../core/routing/hierarchy.js';
import { hierarchyOrder } from '../../core/routing/hierarchy-order.js';
import { createQueryScratch, leastCost_s, unpackWay } from '../../core/routing/hierarchy-query.js';
import { costsFrom, costTable } from '../../core/routing/hierarchy-table.js';
import { createShortestPaths, growPaths } from '../../core/routing/shortest-path.js';
import { openOneStageCrew } from '../cities/one-stage-crew.js';
import { gridRoads, type RoadGraph, readTntp, streetGraph } from '../cities/road-graphs.js';

export interface HierarchyBenchReport {
  readonly graphs: readonly GraphReport[];
  readonly lines: readonly string[];
}

interface GraphReport {
  readonly name: string;
  readonly rows: readonly { readonly task: string; readonly min_us: number; median_us: number }[];
  /** SHA-256 of the queries' costs, first 12 digits. */
  readonly hash: string;
  readonly lines: readonly string[];
}

const SEED = 7;
const WHOLE = { gridSize: 114, pairCount: 500, peerPairCount: 20, time_ms: 1500, rounds: 150 };
const SMOKE = { gridSize: 6, pairCount: 20, peerPairCount: 4, time_ms: 20, rounds: 3 };
type Extent = typeof WHOLE;

/** Those that ngraph.path is asked; so few that most calls are over before other work interrupts. */
const PAIRS_A_CALL = 20;

/** A call of ngraph.path takes a second. */
const FEWEST_CALLS = 3;

export interface HierarchyBenchOptions {
  readonly isSmoke?: boolean;
  /** The module that threads of customization run, built; by default the one that stands there. */
  readonly workerFile?: URL;
}

export async function hierarchyBench({
  isSmoke = false,
  workerFile,
}: HierarchyBenchOptions = {}): Promise<HierarchyBenchReport> {
  const extent = isSmoke ? SMOKE : WHOLE;
  const real = isSmoke ? null : readTntp('Chicago Regional');
  const notes =
    isSmoke || real !== null
      ? []
      : ['BLOCKWISE_DATA does not name the data, so that a generated grid stands for Chicago.'];
  const roads = real ?? gridRoads(extent.gridSize);
  const graphs = [
    await measure(roads, extent, workerFile),
    await measure(streetGraph(roads), extent, workerFile),
  ];
  return { graphs, lines: [...notes, ...graphs.flatMap(({ lines }) => lines)] };
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

async function measure(
  roads: RoadGraph,
  extent: Extent,
  workerFile: URL | undefined,
): Promise<GraphReport> {
  const { name, graph, arcCost_s, places } = roads;
  const begun = performance.now();
  const order = hierarchyOrder(graph, places);
  const ordered = performance.now();
  const hierarchy = createHierarchy(graph, order);
  const built = performance.now();
  const costs = createArcCosts(hierarchy);
  customize(hierarchy, costs, arcCost_s);
  const scratch = createQueryScratch(hierarchy);
  const pairs = pairsOn(graph.vertexCount, extent.pairCount);
  const distances_s = pairs.map((pair) => leastCost_s(hierarchy, costs, scratch, pair));
  const hash = createHash('sha256').update(Float64Array.from(distances_s)).digest('hex');

  const bench = new Bench({
    time: extent.time_ms,
    iterations: FEWEST_CALLS,
    warmupTime: extent.time_ms / 4,
    warmupIterations: 1,
  });
  const perCall = new Map<string, number>();
  const add = (task: string, count: number, work: () => void): void => {
    perCall.set(task, count);
    bench.add(task, work);
  };
  const room = createCustomizationScratch(hierarchy);
  add('customization', 1, () => customize(hierarchy, costs, arcCost_s, room));
  const few = pairs.slice(0, PAIRS_A_CALL);
  add('query, cost only', few.length, () => {
    for (const pair of few) leastCost_s(hierarchy, costs, scratch, pair);
  });
  const way = new Int32Array(graph.vertexCount);
  add('query with its way', few.length, () => {
    for (const pair of few) {
      leastCost_s(hierarchy, costs, scratch, pair);
      unpackWay(hierarchy, costs, arcCost_s, scratch, way);
    }
  });
  const row_ticks = new Int32Array(graph.vertexCount);
  const all_s = new Float64Array(graph.vertexCount);
  add('from one to all', 1, () => {
    costsFrom(hierarchy, costs, [{ link: pairs[0]!.from, cost_s: 0 }], row_ticks, all_s);
  });
  const ends = { from: pairs.map(({ from }) => from), to: pairs.map(({ to }) => to) };
  const table_s = new Float64Array(pairs.length * pairs.length);
  add(`table of ${pairs.length} × ${pairs.length}, a pair`, table_s.length, () =>
    costTable(hierarchy, costs, ends, table_s),
  );
  add('Dijkstra from one to all', 1, dijkstra(roads, pairs));
  add('ngraph.path nba', extent.peerPairCount, ngraphNba(roads, pairs, extent.peerPairCount));
  await bench.run();
  const byThreads = await customizationByThreads(hierarchy, roads, extent.rounds, workerFile);

  const rows = bench.tasks.map(({ name: task, result }) => {
    if (!('latency' in result)) throw new Error(`${task} did not run`);
    const perUs = 1000 / perCall.get(task)!;
    return { task, min_us: result.latency.min * perUs, median_us: result.latency.p50 * perUs };
  });
  const arcCount = hierarchy.up.arcCount + hierarchy.down.arcCount;
  const bytes = hierarchyBytes(hierarchy) + 4 * arcCount;
  const short = hash.slice(0, 12);
  const lines = [
    `${name}: ${graph.vertexCount} vertices, ${graph.arcCount} arcs; one thread, ` +
      `seed ${SEED}, costs ${short}`,
    `  order ${(ordered - begun).toFixed(0)} ms, contraction ${(built - ordered).toFixed(0)} ms, ` +
      `${arcCount} arcs, ${cellCountOf(hierarchy)} cells, ` +
      `${(bytes / graph.arcCount).toFixed(0)} bytes an arc of the network, ` +
      `${(bytes / graph.vertexCount).toFixed(0)} a vertex`,
    ...rows.map(lineOf),
    ...byThreads.map(lineOf),
    `  ngraph.path nba over a query with its way: ${ratioOf(rows).toFixed(0)} ×`,
  ];
  return { name, rows, hash: short, lines };
}

const lineOf = ({ task, min_us, median_us }: GraphReport['rows'][number]): string =>
  `  ${task}: min ${min_us.toFixed(2)} µs, median ${median_us.toFixed(2)} µs`;

/** One and two threads in turn; that both put in the same costs is tested, and checked here again. */
async function customizationByThreads(
  hierarchy: Hierarchy,
  { arcCost_s }: RoadGraph,
  rounds: number,
  workerFile: URL | undefined,
): Promise<GraphReport['rows']> {
  const alone = createCustomizer(hierarchy, arcCost_s.length);
  const together = createCustomizer(hierarchy, arcCost_s.length);
  const crew = await openOneStageCrew({ index: together.shared }, 2, workerFile);
  together.workCells = crew.run;
  const spent_us: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [at, customizer] of [alone, together].entries()) {
        const began_ms = performance.now();
        putCosts(customizer, arcCost_s);
        spent_us[at]!.push(1000 * (performance.now() - began_ms));
      }
    }
  } finally {
    await crew.close();
  }
  const hashes = [alone, together].map(({ shared }) => hashOfCosts(shared.costs));
  if (hashes[0] !== hashes[1]) throw new Error('Two threads put in other costs than one.');
  return spent_us.map((times_us, at) => {
    times_us.sort((one, other) => one - other);
    const task = `customization by ${at === 0 ? 'one thread' : 'two threads'}, in turn`;
    return { task, min_us: times_us[0]!, median_us: times_us[times_us.length >> 1]! };
  });
}

const hashOfCosts = ({ up, down }: ArcCosts): string =>
  [up, down]
    .reduce((hash, { cost_ticks }) => hash.update(cost_ticks as Int32Array), createHash('sha256'))
    .digest('hex');

/** Of the smallest times: what other load on the machine adds is not theirs. */
function ratioOf(rows: GraphReport['rows']): number {
  const min_us = (name: string): number => rows.find(({ task }) => task === name)!.min_us;
  return min_us('ngraph.path nba') / min_us('query with its way');
}

function pairsOn(vertexCount: number, pairCount: number): Pair[] {
  return Array.from({ length: pairCount }, (_, pair) => ({
    from: Math.floor(draw(SEED, PURPOSE.place, pair, 0) * vertexCount),
    to: Math.floor(draw(SEED, PURPOSE.place, pair, 1) * vertexCount),
  }));
}

/** Each call is one tree; calls go round the pairs. */
function dijkstra({ graph, arcCost_s }: RoadGraph, pairs: readonly Pair[]): () => void {
  const { vertexCount, arcCount, firstArc: first, headOfArc: head } = graph;
  const turn = Int32Array.from({ length: arcCount }, (_, arc) => arc);
  const paths = createShortestPaths(vertexCount);
  let next = 0;
  return () => {
    const source = { link: pairs[next++ % pairs.length]!.from, cost_s: 0 };
    growPaths(paths, { linkCount: vertexCount, first, turn, head }, arcCost_s, [source]);
  };
}

function ngraphNba(
  { graph, arcCost_s }: RoadGraph,
  pairs: readonly Pair[],
  pairCount: number,
): () => void {
  const roads = createGraph<unknown, number>();
  for (let vertex = 0; vertex < graph.vertexCount; vertex++) {
    roads.addNode(vertex);
    for (let arc = graph.firstArc[vertex]!; arc < graph.firstArc[vertex + 1]!; arc++) {
      roads.addLink(vertex, graph.headOfArc[arc]!, arcCost_s[arc]!);
    }
  }
  const finder = nba(roads, { oriented: true, distance: (_from, _to, link) => link.data });
  return () => {
    for (const { from, to } of pairs.slice(0, pairCount)) finder.find(from, to);
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = await hierarchyBench({ isSmoke: process.argv.includes('--smoke') });
  for (const line of report.lines) console.log(line);
}
