import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { EarlierDay, EarlierLink } from '../../scenario/earlier-day.js';
import { type RunHooks, type RunInputs, simulate } from '../../simulate.js';
import type { Snapshot } from '../../state/snapshot.js';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { streetMap } from '../../testing/street-map.js';
import { timeAhead_s } from './router.js';

/** Straight on from b over c, or round over e and f. */
const map = streetMap('W--a--b--c--E', '      |  |   ', '      e--f   ', { step_m: 60 });

const QUARTER_s = 900;

/** A day on which `bc` took `tti` times its free time from `from_s` on, for an hour. */
const dayOf = (tti: number, from_s = SCENE_START_s): EarlierDay => ({
  start_s: SCENE_START_s,
  interval_s: QUARTER_s,
  links: [0, 1, 2, 3].map(
    (quarter): EarlierLink => ({
      link: 'bc',
      from_s: from_s + quarter * QUARTER_s,
      tti,
      vehicleCount: 100,
    }),
  ),
});

function scene(earlierDay: EarlierDay | undefined, routing: object = {}, after_s = 0) {
  const trips = [tripOf('car', 'Wa', 'cE', after_s, { kind: 'through' })];
  return play({
    regime: 'today',
    network: map,
    trips,
    settings: { routing: { noise: 0, ...routing } },
    ...(earlierDay === undefined ? {} : { earlierDay }),
  });
}

/** Way of the one car. */
function way_m(earlierDay: EarlierDay | undefined, routing: object = {}): number {
  const run = scene(earlierDay, routing);
  run.until(SCENE_START_s + 300, () => eventsOf(run, 'tripArrived').length > 0);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(1);
  return eventsOf(run, 'legEnded')[0]!.odometer_m!;
}

test('who knows of a queue on an earlier day goes round it, and straight on when there was none', () => {
  const straight_m = way_m(undefined);
  const round_m = way_m(dayOf(20));
  expect(round_m).toBeGreaterThan(straight_m + 100);
  expect(way_m(dayOf(1))).toBe(straight_m);
  // Drivers who learn from day to day begin with it in place of a first day.
  expect(way_m(dayOf(20), { policy: 'equilibrium' })).toBe(round_m);
  expect(way_m(dayOf(1), { policy: 'equilibrium' })).toBe(straight_m);
});

test('a street on which nobody moved takes as long as the interval', () => {
  const { world } = scene(dayOf(Number.POSITIVE_INFINITY));
  const bc = world.network.linkNames.indexOf('bc');
  const turn = world.network.links.firstTurn[bc]!;
  // A hundred vehicles of 900 s and one that found it free.
  const free_s = world.router.free.freeTurn_s[turn]!;
  expect(world.router.times.estimate_s[turn]).toBeGreaterThan((100 * QUARTER_s) / 101);
  expect(world.router.times.estimate_s[turn]).toBeLessThan((100 * QUARTER_s) / 101 + free_s);
});

test('a queue later on that day counts for who will meet it, and not for who goes before', () => {
  const { world } = scene(dayOf(20, SCENE_START_s + 3600));
  const { router, network } = world;
  const rowOf = (name: string): number => network.linkNames.indexOf(name);
  const from = { link: rowOf('bc'), position_m: 0 } as never;
  const to = { link: rowOf('cE'), position_m: 10 } as never;
  const early_s = timeAhead_s(router, network, from, to, SCENE_START_s + 600);
  const late_s = timeAhead_s(router, network, from, to, SCENE_START_s + 5400);
  expect(early_s).toBeLessThan(20);
  expect(late_s).toBeGreaterThan(5 * early_s);
});

test('where nobody drives the day stays known; where somebody does, what happens counts', () => {
  const run = scene(dayOf(20), { refresh_s: 60, smoothing: 1 }, 7200);
  const { router, network } = run.world;
  const turn = network.links.firstTurn[network.linkNames.indexOf('bc')]!;
  const known_s = router.times.estimate_s[turn]!;
  run.until(SCENE_START_s + 600);
  expect(router.times.estimate_s[turn]).toBe(known_s);
  run.world.traffic.turns.passed_s[turn] = 40;
  run.world.traffic.turns.passedCount[turn] = 10;
  run.until(SCENE_START_s + 660);
  expect(router.times.estimate_s[turn]).toBeLessThan(known_s / 3);
});

test('a run that begins with a day gives the same bytes when resumed, others than without', async () => {
  const hashOf = async (inputs: RunInputs, hooks: RunHooks = {}): Promise<string> =>
    createHash('sha256')
      .update(JSON.stringify(await simulate(inputs, hooks)))
      .digest('hex');
  const bare = townRun('private-automated', { end_s: TOWN_START_s + 900, overtime_s: 0 });
  const links = bare.network.links.map(({ name }, at) => ({
    link: name,
    from_s: TOWN_START_s,
    tti: 1 + (at % 7),
    vehicleCount: 5,
  }));
  const earlierDay = { start_s: TOWN_START_s, interval_s: QUARTER_s, links };
  const town = { ...bare, earlierDay };
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const expected = await hashOf(town, { checkpoints: { every_min: 6, keep } });
  for (const resumeFrom of snapshots) expect(await hashOf(town, { resumeFrom })).toBe(expected);
  expect(snapshots.length).toBeGreaterThan(1);
  expect(await hashOf(bare)).not.toBe(expected);
});
