import { expect, test } from 'vitest';
import { Calendar } from './calendar.js';

test('entries come out by time, then by what, then by row, with those added on the way', () => {
  const calendar = new Calendar();
  for (const [time_s, what, row] of [
    [20, 1, 1],
    [10, 2, 5],
    [10, 2, 4],
    [10, 1, 9],
  ] as const) {
    calendar.add(time_s, what, row);
  }
  const taken: number[][] = [];
  calendar.takeDue(15, (what, row, due_s) => {
    taken.push([due_s, what, row]);
    if (row === 9) calendar.add(12, 0, 7);
  });
  expect(taken).toEqual([
    [10, 1, 9],
    [10, 2, 4],
    [10, 2, 5],
    [12, 0, 7],
  ]);
  expect(calendar.count).toBe(1);
});

test('what is due again at once, for ever, is a bug with a stack and no hang', () => {
  const calendar = new Calendar();
  calendar.add(10, 3, 8);
  const again = (what: number, row: number, due_s: number): void => calendar.add(due_s, what, row);
  expect(() => calendar.takeDue(10, again)).toThrow('What 3 of row 8 is due at 10 s over and over');
});
