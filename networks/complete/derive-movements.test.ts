import { expect, test } from 'vitest';
import { deriveMovements } from './derive-movements.js';
import { testGrid, testStreets } from './test-streets.js';

const CROSS = { m: [0, 0], e: [200, 0], n: [0, 200], w: [-200, 0], s: [0, -200] } as const;
const cross = (link = {}) => testStreets(CROSS, 'm=e m=n m=w m=s', link);

test('a crossing has left, thru and right from every arm, and no U-turn', () => {
  const { movements } = deriveMovements(cross()).draft;
  const atM = movements.filter(({ node }) => node === 'm');
  expect(atM).toHaveLength(12);
  const fromSouth = atM.filter(({ from }) => from === 's>m').map(({ kind, to }) => [kind, to]);
  expect(Object.fromEntries(fromSouth)).toEqual({ left: 'm>w', thru: 'm>n', right: 'm>e' });
});

test('at a dead end, and only there, the street turns back', () => {
  const { movements } = deriveMovements(testGrid(3, 100)).draft;
  const turningBack = movements.filter(({ kind }) => kind === 'uturn').map(({ node }) => node);
  expect(turningBack.sort()).toEqual(
    ['e', 'n', 's', 'w'].flatMap((side) => [0, 1, 2].map((at) => `${side}${at}`)),
  );
});

test('right turns take the rightmost lane, left turns the leftmost, thru all', () => {
  const { movements } = deriveMovements(cross({ laneCount: 3 })).draft;
  const lanes = movements
    .filter(({ from }) => from === 'w>m')
    .map(({ kind, fromLanes }) => [kind, fromLanes]);
  expect(Object.fromEntries(lanes)).toEqual({ left: [0], thru: [0, 1, 2], right: [2] });
});

test('painted arrows decide where there are as many as lanes, else they are left aside', () => {
  const draft = cross({ laneCount: 2 });
  const lanesWith = (arrows: readonly (readonly ('left' | 'thru' | 'right')[])[]) => {
    const turnLanes = new Map([['w>m', arrows]]);
    const { movements } = deriveMovements(draft, { turnLanes }).draft;
    const lanes = movements
      .filter(({ from }) => from === 'w>m')
      .map(({ kind, fromLanes }) => [kind, fromLanes]);
    return Object.fromEntries(lanes);
  };
  expect(lanesWith([['left'], ['thru', 'right']])).toEqual({ left: [0], thru: [1], right: [1] });
  expect(lanesWith([['left'], []])).toEqual({ left: [0], thru: [1], right: [1] });
  expect(lanesWith([['left']])).toEqual({ left: [0], thru: [0, 1], right: [1] });
});

test('forbidden turns are left out, unless nothing would be left', () => {
  const noLeft = deriveMovements(cross(), {
    isBanned: ({ from, to }) => from === 's>m' && to === 'm>w',
  });
  expect(noLeft.draft.movements.filter(({ node }) => node === 'm')).toHaveLength(11);
  const nothing = deriveMovements(cross(), { isBanned: ({ from }) => from === 's>m' });
  expect(nothing.draft.movements.filter(({ node }) => node === 'm')).toHaveLength(12);
  expect(nothing.notes.map(({ code, subject }) => [code, subject])).toContainEqual([
    'NET-303',
    's>m',
  ]);
});

test('turns that are known are kept, and no second ones made beside them', () => {
  const known = {
    node: 'm',
    from: 's>m',
    to: 'm>n',
    kind: 'thru',
    length_m: 9,
    speed_mps: 5,
    fromLanes: [0],
  } as const;
  const { movements } = deriveMovements({ ...cross(), movements: [known] }).draft;
  expect(movements.filter(({ from }) => from === 's>m')).toEqual([known]);
  expect(movements.filter(({ node }) => node === 'm')).toHaveLength(10);
});

test('turns are no faster than their links, and bends not slower', () => {
  const { movements } = deriveMovements(cross({ freeSpeed_mps: 5 })).draft;
  const speedOf = new Map(movements.map(({ kind, speed_mps }) => [kind, speed_mps]));
  expect([speedOf.get('thru'), speedOf.get('left'), speedOf.get('right')]).toEqual([5, 5, 4.5]);
});
