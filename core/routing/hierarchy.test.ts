import createGraph from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { gridCase, randomCase, type TurnGraphCase } from '../testing/turn-graphs.js';
import {
  type ArcCosts,
  type CostedHierarchy,
  cellCountOf,
  createArcCosts,
  createCustomizationScratch,
  createCustomizer,
  customize,
  customizeCells,
  customizeTop,
} from './customization.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy, type Hierarchy, hierarchyBytes } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import { createQueryScratch, leastCost_s, unpackWay } from './hierarchy-query.js';
import { costsFrom, costsTo, costTable } from './hierarchy-table.js';
import { shortestPathsFrom, shortestPathsTo } from './shortest-path.js';
import { turnOrigins } from './turn-graph.js';

const cities: [string, TurnGraphCase][] = [
  ['grid', gridCase(6)],
  ...Array.from({ length: 16 }, (_, seed): [string, TurnGraphCase] => [
    `random ${seed}`,
    randomCase(300 + seed, { nodeCount: 4 + 2 * seed, linkCount: 30 + 5 * seed }),
  ]),
];

function indexOf({ graph }: TurnGraphCase): Hierarchy {
  const lineGraph = lineGraphOf(graph);
  return createHierarchy(lineGraph, hierarchyOrder(lineGraph));
}

function customized(hierarchy: Hierarchy, turnCost_s: Float64Array): ArcCosts {
  const costs = createArcCosts(hierarchy);
  customize(hierarchy, costs, turnCost_s);
  return costs;
}

/** Costs in quarters of a second, so that sums are exact in any order; every ninth turn closed. */
const exactCosts = ({ graph }: TurnGraphCase, seed: number): Float64Array =>
  Float64Array.from({ length: graph.turnCount }, (_, turn) =>
    draw(seed, PURPOSE.testOrder, turn, 1) < 1 / 9
      ? Number.POSITIVE_INFINITY
      : Math.floor(draw(seed, PURPOSE.testOrder, turn) * 80) / 4,
  );

test('queries cost what Dijkstra costs, closed turns and parts without a way included (twin)', () => {
  let foundCount = 0;
  let lostCount = 0;
  for (const [name, city] of cities) {
    const hierarchy = indexOf(city);
    const scratch = createQueryScratch(hierarchy);
    for (const seed of [1, 2]) {
      const turnCost_s = exactCosts(city, seed);
      const costs = customized(hierarchy, turnCost_s);
      for (let from = 0; from < city.graph.linkCount; from += 3) {
        const slow = shortestPathsFrom(city.graph, turnCost_s, [{ link: from, cost_s: 0 }]);
        for (let to = 0; to < city.graph.linkCount; to++) {
          expect(leastCost_s(hierarchy, costs, scratch, { from, to }), name).toBe(slow.cost_s[to]);
          if (slow.cost_s[to] === Number.POSITIVE_INFINITY) lostCount++;
          else foundCount++;
        }
      }
    }
  }
  expect(foundCount).toBeGreaterThan(5000);
  expect(lostCount).toBeGreaterThan(1000);
});

test('ways lead from end to end by turns that add up to the cost (certificate)', () => {
  for (const [name, city] of cities) {
    const hierarchy = indexOf(city);
    const scratch = createQueryScratch(hierarchy);
    const turnCost_s = exactCosts(city, 3);
    const costs = customized(hierarchy, turnCost_s);
    const turnFrom = turnOrigins(city.graph);
    const way = new Int32Array(city.graph.linkCount);
    for (let from = 0; from < city.graph.linkCount; from += 2) {
      for (let to = 0; to < city.graph.linkCount; to += 3) {
        const cost_s = leastCost_s(hierarchy, costs, scratch, { from, to });
        const count = unpackWay(hierarchy, costs, turnCost_s, scratch, way);
        if (cost_s === Number.POSITIVE_INFINITY) {
          expect(count, name).toBe(NONE);
          continue;
        }
        let link = from;
        let sum_s = 0;
        for (const turn of way.subarray(0, count)) {
          expect(turnFrom[turn], name).toBe(link);
          sum_s += turnCost_s[turn]!;
          link = city.graph.turnTo[turn]!;
        }
        expect(link, name).toBe(to);
        expect(sum_s, name).toBe(cost_s);
      }
    }
  }
});

test('a way longer than its slots is cut, and its whole length told', () => {
  const city = gridCase(6);
  const hierarchy = indexOf(city);
  const scratch = createQueryScratch(hierarchy);
  const costs = customized(hierarchy, city.freeTurn_s);
  leastCost_s(hierarchy, costs, scratch, { from: 0, to: city.graph.linkCount - 1 });
  const whole = new Int32Array(40);
  const count = unpackWay(hierarchy, costs, city.freeTurn_s, scratch, whole);
  const short = new Int32Array(3);
  expect(count).toBeGreaterThan(3);
  expect(unpackWay(hierarchy, costs, city.freeTurn_s, scratch, short)).toBe(count);
  expect([...short]).toEqual([...whole.subarray(0, 3)]);
});

test('ngraph.path finds the same costs (independent twin)', () => {
  const city = gridCase(6);
  const { graph } = city;
  const turnCost_s = exactCosts(city, 4).map((cost_s) => Math.min(cost_s, 900));
  const links = createGraph<unknown, number>();
  for (let link = 0; link < graph.linkCount; link++) {
    for (let turn = graph.firstTurn[link]!; turn < graph.firstTurn[link + 1]!; turn++) {
      links.addLink(link, graph.turnTo[turn]!, turnCost_s[turn]!);
    }
  }
  const finder = aStar(links, { oriented: true, distance: (_from, _to, link) => link.data });
  const hierarchy = indexOf(city);
  const scratch = createQueryScratch(hierarchy);
  const costs = customized(hierarchy, turnCost_s);
  for (let from = 0; from < graph.linkCount; from += 5) {
    for (let to = 1; to < graph.linkCount; to += 7) {
      if (from === to) continue;
      const path = finder.find(from, to).reverse();
      const peer_s = path
        .slice(1)
        .reduce((sum_s, { id }, at) => sum_s + links.getLink(path[at]!.id, id)!.data, 0);
      expect(leastCost_s(hierarchy, costs, scratch, { from, to })).toBe(peer_s);
    }
  }
});

test('sweeps from and to sets of links are Dijkstra from and to them (twin)', () => {
  for (const [name, city] of cities) {
    const hierarchy = indexOf(city);
    const turnCost_s = exactCosts(city, 5);
    const costs = customized(hierarchy, turnCost_s);
    const row_ticks = new Int32Array(city.graph.linkCount);
    const swept_s = new Float64Array(city.graph.linkCount);
    const ends = [0, 7, 19].map((link) => ({ link, cost_s: link / 4 }));
    costsFrom(hierarchy, costs, ends, row_ticks, swept_s);
    expect(swept_s, name).toEqual(shortestPathsFrom(city.graph, turnCost_s, ends).cost_s);
    costsTo(hierarchy, costs, ends, row_ticks, swept_s);
    expect(swept_s, name).toEqual(shortestPathsTo(city.graph, turnCost_s, ends).cost_s);
  }
});

test('a table holds what its queries cost one by one (twin)', () => {
  for (const [name, city] of cities) {
    const hierarchy = indexOf(city);
    const scratch = createQueryScratch(hierarchy);
    const costs = customized(hierarchy, exactCosts(city, 6));
    const { linkCount } = city.graph;
    const from = Array.from({ length: 12 }, (_, at) => (at * 11) % linkCount);
    const to = Array.from({ length: 9 }, (_, at) => (at * 17 + 3) % linkCount);
    const table_s = new Float64Array(from.length * to.length);
    costTable(hierarchy, costs, { from, to }, table_s);
    from.forEach((start, line) => {
      to.forEach((end, column) => {
        const cost_s = leastCost_s(hierarchy, costs, scratch, { from: start, to: end });
        expect(table_s[line * to.length + column], name).toBe(cost_s);
      });
    });
  }
});

test('cells worked in any order, and then the rows above them, give the same bits (determinism)', () => {
  for (const [name, city] of cities) {
    const hierarchy = indexOf(city);
    const inOrder = customized(hierarchy, exactCosts(city, 7));
    const shared = costedHierarchy(hierarchy, exactCosts(city, 7));
    const scratches = [0, 1].map(() => createCustomizationScratch(hierarchy));
    for (let cell = cellCountOf(hierarchy) - 1; cell >= 0; cell--) {
      customizeCells(shared, scratches[cell % 2]!, cell, cell + 1);
    }
    customizeTop(shared, scratches[0]!);
    expect(shared.costs.up.cost_ticks, name).toEqual(inOrder.up.cost_ticks);
    expect(shared.costs.down.cost_ticks, name).toEqual(inOrder.down.cost_ticks);
  }
});

test('every row is in one cell or above all, and no arc leads from cell to cell (certificate)', () => {
  for (const [name, city] of cities) {
    const { cellFirst, rows, up, down, vertexCount } = indexOf(city);
    expect(Int32Array.from(rows.byCell as Int32Array).sort(), name).toEqual(
      Int32Array.from({ length: vertexCount }, (_, row) => row),
    );
    const cellOf = new Int32Array(vertexCount).fill(ABOVE_ALL);
    for (let cell = 0; cell + 1 < cellFirst.length; cell++) {
      for (let place = cellFirst[cell]!; place < cellFirst[cell + 1]!; place++) {
        cellOf[rows.byCell[place]!] = cell;
      }
    }
    for (const { arcs, arcCount } of [up, down]) {
      for (let arc = 0; arc < arcCount; arc++) {
        const head = cellOf[arcs.above[arc]!]!;
        expect([cellOf[arcs.below[arc]!], ABOVE_ALL], name).toContain(head);
      }
    }
  }
});

const ABOVE_ALL = -1;

function costedHierarchy(hierarchy: Hierarchy, cost_s: Float64Array): CostedHierarchy {
  const { shared } = createCustomizer(hierarchy, cost_s.length);
  shared.arcCost_s.set(cost_s);
  return shared;
}

test('a hierarchy customized anew forgets the costs before', () => {
  const city = gridCase(5);
  const hierarchy = indexOf(city);
  const costs = customized(hierarchy, exactCosts(city, 8));
  customize(hierarchy, costs, exactCosts(city, 9));
  expect(costs.up.cost_ticks).toEqual(customized(hierarchy, exactCosts(city, 9)).up.cost_ticks);
});

test('a cell left out is noticed by the comparison with Dijkstra (broken twin)', () => {
  const city = gridCase(6);
  const hierarchy = indexOf(city);
  const turnCost_s = city.freeTurn_s;
  const shared = costedHierarchy(hierarchy, turnCost_s);
  const { costs } = shared;
  customize(hierarchy, costs, new Float64Array(city.graph.turnCount).fill(Infinity));
  const scratch = createCustomizationScratch(hierarchy);
  customizeCells(shared, scratch, 1, cellCountOf(hierarchy));
  customizeTop(shared, scratch);
  const query = createQueryScratch(hierarchy);
  let wrongCount = 0;
  for (let to = 0; to < city.graph.linkCount; to++) {
    const { cost_s } = shortestPathsFrom(city.graph, turnCost_s, [{ link: 0, cost_s: 0 }]);
    const found_s = leastCost_s(hierarchy, costs, query, { from: 0, to });
    if (Math.abs(found_s - cost_s[to]!) > 1e-9) wrongCount++;
  }
  expect(wrongCount).toBeGreaterThan(10);
});

test('the index takes some hundred bytes a link on a small-block grid', () => {
  const city = gridCase(20);
  const hierarchy = indexOf(city);
  const { arcCount } = hierarchy.up;
  // Separators of a grid of n links are of the order of √n: n log n arcs, here about eleven a link.
  expect(arcCount / city.graph.linkCount).toBeLessThan(14);
  expect(hierarchyBytes(hierarchy) / city.graph.linkCount).toBeLessThan(500);
});
