import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import { byDeparture } from '../core/scenario/demand.js';
import type { TripDraft } from '../core/scenario/trip.js';
import { TRIP_KINDS } from '../core/scenario/trip.js';
import { DEFAULT_DEMAND } from './generate/demand-spec.js';
import { generateDemand } from './generate/generate-demand.js';
import { testDistrict } from './testing/district.js';
import { readIdleCars, readTrips, writeIdleCars, writeTrips } from './trips-file.js';

const HEADER = 'name,kind,vehicle,departure_s,origin,destination,party_size';
const KNOWN = { addresses: new Set(['a1', 'a2', 'a3']), gates: new Set(['g1', 'g2']) };

const fileOf = (...lines: string[]): string => `${[HEADER, ...lines].join('\n')}\n`;

function problemsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  return [];
}

// The same examples on every machine.
fc.configureGlobal({ seed: 1 });

test('generated demand comes back from its files as it was', () => {
  const network = testDistrict('few');
  const { trips, idleCars } = generateDemand(network, { ...DEFAULT_DEMAND, factor: 0.02 });
  const addresses = new Set(network.addresses.map(({ name }) => name));
  const gates = new Set(network.gates.map(({ name }) => name));
  const moving = new Set(trips.map(({ vehicle }) => vehicle));
  expect(trips.length).toBe(1920);
  expect(readTrips(writeTrips(trips), 'trips.csv', { addresses, gates })).toEqual(trips);
  expect(readIdleCars(writeIdleCars(idleCars), 'cars.csv', { addresses, moving })).toEqual(
    idleCars,
  );
});

test('trips with any names, formulas and quotes among them, come back as they were', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
  const trip = fc.record({
    name,
    kind: fc.constantFrom(...TRIP_KINDS),
    vehicle: name,
    departure_s: fc.double({ min: 14_400, max: 100_799, noNaN: true }),
    origin: name,
    destination: name,
    partySize: fc.integer({ min: 1, max: 9 }),
  });
  const list = fc.uniqueArray(trip, { selector: ({ name }) => name, maxLength: 5 });
  fc.assert(
    fc.property(list, (drawn) => {
      // One trip a car and never on the spot: chains have a test of their own.
      const trips: TripDraft[] = drawn.map((one) => ({
        ...one,
        vehicle: one.name,
        destination: `${one.origin}'`,
      }));
      trips.sort(byDeparture);
      const addresses = new Set(trips.flatMap(({ origin, destination }) => [origin, destination]));
      expect(readTrips(writeTrips(trips), 't.csv', { addresses, gates: new Set() })).toEqual(trips);
    }),
  );
});

test('a column says which rides are booked ahead, and an empty cell leaves it open', () => {
  const known = { addresses: new Set(['a', 'b']), gates: new Set<string>() };
  const head = 'name,kind,vehicle,departure_s,origin,destination,party_size,booked_ahead_s\n';
  const text = `${head}one,resident,x,30000,a,b,1,1800\ntwo,resident,y,31000,b,a,1,\n`;
  const trips = readTrips(text, 't.csv', known);
  expect(trips.map(({ bookedAhead_s }) => bookedAhead_s)).toEqual([1800, undefined]);
  expect(readTrips(writeTrips(trips), 't.csv', known)).toEqual(trips);
  const wrong = `${head}one,resident,x,30000,a,b,1,-5\n`;
  expect(() => readTrips(wrong, 't.csv', known)).toThrow(
    /t\.csv:2:\d+ DEM-011 booked_ahead_s: must not be negative/,
  );
});

test('every problem of a trips file is told with its code, line, column and field', () => {
  const text = fileOf(
    'r1-1,resident,r1,20000,a1,a9,1',
    'r2-1,tourist,r2,,a1,a2,0',
    'r3-1,resident,r3,14399,a1,a2,1.5',
    'r3-1,resident,r3,100800,a2,a2,1',
    'r4-1,resident,r4,20000,a1,a2,1,7',
    ',van,,20000,"",g1,1',
  );
  expect(problemsOf(() => readTrips(text, 't.csv', KNOWN))).toEqual([
    't.csv:2:27 DEM-013 destination: must be an address or a gate of the network, got "a9"',
    't.csv:3:6 DEM-011 kind: must be one of resident, commuter, visitor, van, through, got "tourist"',
    't.csv:3:17 DEM-011 departure_s: must be a number, got ""',
    't.csv:3:24 DEM-011 party_size: must be at least 1, got "0"',
    't.csv:4:30 DEM-011 party_size: must be a whole number, 0 or more, got "1.5"',
    't.csv:4:18 DEM-014 departure_s: must be from 14400 to before 100800, got 14399',
    't.csv:5:18 DEM-014 departure_s: must be from 14400 to before 100800, got 100800',
    't.csv:5:28 DEM-017 destination: must differ from the origin, got "a2" twice',
    't.csv:5:1 DEM-015 name: "r3-1" already stands on line 4',
    't.csv:6 DEM-012 8 cells where the header has 7',
    't.csv:7:1 DEM-011 name: must not be empty, got ""',
    't.csv:7:6 DEM-011 vehicle: must not be empty, got ""',
    't.csv:7:13 DEM-011 origin: must not be empty, got ""',
  ]);
});

test('a car that starts a trip where it does not stand is a broken chain', () => {
  const text = fileOf(
    'r1-2,resident,r1,30000,a3,a1,1',
    'r1-1,resident,r1,20000,a1,a2,1',
    'r2-1,resident,r2,20000,a1,g1,1',
    'r2-2,resident,r2,30000,a1,a2,1',
  );
  expect(problemsOf(() => readTrips(text, 't.csv', KNOWN))).toEqual([
    't.csv:2:24 DEM-016 origin: must be where "r1" stands, "a2" (line 3), got "a3"',
    't.csv:5:24 DEM-016 origin: must be where "r2" stands, "g1" (line 4), got "a1"',
  ]);
});

test('a car that left by one gate may come back by another', () => {
  const text = fileOf('r1-1,resident,r1,20000,a1,g1,1', 'r1-2,resident,r1,30000,g2,a1,1');
  expect(readTrips(text, 't.csv', KNOWN).map(({ name }) => name)).toEqual(['r1-1', 'r1-2']);
});

test('one wrong cell is not told again as a broken chain', () => {
  const text = fileOf('r1-1,resident,r1,20000,a1,a9,1', 'r1-2,resident,r1,30000,a2,a1,1');
  expect(problemsOf(() => readTrips(text, 't.csv', KNOWN))).toHaveLength(1);
});

test('a standing car must be named once, have an address and no trips', () => {
  const text = 'vehicle,address\ni1,a1\ni1,a2\nr1,a1\ni2,g1\n';
  const known = { addresses: KNOWN.addresses, moving: new Set(['r1']) };
  expect(problemsOf(() => readIdleCars(text, 'cars.csv', known))).toEqual([
    'cars.csv:3:1 DEM-015 vehicle: "i1" already stands on line 2',
    'cars.csv:4:1 DEM-015 vehicle: "r1" has trips, so it does not stand all day',
    'cars.csv:5:4 DEM-013 address: must be an address of the network, got "g1"',
  ]);
});

const ROUTED = [
  `${HEADER},route`,
  't1,through,t1,28800,l1,l3,1,l1|l2|l3',
  't2,through,t2,28801,g1,l3,1,',
].join('\n');

test('routes over links of the network come back as they were, and a way may be left open', () => {
  const known = { ...KNOWN, links: new Set(['l1', 'l2', 'l3']) };
  const trips = readTrips(ROUTED, 'trips.csv', known);
  expect(trips.map(({ origin, route }) => [origin, route])).toEqual([
    ['l1', ['l1', 'l2', 'l3']],
    ['g1', undefined],
  ]);
  expect(readTrips(writeTrips(trips), 'trips.csv', known)).toEqual(trips);
});

test('a route over what is no link of the network is told with its place', () => {
  const known = { ...KNOWN, links: new Set(['l1', 'l3']) };
  expect(problemsOf(() => readTrips(ROUTED, 'trips.csv', known))).toEqual([
    'trips.csv:2:29 DEM-018 route: must be links of the network with | between them, got "l2"',
  ]);
});
