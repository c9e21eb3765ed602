import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import type { MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { completePlaces, completeStreets } from '../complete/complete-network.js';
import { testGrid } from '../complete/test-streets.js';
import { blockGroups } from './block-groups.js';
import { type CalmOptions, calmNetwork } from './calm-network.js';
import { planOf } from './street-plan.js';
import { throughWays } from './through-ways.js';

const SUPERILLA: CalmOptions = {
  groupSize: 3,
  mainRank: 3,
  isInArea: () => true,
  hasLoops: true,
  innerSpeed_mps: 10 / 3.6,
};
const SUPERBLOCK: CalmOptions = {
  ...SUPERILLA,
  groupSize: 4,
  hasLoops: false,
  entranceCount: 4,
  innerSpeed_mps: 30 / 3.6,
};

/** Streets every 100 m, places along them, and a way out at each street's end. */
function city(size: number): NetworkDraft {
  const end_m = (size - 0.5) * 100;
  const polygon = [
    [-50, -50],
    [end_m, -50],
    [end_m, end_m],
    [-50, end_m],
  ] as const;
  const side_m = size * 100;
  const streets = { ...testGrid(size, 100), district: { polygon, area_m2: side_m * side_m } };
  return completePlaces(completeStreets(streets).draft).draft;
}

test('a plan has the land between the streets, and each side of a street beside one piece', () => {
  const plan = planOf(city(4));
  const blocks = plan.faces.filter(({ area_m2 }) => area_m2 > 0);
  expect(blocks).toHaveLength(9);
  for (const { area_m2, sides } of blocks) {
    expect(area_m2).toBeCloseTo(10_000, 6);
    expect(sides).toHaveLength(4);
  }
  const sideCount = plan.faces.reduce((sum, { sides }) => sum + sides.length, 0);
  expect(sideCount).toBe(2 * plan.streets.length);
});

test('seven streets each way make four groups of nine blocks, each with twelve inner streets', () => {
  const groups = blockGroups(planOf(city(7)), SUPERILLA);
  expect(groups.map(({ faces, inner }) => [faces.length, inner.length])).toEqual(
    Array.from({ length: 4 }, () => [9, 12]),
  );
});

test('main streets are never inside a group', () => {
  const draft = city(7);
  const links = draft.links.map((link) =>
    link.from.startsWith('1,') && link.to.startsWith('1,') ? { ...link, rank: 3 } : link,
  );
  const plan = planOf({ ...draft, links });
  const inner = blockGroups(plan, SUPERILLA).flatMap((group) => group.inner);
  expect(inner.length).toBeGreaterThan(0);
  expect(Math.max(...inner.map((row) => plan.streets[row]!.rank))).toBeLessThan(3);
});

test('before, one can drive through a group in every direction; after, only round a corner', () => {
  const draft = city(7);
  const groups = blockGroups(planOf(draft), SUPERILLA);
  const before = throughWays(draft, groups, planOf(draft));
  const { draft: after } = calmNetwork(draft, SUPERILLA);
  const ways = throughWays(after, groups, planOf(draft));
  // Eight streets lead into each group, and from each one could leave by the seven others.
  expect(before).toHaveLength(4 * 8 * 7);
  // A loop at each corner, one way.
  expect(ways).toHaveLength(4 * 4);
  for (const { rim_m, inside_m } of ways) expect(rim_m).toBeLessThanOrEqual(inside_m);
});

test('a superblock has no way through at all, and as many entrances as asked', () => {
  const draft = city(9);
  const groups = blockGroups(planOf(draft), SUPERBLOCK);
  expect(groups).toHaveLength(4);
  const { draft: after } = calmNetwork(draft, SUPERBLOCK);
  expect(throughWays(after, groups, planOf(draft))).toEqual([]);
  expect(throughWays(draft, groups, planOf(draft)).length).toBeGreaterThan(100);
  for (const { inner } of groups) {
    const plan = planOf(draft);
    const inside = new Set(inner.flatMap((row) => linkNames(plan.streets[row]!)));
    const entrances = after.movements.filter(({ from, to }) => !inside.has(from) && inside.has(to));
    expect(new Set(entrances.map(({ node }) => node)).size).toBe(4);
  }
});

const linkNames = ({ there, back }: ReturnType<typeof planOf>['streets'][number]): string[] =>
  [there, back].flatMap((link) => (link === null ? [] : [link.name]));

for (const [kind, options, size] of [
  ['superilla', SUPERILLA, 7],
  ['superblock', SUPERBLOCK, 9],
] as const) {
  test(`a ${kind} is a sound network: every address can be reached and left`, () => {
    const draft = city(size);
    const { draft: after, changes } = calmNetwork(draft, options);
    const found = checkNetwork(after).map(({ code, field }) => `${code} ${field}`);
    expect(found).toEqual(checkNetwork(draft).map(({ code, field }) => `${code} ${field}`));
    expect(after.addresses.map(({ name, x_m, y_m }) => [name, x_m, y_m])).toEqual(
      draft.addresses.map(({ name, x_m, y_m }) => [name, x_m, y_m]),
    );
    expect(changes.some((change) => change.kind === 'left as it is')).toBe(false);
  });
}

test('the land of the streets stays what it was', () => {
  const draft = city(7);
  const { draft: after } = calmNetwork(draft, SUPERILLA);
  const street_m2 = ({ links }: NetworkDraft): number =>
    links.reduce((sum, link) => sum + link.length_m * (link.carriageway_m + link.sidewalk_m), 0);
  expect(street_m2(after)).toBeCloseTo(street_m2(draft), 3);
});

test('every change is told: what differs in the links is in the list', () => {
  const draft = city(7);
  const { draft: after, changes } = calmNetwork(draft, SUPERILLA);
  const old = new Map(draft.links.map((link) => [link.name, link]));
  const told = new Set(changes.map(({ subject }) => subject));
  for (const link of after.links) {
    const before = old.get(link.name);
    if (before === undefined || before.freeSpeed_mps !== link.freeSpeed_mps) {
      expect(told.has(link.name)).toBe(true);
    }
  }
  const goneCount = draft.links.length - after.links.length;
  expect(goneCount).toBe(changes.filter(({ kind }) => kind === 'one-way').length);
  expect(goneCount).toBe(4 * 8);
});

test('a group that cannot be calmed without losing a gate is left as it is, and told', () => {
  const draft = city(7);
  // A garage for all the city, reached by an inner junction only.
  const [inward] = draft.links.filter(({ to }) => to === '1,1');
  const stub = {
    ...inward!,
    street: 'drive',
    length_m: 40,
    geometry: [
      [130, 130],
      [103, 103],
    ],
  } as const;
  const drive = { ...stub, name: 'g>1,1', from: 'g', to: '1,1' };
  const back = {
    ...stub,
    name: '1,1>g',
    from: '1,1',
    to: 'g',
    geometry: [...stub.geometry].reverse(),
  };
  const gated: NetworkDraft = {
    ...draft,
    nodes: [...draft.nodes, { name: 'g', x_m: 130, y_m: 130, control: 'none' }],
    links: [...draft.links, drive, back],
    gates: [
      ...draft.gates,
      { name: 'garage', x_m: 130, y_m: 130, entries: [drive.name], exits: [back.name], weight: 1 },
    ],
    movements: [
      ...draft.movements,
      ...['0,1', '1,0', '2,1', '1,2'].flatMap((node) => [
        turn('1,1', drive.name, `1,1>${node}`),
        turn('1,1', `${node}>1,1`, back.name),
      ]),
    ],
  };
  const { changes, groupCount } = calmNetwork(gated, SUPERILLA);
  const left = changes.filter(({ kind }) => kind === 'left as it is');
  expect(left.map(({ group }) => group)).toEqual(['group 1']);
  expect(groupCount).toBe(3);
});

const turn = (node: string, from: string, to: string): MovementDraft => ({
  node,
  from,
  to,
  kind: 'thru',
  length_m: 10,
  speed_mps: 5,
  fromLanes: [0],
});
