/** The hierarchy of a network's links and turns, ordered by where its links lie. */
import type { RoadNetwork } from '../network/road-network.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy, type Hierarchy } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import { turnGraphOf } from './turn-graph.js';

/** An order that was made before, if there is one; and the one that had to be made instead. */
export interface RouteOrder {
  readonly known: Int32Array | null;
  made: Int32Array | null;
  /** Small networks have an index too: so tests see on them what large ones do. */
  readonly isForSmall?: boolean;
}

/** A known order is taken if it lists every link once; else one is made, and noted in `order`. */
export function hierarchyOf(network: RoadNetwork, order: RouteOrder | null = null): Hierarchy {
  const { linkCount, links, nodes } = network;
  const graph = lineGraphOf(turnGraphOf(network));
  const middleOf = (at: ArrayLike<number>): Float64Array =>
    Float64Array.from(
      { length: linkCount },
      (_, link) => (at[links.from[link]!]! + at[links.to[link]!]!) / 2,
    );
  const places = { x: middleOf(nodes.x_m), y: middleOf(nodes.y_m) };
  const known = order?.known ?? null;
  if (known !== null && listsAll(known, linkCount)) return createHierarchy(graph, known);
  const made = hierarchyOrder(graph, places);
  if (order !== null) order.made = made;
  return createHierarchy(graph, made);
}

function listsAll(order: Int32Array, linkCount: number): boolean {
  if (order.length !== linkCount) return false;
  const isListed = new Uint8Array(linkCount);
  for (const link of order) if (link >= 0 && link < linkCount) isListed[link] = 1;
  return isListed.every((each) => each === 1);
}
