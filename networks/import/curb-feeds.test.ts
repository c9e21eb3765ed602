import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { checkNetwork } from '../../core/network/check-network.js';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import { curbOn, streetMap } from '../../core/testing/street-map.js';
import { exportCds } from '../export/cds.js';
import { importCds } from './cds.js';
import { importCurbLr, readCurbLr } from './curb-lr.js';
import { timetableOfRules, useOf } from './curb-rules.js';
import { lonLatOf, planeOf } from './plane-of.js';

const map = streetMap('a--b', '|  |', 'c--d', { step_m: 60 });
const network: NetworkDraft = {
  ...map,
  curbs: [
    curbOn('ab', { start_m: 20, end_m: 50 }),
    curbOn('ab', { start_m: 60, end_m: 84, use: 'pudo' }),
    curbOn('ba', { start_m: 20, end_m: 50, use: 'loading' }),
    curbOn('bd', {
      start_m: 10,
      end_m: 40.5,
      depth_m: 2.1,
      timetable: [
        { from_s: 0, to_s: 7 * 3600, use: 'parking' },
        { from_s: 7 * 3600, to_s: 20 * 3600, use: 'pudo' },
        { from_s: 20 * 3600, to_s: 86_400, use: 'none' },
      ],
    }),
    curbOn('ba', { start_m: 54, end_m: 78, use: 'charging' }),
  ],
};
const bare = { ...network, curbs: [] };
const cds = (feed: { zones: string; policies: string }, onto: NetworkDraft = bare) =>
  importCds(
    onto,
    { file: 'zones.json', text: feed.zones },
    { file: 'policies.json', text: feed.policies },
  );

test('a feed that was written reads back as the same curbs, to the centimetre', () => {
  const { network: read, notes } = cds(exportCds(network));
  expect(notes).toEqual([]);
  expect(read.curbs.map(({ name, link, timetable }) => ({ name, link, timetable }))).toEqual(
    network.curbs.map(({ name, link, timetable }) => ({ name, link, timetable })),
  );
  for (const [at, curb] of read.curbs.entries()) {
    expect(Math.abs(curb.start_m - network.curbs[at]!.start_m)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(curb.end_m - network.curbs[at]!.end_m)).toBeLessThanOrEqual(0.02);
    expect(curb.depth_m).toBeCloseTo(network.curbs[at]!.depth_m, 9);
  }
  expect(checkNetwork(read).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('the feed has the envelope and the units of the standard', () => {
  const feed = exportCds(network);
  const zones = JSON.parse(feed.zones);
  expect(Object.keys(zones)).toEqual(
    expect.arrayContaining(['version', 'time_zone', 'last_updated', 'currency', 'data']),
  );
  expect(zones.data.zones[3]).toMatchObject({
    length: 3050,
    width: 210,
    user_zone_id: network.curbs[3]!.name,
  });
  const ids = new Set(
    JSON.parse(feed.policies).data.policies.map(
      (p: { curb_policy_id: string }) => p.curb_policy_id,
    ),
  );
  for (const zone of zones.data.zones)
    for (const id of zone.curb_policy_ids) expect(ids.has(id)).toBe(true);
  expect(exportCds(network)).toEqual(feed);
});

const changed = (change: (zones: any, policies: any) => void) => {
  const feed = exportCds(network);
  const [zones, policies] = [JSON.parse(feed.zones), JSON.parse(feed.policies)];
  change(zones.data, policies.data);
  return { zones: JSON.stringify(zones), policies: JSON.stringify(policies) };
};
const codesOf = (feed: { zones: string; policies: string }): string[] => {
  try {
    cds(feed);
    return [];
  } catch (error) {
    return (error as UserError).problems.map(({ code, field }) => `${code} ${field}`);
  }
};

test('everything that is wrong with a feed is told at once, by field', () => {
  const feed = changed((zones) => {
    zones.zones[0].geometry.type = 'Point';
    delete zones.zones[1].curb_zone_id;
    zones.zones[2].curb_policy_ids = ['nowhere'];
  });
  expect(codesOf(feed)).toEqual([
    'CDS-002 data.zones.0.geometry',
    'CDS-003 data.zones.1.curb_zone_id',
    'CDS-004 data.zones.2.curb_policy_ids',
  ]);
  expect(codesOf({ ...feed, zones: '{' })).toEqual(['CDS-001 ']);
  expect(codesOf({ ...feed, zones: '{"data":{}}' })).toEqual(['CDS-001 data.zones']);
  expect(codesOf(changed((_, policies) => (policies.policies[0].rules = [{}])))).toHaveLength(1);
});

test('zones beyond the network, and metres that two zones claim, are left out and listed', () => {
  const twice = changed((zones) => {
    zones.zones.push({ ...zones.zones[0], user_zone_id: 'again' });
    const [ring] = zones.zones[0].geometry.coordinates;
    const far = ring.map(([lon, lat]: Point) => [lon + 1, lat]);
    zones.zones.push({
      ...zones.zones[0],
      user_zone_id: 'far',
      geometry: { type: 'Polygon', coordinates: [far] },
    });
  });
  const { network: read, notes } = cds(twice);
  expect(read.curbs).toHaveLength(network.curbs.length);
  expect(notes.map(({ code, subject }) => [code, subject])).toEqual([
    ['CRB-103', 'again'],
    ['CRB-101', 'far'],
  ]);
});

test('the lowest priority wins, outside all times anyone parks, and midnight may be passed', () => {
  const hour = 3600;
  expect(
    timetableOfRules([
      { use: 'loading', priority: 2, times: [{ from_s: 6 * hour, to_s: 12 * hour }] },
      { use: 'none', priority: 1, times: [{ from_s: 22 * hour, to_s: 7 * hour }] },
    ]),
  ).toEqual([
    { from_s: 0, to_s: 7 * hour, use: 'none' },
    { from_s: 7 * hour, to_s: 12 * hour, use: 'loading' },
    { from_s: 12 * hour, to_s: 22 * hour, use: 'parking' },
    { from_s: 22 * hour, to_s: 24 * hour, use: 'none' },
  ]);
  expect(timetableOfRules([])).toEqual([{ from_s: 0, to_s: 86_400, use: 'parking' }]);
});

test('activities and classes have the uses of the field tables', () => {
  expect(useOf('parking', [])).toBe('parking');
  expect(useOf('parking', ['motorcycle'])).toBe('none');
  expect(useOf('stopping', ['rideshare'])).toBe('pudo');
  expect(useOf('loading', [])).toBe('loading');
  expect(useOf('parking', ['electric'])).toBe('charging');
  expect(useOf('parking', ['electric', 'car'])).toBe('parking');
  expect(useOf('loading', ['passenger'])).toBe('pudo');
  expect(useOf('standing', ['transit'])).toBe('none');
  expect(useOf('no parking', [])).toBe('pudo');
  expect(useOf('no stopping', [])).toBe('none');
  expect(useOf('juggling', [])).toBeNull();
});

/** A feature along the street a–b, its line drawn from a to b. */
const feature = (side: string, rule: object, given: object = {}) => {
  const place = lonLatOf('local');
  const [from, to] = map.links.find(({ name }) => name === 'ab')!.geometry as [Point, Point];
  const along = (share: number): Point =>
    place([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
  return {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [along(0.2), along(0.6)] },
    properties: {
      location: {
        shstRefId: 'ref',
        sideOfStreet: side,
        shstLocationStart: 36,
        shstLocationEnd: 108,
      },
      regulations: [{ rule, userClasses: [{}], timeSpans: [], ...given }],
    },
  };
};
const curbLr = (...features: object[]): string =>
  JSON.stringify({
    manifest: { priorityHierarchy: ['no standing', 'loading', 'parking'] },
    type: 'FeatureCollection',
    features,
  });

test('CurbLR: each side of a street lies along the direction that has it on its right', () => {
  const text = curbLr(
    feature('right', { activity: 'parking' }),
    feature('left', { activity: 'loading' }),
  );
  const { network: read, notes } = importCurbLr(bare, text, 'a.json');
  expect(notes).toEqual([]);
  expect(read.curbs.map(({ link, timetable }) => [link, timetable[0]!.use])).toEqual([
    ['ba', 'loading'],
    ['ab', 'parking'],
  ]);
  const right = read.curbs.find(({ link }) => link === 'ab')!;
  expect(right.end_m - right.start_m).toBeCloseTo(0.4 * 180, 1);
});

test('CurbLR: features of one stretch make one timetable; what is not in force is listed', () => {
  const weekdays = {
    daysOfWeek: { days: ['mo', 'we'] },
    timesOfDay: [{ from: '08:00', to: '19:00' }],
  };
  const text = curbLr(
    feature('right', { activity: 'parking' }),
    feature('right', { activity: 'loading' }, { timeSpans: [weekdays] }),
    feature(
      'right',
      { activity: 'no standing' },
      { timeSpans: [{ effectiveDates: [{ from: '2019-01-01' }] }] },
    ),
    feature('right', { activity: 'juggling' }),
  );
  const { network: read, notes } = importCurbLr(bare, text, 'a.json');
  expect(read.curbs.map(({ timetable }) => timetable.map(({ use }) => use))).toEqual([
    ['parking', 'loading', 'parking'],
  ]);
  expect(notes.map(({ code }) => code)).toEqual(['CLR-103', 'CLR-101']);
});

test('any bytes are a result or a coded error', () => {
  const text = curbLr(feature('right', { activity: 'parking' }));
  const feed = exportCds(network);
  fc.assert(
    fc.property(fc.nat(), fc.string({ maxLength: 6 }), (at, put) => {
      const broken = (whole: string): string => {
        const place = at % whole.length;
        return whole.slice(0, place) + put + whole.slice(place + put.length);
      };
      for (const run of [
        () => importCurbLr(bare, broken(text), 'a'),
        () => cds({ ...feed, zones: broken(feed.zones) }),
        () => cds({ ...feed, policies: broken(feed.policies) }),
      ]) {
        try {
          run();
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }
    }),
    { numRuns: 300 },
  );
});

const DATA = process.env['BLOCKWISE_DATA'] ?? '';
const PORTLAND = join(DATA, 'curb-portland/downtown_portland_2020-07-30.curblr.json');

test.runIf(DATA !== '' && existsSync(PORTLAND))(
  'downtown Portland: 416 features, their uses and their repair list',
  () => {
    const crs = '+proj=utm +zone=10 +datum=WGS84 +units=m +no_defs';
    const { stretches, notes } = readCurbLr(readFileSync(PORTLAND, 'utf8'), PORTLAND, planeOf(crs));
    // Pairs of features, paid by day and free by night, are one stretch.
    expect(stretches.length).toBeGreaterThan(300);
    expect(stretches.length).toBeLessThan(416);
    for (const { timetable, points } of stretches) {
      expect(timetable[0]!.from_s).toBe(0);
      expect(timetable.at(-1)!.to_s).toBe(86_400);
      expect(points.flat().every(Number.isFinite)).toBe(true);
    }
    expect(new Set(notes.map(({ code }) => code))).toEqual(new Set(['CLR-102', 'CLR-103']));
    // 0.50 a quarter of an hour, from eight to seven.
    const priced = stretches.flatMap(({ timetable }) =>
      timetable.filter(({ fee_perHour }) => fee_perHour !== undefined),
    );
    expect(new Set(priced.map(({ fee_perHour }) => fee_perHour))).toEqual(new Set([2]));
    expect(priced.length).toBeGreaterThan(50);
  },
);
