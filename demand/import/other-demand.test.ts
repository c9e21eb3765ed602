import { expect, test } from 'vitest';
import type { TripDraft } from '../../core/scenario/trip.js';
import { testDistrict } from '../testing/district.js';
import { readMatsimPlans } from './matsim-plans.js';
import { readOdMatrix } from './od-matrix.js';

const DISTRICT = testDistrict('few');
const [first, second] = DISTRICT.addresses;
const [LINK, GATE] = [DISTRICT.links[1]!.name, DISTRICT.gates[0]!.name];
const PLACES = { reach_m: 200, areOutsidersAtGates: false };

const PLANS = `<?xml version="1.0"?>
<!DOCTYPE population SYSTEM "http://www.matsim.org/files/dtd/population_v6.dtd">
<population>
<person id="p"><plan selected="no"><activity type="h" link="${LINK}" end_time="05:00:00"/><leg mode="car"/>
<activity type="w" x="${second!.x_m}" y="${second!.y_m}"/></plan>
<plan selected="yes"><activity type="h" x="${first!.x_m}" y="${first!.y_m}" end_time="06:53:13"/>
<leg mode="car"/><activity type="w" x="${second!.x_m}" y="${second!.y_m}" max_dur="01:00:00"/>
<leg mode="drt"/><activity type="h" x="${first!.x_m}" y="${first!.y_m}" end_time="20:00:00"/>
<leg mode="bike"/><activity type="s" link="${LINK}"/></plan></person>
<person id="q"><plan><act type="h" link="nowhere" end_time="07:00:00"/><leg mode="taxi"/>
<act type="w" link="${LINK}"/></plan></person>
</population>`;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const plans = (text: string) =>
  readMatsimPlans({ file: 'plans.xml', bytes: bytesOf(text) }, DISTRICT, PLACES);
const waysOf = (trips: readonly TripDraft[]) =>
  trips.map((trip) => `${trip.name}: ${trip.departure_s} ${trip.origin} > ${trip.destination}`);

test("legs of the selected plan are trips, from an activity's end or after its length", async () => {
  const { trips, leftOutByCode } = await plans(PLANS);
  expect(waysOf(trips)).toEqual([
    `p 1: 24793 ${first!.name} > ${second!.name}`,
    `p 2: 28393 ${second!.name} > ${first!.name}`,
  ]);
  expect(trips.map(({ vehicle }) => vehicle)).toEqual(['p', 'p']);
  expect([...leftOutByCode]).toEqual([
    ['DEM-069', 1],
    ['DEM-063', 1],
  ]);
});

const OD = { seed: 1, factor: 1 };
const matrix = (text: string, options = OD) => readOdMatrix(text, 'od.csv', DISTRICT, options);
const [A, B] = [first!.name, second!.name];

test('amounts become that many trips, spread over the day, from a list or a square', () => {
  const list = matrix(`origin,destination,trips\n${A},${B},30\n${B},${GATE},2\n`).trips;
  const square = matrix(`,${A},${B},${GATE}\n${A},0,30,\n${B},0,0,2\n`).trips;
  expect(square).toEqual(list);
  expect(list).toHaveLength(32);
  expect(new Set(list.map(({ departure_s }) => departure_s)).size).toBeGreaterThan(20);
  expect(matrix(`${A},${B},30\n${B},${GATE},2\n`).trips).toEqual(list);
});

test('parts of trips are rounded by draws: on the mean they are there', () => {
  const pairs = DISTRICT.addresses.slice(2, 202).map(({ name }) => `${A},${name},0.25`);
  const { trips, notes } = matrix(`origin,destination,trips\n${pairs.join('\n')}\n`);
  // 50 are expected; six standard deviations of 6.1 are 37.
  expect(Math.abs(trips.length - 50)).toBeLessThan(37);
  expect(notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['DEM-084 200 amounts']);
});

test('unknown places and amounts that are none are told with their line and column', () => {
  const rows = [`${A},${B},1`, `${A},moon,1`, `${A},${B},many`, `${A},${A},1`, `${A},${B},1e99`, A];
  const { leftOut } = matrix(`origin,destination,trips\n${rows.join('\n')}\n`);
  expect(leftOut.map(({ code, line }) => `${code} ${line}`)).toEqual([
    'DEM-066 3',
    'DEM-067 4',
    'DEM-065 5',
    'DEM-067 6',
    'DEM-060 7',
  ]);
});
