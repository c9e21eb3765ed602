import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { gridCase, randomCase, type TurnGraphCase } from '../testing/turn-graphs.js';
import { createRouteQuery, createRouteSearch, findRoute } from './routes.js';
import { createTimedSearch, findTimedRoute, type TimedCosts, timedCost_s } from './timed-routes.js';

const INTERVAL_s = 60;
const INTERVALS = 8;

/** Times that rise and fall, first in first out: none falls faster than the clock goes. */
function risingAndFalling({ freeTurn_s }: TurnGraphCase, seed: number): TimedCosts {
  const turnCount = freeTurn_s.length;
  const time_s = new Float64Array(INTERVALS * turnCount);
  for (let place = 0; place < time_s.length; place++) {
    const turn = place % turnCount;
    const drawn_s = freeTurn_s[turn]! + 150 * draw(seed, PURPOSE.testOrder, place, 5);
    const before_s = place < turnCount ? 0 : time_s[place - turnCount]!;
    time_s[place] = Math.max(drawn_s, before_s - INTERVAL_s);
  }
  const day = { start_s: 0, interval_s: INTERVAL_s, intervalCount: INTERVALS };
  return { ...day, time_s, cost_s: time_s, spanStarts_s: [], price_s: [] };
}

/** The plain definition: between the middles of two intervals, evenly. */
function plainTime_s({ time_s }: TimedCosts, turn: number, at_s: number): number {
  const turnCount = time_s.length / INTERVALS;
  const place = Math.max(0, Math.min(INTERVALS - 1, at_s / INTERVAL_s - 0.5));
  const [below, above] = [Math.floor(place), Math.ceil(place)];
  const [from_s, to_s] = [time_s[below * turnCount + turn]!, time_s[above * turnCount + turn]!];
  return from_s + (place - below) * (to_s - from_s);
}

/** Clock times of coming onto every link, by relaxing all turns until nothing changes. */
function arrivals_s(city: TurnGraphCase, costs: TimedCosts, origin: number, from_s: number) {
  const { graph } = city;
  const reached_s = new Float64Array(graph.linkCount).fill(Number.POSITIVE_INFINITY);
  const leave = (link: number, at_s: number): boolean => {
    let isBetter = false;
    for (let turn = graph.firstTurn[link]!; turn < graph.firstTurn[link + 1]!; turn++) {
      const next_s = at_s + plainTime_s(costs, turn, at_s);
      if (next_s >= reached_s[graph.turnTo[turn]!]! - 1e-9) continue;
      reached_s[graph.turnTo[turn]!] = next_s;
      isBetter = true;
    }
    return isBetter;
  };
  leave(origin, from_s);
  for (let isChanging = true; isChanging; ) {
    isChanging = false;
    for (let link = 0; link < graph.linkCount; link++) {
      if (reached_s[link]! < Number.POSITIVE_INFINITY && leave(link, reached_s[link]!)) {
        isChanging = true;
      }
    }
  }
  return reached_s;
}

const cities: [string, TurnGraphCase][] = [
  ['grid', gridCase(5)],
  ...[1, 2, 3, 4].map((seed): [string, TurnGraphCase] => [
    `random ${seed}`,
    randomCase(200 + seed),
  ]),
];

function searchOn(city: TurnGraphCase) {
  const search = createRouteSearch({ ...city, lowestTurn_s: city.freeTurn_s });
  const turns = new Int32Array(100);
  const query = { ...createRouteQuery(search, turns), slotCount: 100, targetFraction: 0 };
  return { search: createTimedSearch(search), query, turns };
}

test.each(cities)('%s: arrives when the plain definition does, and its turns add up', (_, city) => {
  const costs = risingAndFalling(city, 3);
  const { search, query, turns } = searchOn(city);
  let foundCount = 0;
  for (let origin = 0; origin < city.graph.linkCount; origin += 7) {
    for (const departure_s of [0, 100, 333]) {
      const slow_s = arrivals_s(city, costs, origin, departure_s);
      for (let target = 0; target < city.graph.linkCount; target++) {
        if (target === origin) continue;
        Object.assign(query, { originLink: origin, targetLink: target });
        const turnCount = findTimedRoute(search, query, costs, departure_s);
        if (slow_s[target] === Number.POSITIVE_INFINITY) {
          expect(turnCount).toBe(NONE);
          continue;
        }
        foundCount++;
        expect(departure_s + search.search.found.cost_s).toBeCloseTo(slow_s[target]!, 6);
        const way = { turns, firstTurn: 0, turnCount, departure_s };
        const cost_s = timedCost_s(search.search, query, costs, way);
        expect(cost_s).toBeCloseTo(search.search.found.cost_s, 9);
      }
    }
  }
  expect(foundCount).toBeGreaterThan(50);
});

test('where times stand still it is the route of that hour; where they move it is another', () => {
  const city = gridCase(6);
  const moving = risingAndFalling(city, 5);
  const turnCount = city.freeTurn_s.length;
  const first_s = moving.time_s.slice(0, turnCount);
  const still = Float64Array.from(moving.time_s, (_, place) => first_s[place % turnCount]!);
  const { search, query } = searchOn(city);
  const costs = { ...moving, time_s: still, cost_s: still };
  let otherCount = 0;
  for (let target = 1; target < city.graph.linkCount; target++) {
    Object.assign(query, { originLink: 0, targetLink: target, turnCost_s: first_s });
    findRoute(search.search, query);
    const { cost_s } = search.search.found;
    findTimedRoute(search, query, costs, 17);
    expect(search.search.found.cost_s).toBeCloseTo(cost_s, 9);
    findTimedRoute(search, query, moving, 17);
    if (Math.abs(search.search.found.cost_s - cost_s) > 1) otherCount++;
  }
  expect(otherCount).toBeGreaterThan(10);
});

test('a price in force at that moment counts, one of another hour does not', () => {
  const city = gridCase(4);
  const costs = risingAndFalling(city, 8);
  const { search, query } = searchOn(city);
  Object.assign(query, { originLink: 0, targetLink: 30 });
  findTimedRoute(search, query, costs, 0);
  const { cost_s } = search.search.found;
  const dear = new Float64Array(city.graph.linkCount).fill(50);
  const free = new Float64Array(city.graph.linkCount);
  const priced = { ...costs, spanStarts_s: [0, 40_000], price_s: [dear, free] };
  findTimedRoute(search, query, priced, 0);
  expect(search.search.found.cost_s).toBeGreaterThan(cost_s + 50);
  findTimedRoute(search, query, { ...priced, price_s: [free, dear] }, 0);
  expect(search.search.found.cost_s).toBe(cost_s);
});
