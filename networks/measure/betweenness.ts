/**
 * Which streets the network leans on: the share of all fastest ways that lead over each link.
 *
 * Ways go from link to link over the turns that exist, at free speed: a forbidden turn is no way.
 * Brandes, A faster algorithm for betweenness centrality, 2001: dependencies summed backwards from
 * each source. Large networks are reckoned from a sample of sources: Brandes & Pich, Centrality
 * estimation in large networks, 2007.
 */
import { DirectedGraph } from 'graphology';
import { clearHeap, createHeap, putRow, type RowHeap, takeRow } from '../../core/base/heap.js';
import { hashName } from '../../core/base/random.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';

export interface Betweenness {
  /** By link: of all ordered pairs of other links, the share whose fastest ways lead over it. */
  readonly shares: ReadonlyMap<string, number>;
  readonly linkCount: number;
  /** Links from which ways were followed; fewer than all where the network is large. */
  readonly sourceCount: number;
}

/** What an arc of the graph of turns costs. */
export interface TurnTime {
  readonly time_ms: number;
}

/** Arcs looked at in all: a few seconds. */
const MOST_ARCS = 20_000_000;
/** A sample of this many gives the large shares to a few per cent of their size. */
const LEAST_SOURCES = 200;

export function betweennessOf(network: NetworkDraft, mostArcs = MOST_ARCS): Betweenness {
  const graph = turnGraph(network);
  const arcs = arcsOf(graph);
  const linkCount = graph.order;
  const affordable = Math.floor(mostArcs / Math.max(1, graph.size));
  const sourceCount = Math.min(linkCount, Math.max(LEAST_SOURCES, affordable));
  const search = createSearch(linkCount);
  const sum = new Float64Array(linkCount);
  for (const source of sampleOf(graph.nodes(), sourceCount))
    addDependencies(arcs, search, source, sum);
  const pairCount = ((linkCount - 1) * (linkCount - 2) * sourceCount) / linkCount;
  const share = (link: number): number => (pairCount > 0 ? sum[link]! / pairCount : 0);
  return {
    shares: new Map(graph.nodes().map((name, link) => [name, share(link)])),
    linkCount,
    sourceCount,
  };
}

/**
 * Links as nodes, turns as arcs: its time is that of the turn and of the link beyond. Whole
 * milliseconds, so that equally fast ways are equal however they are summed.
 */
export function turnGraph(network: NetworkDraft): DirectedGraph<object, TurnTime> {
  const graph = new DirectedGraph<object, TurnTime>();
  const links = new Map(network.links.map((link) => [link.name, link]));
  for (const name of links.keys()) graph.addNode(name);
  for (const { from, to, length_m, speed_mps } of network.movements) {
    const beyond = links.get(to);
    if (beyond === undefined || !links.has(from) || from === to) continue;
    const time_s = length_m / speed_mps + beyond.length_m / beyond.freeSpeed_mps;
    if (!(time_s > 0 && time_s < Infinity)) continue;
    const time_ms = Math.max(1, Math.round(1000 * time_s));
    if (!graph.hasEdge(from, to)) graph.addEdge(from, to, { time_ms });
  }
  return graph;
}

interface Arcs {
  /** Arcs of a row: from `first[row]` to before `first[row + 1]`. */
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly time_ms: Float64Array;
}

function arcsOf(graph: DirectedGraph<object, TurnTime>): Arcs {
  const rowOf = new Map(graph.nodes().map((name, row) => [name, row]));
  const first = new Int32Array(graph.order + 1);
  const to = new Int32Array(graph.size);
  const time_ms = new Float64Array(graph.size);
  let arc = 0;
  graph.forEachNode((name) => {
    graph.forEachOutEdge(name, (_, turn, __, target) => {
      to[arc] = rowOf.get(target)!;
      time_ms[arc++] = turn.time_ms;
    });
    first[rowOf.get(name)! + 1] = arc;
  });
  return { first, to, time_ms };
}

/** Rows of the names whose hashes are least: spread over the land, and the same in every run. */
function sampleOf(names: readonly string[], count: number): readonly number[] {
  const rows = [...names.keys()];
  if (count >= names.length) return rows;
  const hashes = names.map(hashName);
  return rows.sort((a, b) => hashes[a]! - hashes[b]! || a - b).slice(0, count);
}

interface Search {
  readonly heap: RowHeap;
  readonly distance_ms: Float64Array;
  readonly wayCount: Float64Array;
  readonly dependency: Float64Array;
  /** Rows in the order in which they were settled. */
  readonly settled: Int32Array;
}

const createSearch = (rowCount: number): Search => ({
  heap: createHeap(rowCount),
  distance_ms: new Float64Array(rowCount),
  wayCount: new Float64Array(rowCount),
  dependency: new Float64Array(rowCount),
  settled: new Int32Array(rowCount),
});

/** Adds to `sum` what ways from `source` give each row between their ends. */
function addDependencies(arcs: Arcs, search: Search, source: number, sum: Float64Array): void {
  const { wayCount, dependency, distance_ms, settled } = search;
  const settledCount = settleFrom(arcs, search, source);
  dependency.fill(0);
  for (let at = settledCount - 1; at > 0; at--) {
    const row = settled[at]!;
    for (let arc = arcs.first[row]!; arc < arcs.first[row + 1]!; arc++) {
      const next = arcs.to[arc]!;
      if (distance_ms[next] !== distance_ms[row]! + arcs.time_ms[arc]!) continue;
      dependency[row]! += (wayCount[row]! / wayCount[next]!) * (1 + dependency[next]!);
    }
    sum[row]! += dependency[row]!;
  }
}

/** Dijkstra with counts of equally fast ways; arcs take time, so counts are full when settled. */
function settleFrom(arcs: Arcs, search: Search, source: number): number {
  const { heap, distance_ms, wayCount, settled } = search;
  distance_ms.fill(Infinity);
  wayCount.fill(0);
  clearHeap(heap);
  distance_ms[source] = 0;
  wayCount[source] = 1;
  putRow(heap, source, 0);
  let settledCount = 0;
  while (heap.size > 0) {
    const row = takeRow(heap);
    settled[settledCount++] = row;
    for (let arc = arcs.first[row]!; arc < arcs.first[row + 1]!; arc++) {
      const next = arcs.to[arc]!;
      const reached_ms = distance_ms[row]! + arcs.time_ms[arc]!;
      if (reached_ms > distance_ms[next]!) continue;
      if (reached_ms < distance_ms[next]!) {
        distance_ms[next] = reached_ms;
        wayCount[next] = 0;
        putRow(heap, next, reached_ms);
      }
      wayCount[next]! += wayCount[row]!;
    }
  }
  return settledCount;
}
