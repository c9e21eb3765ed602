import { expect, test } from 'vitest';
import { checkNetwork } from '../../network/check-network.js';
import type { Hours } from '../../network/lane-use.js';
import type { LinkDraft } from '../../network/network-draft.js';
import type { TidalRule } from '../../scenario/lane-rule.js';
import { lawBrokenIn } from '../../testing/checked-worlds.js';
import { withRandomTides, worldsWithLanes } from '../../testing/random-lanes.js';
import { evenTrips, INSTANT_DRIVER, sceneScenario } from '../../testing/road-scene.js';
import { eventsOf } from '../../testing/scene.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { streetMap } from '../../testing/street-map.js';
import type { World } from '../../world.js';
import type { Stage } from '../stages.js';

/** INSTANT_DRIVER at 15 m/s: 1,800 veh/h a lane, exactly. */
const FREE_mps = 15;
const PER_LANE_IN_2_MIN = 60;

/** A two-way street of 300 m with two lanes a direction. */
const street = streetMap('a--b', {
  step_m: 100,
  freeSpeed_mps: FREE_mps,
  laneCount: 2,
  gates: 'ab',
});

/** From five past to ten past, three lanes lead from a to b and one back. */
const tide: TidalRule = { links: ['ab'], from_s: 300, to_s: 600 };

/** Both directions are asked for four lanes' traffic all the time. */
function flood(replace?: (stage: Stage, world: World) => Stage): SteppedRun {
  const trips = ['ab', 'ba'].flatMap((way) =>
    evenTrips({ from: way[0]!, to: way[1]!, headway_s: 0.6, count: 1330, from_s: 1 }),
  );
  const scenario = sceneScenario(INSTANT_DRIVER, { tidal: [tide] });
  return steppedRun(
    { network: street, trips, scenario, idleCars: [] },
    replace === undefined ? {} : { replace },
  );
}

/** Arrivals in b and in a from `from_s` to `to_s`. */
function arrivals({ log, world }: SteppedRun, from_s: number, to_s: number): [number, number] {
  const toB = log.filter(
    ({ type, time_s, trip }) =>
      type === 'tripArrived' &&
      time_s > from_s &&
      time_s <= to_s &&
      world.places.gateRow.get('gate-b') === world.trips.toGate[trip as never],
  );
  const all = log.filter(
    ({ type, time_s }) => type === 'tripArrived' && time_s > from_s && time_s <= to_s,
  );
  return [toB.length, all.length - toB.length];
}

test('the capacity of both directions follows a tidal lane, which empties before it turns', () => {
  const run = flood();
  run.until(780);
  // Two lanes each before; the street fills within a minute.
  expect(arrivals(run, 100, 220)).toEqual([2 * PER_LANE_IN_2_MIN, 2 * PER_LANE_IN_2_MIN]);
  expect(arrivals(run, 420, 540)).toEqual([3 * PER_LANE_IN_2_MIN, PER_LANE_IN_2_MIN]);
  expect(arrivals(run, 660, 780)).toEqual([2 * PER_LANE_IN_2_MIN, 2 * PER_LANE_IN_2_MIN]);
  const changes = eventsOf(run, 'laneOpened').map(({ time_s, link, openTo }) => ({
    time_s: Number(time_s),
    what: `${run.world.network.linkNames[link as number]} ${openTo === 0 ? 'closes' : 'opens'}`,
  }));
  expect(changes.map(({ what }) => what)).toEqual([
    'ba closes',
    'ab opens',
    'ab closes',
    'ba opens',
  ]);
  const [closed, opened, closedAgain] = changes.map(({ time_s }) => time_s);
  expect([closed, closedAgain]).toEqual([300, 600]);
  // Who has just come onto it needs the street's 20 s, less where it finds a gap to move over.
  expect(opened).toBeGreaterThan(300);
  expect(opened).toBeLessThanOrEqual(321);
  expect(eventsOf(run, 'caughtInLane').length).toBeGreaterThan(0);
});

test('TIDAL is told of a lane that turns before it is empty', () => {
  const hasty = (stage: Stage, { traffic, network, clock }: World): Stage =>
    stage.name !== 'lanes'
      ? stage
      : {
          ...stage,
          work: (start, end, block) => {
            stage.work(start, end, block);
            const { links } = network;
            const lane = links.firstLane[network.linkNames.indexOf('ab')]!;
            if (clock.time_s === 300) traffic.lanes.openTo[lane] = -1;
          },
        };
  expect(() => flood(hasty).until(310)).toThrow('CON-TIDAL at 300 s');
});

test('worlds whose lanes turn break no law in any of their steps', { timeout: 60_000 }, () => {
  let turned = 0;
  for (const accepted of worldsWithLanes(5, withRandomTides)) {
    expect(lawBrokenIn(accepted)).toBeNull();
    turned += eventsOf(accepted.run, 'laneOpened').length;
  }
  expect(turned).toBeGreaterThan(10);
});

test('rules that fit no street are refused', () => {
  const oneWay = streetMap('a>>b', { laneCount: 2 });
  const scenario = (tidal: readonly TidalRule[]) => sceneScenario(INSTANT_DRIVER, { tidal });
  const trips = evenTrips({ from: 'a', to: 'b', headway_s: 1, count: 1 });
  const told = (network: typeof street, ...links: string[]): string => {
    try {
      const tidal = [{ ...tide, links }];
      steppedRun({ network, trips, scenario: scenario(tidal), idleCars: [] });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const head = 'scenario RUN-009 tidal.0.links:';
  expect(told(street, 'xy')).toBe(`${head} no link has the name "xy"`);
  expect(told(street, 'ab', 'ba')).toBe(`${head} "ab" takes a lane of "ba" already`);
  expect(told(oneWay, 'ab')).toBe(`${head} "ab" is a one-way street`);
  expect(told(streetMap('a--b'), 'ab')).toBe(`${head} "ba" has but one lane`);
});

test('tidal lanes of a network that cannot be are told', () => {
  const told = (links: Readonly<Record<string, Partial<LinkDraft>>>): string[] =>
    checkNetwork(streetMap('a--b', { laneCount: 2, gates: 'ab', links })).map(
      ({ code, field, message }) => `${code} ${field} ${message}`,
    );
  const hours: readonly Hours[] = [{ from_s: 0, to_s: 3600 }];
  const rest: readonly Hours[] = [{ from_s: 3600, to_s: 86_400 }];
  const ab = 'NET-119 links.ab.tidalHours';
  expect(told({ ab: { tidalHours: hours }, ba: { tidalHours: rest } })).toEqual([]);
  expect(told({ ab: { tidalHours: hours } })).toEqual([
    `${ab} must be on both directions of the street`,
  ]);
  expect(told({ ab: { tidalHours: hours }, ba: { tidalHours: hours } })).toEqual([
    `${ab} must not overlap those of "ba"`,
  ]);
  expect(told({ ab: { tidalHours: hours, laneCount: 1 }, ba: { tidalHours: rest } })[0]).toBe(
    `${ab} must leave the link another lane`,
  );
});
