import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import type { MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { streetMap } from '../../core/testing/street-map.js';
import { generateNetwork, SUPERBLOCK_DISTRICT } from '../generate/generate-network.js';
import { convertNetwork } from './convert-network.js';
import { reachOf } from './reachable.js';
import { planOf } from './street-plan.js';

/** Nine superblocks of 480 m, and the land up to the rim. */
const superblocks = (): NetworkDraft =>
  generateNetwork({
    ...SUPERBLOCK_DISTRICT,
    side_m: 1920,
    gateStretch_m: 480,
    addressCount: 400,
    pudoBayCount: 100,
    loadingBayCount: 50,
    remoteLotCount: 4,
    lotStallCount: 2000,
  });

const largest_m2 = (draft: NetworkDraft): number =>
  Math.max(...planOf(draft).faces.map(({ area_m2 }) => area_m2));

test('no block that streets enclose stays above the size, and the network is sound', () => {
  const draft = superblocks();
  expect(largest_m2(draft)).toBeCloseTo(480 * 480, 0);
  const { network, changes } = convertNetwork(draft, 'small-block', { largestBlock_m2: 20_000 });
  expect(largest_m2(network)).toBeLessThanOrEqual(20_000);
  expect(checkNetwork(network)).toEqual(checkNetwork(draft));
  // Halves of halves: 480 m by 480 m is cut into sixteen, with fifteen streets.
  expect(changes.filter(({ kind }) => kind === 'new street')).toHaveLength(9 * 15);
});

test('the land of streets and blocks sums to what it was', () => {
  const draft = superblocks();
  const { network } = convertNetwork(draft, 'small-block');
  const block_m2 = ({ blocks }: NetworkDraft): number =>
    blocks.reduce((sum, { area_m2 }) => sum + area_m2, 0);
  const taken_m2 = block_m2(draft) - block_m2(network);
  // 16.5 m of street; each block of 445.6 m loses three whole strips one way and three the other.
  const strips_m2 = 9 * (6 * 16.5 * 445.6 - 9 * 16.5 * 16.5);
  expect(Math.abs(taken_m2 / strips_m2 - 1)).toBeLessThan(0.01);
});

test('addresses stay where they are, lead to served links, and know their new blocks', () => {
  const draft = superblocks();
  const { network } = convertNetwork(draft, 'small-block');
  const { served } = reachOf(network);
  const blocks = new Set(network.blocks.map(({ name }) => name));
  expect(network.addresses.map(({ x_m, y_m }) => [x_m, y_m])).toEqual(
    draft.addresses.map(({ x_m, y_m }) => [x_m, y_m]),
  );
  for (const { link, block } of network.addresses) {
    expect(served.has(link)).toBe(true);
    expect(block === '' || blocks.has(block)).toBe(true);
  }
  const walk_m = ({ addresses }: NetworkDraft): number =>
    addresses.reduce((sum, address) => sum + address.walk_m, 0);
  expect(walk_m(network)).toBeLessThan(walk_m(draft));
});

test('what was closed to make superblocks is opened again', () => {
  const draft = convertNetwork(superblocks(), 'small-block').network;
  const turnsOf = ({ movements }: NetworkDraft) => movements.filter(({ kind }) => kind !== 'uturn');
  const closed = convertNetwork(draft, 'superblock').network;
  const { network, changes } = convertNetwork(closed, 'small-block');
  expect(turnsOf(closed).length).toBeLessThan(turnsOf(draft).length);
  expect(turnsOf(network)).toHaveLength(turnsOf(draft).length);
  expect(changes.every(({ kind }) => kind === 'opened')).toBe(true);
});

test('a diagonal filter is taken out, and streets that cross on a bridge stay apart', () => {
  const crossing = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ');
  const across = (draft: NetworkDraft): number =>
    draft.movements.filter(({ kind }) => kind !== 'uturn').length;
  const keep = (isKept: (turn: MovementDraft) => boolean): NetworkDraft => ({
    ...crossing,
    movements: crossing.movements.filter(isKept),
  });
  const corners = new Set(['nx>xw', 'wx>xn', 'sx>xe', 'ex>xs']);
  const filtered = keep(({ from, to }) => corners.has(`${from}>${to}`));
  const opened = convertNetwork(filtered, 'small-block');
  expect(opened.changes.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['opened x']);
  expect(across(opened.network)).toBe(12);
  const bridge = keep(({ kind }) => kind === 'thru');
  expect(across(bridge)).toBe(4);
  expect(convertNetwork(bridge, 'small-block').changes).toEqual([]);
});

test('outside the area nothing changes', () => {
  const draft = superblocks();
  const isInArea = (): boolean => false;
  for (const layout of ['superilla', 'superblock', 'small-block'] as const) {
    const { network, changes } = convertNetwork(draft, layout, { isInArea });
    expect(changes).toEqual([]);
    expect({ ...network, name: draft.name, layout: draft.layout }).toEqual(draft);
  }
});
