import { expect, test } from 'vitest';
import { addressOn, curbOn, lotOn, streetMap } from '../testing/street-map.js';
import { checkNetwork } from './check-network.js';
import { allDay } from './curb-use.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from './network-draft.js';

const tee = streetMap('a--b--c', '   |   ', '   d   ');
const found = (network: NetworkDraft) =>
  checkNetwork(network).map(({ code, field }) => `${code} ${field}`);
const withLink = (name: string, change: Partial<LinkDraft>): NetworkDraft => ({
  ...tee,
  links: tee.links.map((link) => (link.name === name ? { ...link, ...change } : link)),
});
const withMovement = (change: Partial<MovementDraft>): NetworkDraft => ({
  ...tee,
  movements: tee.movements.map((one) =>
    one.from === 'ab' && one.to === 'bc' ? { ...one, ...change } : one,
  ),
});

test('nothing is wrong with drawn networks, one-way rings, gates and places included', () => {
  expect(checkNetwork(tee)).toEqual([]);
  expect(checkNetwork(streetMap('a--b'))).toEqual([]);
  expect(checkNetwork(streetMap('a->-b', '^   v', 'd-<-c'))).toEqual([]);
  expect(
    checkNetwork(
      streetMap('a--b--c', '|  |  |', 'd--e--f', {
        junction_m: 5,
        leftPocket_m: 20,
      }),
    ),
  ).toEqual([]);
  expect(
    checkNetwork({
      ...tee,
      curbs: [curbOn('ab', { start_m: 0, end_m: 20 }), curbOn('ab', { start_m: 20, end_m: 150 })],
      lots: [lotOn('ba', { position_m: 150, stallCount: 5 })],
      addresses: [addressOn('ab', { position_m: 0 })],
    }),
  ).toEqual([]);
});

test('NET-101 names are unique within a kind, not between kinds', () => {
  expect(found({ ...tee, nodes: [...tee.nodes, tee.nodes[0]!] })).toEqual(['NET-101 nodes.a']);
  expect(
    found({ ...tee, lots: [lotOn('ab', { name: 'a', position_m: 1, stallCount: 1 })] }),
  ).toEqual([]);
});

test('NET-102 every name refers to something', () => {
  expect(found({ ...tee, curbs: [curbOn('xy', { start_m: 0, end_m: 6 })] })).toEqual([
    'NET-102 curbs.xy-parking-0.link',
  ]);
  expect(
    found({ ...tee, lots: [lotOn('xy', { name: 'l', position_m: 1, stallCount: 1, block: 'b' })] }),
  ).toEqual(['NET-102 lots.l.block', 'NET-102 lots.l.entrances']);
  expect(
    found({ ...tee, addresses: [addressOn('xy', { name: 'h', position_m: 1, block: 'b' })] }),
  ).toEqual(['NET-102 addresses.h.block', 'NET-102 addresses.h.link']);
  expect(found(withLink('ab', { from: 'z' }))).toEqual(['NET-102 links.ab.from']);
  expect(
    found({ ...tee, gates: [...tee.gates, { ...tee.gates[0]!, name: 'g', exits: ['xy', 'ba'] }] }),
  ).toEqual(['NET-102 gates.g.exits']);
  expect(
    found({ ...tee, movements: [...tee.movements, { ...tee.movements[0]!, to: 'xy' }] }),
  ).toEqual(['NET-102 movements.ab>xy.to']);
});

test('NET-103 the links of a movement meet at its node', () => {
  const astray = { ...tee.movements[0]!, from: 'ba', to: 'bc' };
  expect(found({ ...tee, movements: [...tee.movements, astray] })).toEqual([
    'NET-103 movements.ba>bc.from',
  ]);
  expect(found(withMovement({ node: 'd' }))).toEqual([
    'NET-103 movements.ab>bc.from',
    'NET-103 movements.ab>bc.to',
  ]);
});

test('NET-104 and NET-105 links have lanes, and movements use lanes that there are', () => {
  expect(found(withLink('ba', { laneCount: 0 }))).toEqual(['NET-104 links.ba.laneCount']);
  expect(found(withMovement({ fromLanes: [1] }))).toEqual(['NET-105 movements.ab>bc.fromLanes']);
  expect(found(withMovement({ fromLanes: [-1] }))).toEqual(['NET-105 movements.ab>bc.fromLanes']);
  expect(found(withMovement({ fromLanes: [] }))).toEqual(['NET-105 movements.ab>bc.fromLanes']);
  const pocket = withLink('ab', { leftPocket_m: 30 });
  const movements = withMovement({ fromLanes: [-1] }).movements;
  expect(found({ ...pocket, movements })).toEqual([]);
});

test('NET-106 speeds are above 0', () => {
  expect(found(withLink('ab', { freeSpeed_mps: 0 }))).toEqual(['NET-106 links.ab.freeSpeed_mps']);
  expect(found(withMovement({ speed_mps: Number.NaN }))).toEqual([
    'NET-106 movements.ab>bc.speed_mps',
  ]);
});

test('NET-120 warns of speeds that no street has: a wrong unit', () => {
  const of = (freeSpeed_mps: number): readonly string[] => found(withLink('ab', { freeSpeed_mps }));
  expect(of(50)).toEqual(['NET-120 links.ab.freeSpeed_mps']);
  expect(of(0.5)).toEqual(['NET-120 links.ab.freeSpeed_mps']);
  expect([...of(10 / 3.6), ...of(130 / 3.6)]).toEqual([]);
});

test('NET-107 a link is no shorter than the straight line without its junctions', () => {
  expect(found(withLink('ab', { length_m: 139.95 }))).toEqual([]);
  expect(found(withLink('ab', { length_m: 139.9 }))).toEqual(['NET-107 links.ab.length_m']);
  expect(found(withLink('ab', { length_m: 0 }))).toEqual(['NET-107 links.ab.length_m']);
  expect(found(withMovement({ length_m: 0 }))).toEqual(['NET-107 movements.ab>bc.length_m']);
});

test('NET-108 a pocket fits on its link', () => {
  expect(found(withLink('ab', { leftPocket_m: 151 }))).toEqual(['NET-108 links.ab.leftPocket_m']);
  expect(found(withLink('ab', { leftPocket_m: -1 }))).toEqual(['NET-108 links.ab.leftPocket_m']);
});

test('NET-109 and NET-110 curb zones lie on their link and beside each other', () => {
  const curbs = (...spans: [number, number][]) =>
    found({
      ...tee,
      curbs: spans.map(([start_m, end_m], at) => curbOn('ab', { name: `${at}`, start_m, end_m })),
    });
  expect(curbs([0, 150])).toEqual([]);
  expect(curbs([0, 151])).toEqual(['NET-109 curbs.0.end_m']);
  expect(curbs([-1, 5])).toEqual(['NET-109 curbs.0.start_m']);
  expect(curbs([5, 5])).toEqual(['NET-109 curbs.0.end_m']);
  expect(curbs([10, 20], [0, 10], [20, 30])).toEqual([]);
  expect(curbs([10, 20], [0, 11])).toEqual(['NET-110 curbs.0.start_m']);
  expect(curbs([0, 100], [10, 20], [50, 60])).toEqual([
    'NET-110 curbs.1.start_m',
    'NET-110 curbs.2.start_m',
  ]);
});

test('NET-111 a timetable covers the day once', () => {
  const timetable = (...spans: [number, number][]) =>
    checkNetwork({
      ...tee,
      curbs: [
        {
          ...curbOn('ab', { start_m: 0, end_m: 6 }),
          timetable: spans.map(([from_s, to_s]) => ({ ...allDay('pudo')[0]!, from_s, to_s })),
        },
      ],
    }).map(({ code, message }) => `${code} ${message}`);
  expect(timetable([0, 30_000], [30_000, 86_400])).toEqual([]);
  expect(timetable()).toEqual(['NET-111 must have a use from 0 s to 86400 s']);
  expect(timetable([0, 30_000], [30_001, 86_400])).toEqual([
    'NET-111 must have a use from 30000 s to 30001 s',
  ]);
  expect(timetable([0, 30_000], [29_999, 86_400])).toEqual([
    'NET-111 must have one use at 29999 s, in the order of the day',
  ]);
  expect(timetable([0, 86_401])).toEqual(['NET-111 must end at 86400 s, ends at 86401 s']);
  expect(timetable([0, 0], [0, 86_400])).toEqual([
    'NET-111 must end its use of 0 s after it begins',
  ]);
});

test('NET-112 and NET-113 lots have entrances, and places lie on their links', () => {
  const lot = lotOn('ab', { name: 'l', position_m: 160, stallCount: 3 });
  expect(found({ ...tee, lots: [{ ...lot, entrances: [] }] })).toEqual([
    'NET-112 lots.l.entrances',
  ]);
  expect(found({ ...tee, lots: [lot] })).toEqual(['NET-113 lots.l.entrances']);
  expect(found({ ...tee, addresses: [addressOn('ab', { name: 'h', position_m: -1 })] })).toEqual([
    'NET-113 addresses.h.position_m',
  ]);
});

test('NET-121 a lot has no more chargers than stalls', () => {
  const lot = { ...lotOn('ab', { name: 'l', position_m: 20, stallCount: 3 }), chargerCount: 3 };
  expect(found({ ...tee, lots: [lot] })).toEqual([]);
  for (const chargerCount of [4, -1, 0.5, Number.NaN]) {
    expect(found({ ...tee, lots: [{ ...lot, chargerCount }] })).toEqual([
      'NET-121 lots.l.chargerCount',
    ]);
  }
});

test('NET-114 a street that nobody can drive on from is a dead end, a gate is not', () => {
  const cul = streetMap(...['a--b--c', '   |   ', '   d   '], { gates: 'ac', uturns: '' });
  expect(found(cul)).toContain('NET-114 links.bd');
  expect(checkNetwork(cul).every(({ severity }) => severity === 'warning')).toBe(true);
  expect(found(streetMap('a--b--c', '   |   ', '   d   ', { gates: 'ac' }))).toEqual([]);
});

test('NET-115 a part that cannot be reached or left is named once, with its size', () => {
  const beside = (street: string) => {
    const map = streetMap(`a--b--c${street}x-y`, '|  |  |  | |', 'd--e--f  z-w', { gates: '' });
    return checkNetwork(map).map(({ code, field, message }) => `${code} ${field} ${message}`);
  };
  expect(beside('--')).toEqual([]);
  expect(beside('  ')).toEqual([
    'NET-115 links.xy cannot be reached or left, with a part of 4 links',
    'NET-115 links.yx cannot be reached or left, with a part of 4 links',
  ]);
  expect(beside('>-')).toEqual(['NET-115 links.cx cannot be left, with a part of 9 links']);
  expect(beside('<-')).toEqual(['NET-115 links.xc cannot be reached, with a part of 9 links']);
});

test('NET-116 a gate is connected with the network', () => {
  const apart = streetMap('a--b--c  x--y', '|  |  |      ', 'd--e--f      ', { uturns: '' });
  expect(found(apart)).toEqual([
    'NET-116 gates.gate-x.entries',
    'NET-116 gates.gate-x.exits',
    'NET-116 gates.gate-y.entries',
    'NET-116 gates.gate-y.exits',
  ]);
  expect(
    found({
      ...tee,
      gates: [...tee.gates, { ...tee.gates[0]!, name: 'g', entries: [], exits: [] }],
    }),
  ).toEqual(['NET-116 gates.g']);
});
