import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { lotOn, streetMap } from '../../core/testing/street-map.js';
import { type FleetGround, readDrtVehicles } from './drt-vehicles.js';
import { readLinkMiddles } from './matsim-links.js';

/** Two lots at the ends of a street of 120 m, the western one with two stalls. */
const STREET = streetMap('a--b--c', { step_m: 60 });
const TOWN: FleetGround = {
  links: STREET.links,
  lots: [
    lotOn('ab', { position_m: 10, name: 'west', stallCount: 2, x_m: 0, y_m: 0 }),
    lotOn('bc', { position_m: 10, name: 'east', stallCount: 9, x_m: 400, y_m: 0 }),
  ],
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const read = (vehicles: string, network = TOWN, links?: string) =>
  fleetOf(`<?xml version="1.0"?><vehicles>${vehicles}</vehicles>`, network, links);

async function fleetOf(text: string, network: FleetGround, links?: string) {
  const middles =
    links === undefined
      ? new Map()
      : await readLinkMiddles({ file: 'net.xml', bytes: bytesOf(links) });
  return readDrtVehicles({ file: 'taxis.xml', bytes: bytesOf(text) }, network, middles);
}

const vehicle = (id: string, link: string, more = 't_0="21600" t_1="36000" capacity="4"') =>
  `<vehicle id="${id}" start_link="${link}" ${more}/>`;

test('vehicles begin in the nearest lot that has room, in one shift, with their seats', async () => {
  const fleet = await read(['v1', 'v2', 'v3'].map((id) => vehicle(id, 'ab')).join(''));
  expect(fleet).toMatchObject({
    vehicleCount: 3,
    seatCount: 4,
    shifts: { starts_s: [21_600], length_s: 14_400 },
    depots: ['west', 'west', 'east'],
    leftOut: [],
  });
  expect(fleet.notes.map(({ code }) => code)).toEqual(['DEM-096']);
});

test('shifts of equal length and number are shared in turn, each vehicle with its own', async () => {
  const [day, late] = ['t_0="6:00:00" t_1="14:00:00"', 't_0="50400.0" t_1="79200.0"'];
  const fleet = await read(
    vehicle('d1', 'bc', `${day} capacity="2"`) +
      vehicle('d2', 'bc', `${day} capacity="2"`) +
      vehicle('l1', 'ab', `${late} capacity="2"`) +
      vehicle('l2', 'ab', `${late} capacity="2"`),
  );
  expect(fleet.shifts).toEqual({ starts_s: [21_600, 50_400], length_s: 28_800 });
  expect(fleet.depots).toEqual(['east', 'west', 'east', 'west']);
  const uneven = await read(
    vehicle('d1', 'bc', `${day} capacity="2"`) +
      vehicle('l1', 'ab', `${late}`) +
      vehicle('l2', 'ab', `${late} capacity="6"`),
  );
  expect(uneven.shifts).toEqual({ starts_s: [21_600], length_s: 57_600 });
  expect(uneven.seatCount).toBe(2);
  expect(uneven.notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
    'DEM-094 2 vehicles',
    'DEM-095 3 vehicles',
    'DEM-096 3 vehicles',
  ]);
  expect((await read(vehicle('v', 'ab', 't_0="0" t_1="86400"'))).shifts).toBeNull();
});

test('vehicles that cannot be are left out with line and column, and the file is refused without any', async () => {
  const bad = [
    vehicle('v1', 'nowhere'),
    vehicle('v2', 'ab', 't_0="36000" t_1="21600"'),
    vehicle('v3', 'ab', 't_0="0" t_1="86400" capacity="1e9"'),
    '<vehicle start_link="ab"/>',
    '<vehicle id="v1" start_link="ab"/>',
  ].join('\n');
  const fleet = await read(`${bad}${vehicle('good', 'ab')}`);
  expect(fleet.leftOut.map(({ code, line, field }) => `${code} ${line} ${field}`)).toEqual([
    'DEM-092 1 start_link',
    'DEM-091 2 t_1',
    'DEM-091 3 capacity',
    'DEM-091 4 id',
    'DEM-091 5 id',
  ]);
  const refusal = (text: string, network = TOWN) =>
    read(text, network).then(
      () => 'read',
      (error: unknown) => (error instanceof UserError ? error.problems[0]!.code : String(error)),
    );
  expect(await refusal(bad)).toBe('DEM-093');
  expect(await refusal(vehicle('v', 'ab'), { ...TOWN, lots: [] })).toBe('DEM-093');
  expect(await refusal('<vehicle')).toBe('DEM-073');
});

test('a link that our network has joined is found in the own one of the file', async () => {
  const links =
    '<network><nodes><node id="1" x="390" y="5"/><node id="2" x="400" y="5"/></nodes>' +
    '<links><link id="old" from="1" to="2"/><link id="lost" from="1" to="9"/></links></network>';
  const fleet = await read(vehicle('v', 'old') + vehicle('w', 'lost'), TOWN, links);
  expect(fleet.depots).toEqual(['east']);
  expect(fleet.leftOut.map(({ code }) => code)).toEqual(['DEM-092']);
});
