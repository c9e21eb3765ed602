/**
 * How a layout cuts the land, in the measures planners compare layouts by. The network as a graph
 * (graphology) is for authoring and measuring; a run uses tables of its own.
 */
import { MultiDirectedGraph } from 'graphology';
import { HECTARE_m2 } from '../../core/base/units.js';
import { strongComponents } from '../../core/network/components.js';
import type { LinkDraft, NetworkDraft, NodeDraft } from '../../core/network/network-draft.js';

export interface LayoutMeasures {
  /** Nodes with three neighbours or more. */
  readonly junctionCount: number;
  readonly junctions_perKm2: number;
  /** Lanes of the district's links and of the ways straight over its junctions; no pockets. */
  readonly lane_km: number;
  readonly lane_kmPerKm2: number;
  /** Links of the district, from stop line to stop line. */
  readonly meanLink_m: number;
  /** Land that is not block; null where the network has no blocks. */
  readonly rightOfWayShare: number | null;
  /** Right-hand sides of the district's links. */
  readonly curb_mPerHa: number;
  /** Share of the street length that can be driven in one direction only. */
  readonly oneWayShare: number;
  readonly meanBlock_m2: number | null;
  /** Nodes of the district with one neighbour that are no gate. */
  readonly deadEndCount: number;
  /** Parts between whose nodes one cannot drive both ways; 1 for a connected network. */
  readonly strongComponentCount: number;
}

export type StreetGraph = MultiDirectedGraph<NodeDraft, LinkDraft>;

/** Nodes and links by their names; every attribute of the draft is an attribute of the graph. */
export function toGraph(network: NetworkDraft): StreetGraph {
  const graph: StreetGraph = new MultiDirectedGraph<NodeDraft, LinkDraft>();
  for (const node of network.nodes) graph.addNode(node.name, node);
  for (const link of network.links) graph.addEdgeWithKey(link.name, link.from, link.to, link);
  return graph;
}

export function measureLayout(network: NetworkDraft): LayoutMeasures {
  const graph = toGraph(network);
  const inside = network.links.filter((link) => link.isInside);
  const { area_m2 } = network.district;
  const area_km2 = area_m2 / 1e6;
  const junctionCount = graph.filterNodes((node) => graph.neighbors(node).length > 2).length;
  const lane_km = laneLength_m(network, inside) / 1000;
  const linkLength_m = sum(inside.map((link) => link.length_m));
  const oneWay = inside.filter((link) => !hasOpposite(graph, link));
  const oneWay_m = sum(oneWay.map((link) => link.length_m));
  const blocks_m2 = sum(network.blocks.map((block) => block.area_m2));
  const hasBlocks = network.blocks.length > 0;
  return {
    junctionCount,
    junctions_perKm2: junctionCount / area_km2,
    lane_km,
    lane_kmPerKm2: lane_km / area_km2,
    meanLink_m: inside.length === 0 ? 0 : linkLength_m / inside.length,
    rightOfWayShare: hasBlocks ? 1 - blocks_m2 / area_m2 : null,
    curb_mPerHa: linkLength_m / (area_m2 / HECTARE_m2),
    // A two-way street has two links for its length.
    oneWayShare: linkLength_m === 0 ? 0 : oneWay_m / ((linkLength_m + oneWay_m) / 2),
    meanBlock_m2: hasBlocks ? blocks_m2 / network.blocks.length : null,
    deadEndCount: deadEndCount(graph, network),
    strongComponentCount: componentCount(graph),
  };
}

function laneLength_m(network: NetworkDraft, inside: readonly LinkDraft[]): number {
  const isInside = new Set(inside.map((link) => link.name));
  const over = network.movements.filter(
    ({ from, to, kind }) => kind === 'thru' && isInside.has(from) && isInside.has(to),
  );
  const lanesOf = (lanes: readonly number[]): number => lanes.filter((lane) => lane >= 0).length;
  return (
    sum(inside.map((link) => link.length_m * (link.laneCount - (isHalved(link) ? 0.5 : 0)))) +
    sum(over.map((movement) => movement.length_m * lanesOf(movement.fromLanes)))
  );
}

/** The strip of a tidal lane is among the lanes of both directions, and counts once. */
const isHalved = ({ tidalHours }: LinkDraft): boolean => tidalHours !== undefined;

const hasOpposite = (graph: StreetGraph, { from, to, street }: LinkDraft): boolean =>
  graph.outEdges(to, from).some((link) => graph.getEdgeAttribute(link, 'street') === street);

function deadEndCount(graph: StreetGraph, { gates, links }: NetworkDraft): number {
  const [from, to] = [
    new Map(links.map((link) => [link.name, link.from])),
    new Map(links.map((link) => [link.name, link.to])),
  ];
  const atGates = new Set(
    gates.flatMap(({ entries, exits }) => [
      ...entries.map((link) => from.get(link)),
      ...exits.map((link) => to.get(link)),
    ]),
  );
  // Who turns back beyond a gate does so outside.
  const isWithin = (node: string): boolean =>
    graph.edges(node).some((link) => graph.getEdgeAttribute(link, 'isInside'));
  const isDeadEnd = (node: string): boolean =>
    graph.neighbors(node).length === 1 && !atGates.has(node) && isWithin(node);
  return graph.filterNodes(isDeadEnd).length;
}

function componentCount(graph: StreetGraph): number {
  const row = new Map(graph.nodes().map((node, at) => [node, at]));
  const successors = graph.mapNodes((node) => graph.outNeighbors(node).map((to) => row.get(to)!));
  return strongComponents(successors).componentCount;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
