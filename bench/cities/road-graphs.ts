/**
 * Road graphs for measuring and checking route searches: real ones, read in place from the folder
 * that `BLOCKWISE_DATA` names, and a generated grid for where there is none.
 *
 * A junction graph has no turn costs, as the published figures of other tools; its street graph has
 * the same streets as vertices and their turns as arcs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { draw, PURPOSE } from '../../core/base/random.js';
import type { DirectedGraph } from '../../core/routing/directed-graph.js';
import type { VertexPlaces } from '../../core/routing/hierarchy-order.js';
import { readTntpNetwork } from '../../networks/import/tntp.js';

export interface RoadGraph {
  readonly name: string;
  readonly graph: DirectedGraph;
  readonly arcCost_s: Float64Array;
  /** Absent where the source has no coordinates. */
  readonly places: VertexPlaces | undefined;
}

interface Street {
  readonly from: number;
  readonly to: number;
  readonly cost_s: number;
}

const DATA = process.env['BLOCKWISE_DATA'] ?? '';

/** Networks of the Transportation Networks for Research repository, by name. */
const TNTP = {
  'Chicago Regional': 'tntp/chicago-regional/ChicagoRegional',
  'Chicago Sketch': 'tntp/Chicago-Sketch/ChicagoSketch',
  Anaheim: 'tntp/Anaheim/Anaheim',
  'Sioux Falls': 'tntp/SiouxFalls/SiouxFalls',
} as const;
export type TntpName = keyof typeof TNTP;
export const TNTP_NAMES = Object.keys(TNTP) as TntpName[];

/** Null where the data is not at hand. Times are free-flow times, in seconds. */
export function readTntp(name: TntpName): RoadGraph | null {
  const stem = join(DATA, TNTP[name]);
  const net = textOf(`${stem}_net.tntp`);
  if (DATA === '' || net === null) return null;
  const nodes = textOf(`${stem}_node.tntp`);
  const { network } = readTntpNetwork(
    { text: net, file: `${stem}_net.tntp` },
    nodes === null ? null : { text: nodes, file: `${stem}_node.tntp` },
  );
  const { nodeCount, linkCount, linkFrom, linkTo, freeTime, x, y } = network;
  const streets = Array.from({ length: linkCount }, (_, link) => ({
    from: linkFrom[link]!,
    to: linkTo[link]!,
    cost_s: freeTime[link]! * SECONDS_A_MINUTE,
  }));
  return junctionGraph(name, streets, nodeCount, nodes === null ? undefined : { x, y });
}

/** Free-flow times of these networks are in minutes. */
const SECONDS_A_MINUTE = 60;

type Places = { readonly x: Float64Array; readonly y: Float64Array };

function textOf(path: string): string | null {
  if (existsSync(`${path}.gz`)) return gunzipSync(readFileSync(`${path}.gz`)).toString();
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Edges of Manhattan by their lengths at 10 m/s; null where the data is not at hand. */
export function readManhattan(): RoadGraph | null {
  const nodeText = textOf(join(DATA, 'osm-manhattan-graph/nodes.csv'));
  const edgeText = textOf(join(DATA, 'osm-manhattan-graph/edges.csv'));
  if (DATA === '' || nodeText === null || edgeText === null) return null;
  const nodes = rowsOf(nodeText).map(([name = '', lat = '', lon = '']) => ({ name, lat, lon }));
  const rowOf = new Map(nodes.map(({ name }, row) => [name, row]));
  const streets = rowsOf(edgeText).map(([from = '', to = '', length_m = '']) => ({
    from: rowOf.get(from)!,
    to: rowOf.get(to)!,
    cost_s: Number(length_m) / 10,
  }));
  return junctionGraph('Manhattan', streets, nodes.length, {
    x: Float64Array.from(nodes, ({ lon }) => Number(lon)),
    y: Float64Array.from(nodes, ({ lat }) => Number(lat)),
  });
}

/** What is read of a CityFlow network. */
interface CityFlowRoads {
  readonly roads: readonly {
    readonly id: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly lanes: readonly { readonly maxSpeed: number }[];
  }[];
  readonly intersections: readonly {
    readonly roadLinks: readonly { readonly startRoad: string; readonly endRoad: string }[];
  }[];
}

/** Roads of Hangzhou as vertices, the ways over its junctions as arcs; null without the data. */
export function readHangzhou(): RoadGraph | null {
  const text = textOf(join(DATA, 'cityflow-hangzhou/roadnet_4_4.json'));
  if (DATA === '' || text === null) return null;
  const { roads, intersections }: CityFlowRoads = JSON.parse(text);
  const rowOf = new Map(roads.map(({ id }, row) => [id, row]));
  const time_s = roads.map(({ points, lanes }) => {
    const [start, end] = [points[0]!, points.at(-1)!];
    return Math.hypot(end.x - start.x, end.y - start.y) / lanes[0]!.maxSpeed;
  });
  const ways = intersections.flatMap(({ roadLinks }) =>
    roadLinks.map(({ startRoad, endRoad }) => {
      const from = rowOf.get(startRoad)!;
      return { from, to: rowOf.get(endRoad)!, cost_s: time_s[from]! };
    }),
  );
  const middle = (axis: 'x' | 'y'): Float64Array =>
    Float64Array.from(roads, ({ points }) => (points[0]![axis] + points.at(-1)![axis]) / 2);
  return junctionGraph('Hangzhou', ways, roads.length, { x: middle('x'), y: middle('y') });
}

/** Cells of a file without quoted ones, its header left out. */
const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

/** `size` × `size` junctions, two-way streets of 5 to 60 s drawn one by one. */
export function gridRoads(size: number, seed = 1): RoadGraph {
  const streets: Street[] = [];
  const connect = (from: number, to: number): void => {
    const cost_s = 5 + Math.floor(56 * draw(seed, PURPOSE.testOrder, streets.length));
    streets.push({ from, to, cost_s });
  };
  for (let node = 0; node < size * size; node++) {
    const [column, line] = [node % size, Math.floor(node / size)];
    if (column > 0) connect(node, node - 1);
    if (column + 1 < size) connect(node, node + 1);
    if (line > 0) connect(node, node - size);
    if (line + 1 < size) connect(node, node + size);
  }
  const nodes = Array.from({ length: size * size }, (_, node) => node);
  return junctionGraph(`grid ${size} × ${size}`, streets, nodes.length, {
    x: Float64Array.from(nodes, (node) => node % size),
    y: Float64Array.from(nodes, (node) => Math.floor(node / size)),
  });
}

function junctionGraph(
  name: string,
  streets: readonly Street[],
  vertexCount: number,
  places: Places | undefined,
): RoadGraph {
  const firstArc = new Int32Array(vertexCount + 1);
  for (const { from } of streets) firstArc[from + 1]!++;
  for (let node = 0; node < vertexCount; node++) firstArc[node + 1]! += firstArc[node]!;
  const next = firstArc.slice();
  const headOfArc = new Int32Array(streets.length);
  const arcCost_s = new Float64Array(streets.length);
  for (const { from, to, cost_s } of streets) {
    const arc = next[from]!++;
    headOfArc[arc] = to;
    arcCost_s[arc] = cost_s;
  }
  const graph = { vertexCount, arcCount: streets.length, firstArc, headOfArc };
  return { name, graph, arcCost_s, places };
}

/**
 * The same streets as vertices: an arc is a turn and costs its first street and 3 s more where it is
 * not the most direct way on. Nobody turns round where there is another way.
 */
export function streetGraph({ name, graph, arcCost_s, places }: RoadGraph): RoadGraph {
  const { vertexCount, arcCount, firstArc, headOfArc } = graph;
  const tailOf = new Int32Array(arcCount);
  for (let node = 0; node < vertexCount; node++) {
    tailOf.fill(node, firstArc[node]!, firstArc[node + 1]!);
  }
  const first = new Int32Array(arcCount + 1);
  const heads: number[] = [];
  const costs_s: number[] = [];
  for (let street = 0; street < arcCount; street++) {
    const via = headOfArc[street]!;
    const isDeadEnd = firstArc[via + 1]! - firstArc[via]! === 1;
    for (let turn = firstArc[via]!; turn < firstArc[via + 1]!; turn++) {
      if (headOfArc[turn] === tailOf[street] && !isDeadEnd) continue;
      heads.push(turn);
      costs_s.push(arcCost_s[street]! + ((turn + street) % 3 === 0 ? 0 : TURN_s));
    }
    first[street + 1] = heads.length;
  }
  const middle = (of: ArrayLike<number>): Float64Array =>
    Float64Array.from(tailOf, (tail, street) => (of[tail]! + of[headOfArc[street]!]!) / 2);
  return {
    name: `${name}, streets and turns`,
    graph: {
      vertexCount: arcCount,
      arcCount: heads.length,
      firstArc: first,
      headOfArc: Int32Array.from(heads),
    },
    arcCost_s: Float64Array.from(costs_s),
    places: places && { x: middle(places.x), y: middle(places.y) },
  };
}

const TURN_s = 3;
