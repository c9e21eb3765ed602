import { expect, test } from 'vitest';
import { gridCase, randomCase } from '../testing/turn-graphs.js';
import { addTarget, createPotentials, potentialsTo } from './potentials.js';
import { shortestPathsTo } from './shortest-path.js';

test('a stored bound is never above the exact time, and less than a millionth below (certificate)', () => {
  for (const { graph, freeTurn_s } of [gridCase(6), randomCase(3), randomCase(4)]) {
    // A third has no exact binary form, so that sums round.
    const cost_s = freeTurn_s.map((free_s) => free_s / 3 + 0.1);
    const potentials = createPotentials(graph, cost_s);
    for (let target = 0; target < graph.linkCount; target++) {
      const bound_s = potentialsTo(potentials, target);
      const exact = shortestPathsTo(graph, cost_s, [{ link: target, cost_s: 0 }]);
      const isBound = exact.cost_s.every(
        (exact_s, link) => bound_s[link]! <= exact_s && bound_s[link]! >= exact_s * (1 - 1e-6),
      );
      expect(isBound, `target ${target}`).toBe(true);
    }
    expect(potentials.grownCount).toBe(graph.linkCount);
  }
});

test('a set of targets is bounded by its nearest one', () => {
  const { graph, freeTurn_s } = gridCase(5);
  const potentials = createPotentials(graph, freeTurn_s);
  const ends = [
    { link: 2, cost_s: 9 },
    { link: 30, cost_s: 1 },
  ];
  const both = potentialsTo(potentials, addTarget(potentials, ends));
  const first = shortestPathsTo(graph, freeTurn_s, [ends[0]!]).cost_s;
  const second = shortestPathsTo(graph, freeTurn_s, [ends[1]!]).cost_s;
  for (let link = 0; link < graph.linkCount; link++) {
    expect(both[link]).toBeCloseTo(Math.min(first[link]!, second[link]!), 3);
  }
});

test('with memory for three trees the one unused for longest is grown again, with equal bounds', () => {
  const { graph, freeTurn_s } = gridCase(4);
  const all = createPotentials(graph, freeTurn_s);
  const few = createPotentials(graph, freeTurn_s, { treeMemory_bytes: 3 * 4 * graph.linkCount });
  const asked = [0, 1, 2, 0, 3, 0, 2, 1, 1, 0, 5, 6, 7, 0];
  const grown: number[] = [];
  for (const target of asked) {
    expect(potentialsTo(few, target)).toEqual(potentialsTo(all, target));
    grown.push(few.grownCount);
  }
  // 3 drives 1 out, so 1 is grown again and drives 3 out; 5, 6, 7 then leave nothing of the rest.
  expect(grown).toEqual([1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 7, 8, 9]);
  expect(few.trees.length).toBe(3);
});
