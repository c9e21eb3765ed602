import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deterrenceMatrix, doublyConstrained, originConstrained } from './gravity.js';
import { Zones } from './zones.js';

const amounts = (length: number) =>
  fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), {
    minLength: length,
    maxLength: length,
  });

const place = fc.record({
  x_m: fc.double({ min: 0, max: 3000, noNaN: true }),
  y_m: fc.double({ min: 0, max: 3000, noNaN: true }),
});

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, one) => sum + one, 0);

// The same examples on every machine.
fc.configureGlobal({ seed: 1 });

test('a balanced matrix sends and receives what was asked of every zone', () => {
  const input = fc
    .array(place, { minLength: 2, maxLength: 12 })
    .map((places) => new Zones(places))
    .chain((zones) =>
      fc.record({
        zones: fc.constant(zones),
        sent: amounts(zones.count),
        received: amounts(zones.count),
      }),
    );
  fc.assert(
    fc.property(input, ({ zones, sent, received }) => {
      const { count } = zones;
      const trips = doublyConstrained(deterrenceMatrix(zones, 0.001), sent, received);
      for (let zone = 0; zone < count; zone++) {
        const row = trips.subarray(zone * count, (zone + 1) * count);
        const column = trips.filter((_, cell) => cell % count === zone);
        // The iteration stops when no column is off by more than a millionth of all trips.
        expect(sumOf(row)).toBeCloseTo(sent[zone]! / sumOf(sent), 5);
        expect(sumOf(column)).toBeCloseTo(received[zone]! / sumOf(received), 5);
      }
    }),
    { numRuns: 50 },
  );
});

test('two even zones keep exp(cd) times as many trips at home as they exchange', () => {
  const zones = new Zones([
    { x_m: 0, y_m: 0 },
    { x_m: 1000, y_m: 0 },
  ]);
  const deterrence_perM = 0.002;
  const between_m = 1000;
  const within_m = zones.distance_m(0, 0);
  const ratio = Math.exp(deterrence_perM * (between_m - within_m));
  const trips = doublyConstrained(deterrenceMatrix(zones, deterrence_perM), [1, 1], [1, 1]);
  expect(zones.count).toBe(2);
  expect(trips[0]! / trips[1]!).toBeCloseTo(ratio, 9);
});

test('with nothing limiting what a zone receives, a row follows attraction times pull', () => {
  const trips = originConstrained(new Float64Array([1, 0.5, 0.5, 1]), [1, 4]);
  expect([...trips].map((value) => value * 2)).toEqual([1 / 3, 2 / 3, 1 / 9, 8 / 9]);
});

test('the stronger the deterrence, the shorter the mean way', () => {
  const places = Array.from({ length: 100 }, (_, row) => ({
    x_m: (row % 10) * 240,
    y_m: Math.floor(row / 10) * 240,
  }));
  const zones = new Zones(places);
  const even = new Array<number>(zones.count).fill(1);
  const means = [0, 0.0005, 0.001, 0.002, 0.004].map((deterrence_perM) => {
    const trips = doublyConstrained(deterrenceMatrix(zones, deterrence_perM), even, even);
    return trips.reduce(
      (sum, share, cell) =>
        sum + share * zones.distance_m(Math.floor(cell / zones.count), cell % zones.count),
      0,
    );
  });
  expect(means).toEqual(means.toSorted((a, b) => b - a));
  expect(new Set(means).size).toBe(means.length);
});

test('zones gather every address once, and none lies farther from the centre than its square', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 200 }), (places) => {
      const zones = new Zones(places);
      expect(zones.members.flat().toSorted((a, b) => a - b)).toEqual([...places.keys()]);
      for (const [row, { x_m, y_m }] of places.entries()) {
        const centre = zones.centres[zones.zoneOf[row]!]!;
        expect(Math.abs(x_m - centre.x_m)).toBeLessThanOrEqual(zones.side_m + 1e-6);
        expect(Math.abs(y_m - centre.y_m)).toBeLessThanOrEqual(zones.side_m + 1e-6);
      }
    }),
  );
});
