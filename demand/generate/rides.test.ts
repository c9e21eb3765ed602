import { expect, test } from 'vitest';
import { DAY } from '../day-curve.js';
import { testDistrict } from '../testing/district.js';
import { rectilinear_m } from './places.js';
import { generateRides } from './rides.js';

const district = testDistrict('few');
const spec = { seed: 3, rideCount: 2000, factor: 1, deterrence_perKm: 2 };
const rides = generateRides(district, spec);
const addresses = new Map(district.addresses.map((address) => [address.name, address]));

function meanLength_m(deterrence_perKm: number): number {
  const { trips } = generateRides(district, { ...spec, deterrence_perKm });
  const lengths_m = trips.map(({ origin, destination }) =>
    rectilinear_m(addresses.get(origin)!, addresses.get(destination)!),
  );
  return lengths_m.reduce((sum, length_m) => sum + length_m, 0) / lengths_m.length;
}

test('makes as many rides as asked, between two addresses, in the day, sorted by departure', () => {
  expect(rides.trips).toHaveLength(2000);
  expect(new Set(rides.trips.map(({ vehicle }) => vehicle)).size).toBe(2000);
  let last_s: number = DAY.start_s;
  for (const { origin, destination, departure_s } of rides.trips) {
    expect(addresses.has(origin) && addresses.has(destination)).toBe(true);
    expect(origin).not.toBe(destination);
    expect(departure_s).toBeGreaterThanOrEqual(last_s);
    last_s = departure_s;
  }
  expect(last_s).toBeLessThanOrEqual(DAY.end_s);
});

test('rides are the shorter, the faster places lose pull with distance', () => {
  const lengths_m = [0, 1, 3].map(meanLength_m);
  expect(lengths_m[0]).toBeGreaterThan(1.2 * lengths_m[1]!);
  expect(lengths_m[1]).toBeGreaterThan(1.2 * lengths_m[2]!);
});

test("a smaller factor's rides are among a larger one's, and streets make no difference", () => {
  const half = generateRides(testDistrict('many'), { ...spec, factor: 0.5 }).trips;
  expect(half).toHaveLength(1000);
  const byName = new Map(rides.trips.map((trip) => [trip.name, trip]));
  for (const trip of half) expect(trip).toEqual(byName.get(trip.name));
});

test('where all travellers return, every place is left as often as it is come to, at the same hours of the day', () => {
  const back = generateRides(district, { ...spec, returnShare: 1 }).trips;
  expect(back).toHaveLength(2000);
  const surplus = new Map<string, number>();
  const add = (place: string, by: number) => surplus.set(place, (surplus.get(place) ?? 0) + by);
  for (const { origin, destination } of back) {
    add(origin, -1);
    add(destination, 1);
  }
  expect([...surplus.values()].every((count) => count === 0)).toBe(true);
  const times = (trips: typeof back) => trips.map(({ departure_s }) => departure_s).sort();
  expect(times(back)).toEqual(times(rides.trips));
  const byName = new Map(back.map((trip) => [trip.name, trip]));
  const [there, home] = [byName.get('ride000011')!, byName.get('ride000012')!];
  expect(home).toMatchObject({ origin: there.destination, destination: there.origin });
  expect(home.departure_s).toBeGreaterThanOrEqual(there.departure_s);
});

test('half of the travellers return where that is the share, and where none does rides are as ever', () => {
  const half = generateRides(district, { ...spec, returnShare: 0.5 }).trips;
  const byName = new Map(half.map((trip) => [trip.name, trip]));
  const nameOf = (row: number) => `ride${String(row).padStart(6, '0')}`;
  let count = 0;
  for (let row = 1; row < 2000; row += 2) {
    const [there, back] = [byName.get(nameOf(row))!, byName.get(nameOf(row + 1))!];
    if (there.origin === back.destination && there.destination === back.origin) count++;
  }
  // 1,000 draws at 1/2: within 4 standard deviations of 500.
  expect(Math.abs(count - 500)).toBeLessThan(64);
  expect(generateRides(district, { ...spec, returnShare: 0 })).toEqual(rides);
});

test('says so where there is nowhere to go', () => {
  const empty = { ...district, addresses: district.addresses.slice(0, 1) };
  expect(generateRides(empty, spec)).toMatchObject({ trips: [] });
  expect(generateRides(empty, spec).notes[0]).toContain('No rides were made of 2000');
});
