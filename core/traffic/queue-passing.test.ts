import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { NO_CALLS, NO_PRIORITY } from '../scenario/services.js';
import { evenTrips, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { eventsOf } from '../testing/scene.js';
import { steppedRun } from '../testing/stepped-run.js';
import { addressOn, streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

interface Crossing {
  readonly passingGap_s?: number;
  readonly oncoming_s?: number;
  readonly street?: string;
  /** Kerb to kerb, of the street from the west. */
  readonly carriageway_m?: number;
  readonly carFollowing?: 'newell' | 'idm';
  readonly replace?: (stage: Stage, world: World) => Stage;
}

const END_s = 1500;

/** Calls beyond a signal that does not turn green for them, where cars from the west stand at red. */
function callsBeyondQueue({
  passingGap_s = 7,
  oncoming_s = 40,
  street = 'w---x---e',
  carriageway_m = 3.3,
  carFollowing = 'newell',
  replace = (stage) => stage,
}: Crossing) {
  const { signals } = sceneScenario();
  const isOneWay = street.includes('>');
  const drawing = ['    n    ', '    |    ', street, '    |    ', '    s    '] as const;
  const run = steppedRun(
    {
      network: {
        ...streetMap(...drawing, {
          ...{ step_m: 60, controls: { x: 'signal' } },
          links: { wx: { carriageway_m } },
        }),
        addresses: [addressOn('xe', { name: 'door', position_m: 150 })],
      },
      scenario: sceneScenario(undefined, {
        traffic: { carFollowing, laneChanging: 'for-turn', passingGap_s },
        signals: { ...signals, priority: { ...NO_PRIORITY, preemption: 'none' } },
        emergency: {
          ...NO_CALLS,
          calls_perDay: 800,
          stations: ['gate-w'],
          turnout_s: 0,
          onScene_s: 5,
        },
      }),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 5, count: END_s / 5 }),
        ...(isOneWay
          ? []
          : evenTrips({ from: 'e', to: 'w', headway_s: oncoming_s, count: END_s / oncoming_s })),
        ...evenTrips({ from: 'n', to: isOneWay ? 's' : 'w', headway_s: 10, count: END_s / 10 }),
      ],
      idleCars: [],
    },
    { replace },
  );
  const { links } = run.world.traffic;
  let longest_s = 0;
  const since_s = new Map<number, number>();
  run.until(END_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    for (let link = 0; link < run.world.network.linkCount; link++) {
      if (links.passer[link] < 0) since_s.delete(link);
      else if (!since_s.has(link)) since_s.set(link, run.world.clock.time_s);
      longest_s = Math.max(longest_s, run.world.clock.time_s - (since_s.get(link) ?? Infinity));
    }
    return false;
  });
  const reached = eventsOf(run, 'callReached');
  const drive_s = reached.reduce((sum, each) => sum + each.drive_s!, 0) / reached.length;
  return { drive_s, reached, passed: eventsOf(run, 'queuePassed'), longest_s };
}

test('an emergency vehicle passes a queue at red on the other side, and is there sooner', () => {
  const kept = callsBeyondQueue({ passingGap_s: 0 });
  const { drive_s, reached, passed, longest_s } = callsBeyondQueue({});
  expect(kept.passed).toEqual([]);
  expect(passed.length).toBeGreaterThan(3);
  expect(passed.some(({ passedCount }) => passedCount! > 1)).toBe(true);
  expect(reached.length).toBe(kept.reached.length);
  expect(drive_s).toBeLessThan(kept.drive_s);
  // It goes where it can go on: to the line, and over it in the first gap of those across.
  expect(longest_s).toBeLessThan(30);
});

test('it does so in the other model of car following too', () => {
  expect(callsBeyondQueue({ carFollowing: 'idm' }).passed.length).toBeGreaterThan(3);
});

test('on a one-way street it stays behind the queue', () => {
  const { passed, reached } = callsBeyondQueue({ street: 'w>>>x>>>e' });
  expect(reached.length).toBeGreaterThan(3);
  expect(passed).toEqual([]);
});

const WIDE_m = 5;

test('where it is wide enough those ahead pull over and it passes', () => {
  const street = 'w>>>x>>>e';
  const kept = callsBeyondQueue({ street });
  const { passed, reached, drive_s } = callsBeyondQueue({ street, carriageway_m: WIDE_m });
  expect(passed.length).toBeGreaterThan(3);
  expect(passed.some(({ passedCount }) => passedCount! > 1)).toBe(true);
  // Who is back sooner is there for one more.
  expect(reached.length).toBeGreaterThanOrEqual(kept.reached.length);
  expect(drive_s).toBeLessThan(kept.drive_s);
  const least = callsBeyondQueue({ street, carriageway_m: WIDE_m - 0.01 });
  expect(least.passed).toEqual([]);
});

/** The stage with `look` shutting its eyes before it, and what that gives back opening them. */
const blinded =
  (name: string, shut: (world: World) => () => void) =>
  (stage: Stage, world: World): Stage => {
    if (stage.name !== name) return stage;
    const work: Stage['work'] = (start, end, block) => {
      const open = shut(world);
      stage.work(start, end, block);
      open();
    };
    return { ...stage, work };
  };

test('a junction that lets others come towards it is caught by the law (broken twin)', () => {
  const replace = blinded('junctions', ({ traffic: { passings } }) => {
    const count = passings.count[0]!;
    passings.count[0] = 0;
    return () => {
      passings.count[0] = count;
    };
  });
  expect(() => callsBeyondQueue({ oncoming_s: 8, replace })).toThrow('comes the other way');
});

test('one that does not look at the other side is caught by the law (broken twin)', () => {
  const replace = blinded('calls', ({ traffic: { lanes }, network }) => {
    const lane = network.links.firstLane[network.linkNames.indexOf('xw')]!;
    const seen = [lanes.front[lane]!, lanes.reserved[lane]!] as const;
    lanes.front[lane] = -1;
    lanes.reserved[lane] = 0;
    return () => {
      [lanes.front[lane], lanes.reserved[lane]] = seen;
    };
  });
  expect(() => callsBeyondQueue({ oncoming_s: 8, replace })).toThrow('comes the other way');
});

test('one that takes a narrow one-way street for a wide one is caught by the law (broken twin)', () => {
  const replace = blinded('calls', ({ network: { links } }) => {
    const believe = (width: number): void => {
      for (let link = 0; link < links.capacity; link++) links.hasRoomBeside[link] = width;
    };
    believe(1);
    return () => believe(0);
  });
  expect(() => callsBeyondQueue({ street: 'w>>>x>>>e', replace })).toThrow('no room beside');
});
