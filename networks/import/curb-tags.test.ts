import { expect, test } from 'vitest';
import { curbTagsOf } from './curb-tags.js';

const tagsOf = (text: string): Map<string, string> =>
  new Map(text.split(' ').map((pair) => pair.split('=') as [string, string]));

test.each([
  ['highway=residential', null, null],
  ['parking:both=lane', 'parking', 'parking'],
  ['parking:left=street_side parking:right=no', 'parking', 'pudo'],
  ['parking:both=lane parking:left=no', 'pudo', 'parking'],
  ['parking:right=lane parking:right:restriction=no_stopping', null, 'none'],
  ['parking:both=no parking:both:restriction=loading_only', 'loading', 'loading'],
  ['parking:both=lane parking:right:restriction=charging_only', 'parking', 'charging'],
  ['parking:both=lane parking:both:restriction=none', 'parking', 'parking'],
  ['parking:both=lane parking:left:access=private', 'none', 'parking'],
  ['parking:both=separate', 'pudo', 'pudo'],
  ['parking:lane:both=parallel', 'parking', 'parking'],
  ['parking:lane:left=no_stopping parking:lane:right=perpendicular', 'none', 'parking'],
  ['parking:lane:both=parallel parking:condition:right=no_parking', 'parking', 'pudo'],
  ['parking:lane:both=no_stopping parking:both=lane', 'parking', 'parking'],
])('%s: left %s, right %s', (text, left, right) => {
  expect(curbTagsOf(tagsOf(text), 'left').use).toBe(left);
  expect(curbTagsOf(tagsOf(text), 'right').use).toBe(right);
});

test('words that are not understood, and hours, are named', () => {
  const text = 'parking:right=maybe parking:right:restriction:conditional=no_parking@(8-10)';
  expect(curbTagsOf(tagsOf(text), 'right').unread).toEqual([
    'parking:right=maybe',
    'parking:right:restriction:conditional=no_parking@(8-10)',
  ]);
});
