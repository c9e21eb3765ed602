import { expect, test } from 'vitest';
import { type CoordinatedLink, commonCycles_s, offsetsAlong_s } from './offsets.js';

const link = (row: number, from: number, to: number, flow_vph: number): CoordinatedLink => ({
  link: row,
  from,
  to,
  flow_vph,
  travel_s: 20,
  fedAt_s: 0,
  servedAt_s: 0,
});

test('all signals run the largest cycle needed, made even, or half of it where that is enough', () => {
  expect(commonCycles_s([91, 46, 47, 60])).toEqual([92, 46, 92, 92]);
  expect(commonCycles_s([])).toEqual([]);
});

test('along a street those who leave at the start of green arrive at the start of green', () => {
  const signals = [{ cycle_s: 90 }, { cycle_s: 90 }, { cycle_s: 90 }];
  const street = [
    { ...link(0, 0, 1, 500), fedAt_s: 10, servedAt_s: 30 },
    { ...link(1, 1, 2, 400), travel_s: 95.4, fedAt_s: 30, servedAt_s: 0 },
  ];
  const offsets_s = offsetsAlong_s(signals, street);
  expect(offsets_s).toEqual([0, 0, 35]);
  for (const [at, { from, to, travel_s, fedAt_s, servedAt_s }] of street.entries()) {
    const arrival_s = offsets_s[from]! + fedAt_s + travel_s;
    const miss_s = (arrival_s - offsets_s[to]! - servedAt_s) % 90;
    // Offsets are whole seconds.
    expect(Math.abs(miss_s), `link ${at}`).toBeLessThanOrEqual(0.5);
  }
});

test('against the flow the offset counts backwards', () => {
  const signals = [{ cycle_s: 60 }, { cycle_s: 60 }];
  expect(offsetsAlong_s(signals, [link(0, 1, 0, 500)])).toEqual([0, 40]);
});

test('in a circle the weakest link gives way, whatever the order of links', () => {
  const signals = [0, 1, 2].map(() => ({ cycle_s: 100 }));
  const circle = [link(0, 0, 1, 100), link(1, 1, 2, 300), link(2, 2, 0, 200)];
  const offsets_s = offsetsAlong_s(signals, circle);
  // 1 → 2 → 0 are kept: going back from 0, 2 is 20 s earlier and 1 another 20 s.
  expect(offsets_s).toEqual([0, 60, 80]);
  expect(offsetsAlong_s(signals, circle.toReversed())).toEqual(offsets_s);
});

test('a signal without a used link to another keeps 0, and half cycles keep within their own', () => {
  const signals = [{ cycle_s: 100 }, { cycle_s: 50 }, { cycle_s: 100 }];
  const links = [{ ...link(0, 0, 1, 100), travel_s: 70 }, link(1, 1, 2, 0)];
  expect(offsetsAlong_s(signals, links)).toEqual([0, 20, 0]);
});
