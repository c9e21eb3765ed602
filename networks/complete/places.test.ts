import { expect, test } from 'vitest';
import { factsOf } from '../../core/network/facts.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { completePlaces, completeStreets } from './complete-network.js';
import { addFrontageAddresses } from './frontage-addresses.js';
import { addFrontageCurbs } from './frontage-curbs.js';
import { addGuessedLots } from './guessed-lots.js';
import { addRemainingLand } from './remaining-land.js';
import { addRimGates } from './rim-gates.js';
import { testGrid, testStreets } from './test-streets.js';

const sumOf = <Row>(rows: readonly Row[], value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0);

/** 300 m × 300 m of streets on 16 hectares. */
function grid(): NetworkDraft {
  const polygon = [
    [-100, -100],
    [300, -100],
    [300, 300],
    [-100, 300],
  ] as const;
  return { ...testGrid(3, 100), district: { polygon, area_m2: 160_000 } };
}

test('every stub at the rim is a gate, entered and left there', () => {
  const { draft, notes } = addRimGates(grid());
  expect(draft.gates).toHaveLength(12);
  expect(draft.gates.find(({ name }) => name === 'gate w1')).toEqual({
    name: 'gate w1',
    x_m: -50,
    y_m: 100,
    entries: ['w1>0,1'],
    exits: ['0,1>w1'],
    weight: 2,
  });
  // Each thing has a note of its own.
  expect(notes.map(({ subject }) => subject)).toEqual(draft.gates.map(({ name }) => name));
});

test('dead ends inside and driveways are no gates, and broad streets weigh more', () => {
  const places = { a: [0, 0], b: [500, 0], c: [500, 500], d: [0, 500], x: [250, 250] } as const;
  const draft = testStreets(places, 'a=b b=x b=c');
  const ranked = draft.links.map((link) =>
    link.from === 'c' ? { ...link, rank: 4, laneCount: 3 } : link,
  );
  const gates = (links: NetworkDraft['links']) => addRimGates({ ...draft, links }).draft.gates;
  expect(gates(ranked).map(({ name, weight }) => [name, weight])).toEqual([
    ['gate a', 2],
    ['gate c', 13],
  ]);
  const driveways = addRimGates({
    ...draft,
    links: draft.links.map((link) => ({ ...link, rank: 0 })),
  });
  expect(driveways.draft.gates).toEqual([]);
  expect(driveways.notes.map(({ code }) => code)).toEqual(['NET-322']);
});

test('addresses stand every 50 m on both sides of two-way streets, off the street', () => {
  const { draft } = addFrontageAddresses(testStreets({ a: [0, 0], b: [200, 0] }, 'a=b'));
  const places = draft.addresses.map(({ name, x_m, y_m }) => [name, x_m, y_m]);
  // Half the carriageway, the sidewalk and the setback: 1.625 + 2 + 6 m to the right.
  expect(places).toEqual([
    ['a>b 1', 25, -9.625],
    ['a>b 2', 75, -9.625],
    ['a>b 3', 125, -9.625],
    ['a>b 4', 175, -9.625],
    ['b>a 1', 175, 9.625],
    ['b>a 2', 125, 9.625],
    ['b>a 3', 75, 9.625],
    ['b>a 4', 25, 9.625],
  ]);
  expect(draft.addresses.every(({ isGuessed, walk_m }) => isGuessed && walk_m === 8)).toBe(true);
});

test('along more street than a region has addresses stand farther apart', () => {
  const streets = testStreets({ a: [0, 0], b: [30_000_000, 0] }, 'a=b');
  const { draft, notes } = addFrontageAddresses(streets);
  expect(draft.addresses).toHaveLength(100_000);
  expect(notes[0]!.message).toContain('every 600 m');
});

test('people are whole, sum to density times area, and follow frontage and class', () => {
  const draft = grid();
  const links = draft.links.map((link) => (link.name === '0,0>1,0' ? { ...link, rank: 5 } : link));
  const people = { residentsPerHectare: 101, jobsPerHectare: 33 };
  const { addresses } = addFrontageAddresses({ ...draft, links }, people).draft;
  expect(sumOf(addresses, (each) => each.residentCount)).toBe(1616);
  expect(sumOf(addresses, (each) => each.jobCount)).toBe(528);
  expect(addresses.every(({ residentCount }) => Number.isInteger(residentCount))).toBe(true);
  expect(addresses.some(({ link }) => link === '0,0>1,0')).toBe(false);
  // Equal frontage, equal class: they differ by rounding only.
  const counts = addresses.map(({ residentCount }) => residentCount);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
});

test('nobody lives farther from a street than the depth of a frontage', () => {
  const draft = { ...grid(), district: { polygon: grid().district.polygon, area_m2: 1e9 } };
  const frontage_m = sumOf(draft.links, ({ length_m }) => length_m);
  const { draft: served, notes } = addFrontageAddresses(draft, { residentsPerHectare: 100 });
  const residents = sumOf(served.addresses, (each) => each.residentCount);
  expect(residents).toBe(Math.round((100 * frontage_m * 120) / 10_000));
  expect(notes[0]!.message).toContain('within 120 m');
});

test('curb zones hold whole stalls, keep the corners clear and follow the class', () => {
  const draft = testStreets({ a: [0, 0], b: [100, 0] }, 'a>b');
  const zones = (rank: number) =>
    addFrontageCurbs({
      ...draft,
      links: draft.links.map((link) => ({ ...link, rank })),
    }).draft.curbs.map(({ start_m, end_m, timetable }) => [timetable[0]!.use, start_m, end_m]);
  expect(zones(1)).toEqual([
    ['parking', 10, 76],
    ['pudo', 76, 88],
  ]);
  expect(zones(4)).toEqual([['pudo', 70, 88]]);
  expect(zones(5)).toEqual([]);
  expect(zones(0)).toEqual([]);
});

test('streets whose curbs are known are left as they are', () => {
  const draft = grid();
  const isKnown = ({ name }: { name: string }) => name !== '0,0>1,0';
  const { curbs } = addFrontageCurbs(draft, { isKnown }).draft;
  expect(new Set(curbs.map(({ link }) => link))).toEqual(new Set(['0,0>1,0']));
  const twice = addFrontageCurbs({ ...draft, curbs }).draft.curbs;
  expect(twice.filter(({ link }) => link === '0,0>1,0')).toHaveLength(2);
});

test('lots and curbs together hold the assumed stock to the stall, remote lots their share', () => {
  const rates = { stallsPerResident: 0.5, stallsPerJob: 0.25, remoteShare: 0.4, remoteLotCount: 3 };
  const served = addFrontageCurbs(addFrontageAddresses(addRimGates(grid()).draft).draft).draft;
  const { draft, notes } = addGuessedLots(served, rates);
  const curbStalls = sumOf(
    draft.curbs.filter(({ timetable }) => timetable[0]!.use === 'parking'),
    ({ start_m, end_m }) => Math.round((end_m - start_m) / 6),
  );
  const near = draft.lots.filter(({ isRemote }) => !isRemote);
  // 1,600 residents and 1,200 jobs on 16 hectares.
  expect(curbStalls).toBeGreaterThan(0);
  expect(near.length).toBeGreaterThan(1);
  expect(curbStalls + sumOf(near, (lot) => lot.stallCount)).toBe(1600 * 0.5 + 1200 * 0.25);
  const remote = draft.lots.filter(({ isRemote }) => isRemote);
  expect(remote).toHaveLength(3);
  expect(sumOf(remote, (lot) => lot.stallCount)).toBe(440);
  expect(remote.every(({ isInside, entrances }) => !isInside && entrances.length === 2)).toBe(true);
  expect(notes.map(({ code }) => code)).toEqual(['NET-351', 'NET-352']);
});

test('the land ledger of a completed map sums to the district without a negative part', () => {
  const { draft } = completePlaces(completeStreets(grid()).draft);
  const { land } = factsOf(draft, { timetableOf: (curb) => curb.timetable, stall_m: 6 });
  const parts = Object.values(land);
  expect(sumOf(parts, (part) => part)).toBeCloseTo(160_000, 6);
  expect(Math.min(...parts)).toBeGreaterThan(0);
  expect(addRemainingLand(draft)).toEqual({ draft, notes: [] });
});

test('a bare map is completed in one go: drivable, with places on links that exist', () => {
  const streets = completeStreets(grid());
  const { draft, notes } = completePlaces(streets.draft);
  const lengthOf = new Map(draft.links.map(({ name, length_m }) => [name, length_m]));
  const places = [
    ...draft.addresses,
    ...draft.lots.flatMap((lot) => lot.entrances),
    ...draft.curbs.map(({ link, end_m }) => ({ link, position_m: end_m })),
  ];
  expect(places.length).toBeGreaterThan(50);
  for (const { link, position_m } of places) {
    expect(position_m).toBeLessThanOrEqual(lengthOf.get(link)!);
  }
  const names = [...draft.addresses, ...draft.lots, ...draft.curbs].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect([...new Set(notes.map(({ code }) => code))]).toEqual([
    'NET-321',
    'NET-331',
    'NET-341',
    'NET-351',
    'NET-352',
    'NET-361',
    'NET-324',
  ]);
  expect(() => completeStreets(draft)).toThrow('must come before curbs');
});
