import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { testDistrict } from '../testing/district.js';
import { readTrips, writeTrips } from '../trips-file.js';
import { NearestPlace, nearestByScan } from './nearest-place.js';
import { PlaceFinder } from './place-finder.js';
import { timeOfDay_s } from './time-of-day.js';
import { numberIn, type TripOptions, type TripPlaces } from './trip-reader.js';
import { decimalIn, readCsvTrips } from './trips-csv.js';

/** Two addresses a kilometre apart on the equator and a gate between them, in UTM zone 33. */
const TOWN: TripPlaces = {
  crs: '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs',
  addresses: [addressAt('home', 500_000), addressAt('work', 501_000)],
  gates: [{ name: 'bridge', x_m: 500_500, y_m: 0, entries: ['a'], exits: ['b'], weight: 1 }],
};

function addressAt(name: string, x_m: number) {
  const people = { residentCount: 1, jobCount: 1 };
  const place = { block: '', link: 'a', position_m: 0, walk_m: 5, isGuessed: false };
  return { name, x_m, y_m: 0, ...people, ...place };
}

const USUAL: TripOptions = { columns: [], reach_m: 200, areOutsidersAtGates: false };

const read = (text: string, options: Partial<TripOptions> = {}, network = TOWN) =>
  readCsvTrips(text, 'a.csv', network, { ...USUAL, ...options });

const waysOf = (trips: readonly TripDraft[]) =>
  trips.map((trip) => `${trip.departure_s} ${trip.origin} > ${trip.destination}`);

function problemsOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(
      ({ code, line, column, field }) => `${code} ${line}:${column} ${field}`,
    );
  }
}

test('seconds, times of day and timestamps are one clock', () => {
  const eight = [
    '28800',
    '8:00',
    '08:00:00',
    '2013-03-27 08:00:00 UTC',
    '2013/03/27T08:00:00.5+01:00',
    '3/27/2013 8:00',
    '27.03.2013 08:00:00',
    '03/27/2013 08:00:00 AM',
    '8:00 a.m.',
  ];
  expect(new Set(eight.map(timeOfDay_s))).toEqual(new Set([28_800]));
  expect(['12:30 am', '12:30 PM', '1:05:06 pm'].map(timeOfDay_s)).toEqual([1800, 45_000, 47_106]);
  // 2013-03-27 03:35:00 UTC in seconds and milliseconds.
  expect([timeOfDay_s('1364355300'), timeOfDay_s('1364355300000')]).toEqual([12_900, 12_900]);
  expect(timeOfDay_s('25:30')).toBe(91_800);
  const none = [
    '',
    ' ',
    'noon',
    '8',
    '8:0',
    '8:60',
    '99:00',
    '2013-13-01 08:00',
    '2013-03-27',
    '-5',
    '13:00 pm',
    '0:30 am',
    '27/13/2013 08:00',
    '3/27 08:00',
    '13.30.2013 08:00',
    '3/27/2013',
    'NaN',
    '1e5',
    '0x10',
  ];
  expect(none.map(timeOfDay_s).filter((time_s) => !Number.isNaN(time_s))).toEqual([8]);
});

test('columns are found by their names, by what the user says, and by number without a header', () => {
  const header =
    'id,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude';
  const row = '7,2013-03-27 08:00:00 UTC,15,0,15.009,0';
  const way = ['28800 home > work'];
  expect(waysOf(read(`${header}\n${row}\n`).trips)).toEqual(way);
  const columns = ['departure=2', 'from_lon=3', 'from_lat=4', 'to_lon=5', 'to_lat=6'];
  expect(waysOf(read(row, { columns }).trips)).toEqual(way);
  const odd = 'when,a,b,c,d\n08:00,500010,0,501000,20\n';
  const named = ['departure=when', 'from_x=a', 'from_y=b', 'to_x=c', 'to_y=4'];
  expect(problemsOf(() => read(odd, { columns: named }))).toEqual([
    'DEM-071 0:0 ',
    'DEM-064 2:0 destination',
  ]);
  expect(waysOf(read(odd, { columns: [...named.slice(0, 4), 'to_y=d'] }).trips)).toEqual(way);
  expect(waysOf(read('departure,origin,destination\n8:00,home,bridge\n').trips)).toEqual([
    '28800 home > bridge',
  ]);
});

test('an unnamed first line of words is taken for a header and told', () => {
  const columns = ['departure=1', 'origin=2', 'destination=3'];
  const { trips, notes } = read('wann,wo,wohin\n8:00,home,work\n', { columns });
  expect(trips).toHaveLength(1);
  expect(notes.map(({ code }) => code)).toEqual(['DEM-083']);
});

test('cells may be parted by semicolons or tabs, with decimal commas, which is told', () => {
  const rows = [
    'departure;from_lon;from_lat;to_lon;to_lat',
    '8:00;15,0;0;15,009;0,0',
    '9:00;15,0,1;0;15,009;0',
  ];
  const { trips, notes, leftOut } = read(rows.join('\n'));
  expect(waysOf(trips)).toEqual(['28800 home > work']);
  expect(notes.map(({ code }) => code)).toEqual(['DEM-090']);
  expect(leftOut.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([
    'DEM-062 3:6',
  ]);
  const tabs = rows.slice(0, 2).join('\n').replaceAll(';', '\t');
  expect(waysOf(read(tabs).trips)).toEqual(['28800 home > work']);
});

test('a point with longitude and latitude in the wrong order is told as such', () => {
  const north = { ...TOWN, crs: '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs' };
  const rows =
    'departure,from_lon,from_lat,to_lon,to_lat\n8:00,0,15,15.009,0\n8:00,40,50,15,0\n8:00,15,0,15.009,0\n';
  expect(read(rows, {}, north).leftOut.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '2 left out: no address near enough: longitude and latitude are swapped',
    '3 left out: no address near enough',
  ]);
});

test('columns that cannot be found stop the import, each told', () => {
  expect(problemsOf(() => read('a,b\n1,2\n'))).toEqual(['DEM-070 1:0 departure', 'DEM-070 1:0 ']);
  const wrong = ['leaving=1', 'departure=9', 'origin=nowhere', 'departure=1', 'departure=1'];
  expect(problemsOf(() => read('8:00,b\n', { columns: wrong }))).toHaveLength(4);
  expect(problemsOf(() => read('', {}))).toEqual(['DEM-070 1:0 departure', 'DEM-070 1:0 ']);
  const local = { ...TOWN, crs: 'local' };
  const degrees = 'departure,from_lon,from_lat,to_lon,to_lat\n8:00,15,0,15.009,0\n';
  expect(problemsOf(() => read(degrees, {}, local))).toEqual(['DEM-072 0:0 ']);
});

test('each bad row is coded with its line and column, counted and left out', () => {
  const rows = [
    'departure,from_lon,from_lat,to_lon,to_lat,passengers,class,id',
    '8:00,15,0,15.009,0,1,,good',
    'late,15,0,15.009,0,1,,a',
    '8:00,0,0,15.009,0,1,,b',
    '8:00,15,0,15.009,95,1,,c',
    '8:00,15,0,15.009,,1,,d',
    '8:00,15.5,0,15.009,0,1,,e',
    '8:00,15,0,16,0,1,,f',
    '8:00,15,0,15,0,1,,g',
    '8:00,15,0,15.009,0,0,,h',
    '8:00,15,0,15.009,0,1,walk,i',
    '8:00,15,0,15.009,0,1,,good',
    '8:00,15,0',
    '47:00,15,0,15.009,0,1,,j',
  ];
  const { trips, leftOut, leftOutCount, leftOutByCode } = read(rows.join('\n'));
  expect(trips.map(({ name }) => name)).toEqual(['good']);
  expect(leftOut.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([
    'DEM-061 3:1',
    'DEM-062 4:6',
    'DEM-062 5:18',
    'DEM-062 6:18',
    'DEM-063 7:0',
    'DEM-064 8:0',
    'DEM-065 9:0',
    'DEM-067 10:0',
    'DEM-069 11:0',
    'DEM-068 12:0',
    'DEM-060 13:0',
    'DEM-061 14:0',
  ]);
  expect(leftOut.every(({ severity }) => severity === 'warning')).toBe(true);
  expect(leftOutCount).toBe(12);
  expect(leftOutByCode.get('DEM-062')).toBe(3);
});

test('a file with quotes and line ends of any kind says the same', () => {
  const plain = 'departure,origin,destination\n8:00,home,work\n9:00,work,bridge\n';
  const quoted =
    '\uFEFFdeparture,"origin",destination\r\n8:00,"home",work\r\n\r\n9:00,work,"bridge"';
  expect(waysOf(read(quoted).trips)).toEqual(waysOf(read(plain).trips));
});

test('departures before the day begins stand at its end, and are told', () => {
  const { trips, notes } = read('departure,origin,destination\n03:59,home,work\n04:00,work,home\n');
  expect(waysOf(trips)).toEqual(['14400 work > home', '100740 home > work']);
  expect(notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['DEM-081 1 trips']);
});

test('who starts elsewhere than the trip before ended takes another car, so chains stay whole', () => {
  const text =
    'departure,origin,destination,person\n8:00,home,work,p\n9:00,home,work,p\n17:00,work,home,p\n';
  const { trips, notes } = read(text);
  expect(trips.map(({ vehicle }) => vehicle)).toEqual(['p', 'p car 2', 'p car 2']);
  expect(notes.map(({ code }) => code)).toEqual(['DEM-082']);
});

test('points without an address go to the nearest gate where asked', () => {
  const far = 'departure,from_x,from_y,to_x,to_y\n8:00,500000,0,900000,5\n';
  expect(problemsOf(() => read(far))).toEqual(['DEM-071 0:0 ', 'DEM-064 2:0 destination']);
  const { trips } = read(far, { areOutsidersAtGates: true });
  expect(waysOf(trips)).toEqual(['28800 home > bridge']);
});

test('a gate that only leads in is where no trip ends', () => {
  const gates = [{ ...TOWN.gates[0]!, exits: [] }];
  const text = 'departure,origin,destination\n8:00,home,bridge\n9:00,bridge,work\n';
  expect(waysOf(read(text, {}, { ...TOWN, gates }).trips)).toEqual(['32400 bridge > work']);
});

test('squares find the place that a plain scan finds: ties, lines, and points far away', () => {
  const whole = fc.integer({ min: -6, max: 6 });
  const away = fc.oneof(whole, fc.integer({ min: -5000, max: 5000 }));
  const places = fc.array(fc.tuple(whole, fc.oneof(whole, fc.constant(0))), { maxLength: 40 });
  const reach = fc.constantFrom(0, 1, 3, 50, 1e7);
  fc.assert(
    fc.property(places, away, away, reach, fc.constantFrom(1, 37), (list, x, y, reach_m, step) => {
      const named = list.map(([east, north], at) => ({
        name: `p${(at * 7) % 40}`,
        x_m: east * step,
        y_m: north * step,
      }));
      expect(new NearestPlace(named).at(x, y, reach_m)).toBe(nearestByScan(named, x, y, reach_m));
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('numbers read in place are those that the engine reads', () => {
  const digits = fc.stringMatching(/^-?[0-9]{0,17}\.?[0-9]{0,17}$/);
  const odd = fc.constantFrom(
    '',
    '-',
    '.',
    '1e3',
    '+5',
    ' 7 ',
    '0x10',
    'NaN',
    '1.2.3',
    '--1',
    '-.5',
    '5.',
  );
  fc.assert(
    fc.property(fc.oneof(digits, odd), (text) => {
      expect(decimalIn(`,${text},`, 1, 1 + text.length)).toBe(numberIn(text));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('the finder finds the address that a plain scan finds', () => {
  const { addresses, gates } = testDistrict('few');
  const finder = new PlaceFinder(
    { addresses, gates },
    { reach_m: 150, areOutsidersAtGates: false },
  );
  const coordinate = fc.double({ min: -200, max: 2600, noNaN: true });
  const found = { some: 0, none: 0 };
  fc.assert(
    fc.property(coordinate, coordinate, (x_m, y_m) => {
      const name = nearestByScan(addresses, x_m, y_m, 150);
      expect(finder.at(x_m, y_m, { isOrigin: true })).toBe(name);
      found[name === '' ? 'none' : 'some']++;
    }),
    { seed: 1, numRuns: 300 },
  );
  expect(Math.min(found.some, found.none)).toBeGreaterThan(10);
});

const ROWS = [
  'departure,from_lon,from_lat,to_lon,to_lat,passengers,id',
  '2013-03-27 08:00:00 UTC,15,0,15.009,0,1,"a"',
  '28800.5,15.0001,0.0001,15.009,0,2,b',
  '17:30,15.009,0,15,0,1,c',
].join('\r\n');
const INSERTS = [
  '',
  '"',
  ',',
  '\n',
  '-',
  '9'.repeat(400),
  '1e308',
  'NaN',
  '\0',
  '__proto__',
  '\uD800',
  ':',
];

test('whatever is damaged, there are trips that can be run or coded problems', () => {
  const mutation = fc.record({
    at: fc.nat({ max: ROWS.length }),
    length: fc.nat({ max: 12 }),
    insert: fc.constantFrom(...INSERTS),
  });
  const outcomes = { read: 0, refused: 0 };
  const places = { addresses: new Set(['home', 'work']), gates: new Set(['bridge']) };
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      let text = ROWS;
      for (const { at, length, insert } of mutations) {
        text = text.slice(0, at) + insert + text.slice(at + length);
      }
      try {
        const { trips } = read(text);
        // What is written is a file of trips without a problem.
        expect(readTrips(writeTrips(trips), 'trips.csv', places)).toHaveLength(trips.length);
        outcomes.read++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.problems.every(({ code }) => /^DEM-0[678]\d$/.test(code))).toBe(true);
        outcomes.refused++;
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  expect(outcomes.read).toBeGreaterThan(100);
  expect(outcomes.refused).toBeGreaterThan(100);
});

const DATA = process.env.BLOCKWISE_DATA;
const TAXI = [
  ['departure', 2],
  ['from_lon', 3],
  ['from_lat', 4],
  ['to_lon', 5],
  ['to_lat', 6],
  ['party_size', 7],
  ['name', 8],
].map(([field, column]) => `${field}=${column}`);

test.runIf(DATA !== undefined)('real taxi rows are trips or are told, one by one', () => {
  const file = join(DATA!, 'taxi-nyc-trips', 'taxi-train.csv.gz');
  const text = gunzipSync(readFileSync(file)).toString();
  const crs = '+proj=utm +zone=18 +datum=WGS84 +units=m +no_defs';
  // A lattice of addresses over Manhattan, 400 m apart.
  const addresses = Array.from({ length: 60 * 30 }, (_, at) => ({
    ...addressAt(`a${at}`, 580_000 + 400 * (at % 30)),
    y_m: 4_505_000 + 400 * Math.floor(at / 30),
  }));
  const { trips, leftOutCount, leftOutByCode } = read(
    text,
    { columns: TAXI, reach_m: 300 },
    {
      crs,
      addresses,
      gates: [],
    },
  );
  const rowCount = text.trimEnd().split('\n').length;
  expect(trips.length + leftOutCount).toBe(rowCount);
  expect(trips.length).toBeGreaterThan(rowCount / 2);
  expect(leftOutByCode.size).toBeGreaterThan(1);
});
