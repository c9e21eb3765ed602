/** Turn graphs for tests and benchmarks: a street grid, and random ones with parts cut off. */
import { draw, hashName, PURPOSE } from '../base/random.js';
import type { TurnGraph } from '../routing/turn-graph.js';

export interface TurnGraphCase {
  readonly graph: TurnGraph;
  readonly linkFree_s: Float64Array;
  readonly freeTurn_s: Float64Array;
  readonly nameHash: Int32Array;
  /** Junctions at the links' ends, for comparison on a graph of junctions. */
  readonly linkFrom: Int32Array;
  readonly linkTo: Int32Array;
}

/**
 * `size` × `size` junctions, two-way streets of 120 m at 50 km/h, left, straight and right turns,
 * and U-turns where nothing else is possible.
 */
export function gridCase(size: number): TurnGraphCase {
  const links: [from: number, to: number][] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const node = y * size + x;
      if (x > 0) links.push([node, node - 1]);
      if (x + 1 < size) links.push([node, node + 1]);
      if (y > 0) links.push([node, node - size]);
      if (y + 1 < size) links.push([node, node + size]);
    }
  }
  const linkTime_s = 8.64;
  const crossing_s = 1.5;
  return caseOf(links, {
    linkTime_s: () => linkTime_s,
    hasTurn: ([from, via], [, to]) => from !== to || degreeOf(via, size) === 1,
    crossing_s: () => crossing_s,
  });
}

function degreeOf(node: number, size: number): number {
  const x = node % size;
  const y = Math.floor(node / size);
  return [x > 0, x + 1 < size, y > 0, y + 1 < size].filter(Boolean).length;
}

/** Random links between random junctions: loops, parallel links, dead ends, parts without a way. */
export function randomCase(seed: number, { nodeCount = 12, linkCount = 30 } = {}): TurnGraphCase {
  const random = (entity: number, count: number): number =>
    draw(seed, PURPOSE.testOrder, entity, count);
  const links = Array.from({ length: linkCount }, (_, link): [number, number] => [
    Math.floor(random(link, 0) * nodeCount),
    Math.floor(random(link, 1) * nodeCount),
  ]);
  return caseOf(links, {
    linkTime_s: (link) => Math.floor(random(link, 2) * 6),
    hasTurn: (_from, _to, pair) => random(pair, 3) < 0.8,
    crossing_s: (pair) => Math.floor(random(pair, 4) * 3) / 3,
  });
}

type LinkEnds = readonly [from: number, to: number];

function caseOf(
  links: readonly LinkEnds[],
  rule: {
    linkTime_s: (link: number) => number;
    hasTurn: (from: LinkEnds, to: LinkEnds, pair: number) => boolean;
    crossing_s: (pair: number) => number;
  },
): TurnGraphCase {
  const linkCount = links.length;
  const firstTurn = new Int32Array(linkCount + 1);
  const turnTo: number[] = [];
  const freeTurn_s: number[] = [];
  for (let from = 0; from < linkCount; from++) {
    for (let to = 0; to < linkCount; to++) {
      const pair = from * linkCount + to;
      if (links[from]![1] !== links[to]![0] || !rule.hasTurn(links[from]!, links[to]!, pair)) {
        continue;
      }
      turnTo.push(to);
      freeTurn_s.push(rule.linkTime_s(from) + rule.crossing_s(pair));
    }
    firstTurn[from + 1] = turnTo.length;
  }
  return {
    graph: { linkCount, turnCount: turnTo.length, firstTurn, turnTo: Int32Array.from(turnTo) },
    linkFree_s: Float64Array.from(links, (_, link) => rule.linkTime_s(link)),
    freeTurn_s: Float64Array.from(freeTurn_s),
    nameHash: Int32Array.from(links, ([from, to], link) => hashName(`${from}-${to}-${link}`)),
    linkFrom: Int32Array.from(links, ([from]) => from),
    linkTo: Int32Array.from(links, ([, to]) => to),
  };
}
