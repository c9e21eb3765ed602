import { expect, test } from 'vitest';
import { groupBy } from '../../core/base/group-by.js';
import { checkNetwork } from '../../core/network/check-network.js';
import { factsOf } from '../../core/network/facts.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { measureLayout } from '../measure/layout-measures.js';
import {
  type GenerateSpec,
  generateNetwork,
  SMALL_BLOCK_DISTRICT,
  SUPERBLOCK_DISTRICT,
} from './generate-network.js';

const small = generateNetwork(SMALL_BLOCK_DISTRICT);
const superblock = generateNetwork(SUPERBLOCK_DISTRICT);
const both = [
  ['small blocks', small, SMALL_BLOCK_DISTRICT],
  ['superblocks', superblock, SUPERBLOCK_DISTRICT],
] as const;
/** Land and streets only. */
const EMPTY = {
  curbStallCount: 0,
  pudoBayCount: 0,
  loadingBayCount: 0,
  lotStallCount: 0,
  remoteLotCount: 0,
  remoteStallCount: 0,
  residentCount: 0,
  jobCount: 0,
  addressCount: 0,
};
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test('the same spec gives the same bytes', () => {
  expect(JSON.stringify(generateNetwork(SUPERBLOCK_DISTRICT))).toBe(JSON.stringify(superblock));
});

test.each(both)('a district of %s passes the check of networks', (_, network) => {
  expect(checkNetwork(network)).toEqual([]);
});

/** Right-of-way, frontage, junctions and lanes of a grid of n lanes, streets at b/2, 3b/2, … */
function expectClosedForms(
  network: NetworkDraft,
  { b, n, r }: { readonly b: number; readonly n: number; readonly r: number },
): void {
  const measures = measureLayout(network);
  expect(measures.junctions_perKm2).toBeCloseTo(1e6 / b ** 2, 9);
  expect(measures.lane_kmPerKm2).toBeCloseTo((1000 * 2 * n) / b, 9);
  expect(measures.rightOfWayShare).toBeCloseTo(1 - (1 - r / b) ** 2, 10);
  expect(measures.curb_mPerHa).toBeCloseTo((4 * (b - r) * 1e4) / b ** 2, 9);
  expect(measures.oneWayShare).toBe(0);
  expect(measures.strongComponentCount).toBe(1);
}

test.each(both)(
  'a district of %s has the measures of the closed forms, exactly',
  (_, network, spec) => {
    const { spacing_m, rightOfWay_m, lanesPerDirection } = spec;
    expectClosedForms(network, { b: spacing_m, n: 2 * lanesPerDirection, r: rightOfWay_m });
    expect(measureLayout(network).lane_km).toBeCloseTo(192, 9);
  },
);

test.each([
  { b: 100, n: 2, junctions: 100, lanes_km: 40, share: 0.271, curb_m: 342 },
  { b: 200, n: 4, junctions: 25, lanes_km: 40, share: 0.201, curb_m: 179 },
  { b: 400, n: 8, junctions: 6.25, lanes_km: 40, share: 0.165, curb_m: 91 },
  { b: 800, n: 8, junctions: 1.5625, lanes_km: 20, share: 0.084, curb_m: 48 },
])('streets of $n lanes every $b m have the right-of-way and frontage of the book', (row) => {
  const r = 3.3 * row.n + 8;
  const network = generateNetwork({
    ...SUPERBLOCK_DISTRICT,
    ...EMPTY,
    side_m: 1600,
    gateStretch_m: 800,
    spacing_m: row.b,
    rightOfWay_m: r,
    lanesPerDirection: row.n / 2,
    leftPocket_m: 0,
  });
  expectClosedForms(network, { b: row.b, n: row.n, r });
  const measures = measureLayout(network);
  expect(measures.junctions_perKm2).toBeCloseTo(row.junctions, 9);
  expect(measures.lane_kmPerKm2).toBeCloseTo(row.lanes_km, 9);
  // The book prints three digits.
  expect(measures.rightOfWayShare).toBeCloseTo(row.share, 3);
  expect(Math.round(measures.curb_mPerHa)).toBe(row.curb_m);
});

test('numbers of the example district', () => {
  expect([measureLayout(small).junctionCount, measureLayout(superblock).junctionCount]).toEqual([
    400, 25,
  ]);
  expect([small.blocks.length, superblock.blocks.length]).toEqual([441, 36]);
  for (const network of [small, superblock]) {
    expect(network.gates).toHaveLength(20);
    expect(sum(network.addresses.map((address) => address.residentCount))).toBe(57_600);
    expect(sum(network.addresses.map((address) => address.jobCount))).toBe(43_200);
    expect(network.addresses).toHaveLength(3_600);
  }
  expect(sum(small.gates.map((gate) => gate.entries.length))).toBe(80);
  expect(sum(superblock.gates.map((gate) => gate.entries.length))).toBe(20);
});

test.each(both)(
  'links and ways over junctions of %s sum to the whole streets',
  (_, network, spec) => {
    const thru = new Map(
      network.movements.filter(({ kind }) => kind === 'thru').map((one) => [one.from, one]),
    );
    const links = new Map(network.links.map((link) => [link.name, link]));
    const lengths = network.gates.flatMap(({ entries }) =>
      entries.map((entry) => {
        let length_m = 0;
        let link: LinkDraft | undefined = links.get(entry);
        while (link !== undefined) {
          const onward = thru.get(link.name);
          length_m += link.length_m + (onward?.length_m ?? 0);
          link = onward && links.get(onward.to);
        }
        return length_m;
      }),
    );
    for (const length_m of lengths) expect(length_m).toBeCloseTo(spec.side_m + 2 * 200, 9);
  },
);

test('the addresses and their people are the same in both layouts, on block land in both', () => {
  const who = ({ addresses }: NetworkDraft) =>
    addresses.map(({ name, x_m, y_m, residentCount, jobCount }) => ({
      name,
      x_m,
      y_m,
      residentCount,
      jobCount,
    }));
  expect(who(small)).toEqual(who(superblock));
  for (const { addresses, blocks } of [small, superblock]) {
    const block = new Map(blocks.map((one) => [one.name, one.polygon]));
    const isOnBlock = addresses.every(({ x_m, y_m, block: name }) => {
      const [southWest, , northEast] = block.get(name)!;
      const [west, south] = southWest!;
      const [east, north] = northEast!;
      return x_m >= west && x_m <= east && y_m >= south && y_m <= north;
    });
    expect(isOnBlock).toBe(true);
  }
  const other = generateNetwork({ ...SUPERBLOCK_DISTRICT, seed: 2 });
  expect(who(other)).not.toEqual(who(superblock));
});

test('an address meets the link on whose right its block lies, at the nearest place', () => {
  for (const network of [small, superblock]) {
    const links = new Map(network.links.map((link) => [link.name, link]));
    const misses = network.addresses.map(({ link, x_m, y_m, position_m, walk_m }) => {
      const { geometry, carriageway_m, length_m } = links.get(link)!;
      const [[fromX, fromY], [toX, toY]] = [geometry[0]!, geometry[1]!];
      const [east, north] = [(toX - fromX) / length_m, (toY - fromY) / length_m];
      const right_m = (x_m - fromX) * north - (y_m - fromY) * east;
      const along_m = (x_m - fromX) * east + (y_m - fromY) * north;
      // From the centre line to the face of the block; the walk has half a sidewalk of it.
      const toFace_m = network === small ? 9.8 - carriageway_m / 2 : 17.2 - carriageway_m / 2;
      // Places keep 5 m from the ends of the link.
      const place_m = Math.min(length_m - 5, Math.max(5, along_m));
      return Math.abs(walk_m - (right_m - toFace_m + 2)) + Math.abs(position_m - place_m);
    });
    expect(Math.max(...misses)).toBeLessThan(1e-5);
  }
});

test('70 % of the jobs crowd around the centre', () => {
  const { addresses } = small;
  const crowd = addresses.map(({ x_m, y_m }) =>
    Math.exp(-Math.hypot(x_m - 1200, y_m - 1200) / 800),
  );
  const crowdSum = sum(crowd);
  const misses = addresses.map(({ jobCount }, at) =>
    Math.abs(jobCount - 43_200 * ((0.7 * crowd[at]!) / crowdSum + 0.3 / addresses.length)),
  );
  expect(Math.max(...misses)).toBeLessThan(1);
});

test('both layouts have 23,500 stalls, the curb first, 40 % of those in lots on the ground', () => {
  for (const [network, curbStalls, lotStalls] of [
    [small, 8_000, 15_500],
    [superblock, 0, 23_500],
  ] as const) {
    const zones = network.curbs.filter((curb) => curb.timetable[0]!.use === 'parking');
    const stalls = zones.map((zone) => (zone.end_m - zone.start_m) / 6);
    for (const count of stalls) expect(count).toBeCloseTo(Math.round(count), 9);
    expect(sum(stalls.map(Math.round))).toBe(curbStalls);
    const inside = network.lots.filter((lot) => lot.isInside);
    expect(sum(inside.map((lot) => lot.stallCount))).toBe(lotStalls);
    const surface = inside.filter((lot) => lot.kind === 'surface');
    expect(sum(surface.map((lot) => lot.stallCount))).toBe(0.4 * lotStalls);
  }
});

test('pick-up and loading have the same metres in both layouts', () => {
  const metres = ({ curbs }: NetworkDraft, use: string) =>
    sum(
      curbs
        .filter((curb) => curb.timetable[0]!.use === use)
        .map((curb) => Math.round((curb.end_m - curb.start_m) * 10) / 10),
    );
  expect([metres(small, 'pudo'), metres(superblock, 'pudo')]).toEqual([19_200, 19_200]);
  expect([metres(small, 'loading'), metres(superblock, 'loading')]).toEqual([9_600, 9_600]);
});

test('a small face has 5 stalls, 12 m of pick-up and 6 m to load; arterials have lay-bys', () => {
  const face = (network: NetworkDraft, link: string) =>
    network.curbs
      .filter((curb) => curb.link === link)
      .map((curb) => `${curb.timetable[0]!.use} ${Math.round(curb.end_m - curb.start_m)}`);
  expect(face(small, 'x07y09-x08y09')).toEqual(['parking 30', 'pudo 12', 'loading 6']);
  expect(face(superblock, 'x2y3-x3y3')).toEqual(
    Array.from({ length: 4 }, () => ['pudo 48', 'loading 24']).flat(),
  );
});

test('zones keep 10 m from both ends of their link', () => {
  for (const { curbs, links } of [small, superblock]) {
    const length = new Map(links.map((link) => [link.name, link.length_m]));
    expect(Math.min(...curbs.map((curb) => curb.start_m))).toBeGreaterThanOrEqual(10);
    const clear = curbs.map((curb) => length.get(curb.link)! - curb.end_m);
    expect(Math.min(...clear)).toBeGreaterThan(10 - 0.1);
  }
});

test('lots of small blocks have the size of their kind; every superblock has its own', () => {
  const stalls = (network: NetworkDraft, kind: string) =>
    network.lots.filter((lot) => lot.isInside && lot.kind === kind).map((lot) => lot.stallCount);
  expect(Math.min(...stalls(small, 'surface'))).toBeGreaterThanOrEqual(60);
  expect(Math.max(...stalls(small, 'surface'))).toBeLessThanOrEqual(120);
  expect(Math.min(...stalls(small, 'structure'))).toBeGreaterThanOrEqual(200);
  expect(Math.max(...stalls(small, 'structure'))).toBeLessThanOrEqual(300);
  expect(Math.max(...stalls(superblock, 'surface'))).toBeLessThanOrEqual(200);
  expect(Math.max(...stalls(superblock, 'structure'))).toBeLessThanOrEqual(400);
  for (const { name } of superblock.blocks) {
    const kinds = superblock.lots.filter((lot) => lot.block === name).map((lot) => lot.kind);
    expect(new Set(kinds)).toEqual(new Set(['surface', 'structure']));
  }
});

test('stalls of superblocks follow the residents and jobs of the block', () => {
  for (const { name } of superblock.blocks) {
    const people = superblock.addresses
      .filter((address) => address.block === name)
      .map((address) => address.residentCount + address.jobCount);
    const stalls = superblock.lots.filter((lot) => lot.block === name).map((lot) => lot.stallCount);
    // Off by less than one stall for each of the two kinds.
    expect(Math.abs(sum(stalls) - (23_500 * sum(people)) / 100_800)).toBeLessThan(2);
  }
});

test('lots leave their block half its land, and every one can be entered', () => {
  for (const network of [small, superblock]) {
    const area = new Map(network.blocks.map((block) => [block.name, block.area_m2]));
    const inside = network.lots.filter((lot) => lot.isInside);
    const fewest = Math.min(...inside.map((lot) => lot.entrances.length));
    expect(fewest).toBeGreaterThanOrEqual(network === small ? 1 : 2);
    for (const [block, lots] of groupBy(inside, (lot) => lot.block)) {
      const taken_m2 = sum(lots.map((lot) => lot.stallCount * lot.land_m2PerStall));
      expect(taken_m2).toBeLessThanOrEqual(area.get(block)! / 2);
    }
  }
});

test('driveways of superblocks keep 60 m from stop lines and out of the left pockets', () => {
  const links = new Map(superblock.links.map((link) => [link.name, link]));
  const inside = superblock.lots.filter((lot) => lot.isInside);
  for (const { link, position_m } of inside.flatMap((lot) => lot.entrances)) {
    const { length_m, leftPocket_m } = links.get(link)!;
    expect(position_m).toBeGreaterThanOrEqual(60);
    expect(position_m).toBeLessThanOrEqual(length_m - Math.max(60, leftPocket_m));
  }
});

test('driveways lie between the curb zones of their link', () => {
  for (const network of [small, superblock]) {
    const zones = groupBy(network.curbs, (curb) => curb.link);
    const inside = network.lots.filter((lot) => lot.isInside);
    for (const { link, position_m } of inside.flatMap((lot) => lot.entrances)) {
      const blocked = (zones.get(link) ?? []).filter(
        (zone) => zone.start_m < position_m + 2.5 && zone.end_m > position_m - 2.5,
      );
      expect(blocked).toEqual([]);
    }
  }
});

test('a district of other numbers keeps the closed forms and the check', () => {
  const spec: GenerateSpec = {
    ...SMALL_BLOCK_DISTRICT,
    side_m: 800,
    spacing_m: 200,
    rightOfWay_m: 26.2,
    lanesPerDirection: 2,
    curbStallCount: 300,
    pudoBayCount: 100,
    loadingBayCount: 30,
    chargingBayCount: 24,
    lotStallCount: 700,
    remoteLotCount: 3,
    remoteStallCount: 100,
    residentCount: 900,
    jobCount: 500,
    addressCount: 123,
    keepClearOf: [],
    gateStretch_m: 400,
    seed: 5,
  };
  const network = generateNetwork(spec);
  expect(checkNetwork(network)).toEqual([]);
  expect(network.addresses).toHaveLength(123);
  const forCharging = network.curbs.filter(({ timetable }) => timetable[0]!.use === 'charging');
  const metres_m = forCharging.reduce((sum, { start_m, end_m }) => sum + end_m - start_m, 0);
  expect(metres_m).toBeCloseTo(24 * 6, 6);
  expect(network.lots.filter((lot) => lot.isRemote).map((lot) => lot.stallCount)).toEqual([
    33, 34, 33,
  ]);
  const measures = measureLayout(network);
  expect(measures.rightOfWayShare).toBeCloseTo(1 - (1 - 26.2 / 200) ** 2, 12);
  expect(measures.lane_kmPerKm2).toBeCloseTo(40, 9);
});

test('gates are the same in both layouts, and remote lots stand at every second', () => {
  const gates = ({ gates }: NetworkDraft) => gates.map(({ name, x_m, y_m }) => [name, x_m, y_m]);
  expect(gates(small)).toEqual(gates(superblock));
  for (const network of [small, superblock]) {
    const remote = network.lots.filter((lot) => lot.isRemote);
    expect(remote.map((lot) => lot.name)).toEqual(
      ['n1', 'n3', 'n5', 'e4', 'e2', 's5', 's3', 's1', 'w2', 'w4'].map((gate) => `remote-${gate}`),
    );
    expect(sum(remote.map((lot) => lot.stallCount))).toBe(24_000);
    for (const lot of remote) {
      const gate = network.gates.find(({ name }) => name.endsWith(lot.name.slice(-2)))!;
      const streets = new Set(lot.entrances.map((entrance) => entrance.link));
      expect(streets).toEqual(new Set([...gate.exits, ...gate.entries]));
      expect(lot.entrances.length).toBeGreaterThanOrEqual(4);
    }
  }
});

test('the land of the example sums to the district, streets and lay-bys as designed', () => {
  const land = (network: NetworkDraft) =>
    factsOf(network, { timetableOf: (curb) => curb.timetable, stall_m: 6 }).land;
  for (const network of [small, superblock]) {
    expect(sum(Object.values(land(network)))).toBeCloseTo(5_760_000, 4);
    expect(land(network).curb_m2).toBeCloseTo(
      2.5 * sum(network.curbs.map((curb) => curb.end_m - curb.start_m)),
      6,
    );
  }
  // Lay-bys are cut into the sidewalks: together they are 4 m wide on each side of the links.
  const { sidewalks_m2, curb_m2 } = land(superblock);
  const links_m = sum(superblock.links.filter((l) => l.isInside).map((link) => link.length_m));
  expect(sidewalks_m2 + curb_m2).toBeCloseTo(4 * links_m, 4);
});
