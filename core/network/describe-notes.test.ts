import { expect, test } from 'vitest';
import { describeNotes } from './describe-notes.js';

const note = (code: string, subject: string, message: string) =>
  ({ code, subject, message, kind: 'repair' }) as const;

test('notes are counted by code and message, in order of code, with five examples', () => {
  const many = Array.from({ length: 7 }, (_, row) => note('OSM-201', `way ${row}`, 'lanes'));
  expect(describeNotes([...many, note('OSM-101', 'way 9', 'closed')])).toBe(
    'OSM-101 repair: closed (way 9)\n' +
      'OSM-201 repair, 7 times: lanes (way 0, way 1, way 2, way 3, way 4, …)',
  );
});

test('control characters of names do not reach the terminal', () => {
  expect(describeNotes([note('OSM-101', 'a\u001b[2Jb', 'closed')])).toBe(
    'OSM-101 repair: closed (a?[2Jb)',
  );
});

test('nothing to tell is no text', () => {
  expect(describeNotes([])).toBe('');
});
