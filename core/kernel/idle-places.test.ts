import { expect, test } from 'vitest';
import type { NetworkDraft } from '../network/network-draft.js';
import type { IdleChoice } from '../scenario/scenario.js';
import { eventsOf, play, SCENE_START_s, storyOf, tripOf, wayFor_m } from '../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

/** Two blocks with a lot beside the inn and a remote one in the west; a ring to drive round. */
const town: NetworkDraft = {
  ...streetMap('W----a--b--e', '     |  |  |', '     c--d--f', { step_m: 60, uturns: 'W' }),
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 380, y_m: 130 }),
    addressOn('dc', { name: 'barn', position_m: 60, x_m: 390, y_m: -10 }),
  ],
  curbs: [
    curbOn('ab', { start_m: 70, end_m: 88, use: 'pudo' }),
    curbOn('dc', { start_m: 50, end_m: 68, use: 'pudo' }),
    curbOn('ab', { start_m: 100, end_m: 112, use: 'parking' }),
  ],
  lots: [
    lotOn('be', { name: 'garage', position_m: 60, stallCount: 30, x_m: 540, y_m: 120 }),
    lotOn('Wa', {
      name: 'remote',
      position_m: 30,
      stallCount: 30,
      isRemote: true,
      x_m: 30,
      y_m: 120,
    }),
  ],
};

/** In to the inn, and home from there `gap_s` later. */
function visit(idleChoice: IdleChoice, gap_s: number, parking: object = {}) {
  const run = play({
    regime: 'private-automated',
    network: town,
    trips: [
      tripOf('car', 'barn', 'inn', 600, { kind: 'resident' }),
      tripOf('car', 'inn', 'barn', 600 + gap_s, { kind: 'resident' }),
    ],
    settings: {
      curb: { pullIn_s: 0, pullOut_s: 0 },
      parking: { idleChoice, shortStay_s: 0, ...parking },
    },
  });
  run.until(SCENE_START_s + 1200 + gap_s);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
  return run;
}

const parkedAfterFirstTrip = (run: ReturnType<typeof visit>): readonly [number, number] => {
  const arrived_s = eventsOf(run, 'tripArrived')[0]!['time_s']!;
  const parked = eventsOf(run, 'parked').find(({ time_s }) => time_s! > arrived_s)!;
  return [parked['place']!, parked['row']!];
};
const [CURB, LOT] = [0, 1];
const [GARAGE, REMOTE] = [0, 1];

test('remote first, or the nearest of all lots', () => {
  expect(parkedAfterFirstTrip(visit('remote-first', 3600))).toEqual([LOT, REMOTE]);
  expect(parkedAfterFirstTrip(visit('nearest', 3600))).toEqual([LOT, GARAGE]);
});

test('the cheapest: a short stay is not worth a long way, a long one is', () => {
  const prices = {
    curbFee_perHour: 9,
    lotFee_perHour: 3,
    remoteFee_perHour: 0,
    homeFee_perHour: 3,
  };
  const limits = { cruiseLimit_s: 0 };
  // Some 0.9 km more, 0.2 at 0.25 a kilometre and its minutes: worth it from a few minutes on.
  const dear = { ...prices, ...limits, drive_perKm: 2 };
  expect(parkedAfterFirstTrip(visit('cheapest', 900, dear))).toEqual([LOT, GARAGE]);
  expect(parkedAfterFirstTrip(visit('cheapest', 7200, dear))).toEqual([LOT, REMOTE]);
});

test('a free curb is taken before a lot with a fee', () => {
  const prices = {
    curbFee_perHour: 0,
    lotFee_perHour: 3,
    remoteFee_perHour: 3,
    homeFee_perHour: 3,
  };
  const run = visit('cheapest', 3600, { ...prices, cruiseLimit_s: 0 });
  expect(parkedAfterFirstTrip(run)).toEqual([CURB, 0]);
});

test('driving on until it is wanted: all of its time is way, none of it is parked', () => {
  const run = visit('cruise', 1200);
  const arrived_s = eventsOf(run, 'tripArrived')[0]!['time_s']!;
  const second = eventsOf(run, 'tripArrived')[1]!['time_s']!;
  const between = eventsOf(run, 'parked').filter(
    (e) => e['time_s']! > arrived_s && e['time_s']! < second,
  );
  expect(between).toEqual([]);
  expect(storyOf(run, 0)).toContain('cruising');
  // Ten minutes and more at some 8 m/s.
  expect(wayFor_m(run, 'cruising')).toBeGreaterThan(4000);
});

test('who will not be wanted for long enough parks after all', () => {
  expect(wayFor_m(visit('cruise', 7200), 'cruising')).toBe(0);
});

test('identity: a remote trip adds drop to lot and lot to next, less drop to next', () => {
  /** All way of the car from its first drop-off to its next pick-up. */
  const between_m = (choice: IdleChoice, parking: object): number => {
    const run = visit(choice, 3600, parking);
    const stops = eventsOf(run, 'stopped');
    return stops[2]!['odometer_m']! - stops[1]!['odometer_m']!;
  };
  const run = visit('remote-first', 3600);
  const way_m = (from: Place, to: Place): number => drivenWay_m(run.world, from, to);
  const remote_m = between_m('remote-first', {});
  expect(remote_m).toBeCloseTo(way_m(DROP, FAR_LOT) + way_m(FAR_LOT, DROP), 6);
  const garage_m = between_m('nearest', {});
  expect(garage_m).toBeCloseTo(way_m(DROP, NEAR_LOT) + way_m(NEAR_LOT, DROP), 6);
  expect(remote_m - garage_m).toBeGreaterThan(100);
  // To stay adds nothing: it stands where it is wanted next, and does not stop anew.
  const stays = visit('remote-first', 3600, { shortStay_s: 7200 });
  expect(eventsOf(stays, 'stopped')).toHaveLength(3);
  expect(wayFor_m(stays, 'toParking')).toBeLessThan(wayFor_m(run, 'toParking'));
});

type Place = readonly [link: string, position_m: number];
const DROP: Place = ['ab', 79];
const FAR_LOT: Place = ['Wa', 30];
const NEAR_LOT: Place = ['be', 60];

/** Shortest way on the roads from place to place, by trying every turn: links are few. */
function drivenWay_m({ network }: World, [from, from_m]: Place, [to, to_m]: Place): number {
  const { links, turns, linkNames } = network;
  const target = linkNames.indexOf(to);
  const best_m = new Float64Array(network.linkCount).fill(Infinity);
  // Way from the start of the search to the start of each link.
  const visit = (link: number, way_m: number): void => {
    for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
      const next = turns.to[turn];
      const there_m = way_m + links.length_m[link]! + turns.length_m[turn]!;
      if (there_m >= best_m[next]!) continue;
      best_m[next] = there_m;
      visit(next, there_m);
    }
  };
  const start = linkNames.indexOf(from);
  visit(start, -from_m);
  const isAhead = start === target && to_m >= from_m;
  return isAhead ? to_m - from_m : best_m[target]! + to_m;
}
