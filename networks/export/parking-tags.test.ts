import { expect, test } from 'vitest';
import { allDay, type CurbUse } from '../../core/network/curb-use.js';
import { smallTown } from '../../core/testing/small-town.js';
import { curbOn } from '../../core/testing/street-map.js';
import { curbTagsOf } from '../import/curb-tags.js';
import { exportGeojson } from './geojson.js';
import { parkingTagsOf } from './parking-tags.js';

const side = (use: CurbUse, from_m: number, to_m: number) => ({
  ...curbOn('ab', { start_m: from_m, end_m: to_m }),
  timetable: allDay(use),
});

test.each<CurbUse>(['parking', 'pudo', 'loading', 'charging', 'none'])(
  'a side for %s comes back from its tags, from the present scheme as from both',
  (use) => {
    const tags = new Map(Object.entries(parkingTagsOf([side(use, 0, 60)])));
    expect(curbTagsOf(tags, 'right')).toEqual({ use, unread: [] });
    const present = new Map([...tags].filter(([key]) => !key.startsWith('parking:lane')));
    expect(curbTagsOf(present, 'right')).toEqual({ use, unread: [] });
    // The older scheme has no word for loading or charging.
    const older = new Map([...tags].filter(([key]) => key.startsWith('parking:lane')));
    expect(curbTagsOf(older, 'right').use).toBe(
      use === 'loading' || use === 'charging' ? 'parking' : use,
    );
    expect(curbTagsOf(tags, 'left').use).toBeNull();
  },
);

test('the use of most metres decides, and a side without zones says nothing', () => {
  const tags = parkingTagsOf([side('pudo', 0, 12), side('parking', 12, 60)]);
  expect(tags['parking:right']).toBe('lane');
  expect(parkingTagsOf([])).toEqual({});
});

test('links in GeoJSON carry the tags of their curb', () => {
  const [text] = [...exportGeojson(smallTown).files.values()] as string[];
  const { features } = JSON.parse(text!);
  const link = (name: string) =>
    features.find(
      ({ properties }: { properties: { kind: string; name: string } }) =>
        properties.kind === 'link' && properties.name === name,
    ).properties;
  expect(link('ab')['parking:right']).toBe('lane');
  expect(link('ba')['parking:right:restriction']).toBe('no_parking');
  expect('parking:right' in link('bd')).toBe(false);
});
