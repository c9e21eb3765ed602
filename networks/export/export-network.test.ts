import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { Problems } from '../../core/base/errors.js';
import { readZip } from '../../core/base/zip.js';
import type { AddressDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { streetMap } from '../../core/testing/street-map.js';
import { completePlaces, completeStreets } from '../complete/complete-network.js';
import { testGrid } from '../complete/test-streets.js';
import { everything } from '../gmns/every-feature.js';
import { readNetworkFiles } from '../gmns/network-folder.js';
import { importGeoJsonLines } from '../import/geojson-lines.js';
import { exportNetwork } from './export-network.js';

const UTM = '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs';

function town(): NetworkDraft {
  const draft = completePlaces(completeStreets(testGrid(3, 100)).draft).draft;
  const withPocket = draft.links.map((link) =>
    link.name === '0,1>1,1' ? { ...link, leftPocket_m: 30 } : link,
  );
  const movements = draft.movements.map((movement) =>
    movement.from === '0,1>1,1' && movement.kind === 'left'
      ? { ...movement, fromLanes: [-1] }
      : movement,
  );
  const nodes = draft.nodes.map((node) =>
    node.name === '1,1' ? { ...node, control: 'signal' as const } : node,
  );
  const through = { from: '0,1>1,1', to: '1,1>2,1' };
  const phases = [
    { duration_s: 30, protected: [through], permitted: [], amber: [] },
    { duration_s: 3, protected: [], permitted: [], amber: [through] },
  ];
  const signals = [{ node: '1,1', offset_s: 7, phases }];
  return { ...draft, nodes, links: withPocket, movements, signals };
}

type Elements = readonly { readonly name: string; readonly is: Readonly<Record<string, string>> }[];

function elementsOf(text: string): Elements {
  const found: { name: string; is: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) =>
    found.push({ name, is: attributes as Record<string, string> }),
  );
  parser.write(text).close();
  return found;
}

function sumoFiles(network: NetworkDraft): ReadonlyMap<string, Elements> {
  const { files } = exportNetwork(network, 'sumo');
  return new Map([...files].map(([name, text]) => [name, elementsOf(String(text))]));
}

/** What refers to nothing in SUMO's files. */
function strays(files: ReadonlyMap<string, Elements>): string[] {
  const rows = (file: string, element: string) =>
    files
      .get(`network.${file}.xml`)!
      .filter(({ name }) => name === element)
      .map(({ is }) => is);
  const nodes = new Set(rows('nod', 'node').map(({ id }) => id));
  const lanes = new Map(rows('edg', 'edge').map(({ id, numLanes }) => [id, Number(numLanes)]));
  const hasLane = (edge?: string, lane?: string): boolean =>
    Number(lane) < (lanes.get(edge ?? '') ?? 0);
  return [
    ...rows('edg', 'edge').filter(({ from, to }) => !nodes.has(from!) || !nodes.has(to!)),
    ...[...rows('con', 'connection'), ...rows('tll', 'connection')].filter(
      ({ from, to, fromLane, toLane }) => !hasLane(from, fromLane) || !hasLane(to, toLane),
    ),
    ...rows('add', 'parkingArea').filter(({ lane }) => !lanes.has(lane!.replace(/_0$/, ''))),
  ].map((each) => JSON.stringify(each));
}

test('everything in the files for SUMO refers to something in them', () => {
  for (const network of [town(), everything()]) expect(strays(sumoFiles(network))).toEqual([]);
  const files = new Map(sumoFiles(town()));
  const lost = files.get('network.edg.xml')!.filter(({ is }) => is.id !== '1_1_2_1');
  expect(lost).toHaveLength(files.get('network.edg.xml')!.length - 1);
  expect(strays(files.set('network.edg.xml', lost)).length).toBeGreaterThan(0);
});

test('a pocket is an edge of its own with one more lane, and left turns leave from it', () => {
  const files = sumoFiles(town());
  const edges = files.get('network.edg.xml')!.filter(({ is }) => is.id?.startsWith('0_1_1_1'));
  expect(edges.map(({ is }) => [is.id, is.numLanes, is.to])).toEqual([
    ['0_1_1_1', '1', '0_1_1_1.pocket'],
    ['0_1_1_1.pocket', '2', '1_1'],
  ]);
  const lanes = files
    .get('network.con.xml')!
    .filter(({ is }) => is.from?.startsWith('0_1_1_1'))
    .map(({ is }) => `${is.fromLane} ${is.to} ${is.toLane}`);
  // Lanes from the right: the pocket is 1, the other 0.
  expect(lanes.sort()).toEqual([
    '0 0_1_1_1.pocket 0',
    '0 0_1_1_1.pocket 1',
    '0 1_1_1_0 0',
    '0 1_1_2_1 0',
    '1 1_1_1_2 0',
  ]);
});

test('a given plan becomes a program with a sign for each connection', () => {
  const program = sumoFiles(town()).get('network.tll.xml')!;
  const logic = program.find(({ name }) => name === 'tlLogic')!;
  expect([logic.is.id, logic.is.offset]).toEqual(['1_1', '7']);
  const links = program.filter(({ name }) => name === 'connection');
  const states = program.filter(({ name }) => name === 'phase').map(({ is }) => is.state!);
  expect(links).toHaveLength(12);
  const green = links.findIndex(({ is }) => is.from === '0_1_1_1.pocket' && is.to === '1_1_2_1');
  expect(states.map((state) => state.length)).toEqual([12, 12]);
  expect(states.map((state) => state[green])).toEqual(['G', 'y']);
  expect(states[0]!.replaceAll('r', '')).toBe('G');
});

const hasNetconvert = (() => {
  try {
    execFileSync('netconvert', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

// SUMO is on few machines; what it would refuse is looked for above on all of them.
test.runIf(hasNetconvert)(
  'netconvert makes a network of it, with the same lanes and program',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'blockwise-sumo-'));
    try {
      const { files } = exportNetwork(town(), 'sumo');
      for (const [name, text] of files) writeFileSync(join(home, name), text);
      execFileSync('netconvert', ['-c', 'network.netccfg'], { cwd: home, stdio: 'ignore' });
      const net = elementsOf(readFileSync(join(home, 'network.net.xml'), 'utf8'));
      const edges = net.filter(({ name, is }) => name === 'edge' && is.function === undefined);
      expect(edges).toHaveLength(town().links.length + 1);
      expect(net.find(({ name }) => name === 'tlLogic')!.is).toMatchObject({
        id: '1_1',
        offset: '7',
      });
    } finally {
      rmSync(home, { recursive: true });
    }
  },
);

test('MATSim gets every node and link, the zone as its EPSG number, and is told what is lost', () => {
  const network = { ...town(), crs: UTM };
  const { files, lost } = exportNetwork(network, 'matsim');
  const text = String(files.get(''));
  expect(text).toContain(
    '<!DOCTYPE network SYSTEM "http://www.matsim.org/files/dtd/network_v2.dtd">',
  );
  expect(text).toContain('>EPSG:32633</attribute>');
  const elements = elementsOf(text);
  expect(elements.filter(({ name }) => name === 'node')).toHaveLength(network.nodes.length);
  const links = elements.filter(({ name }) => name === 'link').map(({ is }) => is);
  expect(links.map(({ id }) => id)).toEqual(network.links.map(({ name }) => name));
  // 50 km/h: one vehicle every 1.5 s + 7.5 m / 13.9 m/s.
  expect(links[0]).toMatchObject({ permlanes: '1', freespeed: '13.88889', capacity: '1765' });
  expect(lost).toContain('1 signals');
  expect(lost).toContain('1 left-turn pockets');
  expect(lost.filter((each) => /turns that do not exist/.test(each))).toEqual([]);
});

test('names that XML or SUMO could not bear come out as other names, each of its own', () => {
  const { files, lost } = exportNetwork(everything(), 'sumo');
  const ids = elementsOf(String(files.get('network.nod.xml')))
    .filter(({ name }) => name === 'node')
    .map(({ is }) => is.id!);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[\p{L}\p{N}_.#-]+$/u.test(id))).toBe(true);
  expect(lost[0]).toMatch(/names with signs that SUMO does not take/);
  expect(() =>
    elementsOf(String(exportNetwork(everything(), 'matsim').files.get(''))),
  ).not.toThrow();
});

test('GeoJSON puts a network on the globe: where it is, or where it is told', () => {
  const features = (network: NetworkDraft, options = {}) => {
    const { files } = exportNetwork(network, 'geojson', options);
    return JSON.parse(String(files.get(''))).features as readonly {
      geometry: { coordinates: readonly number[] };
      properties: { kind: string; name: string };
    }[];
  };
  const node = (list: ReturnType<typeof features>) =>
    list.find(({ properties }) => properties.kind === 'node' && properties.name === '0,0')!
      .geometry;
  const network = town();
  const nodes = network.nodes.map((each) => ({ ...each, x_m: each.x_m + 500_000 }));
  expect(node(features({ ...network, nodes, crs: UTM })).coordinates).toEqual([15, 0]);
  const origin = { lon_deg: 7.42, lat_deg: 43.73 };
  expect(node(features(network, { origin })).coordinates).toEqual([7.42, 43.73]);
  const kinds = new Set(features(network).map(({ properties }) => properties.kind));
  expect([...kinds].sort()).toEqual([
    'address',
    'block',
    'curb',
    'district',
    'gate',
    'link',
    'lot',
    'node',
  ]);
});

test('links and nodes come back from GeoJSON by their names, though links end at stop lines', () => {
  const network = town();
  const text = String(exportNetwork(network, 'geojson').files.get(''));
  const { network: back, notes } = importGeoJsonLines({ file: 'town.geojson', text });
  const ofLinks = ({ links }: NetworkDraft) =>
    links
      .map(({ name, from, to, laneCount, rank }) => [name, from, to, laneCount, rank].join(' '))
      .sort();
  expect(ofLinks(back)).toEqual(ofLinks(network));
  const control = (draft: NetworkDraft) => draft.nodes.find(({ name }) => name === '1,1')!.control;
  expect(control(back)).toBe('signal');
  for (const { name, length_m } of network.links) {
    const length = back.links.find((link) => link.name === name)!.length_m;
    // As long as it was but for the half width of the streets that cross it, which is guessed anew.
    expect(Math.abs(length - length_m)).toBeLessThan(4);
  }
  const left = notes.filter(({ code, message }) => code === 'GJL-102' && /no link/.test(message));
  expect(left).toHaveLength(network.curbs.length);
  // Without one of its nodes the links meet where they touch, and that is told.
  const broken = text.replace('"kind":"node","name":"1,1"', '"kind":"node","name":"lost"');
  const told = importGeoJsonLines({ file: 'town.geojson', text: broken }).notes;
  expect(told.map(({ message }) => message)).toContain(
    'name nodes that are not there: they meet where they touch',
  );
});

test('a .gmns.zip holds the folder, to the digit', () => {
  const { files } = exportNetwork(everything(), 'gmns', { isArchive: true });
  const problems = new Problems('a.gmns.zip');
  const codes = { notZip: 'Z-1', damaged: 'Z-2', tooLarge: 'Z-3' };
  const found = readZip(files.get('') as Uint8Array, problems, codes);
  const texts = new Map([...found].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  expect(readNetworkFiles(texts, { dir: 'x' }).network.links).toEqual(everything().links);
});

test('trips go to SUMO by routes, from edge to edge and from places along them', () => {
  const network = town();
  const [from, to] = network.addresses as [AddressDraft, AddressDraft];
  const base = { kind: 'through', partySize: 1 } as const;
  const trips = [
    {
      ...base,
      name: 'later',
      vehicle: 'b',
      departure_s: 90,
      origin: from.name,
      destination: to.name,
    },
    {
      ...base,
      ...{ name: 'first', vehicle: 'a', departure_s: 5 },
      ...{ origin: '0,1>1,1', destination: '1,1>2,1', route: ['0,1>1,1', '1,1>2,1'] },
    },
  ];
  const { files, lost } = exportNetwork(network, 'sumo', { trips });
  const rows = elementsOf(String(files.get('network.rou.xml')));
  const edges = new Set(elementsOf(String(files.get('network.edg.xml'))).map(({ is }) => is['id']));
  // The first link has a pocket: two edges of SUMO.
  const route = rows.find(({ name }) => name === 'route')!.is['edges']!.split(' ');
  expect(route).toHaveLength(3);
  expect(route.every((edge) => edges.has(edge))).toBe(true);
  const [first, later] = rows.filter(({ name }) => name === 'vehicle' || name === 'trip');
  expect(first!.is).toMatchObject({
    id: 'first',
    depart: '5',
    departPos: 'base',
    arrivalPos: 'max',
  });
  expect(later!.is).toMatchObject({ id: 'later', depart: '90', departSpeed: '0' });
  expect(edges.has(later!.is['from'])).toBe(true);
  expect(Number(later!.is['departPos'])).toBeGreaterThan(0);
  const config = String(files.get('network.sumocfg'));
  for (const file of ['network.net.xml', 'network.rou.xml', 'network.add.xml']) {
    expect(config).toContain(file);
  }
  expect(lost.some((sentence) => sentence.includes('a car of its own'))).toBe(true);
  expect(exportNetwork(network, 'sumo').files.has('network.rou.xml')).toBe(false);
});

test('who goes first is told as the data say it, but not among those who wait for the same', () => {
  const crossing = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ');
  const thru = (from: string, to: string) => ({ from: `${from}x`, to: `x${to}` });
  const [main, south, north] = [thru('w', 'e'), thru('s', 'n'), thru('n', 's')];
  const firstOf = new Map([
    ['sx>xn', [main]],
    ['nx>xs', [main, south]],
  ]);
  const movements = crossing.movements.map((movement) => {
    const givesWayTo = firstOf.get(`${movement.from}>${movement.to}`) ?? [];
    return { ...movement, givesWayTo, crosses: [] };
  });
  const told = (network: NetworkDraft): string[] =>
    sumoFiles(network)
      .get('network.con.xml')!
      .filter(({ name }) => name === 'prohibition')
      .map(({ is }) => `${is['prohibitor']} before ${is['prohibited']}`);
  expect(told({ ...crossing, movements })).toEqual([
    'wx->xe before nx->xs',
    'wx->xe before sx->xn',
  ]);
  // Without the stream that both wait for, they are told of each other.
  const alone = movements.map((each) =>
    each.from === north.from && each.to === north.to ? { ...each, givesWayTo: [south] } : each,
  );
  expect(told({ ...crossing, movements: alone })).toContain('sx->xn before nx->xs');
  expect(told(crossing)).toEqual([]);
});

test('ids in prohibitions have no underscores, after which netconvert reads a lane', () => {
  const street = streetMap('a--b--c');
  const named = {
    ...street,
    links: street.links.map((link) => (link.name === 'ab' ? { ...link, name: 'a_b' } : link)),
    movements: street.movements
      .map((each) => (each.from === 'ab' ? { ...each, from: 'a_b' } : each))
      .map((each) => (each.to === 'ab' ? { ...each, to: 'a_b' } : each)),
  };
  const edgesOf = (network: NetworkDraft): (string | undefined)[] =>
    sumoFiles(network)
      .get('network.edg.xml')!
      .filter(({ name }) => name === 'edge')
      .map(({ is }) => is['id']);
  expect(edgesOf(named)).toContain('a_b');
  const movements = named.movements.map((each) => ({ ...each, crosses: [], givesWayTo: [] }));
  expect(edgesOf({ ...named, movements })).toContain('a.b');
});

test('trips are driven by those of the scenario: people, vans and cars that drive themselves', () => {
  const street = streetMap('a--b--c');
  const trip = (name: string, kind: TripDraft['kind']): TripDraft => ({
    ...{ name, kind, vehicle: name, departure_s: 0, partySize: 1 },
    ...{ origin: 'gate-a', destination: 'gate-c' },
  });
  const trips = [trip('one', 'resident'), trip('two', 'van')];
  const typesOf = (regime: Scenario['regime']) => {
    const driving = { ...DEFAULT_SCENARIO, regime };
    const { files } = exportNetwork(street, 'sumo', { trips, driving });
    const rows = elementsOf(String(files.get('network.rou.xml')));
    const taus = rows.filter(({ name }) => name === 'vType').map(({ is }) => [is['id'], is['tau']]);
    return { taus, used: rows.flatMap(({ is }) => is['type'] ?? []) };
  };
  expect(typesOf('today').used).toEqual(['car', 'van']);
  const { human, automated } = DEFAULT_SCENARIO.drivers;
  expect(typesOf('today').taus[0]).toEqual(['car', String(human.tau_s)]);
  expect(typesOf('private-automated').used).toEqual(['automated', 'van']);
  expect(typesOf('private-automated').taus[0]).toEqual(['automated', String(automated.tau_s)]);
});
