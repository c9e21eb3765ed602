import { expect, test } from 'vitest';
import { speedOf_mps } from './osm-speeds.js';
import { drivabilityOf, streetTagsOf } from './osm-tags.js';

const tagsOf = (text: string): Map<string, string> =>
  new Map(text.split(' ').map((pair) => pair.split('=') as [string, string]));

/** Lanes there and back, `-` where nobody drives. */
const lanes = (text: string): string => {
  const { forward, backward } = streetTagsOf(tagsOf(text));
  return `${forward?.laneCount ?? '-'} ${backward?.laneCount ?? '-'}`;
};

test.each([
  ['highway=residential', '1 1'],
  ['highway=primary', '2 2'],
  ['highway=primary lanes=4', '2 2'],
  ['highway=primary lanes=3', '1 1'],
  ['highway=primary lanes=3 lanes:forward=2', '2 1'],
  ['highway=primary lanes=5 lanes:backward=2', '3 2'],
  ['highway=residential lanes=1', '1 1'],
  ['highway=secondary', '1 1'],
  ['highway=secondary oneway=yes', '2 -'],
  ['highway=secondary_link oneway=yes', '1 -'],
  ['highway=secondary junction=roundabout', '1 -'],
  ['highway=tertiary oneway=yes', '1 -'],
  ['highway=primary lanes=3 oneway=yes', '3 -'],
  ['highway=primary lanes=3 oneway=-1', '- 3'],
  ['highway=primary lanes=2;3 oneway=yes', '2 -'],
  ['highway=motorway', '2 -'],
  ['highway=motorway_link', '1 -'],
  ['highway=motorway oneway=no', '2 2'],
  ['highway=tertiary junction=roundabout', '1 -'],
  ['highway=tertiary junction=roundabout oneway=-1', '- 1'],
  ['highway=residential lanes=many', '1 1'],
  ['highway=residential lanes=400', '1 1'],
])('%s has lanes %s', (text, expected) => {
  expect(lanes(text)).toBe(expected);
});

test.each([
  ['lanes=3 oneway=yes bus:lanes=no|no|designated', ['2 bus']],
  ['lanes=4 bus:lanes:forward=|designated bus:lanes:backward=designated|', ['1 bus', '0 bus']],
  ['lanes=4 lanes:psv:forward=1', ['1 sav,bus', '']],
  ['lanes=2 oneway=yes busway=lane', ['1 bus']],
  ['lanes=4 busway:left=lane', ['', '1 bus']],
  ['lanes=2 oneway=yes bus:lanes=designated', ['']],
  ['lanes=1 oneway=yes lanes:bus=1', ['']],
])('%s has lanes for buses %j', (text, expected) => {
  const { forward, backward } = streetTagsOf(tagsOf(`highway=primary ${text}`));
  const found = [forward, backward].flatMap((direction) =>
    direction === null
      ? []
      : [direction.laneUses.map(({ lane, classes }) => `${lane} ${classes}`).join(' ')],
  );
  expect(found).toEqual(expected);
});

test.each([
  ['lanes:bus:conditional=1 @ (Mo-Fr 07:00-09:00,16:00-18:00)', ['1 7-9', '1 16-18'], 0],
  ['bus:lanes:conditional=|designated @ (22:00-06:00)', ['1 0-6', '1 22-24'], 0],
  ['lanes:psv:conditional=1 @ (Su)', [], 0],
  ['lanes:bus:conditional=1 @ (weight>3)', [], 1],
  ['maxspeed:conditional=30 @ (22:00-06:00)', [], 1],
  ['motor_vehicle:conditional=no @ (Sa,Su)', [], 0],
])('%s is a lane for buses at %j, and %d of it is told', (tag, expected, unreadCount) => {
  const tags = new Map([...tagsOf('highway=primary oneway=yes lanes=2'), ...pairOf(tag)]);
  const { forward, unread } = streetTagsOf(tags);
  const told = forward!.laneUses.map(
    ({ lane, from_s, to_s }) => `${lane} ${from_s / 3600}-${to_s / 3600}`,
  );
  expect(told).toEqual(expected);
  expect(unread).toEqual(unreadCount === 0 ? [] : [tag]);
});

test.each([
  ['motor_vehicle:conditional=no @ (Mo-Fr 07:00-09:00)', '0 7-9 emergency, 1 7-9 emergency', ''],
  ['access:conditional=private @ (22:00-06:00)', '0 0-6 emergency, 0 22-24 emergency,', ''],
  ['motorcar:conditional=no @ (10:00-18:00)', '0 10-18 van,bus,service,emergency,', ''],
  ['motor_vehicle:conditional=no @ (Su)', '', ''],
  ['motor_vehicle:conditional=delivery @ (06:00-11:00)', '', 'told'],
  ['motor_vehicle:conditional=no @ (07:00-09:00); destination @ (09:00-18:00)', '', 'told'],
  ['vehicle:conditional=no @ (Dec-Mar)', '', 'told'],
  ['oneway:conditional=no @ (07:00-09:00)', '', 'told'],
])('a street with %s is closed by "%s" and %s', (tag, expected, isTold) => {
  const tags = new Map([...tagsOf('highway=primary oneway=yes lanes=2'), ...pairOf(tag)]);
  const { forward, unread } = streetTagsOf(tags);
  const closed = forward!.laneUses.map(
    ({ lane, from_s, to_s, classes }) => `${lane} ${from_s / 3600}-${to_s / 3600} ${classes}`,
  );
  expect(closed.join(', ').startsWith(expected)).toBe(true);
  expect(closed.length === 0).toBe(expected === '');
  expect(unread).toEqual(isTold === '' ? [] : [tag]);
});

test('a plain sign for cars stands before the hours of a wider one, and buses may be spared', () => {
  const usesOf = (text: string, tag: string) =>
    streetTagsOf(new Map([...tagsOf(`highway=primary ${text}`), ...pairOf(tag)])).forward!.laneUses;
  const tag = 'access:conditional=no @ (07:00-09:00)';
  expect(usesOf('motorcar=yes', tag)).toEqual([]);
  expect(usesOf('bus=yes', tag)[0]!.classes).toEqual(['bus', 'emergency']);
  expect(usesOf('', 'motor_vehicle:backward:conditional=no @ (07:00-09:00)')).toEqual([]);
});

/** Values may hold blanks. */
function pairOf(tag: string): [string, string][] {
  const at = tag.indexOf('=');
  return [[tag.slice(0, at), tag.slice(at + 1)]];
}

test('a bus lane that is the only lane is left open, and told', () => {
  const street = streetTagsOf(tagsOf('highway=primary oneway=yes lanes=1 lanes:bus=1'));
  expect(street.unread).toEqual(['lanes:bus=1']);
});

test('what is not understood is told, and what is not said is guessed', () => {
  const street = streetTagsOf(tagsOf('highway=primary lanes=many maxspeed=signals'));
  expect(street.unread).toEqual(['lanes=many', 'maxspeed=signals']);
  expect(street.unsaid).toEqual(['lanes', 'speed']);
  expect(streetTagsOf(tagsOf('highway=primary lanes=2 maxspeed=50')).unsaid).toEqual([]);
});

test.each([
  ['50', 50],
  ['30 mph', 48.28],
  ['30mph', 48.28],
  ['walk', 7],
  ['RU:urban', 60],
  ['DE:urban', 50],
  ['DE:zone:30', 30],
  ['FR:zone30', 30],
  ['GB:nsl_single', 96.56],
  ['none', 130],
])('maxspeed=%s is %d km/h on a motorway', (text, speed_kmh) => {
  expect(speedOf_mps(text, 'motorway')! * 3.6).toBeCloseTo(speed_kmh, 1);
});

test.each(['', 'signals', '0', '-50', '900', '50;30', 'none', 'XX:nothing', '1e3'])(
  'maxspeed=%s says nothing about a street',
  (text) => {
    expect(speedOf_mps(text, 'residential')).toBeNull();
  },
);

test('the speed of a direction goes before that of the street', () => {
  const { forward, backward } = streetTagsOf(
    tagsOf('highway=primary maxspeed=50 maxspeed:backward=30'),
  );
  expect([forward!.freeSpeed_mps * 3.6, backward!.freeSpeed_mps * 3.6]).toEqual([
    expect.closeTo(50),
    expect.closeTo(30),
  ]);
});

test.each([
  ['highway=residential', 'street'],
  ['highway=tertiary_link', 'street'],
  ['highway=service', 'other'],
  ['highway=footway', 'other'],
  ['highway=construction', 'other'],
  ['highway=residential area=yes', 'other'],
  ['highway=residential access=private', 'closed'],
  ['highway=residential access=no motor_vehicle=yes', 'street'],
  ['highway=residential motorcar=no', 'closed'],
])('%s is %s', (text, expected) => {
  expect(drivabilityOf(tagsOf(text), { includesService: false })).toBe(expected);
});

test('drives are streets where asked for', () => {
  expect(drivabilityOf(tagsOf('highway=service'), { includesService: true })).toBe('street');
});
