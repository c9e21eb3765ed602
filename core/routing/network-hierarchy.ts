/** The hierarchy of a network's links and turns, ordered by where its links lie. */
import type { RoadNetwork } from '../network/road-network.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy, type Hierarchy } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import { turnGraphOf } from './turn-graph.js';

export function hierarchyOf(network: RoadNetwork): Hierarchy {
  const { linkCount, links, nodes } = network;
  const graph = lineGraphOf(turnGraphOf(network));
  const middleOf = (at: ArrayLike<number>): Float64Array =>
    Float64Array.from(
      { length: linkCount },
      (_, link) => (at[links.from[link]!]! + at[links.to[link]!]!) / 2,
    );
  const places = { x: middleOf(nodes.x_m), y: middleOf(nodes.y_m) };
  return createHierarchy(graph, hierarchyOrder(graph, places));
}
