import { expect, test } from 'vitest';
import { readTrips, writeTrips } from '../trips-file.js';
import { duration_s } from './time-of-day.js';
import type { TripPlaces } from './trip-reader.js';
import { readCsvTrips } from './trips-csv.js';

function addressAt(name: string, x_m: number) {
  const people = { residentCount: 1, jobCount: 1 };
  const place = { block: '', link: 'a', position_m: 0, walk_m: 5, isGuessed: false };
  return { name, x_m, y_m: 0, ...people, ...place };
}

const gate = (name: string, x_m: number, exits: string[]) => ({
  name,
  x_m,
  y_m: 0,
  entries: ['a'],
  exits,
  weight: 1,
});

/** A kilometre from home to work; the western gate leads in only. */
const TOWN: TripPlaces = {
  crs: 'local',
  addresses: [addressAt('home', 0), addressAt('work', 1000)],
  gates: [gate('west', -100, []), gate('middle', 300, ['b']), gate('east', 1500, ['b'])],
};
/** At 25 km/h over 1.3 times the straight line. */
const KILOMETRE_s = (1300 / 25) * 3.6;

const read = (rows: readonly string[], header = 'departure,origin,destination,person,stay_min') =>
  readCsvTrips([header, ...rows].join('\n'), 'a.csv', TOWN, {
    columns: [],
    reach_m: 200,
    areOutsidersAtGates: false,
  });

const waysOf = ({ trips }: ReturnType<typeof read>): string[] =>
  trips.map((trip) => `${trip.departure_s} ${trip.origin} > ${trip.destination} ${trip.vehicle}`);

test('a length of stay is a number in the unit of its column, or has its own', () => {
  expect(['90', '1.5 h', '90min', '5400 s', '1:30'].map((text) => duration_s(text, 60))).toEqual(
    new Array(5).fill(5400),
  );
  const none = ['', 'long', '-5', '5 days', '1:75', 'NaN', '1e9'];
  expect(none.map((text) => duration_s(text, 1)).filter((time_s) => !Number.isNaN(time_s))).toEqual(
    [],
  );
});

test('who comes for two hours drives back after the way and two hours', () => {
  const found = read(['8:00,home,work,ann,120', '9:00,west,work,,30', '9:30,east,home,bob,']);
  const back_s = 8 * 3600 + Math.ceil(KILOMETRE_s) + 7200;
  // The gate that leads in only is left by the nearest that leads out.
  const visitor_s = Math.ceil(9 * 3600 + 1.1 * KILOMETRE_s) + 1800;
  expect(waysOf(found)).toEqual([
    '28800 home > work ann',
    '32400 west > work trip 3',
    '34200 east > home bob',
    `${visitor_s} work > middle trip 3`,
    `${back_s} work > home ann`,
  ]);
  expect(found.notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['DEM-088 2 trips']);
  // Their cars' trips are chains, as a run asks for.
  const places = {
    addresses: new Set(['home', 'work']),
    gates: new Set(['west', 'middle', 'east']),
  };
  expect(readTrips(writeTrips(found.trips), 'b.csv', places)).toEqual(found.trips);
});

test('the next trip of the same car says when it leaves; a stay overnight has no way back', () => {
  const told = read(['8:00,home,work,ann,120', '16:00,work,home,ann,', '20:00,west,work,,900']);
  expect(waysOf(told)).toEqual([
    '28800 home > work ann',
    '57600 work > home ann',
    '72000 west > work trip 4',
  ]);
  expect(told.notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['DEM-089 1 cars']);
});

test('a stay that is none leaves its row out and says where', () => {
  const { trips, leftOut } = read(['8:00,home,work,ann,long', '9:00,work,home,bob,']);
  expect(trips).toHaveLength(1);
  expect(leftOut.map(({ code, line, column, field }) => [code, line, column, field])).toEqual([
    ['DEM-087', 2, 20, 'stay'],
  ]);
});
