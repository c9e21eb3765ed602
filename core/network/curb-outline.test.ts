import { expect, test } from 'vitest';
import { curbOn, streetMap } from '../testing/street-map.js';
import { blockFinder } from './block-beside.js';
import { curbOutline } from './curb-outline.js';
import type { BlockDraft, NetworkDraft, Point } from './network-draft.js';

const map = streetMap('a--b', { step_m: 100 });
const ab = map.links.find(({ name }) => name === 'ab')!;

const areaOf_m2 = (polygon: readonly Point[]): number =>
  polygon.reduce((twice, [x, y], at) => {
    const [toX, toY] = polygon[(at + 1) % polygon.length]!;
    return twice + x * toY - toX * y;
  }, 0) / 2;

test('a strip lies right of the carriageway, counter-clockwise, with its exact area', () => {
  const strip = curbOutline(ab, { start_m: 20, end_m: 50, depth_m: 2.5 });
  const kerb_m = -ab.carriageway_m / 2;
  expect(strip).toEqual([
    [20, kerb_m - 2.5],
    [50, kerb_m - 2.5],
    [50, kerb_m],
    [20, kerb_m],
  ]);
  expect(areaOf_m2(strip)).toBeCloseTo(75, 9);
});

test('round a bend it has corners every ten metres', () => {
  const bent = {
    ...ab,
    length_m: 100,
    geometry: [
      [0, 0],
      [50, 0],
      [50, 50],
    ] as Point[],
  };
  expect(curbOutline(bent, { start_m: 0, end_m: 100, depth_m: 2 })).toHaveLength(2 * 11);
});

test('a zone lies beside the block on its right', () => {
  const block = (name: string, south_m: number): BlockDraft => ({
    name,
    area_m2: 300 * 80,
    polygon: [
      [0, south_m],
      [300, south_m],
      [300, south_m + 80],
      [0, south_m + 80],
    ],
  });
  const network: NetworkDraft = { ...map, blocks: [block('north', 10), block('south', -90)] };
  const find = blockFinder(network);
  expect(find(curbOn('ab', { start_m: 20, end_m: 50 }))).toBe('south');
  expect(find(curbOn('ba', { start_m: 20, end_m: 50 }))).toBe('north');
  expect(blockFinder(map)(curbOn('ab', { start_m: 20, end_m: 50 }))).toBe('');
});
