import { expect, test } from 'vitest';
import { streetMap } from '../../core/testing/street-map.js';
import type { Change } from '../../networks/convert/changes.js';
import { changeReport } from './change-report.js';

const street = streetMap('a--b--c');
const change = (kind: Change['kind'], subject: string, more: Partial<Change> = {}): Change => ({
  kind,
  subject,
  group: 'g',
  x_m: 50,
  y_m: 0,
  length_m: 140,
  message: 'for a reason',
  ...more,
});
const reportOf = (changes: readonly Change[]): string =>
  changeReport({ before: street, after: street, changes, summary: 'one group is closed' });

test('every kind of change is in the legend with its number, as a line or a sign', () => {
  const html = reportOf([
    change('one-way', 'ab'),
    change('one-way', 'bc'),
    change('closed', 'bc', { node: 'b' }),
    change('opened', 'b', { length_m: 0 }),
  ]);
  expect(html).toContain('one way now (2)');
  expect(html).toContain('closed here (1)');
  expect(html).toContain('opened (1)');
  expect(html).not.toContain('new street (');
});

test('a closed street has its sign at the end that is closed', () => {
  const at = (node: string): string => reportOf([change('closed', 'bc', { node })]);
  expect(at('b')).not.toBe(at('c'));
});

test('names from a file are text, whatever they hold', () => {
  const html = reportOf([change('opened', '<script>', { message: '"&' })]);
  expect(html).toContain('&lt;script&gt;: &quot;&amp;');
  expect(html).not.toContain('<script>');
});
