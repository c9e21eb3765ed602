import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { evenTrips } from '../../core/testing/road-scene.js';
import { streetMap } from '../../core/testing/street-map.js';
import { onStreets, ourDay, rowOfDay, sumoDay } from './places.js';
import { sumoVersion } from './sumo-side.js';

const network = streetMap('a--b--c', '   |   ', '   d   ', { step_m: 100, control: 'yield' });
const { start_s } = DEFAULT_SCENARIO;
const day = {
  network,
  trips: ['ac', 'dc', 'ca'].flatMap(([from, to]) =>
    evenTrips({ from: from!, to: to!, headway_s: 20, count: 20, from_s: start_s + 20 }),
  ),
  end_s: start_s + 1800,
};

/** Another simulator's drivers may take half as long again, but all must come. */
const expectAll = ({
  arrivedCount,
  tripMean_s,
  slowest_mps,
}: Awaited<ReturnType<typeof ourDay>>) => {
  expect(arrivedCount).toBe(day.trips.length);
  // 500 to 600 m at 50 km/h.
  expect(tripMean_s).toBeGreaterThan(36);
  expect(tripMean_s).toBeLessThan(1.5 * 44);
  expect(slowest_mps).toBeGreaterThan(5);
  expect(slowest_mps).toBeLessThan(50 / 3.6 + 1e-9);
};

test('a day of ours is told as arrivals, their mean time, and the slowest speed', async () => {
  expectAll(await ourDay(day));
});

test.skipIf(sumoVersion() === null)('and so is the same day of SUMO, on the export', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'blockwise-places-'));
  try {
    expectAll(await sumoDay(day, dir));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('trips go from street to street, each in a car of its own; gates stay', () => {
  const addresses = [{ name: 'bc 1', link: 'bc' }] as unknown as typeof network.addresses;
  const [trip] = day.trips;
  const [moved] = onStreets({ addresses }, [{ ...trip!, destination: 'bc 1', vehicle: 'car' }]);
  expect(moved).toMatchObject({ origin: 'gate-a', destination: 'bc', vehicle: trip!.name });
});

test('a row has the place, the share, the trips, and three figures of each side', () => {
  const outcome = { arrivedCount: 9, tripMean_s: 100.4, slowest_mps: 7.129 };
  expect(rowOfDay('monaco', 0.3, 10, [outcome, outcome]).trim().split(/ +/)).toEqual([
    ...['monaco', '0.30', '10', '9', '100', '7.13', '9', '100', '7.13'],
  ]);
});
