import { expect, test } from 'vitest';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { streetMap } from '../../testing/street-map.js';

/**
 * Straight on from b over c, or round over e and f. A car that stops for good on `bc` (its traveller
 * gets out in the lane) fills the street; who still goes by the times before it stands behind it.
 */
const map = streetMap('W--a--b--c--E', '      |  |   ', '      e--f   ', { step_m: 60 });

function passed(routing: object) {
  const trips = Array.from({ length: 60 }, (_, at) =>
    tripOf(`car${String(at).padStart(2, '0')}`, 'Wa', 'cE', 4 * at, { kind: 'through' }),
  );
  const settings = {
    routing: { noise: 0, refresh_s: 60, smoothing: 1, reroute_s: 60, ...routing },
  };
  const run = play({ regime: 'today', network: map, trips, settings });
  const { world } = run;
  const { lanes, movers } = world.traffic;
  const bc = world.network.linkNames.indexOf('bc');
  run.until(SCENE_START_s + 40);
  // Nothing leaves the street any more.
  const lane = world.network.links.firstLane[bc]!;
  let held = lanes.rear[lane]!;
  while (held !== -1) {
    movers.isHeld[held] = 1;
    lanes.heldCount[lane]!++;
    held = movers.ahead[held]!;
  }
  run.until(SCENE_START_s + 1200);
  return {
    changedCount: eventsOf(run, 'wayChanged').length,
    arrivedCount: eventsOf(run, 'tripArrived').length,
  };
}

test('who looks for a better way on the road finds the one round a blocked street', () => {
  const blind = passed({ reroutedShare: 0 });
  const all = passed({ reroutedShare: 1 });
  expect(blind.changedCount).toBe(0);
  expect(all.changedCount).toBeGreaterThan(0);
  expect(all.arrivedCount).toBeGreaterThan(blind.arrivedCount);
});

test('on times of empty streets nobody ever finds another way', () => {
  expect(passed({ policy: 'free-flow', reroutedShare: 1 }).changedCount).toBe(0);
});
