import { expect, test } from 'vitest';
import type { TripDraft } from '../core/scenario/trip.js';
import { withinHours } from './run-hours.js';

const trip = (
  name: string,
  hour: number,
  [origin, destination]: readonly [string, string],
  kind: TripDraft['kind'] = 'resident',
): TripDraft => ({
  name,
  kind,
  vehicle: name.split('-')[0]!,
  departure_s: hour * 3600,
  origin,
  destination,
  partySize: 1,
});

const TRIPS = [
  trip('early-1', 6, ['a', 'b']),
  trip('van-1', 6, ['a', 'b'], 'van'),
  trip('worker-1', 6.5, ['a', 'b']),
  trip('out-1', 6.75, ['a', 'west']),
  trip('worker-2', 7, ['b', 'c']),
  trip('late-1', 9, ['c', 'a']),
  trip('late-2', 10, ['a', 'b']),
  trip('worker-3', 17, ['c', 'a']),
];
const HOURS = { start_s: 7 * 3600, end_s: 9 * 3600 };
const ADDRESSES = new Set(['a', 'b', 'c']);
const day = { trips: TRIPS, idleCars: [{ vehicle: 'still', address: 'a' }], notes: ['told'] };

test('a run of some hours has the trips that depart in them, and tells how many it leaves out', () => {
  const { trips, notes } = withinHours(day, HOURS, ADDRESSES);
  expect(trips.map(({ name }) => name)).toEqual(['worker-2']);
  expect(notes).toEqual([
    'told',
    "Trips, 7 of 8 outside of the run's hours, 07:00 to 09:00, left out: 4 depart before, 3 after",
  ]);
});

test('cars without a trip in the hours stand where they are then, unless beyond the rim', () => {
  const { idleCars } = withinHours(day, HOURS, ADDRESSES);
  expect(idleCars).toEqual([
    { vehicle: 'still', address: 'a' },
    { vehicle: 'early', address: 'b' },
    { vehicle: 'late', address: 'c' },
  ]);
});

test('a day within the hours is left as it is', () => {
  expect(withinHours(day, { start_s: 0, end_s: 86_400 }, ADDRESSES)).toBe(day);
});
