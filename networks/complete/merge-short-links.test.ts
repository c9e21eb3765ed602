import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import { deriveMovements } from './derive-movements.js';
import { mergeShortLinks } from './merge-short-links.js';
import { testGrid, testStreets } from './test-streets.js';

const merged = (draft: NetworkDraft, options = {}) =>
  mergeShortLinks(deriveMovements(draft).draft, options);

const turnsFrom = ({ movements }: NetworkDraft, from: string) =>
  movements
    .filter((each) => each.from === from)
    .map(({ to, kind }) => `${kind} ${to}`)
    .sort();

/**
 * Two dual carriageways cross: eastbound through a and b, westbound through d and c, northbound
 * through b and c, southbound through d and a, 12 m apart.
 */
const dualCrossing = (): NetworkDraft =>
  testStreets(
    {
      a: [-6, -6],
      b: [6, -6],
      c: [6, 6],
      d: [-6, 6],
      wIn: [-200, -6],
      wOut: [-200, 6],
      eOut: [200, -6],
      eIn: [200, 6],
      sIn: [6, -200],
      sOut: [-6, -200],
      nOut: [6, 200],
      nIn: [-6, 200],
    },
    'a>b b>c c>d d>a wIn>a b>eOut eIn>c d>wOut sIn>b c>nOut nIn>d a>sOut',
    { laneCount: 2, carriageway_m: 6.5 },
  );

test('two dual carriageways that cross become one junction with the turns of a crossing', () => {
  const { draft, notes } = merged(dualCrossing());
  expect(
    draft.nodes
      .map(({ name }) => name)
      .sort()
      .slice(0, 2),
  ).toEqual(['a', 'eIn']);
  expect(draft.nodes.find(({ name }) => name === 'a')).toMatchObject({ x_m: 0, y_m: 0 });
  expect(draft.links).toHaveLength(8);
  expect(turnsFrom(draft, 'wIn>a')).toEqual(['left c>nOut', 'right a>sOut', 'thru b>eOut']);
  expect(draft.movements).toHaveLength(12);
  expect(notes.map(({ code, subject }) => [code, subject])).toEqual([['NET-311', 'a']]);
});

test('lanes of a merged crossing are shared out anew, left turns from the left', () => {
  const { movements } = merged(dualCrossing()).draft;
  const lanes = movements.filter(({ from }) => from === 'sIn>b').map((m) => [m.kind, m.fromLanes]);
  expect(Object.fromEntries(lanes)).toEqual({ left: [0], thru: [0, 1], right: [1] });
});

test('painted arrows still hold after the merge', () => {
  const turnLanes = new Map([['sIn>b', [['left', 'thru'], ['right']] as const]]);
  const { movements } = merged(dualCrossing(), { turnLanes }).draft;
  const lanes = movements.filter(({ from }) => from === 'sIn>b').map((m) => [m.kind, m.fromLanes]);
  expect(Object.fromEntries(lanes)).toEqual({ left: [0], thru: [0], right: [1] });
});

test('no metre is lost: the way across has the length of the links and turns it replaces', () => {
  const places: Record<string, Point> = { a: [0, 0], b: [100, 0], c: [110, 0], d: [210, 0] };
  const split = testStreets({ ...places, x: [100, 90], y: [110, -90] }, 'a=b b=c c=d b=x c=y');
  const before = deriveMovements(split).draft;
  const along = (draft: NetworkDraft, route: readonly string[]): number => {
    const links = draft.links.filter(({ name }) => route.includes(name));
    const turns = draft.movements.filter(
      ({ from, to }) => route.indexOf(to) === route.indexOf(from) + 1 && route.includes(from),
    );
    return [...links, ...turns].reduce((sum, each) => sum + each.length_m, 0);
  };
  const { draft } = mergeShortLinks(before);
  expect(draft.links.map(({ name }) => name)).not.toContain('b>c');
  const whole = along(before, ['a>b', 'b>c', 'c>d']);
  expect(along(draft, ['a>b', 'c>d'])).toBeCloseTo(whole, 9);
  // A staggered crossing is crossed with a turn: right at the one, left at the other.
  expect(turnsFrom(draft, 'x>b')).toEqual(['left c>d', 'right b>a', 'thru c>y']);
});

test('what signs forbid stays forbidden across a merged junction', () => {
  const isBanned = ({ from, to }: { from: string; to: string }) => from === 'b>c' && to === 'c>d';
  const { draft } = mergeShortLinks(deriveMovements(dualCrossing(), { isBanned }).draft);
  // Its left turn goes over b>c and c>d.
  expect(turnsFrom(draft, 'sIn>b')).toEqual(['right b>eOut', 'thru c>nOut']);
});

test('an opening of a median keeps its U-turn', () => {
  const { draft } = merged(
    testStreets(
      { a: [0, 0], b: [200, 0], c: [400, 0], d: [400, 10], e: [200, 10], f: [0, 10] },
      'a>b b>c d>e e>f b=e',
    ),
  );
  expect(turnsFrom(draft, 'a>b')).toEqual(['thru b>c', 'uturn e>f']);
});

test('a short dead end is taken into its junction', () => {
  const places = { a: [0, 0], b: [100, 0], c: [108, 0], d: [100, 99], e: [100, -99] } as const;
  const { draft } = merged(testStreets(places, 'a=b b=c b=d b=e'));
  expect(draft.links).toHaveLength(6);
  expect(turnsFrom(draft, 'a>b')).toEqual(['left b>d', 'right b>e']);
});

test('pieces of a street are joined to one link, as long as they were together', () => {
  const places = Object.fromEntries(
    Array.from({ length: 31 }, (_, at): [string, Point] => [`n${at + 10}`, [at * 10, 0]]),
  );
  const names = Object.keys(places);
  const streets = names.slice(1).map((name, at) => `${names[at]}=${name}`);
  const before = deriveMovements(testStreets(places, streets.join(' '))).draft;
  const { draft, notes } = mergeShortLinks(before);
  expect(draft.nodes.map(({ name }) => name)).toEqual(['n10', 'n40']);
  // 29 bends have 1 m of way each.
  expect(draft.links.map(({ name, length_m }) => [name, length_m])).toEqual([
    ['n11>n10', 329],
    ['n39>n40', 329],
  ]);
  expect(new Set(draft.links.map(({ street }) => street)).size).toBe(1);
  expect(turnsFrom(draft, 'n39>n40')).toEqual(['uturn n11>n10']);
  expect(new Set(notes.map(({ code }) => code))).toEqual(new Set(['NET-314']));
});

test('streets that change their lanes at a bend stay two, unless one is short', () => {
  const change = (length_m: number) => {
    const draft = testStreets({ a: [0, 0], b: [100, 0], c: [100 + length_m, 0] }, 'a=b b=c');
    const isWide = ({ from, to }: { from: string; to: string }) => from === 'c' || to === 'c';
    const links = draft.links.map((link) => (isWide(link) ? { ...link, laneCount: 3 } : link));
    return merged({ ...draft, links }).draft.links;
  };
  expect(change(40)).toHaveLength(4);
  expect(change(14).map(({ laneCount }) => laneCount)).toEqual([1, 1]);
});

test('a signal at a bend stays, as does a bend that signs do not let through', () => {
  const draft = testStreets({ a: [0, 0], b: [100, 0], c: [200, 0] }, 'a=b b=c');
  const nodes = draft.nodes.map((node) => ({ ...node, control: 'signal' as const }));
  expect(merged({ ...draft, nodes }).draft.links).toHaveLength(4);
  const isBanned = ({ from, to }: { from: string; to: string }) => from === 'a>b' && to === 'b>c';
  const barred = mergeShortLinks(deriveMovements(draft, { isBanned }).draft);
  expect(barred.draft.links).toHaveLength(4);
});

test('a dense knot makes several junctions, none too wide, and no link stays short', () => {
  const { draft, notes } = merged(testGrid(9, 11));
  const inner = draft.nodes.filter(({ name }) => name.includes(','));
  expect(inner.length).toBeGreaterThanOrEqual(4);
  expect(draft.links.length).toBeGreaterThan(0);
  expect(draft.links.every(({ length_m }) => length_m >= 15)).toBe(true);
  expect(notes.some(({ code }) => code === 'NET-312')).toBe(true);
});

test('a street that comes back to its own junction is split at a bend, not lost', () => {
  const loop = testStreets({ a: [0, 0], b: [10, 0], c: [-100, 0] }, 'a=b c=a');
  const [around] = testStreets({ a: [0, 0], b: [10, 0] }, 'a>b', {
    name: 'loop',
    street: 'loop',
    length_m: 120,
    geometry: [
      [0, 0],
      [0, 50],
      [10, 50],
      [10, 0],
    ],
  }).links;
  const { draft, notes } = merged({ ...loop, links: [...loop.links, around!] });
  expect(notes.map(({ code }) => code)).toContain('NET-313');
  const halves = draft.links.filter(({ name }) => name.startsWith('loop'));
  expect(halves.map(({ from, to, length_m }) => [from, to, length_m])).toEqual([
    ['a', 'loop_bend', 60],
    ['loop_bend', 'a', 60],
  ]);
  expect(turnsFrom(draft, 'loop_second').length).toBeGreaterThan(0);
});

test('whatever the streets, links are long enough, turns meet, and no way on is lost', () => {
  const size = 5;
  const jitter = fc.integer({ min: -18, max: 18 });
  const draftOf = fc
    .tuple(
      fc.array(fc.tuple(jitter, jitter), { minLength: size * size, maxLength: size * size }),
      fc.array(fc.constantFrom('=', '>', '='), { minLength: 40, maxLength: 40 }),
    )
    .map(([shifts, kinds]) => {
      const places: Record<string, Point> = {};
      const streets: string[] = [];
      for (const [at, [dx, dy]] of shifts.entries()) {
        const [column, row] = [at % size, Math.floor(at / size)];
        places[`n${at}`] = [column * 30 + dx, row * 30 + dy];
        if (column > 0) streets.push(`n${at - 1}${kinds[streets.length]}n${at}`);
        if (row > 0) streets.push(`n${at - size}${kinds[streets.length]}n${at}`);
      }
      return deriveMovements(testStreets(places, streets.join(' '))).draft;
    });
  fc.assert(
    fc.property(draftOf, (before) => {
      const { draft } = mergeShortLinks(before);
      const links = new Map(draft.links.map((link) => [link.name, link]));
      for (const { length_m, from, to } of draft.links) {
        expect(length_m).toBeGreaterThanOrEqual(15);
        expect(from).not.toBe(to);
      }
      for (const { node, from, to, fromLanes } of draft.movements) {
        expect([links.get(from)!.to, links.get(to)!.from]).toEqual([node, node]);
        expect(fromLanes.length).toBeGreaterThan(0);
      }
      const hasWayOn = (each: NetworkDraft) => new Set(each.movements.map(({ from }) => from));
      const [wasOpen, isOpen] = [hasWayOn(before), hasWayOn(draft)];
      for (const name of links.keys()) {
        const leadsOut = reachesKept(before, name, links);
        if (wasOpen.has(name) && leadsOut) expect(isOpen.has(name)).toBe(true);
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

/** Twin by plain search: whether any kept link can be reached from `start` at all. */
function reachesKept(
  { movements }: NetworkDraft,
  start: string,
  kept: ReadonlyMap<string, unknown>,
): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    for (const { from, to } of movements) {
      if (from !== link || seen.has(to)) continue;
      if (kept.has(to)) return true;
      seen.add(to);
      open.push(to);
    }
  }
  return false;
}
