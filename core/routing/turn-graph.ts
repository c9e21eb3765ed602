/**
 * The network as routing sees it: links are vertices, turns are arcs, so that turn bans and turn
 * costs need no special case.
 *
 * The cost of a turn is the time from entering its link at the start to entering the next link:
 * driving the link, waiting at its end, crossing the junction.
 */
import type { RoadNetwork } from '../network/road-network.js';

export interface TurnGraph {
  readonly linkCount: number;
  readonly turnCount: number;
  /** Turns of a link are contiguous: `firstTurn[link]` to `firstTurn[link + 1]`. */
  readonly firstTurn: Int32Array;
  /** Link that a turn enters. */
  readonly turnTo: Int32Array;
}

export function turnGraphOf({ linkCount, turnCount, links, turns }: RoadNetwork): TurnGraph {
  const firstTurn = new Int32Array(linkCount + 1);
  for (let link = 0; link < linkCount; link++) firstTurn[link] = links.firstTurn[link]!;
  firstTurn[linkCount] = turnCount;
  const turnTo = new Int32Array(turnCount);
  for (let turn = 0; turn < turnCount; turn++) turnTo[turn] = turns.to[turn]!;
  return { linkCount, turnCount, firstTurn, turnTo };
}

/** Arcs by the vertex they are followed from: along the turns, or against them. */
export interface Arcs {
  readonly linkCount: number;
  readonly first: Int32Array;
  /** Turn of an arc. */
  readonly turn: Int32Array;
  /** Link at the arc's other end. */
  readonly head: Int32Array;
}

export function forwardArcs({ linkCount, turnCount, firstTurn, turnTo }: TurnGraph): Arcs {
  const turn = Int32Array.from({ length: turnCount }, (_, row) => row);
  return { linkCount, first: firstTurn, turn, head: turnTo };
}

export function backwardArcs(graph: TurnGraph): Arcs {
  const { linkCount, turnCount, turnTo } = graph;
  const turnFrom = turnOrigins(graph);
  const first = new Int32Array(linkCount + 1);
  for (let turn = 0; turn < turnCount; turn++) first[turnTo[turn]! + 1]!++;
  for (let link = 0; link < linkCount; link++) first[link + 1]! += first[link]!;
  const next = first.slice();
  const turn = new Int32Array(turnCount);
  const head = new Int32Array(turnCount);
  for (let row = 0; row < turnCount; row++) {
    const arc = next[turnTo[row]!]!++;
    turn[arc] = row;
    head[arc] = turnFrom[row]!;
  }
  return { linkCount, first, turn, head };
}

/** Link that each turn leaves. */
export function turnOrigins({ linkCount, turnCount, firstTurn }: TurnGraph): Int32Array {
  const turnFrom = new Int32Array(turnCount);
  for (let link = 0; link < linkCount; link++) {
    turnFrom.fill(link, firstTurn[link]!, firstTurn[link + 1]!);
  }
  return turnFrom;
}
