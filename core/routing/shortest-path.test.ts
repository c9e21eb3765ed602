import createGraph from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { gridCase, randomCase, type TurnGraphCase } from '../testing/turn-graphs.js';
import { bucketsPerSecond, createCostTree, growCosts } from './cost-tree.js';
import { type ShortestPaths, shortestPathsFrom, shortestPathsTo } from './shortest-path.js';
import { backwardArcs, forwardArcs, turnOrigins } from './turn-graph.js';

const cases: [string, TurnGraphCase][] = [
  ['grid', gridCase(5)],
  ...Array.from({ length: 25 }, (_, seed): [string, TurnGraphCase] => [
    `random ${seed}`,
    randomCase(seed, { nodeCount: 4 + seed, linkCount: 40 }),
  ]),
];

test('every turn is relaxed and every path adds up to its cost (certificate)', () => {
  for (const [name, { graph, freeTurn_s }] of cases) {
    const paths = shortestPathsFrom(graph, freeTurn_s, [{ link: 0, cost_s: 0 }]);
    const turnFrom = turnOrigins(graph);
    for (let turn = 0; turn < graph.turnCount; turn++) {
      const reached_s = paths.cost_s[turnFrom[turn]!]! + freeTurn_s[turn]!;
      expect(paths.cost_s[graph.turnTo[turn]!], name).toBeLessThanOrEqual(reached_s);
    }
    for (let link = 0; link < graph.linkCount; link++) {
      if (paths.cost_s[link] === Number.POSITIVE_INFINITY) continue;
      expect(paths.cost_s[link], name).toBe(addUp(paths, { turnFrom, freeTurn_s }, link));
    }
  }
});

/** Sum along the tree's path in the order of driving. */
function addUp(
  { turn: turnInto }: ShortestPaths,
  { turnFrom, freeTurn_s }: { turnFrom: Int32Array; freeTurn_s: Float64Array },
  link: number,
): number {
  const turns: number[] = [];
  for (let turn = turnInto[link]!; turn !== NONE; turn = turnInto[turnFrom[turn]!]!) {
    turns.unshift(turn);
  }
  return turns.reduce((sum_s, turn) => sum_s + freeTurn_s[turn]!, 0);
}

test('links in parts without a way have infinite cost, and such parts occur', () => {
  const unreachable = cases.map(
    ([, { graph, freeTurn_s }]) =>
      shortestPathsFrom(graph, freeTurn_s, [{ link: 0, cost_s: 0 }]).cost_s.filter(
        (cost_s) => cost_s === Number.POSITIVE_INFINITY,
      ).length,
  );
  expect(unreachable[0]).toBe(0);
  expect(unreachable.filter((count) => count > 0).length).toBeGreaterThan(5);
});

test('forward and backward searches agree on every pair (twin)', () => {
  for (const [name, { graph, freeTurn_s }] of cases.slice(0, 8)) {
    for (let target = 0; target < graph.linkCount; target += 7) {
      const back = shortestPathsTo(graph, freeTurn_s, [{ link: target, cost_s: 0 }]);
      for (let origin = 0; origin < graph.linkCount; origin += 5) {
        const { cost_s } = shortestPathsFrom(graph, freeTurn_s, [{ link: origin, cost_s: 0 }]);
        // The two add the same numbers in opposite order, hence 1e-9.
        if (cost_s[target] === Number.POSITIVE_INFINITY) {
          expect(back.cost_s[origin], name).toBe(Number.POSITIVE_INFINITY);
        } else expect(back.cost_s[origin], name).toBeCloseTo(cost_s[target]!, 9);
      }
    }
  }
});

test('costs are those of ngraph.path, on the grid and on random graphs (twin)', () => {
  for (const [name, { graph, freeTurn_s }] of cases) {
    const links = createGraph<unknown, number>({ multigraph: true });
    const turnFrom = turnOrigins(graph);
    for (let link = 0; link < graph.linkCount; link++) links.addNode(link);
    for (let turn = 0; turn < graph.turnCount; turn++) {
      links.addLink(turnFrom[turn]!, graph.turnTo[turn]!, freeTurn_s[turn]!);
    }
    const finder = aStar(links, { oriented: true, distance: (_a, _b, { data }) => data });
    const { cost_s } = shortestPathsFrom(graph, freeTurn_s, [{ link: 3, cost_s: 0 }]);
    for (let target = 0; target < graph.linkCount; target++) {
      if (target === 3) continue;
      const ways = finder.find(3, target).map(({ id }) => Number(id));
      const peer_s = ways.length === 0 ? Number.POSITIVE_INFINITY : sumOf(ways.reverse(), graph);
      expect(cost_s[target], `${name} to ${target}`).toBeCloseTo(peer_s, 9);
    }
    function sumOf(way: readonly number[], { firstTurn, turnTo }: typeof graph): number {
      let sum_s = 0;
      for (let at = 1; at < way.length; at++) {
        let least_s = Number.POSITIVE_INFINITY;
        for (let turn = firstTurn[way[at - 1]!]!; turn < firstTurn[way[at - 1]! + 1]!; turn++) {
          if (turnTo[turn] === way[at]) least_s = Math.min(least_s, freeTurn_s[turn]!);
        }
        sum_s += least_s;
      }
      return sum_s;
    }
  }
});

test('buckets give exactly the costs of the heap, whatever the spread of costs (twin)', () => {
  for (const [name, { graph, freeTurn_s }] of cases) {
    for (const spread of [0, 1, 5000]) {
      const cost_s = freeTurn_s.map(
        (free_s, turn) => free_s + spread * draw(5, PURPOSE.testOrder, turn) ** 8,
      );
      if (spread === 1) cost_s[0] = Number.POSITIVE_INFINITY;
      const sources = [
        { link: 1, cost_s: 40_000 },
        { link: 4, cost_s: 2.5 },
      ];
      for (const arcs of [forwardArcs(graph), backwardArcs(graph)]) {
        const arcCost_s = Float64Array.from(arcs.turn, (turn) => cost_s[turn]!);
        const costs = { arcCost_s, perSecond: bucketsPerSecond(arcCost_s) };
        const tree = createCostTree(graph.linkCount);
        growCosts(tree, arcs, costs, [{ link: 0, cost_s: 0 }]);
        growCosts(tree, arcs, costs, sources);
        const isForward = arcs.head === graph.turnTo;
        const slow = (isForward ? shortestPathsFrom : shortestPathsTo)(graph, cost_s, sources);
        expect(tree.cost_s, `${name}, spread ${spread}`).toEqual(slow.cost_s);
      }
    }
  }
});
