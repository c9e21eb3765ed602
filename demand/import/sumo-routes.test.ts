import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { streetMap } from '../../core/testing/street-map.js';
import { readSumoRoutes } from './sumo-routes.js';

const network = streetMap('a--b--c', '   |   ', '   d   ');

const source = (file: string, text: string) => ({
  file,
  bytes: (async function* () {
    yield new TextEncoder().encode(text);
  })(),
});
const read = (body: string, types = '<additional></additional>') =>
  readSumoRoutes(
    [source('types.add.xml', types), source('town.rou.xml', `<routes>${body}</routes>`)],
    network,
  );

const codeOf = async (body: string): Promise<string> => {
  try {
    await read(body);
  } catch (error) {
    if (error instanceof UserError) return error.problems[0]!.code;
    throw error;
  }
  return '';
};

test('vehicles keep their routes and times, in the order of departure', async () => {
  const { trips, leftOutCount } = await read(
    '<route id="r" edges="ab bd"/>' +
      '<vehicle id="late" depart="0:01:30" route="r"/>' +
      '<vehicle id="early" depart="2.5"><route edges="ab bc"/></vehicle>' +
      '<trip id="free" depart="5" from="ab" to="bc"/>',
  );
  expect(leftOutCount).toBe(0);
  const common = { kind: 'through', partySize: 1 };
  expect(trips).toEqual([
    {
      ...common,
      ...{ name: 'early', vehicle: 'early', departure_s: 2.5 },
      ...{ origin: 'ab', destination: 'bc', route: ['ab', 'bc'] },
    },
    {
      ...common,
      ...{ name: 'free', vehicle: 'free', departure_s: 5, origin: 'ab', destination: 'bc' },
    },
    {
      ...common,
      ...{ name: 'late', vehicle: 'late', departure_s: 90 },
      ...{ origin: 'ab', destination: 'bd', route: ['ab', 'bd'] },
    },
  ]);
});

test('flows are spread evenly, or drawn second by second', async () => {
  const { trips } = await read(
    '<flow id="even" begin="10" end="70" number="4"><route edges="ab bc"/></flow>' +
      '<flow id="rate" begin="0" end="100" vehsPerHour="90" from="ab" to="bd"/>',
  );
  const timesOf = (flow: string): number[] =>
    trips.filter(({ name }) => name.startsWith(flow)).map(({ departure_s }) => departure_s);
  expect(timesOf('even')).toEqual([10, 25, 40, 55]);
  expect(timesOf('rate')).toEqual([0, 40, 80]);
  const drawn = await read(
    '<flow id="x" begin="0" end="2000" probability="0.2" from="ab" to="bc"/>',
  );
  // Binomial: 400 ± 3 standard deviations of 18.
  expect(Math.abs(drawn.trips.length - 400)).toBeLessThan(54);
});

test('vehicles that cannot be driven are left out, each with its code and line', async () => {
  const { trips, leftOut } = await read(
    '<vehicle id="good" depart="0"><route edges="ab bc"/></vehicle>\n' +
      '<vehicle id="lost" depart="0"><route edges="ab zz"/></vehicle>\n' +
      '<vehicle id="jump" depart="0"><route edges="ab cb"/></vehicle>\n' +
      '<trip id="blank" depart="0"/>\n' +
      '<vehicle id="never" depart="triggered"><route edges="ab bc"/></vehicle>\n' +
      '<vehicle id="good" depart="9"><route edges="ab bc"/></vehicle>\n' +
      '<flow id="vague" begin="0" end="9" from="ab" to="bc"/>',
  );
  expect(trips.map(({ name }) => name)).toEqual(['good']);
  expect(leftOut.map(({ code, line, severity }) => [code, line, severity])).toEqual([
    ['DEM-041', 2, 'warning'],
    ['DEM-042', 3, 'warning'],
    ['DEM-043', 4, 'warning'],
    ['DEM-044', 5, 'warning'],
    ['DEM-045', 6, 'warning'],
    ['DEM-046', 7, 'warning'],
  ]);
});

test('edges that the network has within a junction are skipped in routes, and counted', async () => {
  const { trips, notes } = await read(
    '<vehicle id="v" depart="0"><route edges="ab piece bc"/></vehicle>',
  );
  expect(trips[0]!.route).toEqual(['ab', 'bc']);
  expect(notes.map(({ code, subject }) => [code, subject])).toEqual([['DEM-056', '1 routes']]);
});

test('all vehicles drive like the mean of their types, by number and probability', async () => {
  const { driver, notes } = await read(
    '<vehicle id="v" depart="0" type="mix"><route edges="ab bc"/></vehicle>' +
      '<vehicle id="w" depart="0" type="lorry" departPos="random"><route edges="ab bc"/></vehicle>',
    '<additional><vTypeDistribution id="mix">' +
      '<vType id="short" length="4" minGap="1" accel="2" decel="4" probability="3"/>' +
      '<vType id="long" length="8" minGap="3" accel="1" decel="4" tau="2" probability="1"/>' +
      '</vTypeDistribution><vType id="lorry" length="9" vClass="truck"/></additional>',
  );
  expect(driver).toEqual({
    tau_s: 1.125,
    length_m: 7,
    standstillGap_m: 2,
    acceleration_mps2: 2.175,
    comfortableBraking_mps2: 4.25,
  });
  expect(notes.map(({ code }) => code)).toEqual(['DEM-051', 'DEM-053', 'DEM-054']);
});

test('what is no file of routes is refused with a code', async () => {
  expect(await codeOf('<vehicle')).toBe('DEM-034');
  expect(await codeOf('<vehicle id="v"/>')).toBe('DEM-038');
  expect(await codeOf('')).toBe('DEM-039');
  const refused = readSumoRoutes([source('x', '<net></net>')], network);
  await expect(refused).rejects.toThrow('DEM-037');
});
