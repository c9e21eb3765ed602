/**
 * Rows of the table of travel times between junctions, which dispatch asks for after every refresh of
 * link times: grown link by link, in the order of an earlier row, and swept by a hierarchy eight at
 * once, on networks of several sizes. All give the same times; the hash is of these.
 *
 *     BLOCKWISE_DATA=… node dist/bench/kernels/time-table.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { draw, PURPOSE } from '../../core/base/random.js';
import { createHierarchy, type Hierarchy } from '../../core/routing/hierarchy.js';
import { hierarchyOrder } from '../../core/routing/hierarchy-order.js';
import { inTicks_s } from '../../core/routing/time-sweeps.js';
import {
  createTimeTable,
  nodeTime_s,
  refreshTimeTable,
  type TimeTable,
} from '../../core/routing/time-table.js';
import {
  gridRoads,
  type RoadGraph,
  readManhattan,
  readTntp,
  streetGraph,
} from '../cities/road-graphs.js';

export interface TimeTableBenchReport {
  readonly networks: readonly { readonly name: string; readonly hashes: readonly string[] }[];
  readonly lines: readonly string[];
}

const SEED = 9;
/** Junctions whose rows are asked for: those of a busy fleet's whereabouts, all in small networks. */
const MOST_ROWS = 512;
const ROUNDS = 5;

export function timeTableBench({ isSmoke = false } = {}): TimeTableBenchReport {
  const roads = isSmoke
    ? [gridRoads(5)]
    : [
        gridRoads(20),
        gridRoads(40),
        readManhattan() ?? gridRoads(64),
        readTntp('Chicago Regional') ?? gridRoads(114),
      ];
  const reports = roads.map(measure);
  return { networks: reports, lines: reports.flatMap(({ lines }) => lines) };
}

function measure(roads: RoadGraph) {
  const { graph } = roads;
  const streets = streetGraph(roads);
  const begun_ms = performance.now();
  const hierarchy = createHierarchy(streets.graph, hierarchyOrder(streets.graph, streets.places));
  const ordered_ms = performance.now() - begun_ms;
  const tables = {
    'link by link': tableOf(roads, streets, { hierarchy: null, isOrdered: false }),
    'in the order of an earlier row': tableOf(roads, streets, { hierarchy: null, isOrdered: true }),
    'swept by eight': tableOf(roads, streets, { hierarchy, isOrdered: false }),
  };
  const costs_s = [1, 2].map((turn) =>
    streets.arcCost_s.map((cost_s, arc) =>
      inTicks_s(cost_s + 10 * draw(SEED, PURPOSE.testOrder, arc, turn)),
    ),
  );
  const stride = Math.max(1, Math.floor(graph.vertexCount / MOST_ROWS));
  const lines = [
    `${roads.name}: ${graph.vertexCount} junctions, ${graph.arcCount} links; one thread, seed ` +
      `${SEED}, order and contraction ${ordered_ms.toFixed(0)} ms`,
  ];
  const hashes: string[] = [];
  for (const [name, table] of Object.entries(tables)) {
    if (table === null) continue;
    const rounds_us: number[] = [];
    let hash = '';
    for (let round = 0; round < ROUNDS; round++) {
      const start_ms = performance.now();
      refreshTimeTable(table, costs_s[round % 2]!);
      const rowCount = askForRows(table, stride);
      rounds_us.push((1000 * (performance.now() - start_ms)) / rowCount);
      if (round === 1) hash = hashOf(table, stride);
    }
    const sorted = rounds_us.slice(1).sort((one, other) => one - other);
    hashes.push(hash);
    lines.push(
      `  a row ${name}: min ${sorted[0]!.toFixed(1)} µs, ` +
        `median ${sorted[sorted.length >> 1]!.toFixed(1)} µs, times ${hash}`,
    );
  }
  return { name: roads.name, hashes, lines };
}

/** Null where orders cannot be kept. */
function tableOf(
  { graph }: RoadGraph,
  streets: RoadGraph,
  { hierarchy, isOrdered }: { hierarchy: Hierarchy | null; isOrdered: boolean },
): TimeTable | null {
  const { vertexCount: nodeCount, arcCount: linkCount, firstArc, headOfArc } = graph;
  const linkFrom = new Int32Array(linkCount);
  for (let node = 0; node < nodeCount; node++) {
    linkFrom.fill(node, firstArc[node]!, firstArc[node + 1]!);
  }
  const turns = streets.graph;
  const table = createTimeTable({
    graph: {
      linkCount,
      turnCount: turns.arcCount,
      firstTurn: turns.firstArc,
      turnTo: turns.headOfArc,
    },
    nodeCount,
    linkFrom,
    linkTo: headOfArc,
    linkLength_m: new Float64Array(linkCount).fill(100),
    linkFree_s: new Float64Array(linkCount).fill(10),
    hierarchy,
  });
  if (!isOrdered) return { ...table, order: new Int32Array(0) };
  return table.order.length === 0 ? null : table;
}

/** Groups of eight rows that follow each other, spread over the network. */
function askForRows(table: TimeTable, stride: number): number {
  let count = 0;
  for (let row = 0; row < table.nodeCount; row++) {
    if (Math.floor(row / 8) % stride !== 0) continue;
    nodeTime_s(table, table.nodeOfRow[row]!, 0);
    count++;
  }
  return count;
}

function hashOf(table: TimeTable, stride: number): string {
  const hash = createHash('sha256');
  const row_s = new Float64Array(table.nodeCount);
  for (let from = 0; from < table.nodeCount; from += 16 * stride) {
    for (let to = 0; to < table.nodeCount; to++) row_s[to] = nodeTime_s(table, from, to);
    hash.update(row_s);
  }
  return hash.digest('hex').slice(0, 12);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { lines } = timeTableBench({ isSmoke: process.argv.includes('--smoke') });
  for (const line of lines) console.log(line);
}
