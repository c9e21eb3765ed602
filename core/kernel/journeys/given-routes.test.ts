import { expect, test } from 'vitest';
import { UserError } from '../../base/errors.js';
import { NONE } from '../../base/ids.js';
import type { TripDraft } from '../../scenario/trip.js';
import { eventsOf, play, SCENE_START_s, tripOf, untilSettled } from '../../testing/scene.js';
import { streetMap } from '../../testing/street-map.js';
import type { World } from '../../world.js';

/** Two ways from a to b: straight, and the long way round over c and d. */
const map = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60 });
const STRAIGHT = ['Wa', 'ab', 'bE'];
const ROUND = ['Wa', 'ac', 'cd', 'db', 'bE'];

const through = (name: string, route: readonly string[], given: Partial<TripDraft> = {}) =>
  tripOf(name, route[0]!, route.at(-1)!, 0, { kind: 'through', route, ...given });

const codesOf = (trips: readonly TripDraft[], routeCapacity = 96): readonly string[] => {
  try {
    play({ regime: 'today', network: map, trips, settings: { routing: { routeCapacity } } });
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

for (const regime of ['today', 'private-automated'] as const) {
  test(`${regime}: a trip drives the route that it brings along, however long`, () => {
    const trips = [through('long', ROUND), through('short', STRAIGHT)];
    const run = play({ regime, network: map, trips });
    untilSettled(run, 300);
    const ends = eventsOf(run, 'legEnded');
    const wayOf_m = (route: readonly string[]): number =>
      route.reduce(
        (sum_m, name) => sum_m + map.links.find((link) => link.name === name)!.length_m,
        0,
      ) +
      10 * (route.length - 1);
    // Who leaves does so in the step in which it passes the end, at most one step's way beyond it.
    const step_m = map.links[0]!.freeSpeed_mps * run.world.scenario.dt_s;
    expect(ends).toHaveLength(2);
    for (const [vehicle, route] of [ROUND, STRAIGHT].entries()) {
      const end = ends.find((event) => event.vehicle === vehicle)!;
      expect(end.odometer_m! - wayOf_m(route)).toBeGreaterThanOrEqual(-step_m);
      expect(end.odometer_m! - wayOf_m(route)).toBeLessThanOrEqual(step_m);
    }
    const arrived = eventsOf(run, 'tripArrived');
    // The free time is that of the route, not of the shortest way.
    expect(arrived.find(({ trip }) => trip === 0)!.free_s).toBeGreaterThan(
      arrived.find(({ trip }) => trip === 1)!.free_s!,
    );
  });
}

test('trips begin and end at links in the middle of the network, one link or several', () => {
  const trips = [
    through('one', ['cd']),
    through('two', ['ac', 'cd'], { departure_s: SCENE_START_s + 1 }),
    tripOf('own-way', 'ac', 'db', 2, { kind: 'through' }),
  ];
  const run = play({ regime: 'today', network: map, trips });
  untilSettled(run, 300);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(3);
});

/** Least distance from a bumper in a connector to the one ahead of it on the link behind. */
function leastGapIntoLinks_m({ network, traffic }: World): number {
  const { movers, lanes, drivers } = traffic;
  let least_m = Infinity;
  for (let connector = network.linkLaneCount; connector < network.laneCount; connector++) {
    const mover = lanes.front[connector]!;
    if (mover === NONE) continue;
    const ahead = lanes.rear[movers.outLane[mover]]!;
    if (ahead === NONE) continue;
    const toLink_m = network.lanes.length_m[connector]! - movers.position_m[mover]!;
    const rear_m = movers.position_m[ahead]! - drivers.length_m[movers.driver[ahead]!]!;
    least_m = Math.min(least_m, toLink_m + rear_m);
  }
  return least_m;
}

test('who comes onto a link in the middle of traffic waits until nobody is on the way into it', () => {
  const trips = Array.from({ length: 60 }, (_, at) => {
    const route = at % 2 === 0 ? STRAIGHT : ['ab', 'bE'];
    return tripOf(`v${at}`, route[0]!, 'bE', at * 1.3, { kind: 'through', route });
  });
  const run = play({ regime: 'today', network: map, trips });
  let least_m = Infinity;
  for (let step = 0; step < 400; step++) {
    run.step();
    least_m = Math.min(least_m, leastGapIntoLinks_m(run.world));
  }
  // Newell's followers keep their standstill gap at least.
  expect(least_m).toBeGreaterThanOrEqual(run.world.scenario.drivers.human.standstillGap_m - 1e-9);
  untilSettled(run, 600);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(60);
});

test('a route that cannot be driven is refused, each fault with its code', () => {
  expect(codesOf([through('good', ROUND)])).toEqual([]);
  const ends = { origin: 'Wa', destination: 'bE' };
  expect(codesOf([tripOf('v', 'Wa', 'bE', 0, { route: [] })])).toEqual(['RUN-010']);
  expect(codesOf([through('v', ['Wa', 'zz', 'bE'], ends)])).toEqual(['RUN-011']);
  expect(codesOf([through('v', ['Wa', 'db', 'bE'], ends)])).toEqual(['RUN-012']);
  expect(codesOf([through('v', ['ab', 'bE'], ends)])).toEqual(['RUN-013']);
  expect(codesOf([through('v', ROUND)], 4)).toEqual(['RUN-014']);
  expect(codesOf([through('v', ROUND)], 5)).toEqual([]);
  const many = Array.from({ length: 120 }, (_, at) => through(`v${at}`, ['Wa', 'zz'], ends));
  expect(codesOf(many)).toHaveLength(101);
});
