import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { readTntpTrips } from './tntp-trips.js';

const TRIPS = [
  '<NUMBER OF ZONES> 3',
  '<TOTAL OD FLOW>   17.5',
  '<END OF METADATA>',
  '',
  'Origin \t2 ',
  '    3 :      4.0;     1 :    2.5;',
  'Origin 1',
  '~ nobody stays at home',
  '    1 :      1.0;     2 :    10.0;',
  '    3 :      0.0;',
];

const read = (lines: readonly string[], zoneCount = 3) =>
  readTntpTrips({ file: 'a_trips.tntp', text: lines.join('\n') }, { zoneCount });

function refusal(lines: readonly string[], zoneCount = 3): string[] {
  try {
    read(lines, zoneCount);
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const withLine = (line: number, text: string): string[] =>
  TRIPS.map((each, at) => (at + 1 === line ? text : each));

test('several pairs stand on a line; they are sorted, and those within a zone only summed', () => {
  const { trips, warnings } = read(TRIPS);
  expect([...trips.firstPair]).toEqual([0, 1, 3, 3]);
  expect([...trips.destination]).toEqual([1, 0, 2]);
  expect([...trips.volume]).toEqual([10, 2.5, 4]);
  expect(trips.withinZones).toBe(1);
  expect(warnings).toEqual([]);
});

test('a pair knows where it stands', () => {
  const { placeOf } = read(TRIPS);
  expect(placeOf(1, 0)).toEqual({ line: 6, column: 23 });
  expect(placeOf(2, 0)).toEqual({ line: 0, column: 0 });
});

test('pairs may follow their origin on its line, and end with the line', () => {
  const { trips } = read(withLine(7, 'Origin 1  1 : 1.0; 2:10;').filter((_, at) => at !== 8));
  expect([...trips.volume]).toEqual([10, 2.5, 4]);
  expect([...read(withLine(6, '3:4; 1 : 2.5')).trips.volume]).toEqual([10, 2.5, 4]);
});

test('a total that differs is a warning with the sum that is used', () => {
  const { warnings } = read(withLine(2, '<TOTAL OD FLOW> 18'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatchObject({
    code: 'TNTP-024',
    severity: 'warning',
    line: 2,
    column: 17,
    message: 'the volumes sum to 17.5, not "18"; the sum is used',
  });
});

test.each([
  [
    'TNTP-001 no end of the head',
    withLine(3, ''),
    'a_trips.tntp TNTP-001 END OF METADATA: tag is missing',
  ],
  [
    'TNTP-002 a total that is no number',
    withLine(2, '<TOTAL OD FLOW> many'),
    'a_trips.tntp:2:17 TNTP-002 TOTAL OD FLOW: must be a number, got "many"',
  ],
  [
    'TNTP-004 a negative volume',
    withLine(6, '3 : 4.0; 1 : -2.5;'),
    'a_trips.tntp:6:14 TNTP-004 volume: must be a number, 0 or more, got "-2.5"',
  ],
  [
    'TNTP-021 an origin that is no zone',
    withLine(5, 'Origin 4'),
    'a_trips.tntp:5:8 TNTP-021 Origin: must be a zone from 1 to 3, got "4"',
  ],
  [
    'TNTP-021 a destination that is no zone',
    withLine(6, '3 : 4.0; 1.5 : 2.5;'),
    'a_trips.tntp:6:10 TNTP-021 destination: must be a zone from 1 to 3, got "1.5"',
  ],
  [
    'TNTP-022 a pair before its origin',
    withLine(5, ''),
    'a_trips.tntp:6:5 TNTP-022 the pair must come after a line with its Origin',
  ],
  [
    'TNTP-022 a missing semicolon',
    withLine(6, '3 : 4.0 1 : 2.5;'),
    'a_trips.tntp:6:1 TNTP-022 must be Origin and a zone, or a pair such as "3 : 100.0;", got "3"',
  ],
  [
    'TNTP-022 a missing colon',
    withLine(6, '3 : 4.0; 1 2.5;'),
    'a_trips.tntp:6:10 TNTP-022 must be Origin and a zone, or a pair such as "3 : 100.0;", got "1"',
  ],
  [
    'TNTP-023 a pair that stands twice',
    withLine(10, '2 : 5.0;'),
    'a_trips.tntp:10:1 TNTP-023 destination: the volume from 1 to 2 already stands on line 9',
  ],
  [
    'TNTP-025 other zones than the network',
    withLine(1, '<NUMBER OF ZONES> 4'),
    'a_trips.tntp:1:19 TNTP-025 NUMBER OF ZONES: the network has 3 zones, got "4"',
  ],
])('%s is refused with its place', (_, lines, message) => {
  expect(refusal(lines)).toContain(message);
});

test('whatever the file holds, it is read or refused with codes', () => {
  const sound = TRIPS.join('\n');
  const mutated = fc.tuple(fc.nat(sound.length), fc.nat(30), fc.string({ maxLength: 12 }));
  fc.assert(
    fc.property(mutated, ([at, length, text]) => {
      const broken = sound.slice(0, at) + text + sound.slice(at + length);
      for (const message of refusal([broken])) {
        expect(message).toMatch(/^a_trips\.tntp\S* TNTP-0\d\d/);
      }
    }),
    { numRuns: 500, seed: 6 },
  );
});

const FOLDER = join(process.env['BLOCKWISE_DATA'] ?? '', 'tntp');
const isThere = process.env['BLOCKWISE_DATA'] !== undefined && existsSync(FOLDER);

test.skipIf(!isThere).each([
  ['SiouxFalls/SiouxFalls', 24, 360_600],
  ['Anaheim/Anaheim', 38, 104_694.4],
  ['Chicago-Sketch/ChicagoSketch', 387, 1_260_907.44],
])('%s has as many trips as its description says', (name, zoneCount, tripSum) => {
  const path = join(FOLDER, `${name}_trips.tntp`);
  const text = existsSync(path)
    ? readFileSync(path, 'utf8')
    : gunzipSync(readFileSync(`${path}.gz`)).toString();
  const { trips, warnings } = readTntpTrips({ file: path, text }, { zoneCount });
  const between = trips.volume.reduce((sum, volume) => sum + volume, 0);
  // Given to hundredths.
  expect(between + trips.withinZones).toBeCloseTo(tripSum, 2);
  expect(warnings).toEqual([]);
});
