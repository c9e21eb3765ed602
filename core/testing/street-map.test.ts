import { expect, test } from 'vitest';
import { useAt } from '../network/curb-use.js';
import { addressOn, curbOn, lotOn, streetMap } from './street-map.js';

const tee = ['a--b--c', '   |   ', '   d   '] as const;

test('a drawn street has a link in each direction, named after its nodes, 50 m a character', () => {
  const { links, nodes } = streetMap(...tee);
  expect(links.map((link) => [link.name, link.length_m])).toEqual([
    ['ab', 150],
    ['ba', 150],
    ['bc', 150],
    ['cb', 150],
    ['bd', 100],
    ['db', 100],
  ]);
  expect(nodes.map(({ name, x_m, y_m }) => [name, x_m, y_m])).toEqual([
    ['a', 0, 100],
    ['b', 150, 100],
    ['c', 300, 100],
    ['d', 150, 0],
  ]);
  expect(new Set(links.map((link) => link.street))).toEqual(new Set(['ab', 'bc', 'bd']));
});

test('turns are named by what a driver on the right-hand side does', () => {
  const { movements } = streetMap(...tee);
  expect(movements.map(({ from, to, kind }) => `${from} ${to} ${kind}`)).toEqual([
    'ab bc thru',
    'ab bd right',
    'cb ba thru',
    'cb bd left',
    'db ba left',
    'db bc right',
  ]);
  expect(movements.every(({ node, length_m }) => node === 'b' && length_m === 10)).toBe(true);
});

test('arrows make a street one-way in their direction', () => {
  const ring = streetMap('a->-b', '^   v', 'd-<-c');
  expect(ring.links.map((link) => link.name)).toEqual(['ab', 'da', 'bc', 'cd']);
  expect(ring.movements.map(({ from, to, kind }) => `${from} ${to} ${kind}`)).toEqual([
    'da ab right',
    'ab bc right',
    'cd da right',
    'bc cd right',
  ]);
  expect(ring.gates).toEqual([]);
});

test('nodes with one neighbour are gates unless the test names others', () => {
  const { gates } = streetMap(...tee);
  expect(gates.map(({ name, entries, exits }) => [name, entries, exits])).toEqual([
    ['gate-a', ['ab'], ['ba']],
    ['gate-c', ['cb'], ['bc']],
    ['gate-d', ['db'], ['bd']],
  ]);
  expect(streetMap(...tee, { gates: 'c' }).gates.map((gate) => gate.name)).toEqual(['gate-c']);
});

test('one turns round only at dead ends without a gate, or where the test says so', () => {
  const uturns = (options: { gates?: string; uturns?: string }) =>
    streetMap(...tee, options).movements.filter(({ kind }) => kind === 'uturn');
  expect(uturns({})).toEqual([]);
  expect(uturns({ gates: 'ac' }).map(({ from, to }) => [from, to])).toEqual([['bd', 'db']]);
  expect(uturns({ uturns: 'b' }).map(({ from, to }) => [from, to])).toEqual([
    ['ab', 'ba'],
    ['cb', 'bc'],
    ['db', 'bd'],
  ]);
});

test('lanes, pockets, speeds, control and the scale are options', () => {
  const map = streetMap(...tee, {
    step_m: 100,
    laneCount: 3,
    leftPocket_m: 40,
    freeSpeed_mps: 10,
    movement_m: 20,
    movementSpeed_mps: { right: 5 },
    control: 'signal',
    controls: { d: 'yield' },
    links: { ab: { freeSpeed_mps: 8 } },
  });
  const movement = (from: string, to: string) =>
    map.movements.find((one) => one.from === from && one.to === to)!;
  expect(map.links.map((link) => [link.name, link.length_m, link.leftPocket_m])).toEqual([
    ['ab', 300, 0],
    ['ba', 300, 0],
    ['bc', 300, 0],
    ['cb', 300, 40],
    ['bd', 200, 0],
    ['db', 200, 40],
  ]);
  expect(movement('ab', 'bc')).toMatchObject({ speed_mps: 8, fromLanes: [0, 1, 2], length_m: 20 });
  expect(movement('ab', 'bd')).toMatchObject({ speed_mps: 5, fromLanes: [2] });
  expect(movement('cb', 'bd')).toMatchObject({ speed_mps: 10, fromLanes: [-1] });
  expect(map.nodes.map(({ control }) => control)).toEqual(['none', 'signal', 'none', 'yield']);
});

test('junctions take length from their links where asked, gates never', () => {
  const { links } = streetMap('a--b--c--d', { junction_m: 10 });
  expect(links.find((link) => link.name === 'ab')).toMatchObject({
    length_m: 140,
    geometry: [
      [0, 0],
      [140, 0],
    ],
  });
  expect(links.find((link) => link.name === 'bc')!.length_m).toBeCloseTo(130, 9);
});

test('curbs, lots and addresses are added by spreading', () => {
  const map = {
    ...streetMap('a--b'),
    curbs: [curbOn('ab', { start_m: 20, end_m: 50, use: 'pudo' })],
    lots: [lotOn('ab', { position_m: 60, stallCount: 8 })],
    addresses: [addressOn('ab', { position_m: 30, name: 'home', residentCount: 2 })],
  };
  expect(map.curbs[0]).toMatchObject({ name: 'ab-pudo-20', link: 'ab', start_m: 20, end_m: 50 });
  expect(useAt(map.curbs[0]!.timetable, 3600)).toBe('pudo');
  expect(map.lots[0]).toMatchObject({ entrances: [{ link: 'ab', position_m: 60 }] });
  expect(map.addresses[0]).toMatchObject({ name: 'home', residentCount: 2, jobCount: 0 });
});

test('a drawing that makes no sense is refused', () => {
  expect(() => streetMap('a--')).toThrow('does not end at a node');
  expect(() => streetMap('--a')).toThrow('belongs to no street');
  expect(() => streetMap('a-->--<--b')).toThrow('two arrows');
  expect(() => streetMap('a--a')).toThrow('drawn twice');
  expect(() => streetMap('a--b', { gates: 'x' })).toThrow('not in the drawing');
  expect(() => streetMap('a--b', { links: { bc: {} } })).toThrow('not in the drawing');
});
