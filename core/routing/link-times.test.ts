import { expect, test } from 'vitest';
import {
  createTurnTimes,
  lowestTurnTimes,
  noteStillWaiting,
  noteTurnTime,
  refreshTurnTimes,
  setDefaultTimes,
} from './link-times.js';

/** One link with three turns, one with a single turn. */
const graph = { linkCount: 2, firstTurn: Int32Array.of(0, 3, 4) };
const defaults_s = [20, 24, 20, 15];
const lowest_s = [14, 16, 14, 10];
const half = { smoothing: 0.5 };

test('an estimate moves by the smoothing share towards what was experienced', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  noteTurnTime(times, 3, 30);
  noteTurnTime(times, 3, 40);
  refreshTurnTimes(times, graph, half);
  expect(times.estimate_s[3]).toBe(25);
  expect([times.sum_s[3], times.count[3]]).toEqual([0, 0]);
});

test('a link that nobody leaves does not look free', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  let last_s = times.estimate_s[3]!;
  for (const elapsed_s of [300, 600, 900]) {
    noteStillWaiting(times, 3, elapsed_s);
    noteStillWaiting(times, 3, 5);
    refreshTurnTimes(times, graph, half);
    expect(times.estimate_s[3]).toBe((last_s + elapsed_s) / 2);
    last_s = times.estimate_s[3]!;
  }
});

test('a vehicle on its link for less than the estimate says nothing yet', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  noteStillWaiting(times, 0, 20);
  expect(times.count[0]).toBe(0);
  noteStillWaiting(times, 0, 20.5);
  expect(times.count[0]).toBe(1);
});

test('unused turns return to the default of the present period', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  noteTurnTime(times, 3, 95);
  refreshTurnTimes(times, graph, half);
  expect(times.estimate_s[3]).toBe(55);
  setDefaultTimes(times, [20, 24, 20, 19]);
  refreshTurnTimes(times, graph, half);
  expect(times.estimate_s[3]).toBe(37);
  for (let round = 0; round < 60; round++) refreshTurnTimes(times, graph, half);
  expect(times.estimate_s[3]).toBeCloseTo(19, 9);
});

test('a queue that all used turns of a link share delays the unused one as well', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  noteTurnTime(times, 0, 60);
  noteTurnTime(times, 1, 44);
  refreshTurnTimes(times, graph, { smoothing: 1 });
  expect([...[0, 1, 2, 3].map((turn) => times.estimate_s[turn])]).toEqual([60, 44, 40, 15]);
});

test('no run of green waves takes an estimate below the lowest', () => {
  const times = createTurnTimes(defaults_s, lowest_s);
  for (let round = 0; round < 30; round++) {
    noteTurnTime(times, 0, 9);
    refreshTurnTimes(times, graph, half);
  }
  expect(times.estimate_s[0]).toBe(14);
});

test('the lowest cost is free time and half the smallest control delay of the day', () => {
  const lowest = lowestTurnTimes(
    [10, 10, 10],
    [
      [20, 30, 10],
      [16, 40, 9],
    ],
  );
  expect([...lowest]).toEqual([13, 20, 10]);
});
