import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, mix, PURPOSE } from '../base/random.js';
import { gridCase, randomCase, type TurnGraphCase } from '../testing/turn-graphs.js';
import { lineGraphOf } from './directed-graph.js';
import { createHierarchy } from './hierarchy.js';
import { hierarchyOrder } from './hierarchy-order.js';
import {
  addTargetSet,
  createRouteQuery,
  createRouteSearch,
  findRoute,
  moveBounds,
  type RouteQuery,
} from './routes.js';
import { shortestPathsFrom } from './shortest-path.js';
import { linkNoise } from './traveller-noise.js';
import { turnOrigins } from './turn-graph.js';

/** Costs of a busy hour: up to 20 s more than free, drawn by turn. */
const busyCosts = ({ freeTurn_s }: TurnGraphCase, seed: number): Float64Array =>
  freeTurn_s.map((free_s, turn) => free_s + 20 * draw(seed, PURPOSE.testOrder, turn, 9));

function searchOn(city: TurnGraphCase, slotCount = 200) {
  const search = createRouteSearch({ ...city, lowestTurn_s: city.freeTurn_s });
  const turns = new Int32Array(slotCount + 2).fill(-7);
  const query: RouteQuery = { ...createRouteQuery(search, turns), firstSlot: 1, slotCount };
  return { search, turns, query };
}

/** Time of a route by its definition, turn by turn, and a check that its turns join. */
function driveAlong(
  { graph, linkFree_s }: TurnGraphCase,
  query: RouteQuery,
  route: readonly number[],
  turnCost_s: ArrayLike<number>,
): { cost_s: number; end: number } {
  const turnFrom = turnOrigins(graph);
  let link = query.originLink === NONE ? turnFrom[route[0]!]! : query.originLink;
  let cost_s = query.originLink === NONE ? 0 : -query.originFraction * linkFree_s[link]!;
  for (const turn of route) {
    if (turnFrom[turn] !== link) throw new Error(`Turn ${turn} does not leave link ${link}.`);
    cost_s += turnCost_s[turn]!;
    link = graph.turnTo[turn]!;
  }
  return { cost_s: cost_s + query.targetFraction * linkFree_s[link]!, end: link };
}

const cities: [string, TurnGraphCase][] = [
  ['grid', gridCase(6)],
  ...Array.from({ length: 12 }, (_, seed): [string, TurnGraphCase] => [
    `random ${seed}`,
    randomCase(100 + seed, { nodeCount: 6 + seed, linkCount: 40 }),
  ]),
];

test('without noise A* costs what Dijkstra costs, and its turns add up to it (twin, certificate)', () => {
  let foundCount = 0;
  let lostCount = 0;
  for (const [name, city] of cities) {
    const { search, turns, query } = searchOn(city);
    query.turnCost_s = busyCosts(city, 1);
    for (let origin = 0; origin < city.graph.linkCount; origin += 11) {
      const slow = shortestPathsFrom(city.graph, query.turnCost_s, [{ link: origin, cost_s: 0 }]);
      for (let target = 0; target < city.graph.linkCount; target++) {
        if (target === origin) continue;
        Object.assign(query, { originLink: origin, targetLink: target });
        Object.assign(query, { originFraction: 0.25, targetFraction: 0.5 });
        const count = findRoute(search, query);
        if (slow.cost_s[target] === Number.POSITIVE_INFINITY) {
          expect(count, name).toBe(NONE);
          lostCount++;
          continue;
        }
        foundCount++;
        const route = [...turns.subarray(1, 1 + count)];
        const { cost_s, end } = driveAlong(city, query, route, query.turnCost_s);
        const part_s = 0.5 * city.linkFree_s[target]! - 0.25 * city.linkFree_s[origin]!;
        expect(end).toBe(target);
        expect(search.found.cost_s, name).toBeCloseTo(slow.cost_s[target]! + part_s, 9);
        expect(search.found.cost_s, name).toBeCloseTo(cost_s, 9);
        const free_s = driveAlong(city, query, route, city.freeTurn_s).cost_s;
        expect(search.found.free_s, name).toBeCloseTo(free_s, 9);
      }
    }
  }
  expect(foundCount).toBeGreaterThan(1000);
  expect(lostCount).toBeGreaterThan(50);
});

test("with noise A* is Dijkstra's best on the traveller's own costs (twin)", () => {
  const city = gridCase(6);
  const { search, query } = searchOn(city);
  const busy_s = busyCosts(city, 2);
  const turnFrom = turnOrigins(city.graph);
  for (let traveller = 0; traveller < 60; traveller++) {
    const travellerHash = mix(traveller);
    const own_s = busy_s.map(
      (cost_s, turn) =>
        cost_s * (1 + 0.3 * linkNoise(travellerHash, city.nameHash[turnFrom[turn]!]!)),
    );
    const [originLink, targetLink] = [traveller, 119 - traveller];
    Object.assign(query, { originLink, targetLink, targetFraction: 0, travellerHash });
    Object.assign(query, { turnCost_s: busy_s, noise: 0.3 });
    expect(findRoute(search, query)).toBeGreaterThan(0);
    const slow = shortestPathsFrom(city.graph, own_s, [{ link: originLink, cost_s: 0 }]);
    expect(search.found.cost_s).toBeCloseTo(slow.cost_s[targetLink]!, 9);
  }
});

test('noise spreads equal ways: between two corners of a free grid travellers differ', () => {
  const city = gridCase(6);
  const { search, turns, query } = searchOn(city);
  Object.assign(query, { originLink: 0, targetLink: city.graph.linkCount - 1, noise: 0.15 });
  const routes = new Set<string>();
  for (let traveller = 0; traveller < 40; traveller++) {
    query.travellerHash = mix(traveller + 1);
    const count = findRoute(search, query);
    routes.add(turns.subarray(1, 1 + count).join());
  }
  expect(routes.size).toBeGreaterThan(20);
});

test('on one link a target ahead needs no turn, one behind a real loop', () => {
  const city = gridCase(3);
  const { search, turns, query } = searchOn(city);
  Object.assign(query, {
    originLink: 5,
    targetLink: 5,
    originFraction: 0.25,
    targetFraction: 0.75,
  });
  expect(findRoute(search, query)).toBe(0);
  expect(search.found.cost_s).toBeCloseTo(0.5 * city.linkFree_s[5]!, 12);
  expect(search.found.free_s).toBe(search.found.cost_s);

  Object.assign(query, { originFraction: 0.75, targetFraction: 0.25 });
  const count = findRoute(search, query);
  expect(count).toBe(4);
  const { cost_s, end } = driveAlong(city, query, [...turns.subarray(1, 5)], city.freeTurn_s);
  expect(end).toBe(5);
  expect(search.found.cost_s).toBeCloseTo(cost_s, 9);
  expect(search.found.free_s).toBeCloseTo(cost_s, 9);
});

test('of several origins and several targets the best pair is taken', () => {
  const city = gridCase(6);
  const { search, query } = searchOn(city);
  const origins = [3, 40, 77];
  const targets = [9, 60, 111, 40];
  query.turnCost_s = busyCosts(city, 4);
  query.targetSet = addTargetSet(search, targets);
  query.originLinks = origins.slice(0, 2).concat(77);
  let best_s = Number.POSITIVE_INFINITY;
  for (const link of origins) {
    const { cost_s } = shortestPathsFrom(city.graph, query.turnCost_s, [{ link, cost_s: 0 }]);
    for (const end of targets) best_s = Math.min(best_s, cost_s[end]! + city.linkFree_s[end]!);
  }
  expect(findRoute(search, query)).toBe(0);
  expect(search.found).toMatchObject({ originLink: 40, targetLink: 40, cost_s: best_s });

  query.targetSet = addTargetSet(search, targets.slice(0, 3));
  best_s = Number.POSITIVE_INFINITY;
  for (const link of origins) {
    const { cost_s } = shortestPathsFrom(city.graph, query.turnCost_s, [{ link, cost_s: 0 }]);
    for (const end of [9, 60, 111]) best_s = Math.min(best_s, cost_s[end]! + city.linkFree_s[end]!);
  }
  expect(findRoute(search, query)).toBeGreaterThan(0);
  expect(search.found.cost_s).toBeCloseTo(best_s, 9);
});

test('a mask of first turns is kept, even where the way comes back to the origin link', () => {
  const city = gridCase(4);
  const { search, turns, query } = searchOn(city);
  const { firstTurn, turnTo } = city.graph;
  for (let origin = 0; origin < city.graph.linkCount; origin++) {
    const first = firstTurn[origin]!;
    const turnCount = firstTurn[origin + 1]! - first;
    for (let place = 0; place < turnCount; place++) {
      const other = turnTo[first + ((place + 1) % turnCount)]!;
      Object.assign(query, { originLink: origin, targetLink: other, firstTurnMask: 1 << place });
      const count = findRoute(search, query);
      expect(turns[1]).toBe(first + place);
      expect(count).toBe(search.found.turnCount);
      const { cost_s, end } = driveAlong(
        city,
        query,
        [...turns.subarray(1, 1 + count)],
        city.freeTurn_s,
      );
      expect(end).toBe(other);
      expect(search.found.cost_s).toBeCloseTo(cost_s, 9);
    }
  }
});

test('when only the masked-off turn leads on, the route drives around the block to take it', () => {
  // 0 leads to 1 (a loop back to 0) and to 2, the target; only the way to 1 is allowed now.
  const graph = {
    linkCount: 3,
    turnCount: 3,
    firstTurn: Int32Array.of(0, 2, 3, 3),
    turnTo: Int32Array.of(1, 2, 0),
  };
  const ones = new Float64Array(3).fill(1);
  const city = { graph, freeTurn_s: ones, linkFree_s: ones, nameHash: Int32Array.of(1, 2, 3) };
  const { search, turns, query } = searchOn({
    ...city,
    linkFrom: graph.turnTo,
    linkTo: graph.turnTo,
  });
  Object.assign(query, { originLink: 0, originFraction: 0.5, targetLink: 2, firstTurnMask: 1 });
  expect(findRoute(search, query)).toBe(3);
  expect([...turns.subarray(1, 4)]).toEqual([0, 2, 1]);
  expect(search.found.cost_s).toBeCloseTo(3 - 0.5 + 1, 12);
});

test('a banned link is avoided; without another way there is no route', () => {
  const city = gridCase(4);
  const { search, turns, query } = searchOn(city);
  Object.assign(query, { originLink: 0, targetLink: 40 });
  findRoute(search, query);
  const { cost_s } = search.found;
  const banned = city.graph.turnTo[turns[2]!]!;
  query.bannedLink = banned;
  const count = findRoute(search, query);
  const entered = [...turns.subarray(1, 1 + count)].map((turn) => city.graph.turnTo[turn]);
  expect(entered).not.toContain(banned);
  expect(search.found.cost_s).toBeGreaterThanOrEqual(cost_s);
  query.bannedLink = 40;
  expect(findRoute(search, query)).toBe(NONE);
});

test('a route longer than its slots is cut, flagged, and writes nothing beyond them', () => {
  const city = gridCase(6);
  const { search, turns, query } = searchOn(city, 3);
  Object.assign(query, { originLink: 0, targetLink: city.graph.linkCount - 1 });
  const whole = new Int32Array(40);
  const wholeCount = findRoute(search, { ...query, slots: whole, firstSlot: 0, slotCount: 40 });
  expect(findRoute(search, query)).toBe(3);
  expect(search.found).toMatchObject({ isCut: true, turnCount: wholeCount });
  expect([...turns]).toEqual([-7, ...whole.subarray(0, 3), -7]);
});

test('the same queries in another order, with few kept trees, give the same routes (determinism)', () => {
  const city = gridCase(6);
  const lowestTurn_s = city.freeTurn_s;
  const routesWith = (treeMemory_bytes: number, order: readonly number[]): Map<number, string> => {
    const search = createRouteSearch({ ...city, lowestTurn_s, treeMemory_bytes });
    const turns = new Int32Array(64);
    const query = { ...createRouteQuery(search, turns), slotCount: 64, noise: 0.15 };
    return new Map(
      order.map((trip) => {
        Object.assign(query, { originLink: trip, targetLink: (trip * 37 + 5) % 120 });
        query.travellerHash = mix(trip + 9);
        const count = findRoute(search, query);
        return [trip, `${turns.subarray(0, count).join()} ${search.found.cost_s}`];
      }),
    );
  };
  const trips = Array.from({ length: 120 }, (_, trip) => trip);
  const many = routesWith(1e6, trips);
  const few = routesWith(2 * 4 * 120, trips.toReversed());
  expect(new Map([...few].sort(([a], [b]) => a - b))).toEqual(many);
});

test('bounds from a hierarchy lead to the routes that kept trees lead to, also after costs move (twin)', () => {
  for (const [name, city] of cities) {
    const lineGraph = lineGraphOf(city.graph);
    const hierarchy = createHierarchy(lineGraph, hierarchyOrder(lineGraph));
    const input = { ...city, lowestTurn_s: city.freeTurn_s };
    const searches = [createRouteSearch(input), createRouteSearch({ ...input, hierarchy })];
    const queries = searches.map((search) => createRouteQuery(search, new Int32Array(0)));
    const ends = [5, 9].map((link) => link % city.graph.linkCount);
    const sets = searches.map((search) => addTargetSet(search, ends));
    for (const seed of [1, 2]) {
      const turnCost_s = busyCosts(city, seed);
      for (const search of searches) moveBounds(search, turnCost_s);
      for (let trip = 0; trip < 60; trip++) {
        const found = searches.map((search, at) => {
          Object.assign(queries[at]!, { turnCost_s, noise: 0.15, travellerHash: mix(trip) });
          queries[at]!.originLink = (trip * 7) % city.graph.linkCount;
          queries[at]!.targetLink = trip % 3 === 0 ? NONE : (trip * 13 + 1) % city.graph.linkCount;
          queries[at]!.targetSet = sets[at]!;
          return findRoute(search, queries[at]!) === NONE ? NONE : { ...search.found };
        });
        expect(found[1], name).toEqual(found[0]);
      }
    }
    expect(searches[1]!.expandedCount).toBeLessThan(searches[0]!.expandedCount);
  }
});
