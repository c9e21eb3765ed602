import { expect, test } from 'vitest';
import { play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { streetMap } from '../../testing/street-map.js';
import { timeAhead_s } from './router.js';

const map = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60 });

/** Drivers who learn; the last day had a queue of 500 s on ab from 9:00 on. Is it known? */
function expecting(isKnown: boolean): (arrive_s: number) => number {
  const trips = [tripOf('car', 'Wa', 'bE', 0, { kind: 'through' })];
  const settings = { end_s: SCENE_START_s + 7200, routing: { policy: 'equilibrium' } } as const;
  const { world } = play({ regime: 'today', network: map, trips, settings });
  const { router, network, learning } = world;
  const { notes, time_s } = learning!;
  const rowOf = (name: string): number => network.linkNames.indexOf(name);
  for (let place = 0; place < time_s.length; place++) {
    const turn = place % notes.turnCount;
    const begins_s = notes.start_s + Math.floor(place / notes.turnCount) * notes.interval_s;
    const isQueued = network.turns.from[turn] === rowOf('ab') && begins_s >= 9 * 3600;
    time_s[place] = router.times.estimate_s[turn]! + (isQueued ? 500 : 0);
  }
  router.expected!.isKnown = isKnown;
  const from = { link: rowOf('ab'), position_m: 0 } as never;
  const to = { link: rowOf('bE'), position_m: 10 } as never;
  return (arrive_s) => timeAhead_s(router, network, from, to, arrive_s);
}

test('a queue later in the day counts for who will meet it, and not for who goes before', () => {
  const ahead_s = expecting(true);
  const early_s = ahead_s(SCENE_START_s + 600);
  expect(early_s).toBeGreaterThan(0);
  expect(ahead_s(SCENE_START_s + 5400) - early_s).toBeCloseTo(500, 6);
});

test('before a day is known the present counts at any hour', () => {
  const ahead_s = expecting(false);
  expect(ahead_s(SCENE_START_s + 5400)).toBe(ahead_s(SCENE_START_s + 600));
});
