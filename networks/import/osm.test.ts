import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import { factsOf } from '../../core/network/facts.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { importOsm } from './osm.js';
import { osmXml, placeText, relationXml, type SmallMap } from './small-osm.js';

const load = (map: SmallMap) => importOsm({ file: 'town.osm', bytes: Buffer.from(osmXml(map)) });

/** Links as `from>to lanes`, in order. */
const drawn = ({ links }: NetworkDraft): string[] =>
  links.map(({ from, to, laneCount }) => `${from}>${to} ${laneCount}`).sort();

const controls = ({ nodes }: NetworkDraft): Record<string, string> =>
  Object.fromEntries(nodes.map(({ name, control }) => [name, control]));

const named = ({ links }: NetworkDraft, name: string): LinkDraft =>
  links.find((link) => link.name === name)!;

/** A ring road of 400 m × 400 m with a cross in it; streets meet at the middle, node 9. */
const CROSS: SmallMap = {
  nodes: {
    1: [0, 0],
    2: [200, 0],
    3: [400, 0],
    4: [400, 200],
    5: [400, 400],
    6: [200, 400],
    7: [0, 400],
    8: [0, 200],
    9: [200, 200],
  },
  ways: {
    1: [[1, 2, 3, 4, 5, 6, 7, 8, 1]],
    2: [[8, 9, 4], { name: 'High Street', highway: 'secondary', lanes: '4', maxspeed: '50' }],
    3: [[2, 9, 6]],
  },
};

test('ways are split where they share nodes, and nowhere else', async () => {
  const { network } = await load(CROSS);
  expect(network.nodes.map(({ name }) => name)).toEqual(['n2', 'n4', 'n6', 'n8', 'n9']);
  expect(drawn(network)).toContain('n8>n9 2');
  expect(drawn(network)).toHaveLength(16);
  expect(named(network, 'n8_n9')).toMatchObject({ street: 'High Street', rank: 3 });
  expect(named(network, 'n8_n9').freeSpeed_mps).toBeCloseTo(50 / 3.6);
});

test('lengths are those on the ground, less the junctions', async () => {
  const { network } = await load(CROSS);
  // 200 m from middle to middle; at each end half of the widest other street, 6.5 m and 13 m.
  expect(named(network, 'n8_n9').length_m).toBeCloseTo(200 - 3.25 - 6.5, 0);
  expect(network.crs).toBe('+proj=utm +zone=32 +datum=WGS84 +units=m +no_defs');
});

test('where classes differ the higher goes first, where they are equal all stop', async () => {
  const { network } = await load(CROSS);
  expect(controls(network)['n9']).toBe('yield');
  const { network: equal } = await load({ ...CROSS, ways: { ...CROSS.ways, 2: [[8, 9, 4]] } });
  expect(controls(equal)['n9']).toBe('allWayStop');
});

test('a signal in the junction and signals on its approaches make one signalised node', async () => {
  const signal = { highway: 'traffic_signals' };
  const inside = await load({ ...CROSS, nodes: { ...CROSS.nodes, 9: [200, 200, signal] } });
  const approaches = await load({
    nodes: { ...CROSS.nodes, 91: [175, 200, signal], 92: [200, 225, signal] },
    ways: {
      ...CROSS.ways,
      2: [[8, 91, 9, 4], { highway: 'secondary', lanes: '4', maxspeed: '50' }],
      3: [[2, 9, 92, 6]],
    },
  });
  expect(controls(inside.network)['n9']).toBe('signal');
  expect(controls(approaches.network)).toEqual(controls(inside.network));
});

test('a signal far from any junction is left out and noted', async () => {
  const { network, notes } = await load({
    nodes: { ...CROSS.nodes, 91: [100, 200, { highway: 'traffic_signals' }] },
    ways: { ...CROSS.ways, 2: [[8, 91, 9, 4], { highway: 'secondary' }] },
  });
  expect(Object.values(controls(network))).not.toContain('signal');
  expect(notes.find(({ code }) => code === 'OSM-107')?.subject).toBe('way 2');
});

test('a sign to give way decides between streets of one class', async () => {
  const { network } = await load({
    nodes: { ...CROSS.nodes, 91: [200, 190, { highway: 'give_way' }] },
    ways: { 1: CROSS.ways[1]!, 2: [[8, 9, 4]], 3: [[2, 91, 9, 6]] },
  });
  expect(controls(network)['n9']).toBe('yield');
  expect(named(network, 'n2_n9').rank).toBe(named(network, 'n8_n9').rank - 1);
});

test('a stop sign on the street that gives way makes it stop first, on the other it does not', async () => {
  const stop = { highway: 'stop' };
  const side = await load({
    nodes: { ...CROSS.nodes, 91: [200, 190, stop] },
    ways: { 1: CROSS.ways[1]!, 2: [[8, 9, 4]], 3: [[2, 91, 9, 6]] },
  });
  expect(controls(side.network)['n9']).toBe('stop');
  const ranked = { highway: 'secondary' };
  const minor = await load({
    nodes: { ...CROSS.nodes, 91: [200, 190, stop] },
    ways: { 1: CROSS.ways[1]!, 2: [[8, 9, 4], ranked], 3: [[2, 91, 9, 6]] },
  });
  expect(controls(minor.network)['n9']).toBe('stop');
  const major = await load({
    nodes: { ...CROSS.nodes, 91: [190, 200, stop] },
    ways: { 1: CROSS.ways[1]!, 2: [[8, 91, 9, 4], ranked], 3: [[2, 9, 6]] },
  });
  expect(controls(major.network)['n9']).toBe('yield');
});

test('oneway=-1 is driven against the way, a roundabout in its direction', async () => {
  const { network } = await load({
    ...CROSS,
    ways: { ...CROSS.ways, 3: [[2, 9, 6], { oneway: '-1' }] },
  });
  expect(drawn(network).filter((link) => link.includes('n9') && !/n[48]/.test(link))).toEqual([
    'n6>n9 1',
    'n9>n2 1',
  ]);
  const { network: round } = await load({
    ...CROSS,
    ways: { ...CROSS.ways, 1: [CROSS.ways[1]![0], { junction: 'roundabout' }] },
  });
  expect(drawn(round)).toContain('n2>n4 1');
  expect(drawn(round)).not.toContain('n4>n2 1');
});

test('who is on a roundabout goes first, whatever leads onto it', async () => {
  const { network, notes } = await load({
    nodes: {
      1: [0, -30],
      2: [30, 0],
      3: [0, 30],
      4: [-30, 0],
      5: [0, -300],
      6: [300, 0],
      7: [0, 300],
      8: [-300, 0],
    },
    ways: {
      1: [[1, 2, 3, 4, 1], { highway: 'tertiary', junction: 'roundabout' }],
      2: [[5, 1], { highway: 'secondary' }],
      3: [[2, 6], { highway: 'secondary' }],
      4: [[3, 7]],
      5: [[4, 8]],
    },
    bounds_m: [-300, -300, 300, 300],
  });
  for (const name of ['n1', 'n2', 'n3', 'n4']) expect(controls(network)[name]).toBe('yield');
  for (const node of ['n1', 'n2', 'n3', 'n4']) {
    const [onRing, entering] = [true, false].map((isOnRing) =>
      network.links.find(({ from, to }) => to === node && /n[1-4]/.test(from) === isOnRing),
    );
    expect(onRing!.rank).toBeGreaterThan(entering!.rank);
  }
  expect(notes.map(({ code }) => code)).toContain('OSM-210');
});

/** Two one-way carriageways 20 m apart, crossed by a street. */
const DUAL: SmallMap = {
  nodes: {
    1: [-300, 0],
    2: [0, 0],
    3: [300, 0],
    4: [300, 20],
    5: [0, 20],
    6: [-300, 20],
    7: [0, -200],
    8: [0, 220],
  },
  ways: {
    1: [[1, 2, 3], { highway: 'primary', oneway: 'yes', lanes: '2', name: 'Ring' }],
    2: [[4, 5, 6], { highway: 'primary', oneway: 'yes', lanes: '2', name: 'Ring' }],
    3: [[7, 2, 5, 8], { highway: 'tertiary' }],
  },
  bounds_m: [-300, -200, 300, 220],
};

test('the crossing of a dual carriageway is one junction, and so are its ends at the rim', async () => {
  const { network, notes } = await load(DUAL);
  // Beside them only where those turn who come back at a gate.
  const names = network.nodes.map(({ name }) => name).filter((name) => !name.endsWith(' outside'));
  expect(names.sort()).toEqual(['n1', 'n2', 'n3', 'n7', 'n8']);
  const [east, west] = [named(network, 'n1_n2'), named(network, 'n5_n1')];
  expect([east.to, west.from, east.street]).toEqual([west.from, east.to, west.street]);
  expect(network.gates).toHaveLength(4);
  for (const gate of network.gates) {
    expect([gate.entries.length, gate.exits.length]).toEqual([1, 1]);
  }
  expect(notes.map(({ code }) => code)).toContain('OSM-204');
  const thru = network.movements.find(({ from, to }) => from === 'n7_n2' && to === 'n5_n8');
  expect(thru).toMatchObject({ node: 'n2', kind: 'thru' });
  // Nobody turns back into the other carriageway at a crossing.
  expect(network.movements.some(({ from, to }) => from === 'n1_n2' && to === 'n5_n1')).toBe(false);
});

test('where ramps add their lanes to a street, nobody gives way', async () => {
  const laneCounts = (wide: string) => ({
    nodes: { 1: [-300, 0], 2: [0, 0], 3: [300, 0], 4: [-200, -100] } as const,
    ways: {
      1: [[1, 2], { highway: 'primary', oneway: 'yes', lanes: '2' }],
      2: [[4, 2], { highway: 'primary', oneway: 'yes', lanes: '1' }],
      3: [[2, 3], { highway: 'primary', oneway: 'yes', lanes: wide }],
      4: [[3, 1], { highway: 'primary', oneway: 'yes', lanes: '2' }],
      5: [[3, 4], { highway: 'primary', oneway: 'yes', lanes: '1' }],
    } as const,
  });
  const controlOf = async (wide: string) => {
    const { network, notes } = await load(laneCounts(wide));
    const isGuessed = notes.some(({ code, subject }) => code === 'OSM-213' && subject === 'n2');
    return [network.nodes.find(({ name }) => name === 'n2')!.control, isGuessed];
  };
  expect(await controlOf('3')).toEqual(['none', true]);
  expect(await controlOf('2')).toEqual(['yield', false]);
});

test('streets are cut at the bounds, and end in gates there', async () => {
  const { network, notes } = await load({
    ...CROSS,
    nodes: { ...CROSS.nodes, 10: [900, 200] },
    ways: { ...CROSS.ways, 4: [[4, 10], { highway: 'secondary' }] },
    bounds_m: [-500, -500, 600, 700],
  });
  expect(network.gates.map(({ name }) => name)).toEqual(['gate r4.1']);
  const gate = network.nodes.find(({ name }) => name === 'r4.1')!;
  const junction = network.nodes.find(({ name }) => name === 'n4')!;
  expect(gate.x_m - junction.x_m).toBeCloseTo(200, 0);
  expect(notes.map(({ code }) => code)).toContain('OSM-104');
});

test('a district cuts the map at its outline, whatever its shape', async () => {
  const { lon: west, lat: south } = placeText(-50, -50);
  const { lon: east, lat: north } = placeText(300, 300);
  const ring = [
    [west, south],
    [east, south],
    [east, north],
  ].map(([lon, lat]): [number, number] => [Number(lon), Number(lat)]);
  const { network } = await importOsm(
    { file: 'town.osm', bytes: Buffer.from(osmXml(CROSS)) },
    { district: ring },
  );
  // A triangle of 350 m × 350 m; its long side cuts the streets west of the middle.
  expect(network.district.area_m2 / (350 * 350)).toBeCloseTo(0.5, 2);
  expect(network.nodes.map(({ name }) => name)).not.toContain('n6');
  expect(network.gates.length).toBeGreaterThan(1);
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a way with nodes that the file lacks is cut there, and may lead outside', async () => {
  const { network, notes } = await load({
    ...CROSS,
    nodes: { ...CROSS.nodes, 10: [500, 200], 12: [700, 200], 13: [800, 200] },
    ways: { ...CROSS.ways, 4: [[4, 10, 11, 12, 13], { highway: 'secondary' }] },
  });
  expect(network.gates.map(({ name }) => name)).toEqual(['gate n10']);
  const codes = notes.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['OSM-103', 'OSM-109']));
  expect(network.nodes.map(({ name }) => name)).not.toContain('n13');
});

test('what cannot be driven to and back from is dropped and counted', async () => {
  const { network, notes } = await load({
    ...CROSS,
    nodes: { ...CROSS.nodes, 21: [250, 300], 22: [300, 300], 31: [200, 100], 32: [300, 100] },
    ways: {
      ...CROSS.ways,
      3: [[2, 31, 9, 6]],
      // An island, and a one-way street that ends in the middle of the town.
      4: [[21, 22]],
      5: [[31, 32], { oneway: 'yes' }],
    },
    bounds_m: [-600, -600, 1000, 1000],
  });
  expect(network.nodes.map(({ name }) => name)).not.toContain('n32');
  expect(network.nodes.map(({ name }) => name)).not.toContain('n21');
  const dropped = notes.filter(({ code }) => code === 'OSM-109');
  expect(dropped.map(({ subject }) => subject).sort()).toEqual(['n21_n22', 'n22_n21', 'n31_n32']);
});

test('links too short for two vehicles become junctions', async () => {
  const { network } = await load({
    ...CROSS,
    nodes: { ...CROSS.nodes, 10: [212, 200], 11: [212, 400] },
    ways: {
      1: [[1, 2, 3, 4, 5, 11, 6, 7, 8, 1]],
      2: [[8, 9, 10, 4], { highway: 'secondary' }],
      3: [[2, 9]],
      4: [[10, 11]],
    },
  });
  const shortest_m = Math.min(...network.links.map(({ length_m }) => length_m));
  expect(shortest_m).toBeGreaterThanOrEqual(15);
  expect(network.nodes).toHaveLength(5);
});

test('a two-way street drawn there and back is one street', async () => {
  const { network, notes } = await load({
    ...CROSS,
    ways: { 1: CROSS.ways[1]!, 2: [[8, 9, 8]], 3: [[2, 9, 6]], 4: [[4, 9]] },
  });
  expect(drawn(network).filter((link) => link.startsWith('n8>n9'))).toHaveLength(1);
  const codes = notes.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['OSM-116', 'OSM-118']));
});

/** The cross of CROSS with ways that end in the middle, as signs need them. */
const SIGNED: SmallMap = {
  ...CROSS,
  ways: { 1: CROSS.ways[1]!, 2: [[8, 9]], 3: [[9, 4]], 4: [[2, 9]], 5: [[9, 6]] },
};
const sign = (id: number, tags: Record<string, string>, [from, to]: readonly [number, number]) =>
  relationXml({
    id,
    members: [
      ['way', from, 'from'],
      ['node', 9, 'via'],
      ['way', to, 'to'],
    ],
    tags: { type: 'restriction', ...tags },
  });
const waysFrom = ({ movements }: NetworkDraft, link: string): string[] =>
  movements.filter(({ from }) => from === link).map(({ to }) => to);

test('turns that signs forbid are closed, and where one is the only way the others are', async () => {
  const free = await load(SIGNED);
  expect(waysFrom(free.network, 'n2_n9').sort()).toEqual(['n9_n4', 'n9_n6', 'n9_n8']);
  const no = sign(90, { restriction: 'no_left_turn' }, [4, 2]);
  const only = sign(91, { restriction: 'only_straight_on' }, [2, 3]);
  const { network, notes } = await load({ ...SIGNED, more: no + only });
  expect(waysFrom(network, 'n2_n9').sort()).toEqual(['n9_n4', 'n9_n6']);
  expect(waysFrom(network, 'n8_n9')).toEqual(['n9_n4']);
  expect(waysFrom(network, 'n4_n9')).toHaveLength(3);
  expect(notes.map(({ code }) => code)).not.toContain('OSM-112');
});

test('a sign for some hours forbids the turn then to all whom it does not spare', async () => {
  const hours = 'no_left_turn @ (Mo-Fr 07:00-09:00,16:00-18:00)';
  const no = sign(90, { 'restriction:conditional': hours, except: 'psv' }, [4, 2]);
  const only = sign(
    91,
    { 'restriction:motorcar:conditional': 'only_straight_on @ (22:00-24:00)' },
    [2, 3],
  );
  const { network, notes } = await load({ ...SIGNED, more: no + only });
  const usesOf = (link: string) =>
    network.movements
      .filter(({ from, uses }) => from === link && uses !== undefined)
      .map(({ to, uses }) => [to, uses]);
  const spared = { classes: ['sav', 'bus', 'emergency'] };
  expect(usesOf('n2_n9')).toEqual([
    [
      'n9_n8',
      [
        { from_s: 25_200, to_s: 32_400, ...spared },
        { from_s: 57_600, to_s: 64_800, ...spared },
      ],
    ],
  ]);
  const vans = { from_s: 79_200, to_s: 86_400, classes: ['van', 'bus', 'service', 'emergency'] };
  expect(usesOf('n8_n9').sort()).toEqual([
    ['n9_n2', [vans]],
    ['n9_n6', [vans]],
  ]);
  expect(notes.map(({ code }) => code)).not.toContain('OSM-112');
});

test.each([
  [{ 'restriction:hgv': 'no_left_turn' }, 'for other vehicles'],
  [{ 'restriction:conditional': 'no_left_turn @ (weight>3.5)' }, 'other than hours'],
  [{ restriction: 'no_left_turn', except: 'psv;motorcar' }, 'that spare cars'],
  [{ restriction: 'sometimes' }, 'of unknown kinds'],
])('a restriction %j is noted and not used', async (tags, why) => {
  const { network, notes } = await load({ ...SIGNED, more: sign(90, tags, [4, 2]) });
  expect(waysFrom(network, 'n2_n9')).toHaveLength(3);
  expect(notes.find(({ code }) => code === 'OSM-112')!.message).toContain(why);
});

test('charging stations at the kerb are zones for charging, cut out of those for parking', async () => {
  const station = { amenity: 'charging_station' };
  const places = {
    20: [100, -6, { ...station, capacity: '4' }],
    21: [300, -6, station],
    22: [100, 100, station],
    23: [300, -7, { ...station, access: 'private' }],
    24: [320, -7, { ...station, bicycle: 'yes', motorcar: 'no' }],
  } as const;
  const { network, notes } = await load({ ...CROSS, nodes: { ...CROSS.nodes, ...places } });
  const before = (await load(CROSS)).network;
  const stallsOf = ({ curbs }: NetworkDraft, use: string) =>
    curbs
      .filter(({ timetable }) => timetable[0]!.use === use)
      .reduce((sum, { start_m, end_m }) => sum + Math.round((end_m - start_m) / 6), 0);
  expect(stallsOf(network, 'charging')).toBe(4 + 2);
  expect(stallsOf(network, 'parking')).toBe(stallsOf(before, 'parking') - 6);
  expect(stallsOf(network, 'pudo')).toBe(stallsOf(before, 'pudo'));
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
  const told = notes.filter(({ code }) => /OSM-(?:12[45]|21[45])/.test(code));
  expect(told.map(({ code, subject }) => `${code} ${subject}`).sort()).toEqual([
    'OSM-124 node 23',
    'OSM-124 node 24',
    'OSM-125 node 22',
    'OSM-214 node 21',
    'OSM-215 chargers',
  ]);
});

const DAYTIME = { 'motor_vehicle:conditional': 'no @ (Mo-Fr 07:00-20:00)' };
const closedLinks = ({ links }: NetworkDraft): string[] =>
  links.flatMap(({ name, laneUses }) => (laneUses === undefined ? [] : [name])).sort();

test('nothing stands along a street that is closed at some hours', async () => {
  const { network, notes } = await load({
    ...CROSS,
    ways: { ...CROSS.ways, 3: [[2, 9, 6], DAYTIME] },
  });
  expect(closedLinks(network)).toEqual(['n2_n9', 'n6_n9', 'n9_n2', 'n9_n6']);
  const along = [...network.addresses, ...network.curbs].map(({ link }) => link);
  expect(along.filter((link) => closedLinks(network).includes(link))).toEqual([]);
  expect(along).toContain('n8_n9');
  expect(notes.map(({ code }) => code)).not.toContain('OSM-123');
  expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('hours that would cut off others, or a gate, are told and left out', async () => {
  const nodes = { ...CROSS.nodes, 10: [800, 200], 11: [800, 500], 12: [500, 500] } as const;
  const bridge = { ...CROSS.ways, 4: [[4, 10], DAYTIME], 5: [[10, 11, 12, 10]] } as const;
  const cut = await load({ nodes, ways: bridge });
  expect(closedLinks(cut.network)).toEqual([]);
  const told = cut.notes.filter(({ code }) => code === 'OSM-123');
  expect(told.map(({ subject }) => subject)).toEqual(['n4_n10', 'n10_n4']);
  const atRim = { ...CROSS.ways, 4: [[4, 10], { ...DAYTIME, highway: 'primary' }] } as const;
  const gate = await load({ nodes: { ...CROSS.nodes, 10: [800, 200] }, ways: atRim });
  expect(gate.network.gates.map(({ name }) => name)).toEqual(['gate n10']);
  expect(closedLinks(gate.network)).toEqual([]);
});

test('a restriction of thousands of ways is no sign', async () => {
  const froms = Array.from({ length: 1000 }, (_, way) => ['way', way, 'from'] as const);
  const tos = Array.from({ length: 1000 }, (_, way) => ['way', way, 'to'] as const);
  const tags = { type: 'restriction', restriction: 'no_left_turn' };
  const more = relationXml({ id: 90, members: [...froms, ['node', 9, 'via'], ...tos], tags });
  const { network, notes } = await load({ ...SIGNED, more });
  expect(waysFrom(network, 'n2_n9')).toHaveLength(3);
  expect(notes.find(({ code }) => code === 'OSM-112')!.message).toContain('more than 100 turns');
});

test('a restriction of ways that pass its node is ambiguous, and noted', async () => {
  const { notes } = await load({
    ...CROSS,
    more: sign(90, { restriction: 'no_left_turn' }, [2, 3]),
  });
  expect(notes.find(({ code }) => code === 'OSM-112')!.subject).toBe('relation 90');
});

test('arrows decide which lane leads where', async () => {
  const arrows = { oneway: 'yes', lanes: '3', 'turn:lanes': 'left|left;through|right' };
  const { network } = await load({ ...SIGNED, ways: { ...SIGNED.ways, 4: [[2, 9], arrows] } });
  const lanes = network.movements
    .filter(({ from }) => from === 'n2_n9')
    .map(({ kind, fromLanes }) => `${kind} ${fromLanes.join()}`);
  expect(lanes.sort()).toEqual(['left 0,1', 'right 2', 'thru 1']);
});

test('tags of parking decide about curbs, on each side of a street', async () => {
  const tags = { 'parking:right': 'no', 'parking:left': 'lane', highway: 'residential' };
  const { network } = await load({ ...CROSS, ways: { ...CROSS.ways, 3: [[2, 9, 6], tags] } });
  const usesOf = (link: string): string[] =>
    network.curbs.filter((curb) => curb.link === link).map(({ timetable }) => timetable[0]!.use);
  expect(usesOf('n2_n9')).toEqual(['pudo']);
  expect(usesOf('n9_n2')).toEqual(['parking', 'pudo']);
});

test('car parks are lots with the stalls they say or have room for, private ones are left out', async () => {
  const parking = { amenity: 'parking' };
  const { network, notes } = await load({
    ...CROSS,
    nodes: {
      ...CROSS.nodes,
      41: [220, 220],
      42: [294, 220],
      43: [294, 294],
      44: [220, 294],
      45: [100, 230, { ...parking, capacity: '55', parking: 'multi-storey' }],
      46: [110, 230, { ...parking, access: 'private' }],
    },
    ways: { ...CROSS.ways, 9: [[41, 42, 43, 44, 41], { ...parking, highway: '' }] },
  });
  const lots = network.lots.filter(({ name }) => /lot (?:way|node)/.test(name));
  expect(lots.map(({ name, kind, stallCount }) => `${name} ${kind} ${stallCount}`)).toEqual([
    // 5,476 m² at 28 m² a stall.
    'lot way 9 surface 195',
    'lot node 45 structure 55',
  ]);
  expect(lots[1]!.entrances[0]!.link).toMatch(/^n8_n9$|^n9_n8$/);
  const codes = notes.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['OSM-120', 'OSM-211']));
});

test('charging stations within a car park are chargers of its lot, no more than its stalls', async () => {
  const station = { amenity: 'charging_station' };
  const square = (id: number, x: number, side: number) =>
    Object.fromEntries(
      [
        [0, 0],
        [side, 0],
        [side, side],
        [0, side],
      ].map(([dx, dy], at) => [id + at, [x + dx!, 220 + dy!]]),
    );
  const park = (id: number, tags: Record<string, string>) =>
    [[id, id + 1, id + 2, id + 3, id], { highway: '', amenity: 'parking', ...tags }] as const;
  const { network, notes } = await load({
    ...CROSS,
    nodes: {
      ...CROSS.nodes,
      ...square(40, 220, 72),
      ...square(50, 300, 12),
      ...square(60, 330, 50),
      70: [230, 230, { ...station, capacity: '4' }],
      71: [240, 230, station],
      72: [305, 225, { ...station, capacity: '9' }],
    } as never,
    ways: {
      ...CROSS.ways,
      6: park(40, { 'capacity:charging': '3' }) as never,
      7: park(50, {}) as never,
      8: park(60, { 'capacity:charging': '3' }) as never,
    },
  });
  const lots = network.lots.filter(({ name }) => name.startsWith('lot way'));
  expect(lots.map(({ stallCount, chargerCount }) => [stallCount, chargerCount])).toEqual([
    [185, 4 + 2],
    [5, 5],
    [89, 3],
  ]);
  expect(network.curbs.filter(({ timetable }) => timetable[0]!.use === 'charging')).toEqual([]);
  expect(notes.filter(({ code }) => code === 'OSM-214').map(({ subject }) => subject)).toEqual([
    'node 71',
  ]);
});

test('people live and work in buildings by floor area, where enough are mapped', async () => {
  const corners = (id: number, x: number, y: number) =>
    Object.fromEntries(
      [
        [0, 0],
        [80, 0],
        [80, 80],
        [0, 80],
      ].map(([dx, dy], at) => [id + at, [x + dx!, y + dy!]]),
    );
  const { network } = await load({
    ...CROSS,
    nodes: { ...CROSS.nodes, ...corners(60, 20, 60), ...corners(70, 250, 250) } as never,
    ways: {
      ...CROSS.ways,
      6: [[60, 61, 62, 63, 60], { highway: '', building: 'apartments', 'building:levels': '10' }],
      7: [[70, 71, 72, 73, 70], { highway: '', building: 'office' }],
    },
  });
  expect(network.addresses.map(({ name }) => name)).toEqual(['building way 6', 'building way 7']);
  const [homes, offices] = network.addresses;
  const area_ha = network.district.area_m2 / 10_000;
  const [residentCount, jobCount] = [Math.round(100 * area_ha), Math.round(75 * area_ha)];
  expect(homes).toMatchObject({ residentCount, jobCount: 0, isGuessed: false });
  expect(offices).toMatchObject({ residentCount: 0, jobCount, isGuessed: false });
});

test('streets above one another do not meet', async () => {
  const { network } = await load({
    ...CROSS,
    ways: { ...CROSS.ways, 3: [[2, 6], { bridge: 'yes', layer: '1' }] },
  });
  expect(network.nodes.map(({ name }) => name)).not.toContain('n9');
  expect(drawn(network)).toContain('n2>n6 1');
});

test('the order of rows in the file does not matter', async () => {
  const lines = osmXml(DUAL).split('\n');
  const rows = lines.slice(3, -2);
  const turned = [...lines.slice(0, 3), ...rows.toReversed(), ...lines.slice(-2)].join('\n');
  const one = await load(DUAL);
  const other = await importOsm({ file: 'town.osm', bytes: Buffer.from(turned) });
  expect(other).toEqual(one);
});

test('streets, blocks and places fit: no problem is found and the land sums up', async () => {
  for (const map of [{ ...CROSS, bounds_m: [-50, -50, 450, 450] } as const, DUAL]) {
    const { network } = await load(map);
    expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { land, districtArea_m2 } = factsOf(network, {
      timetableOf: ({ timetable }) => timetable,
      stall_m: 6,
    });
    const { movingLanes_m2, sidewalks_m2, curb_m2, lots_m2, blocks_m2 } = land;
    const sum_m2 = movingLanes_m2 + sidewalks_m2 + curb_m2 + lots_m2 + blocks_m2;
    expect(sum_m2).toBeCloseTo(districtArea_m2, 3);
    expect(Math.min(movingLanes_m2, sidewalks_m2, curb_m2, blocks_m2)).toBeGreaterThan(0);
    expect(network.addresses.every(({ isGuessed }) => isGuessed)).toBe(true);
    expect(network.addresses.filter(({ block }) => block !== '').length).toBeGreaterThan(
      0.9 * network.addresses.length,
    );
  }
});
