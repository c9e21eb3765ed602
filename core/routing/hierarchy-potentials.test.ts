import { expect, test } from 'vitest';
import { gridCase, randomCase } from '../testing/turn-graphs.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import {
  boundOf,
  boundsTo,
  createHierarchyPotentials,
  type HierarchyPotentials,
  setBoundCosts,
} from './hierarchy-potentials.js';
import { shortestPathsTo } from './shortest-path.js';
import { secondsOf, TICKS_PER_s, ticksOf } from './ticks.js';
import type { TurnGraph } from './turn-graph.js';

function hierarchyOf(graph: TurnGraph) {
  const lineGraph = lineGraphOf(graph);
  return createHierarchy(lineGraph, hierarchyOrder(lineGraph));
}

/** By link, asked for in the order of links: most of them UNKNOWN until then. */
function linkBoundsTo(potentials: HierarchyPotentials, target: number): Float64Array {
  boundsTo(potentials, target);
  return Float64Array.from(potentials.bound_s, (_, link) => boundOf(potentials, link));
}

test('a bound is never above the exact time, and hardly below, whatever was asked before (certificate)', () => {
  for (const { graph, freeTurn_s } of [gridCase(6), randomCase(3), randomCase(4)]) {
    // A third has no exact binary form, so that sums round.
    const cost_s = freeTurn_s.map((free_s) => free_s / 3 + 0.1);
    const potentials = createHierarchyPotentials(hierarchyOf(graph), freeTurn_s);
    for (const bounded_s of [freeTurn_s, cost_s]) {
      setBoundCosts(potentials, bounded_s);
      for (let target = 0; target < graph.linkCount; target++) {
        const bound_s = linkBoundsTo(potentials, target);
        const exact = shortestPathsTo(graph, bounded_s, [{ link: target, cost_s: 0 }]);
        // Each of a few dozen rows on the way up may round by 2 to 4 tenths of a millionth, and each
        // turn of the way by a tick.
        const isBound = exact.cost_s.every(
          (exact_s, link) =>
            bound_s[link]! <= exact_s &&
            bound_s[link]! >= exact_s * (1 - 2e-5) - graph.linkCount / TICKS_PER_s,
        );
        expect(isBound, `target ${target}`).toBe(true);
      }
    }
  }
});

test('a set of targets is bounded by its nearest one', () => {
  const city = gridCase(5);
  const { graph } = city;
  const turnCost_s = city.freeTurn_s.map((free_s) => secondsOf(ticksOf(free_s)));
  const potentials = createHierarchyPotentials(hierarchyOf(graph), turnCost_s);
  const ends = [
    { link: 2, cost_s: 9 },
    { link: 30, cost_s: 1 },
  ];
  const both = linkBoundsTo(potentials, potentials.targets.push(ends) - 1);
  const first = shortestPathsTo(graph, turnCost_s, [ends[0]!]).cost_s;
  const second = shortestPathsTo(graph, turnCost_s, [ends[1]!]).cost_s;
  for (let link = 0; link < graph.linkCount; link++) {
    expect(both[link]).toBeCloseTo(Math.min(first[link]!, second[link]!), 3);
  }
});

test('bounds of a target are the same before and after another, and new once costs have changed', () => {
  const { graph, freeTurn_s } = gridCase(4);
  const potentials = createHierarchyPotentials(hierarchyOf(graph), freeTurn_s);
  const first = linkBoundsTo(potentials, 3);
  linkBoundsTo(potentials, 8);
  expect(linkBoundsTo(potentials, 3)).toEqual(first);
  setBoundCosts(
    potentials,
    freeTurn_s.map((free_s) => 2 * free_s),
  );
  expect(linkBoundsTo(potentials, 3)).toEqual(first.map((bound_s) => 2 * bound_s));
});
