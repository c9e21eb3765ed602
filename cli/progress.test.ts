import { expect, test } from 'vitest';
import { durationText, plainText, startProgress } from './progress.js';

/** A stream that remembers, and a clock that is set by hand. */
function watched(isTTY: boolean) {
  const written: string[] = [];
  const clock = { time_ms: 0 };
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { written, clock, progress: startProgress(stream, 'day', () => clock.time_ms) };
}

test('a terminal has one line that is redrawn, ten times a second at most, and cleared', () => {
  const { written, clock, progress } = watched(true);
  progress.update(0, 'starting');
  clock.time_ms = 50;
  progress.update(0.01, 'too soon');
  clock.time_ms = 1000;
  progress.update(0.25, '10:00');
  progress.end();
  const clear = '\r\x1b[2K';
  expect(written).toEqual(['day: 0 %, starting', clear, 'day: 25 %, 10:00, 3 s left', clear]);
});

test('elsewhere a plain line comes every ten seconds', () => {
  const { written, clock, progress } = watched(false);
  for (clock.time_ms = 0; clock.time_ms <= 25_000; clock.time_ms += 500) {
    progress.update(clock.time_ms / 100_000, 'on');
  }
  progress.end();
  expect(written).toEqual(['day: 10 %, on, 1 min 30 s left\n', 'day: 20 %, on, 1 min 20 s left\n']);
});

test('a line is no wider than the terminal and has no control characters', () => {
  const { written, progress } = watched(true);
  progress.update(0.5, `\x1b[2J${'x'.repeat(100)}`);
  expect(written[0]).toHaveLength(39);
  expect(written[0]).toMatch(/^day: 50 %, \?\[2Jx+$/);
});

test('durations are told in the two largest units', () => {
  expect([0.4, 59, 61, 3600, 7384].map(durationText)).toEqual([
    '0 s',
    '59 s',
    '1 min 1 s',
    '1 h 0 min',
    '2 h 3 min',
  ]);
});

test('plain text keeps line breaks and letters of every script', () => {
  expect(plainText('a\nß漢\u0007\u009b\u202e\r')).toBe('a\nß漢????');
});
