import { expect, test } from 'vitest';
import {
  DROP,
  drivenWay_m,
  FAR_LOT,
  NEAR_LOT,
  type Place,
  visit,
  wayBetween_m,
} from '../../testing/idle-town.js';
import { eventsOf, storyOf, wayFor_m } from '../../testing/scene.js';

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
  const run = visit('remote-first', 3600);
  const way_m = (from: Place, to: Place): number => drivenWay_m(run.world, from, to);
  const remote_m = wayBetween_m('remote-first');
  expect(remote_m).toBeCloseTo(way_m(DROP, FAR_LOT) + way_m(FAR_LOT, DROP), 6);
  const garage_m = wayBetween_m('nearest');
  expect(garage_m).toBeCloseTo(way_m(DROP, NEAR_LOT) + way_m(NEAR_LOT, DROP), 6);
  expect(remote_m - garage_m).toBeGreaterThan(100);
  // To stay adds nothing: it stands where it is wanted next, and does not stop anew.
  const stays = visit('remote-first', 3600, { shortStay_s: 7200 });
  expect(eventsOf(stays, 'stopped')).toHaveLength(3);
  expect(wayFor_m(stays, 'toParking')).toBeLessThan(wayFor_m(run, 'toParking'));
});
