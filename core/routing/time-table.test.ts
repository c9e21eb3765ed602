import { expect, test } from 'vitest';
import type { LinkId } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { gridCase, randomCase, type TurnGraphCase } from '../testing/turn-graphs.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy, type Hierarchy } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import { createRouteQuery, createRouteSearch, findRoute } from './routes.js';
import { shortestPathsFrom } from './shortest-path.js';
import { inTicks_s } from './time-sweeps.js';
import {
  createTimeTable,
  nodeTime_s,
  refreshTimeTable,
  type TimeTable,
  travelTime_s,
  travelTimesOf,
} from './time-table.js';

const LENGTH_m = 120;

function tableOf(city: TurnGraphCase, hierarchy: Hierarchy | null = null) {
  const linkLength_m = city.linkFree_s.map(() => LENGTH_m);
  const nodeCount = 1 + Math.max(...city.linkFrom, ...city.linkTo);
  return createTimeTable({ ...city, nodeCount, linkLength_m, hierarchy });
}

const delayed = ({ freeTurn_s }: TurnGraphCase, seed: number): Float64Array =>
  freeTurn_s.map((free_s, turn) => free_s + 30 * draw(seed, PURPOSE.testOrder, turn));

test('junction times are the least over streets out of one and into the other (twin)', () => {
  for (const city of [gridCase(4), randomCase(1), randomCase(2)]) {
    const table = tableOf(city);
    for (const seed of [1, 2]) {
      const cost_s = delayed(city, seed);
      refreshTimeTable(table, cost_s);
      for (let from = 0; from < table.nodeCount; from++) {
        const least_s = leastTimes(city, cost_s, from, table.nodeCount);
        for (let to = 0; to < table.nodeCount; to++) {
          expect(nodeTime_s(table, from, to)).toBe(Math.fround(least_s[to]!));
        }
      }
    }
  }
});

test('rows swept by a hierarchy are those grown link by link on costs in ticks, to the last bit (twin)', () => {
  for (const city of [gridCase(5), randomCase(1), randomCase(2), randomCase(3)]) {
    const slow = tableOf(city);
    const fast = tableOf(city, createHierarchy(lineGraphOf(city.graph), orderOf(city)));
    for (const seed of [1, 2]) {
      const cost_s = delayed(city, seed);
      cost_s[seed] = Number.POSITIVE_INFINITY;
      refreshTimeTable(slow, cost_s.map(inTicks_s));
      refreshTimeTable(fast, cost_s);
      expect(allTimes(fast)).toEqual(allTimes(slow));
      const places = Array.from(city.linkFrom, (_, link) => ({
        link: link as LinkId,
        position_m: 40,
      }));
      const between = (table: TimeTable) =>
        places.map((from) => places.map((to) => travelTime_s(table, from, to)));
      expect(between(fast)).toEqual(between(slow));
    }
  }
});

test('a sweep on the costs of the refresh before is noticed (broken twin)', () => {
  const city = gridCase(5);
  const [slow, fast] = [
    tableOf(city),
    tableOf(city, createHierarchy(lineGraphOf(city.graph), orderOf(city))),
  ];
  refreshTimeTable(fast, delayed(city, 1));
  allTimes(fast);
  refreshTimeTable(slow, delayed(city, 2).map(inTicks_s));
  refreshTimeTable(fast, delayed(city, 2));
  fast.sweeps!.isCustomized = true;
  expect(allTimes(fast)).not.toEqual(allTimes(slow));
});

const orderOf = ({ graph }: TurnGraphCase): Int32Array => hierarchyOrder(lineGraphOf(graph));

const allTimes = (table: TimeTable): number[][] =>
  Array.from({ length: table.nodeCount }, (_, from) =>
    Array.from({ length: table.nodeCount }, (__, to) => nodeTime_s(table, from, to)),
  );

test('times from many places to one are those one by one (twin)', () => {
  const city = randomCase(3);
  const table = tableOf(city);
  refreshTimeTable(table, delayed(city, 3));
  const count = city.linkFrom.length;
  const link = Int32Array.from({ length: count }, (_, place) => place);
  const position_m = Float64Array.from(
    link,
    (place) => LENGTH_m * draw(4, PURPOSE.testOrder, place),
  );
  const time_s = new Float64Array(count);
  const { between, fromMany } = travelTimesOf(table);
  for (const toLink of [0, 7, count - 1]) {
    fromMany({ link, position_m, count }, toLink, 50, time_s);
    const to = { link: toLink as LinkId, position_m: 50 };
    for (let place = 0; place < count; place++) {
      const from = { link: place as LinkId, position_m: position_m[place]! };
      expect(time_s[place]).toBe(Math.max(0, travelTime_s(table, from, to)));
      expect(between(place, position_m[place]!, toLink, 50)).toBe(time_s[place]);
    }
  }
});

function leastTimes(
  { graph, linkFree_s, linkFrom, linkTo }: TurnGraphCase,
  cost_s: Float64Array,
  from: number,
  nodeCount: number,
): number[] {
  const least_s = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
  linkFrom.forEach((node, link) => {
    if (node !== from) return;
    const paths = shortestPathsFrom(graph, cost_s, [{ link, cost_s: 0 }]);
    paths.cost_s.forEach((entry_s, end) => {
      const outs = cost_s.subarray(graph.firstTurn[end]!, graph.firstTurn[end + 1]!);
      const out_s = outs.length === 0 ? linkFree_s[end]! : meanOf(outs);
      least_s[linkTo[end]!] = Math.min(least_s[linkTo[end]!]!, entry_s + out_s);
    });
  });
  least_s[from] = 0;
  return least_s;
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test('looked-up times are right to a fifth even where turns at the ends, which they leave out, matter most', () => {
  const city = gridCase(5);
  const table = tableOf(city);
  const turnCost_s = delayed(city, 7);
  refreshTimeTable(table, turnCost_s);
  const search = createRouteSearch({ ...city, lowestTurn_s: city.freeTurn_s });
  const query = createRouteQuery(search, new Int32Array(0));
  let lookedSum_s = 0;
  let routeSum_s = 0;
  for (let from = 0; from < city.graph.linkCount; from++) {
    for (let to = 0; to < city.graph.linkCount; to += 3) {
      if (from === to) continue;
      Object.assign(query, { originLink: from, targetLink: to, turnCost_s });
      Object.assign(query, { originFraction: 0.5, targetFraction: 0.25 });
      findRoute(search, query);
      const looked_s = travelTime_s(
        table,
        { link: from as LinkId, position_m: 0.5 * LENGTH_m },
        { link: to as LinkId, position_m: 0.25 * LENGTH_m },
      );
      lookedSum_s += looked_s;
      routeSum_s += search.found.cost_s;
    }
  }
  // Turn delays of 0 to 30 s, drawn one by one, and journeys of a few blocks: the hardest case.
  expect(lookedSum_s / routeSum_s).toBeGreaterThan(0.8);
  expect(lookedSum_s / routeSum_s).toBeLessThan(1);
});

test('ahead on one link the time is the share of its free time', () => {
  const city = gridCase(3);
  const table = tableOf(city);
  refreshTimeTable(table, city.freeTurn_s);
  const link = 4 as LinkId;
  const ahead_s = travelTime_s(table, { link, position_m: 30 }, { link, position_m: 90 });
  expect(ahead_s).toBeCloseTo(city.linkFree_s[4]! / 2, 12);
});
