import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_WIDTH, LEG_PURPOSES, PARKING_PLACES } from '../events/catalogue.js';
import { type Happening, LOT_ROW, logOf, smallDistrict, ZONE } from '../testing/small-district.js';
import { takersByCode } from './fold.js';
import { VEHICLE_STATES, type VehicleState } from './run-result.js';
import { createStates } from './states.js';

const [OCCUPIED, PICKUP, CRUISING] = LEG_PURPOSES.keys();
const [CURB, LOT, OUTSIDE] = PARKING_PLACES.keys();

/** Takes the log, and closes a period of one second after each second up to `end_s`. */
function statesOf(happenings: readonly Happening[], end_s: number, vehicleCount = 1) {
  const states = createStates(smallDistrict, vehicleCount);
  const takers = takersByCode([states]);
  const { records, count } = logOf([...happenings].sort((a, b) => a[1] - b[1]));
  let at = 0;
  for (let time_s = 0; time_s <= end_s; time_s++) {
    for (; at < count * EVENT_WIDTH && records[at + 1]! <= time_s; at += EVENT_WIDTH) {
      for (const take of takers[records[at]!]!) take(records, at, records[at + 1]!);
    }
    states.closePeriod(time_s);
  }
  return states;
}

/** The state of vehicle 0, alone in the log, at the end of every second; '-' where it is away. */
const courseOf = (happenings: readonly Happening[], end_s: number): string[] =>
  statesOf(happenings, end_s)
    .rows()
    .map((row) => VEHICLE_STATES.filter((state) => row[state] === 1).join('+') || '-');

test('a car leaves its stall, waits for the road, drives, looks for a stall and parks', () => {
  const course = courseOf(
    [
      ['parked', 0, { place: LOT, row: LOT_ROW.garage }],
      ['unparked', 1, { place: LOT, row: LOT_ROW.garage }],
      ['legStarted', 1, { purpose: OCCUPIED }],
      ['roadEntered', 2, {}],
      // It goes on to cruise without leaving the road.
      ['legEnded', 3, { purpose: OCCUPIED }],
      ['legStarted', 3, { purpose: CRUISING }],
      ['legEnded', 4, { purpose: CRUISING }],
      ['parked', 4, { place: CURB, row: ZONE.east }],
    ],
    5,
  );
  expect(course).toEqual([
    'parkedLot',
    'waitingToEnter',
    'occupied',
    'cruising',
    'parkedCurb',
    'parkedCurb',
  ]);
});

test('a fleet vehicle stands in its bay until the stop ends, whichever event comes first', () => {
  const arrive: Happening[] = [
    ['legStarted', 0, { purpose: PICKUP }],
    ['roadEntered', 0, {}],
    ['legEnded', 1, { purpose: PICKUP }],
    ['stopped', 1, { zone: ZONE.east }],
  ];
  const legLast: Happening[] = [
    ...arrive,
    ['stopEnded', 3, { zone: ZONE.east, stood_s: 2 }],
    ['legStarted', 3, { purpose: OCCUPIED }],
    ['roadEntered', 4, {}],
  ];
  const legFirst: Happening[] = [
    ...arrive,
    ['legStarted', 2, { purpose: OCCUPIED }],
    ['stopEnded', 3, { zone: ZONE.east, stood_s: 2 }],
    ['roadEntered', 4, {}],
  ];
  const course = ['pickup', 'stopped', 'stopped', 'waitingToEnter', 'occupied'];
  expect(courseOf(legLast, 4)).toEqual(course);
  expect(courseOf(legFirst, 4)).toEqual(course);
});

test('a vehicle that stood in the lane drives on at once, with its old leg or a new one', () => {
  const sameLeg: Happening[] = [
    ['legStarted', 0, { purpose: OCCUPIED }],
    ['roadEntered', 0, {}],
    ['stopped', 1, { zone: -1 }],
    ['stopEnded', 2, { zone: -1, stood_s: 1 }],
  ];
  const newLeg: Happening[] = [
    ['legStarted', 0, { purpose: OCCUPIED }],
    ['roadEntered', 0, {}],
    ['legEnded', 1, { purpose: OCCUPIED }],
    ['stopped', 1, { zone: -1 }],
    ['stopEnded', 2, { zone: -1, stood_s: 1 }],
    ['legStarted', 2, { purpose: OCCUPIED }],
  ];
  expect(courseOf(sameLeg, 3)).toEqual(['occupied', 'doubleParked', 'occupied', 'occupied']);
  expect(courseOf(newLeg, 3)).toEqual(['occupied', 'doubleParked', 'occupied', 'occupied']);
});

test('a van whose bay stop lies within its leg enters the road anew', () => {
  const course = courseOf(
    [
      ['legStarted', 0, { purpose: OCCUPIED }],
      ['roadEntered', 0, {}],
      ['stopped', 1, { zone: ZONE.north }],
      ['stopEnded', 2, { zone: ZONE.north, stood_s: 1 }],
      ['roadEntered', 3, {}],
    ],
    3,
  );
  expect(course).toEqual(['occupied', 'stopped', 'waitingToEnter', 'occupied']);
});

test('beyond a gate a vehicle is not counted, and it waits for the road when it comes back', () => {
  const course = courseOf(
    [
      ['parked', 0, { place: OUTSIDE, row: 3 }],
      ['unparked', 1, { place: OUTSIDE, row: 3 }],
      ['legStarted', 1, { purpose: OCCUPIED }],
      ['roadEntered', 2, {}],
      ['legEnded', 3, { purpose: OCCUPIED }],
      ['legStarted', 5, { purpose: OCCUPIED }],
      ['roadEntered', 6, {}],
    ],
    6,
  );
  expect(course).toEqual([
    '-',
    'waitingToEnter',
    'occupied',
    '-',
    '-',
    'waitingToEnter',
    'occupied',
  ]);
});

test('stalls outside the district are told apart from those inside', () => {
  const rows = statesOf(
    [
      ['parked', 0, { vehicle: 0, place: LOT, row: LOT_ROW.remote }],
      ['parked', 0, { vehicle: 1, place: CURB, row: ZONE.rim }],
      ['parked', 0, { vehicle: 2, place: LOT, row: LOT_ROW.yard }],
      ['parked', 0, { vehicle: 3, place: CURB, row: ZONE.east }],
    ],
    0,
    5,
  ).rows();
  expect(rows).toMatchObject([{ time_s: 0, parkedOutside: 2, parkedLot: 1, parkedCurb: 1 }]);
});

test('theory: by Little, mean busy vehicles are exactly rate of rides × mean time', () => {
  const DAY_END_s = 200;
  const rides = fc.array(
    fc.record({ pause_s: fc.nat(20), wait_s: fc.nat(5), drive_s: fc.nat(30) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.array(rides, { minLength: 1, maxLength: 6 }), (plans) => {
      const happenings: Happening[] = [];
      const expected_s = { waitingToEnter: 0, occupied: 0 };
      for (const [vehicle, plan] of plans.entries()) {
        let time_s = 0;
        for (const { pause_s, wait_s, drive_s } of plan) {
          if (time_s + pause_s + wait_s + drive_s >= DAY_END_s) break;
          const start_s = time_s + pause_s;
          happenings.push(['legStarted', start_s, { vehicle, purpose: OCCUPIED }]);
          happenings.push(['roadEntered', start_s + wait_s, { vehicle }]);
          happenings.push(['legEnded', start_s + wait_s + drive_s, { vehicle }]);
          expected_s.waitingToEnter += wait_s;
          expected_s.occupied += drive_s;
          // A second apart, else the vehicle would still be on the road.
          time_s = start_s + wait_s + drive_s + 1;
        }
      }
      const states = statesOf(happenings, DAY_END_s, plans.length);
      const busy = (state: VehicleState): number =>
        states.rows().reduce((sum, row) => sum + row[state], 0);
      // Rate × mean time × observed time = the sum of the rides' times; counts are per second.
      expect(busy('waitingToEnter')).toBe(expected_s.waitingToEnter);
      expect(busy('occupied')).toBe(expected_s.occupied);
      expect(states.time_s(DAY_END_s)).toMatchObject(expected_s);
    }),
  );
});

test('property: whatever the order of events, every vehicle is in one state or away', () => {
  const types = [
    'legStarted',
    'roadEntered',
    'legEnded',
    'stopped',
    'stopEnded',
    'parked',
  ] as const;
  const happening = fc.record({
    type: fc.constantFrom(...types, 'unparked' as const),
    vehicle: fc.nat(3),
    zone: fc.integer({ min: -1, max: 1 }),
    purpose: fc.nat(4),
    place: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (list) => {
      const happenings = list.map(
        ({ type, ...event }, time_s) => [type, time_s, event] as unknown as Happening,
      );
      for (const row of statesOf(happenings, 60, 4).rows()) {
        const counts = VEHICLE_STATES.map((state) => row[state]);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
      }
    }),
  );
});
