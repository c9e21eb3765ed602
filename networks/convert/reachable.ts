/** Which links can still be reached and left, on the graph of turns (graphology). */
import { DirectedGraph } from 'graphology';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks, spread } from '../complete/circulation.js';

/** Links as nodes, movements as edges. */
export function turnGraph({ links, movements }: NetworkDraft): DirectedGraph {
  const graph = new DirectedGraph();
  for (const { name } of links) graph.addNode(name);
  for (const { from, to } of movements) graph.mergeEdge(from, to);
  return graph;
}

export interface Reach {
  readonly all: ReadonlySet<string>;
  /** Reached from where cars circulate or come in, and left again to there or out. */
  readonly served: ReadonlySet<string>;
  /** Leading to where cars circulate, and reached from there. */
  readonly toHeart: ReadonlySet<string>;
  readonly fromHeart: ReadonlySet<string>;
}

export function reachOf(draft: NetworkDraft): Reach {
  const graph = turnGraph(draft);
  const heart = [...circulatingLinks(draft)];
  const onward = (link: string): string[] => graph.outNeighbors(link);
  const backward = (link: string): string[] => graph.inNeighbors(link);
  const entries = draft.gates.flatMap((gate) => gate.entries);
  const exits = draft.gates.flatMap((gate) => gate.exits);
  const reached = spread([...heart, ...entries], onward);
  const leaving = spread([...heart, ...exits], backward);
  return {
    all: new Set(graph.nodes()),
    served: new Set([...reached].filter((link) => leaving.has(link))),
    toHeart: spread(heart, backward),
    fromHeart: spread(heart, onward),
  };
}

/** Links with an address, a curb zone, a lot or a gate that `after` serves less than `before`. */
export function lostLinks(
  after: NetworkDraft,
  { was, is }: { was: Reach; is: Reach },
): readonly string[] {
  const wasLost = (link: string): boolean => was.all.has(link) && !was.served.has(link);
  const places = new Set([
    ...after.addresses.map(({ link }) => link),
    ...after.curbs.map(({ link }) => link),
    ...after.lots.flatMap(({ entrances }) => entrances.map(({ link }) => link)),
  ]);
  const entries = after.gates.flatMap((gate) => gate.entries);
  const exits = after.gates.flatMap((gate) => gate.exits);
  return [
    ...[...places].filter((link) => !is.served.has(link) && !wasLost(link)),
    ...entries.filter((link) => !is.toHeart.has(link) && was.toHeart.has(link)),
    ...exits.filter((link) => !is.fromHeart.has(link) && was.fromHeart.has(link)),
  ];
}
