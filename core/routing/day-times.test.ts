import { expect, test } from 'vitest';
import {
  clearDayNotes,
  createDayNotes,
  createDayTimes,
  intervalAt,
  noteDayTime,
  writeDayTimes,
  writeMarginalTimes,
} from './day-times.js';

/** Two links, the first with turns 0 and 1, the second with turn 2; an hour in six intervals. */
const graph = { linkCount: 2, firstTurn: Int32Array.of(0, 2, 3) };
const hour = { start_s: 28_800, end_s: 32_400, interval_s: 600 };
const default_s = () => [20, 30, 10];
const expected = { default_s, lowest_s: [15, 25, 8] };

/** `time_s` by interval. */
function timesOf(noted: readonly [turn: number, at_s: number, time_s: number][]): number[][] {
  const notes = createDayNotes(3, hour);
  for (const [turn, at_s, sum_s] of noted) {
    noteDayTime(notes, turn, hour.start_s + at_s, { sum_s, vehicleCount: 1 });
  }
  const time_s = createDayTimes(notes);
  writeDayTimes(notes, graph, expected, time_s);
  return Array.from({ length: 6 }, (_, at) => [...time_s.subarray(3 * at, 3 * at + 3)]);
}

test('the day has as many intervals as it takes, and times outside belong to its ends', () => {
  const notes = createDayNotes(3, { ...hour, interval_s: 700 });
  expect(notes.intervalCount).toBe(6);
  expect([0, 28_800, 29_499, 29_500, 99_999].map((at_s) => intervalAt(notes, at_s))).toEqual([
    0, 0, 0, 1, 5,
  ]);
});

test('times are means of those who came in an interval and of what is expected, which stands alone where nobody did', () => {
  expect(timesOf([])).toEqual(Array(6).fill([20, 30, 10]));
  const times = timesOf([
    [2, 0, 30],
    [2, 599, 50],
    [2, 600, 12],
  ]);
  // Whoever came, and one more who found nobody.
  expect(times.map(([, , time_s]) => time_s)).toEqual([(30 + 50 + 10) / 3, 11, 10, 10, 10, 10]);
});

test('a queue stands in the way of those who turn where nobody went, and no time is below the lowest', () => {
  expect(timesOf([[0, 0, 100]])[0]).toEqual([60, 110, 10]);
  expect(timesOf([[0, 0, 1]])[0]).toEqual([15, 30, 10]);
});

test('who comes later is not through earlier, though a blocked link let nobody in', () => {
  const times = timesOf([[2, 0, 3990]]).map(([, , time_s]) => time_s);
  expect(times).toEqual([2000, 1400, 800, 200, 10, 10]);
});

test('behind a queue one more costs the time until it clears, elsewhere its own', () => {
  const notes = createDayNotes(3, hour);
  // A queue that grows to 300 s and is gone in the middle of the fifth interval.
  const delays_s = [0, 150, 300, 150, 0, 0];
  const [vehicleCount, free_s] = [1000, 10];
  for (const [at, delay_s] of delays_s.entries()) {
    const entered_s = hour.start_s + 600 * at;
    const sum_s = vehicleCount * (free_s + delay_s);
    noteDayTime(notes, 2, entered_s, { sum_s, vehicleCount });
  }
  const time_s = createDayTimes(notes);
  writeDayTimes(notes, graph, expected, time_s);
  const marginal_s = createDayTimes(notes);
  writeMarginalTimes(notes, time_s, default_s, marginal_s);
  const ofTurn = (turn: number) => delays_s.map((_, at) => marginal_s[3 * at + turn]);
  // From the middle of each interval to that of the fifth, and the free time.
  expect(ofTurn(2)).toEqual([10, 3 * 600 + 10, 2 * 600 + 10, 600 + 10, 10, 10]);
  expect(ofTurn(0)).toEqual([20, 20, 20, 20, 20, 20]);
});

test('notes are taken anew', () => {
  const notes = createDayNotes(3, hour);
  noteDayTime(notes, 1, hour.start_s, { sum_s: 99, vehicleCount: 1 });
  clearDayNotes(notes);
  expect([...notes.sum_s, ...notes.count].every((value) => value === 0)).toBe(true);
});
