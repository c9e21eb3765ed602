import { expect, test } from 'vitest';
import type { CurbDraft, NetworkDraft } from '../../network/network-draft.js';
import { REGIMES, type WhenFull } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { eventsOf, play, SCENE_START_s, storyOf, tripOf, wayFor_m } from '../../testing/scene.js';
import { smallTown, townRun } from '../../testing/small-town.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';

/** A block to drive round, a bay for one before the inn, and one for one further on. */
const town = (curbs: readonly CurbDraft[]): NetworkDraft => ({
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' }),
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 }),
    addressOn('cd', { name: 'barn', position_m: 80, x_m: 260, y_m: -10 }),
  ],
  curbs,
  lots: [
    lotOn('Wa', { name: 'depot', position_m: 60, stallCount: 40, isRemote: true, x_m: 60 }),
    lotOn('cd', { name: 'yard', position_m: 40, stallCount: 40, x_m: 230 }),
  ],
});
const here = curbOn('ab', { start_m: 70, end_m: 76, use: 'pudo' });
const there = curbOn('ab', { start_m: 100, end_m: 106, use: 'pudo' });

/** Two people who come by a gate in their own automated cars, seconds apart. */
const guests = [0, 8].map((after_s) =>
  tripOf(`guest${after_s}`, 'gate-W', 'inn', after_s, { kind: 'visitor' }),
);

function arrivals(whenFull: WhenFull, curbs: readonly CurbDraft[], curb: object = {}) {
  const run = play({
    regime: 'private-automated',
    network: town(curbs),
    trips: guests,
    settings: {
      curb: { dwell_s: 60, whenFull: { human: whenFull, automated: whenFull }, ...curb },
    },
  });
  run.until(SCENE_START_s + 600);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
  return run;
}

test('next zone: the second car takes the bay further on', () => {
  const run = arrivals('next-zone', [here, there]);
  expect(
    eventsOf(run, 'stopped')
      .map(({ zone }) => zone)
      .sort(),
  ).toEqual([0, 1]);
  expect(eventsOf(run, 'bayRefused').length).toBeLessThanOrEqual(1);
});

test('without another zone it stops in the lane, for its whole dwell', () => {
  const run = arrivals('next-zone', [here]);
  expect(storyOf(run, 1)).toContain('stopped in lane');
});

test('circulate: it goes round the block, which counts as cruising, and stops in the bay', () => {
  const run = arrivals('circulate', [here]);
  expect(storyOf(run, 1)).not.toContain('stopped in lane');
  expect(eventsOf(run, 'stopped').map(({ zone }) => zone)).toEqual([0, 0]);
  expect(wayFor_m(run, 'cruising')).toBeGreaterThan(400);
});

test('wait in lane: it stands until the bay is free, nobody gets past, and no way is cruised', () => {
  const run = arrivals('wait-in-lane', [here], { pullIn_s: 0, pullOut_s: 0 });
  const [first, second] = eventsOf(run, 'stopped');
  const [left] = eventsOf(run, 'stopEnded');
  expect([first!['zone'], second!['zone']]).toEqual([0, 0]);
  // Freed in one step, taken in the same or the next.
  expect(second!['time_s']! - left!['time_s']!).toBeLessThanOrEqual(0.5);
  const [held] = eventsOf(run, 'laneHeld');
  expect(held!['held_s']).toBeGreaterThan(30);
  expect(wayFor_m(run, 'cruising')).toBe(0);
});

test('who has waited as long as a driver will stops in the lane', () => {
  const run = arrivals('wait-in-lane', [here], { longestWait_s: 10 });
  expect(storyOf(run, 1)).toContain('stopped in lane');
  const held = eventsOf(run, 'laneHeld').find(({ reason }) => reason === 0)!;
  expect(held['held_s']).toBeCloseTo(10, 0);
});

test('stop in lane: no other zone is tried', () => {
  expect(
    storyOf(arrivals('stop-in-lane', [here, there], { compliance: { automated: 1 } }), 1),
  ).toBeDefined();
  const run = arrivals('stop-in-lane', [here]);
  expect(storyOf(run, 1)).toContain('stopped in lane');
});

test('pulling in and out takes its time in the lane, and holds up who comes behind', () => {
  const through = tripOf('through', 'gate-W', 'gate-E', 4, { kind: 'through' });
  const time_s = (pull_s: number): number => {
    const run = play({
      regime: 'private-automated',
      network: town([here]),
      trips: [guests[0]!, through],
      // Nobody passes: it is the lane that is held.
      settings: { curb: { pullIn_s: pull_s, pullOut_s: pull_s }, traffic: { passingGap_s: 0 } },
    });
    run.until(SCENE_START_s + 600);
    const held = eventsOf(run, 'laneHeld').map((event) => event['held_s']);
    expect(held).toEqual(pull_s === 0 ? [] : [pull_s, pull_s]);
    const trip = run.trips.findIndex(({ vehicle }) => vehicle === 'through');
    return eventsOf(run, 'tripArrived').find((event) => event['trip'] === trip)!['total_s']!;
  };
  expect(time_s(15)).toBeGreaterThan(time_s(0) + 8);
});

test('who comes out of a bay before a left pocket drives on when it is out', () => {
  const cross = streetMap('   N   ', '   |   ', 'W--b--E', {
    step_m: 120,
    leftPocket_m: 40,
    laneCount: 2,
  });
  const network: NetworkDraft = {
    ...cross,
    addresses: [addressOn('Wb', { name: 'inn', position_m: 150, x_m: 150, y_m: -10 })],
    curbs: [curbOn('Wb', { start_m: 145, end_m: 155, use: 'pudo' })],
    lots: [
      lotOn('bN', {
        name: 'depot',
        position_m: 50,
        stallCount: 9,
        isRemote: true,
        x_m: 360,
        y_m: 100,
      }),
    ],
  };
  // A lone lane beside the pocket: all that turn left wait for it there.
  const narrow = { ...network, links: network.links.map((link) => ({ ...link, laneCount: 1 })) };
  const movements = narrow.movements.map((one) => ({
    ...one,
    fromLanes: one.kind === 'left' ? [-1] : [0],
  }));
  const run = play({
    regime: 'private-automated',
    network: { ...narrow, movements },
    trips: [tripOf('guest', 'gate-W', 'inn', 0, { kind: 'visitor' })],
    settings: { curb: { pullIn_s: 4, pullOut_s: 4 } },
  });
  run.until(SCENE_START_s + 600);
  expect(eventsOf(run, 'laneHeld').map(({ reason }) => reason)).toEqual([1, 2]);
  expect(eventsOf(run, 'parked').at(-1)).toMatchObject({ place: 1 });
});

test('some human drivers stop in the lane beside a free bay', () => {
  const vans = Array.from({ length: 12 }, (_, at) => [
    tripOf(`van${at}`, 'gate-W', 'inn', 120 * at, { kind: 'van' }),
    tripOf(`van${at}`, 'inn', 'gate-E', 120 * at + 60, { kind: 'van' }),
  ]).flat();
  const inLane = (besideShare: number): number => {
    const curbs = [curbOn('ab', { start_m: 20, end_m: 100, use: 'loading' })];
    const settings = { curb: { besideShare, deliveryDwell_s: 30 } };
    const run = play({ regime: 'today', network: town(curbs), trips: vans, settings });
    run.until(SCENE_START_s + 2400);
    return eventsOf(run, 'stopped').filter(({ zone }) => zone === -1).length;
  };
  expect(inLane(0)).toBe(0);
  expect(inLane(1)).toBe(12);
});

const LONG = 3000;
/** The town with curbs along streets so long that they never fill. */
const longCurbs = (length_m: number): NetworkDraft => ({
  ...smallTown,
  links: smallTown.links.map((link) => ({ ...link, length_m: link.length_m + LONG })),
  curbs: smallTown.curbs.map((curb) => ({ ...curb, end_m: curb.start_m + length_m })),
});

test.each(REGIMES)(
  'an infinite curb gives the bytes of a model without curbs in the regime %s',
  async (regime) => {
    const given = townRun(regime);
    const of = async (network: NetworkDraft, policy: 'timetabled' | 'unlimited') => {
      const curb = { ...given.scenario.curb, policy };
      return JSON.stringify(
        await simulate({ ...given, network, scenario: { ...given.scenario, curb } }),
      );
    };
    expect(await of(longCurbs(2400), 'timetabled')).toBe(await of(longCurbs(2400), 'unlimited'));
    // A curb that does fill is another matter.
    if (regime !== 'today')
      expect(await of(longCurbs(6), 'timetabled')).not.toBe(await of(longCurbs(6), 'unlimited'));
  },
);

test('dynamic curbs change their use in a run, and the run repeats to the byte', async () => {
  const given = townRun('private-automated');
  const { curb } = given.scenario;
  const control = { ...curb.control, period_s: 300, keep_s: 300, notice_s: 60 };
  const scenario = { ...given.scenario, curb: { ...curb, policy: 'dynamic' as const, control } };
  const network = { ...smallTown, curbs: smallTown.curbs.flatMap(halves) };
  const first = await simulate({ ...given, network, scenario });
  const second = await simulate({ ...given, network, scenario });
  expect(first.summary['curb_changes']).toBeGreaterThan(0);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

function halves(curb: CurbDraft): CurbDraft[] {
  const middle_m = (curb.start_m + curb.end_m) / 2;
  return [
    { ...curb, name: `${curb.name}-1`, end_m: middle_m },
    { ...curb, name: `${curb.name}-2`, start_m: middle_m },
  ];
}

test('static curbs keep the use that they have longest', async () => {
  const given = townRun('private-automated');
  const pudoHours = { from_s: 8 * 3600, to_s: 9 * 3600 };
  const uses = async (policy: 'static' | 'timetabled'): Promise<string[]> => {
    const curb = { ...given.scenario.curb, pudoHours, policy };
    const { curbs } = await simulate({ ...given, scenario: { ...given.scenario, curb } });
    return [...new Set(curbs.filter(({ zone }) => zone.includes('parking')).map(({ use }) => use))];
  };
  expect(await uses('static')).toEqual([]);
  expect(await uses('timetabled')).toContain('pudo');
});
