import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { importOsm } from './osm.js';
import { conditionsOf, workdayHours } from './osm-hours.js';
import { osmXml, relationXml, type SmallMap } from './small-osm.js';

const load = (map: SmallMap) => importOsm({ file: 'test.osm', bytes: Buffer.from(osmXml(map)) });
const turnsFrom = ({ movements }: NetworkDraft, link: string): string[] =>
  movements
    .filter(({ from }) => from === link)
    .map(({ to }) => to)
    .sort();
const overWay = (id: number, restriction: string, ways: readonly [number, number, number]) =>
  relationXml({
    id,
    members: [
      ['way', ways[0], 'from'],
      ['way', ways[1], 'via'],
      ['way', ways[2], 'to'],
    ],
    tags: { type: 'restriction', restriction },
  });

/** Two carriageways `gap_m` apart, and a street across them from node 8 in the south to node 7. */
const avenue = (gap_m: number, more = '', isSouthEntry = true): SmallMap => ({
  nodes: {
    1: [-150, 0],
    2: [0, 0],
    3: [150, 0],
    4: [150, gap_m],
    5: [0, gap_m],
    6: [-150, gap_m],
    7: [0, gap_m + 150],
    8: [0, -150],
  },
  ways: {
    10: [[1, 2], { oneway: 'yes' }],
    11: [[2, 3], { oneway: 'yes' }],
    12: [[4, 5], { oneway: 'yes' }],
    13: [[5, 6], { oneway: 'yes' }],
    14: [[2, 5], gap_m < 50 ? {} : { oneway: 'yes' }],
    15: [[5, 7]],
    16: [[2, 8], isSouthEntry ? {} : { oneway: 'yes' }],
    // Round the ends, so that all of it can be driven.
    17: [[3, 4]],
    18: [[6, 1]],
    19: [[7, 4]],
    21: [[7, 6]],
    20: [[8, 1]],
    22: [[8, 3]],
  },
  more,
});

test('a turn over a way within a joined junction is closed', async () => {
  const free = await load(avenue(20));
  const before = turnsFrom(free.network, 'n8_n2');
  expect(before).toHaveLength(3);
  const { network, notes } = await load(avenue(20, overWay(90, 'no_left_turn', [16, 14, 13])));
  expect(turnsFrom(network, 'n8_n2')).toEqual(before.filter((link) => link !== 'n5_n6'));
  expect(notes.map(({ code }) => code)).not.toContain('OSM-112');
});

test('behind a way that nobody else comes onto the turn is closed', async () => {
  const no = await load(avenue(80, overWay(90, 'no_left_turn', [10, 14, 13]), false));
  expect(turnsFrom(no.network, 'n2_n5')).toEqual(['n5_n7']);
  const only = await load(avenue(80, overWay(90, 'only_straight_on', [10, 14, 15]), false));
  expect(turnsFrom(only.network, 'n2_n5')).toEqual(['n5_n7']);
  expect(only.notes.map(({ code }) => code)).not.toContain('OSM-112');
});

test('behind a way that others use too, the sign is told with its id and not used', async () => {
  const { network, notes } = await load(avenue(80, overWay(90, 'no_left_turn', [10, 14, 13])));
  expect(turnsFrom(network, 'n2_n5')).toEqual(['n5_n6', 'n5_n7']);
  expect(notes.find(({ code }) => code === 'OSM-112')).toMatchObject({
    subject: 'relation 90',
    message: 'turn restrictions over a way that others use too: ignored',
  });
});

test('a sign that holds all day on working days is one, and one for Sundays is none', async () => {
  const timed = (condition: string): string =>
    relationXml({
      id: 91,
      members: [
        ['way', 10, 'from'],
        ['node', 2, 'via'],
        ['way', 16, 'to'],
      ],
      tags: { type: 'restriction', 'restriction:conditional': `no_right_turn @ (${condition})` },
    });
  const turns = async (condition: string) => {
    const { network, notes } = await load(avenue(80, timed(condition)));
    const told = notes
      .filter(({ code }) => ['OSM-112', 'OSM-123'].includes(code))
      .map(({ message }) => message);
    return [turnsFrom(network, 'n1_n2').includes('n2_n8'), ...told];
  };
  expect(await turns('Mo-Fr')).toEqual([false]);
  expect(await turns('Su')).toEqual([
    true,
    'turn restrictions that are not for working days: ignored',
  ]);
  // The street to the south is reached by this turn only.
  expect(await turns('Mo-Fr 07:00-09:00')).toEqual([
    true,
    'a turn forbidden at some hours, when others could not be reached: open all day',
  ]);
});

test.each([
  ['Mo-Fr 07:00-09:00,16:00-18:30', ['7-9', '16-18.5']],
  ['22:00-06:00', ['0-6', '22-24']],
  ['Mo-Fr', ['0-24']],
  ['24/7', ['0-24']],
  ['Mo-Tu,Th-Fr 07:00-09:00', []],
  ['Sa-We 10:00-12:00', ['10-12']],
  ['Mo-Fr 07:00-09:00; Sa 10:00-12:00', ['7-9']],
  ['Su,PH', []],
])('on a working day, %s is %j', (text, expected) => {
  const told = workdayHours(text)!.map(({ from_s, to_s }) => `${from_s / 3600}-${to_s / 3600}`);
  expect(told).toEqual(expected);
});

test.each(['weight>3.5', 'Jul 23-Aug 21 Sa 14:00-20:00', 'destination', 'Mo-Fr 25:00-26:00'])(
  '%s is no condition of hours',
  (text) => {
    expect(workdayHours(text)).toBeNull();
  },
);

test('a semicolon within brackets parts hours, outside of them values', () => {
  const found = conditionsOf('no @ (Mo-Fr 07:00-08:00; Sa 10:00-11:00); delivery @ (10:00-11:00)');
  expect(found.map(({ value, hours }) => [value, hours!.length])).toEqual([
    ['no', 1],
    ['delivery', 1],
  ]);
});
